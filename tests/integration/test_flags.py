"""The command line's forms: aliases, switches, repeated flags, and where the game's own words begin."""
import subprocess

import pytest
from conftest import GAMEKEEPER, clean_environment


def gamekeeper(*words, **environment):
    return subprocess.run([GAMEKEEPER, *words], env=clean_environment(**environment), capture_output=True, text=True,
                          timeout=60, check=False)


def shown(*words, **environment):
    ran = gamekeeper("config", "show", *words, **environment)
    assert ran.returncode == 0, ran.stderr
    return {line.split(None, 1)[0]: line.split(None, 1)[1] for line in ran.stdout.splitlines()}


def test_an_alias_is_the_same_setting():
    assert shown("--drain", "main")["drain.wait_for"].startswith("main ")
    assert shown("--drain-wait-for", "main")["drain.wait_for"].startswith("main ")
    assert shown("--parent-death-signal=KILL")["init.parent_death"].startswith("KILL ")


@pytest.mark.parametrize("words, value", [
    (["--keep-signal-dispositions"], "on"),
    (["--signal-keep-dispositions"], "on"),
    (["--keep-signal-dispositions=off"], "off"),
    (["--no-keep-signal-dispositions"], "off"),
    (["--keep-signal-dispositions", "--no-keep-signal-dispositions"], "off"),
    (["--no-keep-signal-dispositions", "--keep-signal-dispositions"], "on"),
])
def test_a_switch_needs_no_value_and_the_last_one_counts(words, value):
    assert shown(*words)["signal.keep_dispositions"].split()[0] == value


@pytest.mark.parametrize("words, value", [
    (["--subreaper"], "on"), (["--no-subreaper"], "off"), (["--init-subreaper", "auto"], "auto"),
])
def test_a_choice_can_have_a_switch_as_its_alias(words, value):
    assert shown(*words)["init.subreaper"].split()[0] == value


def test_a_list_takes_one_text_with_each_flag():
    assert shown("--rewrite", "TERM=INT", "--signal-rewrite=15=0")["signal.rewrite"].split()[0] == "TERM=INT,15=0"
    assert shown(GAMEKEEPER_SIGNAL_REWRITE="TERM=INT,HUP=0")["signal.rewrite"].split()[0] == "TERM=INT,HUP=0"
    assert shown(GAMEKEEPER_SIGNAL_REWRITE='["TERM=INT"]')["signal.rewrite"].split()[0] == "TERM=INT"


def test_what_is_wrong_in_a_list_is_named():
    checked = gamekeeper("config", "check", "--rewrite", "TERM=INT", "--rewrite", "USR1=FOO")
    assert checked.returncode == 2
    assert "number 2, 'USR1=FOO': 'FOO' is no signal" in checked.stderr


@pytest.mark.parametrize("options", [
    ["--subreaper"], ["--no-subreaper", "--keep-signal-dispositions"], ["--rewrite", "TERM=INT", "--rewrite=HUP=0"],
    ["--drain", "tree", "--no-keep-signal-dispositions"], ["--keep-signal-dispositions=on"],
])
@pytest.mark.parametrize("dashes", [["--"], []])
def test_a_switch_does_not_swallow_the_games_first_word(options, dashes):
    ran = gamekeeper("run", "--control-socket", "off", *options, *dashes, "echo", "--subreaper", "x")
    assert ran.stdout == "--subreaper x\n", ran.stderr
    assert ran.returncode == 0


def run_game(*words, game=("--", "sh", "-c", "echo started; echo $0", "-x")):
    return gamekeeper("run", "--control-socket", "off", "--state-file", "off", *words, *game)


@pytest.mark.parametrize("words, said", [
    (["--drain-grcae", "20s"], "--drain-grcae is no option of run, did you mean --drain-grace?"),
    (["--drain-grcae=20s"], "did you mean --drain-grace?"),
    (["--drain-gra", "20s", "--log-level", "info"], "did you mean --drain-grace?"),
    (["--log-level"], "--log-level needs a value"),
    (["--dry"], "did you mean --dry-run?"),
    (["-q"], "-q is no option of run"),
])
def test_a_mistyped_option_of_run_is_said_and_the_game_starts(words, said):
    ran = run_game(*words)
    assert (ran.returncode, ran.stdout) == (0, "started\n-x\n"), ran.stderr
    assert said in ran.stderr
    assert '"a setting is wrong"' in ran.stderr


def test_a_word_that_may_be_the_games_command_is_the_one_exception():
    ran = run_game("--drain-grcae", "20s", game=["echo", "started"])
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "'20s' behind --drain-grcae can be its value or the game's command" in ran.stderr
    assert run_game("--drain-grcae", game=["pwd"]).returncode == 0


def test_who_may_have_meant_a_rehearsal_gets_one():
    ran = run_game("--dry-rnu")
    assert ran.stdout.startswith("started\n")
    assert "the agent rehearses" in ran.stderr
    assert "the agent rehearses" not in run_game("--dry-rnu", "--dry-run").stderr
    assert "the agent rehearses" not in run_game("--drain-grcae").stderr


def test_the_agent_steps_aside_for_a_command_of_its_own(tmp_path):
    """What ENTRYPOINT ["gamekeeper", "run", "--"] makes of `docker run IMAGE gamekeeper config show`."""
    file = tmp_path / "gamekeeper.json"
    file.write_text('{"drain": {"grace": "1m"}}')
    ran = gamekeeper("run", "--config", str(file), "--log-level", "warn", "--log-frmat=text", "--",
                     GAMEKEEPER, "config", "show", "--stop-retry-max", "20s")
    assert ran.returncode == 0
    rows = {line.split()[0]: line.split()[1] for line in ran.stdout.splitlines()}
    assert (rows["drain.grace"], rows["log.level"], rows["stop.retry_max"]) == ("1m", "warn", "20s")
    assert ran.stderr == "gamekeeper: --log-frmat is no option of run, did you mean --log-format?\n"
    assert gamekeeper("run", "--", GAMEKEEPER, "--version").stdout.startswith("gamekeeper ")
    wrong = gamekeeper("run", "--", GAMEKEEPER, "match", "finish")
    assert (wrong.returncode, "did you mean match end?" in wrong.stderr) == (2, True)


def test_an_agent_in_the_place_of_a_game_is_the_only_one():
    ran = gamekeeper("run", "--control-socket", "off", "--", GAMEKEEPER, "run", "--game-environment", "A=b", "--",
                     "sh", "-c", "echo $A; exit 3")
    assert (ran.returncode, ran.stdout) == (3, "b\n")
    assert ran.stderr.count('"game started"') == 1
