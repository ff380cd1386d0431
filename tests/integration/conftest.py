"""What the integration tests share: where the programs are, a running emulator, a running agent.

The programs are the real ones; nothing is faked. Tests wait for conditions, each with a bound, and look again every few
milliseconds; no test depends on how long something takes.
"""
import http.client
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAMEKEEPER_BIN_DIR", ROOT / "build/dev/bin"))
PROBE_BIN = pathlib.Path(os.environ.get("GAMEKEEPER_PROBE_DIR", ROOT / "build/dev/bin"))
GAMEKEEPER = str(BIN / "gamekeeper")
EMULATOR = str(BIN / "gamekeeper-emulator")
PROBE = str(PROBE_BIN / "init_probe")
# Where the sanitizers of every program that a test starts write what they find, agents of deployments included.
REPORTS = pathlib.Path(tempfile.mkdtemp(prefix="gamekeeper-sanitizers-"))
SANITIZERS = {"ASAN_OPTIONS": f"log_path={REPORTS}/report"}
PATIENCE = float(os.environ.get("GAMEKEEPER_PATIENCE", 60))  # seconds: far more than anything takes


def wait_for(condition, what, patience=PATIENCE):
    """Calls `condition` until it gives something true, and gives that."""
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)


def clean_environment(**extra):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ARBITRIUM_", "GAMEKEEPER_", "EDGEGAP_"))}
    kept.update(SANITIZERS)
    kept.update(extra)
    return kept


@pytest.fixture(autouse=True)
def nothing_found_by_a_sanitizer():
    """A leak, a wrong access or undefined behaviour in any program that the test started fails the test."""
    yield
    found = sorted(REPORTS.iterdir())
    said = "\n".join(report.read_text(errors="replace") for report in found)
    for report in found:
        report.unlink()
    assert not found, said


@pytest.fixture(autouse=True, scope="session")
def reports_are_removed():
    yield
    shutil.rmtree(REPORTS, ignore_errors=True)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


class Agent:
    """`gamekeeper run` as an ordinary process, with its socket in a folder of the test's own."""

    def __init__(self, folder, command, options=(), environment=None, wrapper=(), **popen):
        self.folder = pathlib.Path(folder)
        self.socket = str(self.folder / "gk.sock")
        self.log = self.folder / "agent.log"
        self.out = self.folder / "game.out"
        env = clean_environment(**{
            "GAMEKEEPER_CONTROL_SOCKET": self.socket, "GAMEKEEPER_STATE_FILE": str(self.folder / "state.json"),
            "GAMEKEEPER_LOG_LEVEL": "debug", **(environment or {})})
        with open(self.log, "ab") as log, open(self.out, "ab") as out:
            self.process = subprocess.Popen(
                [*wrapper, GAMEKEEPER, "run", *options, "--", *command], stdout=out, stderr=log, env=env,
                **{"stdin": subprocess.DEVNULL, **popen})

    def output(self):
        return self.out.read_text(errors="replace")

    def log_text(self):
        return self.log.read_text(errors="replace")

    def until_output(self, text):
        wait_for(lambda: text in self.output(), f"{text!r} in the game's output")
        return self

    def until_log(self, text):
        wait_for(lambda: text in self.log_text(), f"{text!r} in the agent's log")
        return self

    def ask(self, method, path, body=None):
        connection = UnixConnection(self.socket)
        try:
            connection.request(method, path, body=None if body is None else json.dumps(body),
                               headers={"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def status(self):
        return self.ask("GET", "/v1/status")[1]

    def wait(self):
        return self.process.wait(timeout=PATIENCE)

    def end(self):
        """After a test that failed half-way: nothing may be left running."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@pytest.fixture
def start_agent(tmp_path):
    running = []

    def start(command, **kwargs):
        folder = tmp_path / f"agent{len(running)}"
        folder.mkdir()
        running.append(Agent(folder, command, **kwargs))
        return running[-1]

    yield start
    for agent in running:
        agent.end()


@pytest.fixture
def start(start_agent, tmp_path):
    """An agent that leaves a report beside its log."""
    def started(command, *options, **kwargs):
        folder = tmp_path / f"agent{len(list(tmp_path.glob('agent*')))}"
        return start_agent(command, options=["--report-file", str(folder / "report.json"), *options], **kwargs)
    return started


@pytest.fixture
def as_init(start_agent):
    """Starts the agent as PID 1 of a PID namespace of its own, in which /proc is its own too."""

    def start(command, **kwargs):
        wrapper = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "--")
        agent = start_agent(command, wrapper=wrapper, **kwargs)

        def inner():
            children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(agent.process.pid)], capture_output=True,
                                      text=True, check=False).stdout.split()
            return int(children[0]) if children else None

        agent.pid = wait_for(inner, "the agent in its namespace")
        return agent

    return start


class Emulator:
    """`gamekeeper-emulator` with an application per test; deployments are asked for over TLS."""

    token = "the-organisations-token"
    extra_config = {}  # of the file that says what can be deployed

    # No rate limits: the tests look again every few milliseconds.
    def __init__(self, folder, applications, walk="10ms", options=("--no-rate-limits",)):
        self.folder = pathlib.Path(folder)
        self.ca = str(self.folder / "ca.pem")
        self.data = self.folder / "data"
        config = {
            "walk": {name: walk for name in ("initializing", "seeking", "seeked", "scanning", "deploying")},
            "applications": applications, **self.extra_config,
        }
        (self.folder / "emulator.json").write_text(json.dumps(config))
        self.log = self.folder / "emulator.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [*self.command(), *options],
                stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL,
                env=clean_environment(GAMEKEEPER_EMULATOR_TOKEN=self.token))
        self.ready = json.loads(self.process.stdout.readline())
        self.trust = ssl.create_default_context(cafile=self.ca)

    def command(self):
        return [EMULATOR, "--config", str(self.folder / "emulator.json"), "--ca-file", self.ca, "--admin",
                "--data", str(self.data)]

    def ask(self, method, path, body=None, token=None):
        host, port = self.ready["https"].removeprefix("https://").rsplit(":", 1)
        connection = http.client.HTTPSConnection(host, int(port), context=self.trust, timeout=PATIENCE)
        try:
            headers = {"Content-Type": "application/json"}
            headers["Authorization"] = f"token {self.token}" if token is None else token
            connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def deploy(self, application="game", environment=None):
        """A new deployment; its agent gets a socket and a state file of its own."""
        place = self.folder / f"d{len(list(self.folder.glob('d[0-9]*')))}"
        place.mkdir()
        variables = {
            **SANITIZERS,
            "GAMEKEEPER_CONTROL_SOCKET": str(place / "gk.sock"),
            "GAMEKEEPER_STATE_FILE": str(place / "state.json"),
            "GAMEKEEPER_PLATFORM_CA_FILE": self.ca,
            "GAMEKEEPER_PLATFORM_POLL_INTERVAL": "1s",
            "GAMEKEEPER_PLATFORM_FLEET_SIZE": "1",
            "GAMEKEEPER_LOG_LEVEL": "debug",
            "GAMEKEEPER_LOG_FORMAT": "json",
            **(environment or {}),
        }
        status, answer = self.ask("POST", "/v2/deployments", {
            "application": application, "version": "v1",
            "users": [{"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}],
            "environment_variables": [{"key": k, "value": v, "is_hidden": False} for k, v in variables.items()],
        })
        assert status == 202, answer
        return Deployment(self, answer["request_id"], place)

    def fault(self, operation, status, count):
        code, answer = self.ask("PUT", "/_emulator/faults", {"operation": operation, "status": status, "count": count})
        assert code < 300, answer

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Deployment:
    def __init__(self, emulator, request_id, place):
        self.emulator, self.id, self.place = emulator, request_id, place

    def status(self):
        code, answer = self.emulator.ask("GET", f"/v1/status/{self.id}")
        assert code == 200, answer
        return answer["current_status"].removeprefix("Status.")

    def until(self, status):
        wait_for(lambda: self.status() == status, f"{self.id} {status}; its output:\n{self.output()}")
        return self

    def admin(self):
        code, answer = self.emulator.ask("GET", f"/_emulator/deployments/{self.id}")
        assert code == 200, answer
        return answer

    def history(self):
        return self.admin()["history"]

    def calls(self, operation):
        return [e for e in self.history() if e.get("operation") == operation]

    def happened(self, text):
        return [e for e in self.history() if text in e["event"] or text in e.get("detail", "")]

    def players(self, count):
        code, answer = self.emulator.ask("PUT", f"/_emulator/deployments/{self.id}/sockets_usage",
                                         {"sockets_usage": count})
        assert code < 300, answer

    def output(self):
        file = self.emulator.data / f"{self.id}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def until_output(self, text):
        wait_for(lambda: text in self.output(), f"{text!r} in the output of {self.id}:\n{self.output()}")
        return self

    def ask(self, method, path, body=None):
        connection = UnixConnection(str(self.place / "gk.sock"))
        try:
            connection.request(method, path, body=None if body is None else json.dumps(body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def agent_is_up(self):
        """The agent serves its socket and the game under it has said that it is ready."""
        self.until_output("ready\n")
        wait_for(lambda: (self.place / "gk.sock").exists(), "the agent's socket")
        return self

    def left_processes(self):
        """Every process anywhere that still carries this deployment's request id."""
        mark = f"ARBITRIUM_REQUEST_ID={self.id}".encode()
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if mark in (entry / "environ").read_bytes().split(b"\0"):
                        found.append(int(entry.name))
                except OSError:
                    pass
        return found


def application(*command, **extra):
    return {"application": "game", "version": "v1", "command": list(command), "sockets": 10,
            "ports": [{"name": "gameport", "port": 0, "protocol": "UDP"}], **extra}


def supervised(*probe, options=()):
    """The command of an image whose entrypoint is gamekeeper and whose game is the probe."""
    return [GAMEKEEPER, "run", *options, "--", PROBE, *probe]


@pytest.fixture
def emulator(tmp_path):
    running = []

    def start(*command, **extra):
        folder = tmp_path / f"emulator{len(running)}"
        folder.mkdir()
        running.append(Emulator(folder, [application(*command, **extra)]))
        return running[-1]

    yield start
    for one in running:
        one.end()
