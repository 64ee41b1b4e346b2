"""Temporary disability: the weekly rate, wage loss, the schedule of payments, a late payment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from rules.answers import Answer, Step, weakest_of
from rules.calculators import Law, calculator
from rules.dated import Row
from rules.days import add_years, long_day
from rules.errors import Unanswered
from rules.inputs import Dollars
from rules.money import dollars, half_up
from rules.needs import need_in_order, need_positive
from rules.terms import counted

WAITING_DAYS = 3
RETROACTIVE_AFTER = 14
"""Lab. Code 4652: three days wait; they are paid once disability lasts more than 14 days."""

FIRST_PAYMENT, EVERY = 14, 14
"""Lab. Code 4650(a), (c): days until the first payment, and between payments."""

LATE_PERCENT = 10
"""Lab. Code 4650(d)."""

RESET_YEARS = 2
"""Lab. Code 4661.5: from this long after the injury the limits of the payment's day count too."""

WINDOW_YEARS = 5
WINDOW_FROM, TWO_YEARS_FROM = date(2008, 1, 1), date(2004, 4, 19)
"""Lab. Code 4656(c)(2), (c)(1): injuries from these days have five years, or two from the first
payment."""

CAP_WEEKS = 104
"""Lab. Code 4656(c)."""

_EARNINGS = Decimal("1.5")
"""Weekly limits are two thirds of the earnings limits (Lab. Code 4453(a))."""


@calculator(
    "td_rate",
    title="Temporary disability: weekly rate",
    source="Lab. Code 4453(a), 4653, 4661.5",
    tables=("td_rates",),
)
def td_rate(
    awe: Dollars, injury_date: date, payment_date: date | None = None, *, law: Law
) -> Answer:
    """The weekly rate of temporary total disability: two thirds of earnings within yearly limits.

    A payment made two years or more after the injury takes the larger of the rates under the limits
    of the two years.

    Args:
        awe: average weekly earnings, before any limit.
        injury_date: chooses the limits.
        payment_date: when the payment is made; only needed from two years after the injury.
        law: table td_rates.

    Returns:
        Cents a week.

    Raises:
        Unanswered: negative earnings, a payment before the injury, or no limits for a year.

    Source: Lab. Code 4453(a), 4653; two years, 4661.5.
    """
    need_positive(awe=awe)
    need_in_order(injury_date=injury_date, payment_date=payment_date)
    used = [law.tables["td_rates"].on(injury_date)]
    rate = _within(awe, used[0])
    steps = [
        Step(
            f"Two thirds of {dollars(awe)} a week = {dollars(_two_thirds(awe))}", "Lab. Code 4653"
        ),
        _limits(used[0], f"an injury on {long_day(injury_date)}"),
    ]
    if payment_date and payment_date >= add_years(injury_date, RESET_YEARS):
        used.append(law.tables["td_rates"].on(payment_date))
        later = _within(awe, used[1])
        steps += [
            Step(
                f"The payment on {long_day(payment_date)} comes two years or more after the "
                "injury: the larger of the rates under both limits counts",
                "Lab. Code 4661.5",
            ),
            _limits(used[1], "the year of the payment"),
        ]
        rate = max(rate, later)
    steps.append(Step(f"The rate is {dollars(rate)} a week", "Lab. Code 4453(a)"))
    return Answer(rate, "USD/week", tuple(steps), weakest_of(used), used=tuple(used))


@calculator(
    "tpd",
    title="Temporary partial disability: wage loss",
    source="Lab. Code 4453(a), 4654, 4657",
    tables=("td_rates",),
)
def tpd(awe: Dollars, injury_date: date, earnings: Dollars, *, law: Law) -> Answer:
    """Two thirds of the weekly wage loss of someone on modified work.

    Earnings are taken at no more than one and a half times the weekly maximum. There is no minimum;
    unemployment benefits are not taken off here.

    Args:
        awe: average weekly earnings, before any limit.
        injury_date: chooses the limits.
        earnings: what the week brought.
        law: table td_rates.

    Returns:
        Cents a week, from 0 to the weekly maximum.

    Raises:
        Unanswered: a negative amount, or no limits for the year.

    Source: Lab. Code 4654, 4657; the limit of earnings, 4453(a).
    """
    need_positive(awe=awe, earnings=earnings)
    row = law.tables["td_rates"].on(injury_date)
    most = row.cents("max_weekly")
    taken = min(Decimal(awe), most * _EARNINGS)
    loss = max(Decimal(0), taken - earnings)
    benefit = min(most, half_up(loss * 2 / 300))
    steps = [
        Step(
            f"Earnings of {dollars(awe)} a week are taken at no more than one and a half times "
            f"{dollars(most)}: {_cents_shown(taken)}",
            "Lab. Code 4453(a)",
        ),
        Step(f"Less {dollars(earnings)} earned: a loss of {_cents_shown(loss)}", "Lab. Code 4657"),
        Step(
            f"Two thirds of the loss, at most {dollars(most)}: {dollars(benefit)} a week",
            "Lab. Code 4654",
        ),
    ]
    return Answer(benefit, "USD/week", tuple(steps), row.verified, used=(row,))


@dataclass(frozen=True)
class Disability:
    """A time of temporary total disability; the first and the last day are included.

    Attributes:
        awe: average weekly earnings, before any limit.
        injury_date: chooses the limits; the five years run from it.
        disability_from: first day off work.
        disability_to: last day off work, included.
        knowledge_date: when the employer knew of injury and disability.
        days_used: days paid before, of the cap.
        cap_weeks: weeks that are paid at most; 240 for the conditions that the section lists.
    """

    awe: Dollars
    injury_date: date
    disability_from: date
    disability_to: date
    knowledge_date: date
    hospitalized: bool = False
    days_used: int = 0
    cap_weeks: int = CAP_WEEKS

    @property
    def days(self) -> int:
        """Calendar days of the disability."""
        return (self.disability_to - self.disability_from).days + 1

    @property
    def retroactive(self) -> bool:
        """Whether the waiting days are paid."""
        return self.hospitalized or self.days > RETROACTIVE_AFTER

    @property
    def first_payable(self) -> date:
        """The first day that is paid."""
        return self.disability_from + timedelta(days=0 if self.retroactive else WAITING_DAYS)

    @property
    def last_payable(self) -> date:
        """The last day that is paid: of the disability, of the cap, or of the five years."""
        left = max(0, self.cap_weeks * 7 - self.days_used)
        ends = [self.disability_to, self.first_payable + timedelta(days=left - 1)]
        if self.injury_date >= WINDOW_FROM:
            ends.append(add_years(self.injury_date, WINDOW_YEARS))
        return min(ends)


@calculator(
    "td_schedule",
    title="Temporary disability: schedule of payments",
    source="Lab. Code 4650(a), (c), 4652, 4656(c), 4661.5",
    tables=("td_rates",),
    details={
        "rows": {
            "period_from": "date",
            "period_to": "date",
            "days": "count",
            "weekly_rate": "USD/week",
            "amount": "USD",
            "due_date": "date",
        },
        "total": "USD",
        "retroactive_days": "count",
    },
)
def td_schedule(disability: Disability, *, law: Law) -> Answer:
    """The payments of a time of temporary total disability, each with its days and its due day.

    The first is due 14 days after the employer knows of the disability, the others every 14 days,
    weekends or not. Each covers the payable days before its due day.

    Args:
        disability: the days, earnings, and what was paid before.
        law: table td_rates.

    Returns:
        The total in cents; rows oldest first, empty where no day is paid.

    Raises:
        Unanswered: days out of order, a negative figure, an injury from 19 April 2004 to 2007, or
        no limits for a year.

    Source: Lab. Code 4650, 4652, 4656(c), 4661.5.
    """
    need_positive(
        awe=disability.awe, days_used=disability.days_used, cap_weeks=disability.cap_weeks
    )
    need_in_order(
        injury_date=disability.injury_date,
        disability_from=disability.disability_from,
        disability_to=disability.disability_to,
    )
    need_in_order(injury_date=disability.injury_date, knowledge_date=disability.knowledge_date)
    if TWO_YEARS_FROM <= disability.injury_date < WINDOW_FROM:
        raise Unanswered(
            "For an injury from 19 April 2004 to 31 December 2007 the two years run from the first "
            "payment (Lab. Code 4656(c)(1)), whose day is not asked for."
        )
    rate = td_rate(disability.awe, disability.injury_date, law=law)
    used: dict[Row, None] = dict.fromkeys(rate.used)
    rows = []
    for first, last, due in _periods(disability):
        paid = td_rate(disability.awe, disability.injury_date, due, law=law)
        used |= dict.fromkeys(paid.used)
        rows.append(_payment(first, last, due, paid.value))
    total = sum(row["amount"] for row in rows)
    retroactive = WAITING_DAYS if disability.retroactive else 0
    details = {"rows": rows, "total": total, "retroactive_days": retroactive}
    steps = (*rate.steps, *_steps(disability, rows, total))
    return Answer(total, "USD", steps, weakest_of(used), details, tuple(used))


def _payment(first: date, last: date, due: date, weekly_rate: int) -> dict[str, Any]:
    """A row of the schedule."""
    days = (last - first).days + 1
    return {
        "period_from": first,
        "period_to": last,
        "days": days,
        "weekly_rate": weekly_rate,
        "amount": half_up(Decimal(weekly_rate * days) / 700),
        "due_date": due,
    }


@calculator(
    "late_increase",
    title="Late indemnity payment: 10 % increase",
    source="Lab. Code 4650(d)",
    details={"total": "USD", "days_late": "count"},
)
def late_increase(amount: Dollars, due_date: date, paid_date: date) -> Answer:
    """The increase of a payment made after its due day, paid without being asked for.

    A due day on a weekend does not move. The exceptions of the section are not applied.

    Args:
        amount: the payment as it was due.
        due_date: last day to pay in time.
        paid_date: when it was paid.

    Returns:
        Cents; 0 when it was paid in time.

    Raises:
        Unanswered: a negative amount.

    Source: Lab. Code 4650(d).
    """
    need_positive(amount=amount)
    late = max(0, (paid_date - due_date).days)
    increase = half_up(Decimal(amount * LATE_PERCENT) / 10_000) if late else 0
    if late:
        text = (
            f"Due {long_day(due_date)}, paid {long_day(paid_date)}, {counted(late, 'days')} late: "
            f"{LATE_PERCENT} % of {dollars(amount)} = {dollars(increase)}"
        )
    else:
        text = f"Paid on {long_day(paid_date)}, due {long_day(due_date)}: in time, no increase"
    steps = (
        Step(text, "Lab. Code 4650(d)"),
        Step(f"{dollars(amount)} + {dollars(increase)} = {dollars(amount + increase)}"),
    )
    details = {"total": amount + increase, "days_late": late}
    return Answer(increase, "USD", steps, "yes", details)


def _two_thirds(awe: int) -> int:
    return half_up(Decimal(awe * 2) / 300)


def _within(awe: int, row: Row) -> int:
    return min(max(_two_thirds(awe), row.cents("min_weekly")), row.cents("max_weekly"))


def _limits(row: Row, of: str) -> Step:
    least, most = dollars(row.cents("min_weekly")), dollars(row.cents("max_weekly"))
    return Step(f"Limits for {of}: at least {least}, at most {most} a week", "Lab. Code 4453(a)")


def _cents_shown(amount: Decimal) -> str:
    return dollars(half_up(amount / 100))


def _periods(disability: Disability) -> Iterator[tuple[date, date, date]]:
    """(first day, last day, due day) of each payment."""
    first, end = disability.first_payable, disability.last_payable
    known = max(disability.knowledge_date, disability.disability_from)
    due = known + timedelta(days=FIRST_PAYMENT)
    while first <= end:
        last = min(end, due - timedelta(days=1))
        yield first, last, due
        first, due = last + timedelta(days=1), due + timedelta(days=EVERY)


def _steps(disability: Disability, rows: list[dict[str, Any]], total: int) -> Iterator[Step]:
    first, last = disability.first_payable, disability.last_payable
    if disability.hospitalized:
        yield Step(
            "Admitted to a hospital: paid from the first day of disability", "Lab. Code 4652"
        )
    elif disability.retroactive:
        yield Step(
            f"{disability.days} days of disability, more than {RETROACTIVE_AFTER}: the waiting "
            "days are paid too, from the first day of disability",
            "Lab. Code 4652",
        )
    else:
        yield Step(
            f"The first {WAITING_DAYS} days are not paid: first payable day {long_day(first)}",
            "Lab. Code 4652",
        )
    if last < disability.disability_to:
        used = counted(disability.days_used, "days")
        yield Step(
            f"Nothing is paid after {long_day(last)}: {disability.cap_weeks} weeks less "
            f"{used} paid before, and within five years of the injury",
            "Lab. Code 4656(c)",
        )
    if rows:
        yield Step(
            f"First payment due {FIRST_PAYMENT} days after the later of knowledge and disability, "
            f"then every {EVERY} days; each is weekly rate x days / 7",
            "Lab. Code 4650(a), (c)",
        )
    yield Step(f"{counted(len(rows), 'payments')}, together {dollars(total)}")
