"""Asking reports in tests: as whom, with what, and the answer as rows by column."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

import models as m
from exports import reports
from exports.reports import asking, writing
from exports.reports.report import REPORTS, Asked, Made
from journal.who import OPERATOR, Who
from workflow.verbs import Act, run

reports.load()
TODAY = date(2026, 11, 24)
TO_DATE = datetime.now(ZoneInfo("America/Los_Angeles")).date().isoformat()
"""The last day that the record reaches: it keeps the real time, whatever day the office has."""
KEYS = [entry.key for entry in REPORTS]
LEDGERS = ("payment_register", "reserve_changes")
"""Reports of rows that never change: a view of them is not asked of a past day."""
VIEWS = {
    m.Claim: ("line=L", "department.code!=PW-ST", "loss_date<=today-10"),
    m.Incident: ("department.code!=PW-ST", "cause_code.group!=|loss_date<=today-30"),
    m.Diary: ("claim.line=L|claim=", "diary_date<=today+300"),
    m.LightDutyOffer: ("claim.line=W", "first_day<=today-5"),
    m.Payment: ("category=indemnity", "claim.department.code!=PW-ST"),
    m.Recovery: ("status!=billed", "department.code!=PK", "damage_date<=today-10"),
    m.Reserve: ("category!=expense", "claim.line=L"),
}
"""What a view of each sheet filters by in tests: own columns, relations, days from the day on."""


def view_of(
    model: Any, *filters: str, who: Who = OPERATOR, name: str = "Some", **state: Any
) -> int:
    """A view of a sheet, kept as a person keeps it; its number."""
    kind = "personal" if who.user_id else "shared"
    given = {"name": name, "of": model.__name__.lower(), "kind": kind}
    given["state"] = {"filters": list(filters), **state}
    done = run(who, Act("save_view", "savedview", (), given), on=TODAY)
    return int(done.opens[1])


def question(key: str, *, who: Who = OPERATOR, on: date = TODAY, **texts: Any) -> Asked:
    """The question of a report; parameters as they are typed."""
    typed = {name.rstrip("_"): str(text) for name, text in texts.items()}
    return asking.asked(who, REPORTS.get(key), typed, on=on)


def made(key: str, *, who: Who = OPERATOR, on: date = TODAY, **texts: Any) -> Made:
    """The answer of a report."""
    return asking.make(question(key, who=who, on=on, **texts), REPORTS.get(key))


def rows(key: str, *, who: Who = OPERATOR, on: date = TODAY, **texts: Any) -> list[dict[str, Any]]:
    """The rows of a report by column."""
    found = made(key, who=who, on=on, **texts)
    return [asking.by_name(found, row) for row in found.rows(None)]


def written(key: str, path: Path, **texts: Any) -> Path:
    """The file of a report."""
    asked = question(key, **texts)
    writing.write(REPORTS.get(key), asked, asking.make(asked, REPORTS.get(key)), path)
    return path


def of_workbook(path: Path) -> list[list[Any]]:
    """The first tab of a workbook, its heading first."""
    tab = load_workbook(path).worksheets[0]
    return [list(line) for line in tab.iter_rows(values_only=True)]
