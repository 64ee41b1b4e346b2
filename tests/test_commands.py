"""The command line as others rely on it: exit codes, the exact form of its JSON, whose policy it runs under."""

import json
import os
import socket
import stat
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import letter_office
import openpyxl
import pytest
from builders import claim
from desk import TODAY, make
from engines import bind
from faults.victims import keep_heads
from mail_server import mail_server
from witness import tampering

import app as office_program
import models as m
from admin_views import assets, invites, serving, terminal
from exports.letters import templates
from journal import database, documents, instance
from journal.database import is_sqlite, run
from journal.who import OPERATOR, person
from rules.errors import Blocked
from workflow.verbs import Act
from workflow.verbs import run as verb


class Ended(NamedTuple):
    """How a command ended: its exit code, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        """Its one JSON object; nothing else stands on standard output."""
        return json.loads(self.out)


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """The instance folder that the commands work in."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("CLAIMS_INSTANCE", str(folder))
    return folder


@pytest.fixture
def command(office, place, monkeypatch, capsys):
    """Runs a command line on a fresh office."""
    monkeypatch.setenv("DATABASE_URL", office)
    return _runner(monkeypatch, capsys)


@pytest.fixture
def nowhere(place, monkeypatch, capsys):
    """Runs a command line where there is no office yet."""
    return _runner(monkeypatch, capsys)


def _runner(monkeypatch, capsys):
    def typed(*words: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["app.py", *map(str, words)])
        capsys.readouterr()
        code = terminal.outcome(office_program.cli)
        return Ended(code, *capsys.readouterr())

    return typed


def register(path: Path, *rows: tuple, headings=("Claim no.", "Claimant", "Paid")) -> Path:
    """A small claims register."""
    book = openpyxl.Workbook()
    book.active.title = "Register"
    for row in (headings, *rows):
        book.active.append(row)
    book.save(path)
    return path


ROWS = (("R-1", "Ann", 10.5), ("R-2", "Bob", 20), ("R-3", "Cy", "about ten"))
IMPORTED = {"batch", "rows_read", "new", "changed", "unchanged", "refused", "ignored", "errors", "sums"}  # fmt: skip


# --- import ---------------------------------------------------------------------------------------


def test_an_import_tells_every_number(command, tmp_path):
    done = command("import", "claim", register(tmp_path / "r.xlsx", *ROWS), "--json")
    assert done.code == 1
    told = done.data
    assert set(told) >= IMPORTED
    counts = {n: told[n] for n in ("rows_read", "new", "changed", "unchanged", "refused")}
    assert counts == {"rows_read": 3, "new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    [error] = told["errors"]
    assert set(error) == {"cell", "column", "value", "message"}
    assert (error["cell"], error["column"], error["value"]) == ("Register!C4", "paid", "about ten")
    assert told["sums"]["paid"] == "30.50"
    assert told["batch"] == m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()


def test_an_import_of_good_rows_ends_with_0_and_changes_nothing_twice(command, tmp_path):
    path = register(tmp_path / "r.xlsx", *ROWS[:2])
    assert command("import", "claim", path, "--json").code == 0
    again = command("import", "claim", path, "--json")
    assert (again.code, again.data["batch"], again.data["unchanged"]) == (0, None, 2)


@pytest.mark.parametrize("option", ["--dry-run", "--strict"])
def test_an_import_that_only_looks_or_is_strict_writes_nothing(command, tmp_path, option):
    done = command("import", "claim", register(tmp_path / "r.xlsx", *ROWS), option, "--json")
    assert (done.code, done.data["batch"]) == (1, None)
    assert m.Claim.select().count() == 0


def test_an_import_takes_a_heading_and_a_fixed_value(command, tmp_path):
    path = register(tmp_path / "r.xlsx", ("R-1", "Ann"), headings=("Claim no.", "Wer"))
    given = ("--map", "claimant=Wer", "--set", "location=Elm")
    assert command("import", "claim", path, *given, "--json").code == 0
    row = m.Claim.get()
    assert (row.claimant, row.location) == ("Ann", "Elm")


def test_an_import_takes_how_the_file_is(command, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Vendor,Net Check,City File #,Check Date\nAcme,5.00,0001-26,soon\n")
    given = ("--keyless", "--claims-too", "--as-written", "payment_date", "--without-hidden")
    fixed = ("--set", "category=expense", "--valued-on", "2026-06-30")
    done = command("import", "payment", path, *given, *fixed, "--json")
    assert (done.code, done.data["new"]) == (0, 1)
    assert done.data["details"]["beside"][0]["new"] == 1
    payment = m.Payment.get()
    assert (payment.payment_date, payment.payment_date_as_written) == (None, "soon")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--as-written", "claimant"), "keeps no text beside it"),
        (("--valued-on", "2099-01-01"), "lies ahead"),
        (("--valued-on", "soon"), "soon"),
    ],
)
def test_an_import_refuses_what_a_file_cannot_be(command, tmp_path, given, said):
    path = register(tmp_path / "r.xlsx", *ROWS)
    done = command("import", "claim", path, *given, "--json")
    assert done.code == 2
    assert said in done.data["error"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "claim", "gone.xlsx"), "gone.xlsx"),
        (("import", "nosheet", "gone.xlsx"), "nosheet"),
        (("import", "claim", "gone.xlsx", "--map", "claimant"), "COLUMN=VALUE"),
        (("undo", "999"), "999"),
        (("rows", "claim", "--filter", "nocolumn=1"), "nocolumn"),
        (("rows", "claim", "--columns", "nocolumn"), "nocolumn"),
    ],
)
def test_wrong_usage_is_one_sentence_and_2(command, words, said):
    done = command(*words, "--json")
    assert done.code == 2
    assert set(done.data) == {"error"}
    assert said in done.data["error"]
    assert done.err == ""


# --- rows, export, undo ---------------------------------------------------------------------------


def test_rows_are_one_object(command):
    ids = [claim(claimant=name, amount_claimed=1234_56) for name in ("Ann", "Bob")]
    done = command("rows", "claim", "--columns", "claimant,amount_claimed,closed_date", "--json")
    assert done.code == 0
    assert done.data == {
        "rows": [
            {"id": row_id, "version": 1, "claimant": name, "amount_claimed": "1234.56", "closed_date": None}
            for row_id, name in zip(ids, ("Ann", "Bob"), strict=True)
        ],
        "more": False,
    }  # fmt: skip


def test_guarded_rows_are_one_object_and_one_entry_in_the_access_log(command):
    for _ in range(3):
        claim(line="W", status="reported", diagnosis="Sciatica")
    done = command("rows", "claim", "--columns", "diagnosis", "--limit", "2", "--json")
    assert done.code == 0, done.err
    assert [row["diagnosis"] for row in done.data["rows"]] == ["Sciatica", "Sciatica"]
    assert done.data["more"] is True
    (event,) = m.AccessEvent.select()
    assert (event.row_count, event.sensitivities) == (2, "medical")


def test_rows_say_whether_there_are_more(command):
    for name in ("Ann", "Bob"):
        claim(claimant=name)
    assert command("rows", "claim", "--limit", "1", "--json").data["more"] is True
    assert command("rows", "claim", "--limit", "2", "--json").data["more"] is False
    none = command("rows", "claim", "--filter", "claimant=Nobody", "--json")
    assert (none.code, none.data) == (0, {"rows": [], "more": False})


def test_filters_count_from_the_day_and_the_person(command, tmp_path):
    command("user", "add", "ann@city.gov", "--role", "technician")
    ann = m.User.get(m.User.email == "ann@city.gov").id
    claim(claimant="Ann", loss_date=TODAY, adjuster=ann)
    claim(claimant="Bob", loss_date=TODAY - timedelta(days=1))
    asked = ("--columns", "claimant", "--json")
    today = command("rows", "claim", "--filter", "loss_date=today", *asked)
    assert [row["claimant"] for row in today.data["rows"]] == ["Ann"]
    mine = command("rows", "claim", "--as", "ann@city.gov", "--filter", "adjuster!=me", *asked)
    assert [row["claimant"] for row in mine.data["rows"]] == ["Bob"]
    nobody = command("rows", "claim", "--filter", "adjuster=me", *asked)
    assert (nobody.code, "--as EMAIL" in nobody.data["error"]) == (2, True)
    path = tmp_path / "claims.csv"
    assert command("export", "claim", path, "--filter", "loss_date=yesterday").code == 0
    assert "Bob" in path.read_text()
    assert "Ann" not in path.read_text()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_comes_back_unchanged(command, tmp_path, ending):
    claim(claimant="Ann", amount_claimed=5_00)
    path = tmp_path / f"claims.{ending}"
    assert command("export", "claim", path).code == 0
    back = command("import", "claim", path, "--json")
    assert (back.code, back.data["unchanged"], back.data["batch"]) == (0, 1, None)


def test_an_empty_workbook_is_made_and_comes_in_as_nothing(command, tmp_path):
    path = tmp_path / "claims.xlsx"
    done = command("export", "claim", path, "--template")
    assert (done.code, done.out) == (0, f"An empty workbook to fill in is in {path}\n")
    told = command("import", "claim", path, "--json").data
    assert (told["rows_read"], told["ignored"], told["batch"]) == (0, 1, None)
    assert told["details"]["ignored"][0]["reason"] == "example"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("claim", "a.xlsx", "--filter", "line=L"), "leave --filter and --as-of out"),
        (("claim", "a.csv"), "ends in .xlsx"),
        (("user", "a.xlsx"), "not by a file"),
    ],
)
def test_an_empty_workbook_that_cannot_be_is_refused(command, tmp_path, words, said):
    sheet, name, *rest = words
    done = command("export", sheet, tmp_path / name, "--template", *rest)
    assert (done.code, said in done.err) == (2, True)
    assert list(tmp_path.glob("a.*")) == []


@pytest.mark.parametrize("moment", ["2099-01-01", "2099-01-01T12:00Z"])
def test_an_export_of_a_day_that_lies_ahead_is_refused(command, tmp_path, moment):
    done = command("export", "claim", tmp_path / "ahead.xlsx", "--as-of", moment)
    assert (done.code, "Thu 1 Jan 2099" in done.err, "lies ahead" in done.err) == (2, True, True)
    assert list(tmp_path.glob("ahead*")) == []


def test_an_export_of_another_kind_is_refused(command, tmp_path):
    done = command("export", "claim", tmp_path / "claims.pdf")
    assert (done.code, done.out) == (2, "")
    assert "must end in .xlsx or .csv" in done.err


def view(who, name: str, **state) -> None:
    given = {"name": name, "of": "claim", "kind": "personal" if who.user_id else "shared"}
    verb(who, Act("save_view", "savedview", (), {**given, "state": state}), on=TODAY)


def test_an_export_and_rows_take_a_view_by_its_name(command, tmp_path):
    for name in ("Ann", "Bob", "Cy"):
        claim(claimant=name, location="Elm" if name != "Cy" else "Oak")
    view(OPERATOR, "On Elm", filters=["location=Elm"], sort="-claimant", columns=["claimant"])
    path = tmp_path / "c.csv"
    assert command("export", "claim", path, "--view", "on elm").code == 0
    assert path.read_text("utf-8-sig").split() == ["Claimant", "Bob", "Ann"]
    more = command("rows", "claim", "--view", "On Elm", "--filter", "claimant=Ann", "--json")
    assert [row["claimant"] for row in more.data["rows"]] == ["Ann"]
    assert set(more.data["rows"][0]) == {"id", "version", "claimant"}


def test_a_report_takes_a_view_by_its_name(command, tmp_path):
    for name in ("Ann", "Bob"):
        claim(claimant=name, location="Elm" if name == "Ann" else "Oak")
    view(OPERATOR, "On Elm", filters=["location=Elm"])
    path = tmp_path / "r.csv"
    done = command("report", "open_claims", path, "view=on elm")
    assert (done.code, done.out[:6]) == (0, "1 rows")
    assert "Ann" in path.read_text("utf-8-sig")
    assert "Bob" not in path.read_text("utf-8-sig")
    other = command("report", "open_claims", path, "view=Theirs")
    assert (other.code, other.err) == (2, "Claims have no view “Theirs”. There are: On Elm.\n")


def test_a_view_is_that_of_the_person_and_one_that_is_not_there_is_said(command, tmp_path):
    invites.invite(OPERATOR, "ann@city.gov", ("technician",))
    claim(claimant="Ann")
    view(person("ann@city.gov"), "Mine", q="nobody")
    path = tmp_path / "c.csv"
    done = command("export", "claim", path, "--view", "Mine", "--as", "ann@city.gov")
    assert (done.code, done.out[:2]) == (0, "0 ")
    other = command("export", "claim", path, "--view", "Theirs", "--as", "ann@city.gov")
    assert (other.code, other.err) == (2, "Claims have no view “Theirs”. There are: Mine.\n")
    empty = command("export", "claim", path, "--view", "Mine", "--template")
    assert empty.code == 2


def test_a_view_that_several_people_have_is_asked_back(command, tmp_path):
    for name in ("ann", "bob"):
        invites.invite(OPERATOR, f"{name}@city.gov", ("technician",))
        view(person(f"{name}@city.gov"), "Mine", q=name)
    done = command("export", "claim", tmp_path / "c.csv", "--view", "Mine")
    assert (done.code, "several views “Mine”" in done.err) == (2, True)
    assert "--as EMAIL" in done.err


def test_what_of_a_view_is_kept_from_the_person_is_said_without_its_value(
    command, coordinator, tmp_path
):
    view(OPERATOR, "Medical", filters=["diagnosis~Zaunkoenig"], columns=["claim_no", "diagnosis"])
    path = tmp_path / "c.csv"
    done = command("export", "claim", path, "--view", "Medical", "--as", coordinator)
    assert done.code == 0
    assert "One filter of this view is left out: your role does not see it." in done.err
    assert "Zaunkoenig" not in done.out + done.err
    assert path.read_text("utf-8-sig").splitlines() == ["Claim no."]


def test_undoing_tells_each_row(command, tmp_path):
    seq = command("import", "claim", register(tmp_path / "r.xlsx", *ROWS[:2]), "--json").data[
        "batch"
    ]
    look = command("undo", str(seq), "--dry-run", "--json")
    assert look.code == 0
    assert set(look.data) == {"batch", "reversed", "kept", "blocked", "rows"}
    assert look.data["batch"] is None
    assert set(look.data["rows"][0]) == {"sheet", "id", "outcome", "reason"}
    done = command("undo", str(seq), "--json")
    assert (done.code, done.data["batch"]) == (0, seq + 1)
    assert done.data["reversed"] == len(done.data["rows"])
    assert command("rows", "claim", "--json").data["rows"] == []


def test_undoing_what_was_edited_since_ends_with_1(command, tmp_path):
    seq = command("import", "claim", register(tmp_path / "r.xlsx", *ROWS[:2]), "--json").data[
        "batch"
    ]
    path = register(tmp_path / "s.xlsx", ("R-1", "Anna"), headings=("Claim no.", "Claimant"))
    assert command("import", "claim", path).code == 0
    done = command("undo", str(seq), "--json")
    assert done.code == 1
    assert done.data["kept"] + done.data["blocked"] > 0


# --- Whose policy ---------------------------------------------------------------------------------


@pytest.fixture
def coordinator(command) -> str:
    """The address of somebody who sees little."""
    invites.invite(OPERATOR, "co@city.gov", ("coordinator",))
    return "co@city.gov"


@pytest.mark.parametrize(
    "words",
    [
        ("rows", "payment", "--json"),
        ("export", "payment", "out.csv"),
        ("rows", "claim", "--columns", "description", "--json"),
        ("rows", "claim", "--filter", "description=x", "--json"),
        ("user", "add", "x@city.gov", "--role", "auditor"),
        ("user", "reset-factor", "co@city.gov"),
    ],
)
def test_a_person_runs_under_their_policy(command, coordinator, words):
    before = command(*words, "--as", coordinator)
    assert before.code == 2
    assert command("--as", coordinator, *words).code == 2
    assert not Path("out.csv").exists()


def test_a_person_imports_and_undoes_under_their_policy(command, coordinator, tmp_path):
    path = register(tmp_path / "r.xlsx", *ROWS[:2])
    assert command("import", "claim", path, "--as", coordinator, "--json").code == 2
    seq = command("import", "claim", path, "--json").data["batch"]
    assert command("undo", str(seq), "--as", coordinator, "--json").code == 2
    assert m.Claim.select().count() == 2


@pytest.mark.parametrize("words", [("backup", "x.backup"), ("restore", "x.backup"), ("doctor",)])
def test_what_touches_everything_is_the_operators(command, coordinator, words):
    done = command("--as", coordinator, *words)
    assert done.code == 2
    assert "as the operator" in done.err


def test_a_person_who_is_not_there_runs_nothing(command):
    assert command("rows", "claim", "--as", "nobody@city.gov", "--json").code == 2


# --- user, audit, doctor --------------------------------------------------------------------------


def test_a_new_person_gets_a_link_alone_on_its_line(command):
    done = command("user", "add", "ann@city.gov", "--role", "technician", "--role", "auditor")
    assert done.code == 0
    [line] = done.out.splitlines()
    assert line.startswith("http://127.0.0.1:8000/welcome/")
    assert command("user", "add", "ann@city.gov", "--role", "king").code == 2


def test_verifying_says_sound_or_not(command, place):
    keep_heads(place)
    claim()
    done = command("audit", "verify")
    assert done.code == 0
    assert done.out == "1 changes and 1 rows: sound\n"
    bind(os.environ["DATABASE_URL"])
    tampering()
    run("UPDATE claim SET claimant = 'Somebody'")
    done = command("audit", "verify")
    assert done.code == 1
    assert "is not what was recorded" in done.out


def test_the_doctor_ends_with_1_where_something_is_wrong(command):
    assert command("doctor").code == 0
    bind(os.environ["DATABASE_URL"])
    run("DROP TRIGGER claim_stays" if is_sqlite() else "DROP TRIGGER claim_stays ON claim")
    done = command("doctor")
    assert done.code == 1
    assert "WRONG" in done.out
    command("migrate")


# --- Faults are sentences -------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("backup", "b"), ("export", "claim", "c.csv"), ("export", "claim", "c.xlsx")])  # fmt: skip
def test_a_folder_that_is_not_there_is_named(command, tmp_path, words):
    folder = tmp_path / "gone"
    done = command(*words[:-1], folder / words[-1])
    assert done.code == 2
    assert done.err == f"There is no folder {folder}. Make it, or name another place.\n"


@pytest.mark.parametrize("words", [("doctor",), ("rows", "claim"), ("run", "--port", "0")])
def test_a_database_that_does_not_answer_is_a_sentence(nowhere, place, monkeypatch, words):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    done = nowhere(*words)
    assert done.code == 2
    assert done.err.startswith("The database does not answer: ")
    assert len(done.err.splitlines()) == 1


def test_a_port_that_is_taken_is_told_before_any_link(nowhere, place):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = nowhere("run", "--port", taken.getsockname()[1])
    assert (done.code, done.out) == (2, "")
    assert "cannot be had (address already in use)" in done.err
    assert not place.exists()


def test_a_key_that_is_too_short_is_told_before_any_link(nowhere, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "short")
    done = nowhere("run", "--port", "0")
    assert (done.code, done.out) == (2, "")
    assert "SECRET_KEY is too short" in done.err


def test_the_link_is_the_last_thing_before_the_office_opens(nowhere, place, monkeypatch):
    monkeypatch.setattr(serving, "serve", lambda app, taken: taken.close())
    done = nowhere("run", "--port", "0")
    first, link, opened = done.out.splitlines()
    assert first == "First administrator, one-time link:"
    assert "/welcome/" in link
    assert opened.startswith("The office is open at http://127.0.0.1:")
    assert sorted(p.name for p in (place / "samples").iterdir()) == [
        "claims_register.xlsx", "payments.xlsx", "physicians.xlsx",
    ]  # fmt: skip


# --- Where an office lies -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("doctor",), ("backup", "b"), ("rows", "claim"), ("export", "claim", "c.csv"), ("undo", "1"),
        ("audit", "verify"), ("user", "reset-factor", "a@b.co"), ("assets",),
    ],
)  # fmt: skip
def test_only_what_begins_an_office_makes_one(nowhere, place, words):
    done = nowhere(*words)
    assert done.code == 2
    assert done.err.startswith(f"There is no office here yet ({place}).")
    assert not place.exists()


@pytest.mark.parametrize("words", [("migrate",), ("user", "add", "a@b.co", "--role", "auditor")])
def test_what_begins_an_office_keeps_its_files_to_their_owner(nowhere, place, words):
    assert nowhere(*words).code == 0
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in place.iterdir() if p.is_file()}
    assert {"claims.db", "heads.log"} <= modes.keys()
    assert {name: mode for name, mode in modes.items() if mode != 0o600} == {}


def test_the_office_lies_in_the_checkout_wherever_one_stands(monkeypatch, tmp_path):
    monkeypatch.delenv("CLAIMS_INSTANCE")
    monkeypatch.chdir(tmp_path)
    assert instance.locate().folder == Path(office_program.__file__).parent / "instance"


@pytest.mark.parametrize(
    ("given", "is_one"), [("1", True), ("yes", True), ("0", False), ("no", False), ("", False)]
)
def test_one_meaning_of_demo(monkeypatch, given, is_one):
    monkeypatch.setenv("DEMO", given)
    assert instance.is_demonstration() is is_one


def test_a_second_program_does_not_get_the_port():
    with serving.take_port("127.0.0.1", 0) as taken, pytest.raises(Blocked):
        serving.take_port("127.0.0.1", taken.getsockname()[1])


@pytest.mark.slow
def test_what_is_fetched_is_told_before_and_after(nowhere, place, monkeypatch):
    nowhere("migrate")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    done = nowhere("assets")
    assert done.out.startswith(f"Fetching {assets.ASSETS[0].title} ...\nCould not fetch ")


def test_the_file_of_a_database_is_read_from_its_address():
    assert database.file_of("sqlite:///a%20b/c.db") == Path("a b/c.db")
    assert database.file_of("postgresql://x@y/z") is None


# --- Rules ----------------------------------------------------------------------------------------

RATE = ("td_rate", "awe=1200", "injury_date=2026-03-02")


def test_a_rule_answers_with_its_working(command):
    done = command("calc", *RATE, "--json")
    assert done.code == 0
    assert done.data == {
        "value": "800.00", "unit": "USD/week", "verified": "yes", "details": {},
        "steps": done.data["steps"],
    }  # fmt: skip
    assert [set(step) for step in done.data["steps"]] == [{"text", "citation"}] * 3
    said = command("calc", *RATE).out.splitlines()
    assert said[0] == "Two thirds of $1,200.00 a week = $800.00  [Lab. Code 4653]"
    assert said[-1] == "800.00 USD/week"
    assert command("calc", "tpd", "awe=1", "injury_date=2010-01-01", "earnings=0").out.endswith(
        "0.67 USD/week  (verified: secondary)\n"
    )


def test_a_rule_that_refuses_says_which_row_is_missing(command):
    done = command("calc", "td_rate", "awe=1200", "injury_date=2027-01-05", "--json")
    assert done.code == 1
    assert (done.data["refused"], done.data["value"]) == (True, None)
    assert done.data["missing"] == "td_rates 2027-01-05"
    said = command("calc", "td_rate", "awe=1200", "injury_date=2027-01-05")
    assert (said.code, said.out.strip()) == (1, done.data["reasons"][0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "There is no calculator “nothing”."),
        ((*RATE, "awe=1300"), "awe is given twice"),
        ((*RATE, "colour=blue"), "There is no “colour”."),
        (("td_rate", "awe=1200"), "“injury_date” is missing."),
        (("td_rate", "awe=1,200", "injury_date=2026-03-02"), "“awe” is a number like 1234.56"),
        (("td_rate", "awe"), "write it as COLUMN=VALUE"),
    ],
)
def test_what_a_rule_does_not_ask_is_wrong_usage(command, words, said):
    done = command("calc", *words, "--json")
    assert done.code == 2
    assert said in done.data["error"]


def test_a_word_that_is_no_code_is_refused(command):
    days = ("accrual_date=2026-05-20", "presented_date=2026-11-21")
    done = command("calc", "presentation", *days, "claim_kind=boat", "--json")
    assert done.code == 1
    assert done.data == {
        "refused": True, "value": None, "missing": None,
        "reasons": [
            "“claim_kind” is one of death, injury, personal_property, crops, indemnity, contract, "
            "real_property, other, not “boat”."
        ],
    }  # fmt: skip
    assert command("calc", "presentation", *days, "claim_kind=", "--json").code == 2


def test_a_value_comes_from_a_file(command, tmp_path):
    (tmp_path / "parts.json").write_text('[{"wpi": "10", "after_age": "13"}]\n')
    asked = ("calc", "pd_rating", "injury_date=2023-05-01", f"parts=@{tmp_path}/parts.json")
    assert command(*asked, "--json").data["value"] == "13"
    assert command("calc", "pd_rating", "parts=@/nowhere/parts.json", "--json").code == 2
    (tmp_path / "parts.json").write_bytes(b'\xef\xbb\xbf[{"wpi": 10}]')
    assert command(*asked, "--json").data["value"] == "14"
    (tmp_path / "parts.json").write_bytes(b"\xff\xfe[")
    done = command(*asked, "--json")
    assert (done.code, "is no text in UTF-8" in done.data["error"]) == (2, True)


def test_a_rule_answers_where_there_is_no_office(nowhere, place):
    assert nowhere("calc", *RATE, "--json").data["value"] == "800.00"
    assert not place.exists()


def test_a_row_of_the_office_counts_from_its_day_and_nothing_else_changes(command):
    command("seed", "reference")
    years = ("2024", "2025", "2026", "2028")

    def told(year: str) -> dict:
        return command("calc", "td_rate", "awe=3000", f"injury_date={year}-01-05", "--json").data

    before = [told(year) for year in years]
    assert told("2027")["missing"] == "td_rates 2027-01-05"
    make(
        "statutoryrow", table="td_rates", first_day=date(2027, 1, 1), source="Bulletin",
        values={"min_weekly": "270.00", "max_weekly": "1800.00"}, verified="secondary",
    )  # fmt: skip
    found = told("2027")
    assert (found["value"], found["verified"]) == ("1800.00", "secondary")
    assert [told(year) for year in years] == before


# --- Letters --------------------------------------------------------------------------------------


def test_a_letter_is_written_to_a_file_by_key_or_code(command, tmp_path):
    letter_office.settle()
    letter_office.liability()
    for name, file in (("ACK", "a.docx"), ("acknowledgement", "b.docx")):
        done = command("letter", name, "L-2026-0412", tmp_path / file)
        assert (done.code, done.err) == (0, "")
        assert "Nothing is sent." in done.out
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert m.Letter.select().count() == 0


def test_a_letter_takes_what_it_asks(command, tmp_path):
    letter_office.settle()
    letter_office.liability()
    file = tmp_path / "a.docx"
    assert command("letter", "DELAY", "L-2026-0412", file, "reason=Not yet decided.").code == 0
    assert "Not yet decided." in templates.paragraphs(file.read_bytes())


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_a_letter_is_written_as_pdf(command, tmp_path):
    letter_office.settle(letters_as_pdf="yes")
    letter_office.liability()
    assert command("letter", "ACK", "L-2026-0412", tmp_path / "a.pdf").code == 0
    assert (tmp_path / "a.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_letter_in_the_file_is_mailed(command, monkeypatch):
    documents.keep_in(instance.locate().documents)
    letter_office.settle()
    claim = letter_office.liability()
    given = {"delivery": "email", "address": "rosa@example.org"}
    verb(OPERATOR, Act("letter_acknowledgement", "claim", [claim], given), on=TODAY)
    letter = m.Letter.get().letter_no
    with mail_server() as server:
        monkeypatch.setenv("MAIL_URL", server.url)
        done = command("mail-letter", letter)
        assert (done.code, done.err) == (0, "")
        assert done.out.strip().endswith("is mailed to rosa@example.org.")
        (message,) = server.taken
        assert len(list(message.iter_attachments())) == 1
    given = {"why": "error", "reason": "Wrong street."}
    verb(OPERATOR, Act("void_letter", "letter", [m.Letter.get().id], given), on=TODAY)
    refused = command("mail-letter", letter)
    assert refused.code == 2
    assert "is not mailed: it is void" in refused.err


def test_a_letter_by_post_is_not_mailed(command):
    documents.keep_in(instance.locate().documents)
    letter_office.settle()
    act = Act("letter_acknowledgement", "claim", [letter_office.liability()], {"delivery": "mail"})
    verb(OPERATOR, act, on=TODAY)
    refused = command("mail-letter", m.Letter.get().letter_no)
    assert refused.code == 2
    assert "bears no e-mail address" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ACK", "L-2026-0412", "a.txt"), "is written to a .docx or a .pdf"),
        (("NONE", "L-2026-0412", "a.docx"), "no letter “none”"),
        (("ACK", "L-1999-0001", "a.docx"), "L-1999-0001"),
        (("DELAY", "L-2026-0412", "a.docx"), "Why it takes longer is needed."),
        (("ACK", "L-2026-0412", "a.pdf"), "There is no LibreOffice on this machine"),
    ],
)
def test_a_letter_that_cannot_be_is_a_sentence_and_2(command, tmp_path, words, said):
    letter_office.settle()
    letter_office.liability()
    done = command("letter", *words[:2], tmp_path / words[2])
    assert done.code == 2
    assert said in done.err
    assert not (tmp_path / words[2]).exists()
