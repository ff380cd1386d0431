"""Whether a leak would be found at all: LeakSanitizer is silent both when there is none and when it does not work."""
import subprocess

import pytest
from conftest import GAMEKEEPER, clean_environment

LEAK = """
#include <stdlib.h>
static void *volatile kept;
__attribute__((constructor)) static void leak(void) { kept = malloc(4321); kept = 0; }
"""


@pytest.mark.parametrize("wrapper", [[], ["unshare", "--pid", "--fork", "--mount-proc"]], ids=["process", "init"])
def test_a_leak_in_the_agent_is_found(tmp_path, wrapper):
    library = tmp_path / "leak.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O0", "-x", "c", "-", "-o", str(library)], input=LEAK, text=True,
                   check=True)
    command = [*wrapper, "env", "ASAN_OPTIONS=verify_asan_link_order=0"]  # whatever is preloaded comes first
    run = [GAMEKEEPER, "run", "--control-socket", "off", "--state-file", "off", "--", "/bin/busybox", "true"]
    clean = subprocess.run([*command, *run], capture_output=True, text=True, timeout=60, check=False,
                           env=clean_environment())
    assert clean.returncode == 0, clean.stderr
    leaking = subprocess.run([*command, f"LD_PRELOAD={library}", *run], capture_output=True, text=True, timeout=60,
                             check=False, env=clean_environment())
    assert leaking.returncode != 0
    assert "4321 byte(s) leaked" in leaking.stderr
