"""Whether a row of a file may stand as a whole, once each of its cells was read."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from imports.ledger import POSTED
from imports.mapping import Columns, label
from imports.standing import Stands
from journal import bills_out, checks, duty_kept, duty_sense
from journal.who import Who
from models import Claim, Payment, Recovery, RecoveryCost, RecoveryReceipt, meta
from rules.statuses import START


def problems(
    who: Who,
    columns: Columns,
    values: Mapping[str, Any],
    stands: Stands | None,
    defaults: Mapping[str, Any],
) -> Iterator[tuple[str | None, str]]:
    """(column, reason) of what the row as it would stand breaks; column None: the whole row.

    `values` are those of the file, `stands` the row of the sheet that it changes, `defaults` what a
    new row takes where the file is silent.
    """
    model = columns.model
    old = stands.values if stands else None
    whole = {**(old or defaults), **values}
    if not old and model is Claim and "status" not in values:
        whole["status"] = START[values.get("line") or defaults["line"]]
    given = _given(values, old)
    if old is None and columns.missing:
        absent = " and ".join(label(model._meta.fields[name]) for name in columns.missing)
        one = meta(model, "singular")
        yield None, f"A new {one} needs {absent}; the file has no such column."
    if old and (fixed := (checks.fixed(model, old) & given.keys()) - {"status"}):
        yield min(fixed), "This money is posted: it is reversed, not changed."
    if model is RecoveryCost:
        yield from _cost_problems(old, whole)
    if model is RecoveryReceipt and given.keys() & {"recovery", "claim"}:
        yield from _receipt_problems(whole)
    if model is Payment:
        yield from _payment_problems(old, whole, given)
    for problem in (
        *checks.pair_problems(model, None, whole, given.keys()),
        *checks.status_problems(model, None, old, whole, "import"),
        *checks.by_action_problems(who, model, None, old, _as_typed(model, whole)),
        *duty_kept.kept_problems(who, model, None, old, given),
        *duty_sense.sense_problems(model, None, whole, given.keys(), "import"),
    ):
        yield problem.column, problem.message


def impossible(
    model: Any, values: Mapping[str, Any], stands: Stands | None, *, on: date
) -> Iterator[tuple[str | None, str]]:
    """(column, reason) of what a file says that cannot have happened; `on` is the office's day."""
    given = _given(values, stands.values if stands else None)
    for problem in checks.fact_problems(model, None, values, given, at=checks.At(on, "import")):
        yield problem.column, problem.message


def _given(values: Mapping[str, Any], old: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The values that a file changes; of a new row, all that it fills."""
    if not old:
        return values
    return {name: value for name, value in values.items() if old.get(name) != value}


def _cost_problems(
    old: Mapping[str, Any] | None, whole: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """A line that lowers a bill which is out; a register that brings bills and lines is not held
    to it, since its cases cost nothing yet.
    """
    change = (whole.get("amount") or 0) - ((old or {}).get("amount") or 0)
    if change >= 0 or not isinstance(whole.get("recovery"), int):
        return
    case = Recovery.get_or_none(Recovery.id == whole["recovery"])
    if case is None or (old is None and case.cost < (case.billed or 0)):
        return
    if bills_out.is_lowered(case.__data__, change):
        yield "amount", bills_out.why(case.__data__)


def _receipt_problems(whole: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Money on a recovery is booked to the claim of that recovery, and to no other."""
    if not isinstance(whole.get("recovery"), int):
        return
    case = Recovery.get_or_none(Recovery.id == whole["recovery"])
    if case is None or case.claim == whole.get("claim"):
        return
    claim = Claim.get_or_none(Claim.id == case.claim)
    whose = f"claim {claim.claim_no}" if claim else "no claim: leave it blank"
    yield "claim", f"Money on {case.recovery_no} is booked to the claim of it, which is {whose}."


def _payment_problems(
    old: Mapping[str, Any] | None, whole: Mapping[str, Any], given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """A payment that stands moves by its own actions, whoever brings the file."""
    status = whole["status"]
    if status == "unallocated" and whole.get("claim"):
        yield "claim", "An unallocated payment is put on its claim by its own action."
    elif old and "status" in given and (old["posted_at"] or status in POSTED):
        yield "status", "A payment that stands is posted, voided or refused by its own action."


def _as_typed(model: Any, whole: dict[str, Any]) -> dict[str, Any]:
    """A new payment without a claim moves no money: it counts as a draft. What a register says came
    in on a recovery, it may say.
    """
    if model is RecoveryReceipt:
        return {**whole, "recovery": None}
    waits = model is Payment and whole["status"] == "unallocated" and not whole.get("claim")
    return {**whole, "status": "draft"} if waits else whole
