"""What stands in the head of a recovery beside its status: how old its bill is, what was paid too
much, which instalments were missed, that the carrier is late, that the time to sue runs short.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from journal.law import law
from rules.aging import bucket
from rules.days import day_words
from rules.errors import OfficeError
from rules.money import dollars
from rules.recovery_carrier import carrier_deadline
from rules.recovery_clocks import IN_PLAN, TO_SUE, waits_for_carrier
from rules.recovery_follow_up import Instalments, limitation_warning, missed

Words = tuple[str, str]
"""A word and its colour."""
OLD = {"d90": "amber", "d180": "amber", "d365": "red", "over": "red"}


def recovery_chips(values: Mapping[str, Any], on: date) -> list[Words]:
    """The chips of a recovery from its values by column, as far as they may be seen."""
    told = (_age, _overpaid, _instalments, _carrier, _time)
    return [words for tell in told for words in tell(values, on)]


def _owes(values: Mapping[str, Any]) -> bool:
    balance = values.get("balance")
    return isinstance(balance, int) and balance > 0


def _age(values: Mapping[str, Any], on: date) -> Iterator[Words]:
    invoiced = values.get("invoice_date")
    if isinstance(invoiced, date) and _owes(values):
        found = bucket(invoiced, on)
        yield found.words, OLD.get(found.key, "")


def _overpaid(values: Mapping[str, Any], on: date) -> Iterator[Words]:
    balance = values.get("balance")
    if values.get("cost") and isinstance(balance, int) and balance < 0:
        yield f"{dollars(-balance)} paid too much", "amber"


def _carrier(values: Mapping[str, Any], on: date) -> Iterator[Words]:
    tendered = values.get("tendered_date")
    if not isinstance(tendered, date) or not waits_for_carrier(values):
        return
    try:
        due = carrier_deadline("CARRIER_DECISION", tendered, law=law(on)).value
    except OfficeError:
        return
    if on > due:
        yield f"Carrier's decision was due {day_words(due)}", "red"


def _instalments(values: Mapping[str, Any], on: date) -> Iterator[Words]:
    names = ("plan_first_date", "plan_days", "plan_amount", "plan_balance")
    first, *whole = (values.get(name) for name in names)
    known = isinstance(first, date) and all(isinstance(n, int) and n > 0 for n in whole)
    if values.get("status") not in IN_PLAN or not known or not _owes(values):
        return
    plan = Instalments(first, *whole, total=values.get("restitution"))
    count = missed(plan, values["balance"], on=on)
    if count:
        yield f"{count} instalment{'' if count == 1 else 's'} missed", "red"


def _time(values: Mapping[str, Any], on: date) -> Iterator[Words]:
    damage, kind = values.get("damage_date"), values.get("limitation_kind")
    if not isinstance(damage, date) or not kind or values.get("status") not in TO_SUE:
        return
    if values.get("suit_decision") == "let_pass":
        return
    try:
        answer = limitation_warning(damage, kind, values.get("tolled_to_date"), law=law(on))
    except OfficeError:
        return
    last = answer.details["last_day"]
    if on > last:
        yield f"Time to sue ran out {day_words(last)}", "red"
    elif on >= answer.value:
        yield f"Sue by {day_words(last)}", "red"
