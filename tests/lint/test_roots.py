"""The trust roots that are built in, lib/net/mozilla_roots.pem."""
import re
import shutil
import subprocess

from source import ROOT, read

BUNDLE = read("lib/net/mozilla_roots.pem")


def test_they_are_no_older_than_this_machines_package():
    """Then it is time for lib/net/update_mozilla_roots: whoever installs the package would have newer ones."""
    here = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", "ca-certificates"], capture_output=True,
                          text=True, check=True).stdout
    built_in = re.search(r"^# ca-certificates (\S+)$", BUNDLE, re.M)[1]
    assert subprocess.run(["dpkg", "--compare-versions", built_in, "ge", here], check=False).returncode == 0, \
        f"{built_in} < {here}"


def test_each_certificate_has_its_name_and_stands_once():
    names = re.findall(r"^# (.+)\n-----BEGIN CERTIFICATE-----$", BUNDLE, re.M)
    texts = re.findall(r"^-----BEGIN CERTIFICATE-----\n([^-]+)-----END CERTIFICATE-----$", BUNDLE, re.M)
    assert len(names) == len(texts) == len(set(texts)) == BUNDLE.count("-----BEGIN") > 100
    assert names == sorted(names, key=str.encode) and len(set(names)) == len(names)


def test_a_package_becomes_the_bundle(tmp_path):
    """With a package at hand, whose certificates are this bundle's; without one apt fetches it, which takes a network."""
    folder = tmp_path / "package/usr/share/ca-certificates/mozilla"
    folder.mkdir(parents=True)
    for name, text in re.findall(r"^# (.+)\n(-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n)", BUNDLE, re.M):
        (folder / f"{name}.crt").write_text(text)
    (tmp_path / "package/DEBIAN").mkdir()
    (tmp_path / "package/DEBIAN/control").write_text(
        "Package: ca-certificates\nVersion: 20991231~deb12u1\nArchitecture: all\nMaintainer: a <a@b>\nDescription: a\n")
    subprocess.run(["dpkg-deb", "--build", tmp_path / "package", tmp_path / "new.deb"], check=True, capture_output=True)
    shutil.copy(ROOT / "lib/net/update_mozilla_roots", tmp_path)
    done = subprocess.run([tmp_path / "update_mozilla_roots", tmp_path / "new.deb"], check=True, capture_output=True, text=True)
    version = re.search("^# ca-certificates .*$", BUNDLE, re.M)[0]
    assert done.stdout == "# ca-certificates 20991231~deb12u1\n"
    assert (tmp_path / "mozilla_roots.pem").read_text() == BUNDLE.replace(version, done.stdout.strip())
