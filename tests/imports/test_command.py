"""The command `import`: its exit codes, its JSON, and what it says to a person."""

import json
import sys
from pathlib import Path

import pytest
from books import csv_file

import app


@pytest.fixture
def command(office, tmp_path, monkeypatch, capsys):
    """Runs the command over a fresh office: (exit code, standard output, standard error)."""
    monkeypatch.setenv("DATABASE_URL", office)
    monkeypatch.setenv("CLAIMS_INSTANCE", str(tmp_path / "instance"))

    def run(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", "import", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            app.main()
        return (end.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def path(tmp_path) -> Path:
    return csv_file(
        tmp_path / "a.csv",
        ["Register of claims", "", "", ""],
        ["Claim no.", "Incurred", "COUNTY", "Paid"],
        ["Fire Department", "", "", ""],
        ["L-1", "5", "Orange", "1.50"],
        ["L-2", "5", "Orange", "x"],
    )


CONTRACT = {
    "batch", "rows_read", "new", "changed", "unchanged", "refused", "ignored", "errors", "sums",
}  # fmt: skip


def test_the_json_has_the_keys_of_the_contract_and_details(command, path):
    code, out, _ = command("claim", path, "--json")
    told = json.loads(out)
    assert code == 1
    assert set(told) == {*CONTRACT, "details"}
    assert (told["rows_read"], told["refused"], told["ignored"]) == (2, 1, 2)
    assert told["details"]["unknown"] == ["COUNTY"]
    assert told["details"]["ignored"] == [
        {"row": 1, "reason": "title", "text": "Register of claims"},
        {"row": 3, "reason": "title", "text": "Fire Department"},
    ]


def test_the_words_name_what_was_not_read(command, path, tmp_path):
    code, out, _ = command("claim", path)
    assert code == 1
    for line in (
        "1 new, 0 changed, 0 unchanged, 1 refused, 2 ignored",
        "Row 3 is ignored as a title: Fire Department",
        "No column is known by the heading “COUNTY”.",
        "“Incurred” is not read. Incurred is worked out by the office's records.",
    ):
        assert line in out.splitlines()
    short = csv_file(tmp_path / "b.csv", ["Employee no.", "Phone"], ["7", "555"])
    assert "The file has no heading for name." in command("employee", short)[1].splitlines()


@pytest.mark.parametrize("option", ["--map", "--set"])
def test_a_column_given_twice_is_wrong_usage(command, path, option):
    code, _, err = command("claim", path, option, "claim_no=A", option, "claim_no=B")
    assert code == 2
    assert "claim_no is given twice" in err


def test_the_command_says_how_to_name_the_heading(command, path):
    code, out, _ = command("claim", path, "--map", "claim_no=", "--json")
    assert code == 2
    sentence = json.loads(out)["error"]
    assert sentence.endswith("Say which one it is: --map claim_no=HEADING.")


@pytest.mark.parametrize("sheet", ["user", "role", "importrun", "batch"])
def test_a_sheet_that_no_file_fills_is_refused(command, path, sheet):
    code, _, err = command(sheet, path)
    assert code == 2
    assert "are written by the office itself, not by a file" in err


def test_a_file_without_headings_comes_in_by_the_letters_of_its_columns(command, tmp_path):
    bare = csv_file(tmp_path / "bare.csv", ["NH-0", "0.50"], ["NH-1", "1.50"])
    given = ("--header-row", "0", "--map", "claim_no=Column A", "--map", "paid=Column B")
    code, out, _ = command("claim", bare, *given, "--json")
    told = json.loads(out)
    assert (code, told["new"], told["sums"]) == (0, 2, {"paid": "2.00"})
