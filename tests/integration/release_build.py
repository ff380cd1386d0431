"""The release build, for the tests of what is made of it."""
import fcntl
import subprocess

import pytest
from conftest import ROOT

BUILD = ROOT / "build/release"
PROGRAMS = ["gamekeeper", "gamekeeper-emulator", "gamekeeper-fleet"]

needs_release = pytest.mark.skipif(not (BUILD / "bin/gamekeeper").exists(), reason="the release preset is not built")


def run(*words, **more):
    """What a command prints; it has to succeed."""
    ended = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, check=False, **more)
    assert ended.returncode == 0, f"{words}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def ninja(*words):
    """Tests run side by side, but ninja is alone in its folder. tests/run takes the same lock when it builds."""
    with open(BUILD.with_suffix(".lock"), "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return run("ninja", "-C", BUILD, *words)
