"""Taking a step of one's own back from the grid, or doing it again, with what stays and why."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from journal import undo
from journal.undo import NOT_SHOWN, Step, UndoPlan
from journal.who import Who
from models import BY_NAME, Batch, meta
from rules.errors import BadQuestion, Refused

SHOWN = 200
"""Rows that are named one by one, those that stay first; the counts hold for all."""
ORDER = ("blocked", "kept", "reversed")


def batch_of(given: Any) -> int:
    """The number of a batch as a request names it.

    Raises:
        BadQuestion: it is no number.
    """
    text = str(given if given is not None else "")
    if isinstance(given, bool) or not (text.isascii() and text.isdigit() and len(text) < 11):
        raise BadQuestion("Say which change: batch is its number.")
    return int(text)


def preview(who: Who, seq: int, *, on: date) -> dict[str, Any]:
    """What taking a step back would do."""
    _need_own(who, seq)
    plan = undo.preview(who, seq, on=on)
    return {"batch": None, "title": plan.title, **_told(who, plan, "will be put back")}


def take_back(who: Who, seq: int, *, on: date) -> dict[str, Any]:
    """Take a step back as a new batch; undoing that one does the step again."""
    _need_own(who, seq)
    done = undo.undo(who, seq, on=on)
    title = undo.title_of(done.plan.title) if done.seq else ""
    return {"batch": done.seq, "title": title, **_told(who, done.plan, "put back")}


def _need_own(who: Who, seq: int) -> None:
    """Refuse what somebody else wrote: a manager takes it back on the page of that change."""
    found = (
        Batch.select(Batch.user).where(Batch.seq == seq).tuples().first() if seq < 2**31 else None
    )
    if found and (who.user_id is None or found[0] != who.user_id):
        raise Refused(
            "Here you take back what you did yourself. What somebody else did is taken back by a "
            "manager, on the page of that change."
        )


def _told(who: Who, plan: UndoPlan, words: str) -> dict[str, Any]:
    steps = sorted(plan.steps, key=lambda step: ORDER.index(step.outcome))
    return {
        **{outcome: plan.count(outcome) for outcome in ("reversed", "kept", "blocked")},
        "rows": [_step(step) for step in steps[:SHOWN]],
        "sentence": sentence(plan.steps, words, myself=who.name or who.email),
    }


def _step(step: Step) -> dict[str, Any]:
    """A row of the plan; of one that is not shown, that it is there and no more."""
    seen = step.label != NOT_SHOWN
    return {
        "sheet": step.sheet,
        "id": step.id if seen else None,
        "label": step.label,
        "outcome": step.outcome,
        "reason": step.reason,
    }


def sentence(steps: Iterable[Step], words: str, *, myself: str) -> str:
    """What is put back, and what stays: whose change keeps it, or what is in the way; `myself` is
    what the record calls the person.
    """
    back: Counter = Counter()
    stay: Counter = Counter()
    for step in steps:
        if step.outcome == "reversed":
            back[step.sheet] += 1
        else:
            by = "you" if step.edited_by == myself else step.edited_by
            stay[step.sheet, f"{by} changed {{it}} since" if by else _bare(step.reason)] += 1
    parts = [f"{_rows(sheet, count)} {words}" for sheet, count in back.items()]
    said = [f"{', '.join(parts)}."] if parts else ["Nothing was put back."]
    if not parts and words.startswith("will"):
        said = ["Nothing of it can be put back."]
    for (sheet, reason), count in stay.most_common():
        why = reason.replace("{it}", "it" if count == 1 else "them")
        said.append(f"{_rows(sheet, count)} {'stays' if count == 1 else 'stay'}: {why}.")
    return " ".join(said)


def _bare(reason: str) -> str:
    """A reason as the end of a sentence."""
    text = reason.strip().rstrip(".").replace("{", "").replace("}", "")
    return text[:1].lower() + text[1:]


def _rows(sheet: str, count: int) -> str:
    model = BY_NAME[sheet]
    one, many = meta(model, "singular"), meta(model, "plural").lower()
    return f"{count:,} {one if count == 1 else many}"
