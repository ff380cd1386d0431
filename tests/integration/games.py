"""Games written on the spot, and what the tests of an agent that keeps one ask of both."""
import json
import os
import socket
import sys

from conftest import wait_for

# What the Python games begin with.
PRELUDE = """
import os, signal, socket, sys, time
def notify(text):
    name = os.environ["NOTIFY_SOCKET"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.sendto(text.encode(), "\\0" + name[1:] if name[0] == "@" else name)
"""


def python(script):
    return [sys.executable, "-u", "-c", PRELUDE + script]


def shell(script):
    return ["/bin/sh", "-c", script]


def phase(agent):
    return agent.status()["phase"]


def until_phase(agent, wanted):
    wait_for(lambda: phase(agent) == wanted, f"{wanted}; the log:\n{agent.log_text()}")
    return agent


def serving(agent):
    wait_for(lambda: os.path.exists(agent.socket), "the agent's socket")
    return agent


HANDED_OUT = set()


def free_port(kind):
    """One that an app version can have, and no other game of this run was given: who asks binds it only later."""
    while True:
        with socket.socket(socket.AF_INET, kind) as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        if port < 60_000 and port not in HANDED_OUT:
            HANDED_OUT.add(port)
            return port


def report_of(agent):
    return json.loads((agent.folder / "report.json").read_text())
