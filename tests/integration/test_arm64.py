"""The release for arm64, run by qemu in the place of such a machine. It plays against this machine's emulator, over TLS."""
import json
import re
import shutil
import signal
import struct
import subprocess

import pytest
from conftest import PATIENCE, ROOT, clean_environment, wait_for

ARM64 = ROOT / "build/release-arm64/bin/gamekeeper"
QEMU = shutil.which("qemu-aarch64-static")
COMPILER = "aarch64-linux-gnu-gcc"

pytestmark = [pytest.mark.skipif(not ARM64.exists(), reason="the preset release-arm64 is not built"),
              pytest.mark.skipif(not QEMU, reason="qemu-aarch64-static is not installed")]


@pytest.fixture(scope="module")
def game(tmp_path_factory):
    """An arm64 game: with qemu in front, since this kernel need not know how to start it."""
    built = tmp_path_factory.mktemp("arm64") / "game"
    subprocess.run([COMPILER, "-static", "-o", str(built), str(ROOT / "tests/container/game.c")], check=True)
    return (QEMU, str(built))


def headers():
    return subprocess.run(["readelf", "--wide", "--file-header", "--program-headers", "--dynamic", str(ARM64)],
                          capture_output=True, text=True, check=True).stdout


def test_it_is_a_static_pie_for_arm64():
    said = headers()
    assert "AArch64" in said and "DYN (Position-Independent" in said
    assert "INTERP" not in said and "NEEDED" not in said


def test_it_is_hardened():
    said = headers()
    assert "GNU_RELRO" in said and "BIND_NOW" in said and re.search(r"GNU_STACK.* RW ", said)
    assert b"stack smashing detected" in ARM64.read_bytes()


def test_its_returns_are_signed_and_its_branch_targets_marked():
    code = ARM64.read_bytes()
    words = struct.unpack(f"<{len(code) // 4}I", code[:len(code) // 4 * 4])
    functions_of_ours = 1000  # at least: the rest, OpenSSL and libc, is Debian's, built without
    assert words.count(0xd503233f) > functions_of_ours  # paciasp
    assert words.count(0xd503245f) > 0  # bti c: functions that are called through pointers and sign no return


def test_it_loads_where_a_page_has_64_kilobytes():
    alignments = re.findall(r"^ +LOAD .* (0x[0-9a-f]+)$", headers(), re.M)
    assert alignments and {int(each, 16) for each in alignments} == {0x10000}


def test_version():
    said = subprocess.run([QEMU, str(ARM64), "--version"], capture_output=True, text=True, check=True, timeout=PATIENCE)
    native = subprocess.run([str(ROOT / "build/release/bin/gamekeeper"), "--version"], capture_output=True, text=True,
                            check=True, timeout=PATIENCE)
    assert said.stdout.split()[:2] == native.stdout.split()[:2]


@pytest.mark.parametrize("code", [0, 7])
def test_the_games_exit_code(game, code):
    ended = subprocess.run([QEMU, str(ARM64), "run", "--control-socket", "off", "--state-file", "off", "--", *game, "exit",
                            str(code)], capture_output=True, text=True, check=False, timeout=PATIENCE,
                           env=clean_environment())
    assert ended.returncode == code, ended.stderr
    assert f'"game":"exited with code {code}"' in ended.stderr


def test_sigterm_lets_the_game_save(game, tmp_path):
    log = tmp_path / "log"
    with open(log, "wb") as out:
        agent = subprocess.Popen([QEMU, str(ARM64), "run", "--control-socket", "off", "--state-file", "off", "--", *game,
                                  "sleep"], stdout=out, stderr=subprocess.STDOUT, env=clean_environment())
    try:
        wait_for(lambda: b"ready\n" in log.read_bytes(), "the game")
        agent.send_signal(signal.SIGTERM)
        assert agent.wait(timeout=PATIENCE) == 5, log.read_text()
        assert "saved" in log.read_text().splitlines()
    finally:
        agent.kill()
        agent.wait()


def test_a_whole_deployment(emulator, game):
    """Polls over TLS, the local API, a match that ends, the self-stop, the platform's SIGTERM."""
    env = emulator(QEMU, str(ARM64), "run", "--", *game, "sleep")
    one = env.deploy().until("READY").agent_is_up()
    one.players(3)
    one.until_output('"presence":"players","players":3')
    assert one.ask("GET", "/v1/status")[1]["phase"] == "running"
    assert one.ask("POST", "/v1/match/start", {"id": "m1"})[0] == 200
    assert one.ask("POST", "/v1/match/end", {"reason": "red won"})[0] == 200
    one.until("TERMINATED")
    wait_for(lambda: not one.left_processes(), "no process left")
    ended, = [json.loads(line) for line in one.output().splitlines() if '"message":"ended"' in line]
    assert ended["verdict"] == "match_ended" and ended["exit_code"] == 5
    assert one.output().index("saved") < one.output().index("asking the platform to stop")
    assert [call["status_code"] for call in one.calls("self_stop")] == [200]
    assert one.happened("SIGTERM") and not one.happened("SIGKILL")
