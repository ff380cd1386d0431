#!/bin/sh
# Writes the certificates of a folder (PEM, NAME.crt) into one file: in DER, one behind the other, by name.
#   mozilla_roots.sh FOLDER FILE
set -eu
LC_ALL=C
export LC_ALL
for certificate in "$1"/*.crt; do
  sed '/^-----/d' "$certificate" | base64 -d
done >"$2.part"
mv "$2.part" "$2"
