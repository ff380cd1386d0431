"""What the README says of tests is true: every one that a table names exists, and every operation has its row."""
import re

from conftest import ROOT

README = (ROOT / "README.md").read_text()


def rows(marker):
    table = README.split(f"<!-- {marker} -->")[1].split(f"<!-- /{marker} -->")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]


def named(test):
    file, _, name = test.partition("::")
    found = [p for p in (ROOT / "tests").rglob(file)]
    assert found, f"{file} is not there"
    assert any(re.search(rf"\b{re.escape(name)}\b", p.read_text()) for p in found), f"{test} is not there"


def test_every_operation_of_the_table_has_a_row_and_no_other_has_one():
    table = (ROOT / "lib/edgegap/messages/operation.cpp").read_text()
    known = set(re.findall(r'^    \{\w+, "(\w+)",', table, re.M))
    assert len(known) > 15
    assert {row[1].strip("`") for row in rows("operations")} == known


def test_every_cell_of_the_operations_names_a_test_that_exists():
    calls = (ROOT / "tests/unit/edgegap/client/documented_calls.cpp").read_text()
    contract = (ROOT / "tests/integration/test_contract.py").read_text()
    for request, operation, command, emulator in rows("operations"):
        assert re.search(rf"operation_id::{operation.strip('`')}\b", calls), operation
        named(command.split(": ")[1].strip("`"))
        judged = re.fullmatch(r"`test_contract\.py\[([\w-]+)\]`", emulator)
        if judged:
            assert f'("{judged[1]}", 2' in contract, f"{judged[1]}: no success of it is judged"
        else:
            named(emulator.strip("`"))


def test_the_script_that_is_shown_is_the_one_that_is_tested():
    lines = [line for line in (ROOT / "tests/integration/fleet_script.sh").read_text().splitlines() if "gamekeeper-fleet" in line]
    assert "\n".join(lines) in README
