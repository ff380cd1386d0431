"""The README's table of situations against what is tested, row by row, and the defaults it names against the program's."""
import re
import subprocess

from conftest import GAMEKEEPER, ROOT, clean_environment


def rows():
    """(situation, default, why) of each row."""
    text = (ROOT / "README.md").read_text()
    table = re.search(r"<!-- situations -->\n(.*?)<!-- /situations -->", text, re.S)
    assert table, "the README has no table of situations"
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].strip().splitlines()]
    assert cells[0] == ["situation", "default", "why"]
    assert all(len(row) == 3 and all(row) for row in cells), cells
    return cells[2:]


def test_every_row_is_a_test_and_every_test_a_row():
    tested = re.findall(r"^BOOST_AUTO_TEST_CASE\((\w+)\)",
                        (ROOT / "tests/unit/lifecycle/situations_test.cpp").read_text(), re.M)
    told = [re.sub(r"\W+", "_", situation.lower().replace("'", "")) for situation, _, _ in rows()]
    assert told == tested


def test_the_defaults_it_names_are_those_in_force():
    shown = subprocess.run([GAMEKEEPER, "config", "show"], env=clean_environment(), capture_output=True, text=True,
                           timeout=60, check=True).stdout
    in_force = dict(re.findall(r"^(\w+\.\w+) +(.*?) +default *$", shown, re.M))
    named = []
    for _, default, _ in rows():
        keys = re.findall(r"`(\w+\.\w+)`", default)
        with_value = re.findall(r"`(\w+\.\w+)` \(`([^`]+)`\)", default)
        assert keys == [key for key, _ in with_value], f"a setting without its value in: {default}"
        named += with_value
    assert len(named) > 20
    assert [(key, value) for key, value in named if in_force.get(key) != value] == []
