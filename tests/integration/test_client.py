"""The clients for engines (lib/client) as games use them: against the real agent, without one, and against peers that
are none."""
import json
import shutil
import socket
import subprocess
import threading
import time

import pytest
from conftest import GAMEKEEPER, PROBE, PROBE_BIN, ROOT, clean_environment

NO_AGENT, INVALID, REFUSED, UNREACHABLE, TIMEOUT, GARBAGE = 1, 2, 4, 5, 6, 7
CALLS = [("ready",), ("match_start", "m1"), ("match_end", "over"), ("players", "3", "1000"), ("hold", "h", "1000", "why"),
         ("release", "h"), ("extend", "1000"), ("time_left",), ("stop", "why")]


@pytest.fixture(scope="session")
def csharp(tmp_path_factory):
    """The C# client with the same command line, compiled and run by Mono."""
    if not shutil.which("mcs") or not shutil.which("mono"):
        pytest.skip("mono-mcs is not installed: the C# client is not compiled")
    program = tmp_path_factory.mktemp("csharp") / "probe.exe"
    subprocess.run(["mcs", "-langversion:7.2", "-warnaserror", "-warn:4", f"-out:{program}",
                    str(ROOT / "lib/client/Gamekeeper.cs"), str(ROOT / "tests/integration/client_probe.cs")], check=True)
    return ["mono", str(program)]


@pytest.fixture(params=["c", "cpp", "csharp"])
def client(request):
    """Calls in one process: a list of words each; gives (result, HTTP status, time left, error) for each."""
    if request.param == "csharp":
        program = request.getfixturevalue("csharp")
    else:
        program = [str(PROBE_BIN / f"client_probe_{request.param}")]

    def call(path, *calls, deadline=20000):
        words = [str(deadline)]
        for each in calls:
            words += [*each, "--"]
        where = {} if path is None else {"GAMEKEEPER_SOCKET": str(path)}
        done = subprocess.run([*program, *words], env=clean_environment(**where), capture_output=True, text=True,
                              timeout=60, check=False)
        assert done.returncode == 0 and not done.stderr, done.stderr
        lines = [line.split(" ", 3) for line in done.stdout.splitlines()]
        assert len(lines) == len(calls)
        return [(int(result), int(status), int(left), error) for result, status, left, error in lines]

    return call


def one(client, *arguments, **kwargs):
    return client(*arguments, **kwargs)[0]


DONE = (0, 200, -2, "")


def events(agent):
    return subprocess.run(["curl", "-sS", "--unix-socket", agent.socket, "http://localhost/v1/events"], check=True,
                          capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def agent(start_agent):
    return start_agent([PROBE, "print-signals"],
                       options=["--ready-when", "api", "--ready-timeout", "10m"]).until_output("ready")


def test_every_call_does_what_it_says(client, agent):
    path = agent.socket
    assert not agent.status()["game"]["ready"]
    assert client(path, ("extend", "60000"), ("ready",)) == [DONE, DONE]
    assert agent.status()["game"]["ready"]
    assert '"by_ms":60000' in events(agent)
    assert client(path, ("players", "7", "600000"), ("match_start", "m1")) == [DONE, DONE]
    seen = agent.status()
    assert (seen["occupancy"]["players"], seen["match"]["state"], seen["match"]["id"]) == (7, "running", "m1")
    assert one(client, path, ("hold", "backup", "90000", "nightly")) == DONE
    held, = agent.status()["holds"]
    assert held["id"] == "backup" and held["reason"] == "nightly" and 0 < held["expires_in_ms"] <= 90000
    assert one(client, path, ("release", "backup")) == DONE
    assert agent.status()["holds"] == []
    assert one(client, path, ("match_end", "red won")) == DONE
    assert agent.wait() == 0
    assert '"verdict":"match_ended","reason":"red won"' in agent.log_text()


def test_stop_ends_the_deployment_and_says_why(client, agent):
    assert one(client, agent.socket, ("stop", "maintenance")) == DONE
    assert agent.wait() == 0
    assert '"verdict":"stop_requested","reason":"maintenance"' in agent.log_text()


def test_texts_arrive_as_they_were(client, start_agent):
    agent = start_agent([PROBE, "print-signals"]).until_output("ready")
    odd = 'a "b" \\ c/d?e#f%41 \t ü'
    assert client(agent.socket, ("hold", odd, "60000", odd), ("match_start", odd)) == [DONE, DONE]
    held, = agent.status()["holds"]
    assert held["id"] == held["reason"] == agent.status()["match"]["id"] == odd
    assert one(client, agent.socket, ("release", odd)) == DONE
    assert agent.status()["holds"] == []


def test_time_left_is_the_soonest_timer_that_runs(client, start_agent):
    agent = start_agent([PROBE, "print-signals"]).until_output("ready")
    assert one(client, agent.socket, ("time_left",)) == (0, 200, -1, "")
    agent = start_agent([PROBE, "print-signals"],
                        options=["--uptime-max", "2h", "--match-max", "30m"]).until_output("ready")
    # A match whose metadata looks like the status must not lead the reader astray.
    misleading = {"timers": [{"name": "x", "state": "running", "fires_in_ms": 1}], "text": '"timers":[{'}
    result, _, left, _ = one(client, agent.socket, ("time_left",))
    assert result == 0 and 110 * 60_000 < left <= 120 * 60_000
    assert agent.ask("POST", "/v1/match/start", {"id": "m", "metadata": misleading})[0] == 200
    result, _, left, _ = one(client, agent.socket, ("time_left",))
    assert result == 0 and 20 * 60_000 < left <= 30 * 60_000


def test_what_the_agent_refuses_is_told_in_its_words(client, agent):
    path = agent.socket
    assert client(path, ("ready",), ("match_start", "m1")) == [DONE, DONE]
    assert one(client, path, ("match_start", "m2"))[:2] == (REFUSED, 409)
    assert "a match is running (m1)" in one(client, path, ("match_start", "m2"))[3]
    assert one(client, path, ("release", "none"))[:2] == (REFUSED, 404)
    result, status, _, error = one(client, path, ("players", "-1"))
    assert (result, status) == (REFUSED, 400) and "players" in error
    refused = one(client, path, ("hold", "h" * 65, "1000"))
    assert refused[:2] == (REFUSED, 400) and refused[3]


def test_a_text_that_cannot_be_sent_is_not_sent(client, agent):
    result, status, _, error = one(client, agent.socket, ("match_end", "x" * 20_000))
    assert (result, status) == (INVALID, 0) and "too long" in error
    assert one(client, agent.socket, ("release", "x" * 20_000))[:2] == (INVALID, 0)
    assert agent.status()["phase"] != "draining"


@pytest.mark.parametrize("path", [None, ""])
def test_without_an_agent_nothing_happens(client, path):
    for result, status, left, error in client(path, *CALLS):
        assert (result, status, left) == (NO_AGENT, 0, -2) and "GAMEKEEPER_SOCKET" in error


def test_an_agent_that_is_gone(client, tmp_path):
    gone = tmp_path / "gone.sock"
    assert one(client, gone, ("ready",))[0] == UNREACHABLE
    left_over = socket.socket(socket.AF_UNIX)
    left_over.bind(str(gone))
    left_over.close()
    assert one(client, gone, ("ready",))[0] == UNREACHABLE
    assert one(client, "/" + "x" * 200, ("ready",))[0] == INVALID


@pytest.fixture
def peer(tmp_path):
    """Something else on the socket: `says` (bytes, or None for silence) to everybody, then closes if it `leaves`."""
    running = []

    def start(says, leaves=True):
        listening = socket.socket(socket.AF_UNIX)
        path = tmp_path / f"peer{len(running)}.sock"
        listening.bind(str(path))
        listening.listen(8)
        kept = []

        def serve():
            try:
                while True:
                    accepted, _ = listening.accept()
                    kept.append(accepted)
                    accepted.recv(65536)
                    if says is not None:
                        accepted.sendall(says)
                    if leaves:
                        accepted.close()
            except OSError:
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        running.append((listening, kept, thread))
        return path

    yield start
    for listening, kept, thread in running:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for each in kept:
            each.close()
        thread.join()


@pytest.mark.parametrize("says, result", [
    (b"SSH-2.0-OpenSSH_9.2\r\n", GARBAGE),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", GARBAGE),
    (b"HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}", GARBAGE),
    (b"HTTP/1.1 409 No\r\nContent-Length: 11\r\n\r\n{\"detail\":\"", GARBAGE),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999999\r\n\r\n{}", UNREACHABLE),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", UNREACHABLE),
    (b"HTTP/1.1 200 OK\r\n", UNREACHABLE),
    (b"", UNREACHABLE),
    (b"HTTP/1.1 200 OK\r\n" + b"x" * 300_000, GARBAGE),
], ids=["no HTTP", "no JSON", "no reason", "half a reason", "too long to be true", "half a body", "half a head", "nothing",
        "too much"])
def test_a_peer_that_is_no_agent(client, peer, says, result):
    path = peer(says)
    for answer in client(path, ("ready",), ("time_left",)):
        assert answer[0] == result and answer[3], answer


@pytest.mark.parametrize("body", [b"{}", b'{"timers":[', b'{"timers":[{"state":"running"', b'{"timers":{"a":1}}', b'{"a\\',
                                  b'{"timers":[{"name":"u","state":"running","fires_in_ms":"x"}]}'])
def test_a_status_without_timers_leaves_no_time(client, peer, body):
    path = peer(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    result, _, left, _ = one(client, path, ("time_left",))
    assert result in (0, GARBAGE) and left in (-2, -1, 0)


@pytest.mark.parametrize("says", [None, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"])
def test_the_deadline_holds(client, peer, says):
    path = peer(says, leaves=False)
    began = time.monotonic()
    answer = one(client, path, ("ready",), deadline=150)
    assert answer[0] == TIMEOUT and "deadline" in answer[3]
    assert time.monotonic() - began >= 0.15


def test_the_deadline_holds_where_nobody_accepts(client, tmp_path):
    path = str(tmp_path / "full.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(0)
        waiting = []
        while True:  # until the queue is full
            waiting.append(socket.socket(socket.AF_UNIX))
            waiting[-1].setblocking(False)
            try:
                waiting[-1].connect(path)
            except BlockingIOError:
                break
        assert one(client, path, ("ready",), deadline=150)[0] == TIMEOUT
        for each in waiting:
            each.close()


def test_the_command_lines_that_the_godot_client_builds(agent):
    """There is no Godot here: what lib/client/gamekeeper.gd hands to OS.execute, word by word."""
    def run(*words):
        return subprocess.run([GAMEKEEPER, *words], env=clean_environment(GAMEKEEPER_SOCKET=agent.socket),
                              capture_output=True, text=True, timeout=60, check=False)

    for words in (["extend", "60000ms"], ["ready"], ["match", "start", "--", "-m1"], ["players", "7", "--valid-for=30000ms"],
                  ["hold", "--for=90000ms", "--reason=-nightly", "--", "-h"], ["release", "--", "-h"]):
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr)
    assert agent.status()["match"]["id"] == "-m1" and agent.status()["holds"] == []
    assert run("match", "start", "--", "m2").returncode == REFUSED
    assert run("players", "-1").returncode == INVALID
    assert json.loads(run("status", "--json").stdout)["timers"]
    assert run("match", "end", "--reason=red won").returncode == 0
    assert agent.wait() == 0
    assert run("ready").returncode == UNREACHABLE
