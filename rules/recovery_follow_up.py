"""When a bill is followed up, when the next instalment is due, and when the time to sue runs short.

What the diary of a recovery says follows from these; its clocks stand in `recovery_clocks.py`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.answers import Answer, Step
from rules.calculators import Law
from rules.calendars import next_open
from rules.counting import off_closed_days
from rules.days import add_months, long_day
from rules.errors import BadValue
from rules.money import dollars
from rules.recovery_limitation import Basis, recovery_limitation

PRACTICE = "Practice of the office"
DAYS = {"RECOVERY_30": 30, "RECOVERY_60": 60, "RECOVERY_90": 90, "RECOVERY_120": 120}
"""Code -> days from the invoice; after the last one the case is referred."""
WARN_MONTHS = 12
"""Months before the last day to sue from which it is pressing: of three years, from the 24th on."""


def recovery_follow_up(code: str, trigger_date: date, *, law: Law) -> Answer:
    """The day on which a bill is followed up.

    Args:
        code: one of `DAYS`.
        trigger_date: the day of the invoice, which is not counted.
        law: the Court calendar; a closed day moves to the next open one.

    Returns:
        The day; `base_date` is the day before it moved.

    Source: practice of cost recovery: 30, 60 and 90 days, then referral.
    """
    base = trigger_date + timedelta(days=DAYS[code])
    day, moved = off_closed_days(base, law.calendars["court"])
    said = f"Invoiced {long_day(trigger_date)} + {DAYS[code]} days = {long_day(base)}"
    steps = (Step(said, PRACTICE), *moved)
    return Answer(day, "date", steps, "policy", {"base_date": base})


def last_day_to_sue(
    damage_date: date, kind: Basis, tolled_to: date | None = None, *, law: Law
) -> Answer:
    """The last day to sue, as a signed tolling agreement moves it; never to an earlier day.

    Args:
        damage_date: when it was damaged.
        kind: basis of the recovery.
        tolled_to: the day until which who owes it agreed not to plead the time.
        law: as `recovery_limitation` needs it.

    Source: as `recovery_limitation`; the agreement is the office's own.
    """
    last = recovery_limitation(damage_date, kind, law=law)
    if tolled_to is None or tolled_to <= last.value:
        return last
    said = f"A signed agreement extends it to {long_day(tolled_to)}"
    details = {**last.details, "base_date": tolled_to}
    steps = (*last.steps, Step(said, "Tolling agreement on file"))
    return Answer(tolled_to, "date", steps, last.verified, details, last.used)


def limitation_warning(
    damage_date: date, kind: Basis, tolled_to: date | None = None, *, law: Law
) -> Answer:
    """The day from which the end of the time to sue is pressing: a year before it.

    Args:
        damage_date: when it was damaged.
        kind: basis of the recovery.
        tolled_to: as `last_day_to_sue` takes it.
        law: as `recovery_limitation` needs it.

    Returns:
        The day, on an open day of the court; `last_day` is the last day to sue.

    Source: as `recovery_limitation`; the year before is practice.
    """
    last = last_day_to_sue(damage_date, kind, tolled_to, law=law)
    court = law.calendars["court"]
    day = next_open(add_months(last.value, -WARN_MONTHS), court)
    said = f"{WARN_MONTHS} months before {long_day(last.value)}: {long_day(day)}"
    steps = (*last.steps, Step(said, PRACTICE))
    details = {"base_date": day, "last_day": last.value}
    return Answer(day, "date", steps, last.verified, details, last.used)


@dataclass(frozen=True)
class Instalments:
    """A payment plan.

    Attributes:
        first: the day of the first instalment.
        days: days from one to the next; at least 1.
        amount: cents of one; more than nothing. The last one may be smaller.
        began: what was owed when the plan began, cents.
        total: what the plan brings in of it, as where a court ordered less; None: all of it.
    """

    first: date
    days: int
    amount: int
    began: int
    total: int | None = None

    @property
    def whole(self) -> int:
        """What the instalments come to, cents."""
        return self.began if self.total is None else min(self.total, self.began)

    @property
    def count(self) -> int:
        """How many instalments bring that in."""
        return -(-self.whole // self.amount)

    @property
    def last(self) -> date:
        """The day of the last one."""
        return self.day(self.count)

    def day(self, number: int) -> date:
        """The day of an instalment, counted from 1."""
        return self.first + timedelta(days=self.days * (number - 1))

    def met(self, balance: int) -> int:
        """How many are covered by what came in so far."""
        return max(0, self.began - balance) // self.amount


def next_instalment(plan: Instalments, balance: int) -> Answer:
    """The next instalment of a payment plan that what came in does not cover.

    Args:
        plan: its days and amounts.
        balance: what is owed now, cents.

    Returns:
        Its day; `number` counts from 1, `of` is how many there are.

    Raises:
        BadValue: the plan has no days or no amount, or nothing is owed any more.

    Source: practice: what comes in covers the oldest instalment first.
    """
    came = max(0, plan.began - balance)
    if plan.days < 1 or plan.amount < 1 or balance < 1 or came >= plan.whole:
        raise BadValue("A plan needs an amount, the days between instalments and a balance.")
    number = min(plan.met(balance) + 1, plan.count)
    day = plan.day(number)
    asked = min(plan.amount * number, plan.whole) - came
    said = f"Instalment {number} of {plan.count}: {long_day(plan.first)}"
    said += f" + {number - 1} × {plan.days} days = {long_day(day)}" if number > 1 else ""
    owed = f"{dollars(asked)} of {dollars(plan.amount)} is still to come by then"
    rests = "The payment plan" if plan.total is None else "The restitution order"
    steps = (Step(said, rests), Step(owed))
    return Answer(day, "date", steps, "policy", {"number": number, "of": plan.count})


def missed(plan: Instalments, balance: int, *, on: date) -> int:
    """How many instalments are past due by a day (not on it) and not covered.

    Args:
        plan: its days and amounts.
        balance: what is owed now, cents.
        on: the office's day.
    """
    if on <= plan.first:
        return 0
    due = min(((on - plan.first).days - 1) // plan.days + 1, plan.count)
    met = plan.count if plan.began - balance >= plan.whole else plan.met(balance)
    return max(0, due - met)
