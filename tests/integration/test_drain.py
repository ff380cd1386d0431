"""How the game is asked to end, how it gets more time, and who is waited for."""
import os
import signal
import socket
import time

import pytest
from conftest import PROBE
from games import free_port, python, serving

LADDER_GAME = """
import http.server, threading
def say(text):
    with open(sys.argv[1], "a") as f: f.write(text + "\\n")
class Quit(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        say("http " + self.path); self.send_response(204); self.end_headers()
    def log_message(self, *a): pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Quit)
threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Thread(target=lambda: [say("line " + l.strip()) for l in sys.stdin], daemon=True).start()
signal.signal(signal.SIGINT, lambda *a: say("signal INT"))
def end(*a):
    say("signal TERM"); os._exit(0)
signal.signal(signal.SIGTERM, end)
print("ready")
while True: time.sleep(0.05)
"""


def test_the_steps_of_the_ladder_come_in_order(start, tmp_path):
    seen, port = tmp_path / "seen", free_port(socket.SOCK_STREAM)
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\necho hook $1 >>{seen}\n")
    hook.chmod(0o755)
    steps = ["0s event", "200ms line=quit", f"400ms hook={hook} now", f"800ms http=http://127.0.0.1:{port}/quit",
             "1200ms signal=INT", "1500ms signal=TERM"]
    options = [word for step in steps for word in ("--drain-ladder", step)]
    agent = start([*python(LADDER_GAME), str(seen), str(port)], *options).until_output("ready")
    agent.process.terminate()
    assert agent.wait() == 0
    assert seen.read_text().splitlines() == ["line quit", "hook now", "http /quit", "signal INT", "signal TERM"]
    assert "did not succeed" not in agent.log_text()


def test_a_step_that_fails_is_said_and_the_next_one_comes(start):
    steps = ["0s hook=/does/not/exist", f"0s http=http://127.0.0.1:{free_port(socket.SOCK_STREAM)}/", "300ms signal=TERM"]
    options = [word for step in steps for word in ("--drain-ladder", step)]
    agent = start([PROBE, "sleep"], *options).until_output("ready")
    agent.process.terminate()
    assert agent.wait() == 0
    failed = [line for line in agent.log_text().splitlines() if "a step of the stop ladder did not succeed" in line]
    assert len(failed) == 2 and agent.output() == "ready\nsaved\n"


# Needs longer than its grace, and says so as `extend` says.
SAVES_LONG = """
def save(*a):
    {extend}
    print("saving")
    time.sleep(1.5)
    print("saved"); sys.exit(0)
signal.signal(signal.SIGTERM, save)
print("ready")
while True: time.sleep(0.05)
"""


def test_a_game_can_extend_its_time_by_notification(start):
    agent = start(python(SAVES_LONG.format(extend="notify('EXTEND_TIMEOUT_USEC=30000000')")), "--drain-grace", "1s")
    agent.until_output("ready").process.terminate()
    assert agent.wait() == 0
    assert agent.output().endswith("saved\n")


def test_a_game_can_extend_its_time_over_the_api_and_ask_what_is_left(start):
    agent = serving(start(python(SAVES_LONG.format(extend="pass")), "--drain-grace", "1s").until_output("ready"))
    agent.process.terminate()
    agent.until_output("saving")
    assert agent.status()["drain"]["kill_in_ms"] <= 1000
    assert agent.ask("POST", "/v1/extend", {"by": "30s"})[0] < 300
    assert agent.status()["drain"]["kill_in_ms"] > 1000
    assert agent.wait() == 0
    assert agent.output().endswith("saved\n")


def test_the_time_cannot_be_extended_beyond_its_cap(start):
    agent = start(python(SAVES_LONG.format(extend="notify('EXTEND_TIMEOUT_USEC=30000000')")), "--drain-grace", "300ms",
                  "--drain-extension-max", "300ms").until_output("ready")
    agent.process.terminate()
    assert agent.wait() == 137


def test_a_stopped_game_ends_at_the_end_of_the_ladder(start):
    """SIGTERM waits behind the stop; SIGCONT, as a step, lets it through."""
    agent = serving(start([PROBE, "sleep"], "--drain-ladder", "0s signal=TERM", "--drain-ladder", "200ms signal=CONT")
                    .until_output("ready"))
    os.kill(agent.status()["game"]["pid"], signal.SIGSTOP)
    agent.process.terminate()
    assert agent.wait() == 0
    assert agent.output() == "ready\nsaved\n"


@pytest.mark.parametrize("name", ["start_agent", "as_init"])
def test_every_helper_that_still_saves_is_waited_for(name, request, tmp_path):
    """A hundred times, fifty of them as PID 1, ten at a time."""
    saved = []
    for batch in range(5):
        agents = []
        for i in range(10):
            saved.append(tmp_path / f"saved-{batch}-{i}")
            agents.append(request.getfixturevalue(name)([PROBE, "helper-saves", "300", str(saved[-1])]))
        for each in agents:
            each.until_output("ready")
            os.kill(getattr(each, "pid", each.process.pid), signal.SIGTERM)
        assert [each.wait() for each in agents] == [0] * len(agents)
    assert [path.read_text() for path in saved] == ["saved\n"] * len(saved)


def test_drain_main_kills_the_helper_at_once(start, tmp_path):
    saved = tmp_path / "saved"
    agent = start([PROBE, "helper-saves", "60000", str(saved)], "--drain", "main").until_output("ready")
    agent.process.terminate()
    assert agent.wait() == 0
    assert not saved.exists() and "killing what is left" in agent.log_text()
