"""Settings as a person meets them: check, show, and a broken file under a game that has to start anyway."""
import subprocess

from conftest import GAMEKEEPER, ROOT, clean_environment


def gamekeeper(*words, **environment):
    return subprocess.run([GAMEKEEPER, *words], env=clean_environment(**environment), capture_output=True, text=True,
                          timeout=60, check=False)


def test_check_reports_every_error_at_once_with_key_value_and_what_is_allowed(tmp_path):
    file = tmp_path / "gamekeeper.json"
    file.write_text('{\n  "drain": {"grace": "30"},\n  "log": {"levl": "info"}\n}\n')
    checked = gamekeeper("config", "check", "--config", str(file), "--stop-retry-max", "soon",
                         GAMEKEEPER_PLATFORM_POLL_JITTER="200")
    assert checked.returncode == 2
    lines = checked.stderr.splitlines()
    assert any(f"{file}:2" in l and "drain.grace" in l and "'30'" in l and "unit" in l for l in lines)
    assert any(f"{file}:3" in l and "log.levl" in l and "log.level" in l for l in lines)
    assert any("GAMEKEEPER_PLATFORM_POLL_JITTER" in l and "200" in l and "90" in l for l in lines)
    assert any("--stop-retry-max" in l and "soon" in l for l in lines)
    assert lines[-1] == "4 errors"


def test_a_file_that_is_not_json_is_named_with_line_and_column(tmp_path):
    file = tmp_path / "gamekeeper.json"
    file.write_text('{\n  "drain": oops\n}\n')
    checked = gamekeeper("config", "check", "--config", str(file))
    assert checked.returncode == 2
    assert f"{file}:2:" in checked.stderr


def test_a_broken_file_is_an_error_in_the_log_and_the_game_runs(tmp_path):
    file = tmp_path / "gamekeeper.json"
    file.write_text("{")
    ran = gamekeeper("run", "--config", str(file), "--control-socket", "off", "--drain-grace", "30", "--",
                     "echo", "hello")
    assert ran.returncode == 0
    assert ran.stdout == "hello\n"
    assert str(file) in ran.stderr and "drain.grace" in ran.stderr


def test_variables_out_of_a_file_are_read_without_what_the_file_left_around_them(tmp_path):
    """`docker run --env-file` takes a line as it stands: its '\\r' and its quotes are in the variable."""
    file = tmp_path / "gamekeeper.json"
    file.write_text('{"stop": {"retry_max": "20s"}}')
    shown = gamekeeper("config", "show", GAMEKEEPER_CONFIG=f'"{file}"\r', GAMEKEEPER_DRAIN_GRACE='"1m"',
                       GAMEKEEPER_POLICY_DRY_RUN=" TRUE\r", GAMEKEEPER_LOG_LEVEL="'debug'\r")
    assert shown.stderr == ""
    rows = {line.split()[0]: line.split()[1] for line in shown.stdout.splitlines()}
    assert [rows[key] for key in ("stop.retry_max", "drain.grace", "policy.dry_run", "log.level")] == [
        "20s", "1m", "on", "debug"]


def test_a_rehearsal_that_cannot_be_read_is_one():
    ran = gamekeeper("run", "--control-socket", "off", "--", "echo", "hello", GAMEKEEPER_POLICY_DRY_RUN="ture")
    assert (ran.returncode, ran.stdout) == (0, "hello\n")
    assert "policy.dry_run: 'ture' is neither on nor off; so the agent rehearses: it ends nothing" in ran.stderr
    shown = gamekeeper("config", "show", GAMEKEEPER_DRY_RUN="on")
    assert "did you mean 'GAMEKEEPER_POLICY_DRY_RUN'?" in shown.stderr
    assert "so the agent rehearses" in shown.stderr
    assert [line.split()[1] for line in shown.stdout.splitlines() if line.startswith("policy.dry_run ")] == ["on"]


def test_show_says_where_each_value_comes_from(tmp_path):
    file = tmp_path / "gamekeeper.json"
    file.write_text('{"drain": {"grace": "1m"}, "log": {"level": "warn"}}')
    shown = gamekeeper("config", "show", "--config", str(file), "--stop-retry-max", "20s", GAMEKEEPER_LOG_LEVEL="error")
    rows = {line.split()[0]: line.split(None, 2)[1:] for line in shown.stdout.splitlines() if "." in line.split()[0]}
    assert rows["drain.grace"][0] == "1m" and str(file) in rows["drain.grace"][1]
    assert rows["log.level"][0] == "error" and "GAMEKEEPER_LOG_LEVEL" in rows["log.level"][1]
    assert rows["stop.retry_max"][0] == "20s" and "--stop-retry-max" in rows["stop.retry_max"][1]
    assert rows["occupancy.empty_after"] == ["1m", "default"] or rows["occupancy.empty_after"] == ["60s", "default"]


def test_the_annotated_default_file_is_fine():
    assert gamekeeper("config", "check", "--config", str(ROOT / "config/gamekeeper.json")).returncode == 0


def test_help_names_every_setting_and_the_exit_codes():
    top = gamekeeper("--help").stdout
    assert "Exit codes" in top
    run = gamekeeper("run", "--help").stdout
    shown = gamekeeper("config", "show").stdout
    for key in (line.split()[0] for line in shown.splitlines() if "." in line.split()[0]):
        assert "--" + key.replace(".", "-").replace("_", "-") in run, key
