"""`gamekeeper check` against bad games with one fault each, good ones, and real servers from Debian.

All bad games are checked at the same time: most of a check is waiting.
"""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import xml.etree.ElementTree

import pytest
from conftest import GAMEKEEPER, PATIENCE, clean_environment, wait_for
from games import free_port, python
from test_detectors import QUAKE3, QUAKE3_GAME, smallest_map

# Without anything but loopback no server can announce itself to anybody.
ALONE = ("unshare", "--net", "--", "/bin/sh", "-c", 'ip link set lo up && exec "$@"', "sh")

BIND = """
def bind(port=int(os.environ["ARBITRIUM_PORT_GAME_PORT_INTERNAL"]), host="0.0.0.0"):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((host, port))
    return s
def ends(code=0):
    signal.signal(signal.SIGTERM, lambda *_: os._exit(code))
def ignores(*others):
    for each in (signal.SIGTERM, *others): signal.signal(each, signal.SIG_IGN)
def sleep():
    while True: time.sleep(100)
"""
ALL = "signal.SIGINT, signal.SIGQUIT, signal.SIGHUP"


def game(script):
    return python(BIND + script)


# What each does wrong; the checks that have to fail, and no other; what the advice or the finding has to say.
SAVED = f"/tmp/gamekeeper-check-{os.getpid()}"
SCRATCH = f"/var/tmp/gamekeeper-check-{os.getpid()}"
BAD = {
    "dies at once": (game("print('no server.cfg'); sys.exit(3)"), [], ["starts"], "no server.cfg"),
    "is not there": (["/no/such/server"], [], ["starts"], "ldd"),
    "binds the wrong port": (game("s = bind(0); ends(); sleep()"), ["--ready-within", "2s"], ["ports"], "/UDP"),
    "binds loopback": (game("s = bind(host='127.0.0.1'); ends(); sleep()"), [], ["ports"], "0.0.0.0"),
    "is never ready": (game("s = bind(); ends(); sleep()"), ["--ready-when", "notify", "--ready-within", "2s"],
                       ["ready"], "READY=1"),
    "ignores everything": (game(f"s = bind(); ignores({ALL}); sleep()"), [], ["SIGTERM", "other signal"],
                           "nothing ends it"),
    "needs SIGINT": (game("s = bind(); ignores(); signal.signal(signal.SIGINT, lambda *_: os._exit(0)); sleep()"), [],
                     ["SIGTERM", "other signal"], "--rewrite TERM=INT"),
    "needs a line": (game(f"s = bind(); ignores({ALL})\nwhile sys.stdin.readline() != 'quit\\n': time.sleep(.1)"), [],
                     ["SIGTERM", "other signal"], "line=quit"),
    "needs more time": (game(f"s = bind(); ignores({ALL})\nsignal.signal(signal.SIGTERM, "
                             "lambda *_: (time.sleep(2.5), os._exit(0))); sleep()"), [],
                        ["SIGTERM", "other signal"], "termination_grace_period_seconds to 4"),
    "leaves a child behind": (game("s = bind()\nif os.fork() == 0:\n  os.setsid(); ignores(); s.close(); sleep()\n"
                                   "ends(); sleep()"), [], ["children"], "session of its own"),
    "leaves zombies": (game("s = bind(); ends()\nfor _ in range(3):\n  if os.fork() == 0: os._exit(0)\nsleep()"), [],
                       ["zombies"], "waitpid"),
    "ends with a code": (game("s = bind(); ends(7); sleep()"), [], ["exit code"], "--exit-remap 7"),
    "crashes at the end": (game("s = bind(); signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getpid(), "
                                "signal.SIGSEGV)); sleep()"), [], ["exit code"], "SIGSEGV"),
    "writes to the root": (game(f"open('{SCRATCH}', 'w'); s = bind(); ends(); sleep()"), ["--read-only"],
                           ["read-only root"], "/tmp"),
    "leaks memory": (game("s = bind(); ends()\nheld = []\nwhile len(held) < 120:\n  held.append(b'x' * 2**20)\n"
                          "  time.sleep(.01)\nsleep()"), ["--memory", "64", "--watch", "30s"], ["memory"], "64 MB"),
    "goes to the background": (game("if os.fork(): os._exit(0)\nos.setsid(); s = bind(); ends(); sleep()"), [],
                               ["starts"], "Start it in the foreground"),
    "answers no query": (game("s = bind(); print('no query here'); ends(); sleep()"),
                         ["--occupancy-detectors", "a2s:Game Port", "--ready-within", "3s"], ["players"],
                         "no query here"),
    "prints the token": (game("print('curl -H', os.environ['ARBITRIUM_DELETE_TOKEN']); s = bind(); ends(); sleep()"),
                         [], ["secrets"], "curl -H ***"),
}


def command_of(port, command, options=(), wrapper=()):
    watch = [] if "--watch" in options else ["--watch", "1500ms"]
    return [*wrapper, GAMEKEEPER, "check", "--json", *watch, "--port", f"Game Port={port}/UDP", *options, "--", *command]


class Checked:
    def __init__(self, process):
        out, err = process.communicate(timeout=PATIENCE)
        assert out, err
        self.text, self.code = out, process.returncode
        self.findings = json.loads(out)["findings"]

    def of(self, what):
        return next((f for f in self.findings if f["what"] == what), None)

    def failed(self):
        return [f["what"] for f in self.findings if f["outcome"] == "fail"]

    def not_ok(self):
        return [f for f in self.findings if f["outcome"] != "ok"]


def start_check(command, options=(), wrapper=(), port=None, **environment):
    return subprocess.Popen(
        command_of(port or free_port(socket.SOCK_DGRAM), command, options, wrapper), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        env=clean_environment(**{"GAMEKEEPER_PLATFORM_KILL_AFTER": "1s", **environment}))


def checked(*args, **kwargs):
    return Checked(start_check(*args, **kwargs))


@pytest.fixture(scope="module")
def bad_games():
    """Four at a time, and the longest first: more would wait for each other."""
    waiting = sorted(BAD, key=lambda name: "other signal" not in BAD[name][2])
    running, done = {}, {}
    try:
        while waiting or running:
            while waiting and len(running) < 4:
                name = waiting.pop(0)
                running[name] = start_check(BAD[name][0], BAD[name][1])
            for name, process in list(running.items()):
                try:
                    process.wait(timeout=0.05)
                except subprocess.TimeoutExpired:
                    continue
                done[name] = Checked(running.pop(name))
    finally:
        for process in running.values():
            process.kill()
        pathlib.Path(SCRATCH).unlink(missing_ok=True)
    return done


@pytest.mark.parametrize("name", BAD)
def test_each_fault_is_named_with_advice_and_nothing_else_is(bad_games, name):
    said, (_, _, failed, text) = bad_games[name], BAD[name]
    assert said.failed() == failed, said.text
    assert said.code == 1
    wrong = [f for f in said.findings if f["outcome"] == "fail"]
    assert all(f["advice"] for f in wrong) and text in json.dumps(wrong), wrong


GOOD = game("""
import subprocess
open('%s', 'w').close()
s = bind()
subprocess.run(['true'])
def end(*_):
    subprocess.Popen(['sleep', '1.5'], start_new_session=True)
    print('saved'); os._exit(0)
signal.signal(signal.SIGTERM, end)
notify('READY=1')
sleep()
""" % SAVED)


def test_a_good_game_passes_without_a_word(tmp_path):
    said = checked(GOOD, ["--ready-when", "notify", "--memory", "500", "--platform-kill-after", "5s"],
                   MY_PASSWORD="correct-horse")
    pathlib.Path(SAVED).unlink()
    assert (said.code, said.not_ok()) == (0, []), said.text
    assert "sleep(" in said.of("children")["seen"]
    assert [f["what"] for f in said.findings] == ["starts", "ports", "ready", "SIGTERM", "children", "exit code",
                                                  "zombies", "memory", "secrets", "read-only root"]


# Valve's server query, for as many bots as the first argument says, and no person.
A2S = game("""
s = bind(); ends()
BOTS = int(sys.argv[1])
while True:
    _, peer = s.recvfrom(2000)
    s.sendto(b"\\xff" * 4 + b"I\\x11n\\0m\\0f\\0g\\0\\0\\0" + bytes([BOTS, 16, BOTS]) + b"dl\\0\\1" + b"1.0\\0", peer)
""")


@pytest.mark.parametrize("bots, detector, outcome, text", [
    (0, "a2s:Game Port", "ok", "nobody is on"), (2, "a2s:Game Port/included", "ok", "nobody is on"),
    (2, "a2s:Game Port", "fail", "as many bots as players"), (2, "a2s:Game Port/all", "warn", "2 players"),
    (0, "a2s:query", "fail", "no port named 'query'; there are 'Game Port'")])
def test_the_detectors_are_asked_and_what_came_back_is_told(bots, detector, outcome, text):
    said = checked([*A2S, str(bots)],
                   ["--occupancy-detectors", detector, "--occupancy-query-interval", "1s", "--ready-within", "5s"])
    players = said.of("players")
    assert players["outcome"] == outcome and detector in players["seen"] and text in players["seen"], said.text
    assert said.failed() == (["players"] if outcome == "fail" else [])


def test_what_was_advised_makes_it_pass():
    command, options, *_ = BAD["needs SIGINT"]
    said = checked(command, [*options, "--rewrite", "TERM=INT"])
    assert (said.code, said.not_ok()) == (0, []), said.text
    command, options, *_ = BAD["ends with a code"]
    assert checked(command, [*options, "--exit-remap", "7"]).code == 0


def test_a_root_that_is_written_to_is_a_warning_unless_it_must_not_be():
    said = checked(BAD["writes to the root"][0])
    pathlib.Path(SCRATCH).unlink()
    assert said.code == 0 and [f["what"] for f in said.not_ok()] == ["read-only root"]
    assert SCRATCH in json.dumps(said.of("read-only root")["details"])


def test_junit_for_ci_and_lines_for_people(tmp_path):
    file = tmp_path / "check.xml"
    command = command_of(free_port(socket.SOCK_DGRAM), BAD["ends with a code"][0], ["--junit", str(file)])
    command.remove("--json")
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False,
                          env=clean_environment(GAMEKEEPER_PLATFORM_KILL_AFTER="1s"))
    assert done.returncode == 1 and not done.stderr
    assert "\nok    starts" in done.stdout and "\nFAIL  exit code      7 after SIGTERM" in done.stdout
    assert "\n   -> Exit with 0" in done.stdout and "\x1b" not in done.stdout
    suite = xml.etree.ElementTree.parse(file).getroot()
    assert suite.get("failures") == "1" and int(suite.get("tests")) == len(suite.findall("testcase"))
    assert [c.get("name") for c in suite if c.find("failure") is not None] == ["exit code"]


@pytest.mark.parametrize("options, says", [
    ([], "behind --"), (["--port", "0", "--", "true"], "NAME=NUMBER/PROTOCOL"),
    (["--watch", "3", "--", "true"], "unit"), (["--memory", "0", "--", "true"], "memory")])
def test_usage(options, says):
    done = subprocess.run([GAMEKEEPER, "check", *options], capture_output=True, text=True, timeout=PATIENCE,
                          check=False, env=clean_environment())
    assert done.returncode == 2 and says in done.stderr


def processes_with(mark):
    found = []
    for each in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in each.read_bytes():
                found.append(int(each.parent.name))
        except OSError:
            pass
    return found


# The third is what `docker run IMAGE gamekeeper check` is behind the entrypoint: the agent steps aside, signals included.
@pytest.mark.parametrize("number, wrapper", [
    (signal.SIGINT, ()), (signal.SIGTERM, ()), (signal.SIGINT, (GAMEKEEPER, "run", "--"))])
def test_an_interrupted_check_leaves_nothing_running(number, wrapper, tmp_path):
    mark = f"gamekeeper-check-mark-{os.getpid()}-{int(number)}"
    process = start_check(game(f"'{mark}'; s = bind(); ignores({ALL}); os.symlink(os.environ['GAMEKEEPER_SOCKET'], "
                               f"'{tmp_path}/up'); sleep()"), ["--watch", "1m"], wrapper)
    wait_for((tmp_path / "up").is_symlink, "the game")
    folder = pathlib.Path(os.readlink(tmp_path / "up")).parent
    assert folder.name.startswith("gamekeeper-check-") and folder.is_dir()
    process.send_signal(number)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number
    assert processes_with(mark) == []
    assert not folder.exists()


def test_the_time_that_everything_may_take_is_kept():
    said = checked(BAD["ignores everything"][0], ["--timeout", "4s"])
    assert "time" in said.failed() and "--timeout" in said.of("time")["advice"]


def teeworlds(_):
    return ["/usr/games/teeworlds-server", "sv_register 0; sv_port 27960"]


def bzflag(_):
    return ["/usr/games/bzfs", "-p", "27960", "-advertise", "NONE"]


def armagetronad(folder):
    (folder / "var").mkdir()
    (folder / "var/server_info.cfg").write_text("SERVER_PORT 27960\nTALK_TO_MASTER 0\n")
    return ["/usr/games/armagetronad-dedicated.real", "--datadir", "/usr/share/games/armagetronad", "--configdir",
            "/etc/armagetronad", "--userdatadir", str(folder / "var"), "--vardir", str(folder / "var"),
            "--userconfigdir", str(folder / "var")]


def quake3(folder):
    data = folder / "gk"
    (data / "maps").mkdir(parents=True)
    (data / "maps/gk.bsp").write_bytes(smallest_map())
    (data / "default.cfg").write_text("// the engine wants one\n")
    (data / "qagamex86_64.so").symlink_to(QUAKE3_GAME)
    settings = {"com_standalone": 1, "com_basegame": "gk", "fs_basepath": folder, "fs_homepath": folder / "home",
                "vm_game": 0, "dedicated": 1, "net_enabled": 1, "net_port": 27960, "com_hunkMegs": 16, "bot_enable": 0}
    return [QUAKE3, *(word for name, value in settings.items() for word in ("+set", name, str(value))), "+map", "gk"]


def check_server(command, folder, *options):
    if not os.path.exists(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    return checked(command, ["--memory", "512", *options], ALONE, port=27960, HOME=str(folder),
                   GAMEKEEPER_PLATFORM_KILL_AFTER="5s")


@pytest.mark.parametrize("server", [teeworlds, bzflag, armagetronad], ids=lambda s: s.__name__)
def test_real_servers_pass(server, tmp_path):
    said = check_server(server(tmp_path), tmp_path)
    assert (said.code, said.failed()) == (0, []), said.text
    # Two of them have no handler for SIGTERM; that is worth a word, and no failure.
    assert {f["what"] for f in said.not_ok()} <= {"exit code"}, said.text


def test_a_real_servers_own_fault_is_found_and_its_advice_makes_it_pass(tmp_path):
    """ioquake3 shuts down in good order at SIGTERM, and exits with 1."""
    command = quake3(tmp_path)
    said = check_server(command, tmp_path)
    assert said.failed() == ["exit code"] and "--exit-remap 1" in said.of("exit code")["advice"]
    said = check_server(command, tmp_path, "--exit-remap", "1")
    assert (said.code, said.not_ok()) == (0, []), said.text


def test_where_no_namespace_can_be_made_that_is_said(tmp_path):
    poor = ("unshare", "--user", "--map-root-user", "--", "/bin/sh", "-c",
            "for n in user mnt; do echo 0 >/proc/sys/user/max_${n}_namespaces; done; exec \"$@\"", "sh")
    said = checked(BAD["writes to the root"][0], wrapper=poor)
    pathlib.Path(SCRATCH).unlink(missing_ok=True)
    assert said.code == 0 and said.of("read-only root")["outcome"] == "skip"
    assert "docker run --read-only" in said.of("read-only root")["advice"]


def test_as_an_ordinary_user_it_makes_a_user_namespace(tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    shutil.copy(GAMEKEEPER, folder / "gamekeeper")
    for each in (folder, tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    port = free_port(socket.SOCK_DGRAM)
    command = command_of(port, ["/bin/sh", "-c", "trap 'exit 0' TERM; read x </tmp; while :; do sleep 1 & wait; done"])
    command[0] = str(folder / "gamekeeper")
    command[command.index("--port"):command.index("--port") + 2] = []
    said = Checked(subprocess.Popen(
        ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"]}, cwd="/"))
    assert said.code == 0 and said.of("read-only root")["outcome"] in ("ok", "skip"), said.text
