"""`gamekeeper doctor` against the emulator over TLS, and against servers whose certificates or clocks are wrong."""
import contextlib
import json
import os
import re
import ssl
import subprocess
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
import time

import pytest
from conftest import GAMEKEEPER, PATIENCE, PROBE, clean_environment, wait_for

TOKEN = "5f1c0a97e6d04b6c8f3e2d1b0a998877"
CLOSED = "http://127.0.0.1:1"  # nobody listens there


def injected(url):
    return {"ARBITRIUM_REQUEST_ID": "f68e011bfb01", "ARBITRIUM_DELETE_URL": f"{url}/v1/self/stop/9f511e17/660",
            "ARBITRIUM_DELETE_TOKEN": TOKEN, "ARBITRIUM_CONTEXT_URL": f"{url}/v1/context/9170f5211e17/17",
            "ARBITRIUM_CONTEXT_TOKEN": TOKEN[::-1],
            "ARBITRIUM_PORTS_MAPPING": '{"ports":{"game":{"name":"game","internal":7777,"protocol":"UDP"}}}'}


class Said:
    """What a run of doctor has said."""

    def __init__(self, tmp_path, url, *options, environment=None, wrapper=()):
        env = clean_environment(**{"GAMEKEEPER_PLATFORM_API_URL": url, "GAMEKEEPER_STATE_FILE": str(tmp_path / "s.json"),
                                   "GAMEKEEPER_CONTROL_SOCKET": str(tmp_path / "gk.sock"), **(environment or {})})
        done = subprocess.run([*wrapper, GAMEKEEPER, "doctor", "--json", *options], env=env, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)
        assert not done.stderr, done.stderr
        self.text, self.code = done.stdout, done.returncode
        self.findings = json.loads(self.text)["findings"]

    def of(self, what):
        return next((f for f in self.findings if f["what"] == what), None)

    def failed(self):
        return [f["what"] for f in self.findings if f["outcome"] == "fail"]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """A CA and what it has signed: for localhost, for somebody else, and long ago; and chains whose authorities have
    ended: the root of `aged`, and of `linked` what the server sends along."""
    folder = tmp_path_factory.mktemp("certificates")

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    authority = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=the test's root", "-days", "30")
    (folder / "ca.cnf").write_text("[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=.\ndatabase=index\nserial=serial\n"
                                   "default_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n")
    (folder / "index").touch()
    (folder / "serial").write_text("01\n")
    for name, host, issuer, begin, end in (
            ("good", "localhost", "ca", "2020", "2099"), ("other", "other.example", "ca", "2020", "2099"),
            ("expired", "localhost", "ca", "2020", "2021"), ("future", "localhost", "ca", "2098", "2099"),
            ("old root", None, None, "2000", "2021"), ("link", None, "old root", "2015", "2099"),
            ("aged", "localhost", "link", "2020", "2099"), ("old link", None, "ca", "2015", "2021"),
            ("linked", "localhost", "old link", "2020", "2099")):
        openssl("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}",
                *(("-addext", f"subjectAltName=DNS:{host}") if host else authority))
        by = ("-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key") if issuer else (
            "-selfsign", "-keyfile", f"{name}.key")
        openssl("ca", "-batch", "-config", "ca.cnf", *by, "-in", f"{name}.csr", "-out", f"{name}.pem", "-startdate",
                f"{begin}0101000000Z", "-enddate", f"{end}0101000000Z", "-notext")
    for name, link in (("aged", "link"), ("linked", "old link")):
        (folder / f"{name}.pem").write_text((folder / f"{name}.pem").read_text() + (folder / f"{link}.pem").read_text())
    return folder


@contextlib.contextmanager
def serving(certificates, name, clock_ahead=0):
    """A TLS server; gives its address and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append((self.command, self.path, dict(self.headers)))
            self.send_response_only(404)
            self.send_header("Date", formatdate(time.time() + clock_ahead, usegmt=True))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_deployment_that_is_well(emulator, tmp_path):
    env = emulator(PROBE, "sleep")
    said = Said(tmp_path, env.ready["https"], "--platform-ca-file", env.ca, environment={
        **injected(env.ready["https"]), "MY_PASSWORD": "hunter22", "COPIED": f"x{TOKEN}x", "EDGEGAP_COPY": TOKEN})
    assert (said.code, said.failed()) == (0, [])
    assert "f68e011bfb01" in said.of("platform")["seen"] and "game 7777/UDP" in said.of("platform")["seen"]
    assert said.of("self-stop")["outcome"] == "ok"
    tls = said.of("TLS")
    assert tls["outcome"] == "ok" and "TLSv1.3" in tls["seen"] and len(tls["details"]) == 2
    assert said.of("trust roots")["seen"] == f"1 certificates in {env.ca}"
    variables = said.of("environment")["details"]
    assert "ARBITRIUM_DELETE_TOKEN=*** (32 bytes)" in variables and "EDGEGAP_COPY=***" in variables
    assert TOKEN not in said.text and TOKEN[::-1] not in said.text and "hunter22" not in said.text


def test_variables_are_masked_as_deployment_masks_them(start_agent, tmp_path):
    variables = {**injected(CLOSED), "ARBITRIUM_COPIED": f"x{TOKEN}x", "ARBITRIUM_API_KEY": "hunter22",
                 "ARBITRIUM_MAP": "https://me:hunter22@host/map", "ARBITRIUM_EMPTY_TOKEN": "", "ARBITRIUM_MODE": "ranked"}
    agent = start_agent([PROBE, "sleep"], options=["--platform-api-url", CLOSED], environment=variables)
    shown = wait_for(lambda: agent.until_output("ready").ask("GET", "/v1/deployment")[1]["variables"], "the variables")
    details = Said(tmp_path, CLOSED, environment=variables).of("environment")["details"]
    assert sorted(f"{name}={value}" for name, value in shown.items()) == \
        [line for line in details if line.startswith("ARBITRIUM_")]
    assert "hunter22" not in str(shown) and TOKEN not in str(shown) and shown["ARBITRIUM_MODE"] == "ranked"


def test_what_was_injected_drives_no_terminal(tmp_path):
    bad = "\x1b[2J\u009b31m\u202e"
    environment = {**injected(CLOSED), "ARBITRIUM_MODE": bad, "ARBITRIUM_PORTS_MAPPING": json.dumps(
        {"ports": {"game": {"name": bad, "internal": 7777, "protocol": "UDP"}}})}
    said = Said(tmp_path, CLOSED, environment=environment)
    assert bad in said.of("platform")["seen"]  # as escapes
    screen = subprocess.run([GAMEKEEPER, "doctor"], env=clean_environment(**environment), capture_output=True, text=True,
                            timeout=PATIENCE, check=False).stdout
    for text in (said.text, screen):
        assert not set("\x1b\u009b\u202e") & set(text)


def test_a_root_that_nobody_trusts(emulator, tmp_path):
    said = Said(tmp_path, emulator(PROBE, "sleep").ready["https"])
    tls = said.of("TLS")
    assert said.code == 1 and tls["outcome"] == "fail"
    assert "--platform-ca-file" in tls["advice"] and tls["details"]


def test_no_roots_at_all(emulator, tmp_path):
    said = Said(tmp_path, emulator(PROBE, "sleep").ready["https"], environment={
        "SSL_CERT_FILE": str(tmp_path / "none.pem"), "SSL_CERT_DIR": str(tmp_path / "none")})
    roots = said.of("trust roots")
    if roots["outcome"] == "fail":  # else they are built in
        assert "ca-certificates" in roots["advice"]
    assert said.of("TLS")["outcome"] == "fail"


@pytest.mark.parametrize("name, seen, advised", [
    ("other", "hostname mismatch", "other.example"), ("expired", "certificate has expired", "new certificate"),
    ("future", "not yet valid", "clock")])
def test_certificates_that_are_refused(certificates, tmp_path, name, seen, advised):
    with serving(certificates, name) as (url, asked):
        said = Said(tmp_path, url, "--platform-ca-file", str(certificates / "ca.pem"), environment=injected(url))
    tls = said.of("TLS")
    assert said.failed() == ["TLS"] and said.code == 1
    assert seen in tls["seen"] and advised in tls["advice"]
    # The time was asked for all the same, and nothing secret went along.
    assert said.of("clock")["outcome"] == "ok"
    assert [a[:2] for a in asked] == [("HEAD", "/")] and "Authorization" not in asked[0][2]


@pytest.mark.parametrize("name, trusted, advised", [
    ("aged", "old root", "The trust roots here are old: 'old root' of"), ("linked", "ca", "'old link', which the server")])
def test_an_authority_that_has_ended_is_not_the_servers_own_certificate(certificates, tmp_path, name, trusted, advised):
    with serving(certificates, name) as (url, _):
        said = Said(tmp_path, url, "--platform-ca-file", str(certificates / f"{trusted}.pem"), environment=injected(url))
    tls = said.of("TLS")
    assert said.failed() == ["TLS"] and "certificate has expired" in tls["seen"]
    assert tls["advice"].startswith(advised) and "the server needs a new certificate" not in tls["advice"]


def test_the_images_roots_are_not_the_last_word(certificates, tmp_path):
    """Nobody's key of the built-in ones is to be had, so none of them signs here: they are tried, and named with their date."""
    own = {"SSL_CERT_FILE": str(certificates / "ca.pem"), "SSL_CERT_DIR": str(tmp_path / "none")}
    with serving(certificates, "good") as (url, _):
        said = Said(tmp_path, url, environment={**injected(url), **own})
    assert said.of("TLS")["seen"].endswith(f"the certificate is trusted, by {own['SSL_CERT_FILE']}:")
    with serving(certificates, "aged") as (url, _):
        said = Said(tmp_path, url, environment={**injected(url), **own})
    tried = rf"{re.escape(own['SSL_CERT_FILE'])}, then Mozilla's of 20\d\d-\d\d-\d\d, built in"
    assert re.search(f"Nobody in {tried} has signed it", said.of("TLS")["advice"])
    assert re.search(r"; where these do not do, Mozilla's of 20\d\d-\d\d-\d\d, built in$", said.of("trust roots")["seen"])


@pytest.mark.parametrize("ahead, outcome, seen", [
    (0, "ok", "as the server's"), (120, "warn", "behind"), (-7200, "fail", "ahead of")])
def test_clocks(certificates, tmp_path, ahead, outcome, seen):
    with serving(certificates, "good", clock_ahead=ahead) as (url, _):
        said = Said(tmp_path, url, "--platform-ca-file", str(certificates / "ca.pem"))
    clock = said.of("clock")
    assert (clock["outcome"], said.of("TLS")["outcome"]) == (outcome, "ok")
    assert seen in clock["seen"] and said.code == (outcome == "fail")


@pytest.mark.parametrize("environment, outcome, code", [
    ({}, "warn", 0), (injected("https://no-such-host.invalid"), "fail", 1)])
def test_no_names_in_a_network_without_a_server(tmp_path, environment, outcome, code):
    said = Said(tmp_path, "https://no-such-host.invalid", environment=environment, wrapper=("unshare", "--net", "--"))
    assert (said.of("DNS")["outcome"], said.code) == (outcome, code)
    assert "resolv.conf" in said.of("DNS")["advice"]
    assert said.of("TLS")["outcome"] == "skip"


def test_off_the_platform_and_what_stands_in_the_agents_way(emulator, tmp_path):
    env = emulator(PROBE, "sleep")
    said = Said(tmp_path, env.ready["https"], "--platform-ca-file", env.ca, "--control-socket", "/proc/gk.sock",
                "--game-user", "nobody-of-that-name", environment={"GAMEKEEPER_DRAIN_GRACE": "30"})
    assert said.of("platform")["outcome"] == "skip"
    assert sorted(said.failed()) == ["settings", "socket", "user"] and said.code == 1
    assert "--control-socket" in said.of("socket")["advice"]
    assert "drain.grace" in said.of("settings")["seen"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("environment, outcome, seen", [
    ({}, "warn", "/run/gamekeeper.state.json: it lies in memory (tmpfs)"),
    ({"KUBERNETES_SERVICE_HOST": "::1"}, "ok", "/run/gamekeeper.state.json")])  # there it is the pod's, and stays
def test_a_state_file_that_a_restart_of_the_container_would_lose(tmp_path, environment, outcome, seen):
    """In a container with a tmpfs wherever the agent may write, and a volume that is as it was."""
    mounts = ("mount --bind /opt /srv && for folder in /run /tmp /var/tmp; do mount -t tmpfs none $folder || exit; done;"
              ' exec "$@"')
    said = Said(tmp_path, "https://localhost:1", environment={"GAMEKEEPER_STATE_FILE": "auto", **environment},
                wrapper=("unshare", "--mount", "--", "/bin/sh", "-c", mounts, "sh"))
    found = said.of("state file")
    assert (found["outcome"], found["seen"].startswith(seen)) == (outcome, True)
    assert outcome == "ok" or re.fullmatch("This place lasts: --state-file /.+/gamekeeper.state.json", found["advice"])


def test_self_stop_without_its_token(emulator, tmp_path):
    env = emulator(PROBE, "sleep")
    environment = {k: v for k, v in injected(env.ready["https"]).items() if k != "ARBITRIUM_DELETE_TOKEN"}
    said = Said(tmp_path, env.ready["https"], "--platform-ca-file", env.ca, environment=environment)
    assert said.failed() == ["self-stop"] and "ARBITRIUM_DELETE_TOKEN" in said.of("self-stop")["seen"]


def test_a_shell_as_pid_1_is_named(emulator, tmp_path):
    env = emulator(PROBE, "sleep")
    inner = ("unshare", "--pid", "--fork", "--mount-proc", "--", "/bin/sh", "-c", '"$@"; exit $?', "sh")
    said = Said(tmp_path, env.ready["https"], "--platform-ca-file", env.ca, wrapper=inner)
    assert said.of("PID 1")["outcome"] == "warn" and "ENTRYPOINT" in said.of("PID 1")["advice"]


def test_lines_for_a_person(emulator, tmp_path):
    env = emulator(PROBE, "sleep")
    done = subprocess.run([GAMEKEEPER, "doctor", "--platform-ca-file", env.ca],
                          env=clean_environment(GAMEKEEPER_PLATFORM_API_URL=env.ready["https"]),
                          capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0 and "\x1b" not in done.stdout
    assert "\nok    DNS" in done.stdout and done.stdout.startswith("skip  platform")
    assert " ok, 1 skip\n" in done.stdout or " skip\n" in done.stdout
