"""What the desk takes of a file without being asked: what leaves no doubt, with its reason."""

import pytest
from books import TODAY, csv_file, xlsx
from builders import write

import models as m
from imports.mapping import known
from imports.outcome import Options
from imports.reading import read
from imports.taking import Look, line_of, with_taken
from journal.who import OPERATOR

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office"), pytest.mark.only_on("sqlite")]


def taken(path, model, **decided):
    """The options of a file with what is taken."""
    grid = read(path, known=known(model))
    rows = [row.cells for row in grid.rows()]
    return with_taken(Look(OPERATOR, model, grid, rows), Options(TODAY, **decided))


def test_the_only_days_and_amounts_of_a_payment_file_are_its_own(tmp_path):
    rows = [["Chq", "Put out", "Vendor", "Sum out"], ["1", "1/5/26", "Acme", "$5.10"]]
    path = csv_file(tmp_path / "a.csv", *rows, ["2", "1/6/26", "Bo", "$6.20"])
    options = taken(path, m.Payment)
    assert options.columns == {"payment_date": "Put out", "amount": "Sum out"}
    assert options.taken["amount"] == "the only column of amounts"


def test_of_two_equally_good_none_is_taken(tmp_path):
    head = ["Check no.", "Gross out", "Net out"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "5.10", "4.10"], ["2", "6.20", "5.00"])
    assert taken(path, m.Payment).columns == {}


def test_values_that_name_records_are_taken_for_the_relation(tmp_path):
    write(department={"code": "PW", "name": "Public Works"})
    write(department={"code": "FD", "name": "Fire"})
    head = ["Claim no.", "Wer", "Claimant's attorney"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "Fire", "Poe"], ["2", "PW", "Lee"])
    options = taken(path, m.Claim)
    assert options.columns == {"department": "Wer"}
    assert options.taken["department"] == "its values fit"


def test_a_payee_without_a_record_is_taken_by_name(tmp_path):
    path = csv_file(tmp_path / "a.csv", ["Check no.", "Payee"], ["1", "Acme"])
    assert taken(path, m.Payment).columns == {"payee_name": "Payee", "payee": ""}
    write(party={"party_no": "P-1", "name": "Acme"})
    assert taken(path, m.Payment).columns == {}


def test_a_last_and_a_first_name_and_the_parts_of_an_address_are_put_together(tmp_path):
    head = ["NPI #", "Dr. Last", "Dr. First", "Street", "City", "St", "Zip"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "Ng", "Ann", "1 Oak", "Alder", "CA", "94501"])
    options = taken(path, m.Physician)
    assert options.columns == {
        "name": "Dr. Last + Dr. First",
        "address": "Street + City + St + Zip",
    }


def test_a_slip_of_the_pen_is_taken_and_what_says_more_is_not(tmp_path):
    head = ["Claim no.", "Descriptoin", "Date closed again", "Reserves (O/S) Ind"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "x", "2026-01-02", "5.10"])
    assert taken(path, m.Claim).columns == {"description": "Descriptoin"}


@pytest.mark.parametrize("decided", [{"profile": "Any"}, {"columns": {"claimant": ""}}])
def test_where_something_was_decided_columns_are_left_alone(tmp_path, decided):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Descriptoin"], ["1", "x"])
    options = taken(path, m.Claim, **decided)
    assert (options.columns, options.taken) == (decided.get("columns", {}), {})


def test_line_and_day_of_a_loss_run_are_taken_from_its_title(tmp_path):
    rows = ["Workers' compensation loss run"], ["Valued as of 10/31/2026"], []
    path = xlsx(tmp_path / "a.xlsx", *rows, ["Claim no.", "Claimant", "Paid"], ["1", "Ann", 5])
    options = taken(path, m.Claim)
    assert (str(options.valued_on), options.fixed) == ("2026-10-31", {"line": "W"})
    assert set(options.taken) == {"valued_on", "line"}
    assert line_of(m.Claim, options) == ""
    given = taken(path, m.Claim, fixed={"line": "L"}, valued_on=TODAY)
    assert (given.valued_on, given.fixed, given.taken) == (TODAY, {"line": "L"}, {})


def test_a_line_that_nothing_tells_stays_open(tmp_path):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Claimant"], ["1", "Ann"])
    assert line_of(m.Claim, taken(path, m.Claim)) == "line"
    lined = csv_file(tmp_path / "b.csv", ["Claim no.", "Line"], ["WC1", "L"])
    assert taken(lined, m.Claim).fixed == {}


def test_a_day_that_lies_ahead_is_not_taken(tmp_path):
    rows = ["Valued as of 10/31/2099"], [], ["Claim no.", "Claimant", "Paid"], ["1", "Ann", 5]
    assert taken(xlsx(tmp_path / "a.xlsx", *rows), m.Claim).valued_on is None


def test_the_line_of_claims_made_of_payments_is_asked_too(tmp_path):
    head = ["Check no.", "Claim no.", "Claimant"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "C-1", "Ann"])
    assert line_of(m.Payment, taken(path, m.Payment)) == ""
    assert line_of(m.Payment, taken(path, m.Payment, claims_too=True)) == "claim.line"
    told = csv_file(tmp_path / "b.csv", head, ["1", "WC-1", "Ann"])
    assert taken(told, m.Payment, claims_too=True).fixed == {"claim.line": "W"}
