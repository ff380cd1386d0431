"""gamekeeper beside tini, dumb-init and catatonit: each test is a cell of the README's table, as real PID 1 of a PID
namespace. An init that is not installed is left out. What another init is known not to do is a strict expected failure:
the day it learns it, the test says so."""
import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import time

import pytest
from conftest import GAMEKEEPER, PATIENCE, PROBE, clean_environment, wait_for

NAMESPACE = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "--")
QUIET = ("--control-socket", "off", "--state-file", "off")
INITS = {
    "gamekeeper": [GAMEKEEPER, "run", *QUIET],
    "tini": ["tini", "-g"],
    "dumb-init": ["dumb-init"],
    "catatonit": ["catatonit"],
}
INSTALLED = [name for name in INITS if name == "gamekeeper" or shutil.which(name)]


def cells(*cannot):
    """Every installed init; those named are known to fail."""
    return pytest.mark.parametrize("init", [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=f"{name} does not do this"))
        if name in cannot else name for name in INSTALLED])


class Running:
    def __init__(self, folder, command, **popen):
        self.out = folder / "out"
        self.err = folder / "err"
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                            env=clean_environment(), **popen)

    def text(self):
        return self.out.read_text(errors="replace")

    def until(self, text):
        wait_for(lambda: text in self.text() or self.process.poll() is not None, f"{text!r} in {self.out}")
        assert text in self.text(), self.err.read_text(errors="replace")
        return self

    def inner(self):
        """The init's process id outside of its namespace."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        return int(wait_for(lambda: pathlib.Path(path).read_text().split(), "the init")[0])


@pytest.fixture
def pid1(tmp_path):
    running = []

    def start(init, command, options=(), before=()):
        folder = tmp_path / str(len(running))
        folder.mkdir()
        running.append(Running(folder, [*before, *NAMESPACE, *INITS[init], *options, "--", *command]))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()


def end(running, number=signal.SIGTERM):
    os.kill(running.inner(), number)
    return running.process.wait(timeout=PATIENCE)


@cells()
@pytest.mark.parametrize("script, code", [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137)])
def test_the_exit_code_is_the_games(init, script, code, pid1):
    assert pid1(init, ["/bin/sh", "-c", script]).process.wait(timeout=PATIENCE) == code


@cells()
def test_orphans_in_a_burst_are_all_reaped(init, pid1):
    count = "ls -d /proc/[0-9]* | wc -l"
    game = pid1(init, ["/bin/sh", "-c", f"{PROBE} orphans 1000; sleep 0.5; echo left $({count})"]).until("left")
    assert int(game.text().split("left")[1].split()[0]) <= 6  # the init, the shell, the pipeline


@cells("dumb-init", "catatonit", "tini")
def test_every_signal_that_can_be_caught_is_forwarded(init, pid1):
    game = pid1(init, [PROBE, "print-signals"]).until("ready")
    second_names = {"SIGIO": "SIGPOLL"}
    for number in [*range(1, 32), *range(signal.SIGRTMIN, signal.SIGRTMAX + 1)]:
        if number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD, signal.SIGTERM):
            continue
        name = f"SIGRTMIN+{number - signal.SIGRTMIN}" if number >= signal.SIGRTMIN else signal.Signals(number).name
        name = second_names.get(name, name)
        os.kill(game.inner(), number)
        wait_for(lambda name=name: f"{name}\n" in game.text(), name, patience=5)
    assert end(game) == 0


@cells("tini", "dumb-init", "catatonit")
def test_a_helper_that_still_saves_is_waited_for(init, pid1, tmp_path):
    saved = tmp_path / "saved"
    game = pid1(init, [PROBE, "helper-saves", "700", str(saved)]).until("ready")
    end(game)
    assert saved.exists()


@cells("tini", "dumb-init", "catatonit")
def test_a_game_that_ignores_the_signal_has_a_deadline(init, pid1):
    options = ("--drain-grace", "300ms") if init == "gamekeeper" else ()
    game = pid1(init, [PROBE, "ignore-term"], options).until("ready")
    os.kill(game.inner(), signal.SIGTERM)
    try:
        assert game.process.wait(timeout=5) == 137
    except subprocess.TimeoutExpired:
        pytest.fail("it waits for ever")


@cells("tini", "catatonit")
def test_a_signal_can_be_rewritten(init, pid1):
    options = {"gamekeeper": ("--rewrite", "TERM=INT"), "dumb-init": ("--rewrite", "15:2")}.get(init)
    assert options, "it has no such option"
    game = pid1(init, ["/bin/sh", "-c", "trap 'exit 9' INT; echo ready; while :; do sleep 0.1; done"], options).until("ready")
    assert end(game) == 9


@cells("dumb-init", "catatonit")
def test_an_exit_code_can_count_as_success(init, pid1):
    options = {"gamekeeper": ("--remap-exit", "143"), "tini": ("-e", "143")}.get(init)
    assert options, "it has no such option"
    assert pid1(init, ["/bin/sh", "-c", "exit 143"], options).process.wait(timeout=PATIENCE) == 0


@cells("tini", "catatonit")
def test_an_interrupt_that_a_background_shell_ignored_is_heard(init, pid1):
    """`sh -c 'init … &'` leaves SIGINT ignored."""
    game = pid1(init, ["/bin/sh", "-c", "grep SigIgn /proc/self/status; echo ready"],
                before=("/bin/sh", "-c", 'trap "" INT QUIT; exec "$@"', "sh")).until("ready")
    ignored = int(game.text().split("SigIgn:")[1].split()[0], 16)
    assert ignored & 0b110 == 0


@cells("dumb-init")
def test_as_an_ordinary_process_it_takes_orphans_in(init, tmp_path):
    options = {"tini": ("-s",)}.get(init, ())
    parent = tmp_path / "parent"
    # The inner shell is left by the one in the middle; then it says who its parent is.
    script = f"(sh -c 'sleep 0.3; ps -o ppid= -p $$ >{parent}' &); sleep 1; echo $PPID"
    ran = subprocess.run([*INITS[init], *options, "--", "/bin/sh", "-c", script], env=clean_environment(),
                         capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert parent.read_text().strip() == ran.stdout.strip()


@cells("tini", "dumb-init", "catatonit")
def test_the_game_dies_with_an_init_that_is_killed(init, tmp_path):
    """tini's -p is about the death of tini's own parent."""
    options = {"gamekeeper": ("--parent-death-signal", "KILL"), "tini": ("-p", "SIGKILL")}.get(init, ())
    one = Running(tmp_path, [*INITS[init], *options, "--", "/bin/sh", "-c", "echo pid=$$.; exec sleep 1000"]).until(".")
    game = int(one.text().split("pid=")[1].split(".")[0])
    one.process.kill()
    one.process.wait()

    def gone():
        try:
            return pathlib.Path(f"/proc/{game}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
        except OSError:
            return True
    try:
        wait_for(gone, "the game's end", patience=5)
    finally:
        if not gone():
            os.kill(game, signal.SIGKILL)


@cells("dumb-init", "catatonit")
def test_an_init_can_end_with_the_process_that_started_it(init, tmp_path):
    options = {"gamekeeper": ("--parent-death-signal", "TERM"), "tini": ("-s", "-p", "SIGTERM")}.get(init, ())
    started, ended, game = tmp_path / "started", tmp_path / "ended", None
    script = f"trap 'echo >{ended}; exit' TERM; echo $$ >{started}.part; mv {started}.part {started}; sleep 1000 & wait"
    parent = subprocess.Popen(["/bin/sh", "-c", '"$@" & wait', "sh", *INITS[init], *options, "--", "/bin/sh", "-c", script],
                              stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment())
    try:
        wait_for(started.exists, "the game's start")
        game = int(started.read_text())
        parent.kill()
        parent.wait()
        wait_for(ended.exists, "the game's end", patience=5)
    finally:
        parent.kill()
        if game and not ended.exists():
            os.kill(game, signal.SIGKILL)


# What only gamekeeper is asked.

def test_a_thousand_signals_in_a_burst_lose_none_of_the_distinct_ones(pid1):
    game = pid1("gamekeeper", [PROBE, "print-signals"]).until("ready")
    pid = game.inner()
    sent = [signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGWINCH,
            *range(signal.SIGRTMIN + 1, signal.SIGRTMAX)]
    for i in range(1000):
        os.kill(pid, sent[i % len(sent)])
    names = [signal.Signals(n).name if n < signal.SIGRTMIN else f"SIGRTMIN+{n - signal.SIGRTMIN}" for n in sent]
    for name in names:
        game.until(f"{name}\n")
    assert end(game) == 0


def test_ten_thousand_orphans_leave_the_memory_flat(pid1):
    game = pid1("gamekeeper", ["/bin/sh", "-c", f"{PROBE} orphans 200; echo first; {PROBE} orphans 10000; echo second; exec sleep 60"])
    game.until("first")

    def resident():
        status = pathlib.Path(f"/proc/{game.inner()}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])
    before = resident()
    game.until("second")
    # ASan keeps freed memory back, so its builds grow a little; what is leaked per orphan would be far more.
    assert resident() - before < (16 * 1024 if "build/dev" in GAMEKEEPER else 1024)


def test_a_fork_bomb_of_bounded_size_is_gone_after_the_drain(pid1):
    bomb = ("trap '' TERM; for i in 1 2 3 4 5 6 7 8 9 10; do "
            "(setsid sh -c 'trap \"\" TERM; for j in 1 2 3 4 5 6 7 8 9 10; do (sleep 1000 &) ; done; sleep 1000' &) ; "
            "done; echo ready; sleep 1000")
    game = pid1("gamekeeper", ["/bin/sh", "-c", bomb], ("--drain-grace", "300ms")).until("ready")
    assert end(game) == 137


@pytest.mark.parametrize("closed", ["stdout", "stdin", "all"])
def test_what_is_closed_does_not_keep_the_game_from_running(closed, tmp_path):
    marks = {"stdout": ">&-", "stdin": "<&-", "all": ">&- <&- 2>&-"}[closed]
    mark = tmp_path / "ran"
    command = f'"{GAMEKEEPER}" run {" ".join(QUIET)} -- /bin/sh -c "echo lost; echo yes >{mark}; exit 5" {marks}'
    assert subprocess.run(["/bin/sh", "-c", command], env=clean_environment(), timeout=PATIENCE, check=False).returncode == 5
    assert mark.read_text() == "yes\n"


def test_a_full_disk_for_the_output_does_not_end_the_agent():
    ran = subprocess.run(["/bin/sh", "-c", f'exec "{GAMEKEEPER}" run {" ".join(QUIET)} -- /bin/sh -c "echo x; exit 6" >/dev/full 2>&1'],
                         env=clean_environment(), timeout=PATIENCE, check=False)
    assert ran.returncode == 6


def test_the_agent_stands_in_the_root_and_the_game_where_it_was_started(tmp_path):
    ran = subprocess.run([GAMEKEEPER, "run", *QUIET, "--", "/bin/sh", "-c", "pwd; readlink /proc/$PPID/cwd"], cwd=tmp_path,
                         env=clean_environment(), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.stdout.split() == [str(tmp_path), "/"]


def test_a_relative_command_is_found_from_where_the_agent_was_started(tmp_path):
    script = tmp_path / "server"
    script.write_text("#!/bin/sh\necho it runs\n")
    script.chmod(0o755)
    ran = subprocess.run([GAMEKEEPER, "run", *QUIET, "--", "./server"], cwd=tmp_path, env=clean_environment(),
                         capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.stdout == "it runs\n"


def test_placeholders_are_filled_in_and_an_unknown_one_keeps_the_game_from_starting(tmp_path):
    source, made = tmp_path / "server.cfg", tmp_path / "made.cfg"
    source.write_text('{"map": "{env.MAP}"}')
    words = [GAMEKEEPER, "run", *QUIET, "--game-expand", "--game-templates", f"{source}={made}", "--", "/bin/sh", "-c"]
    ran = subprocess.run([*words, f"echo {{env.MODE:-ffa}}; cat {made}"], env=clean_environment(MAP="dust"),
                         capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.stdout == 'ffa\n{"map": "dust"}'
    failed = subprocess.run([*words, "echo {port.game.internal}"], env=clean_environment(MAP="dust"), capture_output=True,
                            text=True, timeout=PATIENCE, check=False)
    assert failed.returncode == 126
    assert failed.stdout == "" and "{port.game.internal} has no value" in failed.stderr


class Terminal:
    """An interactive shell with job control on a pseudo terminal."""

    def __init__(self):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe("bash", ["bash", "--norc", "-i"], clean_environment(PS1="$ "))
        self.seen = ""
        self.type("stty -echo\n")

    def type(self, text):
        os.write(self.fd, text.encode())

    def until(self, text):
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < deadline, f"{text!r} in {self.seen!r}"
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += os.read(self.fd, 4096).decode(errors="replace")
        self.seen = self.seen.split(text, 1)[1]

    def end(self):
        os.close(self.fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


@pytest.fixture
def terminal():
    one = Terminal()
    yield one
    one.end()


def under_agent(script):
    return f"{GAMEKEEPER} run {' '.join(QUIET)} --log-level error -- /bin/bash -c '{script}'\n"


def test_an_interrupt_from_the_terminal_arrives_once(terminal):
    script = 'n=0; trap "n=\\$((n+1))" INT; echo rea""dy; for i in 1 2 3 4 5; do sleep 0.1; done; echo n=$n.'
    terminal.type(under_agent(script.replace("\\$", "$")))
    terminal.until("ready")
    terminal.type("\x03")
    terminal.until("n=1.")


def test_the_game_can_be_stopped_and_continued_from_the_terminal(terminal):
    terminal.type(under_agent("echo rea\"\"dy; read line; echo got $line."))
    terminal.until("ready")
    terminal.type("\x1a")
    terminal.until("Stopped")
    terminal.type("echo shell has $((20+2))\n")
    terminal.until("shell has 22")
    terminal.type("fg\n")
    terminal.until("gamekeeper")
    terminal.type("a word\n")
    terminal.until("got a word.")


def test_the_terminal_is_given_back_to_a_script_that_started_the_agent(terminal):
    inner = f"{GAMEKEEPER} run {' '.join(QUIET)} --log-level error -- true; read x; echo script got $x."
    terminal.type(f"sh -c '{inner}'\n")
    terminal.type("it\n")
    terminal.until("script got it.")
