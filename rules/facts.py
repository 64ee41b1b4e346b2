"""What follows from several facts of a claim together, worked out when a clock asks for it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from rules.calculators import Law
from rules.deadlines import liability_deadline
from rules.errors import Unanswered
from rules.late_notice import KINDS, not_late
from rules.presentation import SIX_MONTHS, presentation

WAITING_DAYS = 3
"""Lab. Code 4652: who is back so soon after leaving work is owed no temporary disability."""

OFFER_YEARS = range(2005, 2013)
"""Years of injury in which an offer of work changes the weekly rate (Lab. Code 4658(d)(2), (3))."""

SERVED = {"personal": "personal", "mail": "mail_ca", "electronic": "electronic"}
"""How a claim was delivered -> how it counts as served. Of mail the shortest addition is taken: the
address it came from is not known to the claim (Gov. Code 915.2(b)).
"""


class Facts(dict[str, Any]):
    """The facts of a claim or incident by column, days as dates; what is not a column is worked out
    from these, once. `law` is what that may look up.
    """

    def __init__(self, columns: Mapping[str, Any], law: Law) -> None:
        """As the record has them."""
        super().__init__(columns)
        self.law = law

    def __missing__(self, name: str) -> Any:
        """Work out what is not a column."""
        known = WORKED_OUT.get(name)
        self[name] = known.out(self) if known else None
        return self[name]


class Worked(NamedTuple):
    """A fact that follows from others: how, and from which columns."""

    out: Callable[[Facts], Any]
    columns: tuple[str, ...]


def _accrued(facts: Facts) -> date | None:
    day: date | None = facts["accrual_date"] or facts["loss_date"]
    return day


def _disabled_from(facts: Facts) -> date | None:
    last = facts["last_worked_date"]
    return last + timedelta(days=1) if last else None


def _disability_known(facts: Facts) -> date | None:
    """The later of knowing of the injury and leaving work (Lab. Code 4650(a))."""
    known, left = facts["knowledge_date"], facts["disabled_from"]
    return max(known, left) if known and left else None


def _back_at_once(facts: Facts) -> bool:
    back, left = facts["return_to_work_date"], facts["disabled_from"]
    return bool(back and left and (back - left).days <= WAITING_DAYS)


def _six_months(facts: Facts) -> bool | None:
    """Whether six months or a year apply to presenting; None where the kind does not say."""
    kind = facts["claim_kind"]
    return kind in SIX_MONTHS if kind in KINDS else None


def _timeliness(facts: Facts) -> str | None:
    """timely, late or barred, of a claim with six months to present; None where it is unknown."""
    days = facts["accrued"], facts["presented_date"]
    if not all(days) or facts["claim_kind"] not in SIX_MONTHS:
        return None
    try:
        return str(presentation(*days, facts["claim_kind"], law=facts.law).value)
    except Unanswered:
        return None


def _extension_days(facts: Facts) -> int:
    """Days by which the time to act was extended (Gov. Code 912.4(b), 945.6(a)(2))."""
    presented, until = facts["presented_date"], facts["extension_to_date"]
    if not presented or not until:
        return 0
    acted: date = liability_deadline(
        "CLAIM_ACT_45", presented, facts["service"], law=facts.law
    ).value
    days: int = (until - acted).days
    return max(0, days)


def _offer_counts(facts: Facts) -> bool:
    injured = facts["injury_date"]
    return bool(injured and injured.year in OFFER_YEARS)


def _nothing_owed(facts: Facts) -> bool:
    """Whether a recovery has costs, and all of them came in or were given up."""
    return bool(facts["cost"]) and (facts["balance"] or 0) <= 0


WORKED_OUT = {
    "accrued": Worked(_accrued, ("accrual_date", "loss_date")),
    "service": Worked(lambda f: SERVED.get(f["delivery_method"]), ("delivery_method",)),
    "six_months": Worked(_six_months, ("claim_kind",)),
    "timeliness": Worked(
        _timeliness, ("accrual_date", "loss_date", "presented_date", "claim_kind")
    ),
    "not_late": Worked(
        lambda f: not_late(f["accrued"], f["presented_date"], f["claim_kind"], law=f.law),
        ("accrual_date", "loss_date", "presented_date", "claim_kind"),
    ),
    "extension_days": Worked(
        _extension_days, ("presented_date", "extension_to_date", "delivery_method")
    ),
    "is_extended": Worked(
        lambda f: f["extension_days"] > 0,
        ("extension_to_date", "presented_date", "delivery_method"),
    ),
    "disabled_from": Worked(_disabled_from, ("last_worked_date",)),
    "disability_known": Worked(_disability_known, ("knowledge_date", "last_worked_date")),
    "back_at_once": Worked(_back_at_once, ("return_to_work_date", "last_worked_date")),
    "indemnity_paid": Worked(lambda f: bool(f["paid_indemnity"]), ("paid_indemnity",)),
    "offer_counts": Worked(_offer_counts, ("injury_date",)),
    "nothing_owed": Worked(_nothing_owed, ("cost", "balance")),
}
"""Fact -> how it follows from columns of a claim. `recovery_open`, of an incident, is brought by
whoever asks.
"""


def columns_of(fact: str) -> tuple[str, ...]:
    """The columns that a fact rests on: itself, where it is one."""
    return WORKED_OUT[fact].columns if fact in WORKED_OUT else (fact,)
