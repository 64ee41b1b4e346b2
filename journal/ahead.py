"""What lies ahead of the office: closed days, policies about to lapse, who is off work."""

from datetime import date, timedelta

from peewee import JOIN

from journal import policy, settings
from journal.items import Item
from journal.who import Who
from models import Claim, Employee, Holiday, Policy
from rules.statuses import CLOSED

WEEK_DAYS, LAPSING_DAYS = 7, 90
CLOSING_CALENDARS = {"office": "Office closed", "state": "State holiday", "court": "Courts closed"}


def closed_days(on: date) -> dict[date, str]:
    """Closed days of the week ahead and why: the office's word before the State's."""
    query = (
        Holiday.select(Holiday.day, Holiday.calendar, Holiday.name)
        .where(
            Holiday.trashed_at.is_null(), Holiday.day.between(on, on + timedelta(days=WEEK_DAYS))
        )
        .tuples()
    )
    rank = list(CLOSING_CALENDARS)
    rows = sorted(query, key=lambda row: (row[0], -rank.index(row[1])))
    return {day: f"{CLOSING_CALENDARS[calendar]}: {name}" for day, calendar, name in rows}


def lapsing(who: Who, on: date) -> list[Item]:
    """Policies in force that end within ninety days (a setting), soonest first."""
    ahead = timedelta(days=settings.number("policy_lapse_days", LAPSING_DAYS))
    query = (
        Policy.select(Policy.id, Policy.policy_no, Policy.line, Policy.expiry_date)
        .where(
            Policy.status << ["bound", "in_force"],
            Policy.trashed_at.is_null(),
            Policy.expiry_date.between(on, on + ahead),
        )
        .order_by(Policy.expiry_date, Policy.id)
        .limit(20)
        .tuples()
    )
    lines = dict(Policy.line.choices)
    return [
        Item("policy", row_id, number, expiry, lines.get(line, line))
        for row_id, number, line, expiry in query
    ]


def off_work(who: Who, on: date) -> list[Item]:
    """Who of the coordinator's department is off work: what the coordinator's columns show, and no
    more.
    """
    query = (
        Claim.select(Claim.id, Claim.claim_no, Employee.name, Claim.last_worked_date)
        .join(Employee, JOIN.LEFT_OUTER, on=(Claim.employee == Employee.id))
        .where(
            policy.scope(who, Claim),
            Claim.trashed_at.is_null(),
            Claim.last_worked_date.is_null(False),
            Claim.return_to_work_date.is_null(),
            Claim.status.not_in(list(CLOSED)),
        )
        .order_by(Claim.last_worked_date, Claim.id)
        .limit(50)
        .tuples()
    )
    return [
        Item(
            "claim",
            row_id,
            name or number,
            last,
            number,
            "claim",
            row_id,
            late_days=(on - last).days,
        )
        for row_id, number, name, last in query
    ]
