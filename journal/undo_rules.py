"""What undo may not take back: rows and columns that the person may not see and write, money that
was taken back.

Posted money goes forward only. Undoing a posting reverses it; the reversal itself stays, and who
wants the money out again pays again, past all the checks. An opening balance is exempt: it records
what happened elsewhere and moves no money.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from peewee import fn

import models as m
from journal import bills_out, checks, own_power, policy
from journal.reversal import followers
from journal.who import Who
from rules.money import dollars
from rules.statuses import RECOVERY_OPEN

LEDGERS = (m.Payment, m.Reserve, m.RecoveryReceipt)
AGAIN = {
    m.Payment: "Money was taken back here, and undo does not pay it out. Pay again instead.",
    m.PaymentEvent: "It tells of money that was taken back. Pay again instead.",
    m.RecoveryReceipt: "A receipt was taken back here. Record it again instead.",
    m.Reserve: "A reserve was taken back here. Set it again instead.",
}
"""Sheet of a batch that took money back -> why its rows stay."""
TELLS = (m.FileNote, m.Letter, m.Document, m.Diary, m.ContactLog)
"""What tells of a case, or was ticked off by it: of an action it stays where the case does."""
AT_ONCE = 2_000


class Rules:
    """What forbids taking back the rows of one batch."""

    def __init__(self, who: Who, batch: Any, made: dict[str, set[int]]) -> None:
        self._who, self._batch, self._made = who, batch, made
        self._stays: dict[tuple[Any, int], tuple[str, str]] = {}
        self._lowered: dict[int, int] = {}

    def why_not(self, model: Any, row: Any, now: Any, *, seen: bool) -> str:
        """Why the row stays as it is; empty when nothing forbids taking it back. `seen`: the person
        may see the row as it stands.
        """
        if not self._may(model, now):
            return "Your role may not change it."
        if not seen:
            return "It is not among the records that your role sees."
        if model in own_power.POWER:
            return own_power.why_not(self._who, model, now.__data__)
        if model in AGAIN and self._took_back:
            return AGAIN[model]
        if model is m.Payment:
            return self._of_payment(row, now)
        if model is m.RecoveryReceipt:
            return self._of_receipt(now)
        if model is m.RecoveryCost and row.operations[0] != "change" and not now.trashed_at:
            return self._of_cost(now, -now.amount)
        return self._of_reserve(now) if model is m.Reserve and row.operations[0] == "create" else ""

    def take_down(self, model: Any, now: Any, outcome: str, reason: str) -> None:
        """Keep in mind that money stays, or an amount on a case: what belongs to it stays too."""
        if outcome == "blocked" and model in LEDGERS and (model is not m.Payment or now.posted_at):
            for name, above in (("claim", m.Claim), ("recovery", m.Recovery)):
                if row_id := now.__data__.get(name):
                    self._stays[above, row_id] = ("blocked", f"Its money stays as it is. {reason}")
        elif outcome == "kept" and model is m.Recovery:
            self._stays.setdefault((model, now.id), ("kept", f"What it tells of stays. {reason}"))

    def why_together(self, model: Any, now: Any) -> tuple[str, str] | None:
        """Outcome and reason of a row that stays since its money does, or since what it tells of
        does: a note, and of an action its letter and entries too; None where nothing holds it.
        """
        if not self._stays or model in (*AGAIN, m.Approval):
            return None
        own = [(model, now.id)]
        own += [(m.Recovery, now.__data__.get("recovery")), (m.Claim, now.__data__.get("claim"))]
        found = [self._stays[key] for key in own if key in self._stays]
        blocked = [pair for pair in found if pair[0] == "blocked"]
        hangs = model is m.FileNote or (model in TELLS and bool(self._first.verb))
        return next(iter(blocked or (found if hangs else ())), None)

    def sees(self, model: Any, ids: Iterable[int]) -> set[int]:
        """Those of the rows, in the trash or out of it, that the person may see as they stand."""
        own, wanted, found = policy.scope(self._who, model), list(ids), set()
        if own is None:
            return set(wanted)
        for start in range(0, len(wanted), AT_ONCE):
            part = model.id << wanted[start : start + AT_ONCE]
            found |= {row_id for (row_id,) in model.select(model.id).where(part, own).tuples()}
        return found

    def why_no_column(self, model: Any, names: Iterable[str]) -> str:
        """Why these columns are not put back; empty when the person may write each of them.

        What only actions write is judged by the action, so the person need only see it.
        """
        seen = policy.readable(self._who, model, past=True)
        writes = policy.may_write(self._who, model)
        may = {f.name for f in seen if not (writes and f.derived)}
        for field in (model._meta.fields[name] for name in sorted(set(names) - may)):
            return f"{field.verbose_name or field.name}: {policy.why_hidden(field)}"
        return ""

    def why_not_as(self, model: Any, now: Any, values: dict[str, Any]) -> str:
        """Why a row may not stand with these values again: it would go out of the person's sight,
        or be shown to more people than somebody without that right may decide.
        """
        if model is m.RecoveryCost and not now.trashed_at:
            return self._of_cost(now, values.get("amount", now.amount) - now.amount)
        mark = m.meta(model, "row_sensitivity", None)
        if mark not in values or self._who.operator:
            return ""
        if values[mark] not in policy.clearance(self._who):
            return "It was kept where your role does not see it."
        found = checks.opening_problems(self._who, model, now.id, now.__data__, values)
        return next((problem.message for problem in found), "")

    def _may(self, model: Any, now: Any) -> bool:
        """Whether the person may write the row now, or what only actions write by the action."""
        if policy.may_write(self._who, model):
            return True
        first = self._first
        if first.verb:
            roles = policy.ACTS.get(first.verb, ())
            return not policy.is_typed(model) and policy.may_act(self._who, roles)
        return model is m.ImportRun and policy.may_write(self._who, m.BY_NAME[now.sheet])

    @cached_property
    def _first(self) -> Any:
        """The batch that an undo, or an undo of an undo, goes back to."""
        batch = self._batch
        while batch.undoes:
            batch = m.Batch.get_by_id(batch.undoes)
        return batch

    @cached_property
    def _took_back(self) -> bool:
        """Whether the batch took money back that somebody of the office had posted."""
        return any(
            _began_as(model, self._made.get(model.__name__.lower(), ())) for model in LEDGERS
        )

    def _of_payment(self, row: Any, now: Any) -> str:
        if not now.posted_at:
            return ""
        if row.columns <= {"status"} and row.operations[0] == "change":
            return ""
        if row.operations[0] != "create" and "posted_at" not in row.columns:
            return f"{now.payment_no} is posted. Void it and pay again instead."
        cleared = m.PaymentEvent.select(m.PaymentEvent.id).where(
            m.PaymentEvent.payment == now.id,
            m.PaymentEvent.event == "cleared",
            m.PaymentEvent.trashed_at.is_null(),
        )
        if cleared.exists():
            return "It cleared the bank: what comes back is recorded as a receipt."
        return ""

    def _of_receipt(self, now: Any) -> str:
        """A receipt stays where its case ended after it: the case would be over, and money owed."""
        if now.source != "entry" or not now.recovery:
            return ""
        case = m.Recovery.get_by_id(now.recovery)
        taken = len(followers(m.RecoveryReceipt, [now.id])[now.id]) % 2
        if case.status in RECOVERY_OPEN or taken or case.balance + now.amount <= 0:
            return ""
        if self._set_last(case.id, {"status", "adjusted"}):
            return ""
        return (
            f"{case.recovery_no} ended after it. “Refund or take back” the receipt instead, which "
            "opens the case again."
        )

    def _of_cost(self, now: Any, change: int) -> str:
        """A line of a bill that is out stays, unless the bill goes back with it."""
        case = m.Recovery.get_by_id(now.recovery).__data__
        change += self._lowered.get(now.recovery, 0)
        if bills_out.is_lowered(case, change) and not self._set_last(now.recovery, {"billed"}):
            return bills_out.why(case)
        self._lowered[now.recovery] = change
        return ""

    def _set_last(self, recovery_id: int, names: set[str]) -> bool:
        """Whether this batch made a case, or was the last to set one of these columns of it."""
        if recovery_id in self._made.get("recovery", ()):
            return True
        query = (
            m.Change.select(m.Change.batch, m.Change.columns)
            .where(m.Change.sheet == "recovery", m.Change.row_id == recovery_id)
            .order_by(m.Change.version.desc())
            .tuples()
        )
        for batch_id, columns in query:
            if names & set((columns or "").split(",")):
                return bool(batch_id == self._batch.id)
        return False

    def _of_reserve(self, now: Any) -> str:
        """A reserve never falls below what is paid from it, nor rises past one's authority."""
        if len(followers(m.Reserve, [now.id])[now.id]) % 2:
            return ""
        claim = m.Claim.get_by_id(now.claim)
        left = getattr(claim, f"reserved_{now.category}") - now.change
        paid = getattr(claim, f"paid_{now.category}")
        if now.change < 0 and now.source == "entry":
            return "Undo raises no reserve: set it again instead, within your authority."
        if now.change <= 0 or left >= paid:
            return ""
        paid -= self._paid_here(now.claim, now.category)
        return f"{dollars(paid)} is paid from it already." if left < paid else ""

    def _paid_here(self, claim_id: int, category: str) -> int:
        """What the batch itself posted on a claim: it is taken back with the reserve."""
        rows = m.Payment.select(m.Payment.id, m.Payment.amount).where(
            m.Payment.claim == claim_id,
            m.Payment.category == category,
            m.Payment.posted_at.is_null(False),
        )
        own = self._made.get("payment", set())
        amounts = {row_id: amount for row_id, amount in rows.tuples() if row_id in own}
        after = followers(m.Payment, amounts)
        return sum(amount for row_id, amount in amounts.items() if not len(after[row_id]) % 2)


def posted_among(ids: Iterable[int]) -> set[int]:
    """Those of the payments that are posted."""
    wanted, found = list(ids), set()
    for start in range(0, len(wanted), AT_ONCE):
        query = m.Payment.select(m.Payment.id).where(
            m.Payment.id << wanted[start : start + AT_ONCE], m.Payment.posted_at.is_null(False)
        )
        found |= {row_id for (row_id,) in query.tuples()}
    return found


def _began_as(model: Any, ids: Iterable[int]) -> bool:
    """Whether one of these rows reverses, be it through other reversals, a row that was entered."""
    wanted = list(ids)
    while wanted:
        before: set[int] = set()
        for start in range(0, len(wanted), AT_ONCE):
            part = model.id << wanted[start : start + AT_ONCE]
            query = model.select(model.reverses).where(part, model.source == "reversal")
            before |= {row_id for (row_id,) in query.tuples() if row_id}
        wanted = sorted(before)
        for start in range(0, len(wanted), AT_ONCE):
            part = model.id << wanted[start : start + AT_ONCE]
            if model.select(fn.COUNT(model.id)).where(part, model.source == "entry").scalar():
                return True
    return False
