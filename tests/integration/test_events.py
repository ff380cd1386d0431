"""What has happened, as it is told: streams, WebSockets, pollers that wait, and the command line's lines."""
import base64
import http.server
import json
import os
import re
import socket
import subprocess
import threading

import pytest
from conftest import GAMEKEEPER, PATIENCE, PROBE, UnixConnection, clean_environment, wait_for


@pytest.fixture
def agent(start_agent):
    agent = start_agent([PROBE, "print-signals"]).until_output("ready")
    wait_for(lambda: agent.status()["phase"] == "running", "the game running")
    return agent


def cli(agent, *words):
    return subprocess.run([GAMEKEEPER, *words], env=clean_environment(GAMEKEEPER_SOCKET=agent.socket), text=True,
                          capture_output=True, timeout=PATIENCE, check=False)


def events(agent, query=""):
    connection = UnixConnection(agent.socket)
    try:
        connection.request("GET", "/v1/events" + query)
        answer = connection.getresponse()
        assert answer.status == 200 and answer.headers["Content-Type"] == "application/x-ndjson"
        return [json.loads(line) for line in answer.read().splitlines()]
    finally:
        connection.close()


def test_what_happened_is_replayed_in_order(agent):
    agent.ask("POST", "/v1/match/start", {"id": "m1", "metadata": {"map": "dust"}})
    agent.ask("PUT", "/v1/players", {"players": 3})
    seen = events(agent)
    assert [e["seq"] for e in seen] == list(range(1, len(seen) + 1))
    types = [e["type"] for e in seen]
    assert types.index("game_started") < types.index("match_started") < types.index("occupancy")
    assert next(e for e in seen if e["type"] == "match_started")["metadata"] == {"map": "dust"}
    assert events(agent, f"?since={seen[-1]['seq']}") == []
    assert events(agent, "?since=100000")[0]["type"] == "gap"


def test_a_follower_gets_what_comes_and_the_end(agent):
    connection = UnixConnection(agent.socket)
    connection.request("GET", "/v1/events?follow=1")
    answer = connection.getresponse()
    agent.ask("POST", "/v1/match/start", {"id": "m1"})
    while json.loads(answer.readline())["type"] != "match_started":
        pass
    agent.ask("POST", "/v1/stop", {"reason": "enough"})
    rest = [json.loads(line) for line in answer.read().splitlines()]  # to the orderly end of the answer
    assert rest[-1]["type"] == "ended"
    assert (rest[-1]["verdict"], rest[-1]["reason"]) == ("stop_requested", "enough")
    connection.close()


def test_curl_follows_too(agent):
    line = cli(agent, "events", "--follow", "--curl").stdout
    with subprocess.Popen(["sh", "-c", "exec " + line.replace("curl", "curl -sS", 1)], stdout=subprocess.PIPE,
                          text=True) as follower:
        first = json.loads(follower.stdout.readline())
        assert first["seq"] == 1
        agent.process.terminate()
        agent.wait()
        assert json.loads(follower.stdout.read().splitlines()[-1])["type"] == "ended"
        assert follower.wait(PATIENCE) == 0


def test_a_person_gets_a_line_for_each(agent):
    agent.ask("POST", "/v1/hold", {"id": "backup", "for": "10m", "reason": "nightly"})
    shown = cli(agent, "events").stdout
    assert re.search(r"^\d\d:\d\d:\d\d  hold_placed       backup for 10m  nightly$", shown, re.M), shown
    assert json.loads(cli(agent, "events", "--json", "--since", "1").stdout.splitlines()[0])["seq"] == 2


class WebSocket:
    """As much of RFC 6455 as a test needs."""

    def __init__(self, path):
        self.peer = socket.socket(socket.AF_UNIX)
        self.peer.settimeout(PATIENCE)
        self.peer.connect(path)
        key = base64.b64encode(os.urandom(16)).decode()
        self.peer.sendall(f"GET /v1/events HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
        self.stream = self.peer.makefile("rb")
        self.head = [self.stream.readline()]
        while self.head[-1] != b"\r\n":
            self.head.append(self.stream.readline())

    def send(self, opcode, payload=b""):
        mask = b"\x01\x02\x03\x04"
        self.peer.sendall(bytes([0x80 | opcode, 0x80 | len(payload)]) + mask +
                          bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def receive(self):
        opcode, length = self.stream.read(2)
        if length == 126:
            length = int.from_bytes(self.stream.read(2), "big")
        return opcode & 0x0f, self.stream.read(length)

    def close(self):
        self.stream.close()
        self.peer.close()


def test_a_websocket_follows_and_answers(agent):
    peer = WebSocket(agent.socket)
    assert peer.head[0] == b"HTTP/1.1 101 Switching Protocols\r\n"
    assert json.loads(peer.receive()[1])["seq"] == 1
    peer.send(9, b"are you there")
    while (frame := peer.receive())[0] == 1:
        pass
    assert frame == (10, b"are you there")
    agent.ask("POST", "/v1/match/start", {"id": "m1"})
    opcode, text = peer.receive()
    assert opcode == 1 and json.loads(text)["type"] == "match_started"
    peer.send(8, b"\x03\xe8")
    assert peer.receive() == (8, b"\x03\xe8")
    peer.close()


def test_a_follower_that_does_not_read_costs_nobody_anything(agent):
    deaf = socket.socket(socket.AF_UNIX)
    deaf.connect(agent.socket)
    deaf.sendall(b"GET /v1/events?follow=1 HTTP/1.1\r\nHost: a\r\n\r\n")
    for i in range(1500):  # more than the history holds
        assert agent.ask("PUT", "/v1/players", {"players": i % 2 + 1})[0] == 200
    assert events(agent)[0]["type"] == "gap"
    assert agent.status()["occupancy"]["players"] == 2
    deaf.close()


def test_a_poller_waits_for_a_change(agent):
    def get(target, **headers):
        connection = UnixConnection(agent.socket)
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    status, headers, body = get("/v1/status")
    seq = json.loads(body)["seq"]
    assert get("/v1/status", **{"If-None-Match": headers["ETag"]})[0] == 304
    assert get(f"/v1/status?after={seq}&wait=10ms")[0] == 304
    came = []
    waiting = threading.Thread(target=lambda: came.append(get(f"/v1/status?after={seq}&wait=60s")))
    waiting.start()
    agent.ask("POST", "/v1/match/start", {"id": "m1"})
    waiting.join(PATIENCE)
    assert came[0][0] == 200
    assert json.loads(came[0][2])["match"]["id"] == "m1"


def test_why_is_one_screen_with_the_sentence_first(agent):
    agent.ask("POST", "/v1/match/start", {"id": "m1"})
    agent.ask("POST", "/v1/hold", {"id": "backup", "for": "10m", "reason": "nightly"})
    screen = cli(agent, "why").stdout
    assert screen.startswith("Up because "), screen
    assert "a match is running" in screen.splitlines()[0]
    assert re.search(r"^holds +backup for (10m|9m59s) \(nightly\)$", screen, re.M), screen
    assert cli(agent, "release", "backup").returncode == 0
    refused = cli(agent, "release", "backup")
    assert refused.returncode == 4 and "backup" in refused.stderr


def test_watch_as_json_is_a_line_for_each_change(agent):
    with subprocess.Popen([GAMEKEEPER, "status", "--watch", "--json"], stdout=subprocess.PIPE, text=True,
                          env=clean_environment(GAMEKEEPER_SOCKET=agent.socket)) as watch:
        assert json.loads(watch.stdout.readline())["match"]["state"] == "none"
        agent.ask("POST", "/v1/match/start", {"id": "m1"})
        assert json.loads(watch.stdout.readline())["match"]["id"] == "m1"
        agent.process.terminate()
        agent.wait()
        watch.stdout.read()
        assert watch.wait(PATIENCE) in (0, 5)  # 5: the agent was gone before the watch saw it ending


def test_watch_draws_on_a_terminal_and_gives_it_back(agent):
    command = f"stty cols 50 rows 30; exec {GAMEKEEPER} status --watch"
    recorded = subprocess.Popen(["script", "-qec", command, "/dev/null"], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, env=clean_environment(GAMEKEEPER_SOCKET=agent.socket, TERM="xterm"))
    seen = b""
    while b"running for" not in seen:
        seen += os.read(recorded.stdout.fileno(), 4096)
    agent.process.terminate()
    agent.wait()
    seen += recorded.stdout.read()
    recorded.wait(PATIENCE)
    assert seen.startswith(b"\x1b[?1049h\x1b[?25l")
    assert b"\x1b[?25h\x1b[?1049l" in seen


def test_hooks_are_run_and_told_the_event(start_agent, tmp_path):
    out = tmp_path / "hooks.txt"
    script = tmp_path / "hook.sh"
    script.write_text('#!/bin/sh\nread line\n[ "$line" = "$GAMEKEEPER_EVENT" ] && '
                      f'echo "$GAMEKEEPER_EVENT_TYPE $1" >> {out}\n')
    script.chmod(0o755)
    agent = start_agent([PROBE, "sleep"], options=[
        "--events-hooks", f"match_started,match_ended=command:{script} 'a b'",
        "--events-hooks", "match_started=command:/bin/false"]).until_output("ready")
    agent.ask("POST", "/v1/match/start", {"id": "m1"})
    wait_for(lambda: out.exists() and out.read_text() == "match_started a b\n", "the hook")
    told = wait_for(lambda: [e for e in events(agent) if e["type"] == "hook"][1:], "both outcomes")
    outcomes = {e["hook"]: e["outcome"] for e in events(agent) if e["type"] == "hook"}
    assert outcomes == {str(script): "done", "/bin/false": "failed"}, told


def test_ended_is_the_last_event_whatever_its_hooks_come_to(start_agent, tmp_path):
    ran = tmp_path / "ran"
    agent = start_agent([PROBE, "sleep"], options=["--events-hooks", f"ended=command:/bin/touch {ran}"])
    agent.until_output("ready")
    connection = UnixConnection(agent.socket)
    connection.request("GET", "/v1/events?follow=1")
    answer = connection.getresponse()
    agent.ask("POST", "/v1/stop", {"reason": "enough"})
    types = [json.loads(line)["type"] for line in answer.read().splitlines()]
    assert (types[-1], types.count("ended")) == ("ended", 1)
    agent.wait()
    assert ran.exists()  # the agent gives it a moment before it leaves
    connection.close()


def test_a_webhooks_address_and_headers_come_from_a_file_or_a_variable_and_are_shown_nowhere(start_agent, tmp_path):
    calls = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((self.path, self.headers["X-Key"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        (tmp_path / "hook").write_text(f"{address}/path-in-file\nX-Key: key-in-file\n")
        agent = start_agent(["/bin/sh", "-c", "echo given: $HOOK_HERE; exec sleep 1000"], options=[
            "--events-hooks", f"match_started=file:{tmp_path}/hook", "--events-hooks", "match_started=env:HOOK_HERE",
            "--events-hooks", "match_started=env:NOT_THERE"],
            environment={"HOOK_HERE": f"{address}/path-in-variable\nX-Key: key-in-variable"})
        wait_for(lambda: os.path.exists(agent.socket) and agent.status()["phase"] == "running", "the game running")
        agent.ask("POST", "/v1/match/start", {"id": "m1"})
        wait_for(lambda: len([e for e in events(agent) if e["type"] == "hook"]) == 2, "both outcomes")
    finally:
        server.shutdown()
        server.server_close()
    assert sorted(calls) == [("/path-in-file", "key-in-file"), ("/path-in-variable", "key-in-variable")]
    assert agent.output() == "given:\n"
    shown = agent.log_text() + json.dumps(events(agent)) + json.dumps(agent.ask("GET", "/v1/settings")[1])
    assert "env:NOT_THERE" in shown and f"file:{tmp_path}/hook" in shown
    assert "-in-file" not in shown and "-in-variable" not in shown
