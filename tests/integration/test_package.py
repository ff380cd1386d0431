"""The installed library: another CMake project finds it, builds against it, and talks to the emulated platform."""
import os
import re
import subprocess

from conftest import BIN, PATIENCE, ROOT, clean_environment

BUILD = BIN.parent


def run(*words, **more):
    ended = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=10 * PATIENCE,
                           check=False, **more)
    assert ended.returncode == 0, f"{words}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def test_the_example_builds_against_the_installed_package_and_lists_what_is_ready(emulator, tmp_path):
    prefix, build = tmp_path / "prefix", tmp_path / "build"
    run("cmake", "--install", BUILD, "--prefix", prefix, "--component", "development")
    cache = (BUILD / "CMakeCache.txt").read_text()
    # What was compiled with sanitizers has to be linked with them.
    sanitized = re.search(r"^GAMEKEEPER_SANITIZE:\w+=ON$", cache, re.M)
    flags = "-O0 -Wall -Wextra -Werror" + (" -fsanitize=address,undefined" if sanitized else "")
    run("cmake", "-S", ROOT / "lib/edgegap/example", "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
        f"-DCMAKE_CXX_FLAGS={flags}", "-DCMAKE_BUILD_TYPE=Debug")
    run("cmake", "--build", build)
    env = emulator("/bin/sh", "-c", "trap exit TERM; while :; do sleep 1 & wait $!; done")
    one = env.deploy().until("READY")
    ask = [build / "example", env.ready["https"], env.ca]
    told = clean_environment(EDGEGAP_API_TOKEN=env.token)
    assert run(*ask, env=told) == f"{one.id} {one.id}.pr.edgegap.net\n1 ready\n"
    refused = subprocess.run([str(w) for w in ask], capture_output=True, text=True, timeout=PATIENCE, check=False,
                             env={**told, "EDGEGAP_API_TOKEN": "wrong"})
    assert refused.returncode == 1 and "deployment_list was answered 401" in refused.stderr
    assert not list(prefix.rglob("emulator*")) and os.path.exists(prefix / "include/gamekeeper/edgegap/client.hpp")
