"""What the agent does for its game beyond being an init, all of it wired together: readiness, the watchdog, restarts,
the report, the pump. How the game is ended: test_drain.py; what it says by $NOTIFY_SOCKET: test_notifications.py."""
import ctypes.util
import os
import re
import shutil
import signal
import socket
import time

import pytest
from conftest import PROBE, wait_for
from games import free_port, phase, python, report_of, serving, shell, until_phase


# Readiness

def binds(kind, port):
    return f"import socket; s = socket.socket(socket.AF_INET, socket.{kind}); s.bind(('127.0.0.1', {port}))"


def readiness(what, mark):
    """The condition, and what the game does to fulfil it."""
    if what == "tcp":
        port = free_port(socket.SOCK_STREAM)
        return f"tcp:{port}", binds("SOCK_STREAM", port) + "; s.listen()"
    if what == "udp":
        port = free_port(socket.SOCK_DGRAM)
        return f"udp:{port}", binds("SOCK_DGRAM", port)
    return {"file": (f"file:{mark}", f"open({str(mark)!r}, 'w').close()"),
            "log": ("log:^listening on [0-9]+$", "print('listening on 7777')"),
            "notify": ("notify", "notify('READY=1')")}[what]


@pytest.mark.parametrize("what", ["tcp", "udp", "file", "log", "notify"])
def test_the_game_is_ready_when_the_condition_holds(what, start, tmp_path):
    condition, fulfil = readiness(what, tmp_path / "mark")
    go = tmp_path / "go"
    game = python(f"print('not yet listening on 7777')\nwhile not os.path.exists({str(go)!r}): time.sleep(0.01)\n"
                  f"{fulfil}\ntime.sleep(1000)\n")
    agent = start(game, "--ready-when", condition).until_output("not yet")
    assert phase(serving(agent)) == "starting"
    go.touch()
    until_phase(agent, "running")
    by = "port" if what in ("tcp", "udp") else what
    assert f'"message":"the game is ready","by":"{by}"' in agent.log_text()


def test_a_port_that_somebody_else_has_does_not_make_the_game_ready(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        agent = start([PROBE, "sleep"], "--ready-when", f"tcp:{other.getsockname()[1]}", "--ready-timeout", "1s")
        assert agent.wait() == 0
        assert report_of(agent)["verdict"] == "not_ready"


def test_the_game_is_ready_when_the_api_says_so(start):
    agent = serving(start([PROBE, "sleep"], "--ready-when", "api").until_output("ready"))
    assert phase(agent) == "starting"
    assert agent.ask("POST", "/v1/ready")[0] < 300
    assert phase(agent) == "running"


def test_a_game_that_is_not_ready_in_time_is_asked_to_end_as_not_ready(start):
    agent = start([PROBE, "sleep"], "--ready-when", "notify", "--ready-timeout", "1s")
    assert agent.wait() == 0
    assert agent.output() == "ready\nsaved\n"
    assert report_of(agent)["verdict"] == "not_ready"


# The watchdog

def test_a_game_that_stops_to_notify_is_looked_at_and_aborted(start):
    game = python("notify('READY=1')\nfor i in range(5): notify('WATCHDOG=1'); time.sleep(0.3)\n"
                  "print('hangs', os.environ['WATCHDOG_USEC'])\ntime.sleep(1000)\n")
    agent = start(game, "--watchdog-source", "game", "--watchdog-timeout", "1s", "--game-limits", "core=0")
    assert agent.wait() == 128 + signal.SIGABRT
    assert agent.output() == "hangs 1000000\n"  # so the signs of life before that were heard
    report = report_of(agent)
    assert (report["verdict"], report["game"]["signal"]) == ("hung", signal.SIGABRT)
    assert "python" in report["evidence"]
    assert "what the kernel says of its processes" in agent.log_text()


def test_a_game_that_falls_silent_is_sent_the_signal_and_then_killed(start):
    game = shell("trap 'echo trace' QUIT; for i in 1 2 3 4 5; do echo alive $i; sleep 0.3; done; "
                 "echo silent; while :; do sleep 1000; done")
    agent = start(game, "--watchdog-source", "log", "--watchdog-timeout", "1s", "--watchdog-signal", "QUIT",
                  "--watchdog-grace", "300ms")
    assert agent.wait() == 128 + signal.SIGKILL
    assert agent.output() == "".join(f"alive {i}\n" for i in range(1, 6)) + "silent\ntrace\n"
    report = report_of(agent)
    assert report["verdict"] == "hung"
    assert {"silent", "trace"} <= set(report["last_lines"])
    assert '"message":"its last lines","line":"silent"' in agent.log_text()


def test_a_ping_over_the_api_is_a_sign_of_life(start):
    agent = serving(start([PROBE, "sleep"], "--watchdog-source", "game", "--watchdog-timeout", "1s",
                          "--watchdog-signal", "TERM").until_output("ready"))
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        assert agent.ask("POST", "/v1/ping")[0] < 300
        time.sleep(0.05)
    assert phase(agent) == "running"
    assert agent.wait() == 0  # no ping any more; SIGTERM is its signal here
    assert report_of(agent)["verdict"] == "hung"


# Restarts

def test_a_game_that_crashes_is_started_again_until_the_budget_is_spent(start):
    agent = start(shell("echo one more; exit 3"), "--restart-on-crash", "restart", "--restart-wait-min", "0s",
                  "--restart-budget", "2")
    assert agent.wait() == 3
    assert agent.output() == "one more\n" * 3
    report = report_of(agent)
    assert (report["verdict"], report["restarts"]) == ("restarts_spent", 2)


def test_a_game_that_exits_can_be_started_again(start, tmp_path):
    mark = tmp_path / "again"
    agent = start(shell(f"if [ -e {mark} ]; then exit 7; fi; touch {mark}"), "--restart-on-exit", "restart",
                  "--restart-wait-min", "0s")
    assert agent.wait() == 7
    assert (report_of(agent)["verdict"], report_of(agent)["restarts"]) == ("crashed", 1)


def test_a_restart_that_the_api_asks_for_gives_the_game_its_grace(start):
    agent = serving(start([PROBE, "sleep"], "--restart-wait-min", "0s").until_output("ready"))
    first = agent.status()["game"]["pid"]
    assert agent.ask("POST", "/v1/restart", {"reason": "a new map"})[0] < 300
    agent.until_output("ready\nsaved\nready\n")
    game = until_phase(agent, "running").status()["game"]
    assert game["pid"] != first and game["restarts"] == 1
    agent.process.terminate()
    assert agent.wait() == 0


def test_each_game_has_its_lines_read_and_its_readiness_waited_for(start, tmp_path):
    mark = tmp_path / "again"
    agent = serving(start(shell(f"[ -e {mark} ] || {{ touch {mark}; echo ready; exit 3; }}; sleep 0.3; echo ready; "
                                "exec sleep 1000"),
                          "--ready-when", "log:^ready$", "--restart-on-crash", "restart", "--restart-wait-min", "0s"))
    agent.until_output("ready\nready\n")
    until_phase(agent, "running")
    assert agent.status()["game"]["restarts"] == 1


# The report

def test_the_report_says_how_it_ended(start):
    agent = start(shell("echo out; echo err >&2; i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; kill -SEGV $$"),
                  "--report-log-lines", "--game-limits", "core=0")
    assert agent.wait() == 139
    report = report_of(agent)
    assert report["verdict"] == "crashed" and report["exit_code"] == 139
    game = report["game"]
    assert (game["signal"], game["core_dumped"], game["out_of_memory"]) == (signal.SIGSEGV, False, False)
    assert game["peak_memory_bytes"] > 100_000 and game["cpu_seconds"] > 0
    assert not re.search(r"[0-9][eE]", (agent.folder / "report.json").read_text()), "people read it"
    assert sorted(report["last_lines"]) == ["err", "out"]
    assert report["restarts"] == 0 and report["uptime_ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", report["ended_at"])
    assert agent.output() == "out\n"


# Signals

def test_the_signal_goes_to_the_child_alone_when_asked_so(start):
    game = shell("(trap 'echo helper heard' USR1; echo one; while :; do sleep 0.02; done) & "
                 "trap 'echo main heard' USR1; trap 'exit 0' TERM; echo two; while :; do sleep 0.02; done")
    agent = start(game, "--signal-target", "child", "--drain", "main").until_output("one").until_output("two")
    os.kill(agent.process.pid, signal.SIGUSR1)
    agent.until_output("main heard")
    agent.process.terminate()
    assert agent.wait() == 0
    assert "helper heard" not in agent.output()


# The pump

def test_with_the_pump_a_full_disk_does_not_end_the_game(start):
    with open("/dev/full", "wb") as full:
        agent = start(shell("i=0; while [ $i -lt 1000 ]; do echo line $i; i=$((i+1)); done; exit 6"),
                      "--report-log-lines", wrapper=("/bin/sh", "-c", 'exec "$@" >/dev/full', "sh"))
        assert full
    assert agent.wait() == 6
    assert report_of(agent)["last_lines"][-1] == "line 999"
    assert "the game's output cannot be written and is dropped" in agent.log_text()


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_with_the_pump_a_closed_stdout_does_not_end_the_game(closed, start):
    agent = start(shell("echo line; echo other >&2; exit 6"), "--report-log-lines",
                  wrapper=("/bin/sh", "-c", f'exec "$@" {closed}', "sh"))
    assert agent.wait() == 6
    assert sorted(report_of(agent)["last_lines"]) == ["line", "other"]


def test_with_the_pump_all_that_the_game_said_arrives_byte_for_byte(start):
    agent = start(["/usr/bin/seq", "1", "200000"], "--report-log-lines")
    assert agent.wait() == 0
    assert agent.output() == "".join(f"{i}\n" for i in range(1, 200001))


def test_with_the_pump_a_reader_that_does_not_read_does_not_keep_the_game_from_ending(start):
    reading, writing = os.pipe()
    try:
        agent = start(["/usr/bin/yes"], "--report-log-lines", "--drain-grace", "300ms",
                      wrapper=("/bin/sh", "-c", f'exec "$@" >/proc/{os.getpid()}/fd/{writing}', "sh"))
        serving(agent)
        agent.process.terminate()
        assert agent.wait() == 128 + signal.SIGTERM
    finally:
        os.close(reading)
        os.close(writing)
