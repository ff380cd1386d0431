"""What is handed out: the .deb and .tar.gz of each program, their checksums and their bills of materials."""
import hashlib
import json
import os
import re
import shlex
import subprocess

import pytest
from conftest import ROOT
from release_build import BUILD, PROGRAMS, needs_release, ninja, run

PACKAGES = BUILD / "packages"

pytestmark = needs_release


def made():
    """Makes all packages, and gives the digest of each file."""
    ninja("packages")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(PACKAGES.iterdir())}


@pytest.fixture(scope="module", autouse=True)
def digests():
    return made()


def deb(program):
    return next(PACKAGES.glob(f"{program}_*.deb"))


def test_every_program_has_its_packages_and_every_package_its_checksum(digests):
    kinds = {re.sub(r"[-_]\d.*?(?=\.(deb|tar))", "", name) for name in digests}
    assert kinds == {"SHA256SUMS", *(f"{program}{end}" for program in PROGRAMS for end in (".deb", ".tar.gz", ".spdx.json"))}
    lines = (PACKAGES / "SHA256SUMS").read_text().splitlines()
    assert dict(reversed(line.split("  ")) for line in lines) == {k: v for k, v in digests.items() if k != "SHA256SUMS"}


def test_made_again_under_another_mask_and_in_another_place_of_the_world_they_are_the_same(digests):
    before = os.umask(0o077)
    zone, os.environ["TZ"] = os.environ.get("TZ"), "Asia/Tokyo"
    try:
        os.utime(ROOT / "config/gamekeeper.json")
        assert made() == digests
    finally:
        os.umask(before)
        os.environ.pop("TZ") if zone is None else os.environ.update(TZ=zone)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_deb_brings_what_is_needed_to_run_and_to_read(program):
    files = re.findall(r"^-\S+ root/root +\d+ \S+ \S+ \.(/\S+)", run("dpkg-deb", "--contents", deb(program)), re.M)
    assert f"/usr/bin/{program}" in files
    assert {f"/usr/share/doc/{program}/{name}" for name in ("copyright", "changelog.gz", f"{program}.spdx.json")} <= set(files)
    assert not [file for file in files if file.endswith((".hpp", ".a", ".cmake"))]
    assert "Depends" not in run("dpkg-deb", "--field", deb(program))


@pytest.mark.skipif(os.geteuid() != 0, reason="dpkg wants root")
@pytest.mark.parametrize("program", PROGRAMS)
def test_installing_and_removing_it_leaves_nothing(tmp_path, program):
    root = tmp_path / "root"
    for folder in ("var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"):
        (root / folder).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    (root / "var/log").mkdir()

    def files():
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if "var/" not in f"{path.relative_to(root)}/")

    dpkg = ("dpkg", f"--root={root}", f"--log={tmp_path}/log")
    before = files()
    run(*dpkg, "--install", deb(program))
    assert f"usr/bin/{program}" in files()
    assert run("chroot", root, f"/usr/bin/{program}", "--version").startswith(program + " ")
    run(*dpkg, "--remove", program)
    assert files() == before
    run(*dpkg, "--install", deb(program))
    run(*dpkg, "--purge", program)
    assert files() == before and not list((root / "var/lib/dpkg/info").glob("gamekeeper*"))


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_archive_holds_the_same_program(tmp_path, program):
    run("tar", "-xzf", next(PACKAGES.glob(f"{program}-[0-9]*.tar.gz")), "-C", tmp_path)
    (folder,) = tmp_path.iterdir()
    assert (folder / "bin" / program).read_bytes() == (BUILD / "bin" / program).read_bytes()
    assert os.access(folder / "bin" / program, os.X_OK)


def owners(paths):
    """The Debian packages that files of this machine come from."""
    found = subprocess.run(["dpkg", "--search", *sorted(paths)], capture_output=True, text=True, check=False).stdout
    return {line.split(":")[0] for line in found.splitlines()}


def built_of(program):
    """The Debian packages whose headers and archives are in the program, as the build recorded it."""
    commands = ninja("-t", "commands", program).splitlines()
    objects = [match[1] for line in commands for match in [re.search(r" -o (\S+\.o) -c ", line)] if match]
    headers = set(re.findall(r"^ +(/usr/\S+)", ninja("-t", "deps", *objects), re.M))
    link = shlex.split(next(line for line in reversed(commands) if f"-o bin/{program} " in line))
    archives = {os.path.realpath(word) for word in link if word.startswith("/usr/") and word.endswith(".a")}
    return owners({os.path.realpath(header) for header in headers} | archives)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_bill_of_materials_is_what_was_compiled_and_linked(program):
    parts = {package["name"] for package in bill(program)["packages"]} - {program}
    # The kernel's headers leave nothing in a program, and what only these bring is the C library's.
    assert built_of(program) - {"linux-libc-dev"} | {"libgcc-12-dev", "ca-certificates"} == parts


def bill(program):
    return json.loads((PACKAGES / f"{program}.spdx.json").read_text())


def version_of_roots():
    """Of the package that the built-in trust roots are from, as the program says it."""
    return re.search(r"\(ca-certificates (\S+)\)$", run(BUILD / "bin/gamekeeper", "--version"))[1]


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_bill_of_materials_is_complete(program):
    document = bill(program)
    assert document["spdxVersion"] == "SPDX-2.3" and document["SPDXID"] == "SPDXRef-DOCUMENT"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"])
    own, *parts = document["packages"]
    assert own["name"] == program
    digest = hashlib.sha256((BUILD / "bin" / program).read_bytes()).hexdigest()
    assert own["checksums"] == [{"algorithm": "SHA256", "checksumValue": digest}]
    for part in parts:
        version = (version_of_roots() if part["name"] == "ca-certificates" else
                   run("dpkg-query", "--show", "--showformat=${Version}", part["name"]))
        assert part["versionInfo"] == version and part["licenseDeclared"] != "NOASSERTION"
        assert part["externalRefs"][0]["referenceLocator"].startswith("pkg:deb/debian/")
    related = {relation["relatedSpdxElement"] for relation in document["relationships"]}
    assert related == {package["SPDXID"] for package in document["packages"]}
