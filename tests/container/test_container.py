"""The images of docker/examples in real containers: exit codes, stopping, killing, the platform beside the game."""
import json
import subprocess
import time

import pytest
from conftest import PATIENCE, processes_of

BASES = ("scratch", "debian")
GAMES = {"scratch": "/server", "debian": "./server"}


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


@pytest.fixture
def started(podman, images, request):
    """A container whose game is ready; `mark` is in the environment of every process in it."""
    names = []

    def start(base, *words, options=()):
        mark = f"GK_TEST_MARK={request.node.name}"
        name = podman.start(images[base], GAMES[base], *words, options=("--env", mark, *options))
        names.append(name)
        wait_for(lambda: "ready" in podman.log(name).splitlines(), f"the game in {name}: {podman.log(name)}")
        return name, mark

    yield start
    for name in names:
        podman("rm", "--force", "--time", "0", name, check=False)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("words, code", [(("exit", "0"), 0), (("exit", "7"), 7), (("crash",), 139)])
def test_the_containers_exit_code_is_the_games(podman, images, base, words, code):
    done = podman.run(images[base], GAMES[base], *words)
    assert done.returncode == code, done.stderr


@pytest.mark.parametrize("base", BASES)
def test_a_game_that_is_not_there(podman, images, base):
    assert podman.run(images[base], "/none").returncode == 127


@pytest.mark.parametrize("base", BASES)
def test_stop_lets_the_game_save(podman, started, base):
    name, mark = started(base, "sleep")
    podman("stop", "--time", "60", name)
    assert "saved" in podman.log(name).splitlines()
    assert podman("inspect", "--format", "{{.State.ExitCode}}", name).stdout.strip() == "0"
    assert not processes_of(mark)


@pytest.mark.parametrize("base", BASES)
def test_stop_ends_a_game_that_ignores_it_within_the_grace(podman, started, base):
    name, mark = started(base, "ignore-term", options=("--env", "GAMEKEEPER_DRAIN_GRACE=500ms"))
    podman("stop", "--time", "60", name)
    # 137 the game's, by the agent; were it podman's SIGKILL, the agent could not have said so
    assert '"message":"ended"' in podman.log(name) and '"game":"killed by SIGKILL' in podman.log(name)
    assert not processes_of(mark)


@pytest.mark.parametrize("base", BASES)
def test_kill_leaves_no_process(podman, started, base):
    name, mark = started(base, "daemonise")
    assert len(processes_of(mark)) >= 3  # the agent, the game, the helper in a session of its own
    podman("kill", "--signal", "KILL", name)
    wait_for(lambda: not processes_of(mark), "the end of every process")
    assert podman("wait", name).stdout.strip() == "137"


@pytest.mark.parametrize("base", BASES)
def test_the_agent_answers_in_its_container(podman, started, base):
    name, _ = started(base, "sleep")
    program = {"scratch": "/gamekeeper", "debian": "gamekeeper"}[base]
    status = json.loads(podman("exec", name, program, "status", "--json").stdout)
    assert status["agent"]["pid"] == 1 and status["phase"] == "running"
    # Process 1 may be gone, and everybody else in the container with it, before the answer is shown.
    assert podman("exec", name, program, "match", "end", "--reason", "over", check=False).returncode in (0, 137)
    assert podman("wait", name).stdout.strip() == "0"
    assert "saved" in podman.log(name).splitlines()


class Platform:
    """The emulator in a container without a network: asked from inside of its namespace."""

    def __init__(self, podman, name):
        self.namespace = ("nsenter", "--net", "--target", podman("inspect", "--format", "{{.State.Pid}}", name).stdout.strip())

    def ask(self, method, path, body=None):
        data = () if body is None else ("--data", json.dumps(body))
        done = subprocess.run([*self.namespace, "--", "curl", "-sS", "--max-time", "20", "-X", method, "-H",
                               "Authorization: token emulator", "-H", "Content-Type: application/json", *data,
                               f"http://127.0.0.1:8080{path}"], capture_output=True, text=True, check=True,
                              timeout=PATIENCE)
        return json.loads(done.stdout)


def test_a_deployment_in_the_emulated_platform(podman, images):
    """docker/examples/emulated.Dockerfile: the emulator deploys the game beside it, and its agent ends the deployment."""
    assert images
    name = podman.start("localhost/emulated", "--no-rate-limits", "--token", "emulator")
    try:
        wait_for(lambda: '"http"' in podman.log(name), "the emulator")
        platform = Platform(podman, name)
        users = [{"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}]
        one = platform.ask("POST", "/v2/deployments", {
            "application": "my-game", "version": "v1", "users": users})["request_id"]

        def is_in(status):
            return lambda: platform.ask("GET", f"/v1/status/{one}")["current_status"] == f"Status.{status}"

        wait_for(is_in("READY"), f"the deployment: {podman.log(name)}")
        wait_for(lambda: podman("exec", name, "gamekeeper", "status", check=False).returncode == 0, "the agent")
        podman("exec", name, "gamekeeper", "match", "end", "--reason", "over")
        wait_for(is_in("TERMINATED"), f"its end: {podman.log(name)}")
        calls = [each for each in platform.ask("GET", f"/_emulator/deployments/{one}")["history"]
                 if each.get("operation") == "self_stop"]
        assert [each["status_code"] for each in calls] == [200]
    finally:
        podman("rm", "--force", "--time", "0", name)
