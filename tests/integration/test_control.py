"""The local API and its command line: with curl, with the CLI, and with peers that do not behave."""
import contextlib
import json
import os
import re
import socket
import subprocess
import sys

import pytest
from conftest import GAMEKEEPER, PROBE, clean_environment, wait_for


@pytest.fixture
def agent(start_agent):
    return start_agent([PROBE, "print-signals"]).until_output("ready")


def cli(agent, *words, **kwargs):
    return subprocess.run([GAMEKEEPER, *words], env=clean_environment(GAMEKEEPER_SOCKET=agent.socket),
                          capture_output=True, text=True, timeout=60, check=False, **kwargs)


def test_the_status_is_a_screen_for_people_and_json_for_scripts(agent):
    screen = cli(agent, "status")
    assert screen.returncode == 0
    assert re.search(r"^phase +running for ", screen.stdout, re.M)
    assert re.search(rf"^game +pid \d+ +{re.escape(PROBE)}", screen.stdout, re.M)
    assert "\x1b" not in screen.stdout
    assert json.loads(cli(agent, "status", "--json").stdout)["phase"] == "running"


def test_every_command_does_what_it_says(agent):
    assert cli(agent, "match", "start", "m1").returncode == 0
    assert cli(agent, "players", "7").returncode == 0
    assert cli(agent, "signal", "USR1").returncode == 0
    agent.until_output("SIGUSR1\n")
    seen = agent.status()
    assert (seen["match"]["state"], seen["match"]["id"]) == ("running", "m1")
    assert seen["occupancy"]["players"] == 7
    assert cli(agent, "match", "end", "--reason", "red won").returncode == 0
    assert agent.wait() == 0
    assert '"verdict":"match_ended","reason":"red won"' in agent.log_text()


def test_stop_ends_the_game(agent):
    assert cli(agent, "stop", "--reason", "maintenance").returncode == 0
    assert agent.wait() == 0
    assert '"verdict":"stop_requested","reason":"maintenance"' in agent.log_text()


@pytest.mark.parametrize("words", [
    ("status",), ("players", "3"), ("match", "start", "it's m1"), ("signal", "USR2"), ("stop",), ("match", "end")])
def test_the_printed_curl_line_does_the_same(agent, words):
    line = cli(agent, *words, "--curl").stdout
    answer = subprocess.run(["sh", "-c", line.replace("curl ", "curl -sS --fail-with-body ", 1)], capture_output=True,
                            text=True, timeout=60, check=False)
    assert answer.returncode == 0, line + answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["agent"]["pid"] == agent.process.pid


def test_a_refusal_is_printed_with_its_reason_and_has_its_exit_code(agent):
    assert cli(agent, "match", "start", "m1").returncode == 0
    refused = cli(agent, "match", "start", "m2")
    assert refused.returncode == 4
    assert "a match is running (m1)" in refused.stderr


def test_without_an_agent_the_command_line_says_where_it_looked(tmp_path):
    nobody = subprocess.run([GAMEKEEPER, "status", "--socket", str(tmp_path / "none.sock")], capture_output=True,
                            text=True, timeout=60, check=False)
    assert nobody.returncode == 5
    assert str(tmp_path / "none.sock") in nobody.stderr


def test_usage_errors_are_2(agent):
    for words in (["players", "many"], ["players"], ["nonsense"], [], ["signal"], ["players", "-1"]):
        assert cli(agent, *words).returncode == 2, words


def test_the_game_is_told_where_the_socket_is(start_agent):
    game = f'{GAMEKEEPER} players 5 --json; echo done; sleep 60'
    agent = start_agent(["sh", "-c", game]).until_output("done")
    assert agent.status()["occupancy"]["players"] == 5


def test_a_stale_socket_is_replaced(start_agent, tmp_path):
    stale = tmp_path / "stale.sock"
    with socket.socket(socket.AF_UNIX) as abandoned:
        abandoned.bind(str(stale))
    agent = start_agent_in(start_agent, {"GAMEKEEPER_CONTROL_SOCKET": str(stale)})
    assert agent.status()["phase"] == "running"


def start_agent_in(start_agent, environment):
    agent = start_agent([PROBE, "sleep"], environment=environment)
    agent.socket = environment["GAMEKEEPER_CONTROL_SOCKET"]
    return agent.until_output("ready")


def test_a_live_socket_is_an_error_that_names_its_owner_and_the_second_game_still_runs(agent, start_agent):
    second = start_agent_in(start_agent, {"GAMEKEEPER_CONTROL_SOCKET": agent.socket})
    second.until_log("the local API cannot be served")
    assert f"{agent.process.pid}" in second.log_text()
    assert agent.status()["agent"]["pid"] == agent.process.pid


def open_to_everybody(place):
    for folder in (place, *place.parents):
        if os.stat(folder).st_uid == os.getuid() and str(folder).startswith("/tmp/"):
            os.chmod(folder, 0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_else_may_look_and_not_touch(agent):
    open_to_everybody(agent.folder)

    def as_nobody(*words):
        nobody = ["setpriv", "--reuid", "65534", "--clear-groups"]
        return subprocess.run([*nobody, "curl", "-sS", "--unix-socket", agent.socket,
                               *words], capture_output=True, text=True, timeout=60, check=False)

    assert json.loads(as_nobody("http://localhost/v1/status").stdout)["phase"] == "running"
    refused = json.loads(as_nobody("-X", "POST", "http://localhost/v1/stop").stdout)
    assert refused["status"] == 403
    assert agent.status()["phase"] == "running"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_game_with_a_user_of_its_own_may_change_what_it_has_to(start_agent, tmp_path):
    open_to_everybody(tmp_path)
    script = f"read go < go; {GAMEKEEPER} players 3 >/dev/null && echo told; exec sleep 1000"
    os.mkfifo(tmp_path / "go")
    agent = start_agent(["/bin/sh", "-c", script], options=["--game-user", "65534", "--game-folder", str(tmp_path)])
    wait_for(lambda: os.path.exists(agent.socket), "the agent's socket")
    open_to_everybody(agent.folder)
    os.chmod(tmp_path / "go", 0o644)
    (tmp_path / "go").write_text("now\n")
    agent.until_output("told")
    assert agent.status()["occupancy"]["players"] == 3


def talk(agent, payload):
    """Sends raw bytes and gives everything that comes back until the agent closes."""
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(60)
        peer.connect(agent.socket)
        try:
            peer.sendall(payload)
        except OSError:
            pass  # refused before all of it was read
        received = b""
        try:
            while piece := peer.recv(65536):
                received += piece
        except ConnectionResetError:
            pass
        return received


@pytest.mark.parametrize("payload, status", [
    (b"\x00\x01\x02\x03\r\n\r\n", b"400"),
    (b"GET /v1/status HTTP/9.9\r\n\r\n", b"400"),
    (b"GET /v1/status HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", b"431"),
    (b"PUT /v1/players HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n", b"413"),
    (b"PUT /v1/players HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", b"400"),
])
def test_what_is_malformed_or_too_large_is_answered_and_the_agent_lives_on(agent, payload, status):
    answer = talk(agent, payload)
    assert answer.split(b" ")[1] == status, answer
    assert b"application/problem+json" in answer
    assert agent.status()["phase"] == "running"


def test_a_request_that_never_ends_is_dropped_at_the_deadline(agent):
    assert talk(agent, b"GET /v1/sta").split(b" ")[1] == b"408"
    assert agent.status()["phase"] == "running"


HOLDER = """
import socket, sys
held = []
for _ in range(int(sys.argv[2])):
    one = socket.socket(socket.AF_UNIX)
    one.connect(sys.argv[1])
    held.append(one)
    try:
        one.sendall(sys.argv[3].encode())
    except OSError:
        pass  # closed already
print("held", flush=True)
sys.stdin.read()
"""
STATUS = b"GET /v1/status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
FOLLOW = "GET /v1/events?follow=1 HTTP/1.1\r\nHost: a\r\n\r\n"


@contextlib.contextmanager
def held_by(user, agent, count, request=""):
    """So many connections of this user's, as long as the block runs."""
    with subprocess.Popen(
            ["setpriv", f"--reuid={user}", "--clear-groups", sys.executable, "-c", HOLDER, agent.socket, str(count),
             request], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            yield
        finally:
            holder.kill()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("users", [(0,), (65534,), (0, 65534, 65533, 65532)])
@pytest.mark.parametrize("request_text", ["", "GET /v1/st", FOLLOW])
def test_connections_that_are_kept_open_keep_nobody_out(agent, users, request_text):
    open_to_everybody(agent.folder)
    with contextlib.ExitStack() as stack:
        for user in users:
            stack.enter_context(held_by(user, agent, 64, request_text))
        assert talk(agent, STATUS).startswith(b"HTTP/1.1 200 ")
        with socket.socket(socket.AF_UNIX) as follower:
            follower.settimeout(60)
            follower.connect(agent.socket)
            follower.sendall(FOLLOW.encode())
            assert follower.recv(64).startswith(b"HTTP/1.1 200 ")
        assert cli(agent, "stop").returncode == 0
    assert agent.wait() == 0


def test_the_socket_is_gone_with_the_agent(agent):
    agent.process.terminate()
    agent.wait()
    assert not os.path.exists(agent.socket)
