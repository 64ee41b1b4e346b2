"""Light duty: who works where under which offer, and how many days so far."""

from collections import defaultdict
from datetime import date
from typing import Any

from exports.reports import behind
from exports.reports.report import (
    DEPARTMENT,
    NONE,
    STAFF,
    Asked,
    Column,
    Made,
    Parameter,
    Picture,
    report,
)
from exports.reports.tables import Reading, as_day, listed
from journal.light_duty import limit_days
from models import Employee, LightDutyOffer, database
from rules import choices as c

WORKED = ("accepted", "ended")
"""Statuses of an offer under which somebody works or worked."""
WHICH = Parameter(
    "which",
    "Which",
    "choice",
    lambda _on, _first: "now",
    choices=(("now", "At work now, agreed or offered"), ("all", "All")),
)
OF_CLAIM = behind.record("claim", "claim_id")
COLUMNS = (
    Column("claim_id", "", "whole", shown=False),
    Column("offer_id", "", "whole", shown=False),
    Column("offer_no", "Offer no.", "code", opens=behind.record("lightdutyoffer", "offer_id")),
    Column("claim_no", "Claim no.", "code", opens=behind.record("claim", "claim_id")),
    Column("employee", "Employee", needs=(Employee, "name")),
    Column("department", "Department", "code", "Where the light duty is done."),
    Column("task", "Task"),
    Column("status", "Status", "choice", choices=c.LIGHT_DUTY_OFFER_STATUS),
    Column("first_day", "First day", "day"),
    Column("last_day", "Last day", "day", "As offered."),
    Column("ended_date", "Ended", "day"),
    Column("next_appointment", "Next appointment", "day"),
    Column(
        "days",
        "Days",
        "whole",
        "Calendar days of this offer up to the report's day, both ends included.",
        total=True,
        opens=behind.record("lightdutyoffer", "offer_id"),
    ),
    Column(
        "days_on_claim",
        "Days on the claim",
        "whole",
        "Of all its offers, no day counted twice.",
        opens=OF_CLAIM,
    ),
    Column(
        "limit",
        "At most",
        "whole",
        "Days that a claim may have: its own limit, or the office's.",
        opens=OF_CLAIM,
    ),
    Column("left", "Days left", "whole", "To that limit; a minus: beyond it.", opens=OF_CLAIM),
)


@report(
    "light_duty",
    title="Light-duty board and days",
    code="",
    basis="Offers of light duty by their first day",
    counts="Calendar days of accepted offers, up to the day. No medical details",
    sheet=LightDutyOffer,
    parameters=(WHICH, DEPARTMENT),
    columns=COLUMNS,
    roles=(*STAFF, "coordinator"),
    empty="Nobody is on light duty. An offer is made from a claim with a work status note.",
)
def light_duty(question: Asked) -> Made:
    """Who is on light duty, where, until when, and for how many days already."""
    # The days of a claim are those of all its offers, whichever are asked for.
    reading = Reading(question, LightDutyOffer, of_view=False)
    offer = reading.base
    wanted = [
        reading.at("claim", "id"),
        offer.id,
        offer.offer_no,
        reading.at("claim", "claim_no"),
        reading.at("claim", "employee", "name"),
        reading.at("department", "code"),
        reading.at("task", "title"),
        offer.status,
        offer.first_day,
        offer.last_day,
        offer.ended_date,
        reading.at("work_status", "next_appointment_date"),
        reading.at("claim", "light_duty_limit_days"),
        offer.claim,
    ]
    held = reading.conditions()
    query = reading.select(*wanted).where(*held).order_by(offer.first_day, offer.id)
    found = database.execute(query).fetchall()
    rows = _counted([_read(raw) for raw in found], question.as_of)
    kept = _of_view(question) if question.view else {row[OFFER_AT] for row in rows}
    asked = [row for row in rows if row[OFFER_AT] in kept and _is_asked(question, row)]
    made = listed(COLUMNS, asked, question)
    made.picture = lambda: _picture(question, made)
    return made


STATUS, FIRST, LAST, ENDED, APPOINTMENT = 7, 8, 9, 10, 11
OFFER_AT, DEPARTMENT_AT = 1, 5


def _of_view(question: Asked) -> set[int]:
    """The offers that the view holds."""
    reading = Reading(question, LightDutyOffer)
    held = reading.conditions()
    return {row_id for (row_id,) in database.execute(reading.select(reading.base.id).where(*held))}


def _read(raw: Any) -> list[Any]:
    row = list(raw)
    for place in (FIRST, LAST, ENDED, APPOINTMENT):
        row[place] = None if row[place] is None else as_day(row[place])
    return row


def _counted(rows: list[list[Any]], as_of: date) -> list[tuple[Any, ...]]:
    """The rows with their days, and those of all offers of the claim."""
    on_claim: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        on_claim[row[-1]] |= set(_days(row, as_of))
    return [(*row[:-2], len(_days(row, as_of)), *_to_limit(row, on_claim)) for row in rows]


def _to_limit(row: list[Any], on_claim: dict[Any, set[int]]) -> tuple[int, int, int]:
    """Days on the claim of an offer, the most that it may have, and what is left to that."""
    used, most = len(on_claim[row[-1]]), limit_days(row[-2])
    return used, most, most - used


def _days(row: list[Any], as_of: date) -> range:
    """The days of an offer, as numbers of days."""
    if row[STATUS] not in WORKED or row[FIRST] is None:
        return range(0)
    end = min(day for day in (row[ENDED], row[LAST], as_of) if day is not None)
    return range(row[FIRST].toordinal(), end.toordinal() + 1)


def _is_asked(question: Asked, row: tuple[Any, ...]) -> bool:
    """Whether the row is among those asked for."""
    department = question.values["department"]
    if department and (row[DEPARTMENT_AT] or NONE) != department:
        return False
    if question.values["which"] == "all":
        return True
    ends = [day for day in (row[ENDED], row[LAST]) if day is not None]
    over = bool(ends) and min(ends) < question.as_of
    return row[STATUS] in ("offered", "accepted") and not over


def _picture(question: Asked, made: Made) -> Picture | None:
    """The days by department."""
    sums: dict[str, int] = defaultdict(int)
    names = [column.name for column in made.columns]
    for row in made.rows(None):
        sums[row[names.index("department")] or "not given"] += row[names.index("days")]
    if not sums:
        return None
    labels = sorted(sums)
    opens = [
        behind.report(question, "light_duty", department=NONE if code == "not given" else code)
        for code in labels
    ]
    series = {"Days": [sums[code] for code in labels]}
    return Picture("bar", "Days of light duty by department", labels, series, "whole", opens)
