"""Whatever is sent for a cell or a new row of any sheet is saved, or comes back with a sentence."""

import pytest
from builders import write
from one_of_each import fill

import models as m
from models import SHEETS

pytestmark = pytest.mark.slow
WRITERS = ("technician", "examiner", "risk_manager", "wc_manager", "administrator")
ALONE = (None, "zz!!", "-1", "2099-12-31", "9" * 400)
"""Sent into one cell at a time."""
TOGETHER = (
    *ALONE,
    *("", "   ", "0", "1e999", "2026-02-30", "0001-01-01", "yes", "NaN", "a\x00b", "\ud800"),
    *("<b>", "x" * 50_000, "\U0001f600" * 50, True, 3.5, -5, 10**18, 10**30, 1e300),
)
"""Sent into all cells of a row at once."""
NOT_TYPED = {"approval", "importrun", "reportschedule", "savedview"}
"""Sheets that are written by actions alone."""


@pytest.fixture
def browser(app, sign_in, make_person):
    """A browser of somebody who may write every sheet, one row of each; faults are answered."""
    entered = sign_in(*WRITERS, email="writer@city.gov")
    make_person("auditor", email="other@city.gov")
    fill("A")
    write(setting={"name": "time_zone", "value": "America/Los_Angeles"})
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    return entered


def send(browser, sheet: str, row_id: int, columns, value):
    """Send a value for some cells of a row, over the version that stands."""
    version = m.BY_NAME[sheet].get_by_id(row_id).version
    cells = [{"id": row_id, "version": version, "column": c, "value": value} for c in columns]
    return browser.send(f"/admin/{sheet}/rows", method="PATCH", json=cells)


def wrong(answer) -> bool:
    """Whether an answer is none: a fault, or something that comes back without a sentence."""
    if answer.status_code == 403:
        return not answer.json["error"].endswith(".")
    refused = answer.json.get("refused", [{"message": ""}])
    return answer.status_code not in (200, 409, 422) or any(not c["message"] for c in refused)


def last_row(browser, sheet: str) -> dict | None:
    """The newest row of a sheet as data; None where there is none, or nobody types into it."""
    answer = browser.get(f"/admin/{sheet}/rows?sort=-id&limit=1")
    may = browser.send(f"/admin/{sheet}/rows", method="PATCH", json=[]).status_code == 200
    return answer.json["rows"][0] if may and answer.json["rows"] else None


def names(row: dict) -> list[str]:
    """The columns of a row."""
    return [name for name in row if name not in ("id", "version")]


@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.__name__.lower())
def test_no_cell_of_a_sheet_fails_whatever_is_sent(browser, model):
    sheet = model.__name__.lower()
    row, bad = last_row(browser, sheet), []
    if not row:
        assert sheet in NOT_TYPED, "a row of it is missing in one_of_each"
        return
    for value in TOGETHER:
        answer = send(browser, sheet, row["id"], names(row), value)
        if wrong(answer):
            bad.append((str(value)[:20], answer.status_code, answer.text[:300]))
    for name in names(row):
        for value in ALONE:
            answer = send(browser, sheet, row["id"], [name], value)
            if wrong(answer):
                bad.append((name, str(value)[:20], answer.status_code, answer.text[:300]))
            elif answer.json.get("batch"):
                send(browser, sheet, row["id"], [name], row[name])
    assert not bad


@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.__name__.lower())
def test_no_new_row_of_a_sheet_fails_whatever_is_sent(browser, model):
    sheet, bad = model.__name__.lower(), []
    row = last_row(browser, sheet)
    if not row:
        return
    rows = [dict.fromkeys(names(row), value) for value in TOGETHER]
    rows += [row | {name: value} for name in names(row) for value in ALONE]
    for given in rows:
        answer = browser.send(f"/admin/{sheet}/rows", method="POST", json={"rows": [given]})
        if answer.status_code == 403:
            return
        if wrong(answer):
            bad.append((str(given)[:300], answer.status_code, answer.text[:300]))
    assert not bad
