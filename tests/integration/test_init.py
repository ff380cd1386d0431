"""As an init: exit codes, signals, orphans; as PID 1 of a PID namespace and as an ordinary process."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import pytest
from conftest import GAMEKEEPER, PROBE, clean_environment, wait_for


def run(*command, **kwargs):
    return subprocess.run([GAMEKEEPER, "run", "--control-socket", "off", "--state-file", "off", "--", *command],
                          env=clean_environment(), capture_output=True, text=True, timeout=60, check=False, **kwargs)


@pytest.mark.parametrize("wrapper", [(), ("unshare", "--pid", "--fork", "--mount-proc", "--")],
                         ids=["subreaper", "pid1"])
@pytest.mark.parametrize("command, code", [
    (["/bin/true"], 0),
    (["sh", "-c", "exit 3"], 3),
    (["sh", "-c", "exit 255"], 255),
    (["sh", "-c", "kill -KILL $$"], 137),
    ([PROBE, "crash"], 139),
    (["/does/not/exist"], 127),
    (["no-such-command-anywhere"], 127),
    (["/etc/passwd"], 126),
    (["/"], 126),
])
def test_the_exit_code_is_the_games_own(wrapper, command, code):
    ended = subprocess.run([*wrapper, GAMEKEEPER, "run", "--control-socket", "off", "--state-file", "off", "--",
                            *command],
                           env=clean_environment(), capture_output=True, timeout=60, check=False)
    assert ended.returncode == code


def test_no_command_is_a_usage_error_that_says_how_to_write_one():
    ended = subprocess.run([GAMEKEEPER, "run"], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "gamekeeper run -- ./server" in ended.stderr


def test_a_command_that_is_not_found_is_named_with_where_it_was_looked_for():
    ended = run("no-such-command-anywhere")
    assert ended.returncode == 127
    assert "no-such-command-anywhere" in ended.stderr and "PATH" in ended.stderr


def test_the_games_options_are_the_games():
    assert run("echo", "--help", "--log-level", "x").stdout == "--help --log-level x\n"


def test_options_stop_at_the_first_word_that_is_none():
    ended = subprocess.run([GAMEKEEPER, "run", "--control-socket", "off", "echo", "--control-socket", "on"],
                           env=clean_environment(), capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout == "--control-socket on\n"


def test_the_game_keeps_folder_and_stdin_leads_its_own_group_and_blocks_nothing(tmp_path):
    ended = run("pwd", cwd=tmp_path)
    assert ended.stdout.strip() == str(tmp_path)
    assert run("cat", input="over stdin").stdout == "over stdin"

    def block_usr2():
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])

    ran = run(PROBE, "print-ids", preexec_fn=block_usr2).stdout
    game = dict(line.split("=", 1) for line in ran.splitlines() if "=" in line)
    assert game["blocked"] == "0"
    assert game["pgid"] == game["pid"]


def test_no_descriptor_of_the_agent_reaches_the_game():
    assert set(run("ls", "/proc/self/fd").stdout.split()) <= {"0", "1", "2", "3"}  # 3 is ls's own


@pytest.mark.parametrize("name", ["as_init", "start_agent"])
def test_signals_are_forwarded(name, request):
    agent = request.getfixturevalue(name)([PROBE, "print-signals"]).until_output("ready")
    pid = getattr(agent, "pid", agent.process.pid)
    sent = ["HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "WINCH", "CONT", "URG", "VTALRM", "PROF", "TERM"]
    for each in sent:
        os.kill(pid, getattr(signal, f"SIG{each}"))
        agent.until_output(f"SIG{each}\n")
    assert agent.wait() == 0


def test_a_realtime_signal_is_forwarded(start_agent):
    game = "trap 'echo got it; exit 4' RTMIN+3; echo ready; while :; do sleep 0.1; done"
    agent = start_agent(["/bin/bash", "-c", game]).until_output("ready")
    os.kill(agent.process.pid, signal.SIGRTMIN + 3)
    assert agent.wait() == 4


# rt_sigqueueinfo(2): the sender that arrives is the one that its author has written, here the kernel's zero.
FORGER = """
import ctypes, os, platform, signal, struct, time
signal.signal(signal.SIGINT, lambda *_: print("heard SIGINT", flush=True))
SI_QUEUE, number = -1, {"x86_64": 129, "aarch64": 138}[platform.machine()]
info = ctypes.create_string_buffer(struct.pack("=iiiiiI", signal.SIGINT, 0, SI_QUEUE, 0, 0, 0), 128)
assert ctypes.CDLL(None).syscall(number, os.getppid(), int(signal.SIGINT), info) == 0
while True: time.sleep(0.1)
"""


def test_a_game_that_forges_the_sender_of_a_stop_signal_only_gets_it_back(start_agent):
    agent = start_agent([sys.executable, "-c", FORGER], options=["--platform-stop-signal", "INT"])
    agent.until_output("heard SIGINT\n")
    assert agent.status()["phase"] == "running"
    os.kill(agent.process.pid, signal.SIGINT)  # by somebody beside the game
    wait_for(lambda: "the end is decided" in agent.log_text(), "the drain")


@pytest.mark.parametrize("name", ["as_init", "start_agent"])
def test_orphans_are_reaped(name, request):
    agent = request.getfixturevalue(name)([PROBE, "orphans", "300"])
    assert agent.wait() == 0
    assert '"orphans_reaped":300' in agent.log_text()


def test_a_daemon_that_stays_is_asked_to_end_with_the_game(as_init):
    agent = as_init([PROBE, "daemonise"]).until_output("ready")
    os.kill(agent.pid, signal.SIGTERM)
    assert agent.wait() == 0
    assert "killing what is left" not in agent.log_text()


@pytest.mark.parametrize("stubborn", ["ignore-term", "block-all"])
def test_a_game_that_does_not_end_is_killed_at_the_deadline(stubborn, start_agent):
    agent = start_agent([PROBE, stubborn], options=["--drain-grace", "300ms"]).until_output("ready")
    agent.process.terminate()
    assert agent.wait() == 137


def test_a_stopped_game_is_continued_to_save(start_agent):
    agent = start_agent([PROBE, "sleep"]).until_output("ready")
    game = agent.status()["game"]["pid"]
    os.kill(game, signal.SIGSTOP)
    agent.process.terminate()
    assert agent.wait() == 0
    assert "saved" in agent.output()


def test_a_stopped_game_that_ignores_the_signal_is_killed_at_the_deadline(start_agent):
    agent = start_agent([PROBE, "ignore-term"], options=["--drain-grace", "300ms"]).until_output("ready")
    os.kill(agent.status()["game"]["pid"], signal.SIGSTOP)
    agent.process.terminate()
    assert agent.wait() == 137


def test_what_lives_on_without_its_first_thread_is_killed_at_the_deadline(as_init):
    """The kernel calls it a zombie, and it is none; the kill line says so."""
    agent = as_init([PROBE, "first-thread-ends"], options=["--drain-grace", "500ms"]).until_output("ready")
    assert agent.wait() == 0
    text = agent.log_text()
    assert "survive SIGKILL" not in text
    kill = next(line for line in text.splitlines() if "killing what is left" in line)
    assert re.search(r'"processes":"init_probe\(\d+ Z\)"', kill), kill


def test_a_helper_that_still_saves_is_waited_for(as_init, tmp_path):
    saved = tmp_path / "saved"
    agent = as_init([PROBE, "helper-saves", "500", str(saved)]).until_output("ready")
    os.kill(agent.pid, signal.SIGTERM)
    assert agent.wait() == 0
    assert saved.exists()


def test_when_pid_1_is_killed_nothing_is_left(as_init):
    agent = as_init([PROBE, "daemonise"]).until_output("ready")
    inside = pathlib.Path(f"/proc/{agent.pid}/ns/pid").readlink()
    os.kill(agent.pid, signal.SIGKILL)
    agent.wait()

    def left():
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "ns/pid").readlink() == inside:
                    found.append(entry.name)
            except OSError:
                pass
        return found

    wait_for(lambda: not left(), "an empty namespace")


def test_off_the_platform_no_request_is_made_and_no_state_is_written(start_agent):
    agent = start_agent([PROBE, "exit", "0"])
    assert agent.wait() == 0
    assert not (agent.folder / "state.json").exists()
    assert not os.path.exists(agent.socket)


@pytest.mark.skipif(os.geteuid() != 0, reason="a limit of processes needs a user of its own")
@pytest.mark.parametrize("room, threads", [(8, 2), (2, 1)], ids=["with its second thread", "where none can be had"])
def test_signals_and_requests_are_served(start_agent, room, threads):
    place = pathlib.Path(tempfile.mkdtemp(prefix="gk-"))
    try:
        place.chmod(0o777)
        user = 54_000 + room  # nobody else's processes count
        agent = start_agent([PROBE, "print-signals"],
                            environment={"GAMEKEEPER_CONTROL_SOCKET": str(place / "s"), "GAMEKEEPER_STATE_FILE": "off"},
                            wrapper=("prlimit", f"--nproc={room}", "setpriv", f"--reuid={user}", "--clear-groups"))
        agent.socket = str(place / "s")
        agent.until_output("ready")
        tasks = pathlib.Path(f"/proc/{agent.process.pid}/task")
        for number in ("USR1", "USR2", "HUP"):
            wait_for(lambda: len(list(tasks.iterdir())) == threads, f"{threads} threads")
            agent.process.send_signal(getattr(signal, f"SIG{number}"))
            agent.until_output(number)
            agent.until_log(f'"signal":"SIG{number}"')
            assert agent.status()["phase"] == "running"
        agent.process.terminate()
        assert agent.wait() == 0
    finally:
        shutil.rmtree(place)
