"""Every command of every page is run here, or is in a table that says which test runs it; every link leads somewhere, every
setting and every option exists, and what a page shows as printed is what is printed."""
import json
import os
import re
import subprocess

import pages
import pytest
from conftest import BIN, GAMEKEEPER, PATIENCE, ROOT, clean_environment
from page_scenes import SCENES, Place, running

# Who runs what is too heavy for here, or needs a container: the beginning of a command, and the file and the words in it.
ELSEWHERE = {
    "docker run --rm ": ("tests/container/test_page_images.py", "def test_what_is_run_in_an_image"),
    "docker build -f docker/": ("tests/integration/test_pages.py", "def test_the_dockerfiles_build_as_the_pages_do"),
    "agent/demo": ("tests/run", "timeout 120 agent/demo"),
    "tests/run": (".ci/run", "/../tests/run"),
    "docker/arm64-libraries": ("tests/run", "docker/arm64-libraries >"),
    "lib/net/update_mozilla_roots": ("tests/lint/test_roots.py", "def test_a_package_becomes_the_bundle"),
    "docker/install-build-deps": ("tests/run", "docker/install-build-deps || exit 1"),
    "cmake --preset dev": ("tests/run", "build dev "),
    "cmake --preset release-arm64": ("tests/run", "build release-arm64 "),
    "cmake --build --preset release-arm64": ("tests/run", "build release-arm64 "),
    "cmake --preset release": ("tests/run", "build release "),
    "cmake --build --preset release --target packages": ("tests/integration/test_packages.py", 'ninja("packages")'),
    "cmake --build --preset release --target settings_document": ("tests/integration/test_manual.py", "settings_document"),
    "cmake --build --preset dev": ("tests/run", "build dev "),
    "cmake --build --preset release": ("tests/run", "build release "),
    "build/dev/bin/test_process": ("tests/run", "for program in build/dev/bin/test_*"),
    "python3 -m pytest -q tests/lint": ("tests/run", "run_pytest lint tests/lint"),
    "cmake --install ": ("tests/integration/test_package.py", '"--install"'),
    "tests/bench/run": ("tests/integration/test_release.py", "def test_the_bench_measures"),
    "tests/bench/reproducible": ("tests/integration/test_reproducible.py", "def test_the_program_that_is_linked_again"),
    "dpkg ": ("tests/integration/test_packages.py", "def test_installing_and_removing_it_leaves_nothing"),
}
SCRIPT = ("README.md", "Drive the platform from a shell")  # test_fleet.py runs it: test_readme.py compares


def elsewhere(command):
    return next((where for beginning, where in ELSEWHERE.items() if command.startswith(beginning)), None)


@pytest.mark.parametrize("beginning", ELSEWHERE)
def test_what_is_run_elsewhere_is(beginning):
    file, words = ELSEWHERE[beginning]
    assert words in (ROOT / file).read_text(), f"{file} does not say {words!r}"
    commands = [*pages.inline_commands(), *(line for block in pages.all_blocks("sh", "console") for line in block.text.splitlines())]
    assert any(beginning in command for command in commands), f"no page says {beginning!r}"


def run_here():
    """The blocks of commands that are run here, by their headings."""
    found = {}
    for block in pages.all_blocks("sh", "console"):
        if block.place != SCRIPT and not (block.language == "sh" and all(map(elsewhere, words_of(block)))):
            found.setdefault(block.place, []).append(block)
    return found


def words_of(block):
    return [part for line in block.commands() for part in line.split(" && ")]


def test_every_heading_with_commands_has_its_scene_and_every_scene_its_heading():
    assert set(run_here()) == set(SCENES)


def test_a_block_says_what_it_is():
    unknown = [f"{b.page}:{b.line}: {b.language or 'nothing'}" for page in pages.pages() for b in pages.blocks(page)
               if b.language not in pages.LANGUAGES]
    assert not unknown, "a block whose language is none of these would not be looked at"


def goes_on(line):
    return re.search(r"--follow|-f\b|follow=1|--watch\b(?! )|gamekeeper-emulator", line)


def run_lines(place, block, unended):
    for line in block.commands():
        if goes_on(line):
            unended.append((line, place.begin(line)))
            continue
        done = place.run(line)
        problem = re.search(r'"status":([45]\d\d)', done.stdout)
        assert place.did(done) and not problem, f"{block.page}: {line}\n{done.stdout}{done.stderr}"


def play_dialogue(place, block):
    for line, shown in block.dialogue():
        done = place.run(f"{{ {line}; }} 2>&1")
        assert pages.agrees(done.stdout, shown), f"{block.page}: {line}\nprints\n{done.stdout}\nand the page shows\n{shown}"


@pytest.mark.skipif(os.geteuid() != 0, reason="a namespace of mounts and processes takes root")
@pytest.mark.parametrize("place", SCENES, ids=lambda place: f"{place[0]}: {place[1]}")
def test_the_commands_of(place, tmp_path):
    for folder in (tmp_path, *tmp_path.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(0o755)  # other users look too
    unended = []
    with SCENES[place](tmp_path) as surroundings:
        for block in run_here()[place]:
            if block.language == "sh":
                run_lines(surroundings, block, unended)
            else:
                play_dialogue(surroundings, block)
        finish(surroundings, unended)


def finish(place, unended):
    """What goes on until the agent ends is ended with it, in good order; the emulator by a signal."""
    for line, process in unended:
        if "gamekeeper-emulator" in line:
            assert json.loads(process.stdout.readline())["http"].startswith("http://")
            place.run("kill -TERM $(pidof gamekeeper-emulator)")
        else:
            place.run("gamekeeper stop")
    for line, process in unended:
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, -9) and said is not None, f"{line}\n{said}"  # PID 1 takes them along


INLINE = [command for command in pages.inline_commands() if not elsewhere(command)]


def usage_needs_words(command):
    """A command that is only named in the text, without the words that it needs."""
    told = subprocess.run([*command.split(), "--help"], env={**clean_environment(), "PATH": f"{BIN}:{os.environ['PATH']}"},
                          capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert told.returncode == 0, f"`{command}` is no command: {told.stdout}{told.stderr}"
    usage = next(line for line in told.stdout.splitlines() if line.startswith("Usage: "))
    return re.search(r"\[OPTIONS\] (-- )?[A-Z]|COMMAND", usage) or "has to be given" in told.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="a namespace of mounts and processes takes root")
@pytest.mark.parametrize("command", INLINE)
def test_a_command_in_the_text(command, tmp_path):
    words = command.split()
    assert "/" not in words[0] and len(words) > 1, f"`{command}`: run it here, or say in ELSEWHERE who does"
    if len(words) <= 3 and "--" not in command and words[0].startswith("gamekeeper") and usage_needs_words(command):
        return
    elif words[:2] == ["gamekeeper", "run"]:
        return run_of(command, tmp_path)
    options = {"gamekeeper extend 30s": ("--ready-when", "notify", "--ready-timeout", "1m"),
               "gamekeeper match end": ("--match-policy", "many")}.get(command, ())
    before = ["gamekeeper hold backup --for 1m", "gamekeeper hold save --for 1m"] if words[1] == "release" else []
    with running(tmp_path, *options, before=before) as place:
        done = place.run(command)
        assert place.did(done) or words[1] == "doctor", f"{command}\n{done.stdout}{done.stderr}"


def run_of(command, folder):
    """`gamekeeper run …` as a container's command: it runs until it is told to end."""
    place = Place(folder).start("/bin/sh", "-c", f"exec {command}")
    try:
        place.until_served()
        place.run("gamekeeper stop")
        assert place.agent.wait(timeout=PATIENCE) == 0
    finally:
        place.end()


@pytest.mark.parametrize("page", pages.pages())
def test_every_link_leads_somewhere(page):
    here = (ROOT / page).parent
    for link in pages.links(page):
        if re.match(r"https?:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (here / path).resolve() if path else ROOT / page
        assert target.exists(), f"{page}: {link}"
        if anchor:
            assert anchor in pages.anchors(str(target.relative_to(ROOT))), f"{page}: {link}"


@pytest.mark.parametrize("page", pages.pages())
def test_every_path_is_there(page):
    named = [span for span in pages.spans(page) if re.fullmatch(rf"({pages.FOLDERS})/[\w./-]+", span)]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_setting_that_is_named_exists():
    known = set(re.findall(r"^\| `(\w+\.\w+)` ", pages.read("config/SETTINGS.md"), re.M))
    groups = {key.split(".")[0] for key in known}
    named = {span for page in pages.pages() for span in pages.spans(page) if re.fullmatch(r"[a-z]+\.[a-z_0-9]+", span)}
    files = {"api.hpp", "commands.cpp"}
    assert {name for name in named if name.split(".")[0] in groups and name not in files} <= known
    assert len(named & known) > 40
    variables = {"GAMEKEEPER_" + key.replace(".", "_").upper() for key in known}
    others = {"GAMEKEEPER_SOCKET", "GAMEKEEPER_API_URL", "GAMEKEEPER_EMULATOR_TOKEN", "GAMEKEEPER_SPEC_DIR", "GAMEKEEPER_EVENT",
              "GAMEKEEPER_CONFIG"}
    wrong = re.findall(r"GAMEKEEPER_[A-Z_]*[A-Z]", "".join(pages.read(page) for page in pages.pages()))
    assert set(wrong) - variables - others == {"GAMEKEEPER_DRIAN_GRACE"}  # a mistake that a page shows


def options_of(*program):
    told = subprocess.run([*program, "--help"], env=clean_environment(), capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", told))


def test_every_option_that_is_named_exists():
    known = options_of(str(BIN / "gamekeeper-emulator"))
    for program in (GAMEKEEPER, str(BIN / "gamekeeper-fleet")):
        commands = re.findall(r"^  ([a-z][a-z0-9-]*(?: [a-z]+)?)  ", subprocess.run(
            [program, "--help"], env=clean_environment(), capture_output=True, text=True, check=True).stdout, re.M)
        known = known.union(options_of(program), *(options_of(program, *command.split()) for command in commands))
    # of docker build and run, Godot, dpkg, docker exec
    others = {"--target", "--entrypoint", "--headless", "--purge", "--remove", "--user"}
    named = {option for page in pages.pages() for span in pages.spans(page) if span.startswith("--")
             for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", span)}
    assert named - known - others == set()


def test_the_functions_that_a_game_calls_are_in_its_client():
    table = re.search(r"^\| the game says .*?\n\n", pages.read("docker/README.md"), re.M | re.S)[0]
    rows = [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in table.strip().splitlines()[2:]]
    assert len(rows) == 9
    for _, c, cs, gd, _ in rows:
        assert re.search(rf"^static inline gk_result {c}\(", pages.read("lib/client/gamekeeper.h"), re.M), c
        assert re.search(rf"^        public Result {cs}\(", pages.read("lib/client/Gamekeeper.cs"), re.M), cs
        assert re.search(rf"^func {gd}\(", pages.read("lib/client/gamekeeper.gd"), re.M), gd


@pytest.mark.parametrize("block", pages.all_blocks("c"), ids=lambda block: f"{block.page}:{block.line}")
@pytest.mark.parametrize("compiler", [("cc", "-std=c99", "-xc"), ("c++", "-std=c++11", "-xc++")], ids=lambda words: words[0])
def test_the_code_that_is_shown_compiles(block, compiler):
    done = subprocess.run([*compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/lib/client", "-"], input=block.text,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_dockerfiles_build_as_the_pages_do():
    """No image of the internet can be had in the tests: what the Dockerfiles run is what tests/run runs, step by step."""
    for file in ("docker/Dockerfile", "docker/Dockerfile.emulator"):
        text = pages.read(file)
        steps = re.findall(r"^RUN (.*)$", text, re.M)
        assert steps[0] == "/src/docker/install-build-deps build"
        assert re.fullmatch(r'cmake --preset release -D GAMEKEEPER_COMMIT="\$REVISION" && cmake --build --preset release'
                            r'( --target gamekeeper-emulator)?', steps[1]) and len(steps) == 2
        for built in re.findall(r"^COPY --from=build /src/build/release/bin/(\S+)", text, re.M):
            assert f"add_executable({built} " in "".join(path.read_text() for path in (ROOT / "agent").rglob("CMakeLists.txt"))
        assert file in "".join(pages.read(page) for page in pages.pages()) + pages.read("docker/compose.yaml")


def test_what_a_page_shows_is_compared_line_by_line():
    assert pages.agrees("a 12s\nb\nc\n", "a …\n…\nc\n") and pages.agrees("x\n", "x\n") and pages.agrees("", "")
    for shown in ("a\n", "a …\nc\n", "…\nd\n", "a …\nb\nc\nd\n"):
        assert not pages.agrees("a 12s\nb\nc\n", shown), shown
