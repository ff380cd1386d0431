"""What the pages say of images is done: their Dockerfile blocks are built, the three engines' examples too, with a stand-in for
the game, and every `docker run` of theirs is run, by podman."""
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

import pytest
from conftest import EXAMPLES, PATIENCE, RELEASE

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
import pages  # noqa: E402

# What each example copies, and where of it the game is.
ENGINES = {"unity": "Build/Server.x86_64", "unreal": "LinuxServer/MyGame/Binaries/Linux/MyGameServer", "godot": "server.x86_64"}
BLOCKS = pages.all_blocks("dockerfile")


@pytest.fixture(scope="session")
def game(tmp_path_factory):
    program = tmp_path_factory.mktemp("game") / "server"
    subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-static", "-O1", "-o", str(program),
                    str(pathlib.Path(__file__).with_name("bound_game.c"))], check=True)
    return program


@pytest.fixture(scope="session")
def engines(podman, images, game, tmp_path_factory):
    """An image of each engine's example."""
    assert images
    for name, file in ENGINES.items():
        context = tmp_path_factory.mktemp(name)
        (context / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(game, context / file)
        (context / "server.pck").touch()
        podman.build(f"localhost/{name}-game", EXAMPLES / f"{name}.Dockerfile", context)
    return list(ENGINES)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_server_in_the_engines_example_saves_and_ends(podman, engines, engine):
    assert engine in engines
    name = podman.start(f"localhost/{engine}-game")
    try:
        deadline = time.monotonic() + PATIENCE
        while "ready" not in podman.log(name).splitlines():
            assert time.monotonic() < deadline, podman.log(name)
            time.sleep(0.05)
        # What the engine writes goes below $HOME.
        podman("exec", name, "sh", "-c", 'mkdir -p "$HOME/.config" && : >"$HOME/.config/file"')
        assert "phase      running" in podman("exec", name, "gamekeeper", "status").stdout
        podman("stop", "--time", "60", name)
        assert "saved" in podman.log(name).splitlines()
        assert podman("inspect", "--format", "{{.State.ExitCode}}", name).stdout.strip() == "0"
    finally:
        podman("rm", "--force", "--time", "0", name, check=False)


def built(podman, folder, block, game):
    """An image of debian:12 with the block in it; ./server is the game."""
    shutil.copy(RELEASE / "gamekeeper", folder)
    shutil.copy(game, folder / "server")
    (folder / "gamekeeper.json").write_text("{}")
    file = folder / "Dockerfile"
    file.write_text(f"FROM gamekeeper AS agent\nFROM debian:12\nCOPY server /server\n{block.text}")
    podman.build("localhost/of-a-page", file, folder)
    return "localhost/of-a-page"


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.page}: {block.heading}:{block.line}")
def test_a_dockerfile_of_a_page_is_built_and_does_what_it_says(podman, images, game, tmp_path, block):
    assert images
    words = set(re.findall(r"^[A-Z]+", block.text, re.M))
    image = built(podman, tmp_path, block, game)
    if "ENTRYPOINT" not in words:
        assert words == {"ENV", "COPY"}  # the settings of an image that has the agent already
        file = tmp_path / "with.Dockerfile"
        file.write_text(f"FROM {image}\nCOPY gamekeeper /usr/local/bin/gamekeeper\n")
        podman.build("localhost/with-settings", file, tmp_path)
        said = podman.run("localhost/with-settings", "gamekeeper", "config", "show").stdout
        assert re.search(r"^occupancy.first_join_after +10m +variable ", said, re.M), said
        assert "the settings are fine" in podman.run("localhost/with-settings", "gamekeeper", "config", "check").stdout
        return
    name = podman.start(image)
    try:
        deadline = time.monotonic() + PATIENCE
        while "ready" not in podman.log(name).splitlines():
            assert time.monotonic() < deadline, podman.log(name)
            time.sleep(0.05)
        podman("stop", "--time", "60", name)
        assert podman("inspect", "--format", "{{.State.ExitCode}}", name).stdout.strip() == "0"
        assert "saved" in podman.log(name).splitlines()
    finally:
        podman("rm", "--force", "--time", "0", name, check=False)


RUNS = sorted({line for block in pages.all_blocks("sh") for line in block.commands() if line.startswith("docker run ")})


@pytest.mark.parametrize("behind_entrypoint", [False, True])
@pytest.mark.parametrize("line", RUNS)
def test_what_is_run_in_an_image(podman, images, game, tmp_path, line, behind_entrypoint):
    """In an image of the first Dockerfile block of the README, which is what the reader has made."""
    assert images
    (first, *_) = [block for block in BLOCKS if block.page == "README.md"]
    image = built(podman, tmp_path, first, game)
    docker, run, remove, option, program, name, *words = shlex.split(line)
    assert (docker, run, remove, option, program) == ("docker", "run", "--rm", "--entrypoint", "gamekeeper")
    assert name.startswith("my-")
    # Without the option the words come in place of the image's CMD, behind `gamekeeper run --`: that steps aside.
    done = (podman.run(image, program, *words) if behind_entrypoint else
            podman.run(image, *words, options=(option, program)))
    said = done.stdout + done.stderr
    assert "game started" not in done.stderr, said
    assert done.returncode == 0 and " FAIL" not in said, said
    assert re.search(r"^\d+ ok", done.stdout, re.M), said
    if words[0] == "check":
        assert re.search(r"^ok +ports +gameport 7777/UDP bound after", done.stdout, re.M), said
        assert re.search(r"^ok +SIGTERM ", done.stdout, re.M), said
