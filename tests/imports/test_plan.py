"""Every row of a file is new, changed, unchanged or refused, and every error of every row is found at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from books import bring_in, counts, csv_file, planned, raw_xlsx, xlsx
from builders import person, write

import models as m
from imports.outcome import Changed, New, besides
from journal.who import OPERATOR
from rules.errors import BadQuestion, Refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Claim no.", "Status", "Loss date", "Claimed", "Paid"]


@pytest.fixture
def book(tmp_path):
    """A workbook of claims with these rows."""
    return lambda *rows, head=HEAD: xlsx(tmp_path / "register.xlsx", head, *rows)


def found(plan) -> list[tuple]:
    return [tuple(error) for error in plan.errors()]


def test_the_outcome_of_each_row_is_counted(book):
    bring_in(book(["L-1", "Received", None, 10, 0], ["L-2", "Received", None, 20, 0]))
    plan = planned(
        book(
            ["L-1", "Received", None, 10, 0],
            ["L-2", "Rejected", None, 25, 0],
            ["L-3", "Received", "10/00/19", 30, 0],
            ["L-4", "Received", "10/01/19", 40, 5.5],
        )
    )
    result = plan.as_json()
    assert counts(result) == (1, 1, 1, 1)
    assert (result["rows_read"], result["ignored"], result["batch"]) == (4, 0, None)
    assert result["sums"] == {"amount_claimed": "75.00", "paid": "5.50"}
    assert result["errors"] == [
        {
            "cell": "Claims!C4",
            "column": "loss_date",
            "value": "10/00/19",
            "message": "“10/00/19” is not a day. Month 10 has no day 0.",
        }
    ]
    assert [New(*r).values for r in plan.new_rows] == [
        ("L-4", "received", date(2019, 10, 1), 40_00)
    ]
    assert [New(*r).entries for r in plan.new_rows] == [(("payment", "indemnity", 550),)]
    assert [Changed(*r).changes for r in plan.changed_rows] == [
        {"status": ("received", "rejected"), "amount_claimed": (20_00, 25_00)}
    ]


def test_all_errors_of_a_row_are_given_from_left_to_right(book):
    plan = planned(book([None, "ORIM", "unknown", "$1-$2", "x"]))
    assert [(e[0], e[1]) for e in found(plan)] == [
        ("Claims!A2", "claim_no"), ("Claims!B2", "status"), ("Claims!C2", "loss_date"),
        ("Claims!D2", "amount_claimed"), ("Claims!E2", "paid"),
    ]  # fmt: skip
    assert plan.refused == 1
    assert not plan.writes


def test_what_cannot_have_happened_is_refused_at_its_cell(book):
    plan = planned(
        book(
            ["L-1", "Received", "2099-01-01", 10, 0],
            ["L-2", "Received", "2026-11-24", -5, 0],
            ["L-3", "Received", "2026-11-24", 0, 0],
        )
    )
    assert [(e[0], e[1], e[3]) for e in found(plan)] == [
        (
            "Claims!C2",
            "loss_date",
            "Loss date (2099-01-01) lies ahead of today, 2026-11-24.",
        ),
        ("Claims!D3", "amount_claimed", "Claimed (-$5.00) cannot be less than nothing."),
    ]
    assert (plan.new, plan.refused) == (1, 2)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            [None, "Received"],
            "Claim no. is blank, and a claim needs it. The office draws a number only for "
            "what is entered by hand: in a file each row needs its own.",
        ),
        (["L-1", None], "Status is blank, and a claim needs it."),
        (["L-1", " "], "Status is blank, and a claim needs it."),
    ],
)
def test_a_blank_required_cell_is_refused(book, row, message):
    assert [e[3] for e in found(planned(book(row, head=HEAD[:2])))] == [message]


def test_a_required_column_that_the_file_does_not_have_takes_its_default(book):
    bring_in(book(["L-1"], head=["Claim no."]))
    row = m.Claim.get(m.Claim.claim_no == "L-1")
    assert (row.line, row.status, row.litigated) == ("L", "received", False)


def test_a_blank_yes_or_no_is_a_no(book):
    bring_in(book(["L-1", None], head=["Claim no.", "In litigation"]))
    assert m.Claim.get().litigated is False
    assert planned(book(["L-1", None], head=["Claim no.", "In litigation"])).unchanged == 1


def test_a_blank_cell_clears_what_stood_there_but_states_no_money(book):
    bring_in(book(["L-1", "Received", date(2026, 1, 5), 10, 7]))
    bring_in(book(["L-1", "Received", None, None, None]))
    row = m.Claim.get()
    assert (row.loss_date, row.amount_claimed, row.paid) == (None, None, 7_00)


def test_a_key_twice_is_unchanged_when_equal_and_refused_when_not(book):
    plan = planned(
        book(
            ["L-1", "Received", None, 10, 0],
            ["L-1", "Received", None, 10, 0],
            ["L-1", "Rejected", None, 10, 0],
        )
    )
    assert counts(plan.as_json()) == (1, 0, 1, 1)
    assert plan.sums["amount_claimed"] == 10_00
    assert [note[:2] for note in plan.notes] == [
        (
            "Claims!A3",
            "“L-1” stands in the file twice, here and in Claims!A2: the rows are equal, and "
            "only the first comes in, without Claimed $10.00 of this one. If both are meant, give each "
            "its own number.",
        )
    ]
    assert found(plan) == [
        ("Claims!A4", "claim_no", "L-1",
         "“L-1” stands in the file twice, here and in Claims!A2, with other values. Keep one of them.")
    ]  # fmt: skip


def test_beyond_a_number_errors_are_only_counted(book, monkeypatch):
    monkeypatch.setattr("imports.outcome.MOST_LISTED", 2)
    plan = planned(book([None, "gone", "x", 1, 1], [None, "gone", "x", 1, 1]))
    assert (plan.refused, len(found(plan))) == (2, 2)


def test_what_is_said_of_many_cells_of_a_column_is_said_once(book):
    rows = [[f"L-{n}", None if n % 2 else f"x{n}", "Received"] for n in range(100)]
    result = planned(book(*rows, head=["Claim no.", None, "Status"])).as_json()
    assert result["details"]["notes"] == [
        {
            "cell": "Claims!B2",
            "message": "No heading stands above “x0”; it is not read.",
            "count": 50,
            "cells": [f"Claims!B{n}" for n in range(2, 26, 2)],
        }
    ]
    assert besides(result["details"]) == [
        "Claims!B2 and 49 more cells of its column: No heading stands above “x0”; it is not read."
    ]


def test_a_refused_row_does_not_hold_its_key(book):
    plan = planned(book(["L-1", "gone", None, 1, 0], ["L-1", "Received", None, 1, 0]))
    assert counts(plan.as_json()) == (1, 0, 0, 1)


def test_a_row_refused_as_a_whole_does_not_hold_its_key_either(book):
    wrong = ["L-1", "Future medical", None, 1, 0]
    plan = planned(book(wrong, wrong, ["L-1", "Received", None, 1, 0]))
    assert counts(plan.as_json()) == (1, 0, 0, 2)
    assert [*plan.notes] == []


@pytest.mark.parametrize("word", ["(blank)", "N/A", "none", "-", "—"])
def test_a_word_for_nothing_is_no_number(book, word):
    errors = found(planned(book([word, "Received", None, 1, 0])))
    assert errors == [
        (
            "Claims!A2",
            "claim_no",
            word,
            f"“{word}” stands for nothing; Claim no. tells one row from another.",
        )
    ]


def test_keys_that_are_nearly_equal_are_noted(book):
    bring_in(book(["M-1"], ["n 2"], ["o3"], head=["Claim no."]))
    rows = [["L-1"], ["l-1"], ["L -1"], ["m-1"], ["N2"], ["O3"], ["M-1"], ["P"]]
    plan = planned(book(*rows, head=["Claim no."]))
    assert counts(plan.as_json()) == (7, 0, 1, 0)
    in_file, in_office = plan.notes
    assert in_file.cells == ("Claims!A3", "Claims!A4", "Claims!A8")
    assert in_office.cells == ("Claims!A5", "Claims!A6", "Claims!A7")
    assert [note.message for note in (in_file, in_office)] == [
        "“l-1” differs from “L-1” in Claims!A2 by case or blanks alone.",
        "“m-1” differs from “M-1”, which the office has, by case or blanks alone.",
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("l-1", "“l-1” differs from “L-1” in Claims!A2 by case or blanks alone."),
        ("L -1", "“L -1” differs from “L-1” in Claims!A2 by case or blanks alone."),
        ("m-1", "“m-1” differs from “M-1”, which the office has, by case or blanks alone."),
        ("N2", "“N2” differs from “n 2”, which the office has, by case or blanks alone."),
        ("O3", "“O3” differs from “o3”, which the office has, by case or blanks alone."),
    ],
)
def test_a_key_that_is_nearly_equal_names_the_other(book, key, words):
    bring_in(book(["M-1"], ["n 2"], ["o3"], head=["Claim no."]))
    plan = planned(book(["L-1"], [key], ["P"], head=["Claim no."]))
    assert [note[:2] for note in plan.notes] == [("Claims!A3", words)]


@pytest.mark.parametrize(
    ("head", "row", "status"),
    [
        (["Paid"], ["0.01"], "closed_paid"),
        (["Paid"], ["0"], "closed_no_payment"),
        (["Paid"], [""], "closed_no_payment"),
        (["Paid, medical", "Paid, expense"], ["", "5"], "closed_paid"),
        (["Claimant"], ["Rosa"], "closed_no_payment"),
    ],
)
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_claim_that_is_just_closed_is_paid_where_money_was(tmp_path, head, row, status, by_hand):
    head, row = ["Claim no.", *head], ["L-1", *row]
    if not by_hand:
        head, row = [*head, "Status"], [*row, " CLOSED"]
    path = csv_file(tmp_path / "a.csv", head, row)
    fixed = {"status": "Closed"} if by_hand else {}
    bring_in(path, fixed=fixed)
    assert m.Claim.get().status == status
    assert counts(bring_in(path, fixed=fixed)) == (0, 0, 1, 0)


def test_just_closed_does_not_wipe_out_how_and_looks_at_the_ledger(tmp_path):
    head = ["Claim no.", "Status", "Paid"]
    rows = [["L-1", "Closed, withdrawn", "5"], ["L-2", "Received", "5"], ["L-3", "Received", "5"]]
    bring_in(csv_file(tmp_path / "a.csv", head, *rows))
    again = [["L-1", "closed"], ["L-2", "closed"]]
    bring_in(csv_file(tmp_path / "b.csv", head[:2], *again))
    bring_in(csv_file(tmp_path / "c.csv", [*head[:2], "Paid, expense"], ["L-3", "closed", "1"]))
    statuses = dict(m.Claim.select(m.Claim.claim_no, m.Claim.status).tuples())
    assert statuses == {"L-1": "closed_withdrawn", "L-2": "closed_paid", "L-3": "closed_paid"}


def test_a_compensation_register_needs_no_status(tmp_path):
    head = ["Claim no.", "Line", "Injury Date"]
    path = csv_file(
        tmp_path / "a.csv", head, ["W-1", "W", "2026-01-02"], ["L-1", "L", "2026-01-03"]
    )
    assert counts(bring_in(path)) == (2, 0, 0, 0)
    assert counts(bring_in(path)) == (0, 0, 2, 0)
    rows = m.Claim.select(m.Claim.claim_no, m.Claim.status, m.Claim.loss_date).tuples()
    assert set(rows) == {
        ("W-1", "reported", date(2026, 1, 2)),
        ("L-1", "received", date(2026, 1, 3)),
    }
    head = ["Claim no.", "Line", "Status"]
    bring_in(csv_file(tmp_path / "b.csv", head, ["W-2", "W", "open"], ["W-3", "W", "approved"]))
    found_ = {c.claim_no: c.status for c in m.Claim.select()}
    assert (found_["W-2"], found_["W-3"]) == ("reported", "accepted")


def test_words_of_a_status_follow_the_line_of_the_row_of_the_sheet_or_the_default(book):
    bring_in(book(["W-1", "W", "Accepted"], head=["Claim no.", "Line", "Status"]))
    bring_in(
        book(["L-1", "L", "Denied"], ["W-2", "wc", "Denied"], head=["Claim no.", "Line", "Status"])
    )
    bring_in(book(["W-1", "Denied"], ["L-2", "Denied"], head=["Claim no.", "Status"]))
    statuses = dict(m.Claim.select(m.Claim.claim_no, m.Claim.status).tuples())
    assert statuses == {"L-1": "rejected", "L-2": "rejected", "W-1": "denied", "W-2": "denied"}


@pytest.mark.parametrize(
    ("head", "row", "column", "reason"),
    [
        (["Claim no.", "Status"], ["L-1", "Future medical"], "status", "is not a status of a liability claim"),
        (["Claim no.", "Loss date", "Closed"], ["L-1", "1/2/2026", "1/1/2026"], "closed_date", "lies before loss date"),
        (["Claim no.", "Line", "Loss date", "Injury date"], ["W-1", "W", "1/2/2026", "1/3/2026"],
         "loss_date", "on this line the two days are one fact"),
        (["Claim no.", "Paid", "Paid, medical"], ["L-1", 5, 4], "paid", "Paid is $5.00, but its categories make $4.00."),
    ],
)  # fmt: skip
def test_a_row_is_judged_as_a_whole(book, head, row, column, reason):
    row = [row[0], *([] if "Status" in head else ["Received"]), *row[1:]]
    head = [head[0], *([] if "Status" in head else ["Status"]), *head[1:]]
    if "W" in row:
        row[1] = "Reported"
    errors = found(planned(book(row, head=head)))
    assert [e[1] for e in errors] == [column]
    assert reason in errors[0][3]


def test_a_day_of_the_sheet_is_judged_with_one_of_the_file(book):
    bring_in(book(["L-1", "1/2/2026"], head=["Claim no.", "Loss date"]))
    errors = found(planned(book(["L-1", "1/1/2026"], head=["Claim no.", "Closed"])))
    assert [e[1] for e in errors] == ["closed_date"]
    assert planned(book(["L-1", "1/2/2026"], head=["Claim no.", "Closed"])).changed == 1


@pytest.mark.parametrize("blank", ["Loss date", "Injury date"])
def test_the_two_days_of_an_injury_are_filled_from_each_other(book, blank):
    head = ["Claim no.", "Line", "Status", "Loss date", "Injury date"]
    row = ["W-1", "W", "Reported", date(2026, 1, 2), date(2026, 1, 2)]
    row[head.index(blank)] = None
    bring_in(book(row, head=head))
    claim = m.Claim.get()
    assert claim.loss_date == claim.injury_date == date(2026, 1, 2)
    assert planned(book(row, head=head)).unchanged == 1


def test_formulas_are_noted_and_errors_refused(tmp_path):
    def text(place, value):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'

    cells = (
        f'<row r="1">{text("A1", "Claim no.")}{text("B1", "Claimed")}{text("C1", "Paid")}</row>'
        f'<row r="2">{text("A2", "L-1")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
        f'<row r="3">{text("A3", "L-2")}<c r="B3" t="e"><v>#REF!</v></c><c r="C3"><f>1</f></c></row>'
    )
    plan = planned(raw_xlsx(tmp_path / "a.xlsx", cells))
    assert counts(plan.as_json()) == (1, 0, 0, 1)
    assert [n.cell for n in plan.notes] == ["Raw!B2"]
    assert [(e[0], e[2]) for e in found(plan)] == [("Raw!B3", "#REF!"), ("Raw!C3", None)]
    assert found(plan)[1][3].startswith("The formula =1 was never computed.")


def test_a_row_with_a_delimiter_too_many_is_refused(tmp_path):
    path = csv_file(
        tmp_path / "a.csv",
        ["Claim no.", "Status"],
        ["L-1", "Received", " "],
        ["L-2", "Received", "x"],
    )
    plan = planned(path)
    assert counts(plan.as_json()) == (1, 0, 0, 1)
    assert found(plan)[0][:3] == ("A3", None, None)
    assert "cells beyond the last heading (“x”)" in found(plan)[0][3]


def test_a_row_that_ends_in_blanks_beyond_the_header_is_refused_unless_all_do(tmp_path):
    head = ["Claimant", "Claim no.", "Status"]
    rows = [["Rosa", "L-1", "Received"], ["Ana", "L-2", "Received", ""]]
    plan = planned(csv_file(tmp_path / "a.csv", head, *rows))
    assert counts(plan.as_json()) == (1, 0, 0, 1)
    assert found(plan) == [
        ("B3", None, None, "The row has cells beyond the last heading: a delimiter too many?")
    ]
    both = csv_file(tmp_path / "b.csv", head, [*rows[0], ""], rows[1])
    assert counts(planned(both).as_json()) == (2, 0, 0, 0)


def test_cells_of_a_workbook_without_a_heading_are_noted(book):
    plan = planned(
        book(["L-1", "x", "Received", 5], ["L-2", None, "Received", None],
             head=["Claim no.", None, "Status"])
    )  # fmt: skip
    assert counts(plan.as_json()) == (2, 0, 0, 0)
    assert [note[:2] for note in plan.notes] == [
        ("Claims!B2", "No heading stands above “x”; it is not read."),
        ("Claims!D2", "No heading stands above “5”; it is not read."),
    ]


def test_a_row_that_ends_early_leaves_what_stands(tmp_path):
    head = ["Claim no.", "Status", "Claimant"]
    bring_in(csv_file(tmp_path / "a.csv", head, ["L-1", "Rejected", "Rosa"]))
    path = csv_file(tmp_path / "b.csv", head, ["L-1"], ["L-2"], ["L-3", "Received"])
    plan = planned(path)
    assert counts(plan.as_json()) == (1, 0, 1, 1)
    assert [note[:2] for note in plan.notes] == [
        ("B2", "The row ends before this column; what stood there stays."),
        ("C2", "The row ends before this column; what stood there stays."),
    ]
    assert found(plan)[0][:2] == ("B3", "status")
    bring_in(path)
    assert m.Claim.get(m.Claim.claim_no == "L-1").claimant == "Rosa"
    assert counts(bring_in(path)) == (0, 0, 2, 1)


def test_relations_are_found_by_key_or_unique_label(book):
    write(department={"code": "PW-T", "name": "Public Works"})
    head = ["Claim no.", "Department"]
    rows = [
        ["L-1", "PW-T"],
        ["L-2", "public works"],
        ["L-3", None],
        ["L-4", "Parks"],
        ["L-5", "pw-t"],
    ]
    plan = planned(book(*rows, head=head))
    assert [e[0] for e in found(plan)] == ["Claims!B5"]
    assert found(plan)[0][3] == "There is no department “Parks”."
    department = m.Department.get().id
    assert [New(*r).values[1] for r in plan.new_rows] == [department, department, None, department]


def test_a_sheet_with_a_key_of_relations_is_known_by_them(tmp_path, monkeypatch):
    write(
        user={"email": "ana@example.org", "name": "Ana", "fs_uniquifier": "a"},
        role={"name": "auditor", "title": "Auditor"},
    )
    monkeypatch.setattr("imports.by_file.NOT_BY_FILE", ())
    path = csv_file(
        tmp_path / "a.csv",
        ["Person", "Role"],
        ["ana@example.org", "auditor"],
        ["gone@example.org", "auditor"],
    )
    assert counts(bring_in(path, m.UserRole)) == (1, 0, 0, 1)
    assert counts(bring_in(path, m.UserRole)) == (0, 0, 1, 1)


def test_a_key_of_several_columns_may_have_a_blank(tmp_path):
    head = ["Role or tier", "Kind", "Line", "From", "Up to"]
    rows = [
        ["technician", "Payment", "", "2026-01-01", "100"],
        ["technician", "Payment", "L", "2026-01-01", "200"],
    ]
    path = csv_file(tmp_path / "a.csv", head, *rows)
    assert counts(bring_in(path, m.AuthorityLimit)) == (2, 0, 0, 0)
    assert counts(bring_in(path, m.AuthorityLimit)) == (0, 0, 2, 0)


def test_a_new_row_needs_the_columns_that_have_no_default(tmp_path):
    write(employee={"employee_no": "7", "name": "Ana"})
    path = csv_file(
        tmp_path / "a.csv", ["Employee no.", "Phone"], ["7", "555-0100"], ["8", "555-0101"]
    )
    plan = planned(path, m.Employee)
    assert counts(plan.as_json()) == (0, 1, 0, 1)
    assert plan.as_json()["details"]["missing"] == ["name"]
    assert found(plan) == [
        ("A3", None, None, "A new employee needs Name; the file has no such column.")
    ]


def test_a_fixed_value_goes_into_every_row(book):
    bring_in(book(["W-1"], head=["Claim no."]), fixed={"line": "W", "status": "Reported"})
    claim = m.Claim.get()
    assert (claim.line, claim.status) == ("W", "reported")


def test_text_stored_before_it_was_cleaned_counts_as_the_same(book):
    write(claim={"claim_no": "L-1", "claimant": " Rosa  ", "location": "x" * 300})
    head = ["Claim no.", "Claimant"]
    assert planned(book(["L-1", "Rosa"], head=head)).unchanged == 1
    assert planned(book(["L-1", "Rosa B"], head=head)).changed == 1
    assert planned(book(["L-1", None], head=head)).changed == 1


def test_a_stored_text_that_could_not_be_typed_today_is_changed_by_another(book):
    write(claim={"claim_no": "L-1", "description": "y" * 40_000})
    assert planned(book(["L-1", "z"], head=["Claim no.", "Description"])).changed == 1


def test_an_instant_that_a_spreadsheet_rounded_counts_as_the_same(tmp_path):
    at = datetime(2026, 11, 24, 10, 30, 15, 123456, tzinfo=UTC)
    write(approval={"approval_no": "A-1", "verb": "x", "title": "x", "asked_at": at}, source="seed")
    for cell, outcome in (
        (at.replace(microsecond=123000), (0, 0, 1, 0)),
        (at + timedelta(seconds=1), (0, 1, 0, 0)),
        (None, (0, 1, 0, 0)),
    ):
        text = cell.isoformat() if cell else ""
        path = csv_file(tmp_path / "a.csv", ["Number", "Asked (UTC)"], ["A-1", text])
        assert counts(planned(path, m.Approval).as_json()) == outcome, text


# --- Policy ---------------------------------------------------------------------------------------


def test_who_may_not_write_the_sheet_is_refused(book):
    for role in ("coordinator", "auditor", "administrator"):
        with pytest.raises(Refused):
            planned(book(["L-1", "Received", None, 1, 0]), who=person(role))


@pytest.mark.parametrize("model", [m.Batch, m.User, m.UserRole, m.ImportRun])
def test_the_record_of_the_office_is_not_imported(tmp_path, model):
    path = csv_file(tmp_path / "a.csv", ["No.", "From"], ["1", "form"])
    with pytest.raises(BadQuestion, match="written by the office itself"):
        planned(path, model, who=OPERATOR)


def test_a_row_out_of_sight_is_refused_and_not_shown(tmp_path):
    number = write(
        filenote={"note_date": date(2026, 1, 1), "subject": "Knee", "sensitivity": "medical"}
    ).created[0][1]
    note_no = m.FileNote.get_by_id(number).note_no
    path = csv_file(
        tmp_path / "a.csv", ["Number", "Date", "Subject"], [note_no, "2026-01-01", "Other"]
    )
    plan = planned(path, m.FileNote, who=person("risk_manager"))
    assert [e[3] for e in found(plan)] == [
        "This note is not among those that your role works with."
    ]
    assert planned(path, m.FileNote, who=person("technician")).changed == 1


def test_a_relation_out_of_sight_is_not_cleared_by_its_blank(tmp_path):
    claim = write(claim={"claim_no": "L-1"}).created[0][1]
    made = write(
        document={"title": "x", "file_name": "x", "media_type": "x", "size_bytes": 1, "sha256": "x",
                  "store_name": "x", "document_date": date(2026, 1, 1), "sensitivity": "medical"},
        source="seed",
    )  # fmt: skip
    step = write(
        investigationstep={
            "claim": claim,
            "asked_of": "x",
            "what": "y",
            "document": made.created[0][1],
        }
    )
    step_no = m.InvestigationStep.get_by_id(step.created[0][1]).step_no
    path = csv_file(tmp_path / "a.csv", ["Number", "Document"], [step_no, ""])
    assert counts(planned(path, m.InvestigationStep, who=person("risk_manager")).as_json()) == (
        0,
        0,
        1,
        0,
    )
    assert counts(planned(path, m.InvestigationStep, who=person("technician")).as_json()) == (
        0,
        1,
        0,
        0,
    )


def test_money_is_not_moved_past_the_action_that_checks_it(tmp_path):
    claim = write(claim={"claim_no": "L-1"}).created[0][1]
    write(payment={"claim": claim, "category": "medical", "amount": 5_00, "payment_no": "PY-1"})
    write(
        payment={"claim": claim, "category": "medical", "amount": 5_00, "payment_no": "PY-2", "status": "posted",
                 "posted_at": datetime(2026, 1, 1, tzinfo=UTC), "payment_date": date(2026, 1, 1)},
        source="verb",
    )  # fmt: skip
    write(
        reserve={
            "claim": claim,
            "category": "medical",
            "amount": 9_00,
            "reserve_date": date(2026, 1, 1),
            "reserve_no": "RS-1",
        },
        source="verb",
    )
    head = ["Payment no.", "Claim", "Category", "Amount", "Status"]
    rows = [
        ["PY-1", "L-1", "Medical", "6.00", "Draft"],
        ["PY-2", "L-1", "Medical", "6.00", "Posted"],
        ["PY-3", "L-1", "Medical", "6.00", "Posted"],
        ["PY-4", "L-1", "Medical", "6.00", "Draft"],
    ]
    plan = planned(csv_file(tmp_path / "p.csv", head, *rows), m.Payment, who=person("technician"))
    assert counts(plan.as_json()) == (1, 1, 0, 2)
    assert [e[3] for e in found(plan)] == [
        "This money is posted: it is reversed, not changed.",
        "A payment is posted, voided or refused by its own action, not typed.",
    ]
    head = ["Reserve no.", "Number", "Claim", "Category", "Expected total", "Date"]
    rows = [
        ["x", "RS-1", "L-1", "Medical", "9.00", "2026-01-01"],
        ["x", "RS-1b", "L-1", "Medical", "9.00", "2026-01-01"],
        ["x", "RS-2", "L-1", "Medical", "9.50", "2026-01-01"],
    ]
    plan = planned(csv_file(tmp_path / "r.csv", head, *rows), m.Reserve, who=person("technician"))
    assert counts(plan.as_json()) == (0, 0, 1, 2)
