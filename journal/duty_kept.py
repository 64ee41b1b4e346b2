"""Light duty that stands is moved by its actions alone, which look at restrictions, places and the
limit of days; so are the notes on which it rests.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from journal import light_duty as duty
from journal.who import Who
from models import LightDutyOffer, Restriction, WorkStatus
from rules.errors import Problem

OFFER = frozenset(
    {
        "claim",
        "work_status",
        "task",
        "department",
        "status",
        "first_day",
        "last_day",
        "hours_a_day",
        "days_a_week",
        "offered_date",
        "answered_date",
        "extends",
        "notice_date",
        "ended_date",
        "end_reason",
    }
)
"""Columns of an offer that nobody types once it is made."""
NOTE = frozenset(
    {"claim", "status", "from_date", "to_date", "hours_a_day", "days_a_week", "author_role"}
)
"""Columns of a note that say what it allows, and when."""
OFFER_WORDS = (
    "Light duty that was offered is answered, extended or ended by its own action, which looks at "
    "the restrictions and the days. End it and offer anew what is to be different."
)
NEW_WORDS = (
    "Light duty is offered by the action “Offer light duty” on the claim, which looks at the "
    "restrictions, the places and the days: it is not typed."
)


def kept_problems(
    who: Who, model: Any, row_id: int | None, old: Mapping[str, Any] | None, given: Mapping
) -> Iterable[Problem]:
    """Typed values, those that differ, over what an action of light duty keeps.

    `old` of a row that stands holds the links of its sheet, None for a new one.
    """
    if who.operator:
        return
    if model is LightDutyOffer and old:
        for name in sorted(OFFER & given.keys()):
            yield Problem("lightdutyoffer", row_id, name, given[name], OFFER_WORDS)
    elif model in (Restriction, WorkStatus):
        yield from _of_note(model, row_id, old, given)


def begun_problems(who: Who, model: Any, values: Mapping[str, Any]) -> Iterable[Problem]:
    """A new offer that is typed: an action makes it. A file brings what happened elsewhere."""
    if model is LightDutyOffer and not who.operator:
        yield Problem("lightdutyoffer", None, "claim", values.get("claim"), NEW_WORDS)


def resting(model: Any, *rows: Mapping[str, Any]) -> str:
    """The number of an offer in force that rests on the note of these rows; empty where none."""
    if model is Restriction:
        notes = [row["work_status"] for row in rows if row.get("work_status")]
        query = WorkStatus.select(WorkStatus.claim).where(WorkStatus.id << notes)
        claims = [claim for (claim,) in query.tuples()]
    else:
        claims = [row["claim"] for row in rows if row.get("claim")]
    offer = LightDutyOffer.select(LightDutyOffer.offer_no).where(
        LightDutyOffer.claim << claims,
        LightDutyOffer.status << duty.TAKEN,
        LightDutyOffer.trashed_at.is_null(),
    )
    found = offer.order_by(LightDutyOffer.id).first()
    return found.offer_no if found else ""


def resting_words(offer_no: str) -> str:
    """Why the note of an offer stays as it is, and the way out."""
    return (
        f"Light duty {offer_no} rests on what the physician allowed: record a new note on the "
        "claim by “Record work status”, which looks at the light duty that runs."
    )


def _of_note(
    model: Any, row_id: int | None, old: Mapping[str, Any] | None, given: Mapping
) -> Iterable[Problem]:
    """Of a standing note what it allows, of a restriction any of it, a new one as well."""
    if model is Restriction:
        names = sorted(given.keys() - {"restriction_no"})
    else:
        names = sorted(NOTE & given.keys()) if old else []
    if names and (offer_no := resting(model, old or {}, given)):
        yield Problem(
            model.__name__.lower(), row_id, names[0], given[names[0]], resting_words(offer_no)
        )
