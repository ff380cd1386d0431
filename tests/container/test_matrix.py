"""Every image × (run, poll over TLS, self-stop, SIGTERM), with what a container can be denied.

The emulated platform deploys real containers: what it starts, and sends SIGTERM to, is `podman run`, which passes the
signal on. The agent is process 1 in the container and finds the platform over TLS on the loopback network."""
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import types

import pytest
import rows
from conftest import LIMITS, PATIENCE, RELEASE, ROOT, CannotBeMade, processes_of
from rows import ROWS

spec = importlib.util.spec_from_file_location("integration", ROOT / "tests/integration/conftest.py")
integration = importlib.util.module_from_spec(spec)
spec.loader.exec_module(integration)
wait_for = integration.wait_for
GAMES_CODE = 5  # after SIGTERM

pytestmark = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


class Emulator(integration.Emulator):
    def command(self):
        return [str(RELEASE / "gamekeeper-emulator"), *super().command()[1:]]


class Matrix:
    """The roots as they were made: `missing` says why one was not."""

    def __init__(self, podman, debian, store):
        self.podman, self.store, self.missing = podman, store, {}
        self.chroot = store / "nothing"
        rows.folder(self.chroot)
        rows.compile_game(self.chroot / "game", "-static")
        for root in dict.fromkeys(row.root for row in ROWS if row.root != "nothing"):
            tarball = store / f"{root}.tar"
            try:
                rows.make(root, tarball, debian)
            except CannotBeMade as why:
                self.missing[root] = str(why)
                continue
            podman("import", str(tarball), f"localhost/matrix-{root}")
            tarball.unlink()

    def command(self, row, *words, name=None, options=()):
        """What starts the container in the foreground, with words for the game."""
        if row.root == "nothing":
            return ["chroot", str(self.chroot), "/gamekeeper", "run", "--", "/game", *words]
        named = ("--name", name) if name else ()
        return [*self.podman.base, "run", "--rm", "--pull=never", *named, *LIMITS, *row.options, *options, row.image,
                *row.runner, "/gamekeeper", "run", "--", *row.runner, "/game", *words]


@pytest.fixture(scope="session")
def matrix(podman, debian, tmp_path_factory):
    if not shutil.which("musl-gcc"):
        pytest.skip("musl-gcc is not installed")
    yield Matrix(podman, debian, tmp_path_factory.mktemp("matrix"))
    shutil.rmtree(integration.REPORTS, ignore_errors=True)


@pytest.fixture
def made(matrix, row):
    if row.root in matrix.missing:
        pytest.skip(matrix.missing[row.root])
    return matrix


@pytest.fixture(scope="session")
def deployments(matrix):
    """One of every row, side by side, each with three players that its agent has heard of."""
    folder = matrix.store / "platform"
    folder.mkdir()
    applications = []
    present = [row for row in ROWS if row.root not in matrix.missing]
    for number, row in enumerate(present):
        launcher = folder / f"launch{number}"
        launcher.write_text(launch(matrix, row, folder, number))
        launcher.chmod(0o755)
        # The name that the matrix has for a row is no name for an application.
        applications.append({**integration.application(str(launcher)), "application": f"row{number}"})
    platform = Emulator(folder, applications)
    shutil.copy(platform.ca, matrix.chroot)
    try:
        started = {row: platform.deploy(f"row{number}", {
            "GAMEKEEPER_PLATFORM_CA_FILE": "/ca.pem", "GAMEKEEPER_OCCUPANCY_EMPTY_AFTER": "1s"})
            for number, row in enumerate(present)}
        for one in started.values():
            one.until("READY").players(3)
        for one in started.values():
            one.until_output("ready\n").until_output('"presence":"players","players":3')
            wait_for(lambda: len(one.calls("context")) >= 2, "two polls")
            one.seen = what_is_seen_of(agent_of(one))
        yield started
    finally:
        platform.end()


def launch(matrix, row, folder, number):
    """The runtime is no part of the deployment, so its own processes do not carry the deployment's variables."""
    kept = f"{folder}/environment{number}"
    told = "^(ARBITRIUM|GAMEKEEPER)_"
    run = matrix.command(row, "sleep", name=f"row{number}", options=(
        "--network=host", "--env-file", kept, "--volume", f"{folder}/ca.pem:/ca.pem:ro"))
    if row.root == "nothing":
        return "#!/bin/sh\nunset GAMEKEEPER_CONTROL_SOCKET GAMEKEEPER_STATE_FILE\nexec " + words(run)
    return (f"#!/bin/sh\nenv | grep -E '{told}' | grep -vE 'CONTROL_SOCKET|STATE_FILE' >{kept}\n"
            f"exec env -i PATH='{os.environ['PATH']}' HOME={folder} " + words(run))


def words(command):
    return " ".join(f"'{word}'" for word in command) + "\n"


def agent_of(deployment):
    def first():
        return [pid for pid in deployment.left_processes()
                if b"/gamekeeper\0run\0--\0" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()]
    return wait_for(first, "the agent's process")[0]


def control_group(pid, controller, file_of_v1, file_of_v2):
    """What the agent's control group says, under either version of them."""
    for line in pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return (pathlib.Path("/sys/fs/cgroup") / controllers / path[1:] / file_of_v1).read_text().split()
    file = pathlib.Path("/sys/fs/cgroup") / path[1:] / file_of_v2
    return file.read_text().split() if file.exists() else ["max"]


def what_is_seen_of(pid):
    place = pathlib.Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    mounts = [line.split() for line in (place / "mountinfo").read_text().splitlines()]
    of_root = [fields[5] for fields in mounts if fields[4] == "/"]
    quota = control_group(pid, "cpu", "cpu.cfs_quota_us", "cpu.max")
    period = control_group(pid, "cpu", "cpu.cfs_period_us", "cpu.max")[-1]
    environment = dict(entry.split("=", 1) for entry in (place / "environ").read_text().split("\0") if "=" in entry)
    return types.SimpleNamespace(
        polls=environment["ARBITRIUM_CONTEXT_URL"],
        uid=int(status["Uid"].split()[0]), capabilities=int(status["CapEff"], 16), root=set(os.listdir(place / "root")),
        read_only=bool(of_root) and "ro" in of_root[0].split(","),
        memory=control_group(pid, "memory", "memory.limit_in_bytes", "memory.max")[0],
        cpus=None if quota[0] in ("max", "-1") else int(quota[0]) / int(period),
        passwd=(place / "root/etc/passwd").exists())


@pytest.fixture
def deployment(made, deployments, row):
    assert made
    return deployments[row]


@pytest.fixture(scope="session")
def emptied(deployments):
    """All of them at once: it is the waiting that takes the time."""
    for one in deployments.values():
        one.players(0)


def test_the_row_is_what_it_says(deployment, row):
    seen = deployment.seen
    for path in row.claims.get("without", ()):
        assert not (seen.passwd if path == "etc/passwd" else path in seen.root), sorted(seen.root)
    for claim in ("uid", "capabilities", "read_only", "cpus"):
        if claim in row.claims:
            assert getattr(seen, claim) == row.claims[claim]
    if "memory" in row.claims:
        assert seen.memory == str(row.claims["memory"])


def test_run(made, row):
    done = subprocess.run(made.command(row, "exit", "7", options=("--network=none",)), capture_output=True, text=True,
                          timeout=PATIENCE, check=False, env=integration.clean_environment())
    assert done.returncode == 7, done.stderr
    ended, = [line for line in map(json.loads, filter(lambda each: each.startswith("{"), done.stderr.splitlines()))
              if line["message"] == "ended"]
    assert ended["game"] == "exited with code 7"


def test_poll_over_tls(deployment):
    assert deployment.seen.polls.startswith("https://")
    assert {call["status_code"] for call in deployment.calls("context")} == {200}
    assert '"presence":"players","players":3' in deployment.output()


@pytest.mark.usefixtures("emptied")
def test_self_stop(deployment):
    deployment.until("TERMINATED")
    wait_for(lambda: not deployment.left_processes(), "no process left")
    output = deployment.output()
    ended, = [json.loads(line) for line in output.splitlines() if '"message":"ended"' in line]
    assert ended["verdict"] == "empty" and ended["exit_code"] == GAMES_CODE
    # The game's words come through another pipe than the agent's, so only the agent's have an order.
    assert "saved" in output.splitlines()
    assert output.index('"message":"game ended"') < output.index("asking the platform to stop")
    assert [call["status_code"] for call in deployment.calls("self_stop")] == [200]
    assert deployment.happened("SIGTERM") and not deployment.happened("SIGKILL")


def test_sigterm(made, row):
    log = made.store / f"sigterm{ROWS.index(row)}"
    name, mark = log.name, f"GK_TEST_MARK={log}"
    with open(log, "wb") as out:
        started = subprocess.Popen(made.command(row, "sleep", name=name, options=("--network=none", "--env", mark)),
                                   stdout=out, stderr=subprocess.STDOUT,
                                   env=integration.clean_environment(GK_TEST_MARK=str(log)))
    try:
        wait_for(lambda: b"ready\n" in log.read_bytes() or started.poll() is not None, "the game")
        assert started.poll() is None, log.read_text()
        if row.root == "nothing":
            started.terminate()
        else:
            made.podman("stop", "--time", "60", name)
        assert started.wait(timeout=PATIENCE) == GAMES_CODE, log.read_text()
        assert "saved" in log.read_text().splitlines()
        wait_for(lambda: not processes_of(mark), "no process left")
    finally:
        started.kill()
        started.wait()
        made.podman("rm", "--force", "--time", "0", "--ignore", name, check=False)
