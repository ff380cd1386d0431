"""What the game says on $NOTIFY_SOCKET, by hand and with the real systemd-notify and libsystemd; who is heard there,
who hears it above the agent, and what comes along that nobody asked for."""
import array
import contextlib
import ctypes.util
import os
import shutil
import signal
import socket
import struct
import tempfile

import pytest
from conftest import PATIENCE, wait_for
from games import phase, python, report_of, serving, shell, until_phase

needs_systemd_notify = pytest.mark.skipif(not shutil.which("systemd-notify"), reason="no systemd-notify")
needs_libsystemd = pytest.mark.skipif(not ctypes.util.find_library("systemd"), reason="no libsystemd")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def test_players_and_status_by_notification(start):
    agent = serving(start(python("notify('X_PLAYERS=3\\nSTATUS=on dust')\nprint('said')\ntime.sleep(1000)")))
    wait_for(lambda: agent.status()["occupancy"].get("players") == 3, "the players")
    agent.until_log('"message":"the game says","status":"on dust"')


def address_of(name):
    return "\0" + name[1:] if name[0] == "@" else name


def name_in(agent):
    """Of the game's $NOTIFY_SOCKET; the game prints it between `name=` and a blank."""
    return agent.until_output(" .").output().split("name=")[1].split(" ")[0]


TELLS_ITS_NAME = "echo name=$NOTIFY_SOCKET .; exec sleep 1000"


def test_nobody_from_outside_is_heard(start):
    agent = serving(start(shell(TELLS_ITS_NAME), "--ready-when", "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as outside:
        outside.sendto(b"READY=1", address_of(name_in(agent)))
    agent.until_log("a notification from outside the game is not heard")
    assert phase(agent) == "starting"


TAKES_IT_FOR_ABSTRACT = """
import socket
socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"READY=1", "\\0" + os.environ["NOTIFY_SOCKET"][1:])
print("said")
time.sleep(1000)
"""


def test_who_takes_the_path_for_an_abstract_name_is_heard(start):
    agent = serving(start(python(TAKES_IT_FOR_ABSTRACT), "--ready-when", "notify"))
    agent.until_output("said")
    until_phase(agent, "running")


def test_nobody_from_outside_is_heard_by_the_abstract_name_of_the_path(start):
    agent = serving(start(shell(TELLS_ITS_NAME), "--ready-when", "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as outside:
        outside.sendto(b"READY=1", "\0" + name_in(agent)[1:])
    agent.until_log("a notification from outside the game is not heard")
    assert phase(agent) == "starting"


# Once asked for, a helper says that the game is ready, and is gone when that is said.
HELPER_THAT_IS_GONE = """
print("the game runs")
while not os.path.exists(sys.argv[1] + "/go"): time.sleep(0.01)
if (helper := os.fork()) == 0:
    notify("READY=1")
    os._exit(0)
os.waitpid(helper, 0)
open(sys.argv[1] + "/gone", "w").close()
time.sleep(1000)
"""


def test_a_helper_that_is_gone_before_the_agent_can_look_is_heard(start_agent, tmp_path):
    agent = serving(start_agent([*python(HELPER_THAT_IS_GONE), str(tmp_path)], options=["--ready-when", "notify"]))
    agent.until_output("the game runs").process.send_signal(signal.SIGSTOP)
    (tmp_path / "go").touch()
    wait_for((tmp_path / "gone").exists, "the end of the helper")
    agent.process.send_signal(signal.SIGCONT)
    until_phase(agent, "running")
    assert "is not heard" not in agent.log_text()


# Becomes the user of its argument, leaves the game for the init, and says that the game is ready.
LEAVES_THE_GAME = """
user = int(sys.argv[1])
os.setgid(user)
os.setuid(user)
parent = os.getpid()
if os.fork(): os._exit(0)
os.setsid()
while os.getppid() == parent: time.sleep(0.01)
notify("READY=1")
time.sleep(1000)
"""


@pytest.fixture
def open_folder():
    """One that every user may pass, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield folder


@needs_root
@pytest.mark.parametrize("user, heard", [(65534, False), (0, True)])
def test_an_orphan_of_another_user_does_not_speak_for_the_game(user, heard, start, open_folder):
    """As anybody may who can have his process inherited by the init, with `docker exec` for one."""
    leaver = [*python(LEAVES_THE_GAME), str(user)]
    game = python(f"import subprocess\nsubprocess.run({leaver!r}, check=True)\nprint('left behind')\ntime.sleep(1000)")
    agent = start(game, "--ready-when", "notify", "--control-socket", open_folder + "/gk.sock")
    agent.socket = open_folder + "/gk.sock"
    serving(agent).until_output("left behind")
    if heard:
        until_phase(agent, "running")
    else:
        agent.until_log("a notification of another user, from outside the game, is not heard")
        assert phase(agent) == "starting"


@needs_root
@pytest.mark.parametrize("is_open", [True, False])
def test_the_games_own_user_is_heard_on_a_socket_that_it_can_reach(is_open, start, open_folder):
    os.chmod(open_folder, 0o755 if is_open else 0o700)
    game = python("notify('READY=1')\nprint('name=' + os.environ['NOTIFY_SOCKET'], '.')\ntime.sleep(1000)")
    agent = start(game, "--ready-when", "notify", "--game-user", "65534", "--control-socket", open_folder + "/gk.sock")
    agent.socket = open_folder + "/gk.sock"
    until_phase(serving(agent), "running")
    assert name_in(agent).startswith("/" if is_open else "@gamekeeper-")


def test_the_socket_is_a_file_beside_the_control_socket_and_goes_with_the_agent(start):
    agent = serving(start(shell(TELLS_ITS_NAME)))
    name = name_in(agent)
    assert name == agent.socket + ".notify"
    assert os.path.exists(name)
    agent.process.terminate()
    agent.wait()
    assert not os.path.exists(name)


def test_the_socket_has_an_abstract_name_where_there_is_no_folder_for_it(start):
    agent = start(shell(TELLS_ITS_NAME), "--control-socket", "off", "--ready-when", "notify")
    assert name_in(agent).startswith("@gamekeeper-")


def test_what_the_game_says_is_passed_on_to_whoever_started_the_agent(start_agent, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as above:
        above.bind(str(tmp_path / "above"))
        above.settimeout(PATIENCE)
        game = python("notify('READY=1\\nMAINPID=7')\nnotify('STATUS=on dust')\nnotify('FDSTORE=1')\n"
                      "notify('STOPPING=1')\ntime.sleep(1000)")
        start_agent(game, environment={"NOTIFY_SOCKET": str(tmp_path / "above")})
        assert [above.recv(1000) for _ in range(3)] == [b"READY=1", b"STATUS=on dust", b"STOPPING=1"]


def test_a_place_above_that_is_gone_is_said_once_and_the_game_is_heard(start_agent, tmp_path):
    game = python("for i in range(5): notify('STATUS=x')\nnotify('READY=1')\ntime.sleep(1000)")
    agent = serving(start_agent(game, options=["--ready-when", "notify"],
                                environment={"NOTIFY_SOCKET": str(tmp_path / "nobody")}))
    until_phase(agent, "running")
    assert agent.log_text().count(str(tmp_path / "nobody")) == 1


def lingering():
    """A connection whose close lasts as long as its linger time says: its peer reads nothing. With that peer."""
    door = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(door.getsockname())
    peer, _ = door.accept()
    client.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            client.send(b"x" * 65536)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 3600))
    return client, peer, door


def send_away(descriptor, text, kind, place):
    """Gives it to whoever listens there; from then on the last close is theirs."""
    with socket.socket(socket.AF_UNIX, kind) as sender:
        sender.connect(place)
        sender.sendmsg([text], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor.fileno()]))])
        descriptor.close()
        if kind == socket.SOCK_STREAM:
            sender.settimeout(PATIENCE)
            with contextlib.suppress(ConnectionError):
                sender.recv(1)


@pytest.mark.parametrize("text", ["notification", "request", "no request"])
def test_a_descriptor_whose_close_would_last_an_hour_stops_nothing(text, start):
    agent = serving(start(shell(TELLS_ITS_NAME)))
    client, *kept_open = lingering()
    if text == "notification":
        send_away(client, b"READY=1", socket.SOCK_DGRAM, address_of(name_in(agent)))
        agent.until_log("is not heard")
    else:
        request = {"request": b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                   "no request": b"BAD\r\n\r\n"}
        send_away(client, request[text], socket.SOCK_STREAM, agent.socket)
    assert phase(agent) == "running"  # an agent in that close would answer in an hour
    agent.process.terminate()
    assert agent.wait() == 128 + signal.SIGTERM
    for each in kept_open:
        each.close()


@needs_systemd_notify
@pytest.mark.parametrize("name", ["start_agent", "as_init"])
def test_systemd_notify_itself(name, request):
    """From a short-lived child of a child of the game."""
    game = shell("systemd-notify --ready --status='loaded the map' || exit 9; systemd-notify WATCHDOG=1 || exit 8; "
                 "systemd-notify X_PLAYERS=2 || exit 7; echo said; while :; do sleep 1000; done")
    agent = serving(request.getfixturevalue(name)(game, options=[
        "--ready-when", "notify", "--watchdog-source", "game", "--watchdog-timeout", "1h"]))
    agent.until_output("said")
    seen = agent.status()
    assert (seen["phase"], seen["occupancy"]["players"]) == ("running", 2)
    assert '"status":"loaded the map"' in agent.log_text()
    assert "is not heard" not in agent.log_text()
    os.kill(agent.pid if name == "as_init" else agent.process.pid, signal.SIGTERM)
    assert agent.wait() == 128 + signal.SIGTERM


@needs_libsystemd
def test_libsystemd_itself(start):
    game = python("""
import ctypes, ctypes.util
sd = ctypes.CDLL(ctypes.util.find_library("systemd"))
every = ctypes.c_uint64()
print("watchdog", sd.sd_watchdog_enabled(0, ctypes.byref(every)), every.value)
assert sd.sd_notify(0, b"STATUS=loading") == 1
assert sd.sd_notify(0, b"READY=1") == 1
for i in range(5): assert sd.sd_notify(0, b"WATCHDOG=1") == 1; time.sleep(0.3)
def end(*a):
    assert sd.sd_notify(0, b"STOPPING=1") == 1
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("said")
sd.sd_notify(0, b"WATCHDOG=trigger")
while True: time.sleep(0.05)
""")
    agent = start(game, "--ready-when", "notify", "--watchdog-source", "game", "--watchdog-timeout", "1s",
                  "--watchdog-signal", "TERM")
    assert agent.wait() == 0
    assert agent.output() == "watchdog 1 1000000\nsaid\n"
    assert '"status":"loading"' in agent.log_text() and '"status":"stopping"' in agent.log_text()
    report = report_of(agent)
    assert report["verdict"] == "hung" and "said of itself" in report["reason"]
