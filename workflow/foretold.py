"""What an action would do to deadlines, told before it runs."""

from collections import Counter
from typing import Any

from journal import policy
from journal.drafts import Draft
from journal.foreseen import turns_of
from journal.turns import Turn, foretold
from journal.who import Who
from models import Claim, Diary, Incident, Recovery
from rules.errors import NotFound
from workflow.words import counted

MOST_TOLD = 12
"""Deadlines told one by one; of more it gives the numbers."""
LINKS: dict[str, tuple[Any, str]] = {
    "recovery": (Recovery, "recovery_no"),
    "claim": (Claim, "claim_no"),
    "incident": (Incident, "incident_no"),
}
ENDS = {
    "made": "{} into the diary",
    "moved": "{} to another day",
    "done": "{} done",
    "dropped": "{} dropped",
    "back": "{} open again",
}


def foretell(who: Who, draft: Draft) -> list[str]:
    """What becomes of deadlines by a draft, a sentence each, as far as `who` may see them."""
    if not policy.may_read(who, Diary):
        return []
    seen = policy.clearance(who)
    try:
        turns = [one for one in turns_of(draft) if one.new["sensitivity"] in seen]
    except NotFound:
        return []
    if len(turns) > MOST_TOLD:
        return [_in_numbers(turns)]
    names = _names(turns)
    turns.sort(key=lambda one: names.get(_record(one), ""))
    return [f"{names.get(_record(one), '')}{foretold(one)}" for one in turns]


def _in_numbers(turns: list[Turn]) -> str:
    counts = Counter(one.how for one in turns)
    parts = [words.format(f"{counts[how]:,}") for how, words in ENDS.items() if counts[how]]
    return f"{counted(len(turns), 'deadline')} follow: {', '.join(parts)}."


def _record(one: Turn) -> tuple[str, int]:
    """The record that a deadline is on."""
    return next((link, one.new[link]) for link in LINKS if one.new.get(link))


def _names(turns: list[Turn]) -> dict[tuple[str, int], str]:
    """What to put before a sentence where deadlines of several records turn; what is only to be
    made has no number yet.
    """
    records = {_record(one) for one in turns}
    if len(records) < 2:
        return {}
    found: dict[tuple[str, int], str] = {}
    for link, (model, key) in LINKS.items():
        ids = [row_id for name, row_id in records if name == link and row_id > 0]
        query = model.select(model.id, getattr(model, key)).where(model.id << ids)
        found |= {(link, row_id): f"{number}: " for row_id, number in query.tuples()}
    return found
