"""Reserves, payments and what finance reports back: never more paid than reserved."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import models as m
from seed.demo import losses
from seed.demo.cases import Case, Numbers
from seed.demo.chance import Chance, days_after
from seed.demo.directory import Directory, Named
from seed.demo.part import Part

FUND = "660 Self-insurance"
INDEMNITY, MEDICAL, EXPENSE = "indemnity", "medical", "expense"
SETTLED = ("closed_paid", "settled_pending_release", "payment_requested")
BENEFIT_OF = {
    losses.INJURY: "bodily_injury",
    losses.PROPERTY: "property_damage",
    losses.REAL: "property_damage",
}
EXPENSES = (
    ("investigation", "VN", 480, "Scene investigation and photographs"),
    ("investigation", "VN", 350, "Damage appraisal"),
    ("legal", "LF", 2_400, "Defense counsel, hours of the month"),
    ("other", "VN", 220, "Copies of records"),
)
TREATMENTS = (
    ("treatment", 240, "Office visit"),
    ("treatment", 165, "Physical therapy"),
    ("treatment", 620, "Imaging"),
    ("treatment", 85, "Pharmacy"),
    ("mileage", 32, "Medical mileage"),
)
UNPAID = {
    "L": ("received", "late_returned"),
    "W": (
        "reported", "claim_form_given", "closed_no_payment", "closed_withdrawn",
        "closed_transferred", "denied",
    ),
}  # fmt: skip
"""Line -> statuses in which nothing is paid."""
CLOSING_LAG = 2


class Money(NamedTuple):
    """A payment to be; `payee` None is the claimant, `span` the days of service it covers."""

    day: date
    category: str
    benefit: str
    amount: int
    payee: Named | None
    memo: str
    span: tuple[date, date] | None = None


class Ledger:
    """Writes the ledger rows of claims, one claim after the other."""

    def __init__(
        self, directory: Directory, numbers: Numbers, chance: Chance, *, today: date
    ) -> None:
        """Start with the payees, the number series and the dice that all claims share."""
        self.directory, self.numbers, self.chance, self.today = directory, numbers, chance, today
        self.check_no = 100_000

    def write(self, case: Case, part: Part) -> int:
        """Reserves and payments of one claim, oldest first; returns the cents paid in all."""
        money = []
        if case.status not in UNPAID[case.line]:
            money = self._liability(case) if case.line == "L" else self._compensation(case)
        money.sort(key=lambda one: one.day)
        self._reserves(case, money, part)
        for one in money:
            self._post(case, one, part)
        if case.status == "payment_requested":
            self._draft(case, part)
        return sum(one.amount for one in money)

    # --- What is paid ---

    def _liability(self, case: Case) -> list[Money]:
        chance, money = self.chance, []
        if case.status == "closed_paid":
            benefit = BENEFIT_OF.get(case.claim_kind or "", "settlement")
            day = days_after(case.ends, -chance.between(CLOSING_LAG, 9))
            money.append(
                Money(day, INDEMNITY, benefit, case.worth, None, f"Settlement of {case.claim_no}")
            )
        if case.litigated or case.worth > 600_000 or chance.likely(0.12):
            money += self._expenses(case, 1 + int(case.litigated) * chance.between(1, 6))
        return money

    def _expenses(self, case: Case, count: int) -> list[Money]:
        money = []
        for _ in range(count):
            benefit, kind, median, memo = self.chance.pick(EXPENSES)
            day = self._within(case, 15)
            payee = self.chance.pick(self.directory.payees[kind])
            money.append(
                Money(day, EXPENSE, benefit, self.chance.amount(median, 0.6, 60_000), payee, memo)
            )
        return money

    def _compensation(self, case: Case) -> list[Money]:
        money = self._treatment(case)
        if case.days_off > 3:
            money += self._disability(case)
        if case.pd_percent and case.status == "closed_paid":
            amount = int(case.pd_percent * 29_000 * 3)
            money.append(
                Money(
                    days_after(case.ends, -CLOSING_LAG),
                    INDEMNITY,
                    "pd",
                    amount,
                    None,
                    "Permanent disability, as stipulated",
                )
            )
        if case.litigated or self.chance.likely(0.06):
            money += self._expenses(case, 2)
        return money

    def _treatment(self, case: Case) -> list[Money]:
        count = {"first_aid": 1, "medical_only": 2}.get(
            case.claim_type or "", 3 + min(9, case.days_off // 25)
        )
        money = []
        for _ in range(count):
            benefit, median, memo = self.chance.pick(TREATMENTS)
            payee = None if benefit == "mileage" else self.chance.pick(self.directory.payees["PR"])
            day = self._within(case, 12)
            served = days_after(day, -self.chance.between(5, 10))
            amount = self.chance.amount(median, 0.7, 48_000)
            money.append(Money(day, MEDICAL, benefit, amount, payee, memo, (served, served)))
        return money

    def _disability(self, case: Case) -> list[Money]:
        """Two thirds of the earnings every two weeks from day four; safety members' salary."""
        weekly = case.average_weekly_earnings or 0
        rate = weekly if case.salary_continuation else weekly * 2 // 3
        benefit = "salary_4850" if case.salary_continuation else "td"
        waits = 0 if case.salary_continuation or case.days_off > 14 else 3
        start = days_after(case.last_worked_date or case.received_date, 1 + waits)
        left, money = min(case.days_off - waits, 728), []
        while left > 0:
            days = min(14, left)
            last = days_after(start, days - 1)
            paid = max(days_after(last, 1), days_after(case.received_date, 2))
            if paid > case.ends:
                break
            money.append(
                Money(paid, INDEMNITY, benefit, rate * days // 7, None, "Disability", (start, last))
            )
            start, left = days_after(last, 1), left - days
        return money

    def _within(self, case: Case, first: int) -> date:
        """A day of the claim's life, at least `first` days after receipt where it lived so long."""
        life = case.age - CLOSING_LAG
        return days_after(
            case.received_date, self.chance.between(min(first, max(0, life)), max(0, life))
        )

    # --- What is expected ---

    def _reserves(self, case: Case, money: list[Money], part: Part) -> None:
        """A first statement for each category, raised before payments, set to paid at the close."""
        if case.status in ("received", "reported"):
            return
        days = [days_after(case.received_date, self.chance.between(1, 9)), case.ends]
        day = min(*days, *(one.day for one in money))
        stated: dict[str, int] = {}
        for category, amount in self._first(case, money):
            stated[category] = amount
            part.add(m.Reserve, (case.ref, category, amount, day, "initial", None))
        self._raise(case, money, stated, part)
        if not case.is_open:
            for category, paid in _paid(money, stated).items():
                if stated[category] != paid:
                    part.add(
                        m.Reserve, (case.ref, category, paid, case.closed_date, "closing", None)
                    )

    def _first(self, case: Case, money: list[Money]) -> list[tuple[str, int]]:
        chance = self.chance
        if case.line == "L":
            first = [(INDEMNITY, _round(int(case.worth * (0.5 + chance.random()))))]
            if case.worth > 600_000 or any(one.category == EXPENSE for one in money):
                first.append((EXPENSE, _round(max(75_000, case.worth // 8))))
            return first
        first = [(MEDICAL, _round(chance.amount(2_600 if case.days_off > 3 else 700, 0.5, 60_000)))]
        if case.days_off > 3:
            weeks = 2 + case.days_off / 7 * (0.5 + chance.random())
            first.append((INDEMNITY, _round(int((case.average_weekly_earnings or 0) * weeks))))
        if any(one.category == EXPENSE for one in money):
            first.append((EXPENSE, 250_000))
        return first

    def _raise(self, case: Case, money: list[Money], stated: dict[str, int], part: Part) -> None:
        """A new statement before each payment that the last one does not cover."""
        paid = dict.fromkeys(stated, 0)
        for one in money:
            category = one.category
            paid[category] = paid.get(category, 0) + one.amount
            if paid[category] > stated.get(category, 0):
                settles = one.benefit in ("settlement", "bodily_injury", "property_damage", "pd")
                share = 0 if settles else int(paid[category] * (0.2 + self.chance.random()))
                stated[category] = paid[category] if settles else _round(paid[category] + share)
                reason = (
                    "settlement"
                    if settles
                    else "new_medicals"
                    if category == MEDICAL
                    else "discovery"
                )
                part.add(m.Reserve, (case.ref, category, stated[category], one.day, reason, None))
        if case.litigated and case.is_open and stated.get(INDEMNITY):
            more = _round(stated[INDEMNITY] * 3 // 2)
            day = days_after(case.ends, -self.chance.between(0, 30))
            part.add(
                m.Reserve,
                (case.ref, INDEMNITY, more, day, "suit_filed", "Suit served; range revised."),
            )
            stated[INDEMNITY] = more

    # --- The rows ---

    def _post(self, case: Case, one: Money, part: Part) -> None:
        chance, is_vendor = self.chance, one.payee is not None
        payee, name = (one.payee.id, one.payee.name) if one.payee else (case.party, case.claimant)
        first, last = one.span or (None, None)
        invoice = f"INV-{chance.between(1000, 99_999)}" if is_vendor else None
        at = datetime(
            one.day.year, one.day.month, one.day.day, 18, chance.between(0, 59), tzinfo=UTC
        )
        payment = part.ahead(m.Payment)
        part.add(
            m.Payment,
            (
                self.numbers.draw("payment_no", one.day),
                case.ref,
                "posted",
                payee,
                name,
                one.category,
                one.benefit,
                one.amount,
                first,
                last,
                invoice,
                one.day,
                at,
                FUND,
                one.memo,
                "entry",
                None,
            ),
        )
        self._events(payment, one, part)

    def _events(self, payment: Any, one: Money, part: Part) -> None:
        """A check two days later, cleared within three weeks if that is past; rarely returned."""
        issued = days_after(one.day, 2)
        if issued > self.today:
            return
        self.check_no += 1
        check = str(self.check_no)
        part.add(m.PaymentEvent, (payment, "issued", issued, check, one.amount, None))
        cleared = days_after(issued, self.chance.between(3, 20))
        if cleared > self.today or not self.chance.likely(0.7):
            return
        if self.chance.likely(0.01):
            part.add(
                m.PaymentEvent,
                (payment, "returned", cleared, check, one.amount, "Returned by the post office"),
            )
        else:
            part.add(m.PaymentEvent, (payment, "cleared", cleared, check, one.amount, None))

    def _draft(self, case: Case, part: Part) -> None:
        """A settlement that is agreed and written, but not yet posted."""
        benefit = BENEFIT_OF.get(case.claim_kind or "", "settlement")
        part.add(
            m.Reserve, (case.ref, INDEMNITY, case.worth + 50_000, case.ends, "settlement", None)
        )
        part.add(
            m.Payment,
            (
                self.numbers.draw("payment_no", self.today),
                case.ref,
                "draft",
                case.party,
                case.claimant,
                INDEMNITY,
                benefit,
                case.worth,
                None,
                None,
                None,
                None,
                None,
                FUND,
                f"Settlement of {case.claim_no}",
                "entry",
                None,
            ),
        )


def _round(cents: int) -> int:
    """Up to the next hundred dollars, as reserves are stated."""
    return -(-cents // 10_000) * 10_000


def _paid(money: list[Money], stated: dict[str, int]) -> dict[str, int]:
    """What was paid in each category that has a statement."""
    paid = dict.fromkeys(stated, 0)
    for one in money:
        paid[one.category] += one.amount
    return paid
