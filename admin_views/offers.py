"""Which quick actions a record or a selection offers to a person, and the address of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from journal import policy
from journal.who import Who
from models import BY_NAME
from workflow.verbs import VERBS

DO = "/admin/do"
LAST = 100
"""Where an action stands that has no order of its own: after those that have, by its title."""
MOST_RECORDS = 1_000
"""Records on which one action runs at a time."""


@dataclass(frozen=True)
class Offer:
    """An action as a button: its key, words and address; the statuses it fits, none for all."""

    key: str
    title: str
    url: str
    primary: bool = False
    danger: bool = False
    many: bool = False
    order: int = LAST
    statuses: tuple[str, ...] = ()

    def fits(self, status: str | None) -> bool:
        """Whether it makes sense on a record in this status; one that is not known it may fit."""
        return status is None or not self.statuses or status in self.statuses


def offers(
    who: Who, sheet: str, ids: Iterable[int] = (), *, status: str | None = None, back: str = ""
) -> list[Offer]:
    """The actions that `who` may run on records of a sheet, the primary one first.

    `status`, where known, leaves out what does not fit it; several records get only what runs
    on many.
    """
    chosen = tuple(ids)
    found = [
        offer(entry, sheet, chosen, back=back)
        for entry in VERBS
        if may_offer(who, entry, sheet)
        and not entry.facts.get("trash")
        and not entry.facts.get("alone")
        and (len(chosen) < 2 or entry.facts.get("many"))
    ]
    return sorted((one for one in found if one.fits(status)), key=_rank)


def offers_for_rows(who: Who, sheet: str, more: Iterable[Offer] = ()) -> list[Offer]:
    """The actions on rows of a list, with what else is done with them: those on many records before
    those on one.
    """
    return sorted([*offers(who, sheet), *more], key=lambda one: (not one.many, *_rank(one)))


def _rank(one: Offer) -> tuple[Any, ...]:
    return not one.primary, one.danger, one.order, one.title


def offers_alone(who: Who, sheet: str, *, back: str = "") -> list[Offer]:
    """The actions of a sheet that take no record, such as handing a whole caseload over; making a
    record is a button of its own.
    """
    return [
        offer(entry, sheet, (), back=back)
        for entry in VERBS
        if entry.facts.get("alone")
        and not entry.facts.get("makes")
        and may_offer(who, entry, sheet)
    ]


def may_offer(who: Who, entry, sheet: str) -> bool:
    """Whether an action stands on records of a sheet, and `who` may run it."""
    facts = entry.facts
    return (
        sheet in facts.get("sheets", ())
        and policy.may_act(who, tuple(facts.get("roles", ())))
        and (not facts.get("writes") or policy.may_write(who, BY_NAME[sheet]))
    )


def offer(entry, sheet: str, ids: Iterable[int], *, back: str = "", **given: str) -> Offer:
    """One action as a button on the given records; `given` fills its form."""
    facts = entry.facts
    return Offer(
        entry.key,
        entry.title,
        address(entry.key, sheet, ids, back=back, **given),
        facts.get("primary", False),
        facts.get("danger", False),
        facts.get("many", False),
        facts.get("order", LAST),
        tuple(facts.get("statuses") or ()),
    )


def offer_of(
    who: Who, key: str | None, sheet: str, ids: Iterable[int], *, back: str = "", **given: str
) -> Offer | None:
    """The action of a key, where there is one that `who` may run on records of the sheet."""
    if not key or key not in VERBS:
        return None
    entry = VERBS.get(key)
    return offer(entry, sheet, ids, back=back, **given) if may_offer(who, entry, sheet) else None


def address(key: str, sheet: str, ids: Iterable[int], *, back: str = "", **given: str) -> str:
    """Where an action opens its form."""
    asked = {
        "sheet": sheet,
        "ids": ",".join(map(str, ids)),
        **({"back": back} if back else {}),
        **given,
    }
    return f"{DO}/{key}?{urlencode(asked)}"
