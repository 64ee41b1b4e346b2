"""Asking again for what was refused or sent back: the action with the same answers."""

from collections.abc import Iterable
from typing import Any

from admin_views.offers import Offer, may_offer, offer
from journal import policy
from journal.values import as_text
from journal.who import Who
from models import BY_NAME, Approval
from rules import money
from workflow.verbs import VERBS

ENDED = ("returned", "refused")


def ask_again(who: Who, approval_id: int, *, back: str = "") -> Offer | None:
    """The action as a button, for who asked for it and got it back; None where it is not theirs."""
    query = Approval.select(Approval.verb, Approval.parameters).where(
        Approval.id == approval_id,
        Approval.asked_by == who.user_id,
        Approval.status << ENDED,
        Approval.trashed_at.is_null(),
    )
    key, kept = query.tuples().first() or ("", None)
    if not kept or key not in VERBS or who.user_id is None:
        return None
    entry, sheet = VERBS.get(key), kept["sheet"]
    if not may_offer(who, entry, sheet):
        return None
    given = dict(_texts(entry.facts.get("params", ()), kept["values"], who))
    made = offer(entry, sheet, kept["ids"], back=back, **given)
    return Offer(made.key, "Ask again", made.url, primary=True)


def _texts(params: Iterable[Any], values: dict[str, Any], who: Who) -> Iterable[tuple[str, str]]:
    """The answers as they would be typed; a record by its key, as far as the person may see it."""
    for param in params:
        value = values.get(param.name)
        if value is None or param.kind in ("file", "list"):
            continue
        if param.kind == "money":
            yield param.name, money.plain(value)
        elif param.kind == "yesno":
            yield param.name, "yes" if value else "no"
        elif param.kind == "link":
            key = _key_of(who, BY_NAME[param.sheet], value)
            if key:
                yield param.name, key
        else:
            yield param.name, as_text(value)


def _key_of(who: Who, model: Any, row_id: int) -> str:
    name = model._meta.key[0]
    if name not in policy.readable_names(who, model):
        return ""
    row = model.select(getattr(model, name)).where(model.id == row_id).tuples().first()
    return str(row[0]) if row else ""
