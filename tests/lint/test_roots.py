"""The trust roots that are built in, lib/net/mozilla_roots.pem."""
import re
import subprocess

from source import read

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
