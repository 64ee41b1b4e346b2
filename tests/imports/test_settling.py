"""How a column is written is settled once: by hand, by what the column tells, or as we write."""

import json
from dataclasses import replace
from datetime import date

import pytest
from books import bring_in, csv_file, options, planned, xlsx

import models as m
from imports.mapping import known
from imports.plan import plan
from imports.reading import read
from journal.who import OPERATOR
from rules.errors import BadQuestion

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ("Claim no.", "Loss date", "Received", "Claimed")


def claims() -> dict[str, tuple]:
    rows = m.Claim.select(m.Claim.claim_no, m.Claim.loss_date, m.Claim.amount_claimed)
    return {no: (day, cents) for no, day, cents in rows.tuples()}


@pytest.fixture
def abroad(tmp_path):
    return csv_file(
        tmp_path / "abroad.csv",
        HEAD,
        ("A", "03/04/2020", "04/05/2020", "1.234"),
        ("B", "31/01/2020", "04/06/2020", "12,50"),
    )


def test_a_column_is_read_as_its_values_tell(abroad):
    result = bring_in(abroad)
    assert claims() == {"A": (date(2020, 4, 3), 123_400), "B": (date(2020, 1, 31), 1250)}
    assert [(note["cell"], note["message"]) for note in result["details"]["notes"]] == [
        ("B1", "Loss date is read day first: “31/01/2020” in B3 can be read in no other way."),
        ("C1", "Nothing in Received tells how “04/05/2020” in C2 is meant. "
         "It is read month first, as the office writes; that can be changed."),
        ("D1", "Claimed is read with a comma before the decimals: "
         "“12,50” in D3 can be read in no other way."),
    ]  # fmt: skip


def test_where_nothing_tells_the_column_is_asked_about_once(abroad):
    result = bring_in(abroad)
    assert result["details"]["asked"] == {
        "received_date": {
            "day_order": None,
            "decimal": None,
            "examples": [{"cell": "C2", "value": "04/05/2020"}],
            "asked": True,
        }
    }
    json.dumps(result)


def test_what_a_person_says_wins_and_nothing_is_asked(abroad):
    given = {"day_orders": {"loss_date": "mdy", "received_date": "dmy"}, "decimals": {"amount_claimed": "."}}  # fmt: skip
    made = planned(abroad, **given)
    assert made.asked == {}
    assert [note.message for note in made.notes] == []
    assert [(e.cell, e.message.split(". ")[1]) for e in made.errors()] == [
        ("D2", "Round it to two decimals."),
        ("B3", "There is no month 31."),
        ("D3", "Write it like 1234.56 or $1,234.56."),
    ]
    made.close()
    bring_in(abroad, day_orders={"received_date": "dmy"})
    assert m.Claim.get(claim_no="A").received_date == date(2020, 5, 4)


def test_cells_that_exclude_each_other_leave_the_office_s_way(tmp_path):
    file = csv_file(
        tmp_path / "both.csv",
        HEAD[:2],
        ("A", "31/01/2020"),
        ("B", "01/31/2020"),
        ("C", "02/03/2020"),
    )
    result = bring_in(file)
    assert claims() == {"B": (date(2020, 1, 31), None), "C": (date(2020, 2, 3), None)}
    assert [error["cell"] for error in result["errors"]] == ["B2"]
    (note,) = result["details"]["notes"]
    assert note["message"] == (
        "Loss date is written in more than one way (“31/01/2020” in B2 and “01/31/2020” in B3). "
        "It is read month first, as the office writes; that can be changed."
    )
    assert list(result["details"]["asked"]) == ["loss_date"]


def test_one_slip_does_not_overturn_a_column(tmp_path):
    rows = [(f"A{n}", f"{12 + n}/01/2020") for n in range(1, 7)]
    path = csv_file(
        tmp_path / "slip.csv", HEAD[:2], *rows, ("B", "03/04/2020"), ("C", "01/31/2020")
    )
    result = bring_in(path)
    assert claims()["B"] == (date(2020, 4, 3), None)
    assert claims()["A1"] == (date(2020, 1, 13), None)
    assert [(e["cell"], e["value"]) for e in result["errors"]] == [("B9", "01/31/2020")]
    assert [note["message"] for note in result["details"]["notes"]] == [
        "Loss date is read day first: “13/01/2020” in B2 can be read in no other way, and so 6 "
        "cells. Against them stands “01/31/2020” in B9, 1 in all; look at the column."
    ]
    assert result["details"]["asked"] == {}


def test_a_slip_in_a_column_of_the_office_s_own_way_is_noted_too(tmp_path):
    rows = [(f"A{n}", f"01/{12 + n}/2020") for n in range(1, 6)]
    result = bring_in(csv_file(tmp_path / "slip.csv", HEAD[:2], *rows, ("C", "31/01/2020")))
    assert (result["new"], result["refused"]) == (5, 1)
    (note,) = result["details"]["notes"]
    assert note["message"].startswith("Loss date is read month first: “01/13/2020” in B2")


SERIALS = ("A", "45000", "45010.5"), ("B", "45001", "45011")


def test_numbers_of_days_written_as_text_are_days_and_noted(tmp_path):
    result = bring_in(csv_file(tmp_path / "serials.csv", HEAD[:3], *SERIALS))
    assert claims() == {"A": (date(2023, 3, 15), None), "B": (date(2023, 3, 16), None)}
    assert m.Claim.get(claim_no="A").received_date == date(2023, 3, 25)
    assert [(note["cell"], note["message"]) for note in result["details"]["notes"]] == [
        ("B1", "Loss date is read as the numbers by which a spreadsheet counts days: "
         "“45000” in B2 is Wed 15 Mar 2023."),
        ("C1", "Received is read as the numbers by which a spreadsheet counts days: "
         "“45010.5” in C2 is Sat 25 Mar 2023."),
    ]  # fmt: skip


def test_a_number_among_days_is_refused_unless_a_person_says_what_it_is(tmp_path):
    path = csv_file(tmp_path / "one.csv", HEAD[:2], ("A", "2020-01-05"), ("B", "45000"))
    result = bring_in(path)
    assert [(e["cell"], e["value"]) for e in result["errors"]] == [("B3", "45000")]
    bring_in(path, day_orders={"loss_date": "serial"})
    assert claims() == {"A": (date(2020, 1, 5), None), "B": (date(2023, 3, 15), None)}


def test_typed_cells_and_the_office_s_own_way_need_no_word(tmp_path):
    file = xlsx(
        tmp_path / "ours.xlsx",
        HEAD,
        ("A", date(2020, 3, 4), "01/31/2020", "$1,234.50"),
        ("B", date(2020, 3, 5), "", 12.5),
    )
    result = bring_in(file)
    assert (result["details"]["notes"], result["details"]["asked"]) == ([], {})
    assert claims() == {"A": (date(2020, 3, 4), 123_450), "B": (date(2020, 3, 5), 1250)}


@pytest.mark.parametrize(
    "given", [{"day_orders": {"loss_date": "ydm"}}, {"decimals": {"amount_claimed": ";"}}]
)
def test_a_way_that_is_none_is_refused(abroad, given):
    with pytest.raises(BadQuestion, match="does not say how"):
        planned(abroad, **given)


def test_a_word_for_nothing_is_a_blank_and_is_named(tmp_path):
    file = csv_file(
        tmp_path / "nothing.csv", HEAD, ("A", "N/A", "0/0/0000", "NONE"), ("B", "", "", "TBD")
    )
    result = bring_in(file)
    assert claims() == {"A": (None, None)}
    assert [(note["cell"], note["message"]) for note in result["details"]["notes"]] == [
        ("B2", "“N/A” stands for nothing; the cell is taken as blank."),
        ("C2", "“0/0/0000” stands for nothing; the cell is taken as blank."),
        ("D2", "“NONE” stands for nothing; the cell is taken as blank."),
    ]
    assert [(e["cell"], e["value"]) for e in result["errors"]] == [("D3", "TBD")]


def test_a_word_for_nothing_does_not_stand_where_a_value_is_needed(tmp_path):
    file = csv_file(
        tmp_path / "pay.csv",
        ("Payment no.", "Category", "Amount"),
        ("P1", "indemnity", "N/A"),
        ("P2", "indemnity", "5"),
    )
    result = bring_in(file, m.Payment)
    assert result["new"] == 1
    assert [(e["cell"], e["message"]) for e in result["errors"]] == [
        ("C2", "Amount is blank, and a payment needs it.")
    ]


def test_bare_day_numbers_count_as_the_workbook_says(tmp_path):
    file = xlsx(tmp_path / "mac.xlsx", HEAD[:2], ("A", 43_000))
    table = read(file, known=known(m.Claim))
    for from_1904, day in ((False, date(2017, 9, 22)), (True, date(2021, 9, 23))):
        grid = replace(table)
        grid.epoch_1904 = from_1904
        made = plan(OPERATOR, m.Claim, grid, options())
        assert next(iter(made.new_rows))[1][1] == day
