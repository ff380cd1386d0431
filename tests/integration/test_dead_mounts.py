"""A file system that does not answer stands in nobody's way: neither the game's start nor its end waits for it."""
import pathlib
import signal
import sys

import pytest
from conftest import PROBE, SANITIZERS, wait_for

# The search for leaks stops every thread of the program first, and one that waits for the mount does not stop.
WITHOUT_LEAK_SEARCH = {"ASAN_OPTIONS": SANITIZERS["ASAN_OPTIONS"] + ":detect_leaks=0"}
DEAD_MOUNT = pathlib.Path(__file__).with_name("dead_mount.py")


@pytest.fixture
def start_beside_dead_mount(start_agent, tmp_path):
    dead = tmp_path / "dead"
    dead.mkdir()

    def start(command, options=(), environment=None):
        wrapper = ("unshare", "--mount", "--propagation", "private", "--", sys.executable, str(DEAD_MOUNT), str(dead))
        agent = start_agent(command, options=[each.replace("DEAD", str(dead)) for each in options], wrapper=wrapper,
                            environment={**WITHOUT_LEAK_SEARCH, **(environment or {})})
        wait_for(lambda: agent.process.poll() is not None or "ready" in agent.output(), "the game")
        if agent.process.poll() == 77:
            pytest.skip("no FUSE file system may be mounted here")
        return agent

    return start


def test_a_file_that_is_waited_for_may_never_be_answered_for(start_beside_dead_mount):
    agent = start_beside_dead_mount([PROBE, "sleep"], ["--ready-when", "file:DEAD/up"])
    assert agent.status()["phase"] == "starting"
    agent.process.send_signal(signal.SIGTERM)
    agent.wait()
    assert '"verdict":"platform_stop"' in agent.log_text()


def test_a_command_that_cannot_be_read_is_given_up(start_beside_dead_mount):
    agent = start_beside_dead_mount([PROBE, "sleep"], ["--events-hooks", "match_started=command:DEAD/hook"])
    assert agent.ask("POST", "/v1/match/start", {"id": "a"})[0] < 300
    agent.until_log("its file system does not answer")
    assert agent.status()["phase"] == "running"


def test_a_state_file_and_a_report_on_a_dead_disk_keep_no_end_waiting(start_beside_dead_mount):
    agent = start_beside_dead_mount(
        [PROBE, "sleep"], ["--state-file", "DEAD/state.json", "--report-file", "DEAD/report.json", "--stop-linger-max", "0s"],
        environment={"ARBITRIUM_REQUEST_ID": "a", "ARBITRIUM_DELETE_TOKEN": "t",
                     "ARBITRIUM_DELETE_URL": "http://127.0.0.1:9/stop"})
    agent.until_log("the state file cannot be used")
    assert agent.ask("POST", "/v1/stop", {})[0] < 300
    agent.until_log("the decision cannot be written down").until_log("asking the platform to stop this deployment")
    agent.process.send_signal(signal.SIGTERM)
    agent.wait()
    assert "the report of the end cannot be written" in agent.log_text()
