"""Recoveries: who damaged City property, what the repair cost, what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import models as m
from journal.drafts import Ref
from rules.answers import Answer
from rules.calculators import as_shipped
from rules.recovery_clocks import CHASED, RECOVERY_CLOCKS
from rules.recovery_cost import BillLine, recovery_bill
from rules.recovery_follow_up import DAYS, recovery_follow_up
from seed.demo import losses, stages, words
from seed.demo.cases import Case, Numbers
from seed.demo.chance import Chance, days_after, weighted
from seed.demo.directory import Directory
from seed.demo.losses import Damage
from seed.demo.part import Part
from seed.demo.people import People, Person, house
from seed.demo.stages import Stage

EVERY = 4
"""Of so many recoveries one stands where none stands yet: every state is there to look at."""

SHARE = 0.055
"""Recoveries beside the claims that come in."""
SUBROGATED, WORTH_IT = 0.03, 200_000
"""Of the compensation claims on which so many cents were paid: those that a third party caused."""
BILLED_AFTER, PAID_AFTER = 20, 55
"""Days from the damage to the invoice, to the first money."""
NET_DAYS, LATE_DAYS = 30, 4
"""Days until a bill is due; days by which a follow-up may be late on somebody's desk."""
FUND = "660 Self-insurance"
MONTH, PAID_INSTALMENTS = 30, 2
"""Days between instalments, and how many came in."""
PRESSING_DAYS = 700
"""From this age on the end of the time to sue is near."""
COURT = "Superior Court, County of Sonora"
JUDGED_AFTER = 290
"""Days from the damage to the judgment."""
NOTHING = (None,) * 11
"""The columns of carrier, court, restitution and agency, where none of these is in it."""


class Money(NamedTuple):
    """What the rule makes of the cost lines, and the cents of it that came back."""

    answer: Answer
    back: int


@dataclass(frozen=True)
class Loss:
    """City property that somebody damaged: when, what, where, who, the numbers of the reports."""

    day: date
    damage: Damage
    stage: Stage
    place: str
    person: Person
    party: Ref
    carrier: int | None
    police_report_no: str
    work_order_no: str


class Recoveries:
    """Makes recoveries, one after the other."""

    def __init__(
        self,
        directory: Directory,
        people: People,
        numbers: Numbers,
        chance: Chance,
        *,
        today: date,
    ) -> None:
        """Start with the people, the number series and the dice that all of them share."""
        self.directory, self.people, self.numbers = directory, people, numbers
        self.chance, self.today = chance, today
        self.is_open = False
        self.told: set[str] = set()
        self.beat = 0

    def beside(self, case: Case, part: Part) -> None:
        """Now and then, about the time of a claim, somebody damages City property."""
        if self.chance.likely(SHARE):
            self._damage(self._loss(case.received_date, part, stages.STAGES), part)

    def at_least_one(self, case: Case, part: Part) -> None:
        """Even a small office has an open one: about the time of its last claim, where none is."""
        if not self.is_open:
            ongoing = [stage for stage in stages.STAGES if stage.status not in stages.CLOSED]
            self._damage(self._loss(case.received_date, part, ongoing), part)

    def _damage(self, loss: Loss, part: Part) -> None:
        incident, recovery = self._incident(loss, part), part.ahead(m.Recovery)
        lines = [] if loss.stage.status == "reported" else self._costs(recovery, loss, part)
        answer = recovery_bill(lines)
        back = int(answer.value * loss.stage.back)
        self._recovery(loss, incident, Money(answer, back), part)
        self._receipts(recovery, loss, back, part)
        if loss.stage.status in CHASED:
            self._followed_up(recovery, loss, part)

    def for_compensation(self, case: Case, paid: int, part: Part) -> None:
        """A third party hurt the employee; its carrier pays some of it back (Lab. Code 3852)."""
        chance = self.chance
        if case.line == "L" or paid < WORTH_IT or not chance.likely(SUBROGATED):
            return
        person, carrier = self.people.somebody(), self._carrier()
        party, recovery = self._party(person, carrier, part), part.ahead(m.Recovery)
        number = self.numbers.draw("recovery_no", case.received_date)
        status = "insurer_accepted" if case.is_open else "compromised_closed"
        self.is_open = self.is_open or case.is_open
        their = f"CLM{chance.between(1_000_000, 9_999_999)}"
        owner = self.directory.staff["examiner"].id
        back = 0 if case.is_open else int(paid * (0.3 + 0.5 * chance.random()))
        invoice = (None,) * 5 if case.is_open else self._lien(case, number, paid, back)
        invoice_no, invoiced, due, steps, given_up = invoice
        part.add(m.Recovery, (
            number, status, case.ref, case.incident, case.department, case.injury_date,
            case.location, "Compensation paid", "injured_employee", party, carrier, their, None,
            None, None, None, invoice_no, invoiced, owner, case.closed_date, None, due, paid,
            steps, given_up, None, None, None, None, None, None, *NOTHING,
        ))  # fmt: skip
        told = f"Compensation paid on {case.claim_no}"
        facts = (None, None, None, None, None)
        part.add(
            m.RecoveryCost, (recovery, "other", told, case.ends, *facts, paid, "Payment ledger")
        )
        if not case.is_open:
            self._receipt(recovery, case.ends, back, person.name, part)

    def _lien(self, case: Case, number: str, paid: int, back: int) -> tuple[Any, ...]:
        """The invoice of compensation paid, and what was given up of it."""
        ends = case.ends or self.today
        day = max(case.injury_date or ends, days_after(ends, -NET_DAYS))
        answer = recovery_bill([BillLine("other", amount=paid)])
        steps = [{"text": s.text, "citation": s.citation} for s in answer.steps]
        invoice_no = f"INV-{number.removeprefix('REC-')}"
        return invoice_no, day, days_after(day, NET_DAYS), steps, paid - back

    # --- A loss and its case ---

    def _loss(self, day: date, part: Part, among: Sequence[Stage]) -> Loss:
        chance, age = self.chance, (self.today - day).days
        fitting = [stage for stage in among if stage.first <= age <= stage.last]
        stage = chance.draw(weighted(fitting, [stage.weight for stage in fitting]))
        untold = [stage for stage in fitting if stage.status not in self.told]
        self.beat += 1
        if untold and self.beat % EVERY == 0:
            stage = untold[0]
        self.told.add(stage.status)
        person = self.people.somebody()
        insured = chance.likely(0.8) or stage.status in stages.WITH_CARRIER
        carrier = self._carrier() if insured else None
        return Loss(
            day,
            chance.draw(losses.PROPERTY_DAMAGE),
            stage,
            house(chance),
            person,
            self._party(person, carrier, part),
            carrier,
            f"AB{day:%y}-{chance.between(1, 99_999):05d}",
            f"WO-{chance.between(10_000, 99_999)}",
        )

    def _carrier(self) -> int:
        carriers = self.directory.companies["carrier"]
        return self.chance.pick(carriers).id

    def _party(self, person: Person, carrier: int | None, part: Part) -> Ref:
        party = part.ahead(m.Party)
        insured = f"POL-{self.chance.between(100_000, 999_999)}" if carrier else None
        part.add(m.Party, (
            None, person.name, "person", "responsible", None, None, None, person.phone,
            person.email, person.address, None, person.plate, carrier, insured, None, None,
        ))  # fmt: skip
        return party

    def _incident(self, loss: Loss, part: Part) -> Ref:
        incident, street = part.ahead(m.Incident), loss.place.split(" ", 1)[1]
        time = f"{self.chance.between(0, 23):02d}:{self.chance.between(0, 11) * 5:02d}"
        asset = f"{loss.damage.asset} {self.chance.between(100, 9_999)}"
        part.add(m.Incident, (
            self.numbers.draw("incident_no", loss.day), loss.day, time, loss.day,
            self.directory.departments[loss.damage.department], f"{loss.place}, {words.CITY}",
            None, loss.damage.text.format(street=street), "Police dispatch", True, asset,
            loss.work_order_no, loss.police_report_no, loss.party, loss.carrier, False, None,
            loss.person.plate, "open" if (self.today - loss.day).days < 200 else "closed",
        ))  # fmt: skip
        return incident

    def _recovery(self, loss: Loss, incident: Ref, money: Money, part: Part) -> None:
        chance, status = self.chance, loss.stage.status
        billed = status not in stages.UNBILLED
        closed, self.is_open = None, self.is_open or status not in stages.CLOSED
        if status in stages.CLOSED:
            closed = self._past(loss, loss.stage.first + chance.between(0, 40))
        their = f"CLM{chance.between(1_000_000, 9_999_999)}" if loss.carrier and billed else None
        invoice = f"INV-R{chance.between(1000, 99_999)}" if billed else None
        part.add(m.Recovery, (
            self.numbers.draw("recovery_no", loss.day), status, None, incident,
            self.directory.departments[loss.damage.department], loss.day,
            f"{loss.place}, {words.CITY}", loss.damage.asset, "property", loss.party, loss.carrier,
            their, None, loss.police_report_no, loss.work_order_no, loss.person.plate, invoice,
            self._past(loss, BILLED_AFTER) if billed else None,
            self.directory.staff["technician"].id, closed, None,
            *(self._bill(loss, money) if billed else (None,) * 10),
            *(self._beyond(loss, money) if billed else NOTHING),
        ))  # fmt: skip

    def _bill(self, loss: Loss, money: Money) -> tuple[Any, ...]:
        """The bill, what was given up of it, the tender and the plan."""
        status, total = loss.stage.status, money.answer.value
        steps = [{"text": s.text, "citation": s.citation} for s in money.answer.steps]
        given_up = total - money.back if status in stages.GIVEN_UP else None
        with_carrier = loss.carrier and status in stages.WITH_CARRIER
        plan: tuple[Any, ...] = (None,) * 4
        if status in stages.BY_INSTALMENTS:
            plan = (money.back // PAID_INSTALMENTS, MONTH, self._first(loss), total)
        return (
            days_after(self._past(loss, BILLED_AFTER), NET_DAYS), total, steps, given_up,
            self._tendered(loss) if with_carrier else None, *plan,
            self.people.somebody().name if with_carrier else None,
        )  # fmt: skip

    def _beyond(self, loss: Loss, money: Money) -> tuple[Any, ...]:
        """What the carrier answered; court, restitution and agency."""
        status, tendered = loss.stage.status, self._tendered(loss)
        answered = status in ("insurer_accepted", "insurer_denied")
        ack = days_after(tendered, 9) if loss.carrier and status in stages.WITH_CARRIER else None
        decided = days_after(tendered, 16) if answered else None
        old = (self.today - loss.day).days > PRESSING_DAYS
        sues = "attorney" if status == "referred_attorney" else None
        passes = "let_pass" if old and status in stages.OUTLIVE else sues
        court: list[Any] = [None] * 3
        if status in stages.IN_COURT:
            number = f"{loss.day:%y}SC{loss.day.toordinal() % 100_000:05d}"
            court = [COURT, number, self._past(loss, 175)]
        judged = self._past(loss, JUDGED_AFTER) if status == "judgment" else None
        order: list[Any] = [None] * 2
        if status == "restitution_pending":
            order = [f"CR-{loss.day.toordinal() % 10_000:04d}", money.answer.value]
        agency: list[Any] = [None] * 2
        if status == "collections":
            agency = [self.directory.companies["vendor"][0].id, self._past(loss, 190)]
        return (ack, decided, passes, *court, judged, *order, *agency)

    def _tendered(self, loss: Loss) -> date:
        """The day of the tender: never long ago, since an answer is due soon."""
        return max(self._past(loss, BILLED_AFTER + 5), days_after(self.today, -20))

    def _first(self, loss: Loss) -> date:
        """The first instalment: the third one is due about today."""
        return max(self._past(loss, PAID_AFTER), days_after(self.today, 3 - 2 * MONTH))

    def _past(self, loss: Loss, days: int) -> date:
        """So many days after the loss, today at the latest."""
        return min(days_after(loss.day, days), self.today)

    # --- Its money ---

    def _costs(self, recovery: Ref, loss: Loss, part: Part) -> list[BillLine]:
        """Labor, equipment, material, perhaps a contractor; as the rule takes them."""
        chance = self.chance
        lines: list[tuple[Any, ...]] = []
        billed: list[BillLine] = []
        for one in stages.CREW[: chance.between(1, len(stages.CREW))]:
            exact = one.hours * one.rate * one.factor * (1 + one.burden / 100)
            labor = (one.hours, one.rate, one.factor, one.burden, None)
            lines.append(("labor", one.who, labor, exact, "Time card"))
            billed.append(BillLine("labor", one.hours, one.rate, one.factor, one.burden))
        for name, rate in stages.EQUIPMENT[: chance.between(1, 3)]:
            hours = Decimal(chance.between(2, 9))
            use = (hours, rate, None, None, None)
            lines.append(("equipment", name, use, hours * rate, "Rate book"))
            billed.append(BillLine("equipment", hours, rate))
        price = chance.amount(loss.damage.median * 0.55, 0.5, 60_000)
        taxed = Decimal(price) * (1 + stages.TAX_PERCENT / 100)
        goods = (None, None, None, None, stages.TAX_PERCENT)
        lines.append(("material", loss.damage.asset, goods, taxed, "Stores issue"))
        billed.append(BillLine("material", amount=price, tax_percent=stages.TAX_PERCENT))
        if chance.likely(0.4):
            bill = Decimal(chance.amount(loss.damage.median * 0.25, 0.5, 40_000))
            lines.append(("contractor", "Crane and traffic control", (None,) * 5, bill, "Invoice"))
            billed.append(BillLine("contractor", amount=int(bill)))
        for line in lines:
            self._line(recovery, loss, line, part)
        return billed

    def _line(self, recovery: Ref, loss: Loss, line: tuple[Any, ...], part: Part) -> None:
        element, name, facts, exact, source = line
        cents = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        worked = self._past(loss, self.chance.between(0, 6))
        part.add(m.RecoveryCost, (recovery, element, name, worked, *facts, cents, source))

    def _receipts(self, recovery: Ref, loss: Loss, back: int, part: Part) -> None:
        """What came back, at once or in two halves."""
        if back <= 0:
            return
        plan = loss.stage.status in stages.BY_INSTALMENTS
        twice = self.chance.likely(0.3)
        halves = (back // 2, back - back // 2) if twice or plan else (back,)
        first = self._first(loss) if plan else self._past(loss, PAID_AFTER)
        for n, amount in enumerate(halves):
            came = min(days_after(first, MONTH * n), self.today)
            if twice or not n:
                self._receipt(recovery, came, amount, loss.person.name, part)
            else:
                facts = ("indemnity", loss.person.name, "transfer", None, FUND)
                part.add(m.RecoveryReceipt, (recovery, came, amount, *facts))

    def _receipt(self, recovery: Ref, day: date, cents: int, payer: str, part: Part) -> None:
        method = self.chance.pick(("check", "check", "card", "transfer"))
        number = str(self.chance.between(1000, 99_999)) if method == "check" else None
        part.add(
            m.RecoveryReceipt, (recovery, day, cents, "indemnity", payer, method, number, FUND)
        )

    def _followed_up(self, recovery: Ref, loss: Loss, part: Part) -> None:
        """The follow-ups whose day is over were made; the diary gives those to come by itself."""
        invoiced, law_ = self._past(loss, BILLED_AFTER), as_shipped()
        owner = self.directory.staff["technician"].id
        for clock in RECOVERY_CLOCKS:
            if clock.code not in DAYS:
                continue
            answer = recovery_follow_up(clock.code, invoiced, law=law_)
            if (self.today - answer.value).days <= LATE_DAYS:
                return
            steps = [{"text": s.text, "citation": s.citation} for s in answer.steps]
            part.add(m.Diary, (
                None, recovery, None, answer.value, clock.subject, None, owner, "done",
                days_after(answer.value, self.chance.between(0, 3)), clock.code, steps,
                clock.action, "public",
            ))  # fmt: skip
