"""TLS of the release binary, which offers only what is in use today (the lists of lib/net/tls_handshake.cpp): it shakes
hands with OpenSSL's own server by each of them, and says clearly what it does not do."""
import concurrent.futures
import contextlib
import json
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, clean_environment, wait_for

RELEASE = ROOT / "build/release/bin/gamekeeper"
pytestmark = pytest.mark.skipif(not RELEASE.exists(), reason="the release preset is not built")

KEYS = {
    "rsa2048": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa4096": ["RSA", "-pkeyopt", "rsa_keygen_bits:4096"],
    "rsa-pss": ["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
    "p256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "p521": ["EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "p224": ["EC", "-pkeyopt", "ec_paramgen_curve:P-224"],
    "brainpool": ["EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"],
    "binary": ["EC", "-pkeyopt", "ec_paramgen_curve:sect283k1"],
    "explicit": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit"],
    "ed25519": ["ED25519"],
    "ed448": ["ED448"],
}
BODY = json.dumps({"request_id": "a", "current_status": "READY"})
ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
          f"Content-Length: {len(BODY)}\r\n\r\n{BODY}")
PSS = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]


def openssl(*words, folder):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=120)


def make_key(folder, name, kind):
    """One of each kind for each name: to make an RSA key takes a second."""
    made = folder.parent / f"{name}-{kind}.key"
    if not made.exists():
        openssl("genpkey", "-algorithm", *KEYS[kind], "-out", str(made), folder=folder)
    shutil.copy(made, folder / f"{name}.key")


def certify(folder, name, kind, subject, issuer=None, sign=("-sha256",), extensions=()):
    """NAME.key and NAME.pem; signed by `issuer`, else by itself."""
    make_key(folder, name, kind)
    by = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else []
    added = [word for each in extensions for word in ("-addext", each)]
    openssl("req", "-x509", "-new", "-key", f"{name}.key", "-subj", f"/CN={subject}", "-days", "3", "-out",
            f"{name}.pem", *sign, *added, *by, folder=folder)


class Chains:
    """Certificates for localhost, made once each: a root of one kind, a leaf of another."""

    def __init__(self, folder):
        self.folder = folder

    def chain(self, leaf="p256", root="p256", sign=("-sha256",), intermediate=None):
        name = "-".join([leaf, root, intermediate or "direct", *sign]).replace(":", "_")
        place = self.folder / name
        if place.exists():
            return place
        place.mkdir()
        ca = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
        # A key that signs without a digest of its choice takes none.
        own = () if root.startswith("ed") else ("-sha256",)
        certify(place, "root", root, "root", sign=own, extensions=ca)
        issuer = "root"
        if intermediate:
            certify(place, "between", intermediate, "between", "root", sign, ca)
            issuer, sign = "between", ("-sha256",)
        certify(place, "leaf", leaf, "localhost", issuer, sign, ("subjectAltName=DNS:localhost",))
        sent = (place / "leaf.pem").read_text() + ((place / "between.pem").read_text() if intermediate else "")
        (place / "sent.pem").write_text(sent)
        (place / "context").write_text(ANSWER)
        return place


@pytest.fixture(scope="session")
def chains(tmp_path_factory):
    return Chains(tmp_path_factory.mktemp("chains"))


@contextlib.contextmanager
def server(place, *options):
    """OpenSSL's server with that chain; it answers /context as the platform would. Gives its port."""
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-HTTP", "-key", "leaf.key", "-cert", "leaf.pem",
               "-cert_chain", "sent.pem", *options]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          stdin=subprocess.DEVNULL, text=True) as process:
        try:
            while not (ready := re.search(r"ACCEPT .*:(\d+)", process.stdout.readline())):
                assert process.poll() is None, options
            yield int(ready[1])
        finally:
            process.kill()


def said_of(log, place, *options):
    """What the agent logs of its first look at a platform that is served so."""
    with server(place, *options) as port, open(log, "wb") as file:
        environment = clean_environment(
            ARBITRIUM_REQUEST_ID="a", ARBITRIUM_CONTEXT_URL=f"https://localhost:{port}/context",
            ARBITRIUM_CONTEXT_TOKEN="0123456789abcdef0123456789abcdef",
            GAMEKEEPER_PLATFORM_CA_FILE=str(place / "root.pem"), GAMEKEEPER_CONTROL_SOCKET="off",
            GAMEKEEPER_STATE_FILE="off", GAMEKEEPER_LOG_FORMAT="json", GAMEKEEPER_PLATFORM_FLEET_SIZE="1")
        agent = subprocess.Popen([RELEASE, "run", "--", "/bin/sleep", "1000"], env=environment, stderr=file,
                                 stdin=subprocess.DEVNULL)
        try:
            wait_for(lambda: re.search('watching the deployment fails|"status":"READY"', log.read_text()),
                     "a first look")
            assert agent.poll() is None  # whatever it was: the game runs on
        finally:
            agent.terminate()
            agent.wait(timeout=60)
    return log.read_text()


def all_said(tmp_path, cases):
    """Of each case (a chain and the server's options) what the agent says; side by side: each mostly waits."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        logs = [tmp_path / f"agent{number}.log" for number in range(len(cases))]
        return list(pool.map(lambda log, case: said_of(log, *case), logs, cases))


def succeed(tmp_path, cases):
    for case, said in zip(cases, all_said(tmp_path, cases)):
        assert '"status":"READY"' in said, f"{case}\n{said}"


def fail(tmp_path, cases, reason):
    for case, said in zip(cases, all_said(tmp_path, cases)):
        lines = [json.loads(line) for line in said.splitlines()]
        reasons = [line["reason"] for line in lines if line["message"] == "watching the deployment fails"]
        assert len(reasons) == 1 and "(tls)" in reasons[0] and reason in reasons[0], f"{case}\n{said}"


def test_each_cipher_of_tls_1_2(tmp_path, chains):
    succeed(tmp_path, [(chains.chain(leaf=key), "-tls1_2", "-cipher", f"ECDHE-{kind}-{cipher}")
                       for kind, key in (("RSA", "rsa2048"), ("ECDSA", "p256"))
                       for cipher in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305")])


def test_each_cipher_of_tls_1_3(tmp_path, chains):
    succeed(tmp_path, [(chains.chain(leaf=key), "-tls1_3", "-ciphersuites", suite) for key in ("rsa2048", "p256")
                       for suite in ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
                                     "TLS_CHACHA20_POLY1305_SHA256")])


def test_each_group(tmp_path, chains):
    succeed(tmp_path, [(chains.chain(), version, "-groups", group) for version in ("-tls1_2", "-tls1_3")
                       for group in ("X25519", "P-256", "P-384", "P-521")])


def test_each_key_of_a_server(tmp_path, chains):
    keys = ("rsa2048", "rsa4096", "rsa-pss", "p256", "p384", "p521", "ed25519")
    succeed(tmp_path, [(chains.chain(leaf=key), version) for version in ("-tls1_2", "-tls1_3") for key in keys])


def test_each_signature_of_a_root(tmp_path, chains):
    signatures = [("rsa4096", ["-sha256"]), ("rsa4096", ["-sha384"]), ("rsa4096", ["-sha512"]),
                  ("rsa2048", ["-sha224"]), ("rsa4096", ["-sha256", *PSS]), ("rsa4096", ["-sha512", *PSS]),
                  ("rsa-pss", ["-sha384"]), ("p224", ["-sha256"]), ("p256", ["-sha256"]), ("p384", ["-sha384"]),
                  ("p521", ["-sha512"]), ("ed25519", []), ("rsa2048", ["-sha3-256"]), ("ed448", []),
                  ("brainpool", ["-sha256"]), ("binary", ["-sha256"])]
    succeed(tmp_path, [(chains.chain(root=root, sign=tuple(sign)),) for root, sign in signatures])


def test_a_chain_through_an_intermediate_authority(tmp_path, chains):
    succeed(tmp_path, [(chains.chain(root=root, sign=("-sha384",), intermediate=between),)
                       for between, root in (("p384", "rsa4096"), ("rsa2048", "p384"))])


def test_what_is_out_of_use_is_refused_and_what_is_offered_is_said(tmp_path, chains):
    place = chains.chain(leaf="rsa2048")
    fail(tmp_path, [(place, *options) for options in (
        ("-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA256"), ("-tls1_2", "-cipher", "AES128-GCM-SHA256"),
        ("-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"), ("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"),
        ("-tls1_3", "-groups", "X448"), ("-tls1_2", "-groups", "brainpoolP256r1"),
        ("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))], "offered are TLS 1.3")


def test_a_server_with_a_key_of_another_kind_is_refused(tmp_path, chains):
    keys = ("ed448", "brainpool", "p224", "binary")
    fail(tmp_path, [(chains.chain(leaf=key),) for key in keys], "TLS handshake with localhost: ")
    fail(tmp_path, [(chains.chain(leaf="explicit"),)], "explicit ECC parameters")


def test_a_signature_that_is_too_weak_is_no_trust(tmp_path, chains):
    signatures = [("rsa2048", ["-md5"]), ("rsa2048", ["-sha1"]), ("explicit", ["-sha256"])]
    weak = ("-cipher", "DEFAULT:@SECLEVEL=0")  # or that server would not start
    fail(tmp_path, [(chains.chain(root=root, sign=tuple(sign)), *weak) for root, sign in signatures],
         "does not verify")


def test_a_root_that_is_not_trusted(tmp_path, chains):
    other = chains.chain(root="p384", sign=("-sha384",))
    mixed = tmp_path / "mixed"
    shutil.copytree(chains.chain(), mixed)
    shutil.copy(other / "root.pem", mixed)
    fail(tmp_path, [(mixed,)], "does not verify")
