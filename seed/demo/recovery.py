"""Recoveries: who damaged City property, what the repair cost, what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import models as m
from journal.drafts import Ref
from rules import calendars
from rules.days import long_day
from seed.demo import losses, stages, words
from seed.demo.cases import Case, Numbers
from seed.demo.chance import Chance, days_after, weighted
from seed.demo.directory import Directory
from seed.demo.losses import Damage
from seed.demo.part import Part
from seed.demo.people import People, Person, house
from seed.demo.stages import Stage

SHARE = 0.055
"""Recoveries beside the claims that come in."""
SUBROGATED, WORTH_IT = 0.03, 200_000
"""Of the compensation claims on which so many cents were paid: those that a third party caused."""
BILLED_AFTER, PAID_AFTER = 20, 55
"""Days from the damage to the invoice, to the first money."""
FUND = "660 Self-insurance"


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
        incident = self._incident(loss, part)
        recovery = self._recovery(loss, incident, part)
        if loss.stage.status == "reported":
            return
        cost = self._costs(recovery, loss, part)
        self._receipts(recovery, loss, int(cost * loss.stage.back), part)
        if loss.stage.status == "billed":
            self._follow_up(recovery, loss, part)

    def for_compensation(self, case: Case, paid: int, part: Part) -> None:
        """A third party hurt the employee; its carrier pays some of it back (Lab. Code 3852)."""
        chance = self.chance
        if case.line == "L" or paid < WORTH_IT or not chance.likely(SUBROGATED):
            return
        person, carrier = self.people.somebody(), self._carrier()
        party, recovery = self._party(person, carrier, part), part.ahead(m.Recovery)
        number = self.numbers.draw("recovery_no", case.received_date)
        status = "insurer_accepted" if case.is_open else "paid_closed"
        self.is_open = self.is_open or case.is_open
        their = f"CLM{chance.between(1_000_000, 9_999_999)}"
        owner = self.directory.staff["examiner"].id
        part.add(m.Recovery, (
            number, status, case.ref, case.incident, case.department, case.injury_date,
            case.location, "Compensation paid", "injured_employee", party, carrier, their, None,
            None, None, None, None, None, owner, case.closed_date, None,
        ))  # fmt: skip
        told = f"Compensation paid on {case.claim_no}"
        facts = (None, None, None, None, None)
        part.add(
            m.RecoveryCost, (recovery, "other", told, case.ends, *facts, paid, "Payment ledger")
        )
        if not case.is_open:
            back = int(paid * (0.3 + 0.5 * chance.random()))
            self._receipt(recovery, case.ends, back, person.name, part)

    # --- A loss and its case ---

    def _loss(self, day: date, part: Part, among: Sequence[Stage]) -> Loss:
        chance, age = self.chance, (self.today - day).days
        fitting = [stage for stage in among if stage.first <= age <= stage.last]
        stage = chance.draw(weighted(fitting, [stage.weight for stage in fitting]))
        person = self.people.somebody()
        carrier = self._carrier() if chance.likely(0.8) else None
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

    def _recovery(self, loss: Loss, incident: Ref, part: Part) -> Ref:
        chance, status = self.chance, loss.stage.status
        billed, recovery = status not in stages.UNBILLED, part.ahead(m.Recovery)
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
        ))  # fmt: skip
        return recovery

    def _past(self, loss: Loss, days: int) -> date:
        """So many days after the loss, today at the latest."""
        return min(days_after(loss.day, days), self.today)

    # --- Its money ---

    def _costs(self, recovery: Ref, loss: Loss, part: Part) -> int:
        """Labor, equipment, material, perhaps a contractor: each line rounded, then added."""
        chance = self.chance
        lines: list[tuple[Any, ...]] = []
        for one in stages.CREW[: chance.between(1, len(stages.CREW))]:
            exact = one.hours * one.rate * one.factor * (1 + one.burden / 100)
            labor = (one.hours, one.rate, one.factor, one.burden, None)
            lines.append(("labor", one.who, labor, exact, "Time card"))
        for name, rate in stages.EQUIPMENT[: chance.between(1, 3)]:
            hours = Decimal(chance.between(2, 9))
            use = (hours, rate, None, None, None)
            lines.append(("equipment", name, use, hours * rate, "Rate book"))
        price = chance.amount(loss.damage.median * 0.55, 0.5, 60_000)
        taxed = Decimal(price) * (1 + stages.TAX_PERCENT / 100)
        goods = (None, None, None, None, stages.TAX_PERCENT)
        lines.append(("material", loss.damage.asset, goods, taxed, "Stores issue"))
        if chance.likely(0.4):
            bill = Decimal(chance.amount(loss.damage.median * 0.25, 0.5, 40_000))
            lines.append(("contractor", "Crane and traffic control", (None,) * 5, bill, "Invoice"))
        return sum(self._line(recovery, loss, line, part) for line in lines)

    def _line(self, recovery: Ref, loss: Loss, line: tuple[Any, ...], part: Part) -> int:
        element, name, facts, exact, source = line
        cents = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        worked = self._past(loss, self.chance.between(0, 6))
        part.add(m.RecoveryCost, (recovery, element, name, worked, *facts, cents, source))
        return cents

    def _receipts(self, recovery: Ref, loss: Loss, back: int, part: Part) -> None:
        """What came back, at once or in two halves."""
        if back <= 0:
            return
        halves = (back // 2, back - back // 2) if self.chance.likely(0.3) else (back,)
        for n, amount in enumerate(halves):
            came = self._past(loss, PAID_AFTER + 30 * n)
            self._receipt(recovery, came, amount, loss.person.name, part)

    def _receipt(self, recovery: Ref, day: date, cents: int, payer: str, part: Part) -> None:
        method = self.chance.pick(("check", "check", "card", "transfer"))
        number = str(self.chance.between(1000, 99_999)) if method == "check" else None
        part.add(
            m.RecoveryReceipt, (recovery, day, cents, "indemnity", payer, method, number, FUND)
        )

    def _follow_up(self, recovery: Ref, loss: Loss, part: Part) -> None:
        """The next of the letters thirty, sixty, ninety and more days after the invoice."""
        invoiced = days_after(loss.day, BILLED_AFTER)
        waited = (self.today - invoiced).days
        due = next((days for days in (30, 60, 90, 120) if days >= waited), None)
        if due is None:
            return
        when = calendars.next_open(days_after(invoiced, due), calendars.COURT)
        told = f"Invoiced {long_day(invoiced)} + {due} days = {long_day(when)}"
        owner = self.directory.staff["technician"].id
        part.add(m.Diary, (
            None, recovery, None, when, "Follow up the bill", None, owner, "open", None,
            "FOLLOW_UP", [{"text": told, "citation": "City policy"}], "record_receipt", "public",
        ))  # fmt: skip
