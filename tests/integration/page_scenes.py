"""The surroundings in which the commands of a page are run: a container of the agent's own, as far as the commands can tell."""
import contextlib
import os
import subprocess

from conftest import BIN, GAMEKEEPER, PATIENCE, PROBE, Emulator, application, clean_environment, wait_for


class Place:
    """A container as far as a page's commands can tell: /run is empty and writable, the programs are on PATH, the working
    directory holds ./server, and `docker logs` and `docker exec` mean the one agent that runs here. Its network is its own,
    with nobody in it; only a deployment shares the emulator's."""

    def __init__(self, folder, options=(), game=(PROBE, "print-signals"), environment=None, network="--net"):
        self.folder, self.agent, self.pid = folder, None, None
        self.log = folder / "agent.log"
        self.log.touch()
        self.options, self.game = options, game
        self.spaces = [space for space in ("--mount", "--pid", network) if space]
        self.injected = {}  # what only a process of a deployment has: the platform ends those with it
        (folder / "bin").mkdir()
        self.script("bin/docker", 'case $1 in logs) exec cat "$AGENT_LOG" ;; exec) shift\n'
                    'while [ "$1" != my-game ]; do shift; done; shift; exec "$@" ;; esac\nexit 99')
        self.script("bin/kubectl", '[ "$*" = "exec my-game -- gamekeeper why" ] && exec gamekeeper why')
        self.script("server", f'exec {PROBE} sleep')
        (folder / "gamekeeper.json").write_text("{}")
        self.environment = clean_environment(PATH=f"{folder}/bin:{BIN}:{os.environ['PATH']}", AGENT_LOG=str(self.log),
                                             **(environment or {}))

    def script(self, name, text):
        (self.folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (self.folder / name).chmod(0o755)

    def start(self, *words):
        """PID 1 is the agent, or without one a process that waits."""
        self.told_to_end = False
        inner = ["gamekeeper", "run", *self.options, "--", *self.game] if not words else words
        with open(self.log, "ab") as log:
            self.agent = subprocess.Popen(
                ["unshare", *self.spaces, "--fork", "--mount-proc", "--kill-child", "--", "/bin/sh", "-c",
                 'ip link set lo up && mount -t tmpfs -o mode=755 tmpfs /run && exec "$@"', "sh", *inner], cwd=self.folder,
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.pid = wait_for(self.inner_pid, "the namespace")
        return self

    def inner_pid(self):
        children = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(self.agent.pid)], capture_output=True, text=True,
                                  check=False).stdout.split()
        return int(children[0]) if children and children[1] not in ("sh", "unshare") else None

    def until_served(self):
        wait_for(lambda: self.run("gamekeeper status").returncode == 0, f"the agent:\n{self.log.read_text()}")
        return self

    def within(self, line):
        return ["nsenter", "--target", str(self.pid), *self.spaces, f"--wd={self.folder}", "--", "bash", "-c", line]

    def run(self, line):
        self.told_to_end = self.told_to_end or "gamekeeper stop" in line
        environment = self.environment | (self.injected if "gamekeeper doctor" in line else {})
        return subprocess.run(self.within(line), env=environment, capture_output=True, text=True, timeout=PATIENCE,
                              check=False, stdin=subprocess.DEVNULL)

    def begin(self, line):
        return subprocess.Popen(self.within(line), env=self.environment, text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def did(self, done):
        """Whether a command did what it should. One that ends PID 1 may be gone with it before it has said so."""
        return done.returncode == 0 or done.returncode == -9 and self.agent.wait(timeout=PATIENCE) == 0

    def end(self):
        if self.agent and self.told_to_end:  # killed while it looks for leaks it would leave a report that tells nothing
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.agent.wait(timeout=5)
        if self.agent and self.agent.poll() is None:
            self.agent.kill()  # --kill-child: PID 1 and with it everything
        if self.agent:
            self.agent.wait(timeout=PATIENCE)


@contextlib.contextmanager
def running(folder, *options, before=(), **more):
    """An agent that runs; `before` is what has been done to it."""
    place = Place(folder, options, **more).start().until_served()
    try:
        for line in before:
            done = place.run(line)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
        yield place
    finally:
        place.end()


@contextlib.contextmanager
def ended(folder, *options, script="exit 0", before=(), asked=None):
    """An agent that has ended, of itself or because of `asked`; its log is there."""
    place = Place(folder, options, game=("/bin/sh", "-c", script)).start()
    try:
        if asked:
            place.until_served()
            wait_for(lambda: "ready" in place.log.read_text(), "the game")
            place.run(asked)
        place.agent.wait(timeout=PATIENCE)
        place.agent = None
        place.start("sleep", "1000")
        yield place
    finally:
        place.end()


@contextlib.contextmanager
def empty(folder, server=None):
    """No agent at all."""
    place = Place(folder).start("sleep", "1000")
    if server:
        place.script("server", server)
    try:
        yield place
    finally:
        place.end()


@contextlib.contextmanager
def deployed(folder, before=None, **environment):
    """A deployment of the emulated platform; its agent is the one that answers, its output the log."""
    (folder / "platform").mkdir()
    platform = Emulator(folder / "platform", [application(GAMEKEEPER, "run", "--", PROBE, "sleep")])
    place = None
    try:
        one = platform.deploy(environment=environment).until("READY").agent_is_up()
        log = platform.data / f"{one.id}.log"
        place = Place(folder, network=None, environment={
            "GAMEKEEPER_SOCKET": str(one.place / "gk.sock"), "id": one.id, "EDGEGAP_API_TOKEN": platform.token,
            "GAMEKEEPER_API_URL": platform.ready["http"]})
        place.injected = {**variables_of(one), "GAMEKEEPER_PLATFORM_API_URL": platform.ready["https"]}
        place.environment["AGENT_LOG"] = str(log)
        place.start("sleep", "1000")
        if before:
            before(platform, one, place)
        yield place
    finally:
        if place:
            place.end()
        platform.end()


def variables_of(one):
    """What the platform has injected, as doctor sees it in the container."""
    for pid in one.left_processes():
        with open(f"/proc/{pid}/environ", encoding="utf-8") as text:
            return dict(entry.split("=", 1) for entry in text.read().split("\0") if entry.startswith("ARBITRIUM_"))


@contextlib.contextmanager
def with_recipe(folder):
    """No agent, and the Dockerfile that the image was built by."""
    (folder / "Dockerfile").write_text("FROM debian:12\nCOPY . .\nSTOPSIGNAL SIGUSR1\n")
    with empty(folder) as place:
        yield place


def refused(platform, one, place):
    platform.fault("self_stop", 401, 1000)  # a refusal counts when it is repeated
    place.run("gamekeeper match end")
    wait_for(lambda: "refuses the delete token" in one.output(), one.output())


HOLD = ("gamekeeper players 1", "gamekeeper hold backup --for 10m --reason 'nightly backup'", "gamekeeper players 0",)
IGNORES = "trap '' TERM; echo ready; while :; do sleep 1; done"
TROUBLE = "agent/gamekeeper/troubleshooting.md"
# In what surroundings the blocks beneath a heading are run, all in one, from the first to the last.
SCENES = {
    ("README.md", "Talk to a running agent"): lambda f: running(f, "--match-policy", "many"),
    ("README.md", "The platform on one machine"): empty,
    ("docker/README.md", "Upgrade"): empty,
    ("lib/control/README.md", "The local API by example"): running,
    ("lib/control/README.md", "Looking"): running,
    ("lib/control/README.md", "Changing"): lambda f: running(f, "--match-policy", "many", "--ready-when", "api",
                                                             "--ready-timeout", "1m"),
    ("lib/control/README.md", "Refusals"): running,
    ("agent/gamekeeper/security.md", "What the game gets"): empty,
    (TROUBLE, "Troubleshooting by symptom"): lambda f: ended(f, script="trap 'exit 0' TERM; echo ready; while :; do sleep 0.01; done",
                                                             asked="gamekeeper stop"),
    (TROUBLE, "It never stops: nobody counts the players"): running,
    (TROUBLE, "It never stops: nobody ever joined"): lambda f: running(f, before=["gamekeeper players 0"]),
    (TROUBLE, "It never stops: something holds it"): lambda f: running(f, before=HOLD),
    (TROUBLE, "It never stops: a rehearsal"): lambda f: running(f, environment={"GAMEKEEPER_POLICY_DRY_RUN": "on"}),
    (TROUBLE, "It crashes, or is killed"): lambda f: ended(f, script="kill -SEGV $$"),
    (TROUBLE, "It ends with code 143 or 137"): lambda f: ended_by_signal(f),
    (TROUBLE, "The save is lost"): lambda f: ended(f, "--drain-grace", "1s", script=IGNORES, asked="gamekeeper stop"),
    (TROUBLE, "The game does not hear SIGTERM"): lambda f: empty(f, server=IGNORES),
    (TROUBLE, "The stop of an image with its own STOPSIGNAL does nothing"): with_recipe,
    (TROUBLE, "It is not ready"): lambda f: running(f, "--ready-when", "notify"),
    (TROUBLE, "The game is not started"): lambda f: not_started(f),
    (TROUBLE, "The stop is refused: 401 or 403"): lambda f: deployed(f, before=refused),
    (TROUBLE, "TLS fails"): lambda f: deployed(f),
    (TROUBLE, "The platform's count comes late"): lambda f: deployed(f, GAMEKEEPER_PLATFORM_FLEET_SIZE="0"),
    (TROUBLE, "Permission denied at the socket"): running,
    (TROUBLE, "No agent answers"): empty,
    (TROUBLE, "A setting has no effect"): running,
}


@contextlib.contextmanager
def ended_by_signal(folder):
    with ended(folder, script="echo ready; exec sleep 1000", asked="kill -TERM 1") as place:
        place.script("server", "exec sleep 1000")
        yield place


@contextlib.contextmanager
def not_started(folder):
    place = Place(folder, game=("./server",))
    (folder / "server").unlink()
    try:
        place.start("/bin/sh", "-c", "gamekeeper run -- ./server; exec sleep 1000")
        wait_for(lambda: '"ended"' in place.log.read_text(), "the end")
        yield place
    finally:
        place.end()
