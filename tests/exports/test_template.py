"""An empty workbook to fill in: what stands in it, and that its example never comes in by accident."""

from datetime import date

import openpyxl
import pytest
from books import TODAY, counts, planned
from builders import person, write
from everything import make_everything

import models as m
from admin_views import taking_out
from exports import template
from imports.by_file import NOT_BY_FILE
from imports.mapping import fillable, required
from journal.who import OPERATOR
from rules.errors import BadQuestion, Refused
from rules.terms import EXAMPLE

BY_FILE = [model for model in m.SHEETS if model not in NOT_BY_FILE]


@pytest.fixture
def made(tmp_path):
    """Makes the empty workbook of a sheet; its path."""

    def make(model=m.Claim, who=OPERATOR):
        path = tmp_path / f"{model.__name__}.xlsx"
        taking_out.template(who, model, path, on=TODAY)
        return path

    return make


@pytest.mark.usefixtures("office")
@pytest.mark.slow
def test_the_example_of_no_sheet_comes_in(made):
    make_everything()
    for model in BY_FILE:
        plan = planned(made(model), model)
        assert (plan.grid.rows_read, counts(plan.as_json())) == (0, (0, 0, 0, 0)), model
        assert [(row.row, row.reason) for row in plan.grid.ignored] == [(2, "example")], model
        assert plan.columns.unknown == plan.columns.left_out == plan.columns.missing == [], model
        assert plan.grid.tab != template.EXPLAINED
        plan.close()


@pytest.mark.usefixtures("office")
@pytest.mark.slow
def test_the_example_of_every_sheet_is_a_legal_row_once_its_mark_is_written_over(made):
    make_everything()
    first = {m.Holiday: "court", m.StatutoryRow: "td_rates", m.AuthorityLimit: "technician"}
    for model in BY_FILE:
        path = made(model)
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["A2"].value = first.get(model, "New-1")
        book.save(path)
        plan = planned(path, model)
        assert ([tuple(e) for e in plan.errors()], plan.new) == ([], 1), model
        plan.close()


@pytest.mark.usefixtures("office")
def test_an_example_that_was_moved_is_left_out_too(made):
    path = made(m.Department)
    book = openpyxl.load_workbook(path)
    tab = book.worksheets[0]
    headings = [cell.value for cell in tab[1]]
    tab.append(["PW", "Public Works"] + [None] * (len(headings) - 2))
    for row in (1, 2, 3):
        tab.cell(row, 1).value, tab.cell(row, 2).value = tab.cell(row, 2).value, tab.cell(row, 1).value  # fmt: skip
    book.save(path)
    plan = planned(path, m.Department)
    assert (plan.new, [tuple(row)[:2] for row in plan.grid.ignored]) == (1, [(2, "example")])


@pytest.mark.usefixtures("office")
def test_the_workbook_is_ready_to_fill_in(made):
    write(department={"code": "PW", "name": "Public Works"})
    book = openpyxl.load_workbook(made())
    tab, explained, lists = book.worksheets
    fields = list(fillable(OPERATOR, m.Claim).values())
    assert [cell.value for cell in tab[1]] == [f.verbose_name for f in fields]
    assert (tab.title, explained.title, lists.sheet_state) == ("Claims", "Columns", "hidden")
    assert (tab.freeze_panes, tab["A2"].value, tab.max_row) == ("B2", EXAMPLE, 2)
    place = {f.name: openpyxl.utils.get_column_letter(n) for n, f in enumerate(fields, 1)}
    formats = {name: tab.column_dimensions[place[name]].number_format for name in place}
    assert (formats["claim_no"], formats["amount_claimed"], formats["loss_date"]) == (
        "@",
        "#,##0.00",
        "yyyy-mm-dd",
    )
    rules = {str(rule.sqref): rule for rule in tab.data_validations.dataValidation}
    status, department = (rules[f"{place[n]}2:{place[n]}2000"] for n in ("status", "department"))
    assert (status.errorStyle or "stop", department.errorStyle) == ("stop", "warning")
    sheet, cells = department.formula1.split("!")
    assert book[sheet][cells.split(":")[0].replace("$", "")].value == "PW"


@pytest.mark.usefixtures("office")
def test_each_column_is_explained(made):
    book = openpyxl.load_workbook(made())
    lines = {row[0]: row[1:] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    fields = fillable(OPERATOR, m.Claim)
    assert [*lines][: len(fields)] == [f.verbose_name for f in fields.values()]
    for field in fields.values():
        means, kind, needed, legal, _ = lines[field.verbose_name]
        assert "" not in (kind or "", legal or ""), field
        assert (needed == "yes") is (required(field) and field.default is None), field
        assert field.name == "claim_no" or (field.help_text or "") in (means or "")
    assert lines["Claim no."] == (
        "The public number of a claim. In a file each row needs its own. "
        f"Also known as: {', '.join(m.Claim.claim_no.aliases)}.",
        "Number or code", "yes", "At most 60 characters", "00123",
    )  # fmt: skip
    assert lines["Status"][3] == "; ".join(label for _, label in m.Claim.status.choices)
    assert lines["Loss date"][4] == "2026-11-24"
    assert lines["Paid"][1] == "Money"
    assert template.OF_THE_PAST in lines["Paid"][0]
    assert [*lines][-1] == template.FOOTNOTE


@pytest.mark.usefixtures("office")
def test_no_text_of_the_office_becomes_a_formula(made):
    write(department={"code": "=1+1", "name": "Public Works"})
    book = openpyxl.load_workbook(made())
    cells = [cell for tab in book for row in tab.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert "=1+1" in [cell.value for cell in cells]


@pytest.mark.usefixtures("office")
def test_lists_of_other_sheets_are_short_and_in_sight(made, monkeypatch):
    write(department={"code": "PW", "name": "Public Works"})
    write(department={"code": "FD", "name": "Fire"})
    assert "PW" in listed(made())
    monkeypatch.setattr(template, "MOST_KEYS", 1)
    assert "PW" not in listed(made())


@pytest.mark.usefixtures("office")
def test_it_is_for_who_brings_files_in_and_shows_their_columns(made):
    headings = [
        {cell.value for cell in openpyxl.load_workbook(made(m.Claim, who)).worksheets[0][1]}
        for who in (OPERATOR, person("risk_manager"))
    ]
    assert "Diagnosis" in headings[0] - headings[1]
    with pytest.raises(Refused):
        made(m.Claim, person("auditor"))
    with pytest.raises(BadQuestion, match="not by a file"):
        made(m.User)


def test_it_is_a_workbook(tmp_path):
    with pytest.raises(BadQuestion, match=r"ends in \.xlsx; “claims.csv” does not"):
        taking_out.template(OPERATOR, m.Claim, tmp_path / "claims.csv", on=date(2026, 1, 2))


def listed(path) -> set:
    """What stands in the hidden lists of a workbook."""
    return {
        cell.value for row in openpyxl.load_workbook(path)["Choices"].iter_rows() for cell in row
    }
