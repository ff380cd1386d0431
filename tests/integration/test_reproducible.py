"""The same bytes from the same source, wherever it lies. Building everything twice takes minutes, and
`tests/bench/reproducible` does that; here some units are compiled again in a copy of the tree at another, longer path,
without the compiler cache, and the program is linked again. It is the units that could learn where they are; the linker
gets the same bytes in the same order."""
import hashlib
import os
import shlex
import shutil
import subprocess

import pytest
from conftest import ROOT
from release_build import BUILD, needs_release, ninja

# Of each kind: plain, with assertions and source locations, with a precompiled header, generated.
UNITS = ["lib/base/CMakeFiles/gamekeeper_base.dir/error.cpp.o",
         "lib/lifecycle/CMakeFiles/gamekeeper_lifecycle.dir/draining.cpp.o",
         "lib/net/CMakeFiles/gamekeeper_net.dir/trust_roots.cpp.o",
         "lib/net/CMakeFiles/gamekeeper_net.dir/mozilla_roots.cpp.o",
         "lib/settings/CMakeFiles/gamekeeper_settings.dir/assign.cpp.o",
         "agent/gamekeeper/CMakeFiles/gamekeeper_ctl.dir/ctl/screens.cpp.o"]

pytestmark = needs_release


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A copy of the tree, with UNITS built in it."""
    copy = tmp_path_factory.mktemp("another folder with a longer name") / "source"
    files = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                           capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(lambda name: name and (ROOT / name).is_file(), files):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("CCACHE", "CMAKE_CXX_COMPILER_LAUNCHER"))}
    plain["CCACHE_DISABLE"] = "1"
    for command in (["cmake", "--preset", "release"], ["ninja", "-C", "build/release", *UNITS]):
        done = subprocess.run(command, cwd=copy, env=plain, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return copy / "build/release"


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_that_is_compiled_elsewhere(elsewhere, unit):
    assert digest(elsewhere / unit) == digest(BUILD / unit)


def test_the_program_that_is_linked_again(tmp_path):
    commands = ninja("-t", "commands", "gamekeeper").splitlines()
    link = next(line for line in reversed(commands) if "-o bin/gamekeeper " in line)
    again = tmp_path / "again"
    subprocess.run(link.replace("-o bin/gamekeeper ", f"-o {shlex.quote(str(again))} "), shell=True, cwd=BUILD,
                   capture_output=True, check=True)
    assert digest(again) == digest(BUILD / "bin/gamekeeper")


@pytest.mark.parametrize("program", ["gamekeeper", "gamekeeper-emulator", "gamekeeper-fleet"])
def test_no_program_says_where_it_was_built(program):
    binary = (BUILD / "bin" / program).read_bytes()
    assert str(ROOT).encode() not in binary
    assert b"../../lib/" not in binary and b"../../agent/" not in binary
