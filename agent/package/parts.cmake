# What of others is in the programs: for each part the Debian package that it comes from, its SPDX licence, and the
# programs that hold it. tests/integration/test_packages.py compares this with what was compiled and linked.
set(GAMEKEEPER_PARTS
  "libboost1.81-dev|BSL-1.0|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libssl-dev|Apache-2.0|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libc6-dev|LGPL-2.1-or-later|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libstdc++-12-dev|GPL-3.0-or-later WITH GCC-exception-3.1|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libgcc-12-dev|GPL-3.0-or-later WITH GCC-exception-3.1|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "ca-certificates|MPL-2.0|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libfmt-dev|MIT|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libspdlog-dev|MIT|gamekeeper gamekeeper-fleet gamekeeper-emulator"
  "libcli11-dev|BSD-3-Clause|gamekeeper-fleet gamekeeper-emulator"
  "libre2-dev|BSD-3-Clause|gamekeeper"
  "libsqlite3-dev|blessing|gamekeeper-emulator"
  "libutf8proc-dev|MIT|gamekeeper-fleet")
# The file of a package that is linked, for its checksum.
set(GAMEKEEPER_PART_FILE_libssl-dev libcrypto.a)
set(GAMEKEEPER_PART_FILE_libc6-dev libc.a)
set(GAMEKEEPER_PART_FILE_libstdc++-12-dev libstdc++.a)
set(GAMEKEEPER_PART_FILE_libgcc-12-dev libgcc.a)
set(GAMEKEEPER_PART_FILE_libre2-dev libre2.a)
set(GAMEKEEPER_PART_FILE_libsqlite3-dev libsqlite3.a)
set(GAMEKEEPER_PART_FILE_libutf8proc-dev libutf8proc.a)
