"""What the notes and offers of a compensation claim bring to its clocks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from journal import light_duty as duty
from models import LightDutyOffer, WorkStatus
from rules.light_duty_days import share_day

SHEETS = (WorkStatus, LightDutyOffer)
AT_ONCE = 2000
NOTE = (
    "id",
    "claim",
    "status",
    "from_date",
    "to_date",
    "next_appointment_date",
    "author_role",
    "verified_date",
)
OFFER = (
    "id",
    "claim",
    "status",
    "first_day",
    "last_day",
    "ended_date",
    "answer_by_date",
    "extends",
)
COLUMNS = {WorkStatus: NOTE, LightDutyOffer: OFFER}
LIMITED = ("off_work", "modified")
"""Statuses of a note that lapse; full duty does not."""
RELEASE = "full_duty"

Row = Mapping[str, Any]


def moved_claims(chunk) -> set[int]:
    """Claims whose notes or offers a chunk writes."""
    pairs = (both for model in SHEETS for both in chunk.before_and_after(model))
    return {row["claim"] for both in pairs for row in both if row and row.get("claim")}


class DutyFacts:
    """The facts of some claims, read once: rows as they will stand."""

    def __init__(self, chunk, standing: list[int]) -> None:
        """Read the rows of the standing claims; those of a chunk stand as it leaves them."""
        self.rows = {model: _rows(chunk, model, standing) for model in SHEETS}

    def of(self, claim_id: int, *, limit: int | None) -> dict[str, Any]:
        """The facts of one claim, whose own limit of days may be known; nothing where it has
        neither note nor offer.
        """
        notes = self.rows[WorkStatus].get(claim_id, [])
        offers = self.rows[LightDutyOffer].get(claim_id, [])
        return {**of_notes(notes), **of_offers(offers, limit=limit)} if notes or offers else {}


def of_notes(notes: Iterable[Row]) -> dict[str, Any]:
    """Until when the latest note of those who treat holds, and the next appointment; of a
    release to full duty its first day, and the day on which the physician's office confirmed it.
    """
    treating = [n for n in notes if n["author_role"] not in duty.NOT_TREATING]
    if not treating:
        return {}
    note = max(treating, key=lambda n: (n["from_date"], n["id"]))
    return {
        "note_to_date": note["to_date"] if note["status"] in LIMITED else None,
        "note_appointment_date": note["next_appointment_date"],
        "release_from_date": note["from_date"] if note["status"] == RELEASE else None,
        "release_verified_date": note["verified_date"],
    }


def of_offers(offers: Iterable[Row], *, limit: int | None = None) -> dict[str, Any]:
    """When the light duty that runs ends, by when an answer is due, when the limit comes near: the
    claim's own where it has one. What was extended ends with its extension.
    """
    found = list(offers)
    gone_on = {offer["extends"] for offer in found if offer["status"] in duty.WORKED}
    runs = [
        offer["last_day"]
        for offer in found
        if offer["status"] == "accepted" and offer["id"] not in gone_on
    ]
    waits = [offer["answer_by_date"] for offer in found if offer["status"] == "offered"]
    spans = [
        duty.span_of(o["first_day"], o["last_day"], o["ended_date"])
        for o in found
        if o["status"] in duty.WORKED
    ]
    return {
        "light_duty_last_date": max(runs, default=None),
        "light_duty_answer_by_date": min(filter(None, waits), default=None),
        "light_duty_share_date": share_day(spans, limit=duty.limit_days(limit)) if runs else None,
    }


def _rows(chunk, model, standing: list[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    written = {old["id"] for old, _ in chunk.before_and_after(model) if old}
    for _, new in chunk.before_and_after(model):
        if not new.get("trashed_at") and new.get("claim"):
            found[new["claim"]].append(_read(model, new))
    names = COLUMNS[model]
    columns = [getattr(model, name) for name in names]
    for start in range(0, len(standing), AT_ONCE):
        query = model.select(*columns).where(
            model.claim << standing[start : start + AT_ONCE], model.trashed_at.is_null()
        )
        for row in query.tuples():
            values = dict(zip(names, row, strict=True))
            if values["id"] not in written:
                found[values["claim"]].append(values)
    return found


def _read(model, row: Mapping[str, Any]) -> Row:
    """A row of a chunk with its days as dates."""
    return {
        name: date.fromisoformat(row[name])
        if name.endswith(("_date", "_day")) and row.get(name)
        else row.get(name)
        for name in COLUMNS[model]
    }
