"""Decisions of whole deployments: what the emulated platform says over TLS, and what the agent makes of it."""
import re

import pytest
from conftest import Emulator, application, supervised, wait_for


@pytest.fixture
def deploy(tmp_path):
    running = []

    def start(*options, **extra):
        folder = tmp_path / "emulator"
        folder.mkdir()
        running.append(Emulator(folder, [application(*supervised("sleep", options=options), **extra)]))
        one = running[-1].deploy(environment={"GAMEKEEPER_PLATFORM_API_URL": running[-1].ready["https"]})
        return one.until("READY").agent_is_up()

    yield start
    for one in running:
        one.end()


def decided(deployment):
    found = re.search(r'"verdict":"(\w+)","reason":"([^"]*)"', deployment.output())
    return found and found[1]


def test_the_platforms_count_and_why_agree_over_tls(deploy):
    one = deploy("--occupancy-empty-after", "3s", "--metrics-listen", "off")
    one.players(3)
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["players"] == 3, "the platform's count")
    said = one.ask("GET", "/v1/why")[1]
    assert said["would_stop"]["if_everyone_left"]["verdict"] == "empty" and said["platform"]["status"] == "ready"
    one.players(0)
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["presence"] == "none", "nobody")
    assert one.ask("GET", "/v1/why")[1]["would_stop"]["as_it_is"]["verdict"] == "empty"
    one.until("TERMINATED")
    assert decided(one) == "empty"


def test_a_hold_keeps_a_deployment_and_is_let_go(deploy):
    one = deploy("--occupancy-empty-after", "1s")
    assert one.ask("POST", "/v1/hold", {"id": "backup", "for": "10m"})[0] == 200
    one.players(3)
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["players"] == 3, "the platform's count")
    one.players(0)
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["presence"] == "none", "nobody")
    polls = len(one.calls("context"))
    wait_for(lambda: len(one.calls("context")) >= polls + 3, "three polls")  # a second each: longer than the window
    assert one.status() == "READY" and not one.calls("self_stop")
    assert one.ask("DELETE", "/v1/hold/backup")[0] == 200
    one.until("TERMINATED")
    assert decided(one) == "empty"


def refusals(deployment):
    return deployment.output().count('"kind":"throttled"')


def test_an_idle_end_takes_one_more_look_and_a_platform_that_is_busy_is_waited_for(deploy):
    one = deploy("--occupancy-empty-after", "3s")
    one.players(3)
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["players"] == 3, "the platform's count")
    one.players(0)
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["presence"] == "none", "nobody")
    one.emulator.fault("context", 429, 1000)
    wait_for(lambda: "one more look is being taken" in one.ask("GET", "/v1/why")[1]["because"], "the look")
    # Refused and refused: what was said last is still none, and it ends nobody.
    refused = refusals(one)
    wait_for(lambda: refusals(one) >= refused + 2, "two more refusals")
    assert one.status() == "READY" and not one.calls("self_stop")
    # Somebody has come in the meantime. Only the look can see it.
    one.players(1)
    one.emulator.ask("DELETE", "/_emulator/faults")
    wait_for(lambda: one.ask("GET", "/v1/status")[1]["occupancy"]["players"] == 1, "who came")
    assert one.status() == "READY" and not one.calls("self_stop")
    one.players(0)
    one.until("TERMINATED")
    assert decided(one) == "empty"


def test_the_platforms_own_limit_is_met_with_a_warning_before_it_comes(deploy, tmp_path):
    token = tmp_path / "token"  # only the status operation tells the limit
    token.write_text(Emulator.token)
    one = deploy("--uptime-platform-margin", "48s", "--platform-source", "status", "--platform-token-file", str(token),
                 max_duration=1)
    wait_for(lambda: one.ask("GET", "/v1/why")[1]["would_stop"]["as_it_is"], "the limit")
    assert one.ask("GET", "/v1/why")[1]["would_stop"]["as_it_is"]["verdict"] == "uptime_limit"
    one.until("TERMINATED")
    assert one.output().index("the server will be ended for its uptime") < one.output().index('"verdict"')
    assert decided(one) == "uptime_limit"
