"""What makes a mistake in the release binary harder to abuse, read from the binary and from how it was compiled."""
import json
import pathlib
import re
import shlex
import subprocess

import pytest
from conftest import ROOT, clean_environment, wait_for

BUILD = ROOT / "build/release"
PROGRAMS = ["gamekeeper", "gamekeeper-emulator", "gamekeeper-fleet"]

pytestmark = pytest.mark.skipif(not (BUILD / "bin/gamekeeper").exists(), reason="the release preset is not built")


def readelf(path, *what):
    return subprocess.run(["readelf", "--wide", *what, str(path)], capture_output=True, text=True, check=True).stdout


def segments(program):
    """(type, flags) of each program header, e.g. ("LOAD", "R E")."""
    listed = readelf(BUILD / "bin" / program, "--program-headers").split("Section to Segment")[0]
    return [(match[1], match[2].strip()) for match in
            re.finditer(r"^  ([A-Z_]+) +(?:0x[0-9a-f]+ +){5}([RWE ]{3}) +0x", listed, re.MULTILINE)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_is_position_independent_and_needs_no_interpreter(program):
    assert "DYN (Position-Independent" in readelf(BUILD / "bin" / program, "--file-header")
    assert "INTERP" not in dict(segments(program))


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_part_is_both_written_and_run(program):
    all_of_it = segments(program)
    assert [flags for kind, flags in all_of_it if kind == "LOAD"].count("R E") == 1
    assert not [(kind, flags) for kind, flags in all_of_it if "W" in flags and "E" in flags]
    assert dict(all_of_it)["GNU_STACK"] == "RW"  # the stack is not run either


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_the_start_relocates_is_read_only_afterwards(program):
    assert "GNU_RELRO" in dict(segments(program))
    dynamic = readelf(BUILD / "bin" / program, "--dynamic")
    assert "BIND_NOW" in dynamic and re.search(r"FLAGS_1.*\bNOW\b.*\bPIE\b", dynamic)
    assert "TEXTREL" not in dynamic


def test_each_run_has_its_own_address():
    if pathlib.Path("/proc/sys/kernel/randomize_va_space").read_text().strip() == "0":
        pytest.skip("this system gives every process the same addresses")
    seen = set()
    for _ in range(4):
        agent = subprocess.Popen([BUILD / "bin/gamekeeper", "run", "--", "/bin/sleep", "1000"],
                                 env=clean_environment(), stderr=subprocess.DEVNULL)
        try:
            maps = wait_for(lambda: [line for line in pathlib.Path(f"/proc/{agent.pid}/maps").read_text().splitlines()
                                     if line.endswith("bin/gamekeeper")], "the program in its own memory")
            seen.add(maps[0].split("-")[0])
        finally:
            agent.terminate()
            agent.wait(timeout=60)
    assert len(seen) > 1, seen


def compiled():
    """How each of our own units was compiled: file and words."""
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    return [(entry["file"], shlex.split(entry["command"])) for entry in entries]


@pytest.mark.parametrize("flag", ["-fstack-protector-strong", "-D_FORTIFY_SOURCE=2", "-fcf-protection", "-fPIE|-fPIC"])
def test_every_unit_is_compiled_with(flag):
    without = [file for file, words in compiled() if not set(flag.split("|")) & set(words)]
    assert not without
    assert len(compiled()) > 100


def undefined(archive):
    return set(subprocess.run(["nm", "--undefined-only", "--format=just-symbols", str(archive)], capture_output=True,
                              text=True, check=True).stdout.split())


def test_stacks_are_guarded_and_calls_checked():
    """In the objects, since the program has no symbols; that the checks are linked, by what they would say."""
    rooms = {archive.name: undefined(archive) for archive in (BUILD / "lib").rglob("libgamekeeper_*.a")}
    assert [name for name, symbols in rooms.items() if "__stack_chk_fail" not in symbols] == []
    assert {symbol for symbols in rooms.values() for symbol in symbols if re.fullmatch(r"__\w+_chk", symbol)}
    binary = (BUILD / "bin/gamekeeper").read_bytes()
    assert b"stack smashing detected" in binary and b"buffer overflow detected" in binary


def test_control_flow_is_marked_as_far_as_the_compiler_has_it():
    """Our objects may be run with IBT and SHSTK. The program as a whole may not, and says so: not one object of Debian
    12's libc.a is marked. Should that change, the last line fails, and the program can be held to it."""
    for archive in (BUILD / "lib").rglob("libgamekeeper_*.a"):
        notes = readelf(archive, "--notes")
        assert notes.count("IBT, SHSTK") == notes.count("File: "), archive
    assert "IBT" not in readelf(BUILD / "bin/gamekeeper", "--notes")
