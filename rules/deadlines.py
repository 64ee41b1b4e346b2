"""Deadlines of the tables: a trigger and a count give a day, with its working."""

from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import Literal
from zoneinfo import ZoneInfo

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.calendars import Calendar, add_open_days
from rules.counting import HALF_YEAR, off_closed_days, six_months
from rules.dated import Row, Table
from rules.days import add_months, add_years, long_day
from rules.errors import Unanswered
from rules.needs import need_in_order
from rules.terms import counted

Service = Literal["personal", "electronic", "mail_ca", "mail_us", "mail_abroad"]
"""How a paper was served."""

MAIL_DAYS = {"mail_ca": 5, "mail_us": 10, "mail_abroad": 20}
"""Gov. Code 915.2(b), Code Civ. Proc. 1013(a): to California, another state, abroad."""

MAIL_LAW = {"915.2": "Gov. Code 915.2(b)", "1013": "Code Civ. Proc. 1013(a)"}
CALIFORNIA = ZoneInfo("America/Los_Angeles")
"""The clock of the State, by which hours pass also in the nights when it is set."""

TARGET = 5
"""Court days before the last day: the office's own target."""

AGREED = "agreed_date"

OUT_OF_REACH = {
    "TD-12": "The limit counts weeks that were paid, not days from a trigger.",
    "TD-13": "The limit counts weeks that were paid, not days from a trigger.",
    "TD-14": "The limit counts weeks that were paid, not days from a trigger.",
    "TD-15": "The limit counts weeks that were paid, not days from a trigger.",
    "SJ-03": "It is the later of two days from two facts: the voucher and the injury.",
    "IMR-03": "It depends on how the notice was sent as well as on its day.",
    "DC-7": "When a fax counts as received depends on the hour of its arrival.",
    "DC-8": "When a mailed request counts as received depends on the proof of another day.",
    "DC-9": "How many days mail adds depends on where it went.",
}
"""Code -> why a trigger alone gives no day of workers' compensation."""

MODIFIERS = "MAIL_EXT_"


@calculator(
    "wc_deadline",
    title="Workers' compensation: deadline",
    source="Lab. Code 4650, 5401, 5402; 8 CCR 9812, and as each row of the table cites",
    tables=("wc_deadlines",),
)
def wc_deadline(code: str, trigger_date: date | datetime, *, law: Law) -> Answer:
    """The day of one of the clocks of workers' compensation: the trigger and its count.

    The day of the trigger is not counted; a day on a weekend or holiday does not move.

    Args:
        code: which clock runs.
        trigger_date: the day of the event; of a clock of hours its time too, as 2026-11-24 17:30.
        law: table wc_deadlines and the State calendar.

    Returns:
        A day, of a clock of hours an instant.

    Raises:
        Unanswered: an unknown code, one that needs other facts, or a day for a clock of hours.

    Source: as the row cites; counting, Civ. Code 10, Code Civ. Proc. 12.
    """
    if code in OUT_OF_REACH:
        raise Unanswered(f"{code} is not answered. {OUT_OF_REACH[code]}")
    row = _row(law.tables["wc_deadlines"], code, trigger_date)
    found, step = _counted(row, trigger_date, law.calendars["state"])
    return Answer(found, _unit(found), (step,), row.verified, used=(row,))


@calculator(
    "liability_deadline",
    title="Liability: deadline",
    source="Gov. Code 911.2, 912.4, 913, 945.6; Code Civ. Proc. 12a, and as each row cites",
    tables=("liability_deadlines",),
    details={"base_date": "date", "target_date": "date"},
)
def liability_deadline(
    code: str,
    trigger_date: date | datetime,
    service: Service | None = None,
    extension_to: date | None = None,
    *,
    law: Law,
) -> Answer:
    """The last day of one of the clocks of a liability claim.

    In this order: the count; of six months the longer of these and 182 days; days for mail, where
    the row takes them; off closed court days, where the row moves.

    Args:
        code: which clock runs.
        trigger_date: the day of the event; of a clock of hours its time too, as 2026-11-24 17:30.
        service: how the paper was served that starts the clock; by hand unless it is said.
        extension_to: the day that was agreed, for CLAIM_ACT_EXTENDED.
        law: table liability_deadlines and the Court calendar.

    Returns:
        A day or, of hours, an instant; without mail and move; the target five court days before.

    Raises:
        Unanswered: an unknown code, one that only modifies others, a missing extension, or a day
        for a clock of hours.

    Source: as the row cites; six months, Gov. Code 6803, 6804; mail, 915.2(b); the move, Code Civ.
    Proc. 12a.
    """
    if code.startswith(MODIFIERS):
        raise Unanswered(f"{code} lengthens other periods; it has no day of its own.")
    row = _row(law.tables["liability_deadlines"], code, trigger_date)
    court = law.calendars["court"]
    if row.text("unit") == AGREED:
        base, step = _agreed(row, trigger_date, extension_to)
    else:
        base, step = _counted(row, trigger_date, court)
    steps = [step]
    if row.text("longer_182") == "yes":
        base, step = _at_least_half_a_year(_day(trigger_date))
        steps.append(step)
    found, more = _later(row, base, service, court)
    steps += more
    if extension_to is not None and row.text("unit") != AGREED:
        steps.append(Step("The agreed day has no effect on this deadline"))
    whole_day = not isinstance(base, datetime)
    target = add_open_days(base, -TARGET, court) if whole_day else None
    details = {"base_date": base, "target_date": target}
    return Answer(found, _unit(found), tuple(steps), row.verified, details, (row,))


def _row(table: Table, code: str, trigger: date) -> Row:
    """The row of a code on the day of the trigger; a word that is no code is not a missing row."""
    known = table.by_key
    if code not in known:
        near = get_close_matches(code.upper(), known)
        raise Unanswered(
            f"“code” is none of the table, “{code}”."
            + (f" Like it: {', '.join(near)}." if near else ""),
            f"The codes are {', '.join(known)}.",
        )
    return table.on(_day(trigger), code)


def _later(
    row: Row, base: date, service: Service | None, court: Calendar
) -> tuple[date, list[Step]]:
    """The day with mail and off closed days, as far as the row has them."""
    found, steps = base, []
    if service is not None:
        found, step = _with_mail(row, found, service)
        steps.append(step)
    if row.text("closed_day"):
        earlier = row.text("closed_day") == "earlier"
        found, moved = off_closed_days(found, court, earlier=earlier)
        steps += moved
    return found, steps


def _counted(row: Row, trigger: date, calendar: Calendar) -> tuple[date, Step]:
    """The trigger and the count of a row, with the step in words."""
    unit, count = row.text("unit"), int(row.text("count"))
    if isinstance(trigger, datetime) != (unit == "hours"):
        wanted = "a day and time" if unit == "hours" else "a day without a time"
        raise Unanswered(f"{row.text('code')} runs from {wanted}.")
    found = _add(trigger, count, unit, calendar)
    if unit == "fixed_date":
        said = f"Each year: the first on or after {_long(trigger)} is {_long(found)}"
    elif count:
        sign = "+" if count > 0 else "−"
        length = counted(abs(count), unit.replace("_", " "))
        said = f"{_long(trigger)} {sign} {length} = {_long(found)}"
        if unit == "hours" and found - trigger != timedelta(hours=count):
            said += ", the clocks being set in between"
    else:
        said = f"On the day itself: {_long(found)}"
    return found, Step(f"{row.text('title')}: {said}", row.text("citation"))


def _add(trigger: date, count: int, unit: str, calendar: Calendar) -> date:
    if isinstance(trigger, datetime):
        return add_hours(trigger, count)
    if unit == "business_days":
        return add_open_days(trigger, count, calendar)
    if unit == "months":
        return add_months(trigger, count)
    if unit == "years":
        return add_years(trigger, count)
    if unit == "fixed_date":
        month, number = divmod(count, 100)
        this = date(trigger.year, month, number)
        return this if this >= trigger else date(trigger.year + 1, month, number)
    return trigger + timedelta(days=count * (7 if unit == "weeks" else 1))


def add_hours(moment: datetime, count: int) -> datetime:
    """So many hours that pass before or after a moment, local time in California.

    In the night in which the clocks go back an hour passes twice, in spring one is left out. An
    hour that is there twice is taken as the first.
    """
    passed = moment.replace(tzinfo=CALIFORNIA).astimezone(UTC) + timedelta(hours=count)
    return passed.astimezone(CALIFORNIA).replace(tzinfo=None, fold=0)


def _agreed(row: Row, trigger: date, extension_to: date | None) -> tuple[date, Step]:
    if extension_to is None:
        raise Unanswered(f"{row.text('code')} needs the day that was agreed, “extension_to”.")
    if isinstance(trigger, datetime):
        raise Unanswered(f"{row.text('code')} runs from a day without a time.")
    need_in_order(trigger_date=trigger, extension_to=extension_to)
    said = f"{row.text('title')}: agreed {_long(trigger)} to {_long(extension_to)}"
    return extension_to, Step(said, row.text("citation"))


def _at_least_half_a_year(trigger: date) -> tuple[date, Step]:
    found = six_months(trigger)
    said = f"Six months are at least {HALF_YEAR} days: {_long(found)}"
    return found, Step(said, "Gov. Code 6803, 6804; Gonzales v. County of Los Angeles (1988)")


def _with_mail(row: Row, found: date, service: Service) -> tuple[date, Step]:
    law = MAIL_LAW.get(row.text("mail"))
    if law is None:
        return found, Step("How it was served has no effect on this deadline")
    days = MAIL_DAYS.get(service, 0)
    later = found + timedelta(days=days)
    if not days:
        return found, Step("Served by hand or electronically: no days for mail", law)
    return later, Step(f"By mail: + {days} days = {_long(later)}", law)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _unit(found: date) -> str:
    return "datetime" if isinstance(found, datetime) else "date"


def _long(moment: date) -> str:
    return (
        f"{long_day(moment)} {moment:%H:%M}" if isinstance(moment, datetime) else long_day(moment)
    )
