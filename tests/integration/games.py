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


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def report_of(agent):
    return json.loads((agent.folder / "report.json").read_text())
