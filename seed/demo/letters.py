"""Letters of the demonstration: what the desk wrote lately, in the files it was written into."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import workflow
from exports.letters.printing import word_alone
from journal.who import Who, person_of
from models import Claim, Recovery
from rules.errors import OfficeError
from seed.demo.chance import days_after
from seed.demo.directory import Directory
from workflow.letters import PREFIX
from workflow.verbs import Act, run

ESTIMATES = "Two estimates of repair\nPhotographs of the damage\nProof that you own the vehicle"
WAITS = "The department's report on the place and its maintenance is still being completed."
TELLS = "Your physician's latest note is in your file. Call us when your work status changes."
DECIDED = 45
"""Days after which a decision is said to be expected."""


class Written(NamedTuple):
    """A letter on the newest records in some states: by whom, on how many, so many days ago.

    `since` names the day on the record from which `days` count instead; `ahead` gives values that
    are days from today.
    """

    letter: str
    by: str
    model: Any
    line: str
    statuses: tuple[str, ...]
    most: int
    days: int
    since: str = ""
    values: tuple[tuple[str, str], ...] = ()
    ahead: tuple[tuple[str, int], ...] = ()


LETTERS = (
    Written("acknowledgement", "technician", Claim, "L",
            ("under_review", "assigned", "investigation", "evaluation"), 10, 2, "received_date"),
    Written("information_request", "technician", Claim, "L", ("investigation", "evaluation"), 3, -9,
            values=(("items", ESTIMATES),), ahead=(("reply_by", 21),)),
    Written("delay", "technician", Claim, "L", ("evaluation", "negotiation"), 2, -12,
            values=(("reason", WAITS),), ahead=(("expected_date", DECIDED),)),
    Written("status_letter", "examiner", Claim, "W", ("accepted",), 3, -5,
            values=(("message", TELLS),)),
    Written("demand", "technician", Recovery, "",
            ("billed", "demand_sent", "carrier_review", "partially_paid", "payment_plan"),
            6, 0, "invoice_date"),
)  # fmt: skip


def write_letters(directory: Directory, counts: Counter[str], *, today: date, mark: str) -> None:
    """Write them in Word, each on its day; what the office's own rules refuse is left out.

    `counts` learns how many rows of each sheet were made; `mark` names the office: asked again,
    nothing is added.
    """
    workflow.load()
    people = {role: person_of(directory.staff[role].id) for role in ("technician", "examiner")}
    with word_alone():
        for one in LETTERS:
            for record in _records(one):
                act, on = _act(one, record, today)
                counts.update(_run(people[one.by], act, on, mark))


def _records(one: Written) -> Iterator[Any]:
    query = one.model.select().where(
        one.model.status << one.statuses, one.model.trashed_at.is_null()
    )
    if one.line:
        query = query.where(one.model.line == one.line)
    if one.since:
        query = query.where(getattr(one.model, one.since).is_null(False))
    yield from query.order_by(one.model.id.desc()).limit(one.most)


def _act(one: Written, record: Any, today: date) -> tuple[Act, date]:
    """What is written, and on which day."""
    from_day = getattr(record, one.since) if one.since else today
    values: dict[str, Any] = dict(one.values)
    values |= {name: days_after(today, days) for name, days in one.ahead}
    sheet = one.model.__name__.lower()
    act = Act(f"{PREFIX}{one.letter}", sheet, [record.id], values)
    return act, min(days_after(from_day, one.days), today)


def _run(who: Who, act: Act, on: date, mark: str) -> Counter[str]:
    """The rows of each sheet that an act made; none where the office's rules refuse it."""
    try:
        done = run(who, act, on=on, click=f"{mark} {act.key} {act.ids[0]}")
    except OfficeError:
        return Counter()
    return Counter(sheet for sheet, _ in done.receipt.created)
