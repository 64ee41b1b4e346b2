"""A sheet leaves through the policy, and what was exported comes in again and changes nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from books import counts, planned
from builders import change, claim, pay, person, reserve, write

import models as m
from exports.sheets import export
from journal import values
from journal.question import Question
from journal.who import OPERATOR
from rules.errors import BadQuestion, Blocked, Refused

pytestmark = pytest.mark.usefixtures("office")

TEXTS = ("=1+1", "'=x", " -5", "two\nlines", "Ünïcode 😜", 'a,b;c"d', "_x0041_", "007")


@pytest.fixture
def filled():
    """A row or more of every sheet that has a key of its own, with awkward texts."""
    for place, text in enumerate(TEXTS):
        write(
            department={"code": f"D{place}", "name": values.parse(m.Department.name, text)},
            organization={"name": values.parse(m.Organization.name, text), "kind": "carrier"},
            physician={"name": "Dr. Who", "npi": "0123456789"},
            causecode={"code": f"C{place}", "title": "Title", "group": "=1"},
            setting={"name": f"s{place}", "value": text.strip()},
        )
    write(
        employee={"employee_no": "007", "name": "Ana", "department": 1, "weekly_hours": Decimal("37.50"),
                  "birth_date": date(1899, 12, 31)},
        holiday={"calendar": "court", "day": date(2026, 12, 25), "name": "Christmas"},
        statutoryrow={"table": "td_rates", "first_day": date(2027, 1, 1), "source": "x",
                      "values": {"min_weekly": "270.00", "max_weekly": "1800.00"}},
        authoritylimit={"holder": "technician", "kind": "payment", "first_day": date(2026, 1, 1), "amount": 5_000_00},
        policy={"policy_no": "P-1", "carrier": 1, "retention": 1_000_000_00},
        incident={"loss_date": date(2026, 1, 2), "department": 2},
        party={"name": "Rosa"},
    )  # fmt: skip
    first = claim(claim_no="L-1", description="=cmd", department=1, party=1, amount_claimed=1)
    claim(
        claim_no="W-1",
        line="W",
        status="denied",
        injury_date=date(2026, 1, 2),
        pd_percent=Decimal("12.25"),
    )
    claim(claim_no="L-2", status="closed_paid", closed_date=date(1900, 2, 28))
    reserve(first, 500_00)
    pay(first, 120_00)
    pay(first, 40_00, "medical")
    write(
        filenote={"claim": first, "note_date": date(2026, 1, 2), "subject": "x", "text": " outer \n blanks "},
        recovery={"claim": first, "damage_date": date(2026, 1, 2)},
        approval={"verb": "pay", "title": "Pay", "asked_at": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
                  "parameters": {"a": [1, "x"]}},
    )  # fmt: skip
    write(
        recoverycost={
            "recovery": 1,
            "element": "labor",
            "description": "x",
            "hours": Decimal("1.50"),
            "amount": 5,
        }
    )


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.slow
def test_every_sheet_comes_in_again_unchanged(filled, tmp_path, ending):
    for model in m.SHEETS:
        made = export(OPERATOR, Question(model), tmp_path / f"{model.__name__}{ending}")
        plan = planned(made.path, model) if made.rows else None
        if plan:
            found = [tuple(error) for error in plan.errors()]
            assert (found, counts(plan.as_json())) == ([], (0, 0, made.rows, 0)), model.__name__
            assert plan.columns.unknown == []


def test_what_is_changed_in_the_workbook_and_only_that_comes_in(filled, tmp_path):
    path = export(OPERATOR, Question(m.Claim), tmp_path / "claims.xlsx").path
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index("Location") + 1
    sheet.cell(2, place).value = "Elm Street"
    book.save(path)
    assert counts(planned(path).as_json()) == (0, 1, 2, 0)


@pytest.mark.parametrize(
    ("filters", "columns", "rows"),
    [
        (("line=L",), None, [["L-1"], ["L-2"]]),
        (("status=closed_paid",), ("claim_no", "status"), [["L-2", "Closed, paid"]]),
        (("claim_no=none",), ("claim_no",), []),
    ],
)
def test_a_question_chooses_rows_and_columns(filled, tmp_path, filters, columns, rows):
    question = Question(m.Claim, filters=filters, columns=columns, sort=("claim_no",))
    made = export(OPERATOR, question, tmp_path / "some.xlsx")
    sheet = openpyxl.load_workbook(made.path).worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[: len(rows[0])] for row in found] == rows
    assert made.rows == len(rows)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("diagnosis~sprain", "diagnosis~•••"),
        ("claimant=Ana|paid>100", "claimant=•••|paid>100"),
        ("diagnosis!=", "diagnosis!="),
        ("description~Elm", "description~•••"),
        ("department.code=PW", "department.code=PW"),
        ("party.name~Ana", "party.name~•••"),
        ("claim_no=L-1|line=W", "claim_no=L-1|line=W"),
    ],
)
def test_the_log_keeps_what_was_asked_about_not_whom(filled, tmp_path, asked, kept):
    export(OPERATOR, Question(m.Claim, filters=(asked,)), tmp_path / "some.csv")
    assert m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get().filter == kept


def test_only_readable_columns_leave_and_the_log_says_so(filled, tmp_path):
    write(claim={"claim_no": "L-9", "diagnosis": "sprain", "privileged_notes": "weak"})
    question = Question(m.Claim, filters=("line=L",))
    path = tmp_path / "claims.xlsx"
    seen = export(person("technician"), question, path)
    assert seen.sensitivities == {"medical", "privileged"}
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.actor, event.event, event.sheet, event.row_count) == (
        "technician@example.org",
        "export",
        "claim",
        3,
    )
    assert (event.filter, event.sensitivities) == ("line=L", "medical,privileged")
    less = export(person("risk_manager"), question, path)
    assert less.sensitivities == {"privileged"}
    headings = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]]
    assert "Evaluation" in headings
    assert "Diagnosis" not in headings


def test_guarded_values_are_noticed_in_every_part_of_a_long_export(filled, tmp_path, monkeypatch):
    monkeypatch.setattr("exports.sheets.CHECKED_AT_ONCE", 2)
    write(claim={"claim_no": "A-0", "diagnosis": "sprain"})
    made = export(OPERATOR, Question(m.Claim, sort=("claim_no",)), tmp_path / "claims.csv")
    assert made.sensitivities == {"medical"}


def test_who_may_not_read_a_sheet_gets_no_file(filled, tmp_path):
    with pytest.raises(Refused):
        export(person("administrator"), Question(m.Claim), tmp_path / "claims.xlsx")
    with pytest.raises(BadQuestion, match="must end in"):
        export(OPERATOR, Question(m.Claim), tmp_path / "claims.pdf")
    assert [*tmp_path.glob("*.xlsx*"), *tmp_path.glob("*.pdf*")] == []


def test_a_sheet_as_it_stood_is_exported(tmp_path):
    number = claim(claim_no="L-1", location="Elm")
    then = datetime.now(UTC)
    change(m.Claim, number, location="Oak")
    made = export(
        OPERATOR,
        Question(m.Claim, as_of=then, columns=("claim_no", "location")),
        tmp_path / "a.csv",
    )
    assert made.path.read_text(encoding="utf-8-sig").splitlines()[1:] == ["L-1,Elm"]


def test_an_export_that_fails_lets_go_of_what_it_read(monkeypatch, tmp_path):
    """While its error is still looked at, the office can write again."""
    monkeypatch.setattr("exports.workbook.MOST_ROWS", 0)
    claim(claim_no="L-1")
    with pytest.raises(Blocked) as failed:
        export(OPERATOR, Question(m.Claim), tmp_path / "claims.xlsx")
    claim(claim_no="L-2")
    assert "more than 0 rows" in failed.value.sentence
