"""`gamekeeper-fleet` against the emulated platform, over TLS: every command, every exit code, the README's script."""
import json
import os
import pathlib
import pty
import re
import select
import socket
import subprocess
import time

import pytest
from conftest import BIN, PATIENCE, Emulator, clean_environment, wait_for

FLEET = str(BIN / "gamekeeper-fleet")
HERE = pathlib.Path(__file__).parent
SHELL = ("/bin/sh", "-c", "echo hello; trap 'echo asked to end; exit 0' TERM; while :; do sleep 1 & wait $!; done")


class Fleet:
    """The operator: the program, and the platform it talks to."""

    def __init__(self, platform):
        self.platform = platform
        self.environment = clean_environment(
            GAMEKEEPER_API_URL=platform.ready["https"], EDGEGAP_API_TOKEN=platform.token,
            PATH=f"{BIN}:{os.environ['PATH']}")

    def run(self, *words, code=0, stdin="", **environment):
        ended = subprocess.run([FLEET, "--ca-file", self.platform.ca, *words], input=stdin, capture_output=True,
                               text=True, env={**self.environment, **environment}, timeout=PATIENCE, check=False)
        assert ended.returncode == code, f"{words} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}"
        self.err = ended.stderr
        return ended.stdout

    def json(self, *words, **more):
        return json.loads(self.run("--json", *words, **more))

    def deploy(self, *words):
        return self.run("deploy", "game", "v1", "--ip", "203.0.113.7", "-q", *words).strip()


@pytest.fixture
def fleet(emulator):
    return Fleet(emulator(*SHELL))


class Sample(Emulator):
    """The emulator as a person starts it: with its built-in applications, places and fleet."""

    def __init__(self, folder):
        super().__init__(folder, [])

    def command(self):
        words = super().command()
        at = words.index("--config")
        return words[:at] + words[at + 2:]


@pytest.fixture
def sample(tmp_path):
    folder = tmp_path / "sample"
    folder.mkdir()
    platform = Sample(folder)
    yield Fleet(platform)
    platform.end()


def test_the_readmes_script_drives_a_deployment_from_deploy_to_terminated(sample):
    script = HERE / "fleet_script.sh"
    assert len(script.read_text().splitlines()) <= 10
    trusted = {**sample.environment, "SSL_CERT_FILE": sample.platform.ca}
    ended = subprocess.run([script], capture_output=True, text=True, env=trusted, timeout=PATIENCE, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for word in ("Status.READY", "é/100%", "night-shift", "listens on", "CPU", "Status.TERMINATED"):
        assert word in ended.stdout, ended.stdout


def test_deploy_waits_until_it_is_ready_and_shows_it(fleet):
    out = fleet.run("deploy", "game", "v1", "--ip", "203.0.113.7", "--tag", "é", "--env", "A=b=c", "--wait")
    assert "Status.READY" in out and "game v1" in out and "gameport" in out
    out = fleet.run("deploy", "game", "v1", "--at", "45.5,-73.6", "--wait", "--json")
    assert json.loads(out)["current_status"] == "Status.READY"


def test_a_deploy_carries_a_mark_unless_it_is_told_not_to(fleet):
    marked, plain = fleet.deploy("--tag", "mine"), fleet.deploy("--no-mark")
    assert re.fullmatch(r"gk-[0-9a-f]{16}", [t for t in fleet.json("status", marked)["tags"] if t != "mine"][0])
    assert fleet.json("status", plain)["tags"] == []


def test_status_for_people_scripts_and_pipes(fleet):
    id = fleet.deploy("--wait")
    assert fleet.run("status", id).splitlines()[0].split() == ["deployment", id]
    shown = dict(re.split(r"  +", line, maxsplit=1) for line in fleet.run("status", id).splitlines())
    assert (shown["running"], shown["last status"], shown["whitelist"]) == ("yes", "Status.DEPLOYING", "off")
    assert fleet.json("status", id)["request_id"] == id
    assert fleet.run("status", id, "-q") == id + "\n"
    assert "\x1b" not in fleet.run("status", id)


def test_stop_and_wait_for_the_end(fleet):
    id = fleet.deploy("--wait")
    assert "deleted" in fleet.run("stop", id)
    fleet.run("wait", id, "--for", "terminated", "--timeout", "30s")
    fleet.run("stop", id)  # stopped already: nothing to complain about


def test_a_wait_that_cannot_end_well_or_in_time(fleet):
    id = fleet.deploy("--wait")
    fleet.run("wait", id, "--for", "terminated", "--timeout", "600ms", code=6)
    assert f"{id} is not terminated" in fleet.err
    fleet.run("stop", id)
    fleet.run("wait", id, "--for", "terminated", "--timeout", "30s")
    fleet.run("wait", id, "--for", "ready", "--timeout", "30s", code=1)


def test_list_and_its_filters(fleet):
    first, second = fleet.deploy("--tag", "red", "--wait"), fleet.deploy("--tag", "é/100%", "--wait")
    assert set(fleet.run("list", "-q").split()) == {first, second}
    assert fleet.run("list", "-q", "--tag", "é/100%").split() == [second]
    assert set(fleet.run("list", "-q", "--status", "ready", "--app", "game").split()) == {first, second}
    assert fleet.run("list", "-q", "--app", "other").split() == []
    assert fleet.run("list", "-q", "--order", "-created_at").split() == [second, first]
    assert fleet.run("list", "-q", "--page-size", "1", "--order", "created_at").split() == [first, second]
    assert fleet.run("list", "-q", "--page-size", "1", "--page", "2", "--order", "created_at").split() == [second]
    own = '{"filters":[{"field":"tags","operator":"eq","value":"red"}]}'
    assert fleet.run("list", "-q", "--query", own).split() == [first]
    fleet.run("list", "--query", own, "--tag", "red", code=2)
    fleet.run("list", "--query", "status=ready", code=2)
    fleet.run("list", "--query", '{"filters":"all"}', code=4)
    pages = [json.loads(line) for line in fleet.run("list", "--json", "--page-size", "1").splitlines()]
    assert [len(p["data"]) for p in pages] == [1, 1]
    heading, *rows = fleet.run("list").splitlines()
    assert fleet.err == "2 deployments\n"
    assert heading.split() == ["DEPLOYMENT", "READY", "ADDRESS", "PORTS", "STARTED", "TAGS"]
    assert len(rows) == 2 and all("yes" in row for row in rows)


def test_bulk_stop_needs_a_yes_and_takes_what_matches(fleet):
    red, blue = fleet.deploy("--tag", "red", "--wait"), fleet.deploy("--tag", "blue", "--wait")
    fleet.run("bulk-stop", "--tag", "red", code=2)
    assert "--yes" in fleet.err
    assert fleet.run("bulk-stop", "--tag", "red", "--yes", "-q").split() == [red]
    fleet.run("wait", red, "--for", "terminated", "--timeout", "30s")
    assert fleet.json("status", blue)["current_status"] == "Status.READY"
    fleet.run("bulk-stop", code=2)


def on_a_terminal(words, environment, answer, columns=80):
    """Runs a program on a terminal of its own, types `answer` once it is asked, and gives what it showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        import fcntl
        import struct
        import termios
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execve(words[0], words, environment)
    shown, deadline = b"", time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if not ready:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if answer and b"[y/N] " in shown:
            os.write(terminal, answer.encode())
            answer = None
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_on_a_terminal_it_asks_colours_and_fits(fleet):
    id = fleet.deploy("--tag", "a-rather-long-tag", "--wait")
    words = [FLEET, "--ca-file", fleet.platform.ca]
    code, shown = on_a_terminal([*words, "list"], fleet.environment, None)
    assert code == 0 and "\x1b[32myes\x1b[0m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert all(len(line) <= 80 for line in plain.splitlines()), shown
    code, shown = on_a_terminal([*words, "list"], {**fleet.environment, "NO_COLOR": "1"}, None, columns=30)
    assert "\x1b" not in shown and f"DEPLOYMENT  {id}" in shown
    code, shown = on_a_terminal([*words, "bulk-stop", "--id", id], fleet.environment, "n\n")
    assert code == 1 and "nothing was stopped" in shown
    code, shown = on_a_terminal([*words, "bulk-stop", "--id", id], fleet.environment, "y\n")
    assert code == 0 and f"stopping {id}" in shown
    code, shown = on_a_terminal([*words, "wait", id, "--for", "terminated"], fleet.environment, None)
    assert code == 0 and "\r\x1b[K" in shown


def test_tags_with_any_name(fleet):
    id = fleet.deploy("--no-mark")
    for name in ("a/b", "é", "100%", "a b?c#d"):
        fleet.run("tags", "add", id, name)
        assert fleet.json("tags", "get", id, name)["name"] == name
    assert set(fleet.run("tags", "list", id, "-q").splitlines()) == {"a/b", "é", "100%", "a b?c#d"}
    pages = [fleet.run("tags", "list", id, "-q", "--page-size", "3", "--page", n).splitlines() for n in ("1", "2")]
    assert [len(page) for page in pages] == [3, 1] and len(set(sum(pages, []))) == 4
    fleet.run("tags", "list", id, "--page-size", "3", "--page", "2")
    assert fleet.err == "1 of 4 tags: page 2 of 2\n"
    fleet.run("tags", "add", id, "é", code=4)
    fleet.run("tags", "rename", id, "100%", "50%")
    fleet.run("tags", "remove", id, "50%")
    fleet.run("tags", "get", id, "50%", code=3)
    fleet.run("tags", "add", id, "", code=2)
    fleet.run("tags", "add", id, "x" * 200, code=4)


def test_logs_once_and_followed_to_the_end(fleet):
    id = fleet.deploy("--wait")
    wait_for(lambda: "hello" in fleet.run("logs", id), "the first line of the log")
    follower = subprocess.Popen([FLEET, "--ca-file", fleet.platform.ca, "logs", id, "--follow", "--interval", "100ms"],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=fleet.environment)
    assert follower.stdout.readline() == "hello\n"
    fleet.run("stop", id)
    rest, _ = follower.communicate(timeout=PATIENCE)
    assert follower.returncode == 0
    assert rest in ("asked to end\n", "")  # the log goes with the deployment: the last words may be lost with it


def test_metrics_as_table_curve_and_csv(fleet):
    id = fleet.deploy("--wait")
    answer = wait_for(lambda: [m for m in [fleet.json("metrics", id)] if m["cpu"]["datasets"]], "a measurement")[0]
    assert len(answer["cpu"]["labels"]) == len(answer["cpu"]["datasets"])
    assert fleet.run("metrics", id).splitlines()[0].split() == ["SERIES", "POINTS", "LAST", "LEAST", "MEAN", "MOST"]
    curves = fleet.run("metrics", id, "--plot")
    for title in ("CPU  ", "memory  ", "network received  ", "network sent  "):
        assert title in curves
    rows = fleet.run("metrics", id, "--csv").splitlines()
    assert rows[0].startswith("timestamp,label,cpu,mem,network_receive") and len(rows) > 1


def test_locations_beacons_and_hosts(sample):
    places = sample.run("locations", "-q").split()
    assert len(places) > 10
    assert sample.json("deploy", "sample", "v1", "--at", places[3], "--wait")["location"]["city"]
    assert "CITY" in sample.run("locations", "--app", "sample", "--app-version", "v1")
    assert sample.run("locations", "--beacons").startswith("HOST")
    assert "alpha-north-america-95fab093" in sample.run("hosts", "test-fleet")
    host = sample.run("hosts", "test-fleet", "-q").split()[0]
    assert sample.run("deploy", "sample", "v1", "--ip", "203.0.113.7", "--host", host, "-q", "--wait")
    assert sample.run("deploy-v1", "sample", "--ip", "203.0.113.7", "-q", "--wait")


def test_deploy_v1_has_what_only_the_older_reference_has(fleet):
    old = ["deploy-v1", "game", "--ip", "203.0.113.7", "--skip-telemetry", "--public-app",
           "--telemetry-profile", "85cf70e6-f871-42c6-96f0-65ff5bd469b5"]
    assert fleet.json(*old, "--sort-strategy", "weighted")["ap_sort_strategy"] == "weighted"
    assert re.fullmatch(r"deploying ([0-9a-f]{12}), at \1\.pr\.edgegap\.net\n", fleet.run(*old[:4], "--telemetry"))
    fleet.run(*old, "--sort-strategy", "moon", code=4)
    assert "ap_sort_strategy" in fleet.err and "basic" in fleet.err


def test_from_inside_a_deployment(fleet, tmp_path):
    fleet.deploy("--wait")
    id = fleet.deploy("--no-mark", "--wait")
    injected = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            entries = (entry / "environ").read_text(errors="replace").split("\0")
            found = dict(e.split("=", 1) for e in entries if "=" in e)
        except OSError:
            continue
        if found.get("ARBITRIUM_REQUEST_ID") == id:
            injected = {k: v for k, v in found.items() if k.startswith("ARBITRIUM_")}
    assert injected
    # With the id of the deployment in its environment the program would be one of its processes, and end with it.
    del injected["ARBITRIUM_REQUEST_ID"]
    injected["EDGEGAP_API_TOKEN"] = ""  # not needed
    assert id in fleet.run("context", **injected)
    fleet.run("context", "add-tag", "from inside", **injected)
    assert fleet.json("context", **injected)["tags"] == ["from inside"]
    fleet.run("context", "remove-tag", "from inside", **injected)
    assert "deleted" in fleet.run("self-stop", **injected)
    fleet.run("wait", id, "--for", "terminated", "--timeout", "30s")
    fleet.run("self-stop", code=2)


def test_a_mistyped_command_is_told_the_one_that_was_meant(fleet):
    for word, meant in (("staus", "status"), ("deploi", "deploy"), ("tag", "tags")):
        ended = subprocess.run([FLEET, word, "x"], capture_output=True, text=True, env=fleet.environment, timeout=PATIENCE,
                               check=False)
        assert ended.returncode == 2 and f"Did you mean {meant}?" in ended.stderr
    ended = subprocess.run([FLEET, "status"], capture_output=True, text=True, env=fleet.environment, timeout=PATIENCE,
                           check=False)
    assert ended.returncode == 2 and "Did you mean" not in ended.stderr


def test_https_goes_through_the_proxy_of_the_environment(fleet):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        with subprocess.Popen([FLEET, "--api-url", "https://platform.invalid", "--timeout", "20s", "list"], text=True,
                              env={**fleet.environment, "HTTPS_PROXY": address}, stderr=subprocess.PIPE) as asking:
            connection = proxy.accept()[0]
            assert connection.recv(4096).startswith(b"CONNECT platform.invalid:443 HTTP/1.1\r\n")
            asking.kill()
            connection.close()


def test_exit_codes(fleet):
    for command in ("status", "stop", "logs"):
        fleet.run(command, "nosuchid", code=3)
    fleet.run("status", code=2)
    fleet.run("deploy", "nosuch", "v1", "--ip", "203.0.113.7", code=4)
    fleet.run("list", code=4, EDGEGAP_API_TOKEN="wrong")
    assert "EDGEGAP_API_TOKEN" in fleet.err
    fleet.run("list", code=2, EDGEGAP_API_TOKEN="")
    fleet.run("list", "--api-url", "https://127.0.0.1:1", "--timeout", "2s", code=5)
    fleet.run("list", "--api-url", "http://192.0.2.1", code=2)
    fleet.run("list", "--api-url", fleet.platform.ready["https"], "--ca-file", "/dev/null", code=5)
    fleet.platform.fault("deployment_list", 503, 1)
    fleet.run("list")  # tried again
    fleet.platform.fault("deployment_list", 503, 50)
    fleet.run("list", "--timeout", "2s", code=5)


def test_the_token_may_be_in_a_file_and_is_in_no_output(fleet, tmp_path):
    (tmp_path / "token").write_text(fleet.platform.token + "\n")
    fleet.run("list", "--token-file", str(tmp_path / "token"), EDGEGAP_API_TOKEN="wrong")
    for words, code in ((["list"], 4), (["status", "x"], 4)):
        out = fleet.run(*words, code=code, EDGEGAP_API_TOKEN="not-the-right-token")
        assert "not-the-right-token" not in out + fleet.err
    assert "--token " not in fleet.run("--help")


def test_bash_completes(fleet):
    script = r"""
source <(gamekeeper-fleet completion bash)
complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _gamekeeper_fleet; echo "${COMPREPLY[*]}"; }
complete_words gamekeeper-fleet de
complete_words gamekeeper-fleet tags r
complete_words gamekeeper-fleet deploy game v1 --ta
complete_words gamekeeper-fleet wait --for ""
complete_words gamekeeper-fleet --json bulk-stop --match a
complete_words gamekeeper-fleet completion z
"""
    ended = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, env=fleet.environment,
                           check=True)
    assert ended.stdout.splitlines() == [
        "deploy deploy-v1", "rename remove", "--tag", "ready terminated", "any all", "zsh"]


def test_zsh_completes(fleet):
    script = r"""
compdef() { :; }
compadd() { shift; print -r -- "values: $*"; }
_describe() { local -a all; all=("${(@P)2}"); all=("${(@)all%%:*}"); print -r -- "$1: ${(j:,:)all}"; }
source <(gamekeeper-fleet completion zsh)
words=(gamekeeper-fleet tags ""); CURRENT=3; _gamekeeper_fleet
words=(gamekeeper-fleet wait --for ""); CURRENT=4; _gamekeeper_fleet
words=(gamekeeper-fleet stop --); CURRENT=3; _gamekeeper_fleet
"""
    ended = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, env=fleet.environment,
                           check=True)
    lines = ended.stdout.splitlines()
    assert lines[0] == "command: list,get,add,rename,remove"
    assert lines[1] == "values: ready terminated"
    assert lines[2].startswith("option: --help") and "--log-storage" in lines[2] and "--api-url" in lines[2]
    assert ended.stderr == ""
