#!/bin/sh
# Writes the certificates of a bundle (PEM) in DER, one behind the other.
#   mozilla_roots.sh BUNDLE FILE
set -eu
sed -n '/^-----BEGIN/,/^-----END/{/^-----/!p}' "$1" | base64 -d >"$2.part"
mv "$2.part" "$2"
