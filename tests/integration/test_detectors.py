"""The detectors against real peers: ioquake3's dedicated server, sockets of this machine, and the kernel's tables.

`detector_probe` looks once and prints what it saw; the agent's own wiring is not part of it. Whatever needs a network
that nobody else uses gets a network namespace of its own, with nothing but loopback in it.
"""
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import threading

import pytest

from conftest import PATIENCE, PROBE_BIN, wait_for

LOOK = str(PROBE_BIN / "detector_probe")
QUAKE3 = "/usr/lib/ioquake3/ioq3ded"
QUAKE3_GAME = "/usr/lib/ioquake3/baseq3/qagamex86_64.so"


def look(spec, *options, wrapper=()):
    """All that the detector saw, one dict for each look."""
    done = subprocess.run([*wrapper, LOOK, spec, *options], capture_output=True, text=True, timeout=PATIENCE,
                          check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def inside(pid):
    """The command that puts another one into the network namespace of `pid`."""
    return ("nsenter", f"--net=/proc/{pid}/ns/net", "--")


@pytest.fixture
def namespace():
    """A network namespace with loopback up, kept by a process that does nothing."""
    keeper = subprocess.Popen(["unshare", "--net", "--", "sh", "-c", "ip link set lo up && echo up && exec sleep 600"],
                              stdout=subprocess.PIPE, text=True)
    assert keeper.stdout.readline() == "up\n"
    yield keeper.pid
    keeper.kill()
    keeper.wait()


@contextlib.contextmanager
def answering(answer):
    """A UDP server on loopback: `answer(packet)` gives the datagrams that go back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    packet, peer = server.recvfrom(65536)
                    if packet == b"end":
                        return
                    for each in answer(packet):
                        server.sendto(each, peer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"end", server.getsockname())
            thread.join()


# ---- Quake 3's getstatus


def smallest_map():
    """The smallest map that Quake 3's engine takes (IBSP, version 46): one node, one leaf, nothing in it."""
    box = (-4096, -4096, -4096, 4096, 4096, 4096)
    lumps = [b""] * 17
    lumps[0] = b'{ "classname" "worldspawn" }\n{ "classname" "info_player_deathmatch" "origin" "0 0 0" }\n\0'
    lumps[1] = struct.pack("<64sii", b"noshader", 0, 0)
    lumps[2] = struct.pack("<8f", 0, 0, 1, -4096, 0, 0, -1, 4096)
    lumps[3] = struct.pack("<3i6i", 0, -1, -1, *box)
    lumps[4] = struct.pack("<2i6i4i", 0, 0, *box, 0, 0, 0, 0)
    lumps[7] = struct.pack("<6f4i", *box, 0, 0, 0, 0)
    head, body = b"IBSP" + struct.pack("<i", 46), b""
    for lump in lumps:
        head += struct.pack("<ii", 8 + 17 * 8 + len(body), len(lump))
        body += lump + b"\0" * (-len(lump) % 4)
    return head + body


@pytest.fixture
def quake3(tmp_path, namespace):
    """ioquake3's server without any data of Quake 3, in a network namespace: it can announce itself to nobody."""
    if not os.path.exists(QUAKE3):
        pytest.skip("ioquake3-server is not installed")
    game = tmp_path / "gk"
    (game / "maps").mkdir(parents=True)
    (game / "maps/gk.bsp").write_bytes(smallest_map())
    (game / "default.cfg").write_text("// the engine wants one\n")
    (game / "qagamex86_64.so").symlink_to(QUAKE3_GAME)
    settings = {"com_standalone": 1, "com_basegame": "gk", "fs_basepath": tmp_path, "fs_homepath": tmp_path / "home",
                "vm_game": 0, "dedicated": 1, "net_enabled": 1, "net_ip": "127.0.0.1", "net_port": 27960,
                "com_hunkMegs": 16, "bot_enable": 0}
    words = [word for name, value in settings.items() for word in ("+set", name, str(value))]
    with open(tmp_path / "server.log", "wb") as log:
        server = subprocess.Popen([*inside(namespace), QUAKE3, *words, "+map", "gk"], stdin=subprocess.DEVNULL,
                                  stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path)
    wait_for(lambda: b"sv_pure set" in (tmp_path / "server.log").read_bytes(), "Quake 3's server")
    yield namespace
    server.terminate()
    server.wait(timeout=PATIENCE)


def test_quake3_an_empty_server_says_none(quake3):
    seen = wait_for(lambda: [s for s in look("quake3:27960", wrapper=inside(quake3)) if "presence" in s],
                    "an answer of Quake 3's server")
    assert seen == [{"presence": "none", "players": 0}]


def test_quake3_a_port_of_the_mapping(quake3):
    wrapper = inside(quake3)
    wait_for(lambda: "presence" in look("quake3:27960", wrapper=wrapper)[0], "an answer of Quake 3's server")
    assert look("quake3:Game Port", "--port", "Game Port=27960", wrapper=wrapper)[0]["presence"] == "none"


def test_quake3_nobody_there_is_no_empty_server(namespace):
    seen = look("quake3:27960", wrapper=inside(namespace))[0]
    assert seen["error"] == "unreachable"
    assert "nobody listens at 127.0.0.1:27960" in seen["message"]


def test_quake3_asked_for_a2s_says_so(quake3):
    # It takes "T" for a command that it does not know, and is silent.
    assert look("a2s:27960", "--deadline-ms", "300", wrapper=inside(quake3))[0]["error"] == "timed_out"


# ---- A2S over real sockets

PLAIN = b"\xff\xff\xff\xff"
REQUEST = PLAIN + b"TSource Engine Query\0"


def info(players, bots, name=b"server"):
    return (PLAIN + b"I\x11" + name + b"\0map\0folder\0game\0\0\0" + bytes([players, 16, bots]) + b"dl\0\x01" +
            b"1.0.0.0\0")


def with_challenge(answers):
    """A server that wants its challenge back before it answers, as Valve's do since 2020."""
    def answer(packet):
        if packet == REQUEST:
            return [PLAIN + b"A" + b"\x01\x02\x03\x04"]
        assert packet == REQUEST + b"\x01\x02\x03\x04"
        return answers
    return answer


def test_a2s_with_a_challenge():
    with answering(with_challenge([info(5, 2)])) as port:
        assert look(f"a2s:{port}") == [{"presence": "players", "players": 3}]
        assert look(f"a2s:{port}/all") == [{"presence": "players", "players": 5}]


def test_a2s_split_and_out_of_order():
    whole = info(2, 0, b"x" * 2500)
    cut = [whole[i:i + 1248] for i in range(0, len(whole), 1248)]
    parts = [b"\xfe\xff\xff\xff\x07\0\0\0" + bytes([len(cut), i]) + b"\xe0\x04" + each for i, each in enumerate(cut)]
    with answering(with_challenge(reversed(parts))) as port:
        assert look(f"a2s:{port}") == [{"presence": "players", "players": 2}]


@pytest.mark.parametrize("answers, error", [
    ([info(1, 0)[:18]], "malformed"),
    ([], "timed_out"),
    ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "malformed"),
    ([b"\xfe\xff\xff\xff\x07\0\0\0\x03\x01\xe0\x04" + b"x" * 100] * 20, "timed_out"),
    ([b"\xfe\xff\xff\xff" + bytes([n]) + b"\0\0\0\x03\x01\xe0\x04" + b"x" * 100 for n in range(200)], "too_large"),
], ids=["cut short", "silent", "another protocol", "the same part again", "parts without end"])
def test_a2s_a_broken_server_is_unknown(answers, error):
    with answering(lambda _: answers) as port:
        assert look(f"a2s:{port}", "--deadline-ms", "500")[0]["error"] == error


def test_a2s_a_stranger_is_not_heard():
    """Somebody who knows the port that the question came from answers first: "empty". The game says two."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as game:
        stranger.bind(("127.0.0.1", 0))
        game.bind(("127.0.0.1", 0))
        game.settimeout(PATIENCE)
        with subprocess.Popen([LOOK, f"a2s:{game.getsockname()[1]}", "--deadline-ms", "30000"],
                              stdout=subprocess.PIPE) as looking:
            peer = game.recvfrom(2048)[1]
            for _ in range(20):
                stranger.sendto(info(0, 0), peer)
            game.sendto(info(2, 0), peer)
            seen = json.loads(looking.communicate(timeout=PATIENCE)[0])
    assert seen == {"presence": "players", "players": 2}


# ---- Minecraft over real sockets


@contextlib.contextmanager
def streaming(answer):
    """A TCP server on loopback for one connection; `answer(connection)` says what there is to say."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)

        def serve():
            with contextlib.suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.settimeout(PATIENCE)
                    answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join()


def number(value):
    groups = b""
    while value > 0x7F:
        groups, value = groups + bytes([value & 0x7F | 0x80]), value >> 7
    return groups + bytes([value])


def status(online):
    text = json.dumps({"version": {"name": "1.20.4", "protocol": 765}, "players": {"max": 20, "online": online}})
    content = b"\0" + number(len(text)) + text.encode()
    return number(len(content)) + content


def test_minecraft_counts_and_asks_as_a_client_does():
    asked = []

    def answer(connection):
        asked.append(connection.recv(4096))
        for byte in status(3):
            connection.send(bytes([byte]))
        connection.recv(1)

    with streaming(answer) as port:
        assert look(f"minecraft:{port}") == [{"presence": "players", "players": 3}]
    # Length, kind 0, version -1, host, port, "status comes next"; then length 1, kind 0.
    assert asked == [b"\x13\0\xff\xff\xff\xff\x0f\x09127.0.0.1" + struct.pack(">H", port) + b"\x01\x01\0"]


@pytest.mark.parametrize("said, error", [
    (b"", "closed"), (status(1)[:-1], "closed"), (b"\xff\xff\xff\x7f", "too_large"),
    (b"SSH-2.0-OpenSSH_9.2\r\n" + b" " * 80, "malformed"),
])
def test_minecraft_a_broken_server_is_unknown(said, error):
    def answer(connection):
        connection.recv(4096)
        connection.sendall(said)

    with streaming(answer) as port:
        assert look(f"minecraft:{port}")[0]["error"] == error


def test_minecraft_an_answer_without_its_end_runs_into_the_deadline():
    def answer(connection):
        connection.recv(4096)
        connection.sendall(status(1)[:-1])
        connection.recv(1)

    with streaming(answer) as port:
        assert look(f"minecraft:{port}", "--deadline-ms", "300")[0]["error"] == "timed_out"


# ---- TCP connections by the kernel's table


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_tcp_counts_who_is_connected(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as server:
        port = server.getsockname()[1]
        assert look(f"tcp:{port}") == [{"presence": "none", "players": 0}]
        clients = [socket.create_connection((address, port)) for _ in range(3)]
        accepted = [server.accept()[0] for _ in clients]
        assert look(f"tcp:{port}") == [{"presence": "players", "players": 3}]
        for each in clients + accepted:
            each.close()
        wait_for(lambda: look(f"tcp:{port}")[0]["presence"] == "none", "the connections' end")


def test_tcp_in_a_namespace_of_ones_own(namespace):
    """Connections of another network namespace are none of ours."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            assert look(f"tcp:{port}", wrapper=inside(namespace)) == [{"presence": "none", "players": 0}]


# ---- The rate of datagrams of a network namespace

TRAFFIC = """
import socket, sys, time
read = sys.argv[1] == "read"
game = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
game.bind(("127.0.0.1", 7777))
player = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
player.connect(("127.0.0.1", 7777))
while True:
    player.send(b"x" * 100)
    if read:
        game.recv(2048)
    time.sleep(0.002)
"""


def test_udp_rate_sees_players_in_the_namespace_and_only_there(namespace):
    looks = ("--looks", "3", "--pause-ms", "300")
    quiet = look("udp_rate:50", *looks, wrapper=inside(namespace))
    assert [each["presence"] for each in quiet] == ["unknown", "none", "none"]
    player = subprocess.Popen([*inside(namespace), sys.executable, "-c", TRAFFIC, "read"])
    try:
        wait_for(lambda: look("udp_rate:50", *looks, wrapper=inside(namespace))[2] ==
                 {"presence": "players", "players": 1}, "the player's datagrams")
    finally:
        player.kill()
        player.wait()
    wait_for(lambda: look("udp_rate:50", *looks, wrapper=inside(namespace))[2]["presence"] == "none",
             "silence in the namespace")


def test_udp_rate_counts_what_a_game_that_hangs_does_not_read(namespace):
    """The kernel counts a datagram when it is read; once the buffer is full, when it finds no room."""
    player = subprocess.Popen([*inside(namespace), sys.executable, "-c", TRAFFIC, "hang"])
    try:
        wait_for(lambda: look("udp_rate:50", "--looks", "2", "--pause-ms", "300", wrapper=inside(namespace))[1] ==
                 {"presence": "players", "players": 1}, "datagrams that find no room")
    finally:
        player.kill()
        player.wait()
