"""Decisions as a whole: the real agent under short windows, told by every way there is who plays, and what it then does.

`why` is asked first wherever an end comes, and what it foretold is compared with the event that says the end was decided.
"""
import datetime
import json
import os
import socket
import subprocess
import threading
import urllib.error
import urllib.request

import pytest
from conftest import GAMEKEEPER, PATIENCE, PROBE, UnixConnection, clean_environment, wait_for

LATE = 5.0  # seconds that a busy machine may be late with what is due; it is never early


@pytest.fixture
def start(start_agent):
    """An agent with these settings, its game running."""

    def running(settings, game=(PROBE, "sleep")):
        agent = start_agent(list(game), environment={
            "GAMEKEEPER_" + key.replace(".", "_").upper(): value for key, value in settings.items()})
        agent.until_output("ready")
        wait_for(lambda: os.path.exists(agent.socket), "the agent's socket")
        wait_for(lambda: agent.status()["phase"] == "running", "the game running")
        return agent

    return running


def done(agent, method, path, body=None):
    status, answer = agent.ask(method, path, body)
    assert status == 200, answer
    return answer


def players(agent, count):
    done(agent, "PUT", "/v1/players", {"players": count})


def cli(agent, *words):
    return subprocess.run([GAMEKEEPER, *words], env=clean_environment(GAMEKEEPER_SOCKET=agent.socket), text=True,
                          capture_output=True, timeout=PATIENCE, check=False)


def why(agent):
    return done(agent, "GET", "/v1/why")


def seen(agent, event_type):
    connection = UnixConnection(agent.socket)
    try:
        connection.request("GET", "/v1/events")
        return [e for e in map(json.loads, connection.getresponse().read().splitlines()) if e["type"] == event_type]
    finally:
        connection.close()


class Story:
    """All events of an agent, to the end."""

    def __init__(self, agent):
        self.connection = UnixConnection(agent.socket)
        self.connection.request("GET", "/v1/events?follow=1")
        self.answer = self.connection.getresponse()

    def told(self):
        try:
            return [json.loads(line) for line in self.answer.read().splitlines()]
        finally:
            self.connection.close()


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def ends_as_foretold(agent, verdict, which="as_it_is"):
    """Nothing more is done to the agent: the end comes when `why` says, and for the reason that it gives."""
    story = Story(agent)
    said = why(agent)
    foretold = said["would_stop"][which]
    assert foretold and foretold["verdict"] == verdict, said
    assert agent.wait() == 0
    events = story.told()
    decided = next(e for e in events if e["type"] == "decided")
    assert (decided["verdict"], decided["reason"]) == (verdict, foretold["reason"])
    late = (moment(decided["time"]) - moment(foretold["at"])).total_seconds()
    assert -0.02 <= late < LATE, (foretold, decided)
    assert events[-1]["type"] == "ended" and events[-1]["verdict"] == verdict
    return said


def stays(agent, checks=20):
    """It is asked again and again, and nothing has been decided."""
    for _ in range(checks):
        assert agent.status()["end"] is None
    assert agent.process.poll() is None


def test_the_last_player_who_leaves_ends_it_when_why_says(start):
    agent = start({"occupancy.empty_after": "2s"})
    players(agent, 2)
    said = why(agent)
    assert said["would_stop"]["as_it_is"] is None
    assert said["would_stop"]["if_everyone_left"]["verdict"] == "empty"
    assert "2 players are on" in said["because"]
    players(agent, 0)
    ends_as_foretold(agent, "empty")


def test_nobody_ever_joins_ends_it_only_where_that_is_asked_for(start):
    patient = start({"occupancy.empty_after": "1s"})
    players(patient, 0)
    assert why(patient)["would_stop"]["as_it_is"] is None
    agent = start({"occupancy.first_join_after": "2s"})
    assert why(agent)["would_stop"]["as_it_is"] is None  # nobody has said that nobody is there
    players(agent, 0)
    ends_as_foretold(agent, "never_joined")
    stays(patient)


def test_a_report_that_expires_is_unknown_and_ends_nothing(start):
    agent = start({"occupancy.empty_after": "2s"})
    players(agent, 1)
    done(agent, "PUT", "/v1/players", {"players": 0, "valid_for": "1s"})
    wait_for(lambda: agent.status()["occupancy"]["presence"] == "unknown", "the report to expire")
    assert why(agent)["would_stop"]["as_it_is"] is None
    stays(agent)


def test_a_hold_is_renewed_blocks_and_is_released(start):
    agent = start({"occupancy.empty_after": "1s"})
    assert cli(agent, "hold", "backup", "--for", "1m", "--reason", "nightly").returncode == 0
    assert cli(agent, "hold", "backup", "--for", "10m", "--reason", "weekly").returncode == 0
    players(agent, 1)
    players(agent, 0)
    wait_for(lambda: [t for t in agent.status()["timers"] if t["name"] == "empty" and t["state"] == "held"], "a held timer")
    stays(agent)
    said = why(agent)
    assert said["would_stop"]["as_it_is"]["in_ms"] > 500_000
    assert any("backup" in each and "weekly" in each for each in said["because"])
    assert [h["id"] for h in said["holds"]] == ["backup"]
    assert "backup" in cli(agent, "why").stdout
    assert [e["reason"] for e in seen(agent, "hold_placed") + seen(agent, "hold_renewed")] == ["nightly", "weekly"]
    story = Story(agent)
    assert cli(agent, "release", "backup").returncode == 0
    assert agent.wait() == 0
    assert [e["verdict"] for e in story.told() if e["type"] == "decided"] == ["empty"]


def test_a_hold_expires_by_itself_when_why_says(start):
    agent = start({"occupancy.empty_after": "1s"})
    players(agent, 1)
    done(agent, "POST", "/v1/hold", {"id": "backup", "for": "3s"})
    players(agent, 0)
    said = ends_as_foretold(agent, "empty")
    assert said["would_stop"]["as_it_is"]["in_ms"] > 1000
    assert cli(agent, "release", "backup").returncode == 5  # nobody is there any more


def test_a_hold_that_is_not_there_cannot_be_released(start):
    refused = cli(start({}), "release", "backup")
    assert refused.returncode == 4 and "no hold 'backup'" in refused.stderr


def test_dry_run_says_and_does_not(start):
    agent = start({"occupancy.empty_after": "1s", "policy.dry_run": "on"})
    players(agent, 1)
    players(agent, 0)
    assert why(agent)["would_stop"]["as_it_is"]["verdict"] == "empty"
    wait_for(lambda: seen(agent, "would_end"), "the end that would have come")
    done(agent, "POST", "/v1/match/start", {"id": "m1"})
    done(agent, "POST", "/v1/match/end", {"reason": "red won"})
    done(agent, "POST", "/v1/stop", {"reason": "told to"})
    assert [e["verdict"] for e in seen(agent, "would_end")] == ["empty", "match_ended", "stop_requested"]
    assert agent.status()["phase"] == "running" and "dry_run" in cli(agent, "status").stdout
    assert "SIGTERM" not in agent.output()
    agent.process.terminate()
    assert agent.wait() == 0


def test_a_drain_waits_for_the_last_player(start):
    agent = start({"occupancy.empty_after": "10m"})
    players(agent, 3)
    assert cli(agent, "drain", "--reason", "maintenance", "--within", "30m").returncode == 0
    said = why(agent)
    assert said["would_stop"]["if_everyone_left"]["in_ms"] < 1000
    assert 1_700_000 < said["would_stop"]["as_it_is"]["in_ms"] <= 1_800_000
    stays(agent)
    story = Story(agent)
    players(agent, 0)
    assert agent.wait() == 0
    assert [(e["verdict"], e["reason"]) for e in story.told() if e["type"] == "decided"] == [
        ("stop_requested", "maintenance")]


def test_a_drain_does_not_wait_for_ever(start):
    agent = start({})
    players(agent, 3)
    done(agent, "POST", "/v1/drain", {"reason": "maintenance", "within": "2s"})
    ends_as_foretold(agent, "stop_requested")


def test_a_match_that_ends_ends_it_with_one_and_not_with_many(start):
    many = start({"match.policy": "many", "occupancy.empty_after": "2s"})
    for number in range(3):
        done(many, "POST", "/v1/match/start", {"id": f"m{number}"})
        assert many.ask("POST", "/v1/match/start", {"id": "another"})[0] == 409
        assert why(many)["would_stop"]["if_the_match_ended"] is None
        done(many, "POST", "/v1/match/end", {})
    stays(many)
    players(many, 1)
    players(many, 0)
    ends_as_foretold(many, "empty")
    one = start({})
    done(one, "POST", "/v1/match/start", {"id": "m1", "metadata": {"map": "dust"}})
    assert why(one)["would_stop"]["if_the_match_ended"]["verdict"] == "match_ended"
    done(one, "POST", "/v1/match/end", {"reason": "red won"})
    assert one.wait() == 0
    assert '"verdict":"match_ended","reason":"red won"' in one.log_text()


def test_a_match_may_take_so_long(start):
    agent = start({"match.max": "2s"})
    players(agent, 4)
    done(agent, "POST", "/v1/match/start", {"id": "m1"})
    ends_as_foretold(agent, "match_too_long")


def test_the_uptime_limit_warns_and_then_ends(start):
    agent = start({"uptime.max": "4s", "uptime.warn_before": "3s"})
    players(agent, 4)
    wait_for(lambda: seen(agent, "warning"), "the warning")
    warning, = seen(agent, "warning")
    assert 0 < warning["left_ms"] <= 3000
    ends_as_foretold(agent, "uptime_limit")


def test_the_minimum_uptime_puts_off_an_idle_end(start):
    agent = start({"uptime.min": "4s", "occupancy.empty_after": "1s"})
    players(agent, 1)
    players(agent, 0)
    said = ends_as_foretold(agent, "empty")
    assert any("uptime.min" in each for each in said["because"]), said


def test_a_veto_command_says_not_yet_and_then_nothing(start, tmp_path):
    count = tmp_path / "asked"
    hook = tmp_path / "veto"
    hook.write_text(f'#!/bin/sh\necho "$1" >> {count}\n[ $(wc -l < {count}) -ge 3 ] || {{ echo saving; exit 75; }}\n')
    hook.chmod(0o755)
    agent = start({"veto.command": f"{hook},please", "veto.retry": "1s", "occupancy.empty_after": "1s"})
    story = Story(agent)
    players(agent, 1)
    players(agent, 0)
    assert agent.wait() == 0
    events = story.told()
    assert [e["not_yet"] for e in events if e["type"] == "veto"] == [True, True, False]
    assert [e["verdict"] for e in events if e["type"] == "decided"] == ["empty"]
    assert count.read_text() == "please\n" * 3


def test_a_watch_that_saw_the_end_coming_ends_in_good_order(start):
    agent = start({"drain.grace": "2s"}, game=(PROBE, "ignore-term"))
    with subprocess.Popen([GAMEKEEPER, "status", "--watch", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, env=clean_environment(GAMEKEEPER_SOCKET=agent.socket)) as watch:
        watch.stdout.readline()
        done(agent, "POST", "/v1/match/start", {"id": "m1"})
        done(agent, "POST", "/v1/stop", {"reason": "enough"})
        while not (shown := json.loads(watch.stdout.readline()))["end"]:
            pass
        assert shown["end"]["verdict"] == "stop_requested"
        agent.wait()
        assert (watch.wait(PATIENCE), watch.stderr.read()) == (0, "")


class SourceServer:
    """A2S_INFO as a Source engine answers it: a challenge first, and then what there is."""

    def __init__(self, total, bots):
        self.total, self.bots, self.silent = total, bots, False
        self.peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.peer.bind(("127.0.0.1", 0))
        self.port = self.peer.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        challenge = b"\x01\x02\x03\x04"
        question = b"\xff\xff\xff\xffTSource Engine Query\0"
        while True:
            packet, asker = self.peer.recvfrom(4096)
            if packet == b"end":
                return
            if self.silent or not packet.startswith(question):
                continue
            if packet[len(question):] != challenge:
                self.peer.sendto(b"\xff\xff\xff\xffA" + challenge, asker)
                continue
            info = b"\x11name\0map\0folder\0game\0" + b"\0\0" + bytes([self.total, 16, self.bots]) + b"dl\0\0" + b"1.0\0\0"
            self.peer.sendto(b"\xff\xff\xff\xffI" + info, asker)

    def end(self):
        self.peer.sendto(b"end", ("127.0.0.1", self.port))
        self.thread.join(PATIENCE)
        self.peer.close()


@pytest.fixture
def source_server():
    server = SourceServer(total=5, bots=2)
    yield server
    server.end()


def detector(agent, name):
    return next((d for d in agent.status()["occupancy"]["detectors"] if d["name"] == name), None)


def test_a2s_tells_bots_from_players_and_a_silent_one_is_said_loudly(start, source_server):
    name = f"a2s:{source_server.port}/included"
    agent = start({"occupancy.detectors": name, "occupancy.query_interval": "1s", "occupancy.query_timeout": "200ms",
                   "occupancy.empty_after": "2s", "occupancy.reading_max_age": "1s", "occupancy.unknown_warn_after": "1s"})
    wait_for(lambda: agent.status()["occupancy"]["players"] == 3, "three players")
    source_server.silent = True
    wait_for(lambda: detector(agent, name).get("last_error"), "its error")
    unknown = wait_for(lambda: seen(agent, "detector"), "the event")[0]
    assert (unknown["name"], unknown["state"]) == (name, "unknown") and unknown["for_ms"] >= 1000
    assert agent.status()["occupancy"]["presence"] == "unknown"
    assert why(agent)["would_stop"]["as_it_is"] is None
    source_server.silent, source_server.total = False, 2  # only the bots
    wait_for(lambda: agent.status()["occupancy"]["presence"] == "none", "nobody")
    assert seen(agent, "detector")[-1]["state"] == "recovered"
    ends_as_foretold(agent, "empty")


def test_tcp_counts_connections_to_a_port(start):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        agent = start({"occupancy.detectors": f"tcp:{port}", "occupancy.query_interval": "1s",
                       "occupancy.empty_after": "2s"})
        wait_for(lambda: agent.status()["occupancy"]["presence"] == "none", "nobody")
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
        wait_for(lambda: agent.status()["occupancy"]["players"] == 3, "three connections")
        for client in clients:
            client.close()
        for _ in clients:
            server.accept()[0].close()
        wait_for(lambda: agent.status()["occupancy"]["presence"] == "none", "nobody again")
        ends_as_foretold(agent, "empty")


def test_lines_of_the_log_count_who_comes_and_goes(start, tmp_path):
    lines = tmp_path / "lines"
    lines.write_text("ready\n")
    agent = start({"occupancy.detectors": "log", "occupancy.log_join": "^(.+) joined", "occupancy.log_leave": "^(.+) left",
                   "occupancy.empty_after": "2s"}, game=["tail", "-n", "+1", "-f", str(lines)])

    def say(text):
        with open(lines, "a") as file:
            file.write(text)

    say("ann joined\nbob joined\nann joined\n")
    wait_for(lambda: agent.status()["occupancy"]["players"] == 2, "ann and bob")
    say("ann left\nnobody we know left\n")
    wait_for(lambda: agent.status()["occupancy"]["players"] == 1, "bob")
    say("bob left\n")
    wait_for(lambda: agent.status()["occupancy"]["presence"] == "none", "nobody")
    story = Story(agent)
    agent.wait()
    assert [e["verdict"] for e in story.told() if e["type"] == "decided"] == ["empty"]
    assert "bob left\n" in agent.output()


def test_one_detector_that_sees_players_is_enough(start, source_server):
    agent = start({"occupancy.detectors": f"a2s:{source_server.port},reported", "occupancy.query_interval": "1s",
                   "occupancy.empty_after": "1s"})
    wait_for(lambda: agent.status()["occupancy"]["players"] == 3, "three players")
    players(agent, 0)
    assert agent.status()["occupancy"]["presence"] == "players"
    assert why(agent)["would_stop"]["as_it_is"] is None
    source_server.total = source_server.bots
    assert agent.wait() == 0
    assert '"verdict":"empty"' in agent.log_text()


def test_a_command_hook_on_the_end_runs_and_the_metrics_count(start, tmp_path):
    written = tmp_path / "ended.json"
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    agent = start({"events.hooks": f"ended=command:/bin/cp /dev/stdin {written}", "metrics.listen": f"127.0.0.1:{port}",
                   "occupancy.empty_after": "2s"})
    players(agent, 7)

    def metrics():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            return ""

    assert "\ngamekeeper_players 7\n" in wait_for(metrics, "the metrics")
    players(agent, 0)
    ends_as_foretold(agent, "empty")
    told = json.loads(written.read_text())
    assert (told["type"], told["verdict"]) == ("ended", "empty")
