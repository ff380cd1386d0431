"""The release binary as it ships: alone in an image, within its budget, first the game and then everything slow."""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, clean_environment, wait_for

RELEASE = ROOT / "build/release/bin/gamekeeper"
SIZE_BUDGET = 9_000_000  # bytes
BUSYBOX = "/bin/busybox"

pytestmark = pytest.mark.skipif(not RELEASE.exists(), reason="the release preset is not built")


def image(folder, *, applets=("true",)):
    """A root that holds gamekeeper, a static busybox under the names of `applets`, and nothing else."""
    root = folder / "image"
    root.mkdir()
    shutil.copy(RELEASE, root / "gamekeeper")
    for name in applets:
        shutil.copy(BUSYBOX, root / name)
    return root


def run_in(root, *command, wrapper=(), **extra):
    return subprocess.run([*wrapper, "chroot", str(root), "/gamekeeper", "run", "--", *command], capture_output=True,
                          text=True, timeout=60, check=False,
                          env=clean_environment(PATH="/usr/sbin:/usr/bin:/sbin:/bin"), **extra)


def test_it_is_no_bigger_than_its_budget():
    assert RELEASE.stat().st_size <= SIZE_BUDGET


def test_it_asks_for_no_library():
    headers = subprocess.run(["readelf", "--program-headers", "--dynamic", str(RELEASE)], capture_output=True, text=True,
                             check=True).stdout
    assert "INTERP" not in headers and "NEEDED" not in headers


def test_an_image_that_holds_nothing_but_it_and_the_game(tmp_path):
    ended = run_in(image(tmp_path), "/true")
    assert ended.returncode == 0, ended.stderr
    assert '"exit_code":0' in ended.stderr
    assert "cannot be served" in ended.stderr  # there is no /run and no /tmp: said once, and the game ran
    assert ended.stderr.count('"level":"error"') == 1


@pytest.mark.parametrize("command, code", [(["/false"], 1), (["/sh", "-c", "exit 7"], 7), (["/none"], 127)])
def test_the_games_exit_code_in_such_an_image(tmp_path, command, code):
    assert run_in(image(tmp_path, applets=("false", "sh")), *command).returncode == code


def test_a_root_that_cannot_be_written_to(tmp_path):
    root = image(tmp_path)
    for folder in ("run", "tmp"):
        (root / folder).mkdir()
    script = (f"mount --bind {root} {root} && mount -o remount,bind,ro {root} && "
              f"exec chroot {root} /gamekeeper run -- /true")
    ended = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, timeout=60,
                           check=False, env=clean_environment())
    assert ended.returncode == 0, ended.stderr
    assert "Read-only file system" in ended.stderr
    assert '"message":"game started"' in ended.stderr


def traced_calls(tmp_path, folder, emulator, environment=None):
    """What one deployment's agent and game asked of the kernel, one call a line, from start to end."""
    trace = tmp_path / "trace"
    env = emulator("strace", "-f", "-qq", "-s", "300", "-o", str(trace), "-e",
                   "trace=execve,socket,connect,sendto,sendmsg,sendmmsg,openat,open",
                   str(RELEASE), "run", "--", "/bin/true")
    one = env.deploy(environment=environment)
    one.until("TERMINATED")
    wait_for(lambda: not one.left_processes(), "no process left")
    lines = trace.read_text(errors="replace").splitlines()
    assert any('connect(' in line and "AF_INET" in line for line in lines), one.output()
    return lines


def index_of(lines, pattern):
    return next((i for i, line in enumerate(lines) if re.search(pattern, line)), None)


def test_the_game_is_started_before_the_first_byte_of_dns_or_tls(tmp_path, emulator):
    lines = traced_calls(tmp_path, tmp_path, emulator)
    started = index_of(lines, r'execve\("/bin/true"')
    slow = index_of(lines, r"AF_INET|/etc/(ssl|pki|resolv|hosts|nsswitch|gai)|ca\.pem|openssl\.cnf")
    assert started is not None and slow is not None
    assert started < slow, "\n".join(lines[:started + 1])


def test_nothing_of_the_images_libraries_or_openssl_configuration_is_read(tmp_path, emulator):
    """A name to look up, in an image whose nsswitch.conf names other modules; what is opened is not theirs."""
    lines = traced_calls(tmp_path, tmp_path, emulator, {"ARBITRIUM_CONTEXT_URL": "https://no-such-host.invalid/"})
    agents = [line for line in lines if "openat(" in line or "open(" in line]
    opened = re.findall(r'open(?:at)?\([^"]*"([^"]+)"', "\n".join(agents))
    own = [path for path in opened if path not in ("/etc/ld.so.cache", "/lib/x86_64-linux-gnu/libc.so.6")]  # the game's
    assert not [path for path in own if "libnss" in path or path.endswith("openssl.cnf") or ".so" in path], opened


def test_a_hostile_openssl_configuration_changes_nothing(tmp_path, emulator):
    hostile = tmp_path / "openssl.cnf"
    hostile.write_text("openssl_conf = d\n[d]\nssl_conf = s\nproviders = p\n[s]\nsystem_default = x\n[x]\n"
                       "CipherString = NONE\nMinProtocol = TLSv1.9\n[p]\ndefault = off\n[off]\nactivate = 0\n")
    env = emulator(str(RELEASE), "run", "--", "/bin/true")
    one = env.deploy(environment={"OPENSSL_CONF": str(hostile)})
    one.until("TERMINATED")
    assert [call["status_code"] for call in one.calls("self_stop")] == [200], one.output()


def polling_in(root, emulator, **environment):
    """A deployment whose image is `root`; where the agent looks for trust roots is up to the image."""
    env = emulator("chroot", str(root), "/gamekeeper", "run", "--", "/sleep", "1000")
    return env, env.deploy(environment={"GAMEKEEPER_PLATFORM_CA_FILE": "", **environment})


def test_an_image_without_trust_roots_gets_mozillas(tmp_path, emulator):
    """The emulator's authority is none of them, so the handshake is refused; the log says by whose roots."""
    _, one = polling_in(image(tmp_path, applets=("sleep",)), emulator)
    one.until_output("does not verify")
    said = next(line for line in one.output().splitlines() if "does not verify" in line)
    assert re.search(r"trust roots: Mozilla's of 20\d\d-\d\d-\d\d, built in", said)


@pytest.mark.parametrize("variable, place", [
    (None, "etc/ssl/certs/ca-certificates.crt"), (None, "etc/ssl/cert.pem"), (None, "etc/pki/tls/certs/mine.pem"),
    ("SSL_CERT_FILE", "anywhere.pem"), ("SSL_CERT_DIR", "certs/mine.pem")])
def test_the_images_trust_roots_come_before_the_built_in_ones(tmp_path, emulator, variable, place):
    root = image(tmp_path, applets=("sleep",))
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    value = {"SSL_CERT_FILE": f"/{place}", "SSL_CERT_DIR": "/certs"}.get(variable)
    env, one = polling_in(root, emulator, **({variable: value} if variable else {}))
    shutil.copy(env.ca, root / place)  # a handshake looks anew, and a refused one is tried again
    wait_for(lambda: [call for call in one.calls("context") if call["status_code"] == 200], "a poll", patience=30)


def image_with_dns(tmp_path, options):
    """A root whose name server is on loopback: nobody, unless the test says otherwise."""
    root = image(tmp_path, applets=("sleep",))
    for folder in ("etc", "run", "tmp"):
        (root / folder).mkdir()
    (root / "etc/resolv.conf").write_text(f"nameserver 127.0.0.1\noptions {options}\n")
    return root


def behind_a_name(**settings):
    """The environment of a deployment whose platform has a name that nobody knows."""
    return clean_environment(ARBITRIUM_REQUEST_ID="a", ARBITRIUM_CONTEXT_URL="https://context.invalid/v1/context/a/b",
                             ARBITRIUM_CONTEXT_TOKEN="0123456789abcdef0123456789abcdef", GAMEKEEPER_PLATFORM_FLEET_SIZE="1",
                             **settings)


def test_names_are_looked_up_without_the_modules_that_nsswitch_names(tmp_path):
    """In an image of its own, so that the machine's nsswitch.conf stays as it is."""
    root = image_with_dns(tmp_path, "timeout:1 attempts:1")
    for folder in ("lib/x86_64-linux-gnu", "proc"):
        (root / folder).mkdir(parents=True)
    (root / "etc/nsswitch.conf").write_text("hosts: mymachines resolve files dns\n")
    for library in pathlib.Path("/lib/x86_64-linux-gnu").glob("libnss_*.so.2"):
        shutil.copy(library, root / "lib/x86_64-linux-gnu")
        shutil.copy(library, root / "lib/x86_64-linux-gnu/libnss_resolve.so.2")
    trace = tmp_path / "trace"
    environment = behind_a_name(GAMEKEEPER_PLATFORM_POLL_INTERVAL="1s")
    ended = subprocess.run(["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=openat,connect", "chroot", str(root),
                            "/gamekeeper", "run", "--", "/sleep", "2"], capture_output=True, text=True, timeout=60,
                           check=False, env=environment)
    calls = trace.read_text(errors="replace")
    assert "context.invalid" in ended.stderr, ended.stderr   # it was looked up, in vain
    assert "resolv.conf" in calls
    assert "libnss" not in calls and "nsswitch" not in calls.split("/gamekeeper", 1)[-1].replace("nsswitch.conf", "")


def test_a_name_that_is_found_late_is_noticed_at_once(tmp_path):
    """Nothing else happens in the agent meanwhile, and its next timer is a minute away."""
    root = image_with_dns(tmp_path, "timeout:60 attempts:1")
    environment = behind_a_name(GAMEKEEPER_PLATFORM_REQUEST_TIMEOUT="60s", GAMEKEEPER_PLATFORM_POLL_INTERVAL="60s")
    done = subprocess.run(["unshare", "--net", "--", sys.executable, ROOT / "tests/integration/late_names.py", "chroot",
                           root, "/gamekeeper", "run", "--", "/sleep", "1000"], capture_output=True, text=True, timeout=60,
                          check=False, env=environment)
    assert done.stdout == "connected\n", done.stderr


def test_without_descriptors_it_complains_once_and_goes_on_later(tmp_path):
    """Here and not in the unit tests: UBSan's vptr check needs descriptors itself."""
    path = tmp_path / "gk.sock"
    log = tmp_path / "log"
    environment = clean_environment(GAMEKEEPER_CONTROL_SOCKET=str(path), GAMEKEEPER_STATE_FILE="off")
    with open(log, "wb") as written:
        agent = subprocess.Popen([RELEASE, "run", "--", "/bin/sleep", "1000"], stderr=written, env=environment)
    try:
        wait_for(lambda: subprocess.run(["curl", "-sS", "--unix-socket", str(path), "http://localhost/healthz"],
                                        capture_output=True, check=False).returncode == 0, "an answer")
        _, most = resource.prlimit(agent.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(agent.pid, resource.RLIMIT_NOFILE, (3, most))
        asking = subprocess.Popen(["curl", "-sS", "--unix-socket", str(path), "http://localhost/healthz"],
                                  stdout=subprocess.PIPE, text=True)
        wait_for(lambda: "cannot be accepted" in log.read_text(), "a complaint")
        waits = switches(agent.pid)
        wait_for(lambda: switches(agent.pid) > waits + 2, "two more attempts")
        resource.prlimit(agent.pid, resource.RLIMIT_NOFILE, (most, most))
        assert asking.communicate(timeout=60)[0] == '{"status":"ok","phase":"running"}\n'
        assert log.read_text().count("cannot be accepted") == 1
    finally:
        agent.terminate()
        agent.wait(timeout=60)


@pytest.mark.parametrize("descriptors", range(6, 14))
def test_a_game_runs_and_gets_its_signals_however_few_descriptors_there_are(descriptors, tmp_path):
    game = "trap 'exit 3' USR1; kill -USR1 $PPID; while :; do sleep 0.01; done"
    ended = subprocess.run(["prlimit", f"--nofile={descriptors}", RELEASE, "run", "--", "/bin/sh", "-c", game], timeout=60,
                           env=clean_environment(GAMEKEEPER_CONTROL_SOCKET=str(tmp_path / "s"), GAMEKEEPER_STATE_FILE="off"),
                           capture_output=True, text=True, check=False)
    assert ended.returncode == 3, ended.stderr


def test_the_bench_measures():
    """One of what it measures, and the quickest; the others want a quiet machine."""
    done = subprocess.run([ROOT / "tests/bench/run", "size"], capture_output=True, text=True, timeout=60, check=False,
                          env=clean_environment(GAMEKEEPER_BIN_DIR=str(RELEASE.parent)))
    assert done.returncode == 0 and re.search(r"^size .* MB +<= 9 +ok$", done.stdout, re.M), done.stdout + done.stderr


def switches(pid):
    """How often the process has waited for something."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M)[1])


@pytest.mark.parametrize("program", ["gamekeeper", "gamekeeper-emulator", "gamekeeper-fleet"])
def test_the_version_says_what_the_program_is_made_of(program):
    said = subprocess.run([RELEASE.with_name(program), "--version"], capture_output=True, text=True, check=True).stdout
    lines = said.splitlines()
    assert re.fullmatch(program + r" \d+\.\d+\.\d+", lines[0])
    assert re.fullmatch(r"commit ([0-9a-f]{7,40}(-dirty)?|unknown)", lines[1])
    assert re.fullmatch(r"compiler g\+\+ 12\.\d+\.\d+", lines[2])
    assert lines[3] == "Boost 1.81.0" and lines[4].startswith("OpenSSL 3.")
    assert re.match(r"trust roots of Mozilla as of 20\d\d-\d\d-\d\d, \d{3} certificates", lines[5])
