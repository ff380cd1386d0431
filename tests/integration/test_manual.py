"""Manual pages, completion scripts and config/SETTINGS.md: made of the tables that the programs use, and read by man and
by the shells themselves."""
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, clean_environment
from release_build import BUILD, PROGRAMS, needs_release, ninja, run

MADE = BUILD / "agent/manual"

pytestmark = needs_release


@pytest.fixture(scope="module", autouse=True)
def built():
    ninja("gamekeeper_manual_files")


def help_of(program, *words):
    return run(BUILD / "bin" / program, *words, "--help", env=clean_environment(NO_COLOR="1"))


def commands_of(program, above=()):
    """Each command's words, as the helps list them. The agent's lists all at once, the others' a level each."""
    listed = re.search(r"^(?:Commands|Subcommands):\n((?:  .*\n)+)", help_of(program, *above), re.M)
    for line in listed[1].splitlines() if listed else []:
        words = re.match(r"  ([a-z0-9-]+(?: [a-z]+)?)(?:  |$)", line)
        if words:
            path = (*above, *words[1].split())
            yield path
            if program != "gamekeeper":
                yield from commands_of(program, path)


def options_in(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))


def options_of(program):
    """Of the program and all its commands: what stands at the beginning of a line of a help."""
    told = set()
    for path in [(), *commands_of(program)]:
        for line in help_of(program, *path).splitlines():
            named = re.match(r" +(-[^ ]+(?:,? -[^ ]+)*(?: or --[^ ]+)*)", line)
            told |= options_in(named[1]) if named else set()
    return told


@pytest.mark.parametrize("program", PROGRAMS)
def test_man_shows_the_page_without_a_warning(program):
    page = MADE / f"{program}.man"
    ended = subprocess.run(["man", "--warnings=w", "--local-file", str(page)], capture_output=True, text=True, check=True,
                           env=clean_environment(LC_ALL="C.UTF-8", MANWIDTH="120"))
    assert ended.stderr == ""
    assert program in ended.stdout and "SYNOPSIS" in ended.stdout


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_option_and_command_of_the_help_is_in_the_page_and_in_the_completions(program):
    options, commands = options_of(program), list(commands_of(program))
    assert len(options) > 10
    page = (MADE / f"{program}.man").read_text().replace("\\-", "-").replace("\\fB", "")
    completions = {shell: (MADE / f"{program}.{shell}").read_text() for shell in ("bash", "zsh", "fish")}
    assert options - options_in(page) == set()
    assert options - options_in(completions["bash"]) == set() and options - options_in(completions["zsh"]) == set()
    assert options - {"--" + name for name in re.findall(r" -l ([a-z0-9-]+)", completions["fish"])} == set()
    for path in commands:
        assert re.search(rf"^\.SS .*{re.escape(path[-1])}", page, re.M) or any(c[:-1] == path for c in commands), path


def completed(*words):
    """What a real bash offers for the last word of a command line."""
    script = (f"source {MADE}/gamekeeper.bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); "
              "$(complete -p gamekeeper | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\"")
    return set(run("bash", "--norc", "-c", script, "bash", *words).split())


def test_bash_completes_commands_options_and_values():
    assert {"run", "status", "match", "config"} <= completed("gamekeeper", "")
    assert completed("gamekeeper", "match", "") == {"start", "end"}
    assert completed("gamekeeper", "stat") == {"status"}
    assert completed("gamekeeper", "hold", "--f") == {"--for"}
    assert "--drain-grace" in completed("gamekeeper", "run", "--drain-")
    assert completed("gamekeeper", "status", "--drain-") == set()
    assert completed("gamekeeper", "run", "--log-level", "w") == {"warn"}
    assert completed("gamekeeper", "run", "--log-level", "=", "w") == {"warn"}
    assert "/etc/hostname" in completed("gamekeeper", "run", "--config", "/etc/hostn")
    assert "bash" in completed("gamekeeper", "run", "--", "bas")  # the game's own command line


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize("line, offered", [
    ("match ", {"start", "end"}), ("hold x --f", {"--for"}), ("status --drain-g", set()),
    ("run --drain-g", {"--drain-grace"}), ("config check --drain-g", {"--drain-grace"}),
    ("run --log-level ", {"debug", "info", "warn", "error"})])
def test_fish_completes_commands_options_and_values(line, offered):
    said = run("fish", "--no-config", "-c", f"source {MADE}/gamekeeper.fish; complete -C 'gamekeeper {line}'")
    assert {each.split("\t")[0] for each in said.splitlines()} == offered


@pytest.mark.parametrize("line, offered", [
    (["match", ""], {"start", "end"}), (["hold", "x", "--f"], {"--for"}), (["status", "--drain-g"], set()),
    (["run", "--drain-g"], {"--drain-grace"}), (["run", "--log-level", ""], {"debug", "info", "warn", "error"})])
def test_what_zsh_is_given_to_choose_from(line, offered):
    """zsh itself, with the functions that show a choice replaced by ones that print it."""
    script = ('_describe() { print -rl -- "${(@P)2}" }; compadd() { shift; print -rl -- "$@" }; '
              f'complete() {{ local -a words; words=(gamekeeper "$@"); local CURRENT=$#words; source {MADE}/gamekeeper.zsh }}; '
              'complete "$@"')
    said = {each.split(":")[0] for each in run("zsh", "-f", "-c", script, "zsh", *line).splitlines()}
    assert {each for each in said if each.startswith(line[-1])} == offered


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("shell, check", [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_the_shells_can_read_the_scripts(program, shell, check):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    run(shell, check, MADE / f"{program}.{shell}")


def test_the_table_of_settings_is_up_to_date(tmp_path):
    run(MADE / "gamekeeper-manual", "settings", tmp_path / "now")
    assert (ROOT / "config/SETTINGS.md").read_text() == (tmp_path / "now").read_text(), \
        "config/SETTINGS.md: cmake --build --preset release --target settings_document"
