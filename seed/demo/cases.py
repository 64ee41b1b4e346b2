"""The claims of the demonstration as they came: day, line, number, life and status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from journal.drafts import Ref
from rules.days import fiscal_year
from seed.demo import lives
from seed.demo.chance import Chance, days_after, weighted
from seed.demo.directory import Named
from seed.demo.sheets import CLAIM

LIABILITY_SHARE = 0.7
SATURDAY = 5
KEPT_DAYS = 45
"""For so many days the office has kept its deadlines here: earlier ones stay out of the diary."""


@dataclass(slots=True)
class Case:
    """A claim while it is made: the columns of its row, and what its other rows are made from.

    `ref` stands for its row; `ends` is the last day on which something happened on it; `worth` is
    what it costs in the end, in cents, `days_off` how long the injured are off work.
    """

    line: str
    claim_no: str
    status: str
    received_date: date
    adjuster_named: Named
    ends: date
    ref: Ref = None  # type: ignore[assignment]
    worth: int = 0
    days_off: int = 0
    phone: str = ""
    address: str = ""
    claimant: str | None = None
    party: Ref | None = None
    employee: int | None = None
    incident: Ref | None = None
    department: int | None = None
    loss_date: date | None = None
    presented_date: date | None = None
    location: str | None = None
    cause_code: int | None = None
    description: str | None = None
    amount_claimed: int | None = None
    policy: int | None = None
    tpa: int | None = None
    tpa_claim_no: str | None = None
    litigated: bool = False
    closed_date: date | None = None
    reopened_date: date | None = None
    privileged_notes: str | None = None
    claim_kind: str | None = None
    accrual_date: date | None = None
    delivery_method: str | None = None
    insufficiency_mailed_date: date | None = None
    late_notice_mailed_date: date | None = None
    late_application_date: date | None = None
    extension_to_date: date | None = None
    rejection_mailed_date: date | None = None
    release_date: date | None = None
    medicare_status: str | None = None
    court_case_no: str | None = None
    suit_date: date | None = None
    defence_counsel: int | None = None
    injury_date: date | None = None
    claim_type: str | None = None
    denied_ever: bool = False
    knowledge_date: date | None = None
    claim_form_given_date: date | None = None
    claim_form_filed_date: date | None = None
    decision_date: date | None = None
    body_part: str | None = None
    nature_of_injury: str | None = None
    diagnosis: str | None = None
    physician: int | None = None
    average_weekly_earnings: int | None = None
    last_worked_date: date | None = None
    return_to_work_date: date | None = None
    permanent_stationary_date: date | None = None
    pd_percent: Any = None
    is_presumptive: bool | None = None
    salary_continuation: bool | None = None
    osha_recordable: bool | None = None
    deadlines_from_date: date | None = None

    @property
    def adjuster(self) -> int:
        """The id of who handles it."""
        return self.adjuster_named.id

    @property
    def age(self) -> int:
        """Days from its receipt to the last day on which something happened on it."""
        return (self.ends - self.received_date).days

    @property
    def is_open(self) -> bool:
        """Whether it needs work."""
        return self.closed_date is None


row_of = attrgetter(*CLAIM)
"""The row of a case, in the order of the columns of the claim sheet."""


class Numbers:
    """Printed numbers in their series, by the office's formats: gapless in each fiscal year."""

    def __init__(self, formats: Mapping[str, str], start_month: int) -> None:
        """`formats` by column (`claim_no`), with {line}, {year} and a closing {n}."""
        self.formats, self.start_month = formats, start_month
        self.last: dict[tuple[str, str, int], int] = {}

    def draw(self, column: str, day: date, line: str = "") -> str:
        """The next number of a column's series for the fiscal year of a day."""
        year = fiscal_year(day, self.start_month)
        series = column, line, year
        number = self.last[series] = self.last.get(series, 0) + 1
        return self.formats[column].format(line=line, year=year, n=number)


def first_day(claims: int, *, today: date) -> date:
    """The day on which the first of so many claims came; a larger office looks back further."""
    years = min(10, max(2, claims.bit_length() // 2 - 1))
    return days_after(today, -365 * years)


def cases(
    claims: int,
    *,
    today: date,
    adjusters: Mapping[str, list[Named]],
    numbers: Numbers,
    chance: Chance,
) -> Iterator[Case]:
    """The claims, oldest first; a little more of them each year."""
    first = first_day(claims, today=today)
    span, since = (today - first).days, days_after(today, -KEPT_DAYS)
    for n in range(claims):
        received = _office_day(days_after(first, int(span * ((n + 0.7) / claims) ** 0.85)))
        line = "L" if chance.likely(LIABILITY_SHARE) else "W"
        status, ends, closed = _fate(line, received, today, chance)
        case = Case(
            line=line,
            claim_no=numbers.draw("claim_no", received, line),
            status=status,
            received_date=received,
            adjuster_named=_whose(adjusters[line], closed, chance),
            ends=ends,
            closed_date=closed,
            deadlines_from_date=since if received < since else None,
        )
        yield case


def _office_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return days_after(day, SATURDAY - 1 - day.weekday()) if day.weekday() >= SATURDAY else day


def _whose(adjusters: list[Named], closed: date | None, chance: Chance) -> Named:
    """Who handles a claim; the first one has more of the open ones."""
    if closed is None and chance.likely(0.25):
        return adjusters[0]
    return chance.pick(adjusters)


def _fate(line: str, received: date, today: date, chance: Chance) -> tuple[str, date, date | None]:
    """(status, last day of its life, day it closed or None) of a claim."""
    age, end = (today - received).days, chance.draw(lives.ENDINGS[line])
    life = max(int(chance.spread(*lives.LIFE[line], 4_000)), end.least + chance.between(0, 25))
    if life <= age:
        closed = _office_day(days_after(received, life))
        return end.status, closed, closed
    fitting = [o for o in lives.OPEN[line] if o.first <= age <= o.last]
    return chance.draw(weighted(fitting, [o.weight for o in fitting])).status, today, None
