"""Whole deployments: the emulated platform deploys the agent over TLS, and every one of them really ends."""
import json
import os
import signal
import subprocess

import pytest
from conftest import GAMEKEEPER, PROBE, clean_environment, supervised, wait_for


def verdict(deployment):
    ended = [json.loads(line) for line in deployment.output().splitlines() if '"message":"ended"' in line]
    return ended[-1]["verdict"] if ended else None


def alarms_after_end(deployment):
    behind = deployment.output().rpartition('"message":"ended"')[2].splitlines()[1:]
    return [line for line in behind if '"level":"warn"' in line or '"level":"error"' in line]


def ends(deployment, why):
    deployment.until("TERMINATED")
    wait_for(lambda: not deployment.left_processes(), f"no process left of {deployment.id}")
    assert verdict(deployment) == why, deployment.output()
    assert not alarms_after_end(deployment)
    return deployment


def test_a_match_that_ends_ends_the_deployment_and_the_game_saves_before_the_platform_is_asked(emulator):
    one = emulator(*supervised("sleep")).deploy().until("READY").agent_is_up()
    assert one.ask("POST", "/v1/match/start", {"id": "m1"})[0] == 200
    assert one.ask("POST", "/v1/match/end", {"reason": "red won"})[0] == 200
    ends(one, "match_ended")
    output = one.output()
    assert output.index("saved") < output.index("asking the platform to stop")
    assert [c["status_code"] for c in one.calls("self_stop")] == [200]
    assert one.happened("SIGTERM") and not one.happened("SIGKILL")
    assert one.admin()["restart_count"] == 0


def test_the_last_player_who_leaves_ends_the_deployment(emulator):
    env = emulator(*supervised("sleep", options=["--occupancy-empty-after", "1s"]))
    one = env.deploy().until("READY").agent_is_up()
    one.players(3)
    one.until_output('"presence":"players","players":3')
    one.players(0)
    ends(one, "empty")


def test_an_empty_count_that_never_was_anything_else_and_null_end_nothing(emulator):
    env = emulator(*supervised("sleep", options=["--occupancy-empty-after", "1s"]))
    one = env.deploy().until("READY").agent_is_up()
    wait_for(lambda: len(one.calls("context")) >= 3, "three polls")
    one.players(2)
    one.until_output('"presence":"players","players":2')
    one.players(None)
    one.until_output('"presence":"unknown"')
    seen = len(one.calls("context"))
    wait_for(lambda: len(one.calls("context")) >= seen + 3, "three polls more")
    assert one.status() == "READY"
    assert not one.calls("self_stop")


@pytest.mark.parametrize("probe, why", [
    (["exit", "0"], "game_exited"), (["exit", "3"], "crashed"), (["crash"], "crashed")])
def test_a_game_that_ends_by_itself_ends_the_deployment(emulator, probe, why):
    ends(emulator(*supervised(*probe)).deploy(), why)


def test_a_game_that_cannot_be_started_ends_the_deployment(emulator):
    one = emulator(GAMEKEEPER, "run", "--", "/does/not/exist").deploy()
    ends(one, "start_failed")
    assert one.admin()["restart_count"] == 0


def test_a_game_killed_from_outside_ends_the_deployment(emulator):
    one = emulator(*supervised("sleep")).deploy().until("READY").agent_is_up()
    os.kill(one.ask("GET", "/v1/status")[1]["game"]["pid"], signal.SIGKILL)
    ends(one, "crashed")


def test_the_platforms_own_stop_is_answered_within_its_kill_timer_and_without_a_self_stop(emulator):
    env = emulator(*supervised("sleep"))
    one = env.deploy().until("READY").agent_is_up()
    assert env.ask("DELETE", f"/v1/stop/{one.id}")[0] == 200
    ends(one, "platform_stop")
    assert "saved" in one.output()
    assert not one.calls("self_stop")
    assert not one.happened("SIGKILL")


def test_a_game_that_ignores_everything_is_gone_before_the_platform_kills(emulator):
    env = emulator(*supervised("block-all", options=["--platform-kill-after", "2s"]),
                   termination_grace_period_seconds=30)
    one = env.deploy().until("READY").agent_is_up()
    env.ask("DELETE", f"/v1/stop/{one.id}")
    ends(one, "platform_stop")
    assert not one.happened("SIGKILL")


def test_a_platform_that_fails_is_asked_until_it_says_yes(emulator):
    env = emulator(*supervised("sleep", options=["--stop-retry-min", "100ms", "--stop-retry-max", "200ms"]))
    one = env.deploy().until("READY").agent_is_up()
    env.fault("self_stop", 503, 5)
    one.ask("POST", "/v1/match/end")
    ends(one, "match_ended")
    assert [c["status_code"] for c in one.calls("self_stop")] == [503] * 5 + [200]


def test_a_platform_that_has_already_forgotten_us_counts_as_stopped(emulator):
    env = emulator(*supervised("sleep"))
    one = env.deploy().until("READY").agent_is_up()
    env.fault("self_stop", 410, 1)
    one.ask("POST", "/v1/match/end")
    one.until_output("knows this deployment no more")
    env.ask("DELETE", f"/v1/stop/{one.id}")
    ends(one, "match_ended")


def test_a_platform_that_has_forgotten_us_drains_the_game_and_the_agent_waits_for_its_end(emulator):
    env = emulator(*supervised("sleep"))
    one = env.deploy().until("READY").agent_is_up()
    code, answer = env.ask("PUT", f"/_emulator/deployments/{one.id}/status", {"status": "TERMINATED"})
    assert code < 300, answer
    one.until_output('"verdict":"platform_gone"').until_output("saved").until_output("waiting for")
    for pid in one.left_processes():
        os.kill(pid, signal.SIGTERM)


def test_a_platform_that_is_in_error_drains_the_game_and_takes_the_self_stop(emulator):
    env = emulator(*supervised("sleep"))
    one = env.deploy().until("READY").agent_is_up()
    code, answer = env.ask("PUT", f"/_emulator/deployments/{one.id}/status", {"status": "ERROR"})
    assert code < 300, answer
    ends(one, "platform_gone")
    assert one.output().index("saved") < one.output().index("asking the platform to stop")
    # In ERROR a stop is carried out at once: SIGTERM may arrive before the answer, and there is nothing to wait for.
    assert [c["status_code"] for c in one.calls("self_stop")] == [200]


def test_an_agent_that_is_killed_while_stopping_finishes_the_stop_and_starts_no_new_game(emulator):
    env = emulator(*supervised("sleep", options=["--stop-retry-min", "1m", "--stop-retry-max", "1m"]))
    one = env.deploy().until("READY").agent_is_up()
    env.fault("self_stop", 500, 1)
    one.ask("POST", "/v1/match/end")
    one.until_output("the stop is tried again")
    os.kill(one.ask("GET", "/v1/status")[1]["agent"]["pid"], signal.SIGKILL)
    ends(one, "match_ended")
    assert one.admin()["restart_count"] == 1
    assert one.output().count('"message":"game started"') == 1
    assert "the game is not started" in one.output()


def test_the_status_operation_is_used_when_asked_for_and_its_token_never_reaches_the_game(emulator, tmp_path):
    env = emulator(GAMEKEEPER, "run", "--platform-source", "status", "--", PROBE, "print-env", "EDGEGAP_API_TOKEN")
    token = tmp_path / "token"
    token.write_text(env.token + "\n")
    one = env.deploy(environment={"EDGEGAP_API_TOKEN": env.token, "GAMEKEEPER_PLATFORM_API_URL": env.ready["https"]})
    one.until_output('"message":"game ended"')
    assert env.token not in one.output()
    sleeper = emulator(*supervised("sleep", options=["--platform-source", "status",
                                                     "--platform-token-file", str(token)]))
    token.write_text(sleeper.token + "\n")
    two = sleeper.deploy(environment={"GAMEKEEPER_PLATFORM_API_URL": sleeper.ready["https"]})
    two.until("READY").agent_is_up()
    two.players(4)
    two.until_output('"presence":"players","players":4')
    assert two.ask("GET", "/v1/status")[1]["platform"]["source"] == "status"
    assert not two.calls("context")
    two.ask("POST", "/v1/stop")
    ends(two, "stop_requested")


def test_no_token_is_in_the_log_of_a_whole_run_at_debug(emulator):
    env = emulator(*supervised("sleep"))
    one = env.deploy(environment={"EDGEGAP_API_TOKEN": env.token}).until("READY").agent_is_up()
    tokens = [env.token]
    for pid in one.left_processes():
        for entry in open(f"/proc/{pid}/environ", "rb").read().decode().split("\0"):
            if entry.startswith(("ARBITRIUM_DELETE_TOKEN=", "ARBITRIUM_CONTEXT_TOKEN=")):
                tokens.append(entry.split("=", 1)[1])
    assert len(set(tokens)) == 3
    env.fault("self_stop", 503, 1)
    one.ask("GET", "/v1/status")
    one.ask("POST", "/v1/match/end")
    ends(one, "match_ended")
    for token in tokens:
        assert token not in one.output()


def test_a_certificate_that_does_not_verify_is_explained_and_the_game_runs_on(emulator):
    env = emulator(*supervised("sleep"))
    one = env.deploy(environment={"GAMEKEEPER_PLATFORM_CA_FILE": ""}).until("READY").agent_is_up()
    one.until_output("verif")
    line = next(l for l in one.output().splitlines() if "verif" in l)
    host = env.ready["https"].removeprefix("https://").rsplit(":", 1)[0].strip("[]")
    assert host in line and "/etc/ssl/certs" in line
    assert one.ask("GET", "/v1/status")[1]["phase"] == "running"
    env.ask("DELETE", f"/v1/stop/{one.id}")
    ends(one, "platform_stop")


def test_a_delete_url_in_the_clear_is_refused_and_the_game_still_runs(tmp_path):
    ended = subprocess.run(
        [GAMEKEEPER, "run", "--control-socket", "off", "--state-file", "off", "--platform-source", "off", "--",
         "echo", "the game ran"],
        env=clean_environment(ARBITRIUM_REQUEST_ID="f68e011bfb01",
                              ARBITRIUM_DELETE_URL="http://api.example.com/v1/self/stop/9f511e17/660",
                              ARBITRIUM_DELETE_TOKEN="7df4cd933df87084b34ae80d8abde293"),
        capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0
    assert ended.stdout == "the game ran\n"
    assert "ARBITRIUM_DELETE_URL" in ended.stderr and "https" in ended.stderr
    assert "7df4cd93" not in ended.stderr


def test_twenty_deployments_at_once_all_end(emulator):
    env = emulator(*supervised("sleep"))
    all_of_them = [env.deploy() for _ in range(20)]
    for one in all_of_them:
        one.until("READY").agent_is_up()
    for one in all_of_them:
        assert one.ask("POST", "/v1/match/end")[0] == 200
    for one in all_of_them:
        ends(one, "match_ended")
