"""The clocks of a recovery: follow-ups of its bill, the carrier's answer, its instalments, the end
of the time to sue.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rules.answers import Answer
from rules.calculators import Law
from rules.clocks import Clock, stand_beside
from rules.recovery_carrier import Code, carrier_deadline
from rules.recovery_follow_up import (
    Instalments,
    limitation_warning,
    next_instalment,
    recovery_follow_up,
)
from rules.statuses import RECOVERY_OPEN, RECOVERY_STATUSES

RECOVERIES = "R"
CHASED = frozenset(
    {"billed", "tendered", "disputed", "partially_paid", "insurer_accepted", "insurer_denied"}
)
"""Statuses in which a bill is followed up; a plan has its instalments, a court its own days."""
TO_SUE = frozenset(RECOVERY_OPEN) - {"small_claims_filed", "judgment"}
"""Statuses in which the time to sue still runs."""
EVERY = frozenset(code for code, _ in RECOVERY_STATUSES)
"""Whatever a recovery becomes answers what it was chased for."""
TAKEN_ON = frozenset({"referred_attorney", "small_claims_filed", "judgment", "collections"})
"""Statuses in which the bill was taken further: a follow-up whose day was then is not sent after
it.
"""
IN_PLAN = frozenset({"payment_plan", "restitution_pending"})
"""Statuses in which money comes in by instalments, as agreed or as a court ordered."""
WITH_CARRIER = frozenset({"tendered", "disputed", "partially_paid"})
"""Statuses in which a carrier that has a tender still owes its answer: what somebody pays meanwhile
is none.
"""
LIMIT = "RECOVERY_LIMIT"
"""The clock of the time to sue: only a decision answers it."""


def _instalment(
    first: date, *, balance: int | None, total: int | None, law: Law, **given: int | None
) -> Answer:
    whole = {name: amount or 0 for name, amount in given.items()}
    return next_instalment(Instalments(first, **whole, total=total), balance or 0)


def _carrier(
    code: Code, fact: str, subject: str, *, statuses: frozenset[str], **more: Any
) -> Clock:
    return Clock(
        code,
        RECOVERIES,
        fact,
        subject,
        rule=_by_carrier(code),
        given={"trigger_date": fact},
        statuses=statuses,
        answered_by=EVERY,
        **more,
    )


def _by_carrier(code: Code) -> Callable[..., Answer]:
    def counted(trigger_date: date, *, law: Law) -> Answer:
        """The day of one answer of the carrier."""
        return carrier_deadline(code, trigger_date, law=law)

    return counted


def _follow_up(code: str, subject: str, action: str) -> Clock:
    return Clock(
        code,
        RECOVERIES,
        "invoice_date",
        subject,
        rule=_by_code(code),
        given={"trigger_date": "invoice_date"},
        answered=("nothing_owed",),
        statuses=CHASED,
        answered_by=EVERY,
        not_woken_from=TAKEN_ON,
        action=action,
    )


def _by_code(code: str) -> Callable[..., Answer]:
    def counted(trigger_date: date, *, law: Law) -> Answer:
        """The day of one follow-up."""
        return recovery_follow_up(code, trigger_date, law=law)

    return counted


def waits_for_carrier(columns: Mapping[str, Any]) -> bool:
    """Whether a carrier has a tender and has not decided on it.

    Args:
        columns: of the recovery; its status, `tendered_date` and `carrier_decision_date` count.

    Source: 10 CCR 2695.7(b), which runs until the carrier accepts or denies.
    """
    tendered, decided = columns.get("tendered_date"), columns.get("carrier_decision_date")
    return columns.get("status") in WITH_CARRIER and bool(tendered) and not decided


RECOVERY_CLOCKS = (
    _follow_up("RECOVERY_30", "30 days: first follow-up of the bill", "follow_up_recovery"),
    _follow_up("RECOVERY_60", "60 days: second follow-up of the bill", "follow_up_recovery"),
    _follow_up("RECOVERY_90", "90 days: last follow-up of the bill", "follow_up_recovery"),
    _follow_up(
        "RECOVERY_120", "120 days: refer it to the attorney, small claims or collections",
        "set_status",
    ),
    _carrier(
        "CARRIER_ACK", "tendered_date", "Has their carrier acknowledged the tender?",
        statuses=WITH_CARRIER, action="record_carrier_answer",
        answered=("carrier_ack_date", "carrier_decision_date", "nothing_owed"),
    ),
    _carrier(
        "CARRIER_DECISION", "tendered_date", "Has their carrier decided?",
        statuses=WITH_CARRIER, action="record_carrier_answer",
        answered=("carrier_decision_date", "nothing_owed"),
    ),
    _carrier(
        "CARRIER_PAYMENT", "carrier_decision_date", "Has their carrier paid?",
        statuses=frozenset({"insurer_accepted"}), action="record_receipt",
        answered=("nothing_owed",),
    ),
    Clock(
        "RECOVERY_INSTALMENT",
        RECOVERIES,
        "plan_first_date",
        "Instalment due",
        rule=_instalment,
        given={
            "first": "plan_first_date",
            "days": "plan_days",
            "amount": "plan_amount",
            "began": "plan_balance",
            "balance": "balance",
            "total": "restitution",
        },
        answered=("nothing_owed",),
        statuses=IN_PLAN,
        answered_by=EVERY,
        action="record_receipt",
    ),
    Clock(
        LIMIT,
        RECOVERIES,
        "damage_date",
        "Last day to sue is {last_day}: settle, file or close",
        rule=limitation_warning,
        given={
            "damage_date": "damage_date",
            "kind": "limitation_kind",
            "tolled_to": "tolled_to_date",
        },
        answered=("nothing_owed",),
        statuses=TO_SUE,
        answered_by=EVERY,
        never={"suit_decision": ("let_pass",)},
        action="decide_suit",
    ),
)  # fmt: skip
"""Fact -> rule -> diary entry, of a recovery."""

stand_beside(RECOVERIES, RECOVERY_CLOCKS)
