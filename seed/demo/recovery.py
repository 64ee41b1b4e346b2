"""Recoveries: who damaged City property, what the repair cost, what came back."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import models as m
from journal.drafts import Ref
from rules import calendars
from rules.days import long_day
from seed.demo import losses, words
from seed.demo.cases import Case, Numbers
from seed.demo.chance import Chance, days_after, weighted
from seed.demo.directory import Directory
from seed.demo.losses import Damage
from seed.demo.part import Part
from seed.demo.people import People, Person, house

SHARE = 0.055
"""Recoveries beside the claims that come in."""


SUBROGATED = 0.03
"""Of the compensation claims on which at least $2,000 was paid: those that a third party caused."""
BILLED_AFTER = 20
"""Days from the damage to the invoice."""


class Stage(NamedTuple):
    """A status: between which ages in days since the damage, how likely, and which share of the cost came back."""

    status: str
    first: int
    last: int
    weight: float
    back: float


STAGES = (
    Stage("reported", 0, 15, 6, 0),
    Stage("documenting", 4, 90, 6, 0),
    Stage("ready_to_bill", 15, 110, 3, 0),
    Stage("billed", 25, 260, 7, 0),
    Stage("disputed", 60, 500, 1, 0),
    Stage("partially_paid", 60, 700, 2, 0.55),
    Stage("payment_plan", 80, 900, 1, 0.35),
    Stage("insurer_accepted", 50, 300, 2, 0),
    Stage("insurer_denied", 60, 400, 0.7, 0),
    Stage("referred_attorney", 150, 900, 0.7, 0),
    Stage("small_claims_filed", 180, 900, 0.6, 0),
    Stage("collections", 200, 1000, 0.8, 0.1),
    Stage("paid_closed", 60, 9999, 14, 1),
    Stage("compromised_closed", 120, 9999, 2, 0.8),
    Stage("written_off", 420, 9999, 2, 0),
    Stage("withdrawn", 20, 9999, 0.7, 0),
    Stage("time_barred", 1100, 9999, 0.5, 0),
)
UNBILLED = ("reported", "documenting", "ready_to_bill", "withdrawn")
CLOSED = ("paid_closed", "compromised_closed", "written_off", "withdrawn", "time_barred")
LABOR = (
    # who, hours in hundredths, rate in cents, overtime factor, burden %
    ("Signal technician", 300, 4_820, Decimal("1.00"), Decimal("62.00")),
    ("Signal technician, overtime", 500, 4_820, Decimal("1.50"), Decimal("9.25")),
    ("Maintenance worker", 400, 3_675, Decimal("1.00"), Decimal("62.00")),
    ("Supervisor", 200, 6_110, Decimal("1.00"), Decimal("62.00")),
)
EQUIPMENT = (
    ("Bucket truck", 4_400),
    ("Pickup", 1_550),
    ("Dump truck", 5_125),
    ("Arrow board", 890),
)
TAX_PERCENT = Decimal("8.750")


class Recoveries:
    """Makes recoveries, one after the other."""

    def __init__(
        self, directory: Directory, people: People, numbers: Numbers, chance: Chance, *, today: date
    ) -> None:
        """Start with the people, the number series and the dice that all of them share."""
        self.directory, self.people, self.numbers = directory, people, numbers
        self.chance, self.today = chance, today

    def beside(self, case: Case, part: Part) -> None:
        """Now and then, about the time of a claim, somebody damages City property."""
        if self.chance.likely(SHARE):
            self._make(case.received_date, part)

    def for_compensation(self, case: Case, paid: int, part: Part) -> None:
        """Now and then a third party hurt the employee and its carrier pays some of it back (Lab. Code 3852)."""
        chance = self.chance
        if case.line == "L" or paid < 200_000 or not chance.likely(SUBROGATED):
            return
        person, carrier = (
            self.people.somebody(),
            chance.pick(self.directory.companies["carrier"]).id,
        )
        party, recovery = self._party(person, carrier, part), part.ahead(m.Recovery)
        status = "insurer_accepted" if case.is_open else "paid_closed"
        part.add(
            m.Recovery,
            (
                self.numbers.draw("recovery_no", case.received_date),
                status,
                case.ref,
                case.incident,
                case.department,
                case.injury_date,
                case.location,
                "Compensation paid",
                "injured_employee",
                party,
                carrier,
                f"CLM{chance.between(1_000_000, 9_999_999)}",
                None,
                None,
                None,
                None,
                None,
                None,
                self.directory.staff["examiner"].id,
                case.closed_date,
                None,
            ),
        )
        part.add(
            m.RecoveryCost,
            (
                recovery,
                "other",
                f"Compensation paid on {case.claim_no}",
                case.ends,
                None,
                None,
                None,
                None,
                None,
                paid,
                "Payment ledger",
            ),
        )
        if not case.is_open:
            back = int(paid * (0.3 + 0.5 * chance.random()))
            part.add(
                m.RecoveryReceipt,
                (
                    recovery,
                    case.ends,
                    back,
                    "indemnity",
                    person.name,
                    "check",
                    str(chance.between(1000, 99_999)),
                    "660 Self-insurance",
                ),
            )

    def _make(self, day: date, part: Part) -> None:
        """A damage, who did it, its incident, the case with its cost lines, and what came back."""
        chance, damage = self.chance, self.chance.draw(losses.PROPERTY_DAMAGE)
        age = (self.today - day).days
        fitting = [s for s in STAGES if s.first <= age <= s.last]
        stage = chance.draw(weighted(fitting, [s.weight for s in fitting]))
        person, place = self.people.somebody(), house(chance)
        carrier = (
            chance.pick(self.directory.companies["carrier"]).id if chance.likely(0.8) else None
        )
        police = f"AB{day:%y}-{chance.between(1, 99_999):05d}"
        order = f"WO-{chance.between(10_000, 99_999)}"
        party = self._party(person, carrier, part)
        incident = self._incident(
            day, damage, place, (party, carrier, police, order, person.plate), part
        )
        recovery = part.ahead(m.Recovery)
        self._row(
            day, stage, damage, (incident, party, carrier, police, order, person.plate, place), part
        )
        if stage.status == "reported":
            return
        cost = self._costs(recovery, day, damage, part)
        self._receipts(recovery, day, int(cost * stage.back), person, part)
        if stage.status == "billed":
            self._follow_up(recovery, day, part)

    def _party(self, person: Person, carrier: int | None, part: Part) -> Ref:
        party = part.ahead(m.Party)
        insured = f"POL-{self.chance.between(100_000, 999_999)}" if carrier else None
        part.add(
            m.Party,
            (
                None,
                person.name,
                "person",
                "responsible",
                None,
                None,
                None,
                person.phone,
                person.email,
                person.address,
                None,
                person.plate,
                carrier,
                insured,
                None,
                None,
            ),
        )
        return party

    def _incident(self, day: date, damage: Damage, place: str, told: tuple, part: Part) -> Ref:
        party, carrier, police, order, plate = told
        incident, street = part.ahead(m.Incident), place.split(" ", 1)[1]
        number = self.numbers.draw("incident_no", day)
        asset = f"{damage.asset} {self.chance.between(100, 9_999)}"
        part.add(
            m.Incident,
            (
                number,
                day,
                f"{self.chance.between(0, 23):02d}:{self.chance.between(0, 11) * 5:02d}",
                day,
                self.directory.departments[damage.department],
                f"{place}, {words.CITY}",
                None,
                damage.text.format(street=street),
                "Police dispatch",
                True,
                asset,
                order,
                police,
                party,
                carrier,
                False,
                None,
                plate,
                "open" if (self.today - day).days < 200 else "closed",
            ),
        )
        return incident

    def _row(self, day: date, stage: Stage, damage: Damage, told: tuple, part: Part) -> None:
        incident, party, carrier, police, order, plate, place = told
        chance, billed = self.chance, stage.status not in UNBILLED
        invoiced = min(days_after(day, BILLED_AFTER), self.today) if billed else None
        closed = None
        if stage.status in CLOSED:
            closed = min(days_after(day, stage.first + chance.between(0, 40)), self.today)
        their = f"CLM{chance.between(1_000_000, 9_999_999)}" if carrier and billed else None
        part.add(
            m.Recovery,
            (
                self.numbers.draw("recovery_no", day),
                stage.status,
                None,
                incident,
                self.directory.departments[damage.department],
                day,
                f"{place}, {words.CITY}",
                damage.asset,
                "property",
                party,
                carrier,
                their,
                None,
                police,
                order,
                plate,
                f"INV-R{chance.between(1000, 99_999)}" if billed else None,
                invoiced,
                self.directory.staff["technician"].id,
                closed,
                None,
            ),
        )

    def _costs(self, recovery: Ref, day: date, damage: Damage, part: Part) -> int:
        """Labor, equipment, material and perhaps a contractor; each line rounded, then added."""
        chance, total = self.chance, 0
        for who, hours, rate, factor, burden in LABOR[: chance.between(1, 4)]:
            exact = Decimal(hours) / 100 * rate * factor * (1 + burden / 100)
            total += self._line(
                recovery,
                day,
                "labor",
                who,
                exact,
                part,
                (Decimal(hours) / 100, rate, factor, burden, None, "Time card"),
            )
        for name, rate in EQUIPMENT[: chance.between(1, 3)]:
            hours = chance.between(2, 9)
            total += self._line(
                recovery,
                day,
                "equipment",
                name,
                Decimal(hours * rate),
                part,
                (Decimal(hours), rate, None, None, None, "Rate book"),
            )
        price = chance.amount(damage.median * 0.55, 0.5, 60_000)
        taxed = Decimal(price) * (1 + TAX_PERCENT / 100)
        total += self._line(
            recovery,
            day,
            "material",
            damage.asset,
            taxed,
            part,
            (None, None, None, None, TAX_PERCENT, "Stores issue"),
        )
        if chance.likely(0.4):
            bill = Decimal(chance.amount(damage.median * 0.25, 0.5, 40_000))
            total += self._line(
                recovery,
                day,
                "contractor",
                "Crane and traffic control",
                bill,
                part,
                (None, None, None, None, None, "Invoice"),
            )
        return total

    def _line(
        self,
        recovery: Ref,
        day: date,
        element: str,
        name: str,
        exact: Decimal,
        part: Part,
        facts: tuple[Any, ...],
    ) -> int:
        cents = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        hours, rate, factor, burden, tax, source = facts
        worked = min(days_after(day, self.chance.between(0, 6)), self.today)
        part.add(
            m.RecoveryCost,
            (recovery, element, name, worked, hours, rate, factor, burden, tax, cents, source),
        )
        return cents

    def _receipts(self, recovery: Ref, day: date, back: int, person: Person, part: Part) -> None:
        """What came back, at once or in two halves."""
        if back <= 0:
            return
        halves = (back // 2, back - back // 2) if self.chance.likely(0.3) else (back,)
        for n, amount in enumerate(halves):
            came = min(days_after(day, 55 + 30 * n), self.today)
            method = self.chance.pick(("check", "check", "card", "transfer"))
            number = str(self.chance.between(1000, 99_999)) if method == "check" else None
            part.add(
                m.RecoveryReceipt,
                (
                    recovery,
                    came,
                    amount,
                    "indemnity",
                    person.name,
                    method,
                    number,
                    "660 Self-insurance",
                ),
            )

    def _follow_up(self, recovery: Ref, day: date, part: Part) -> None:
        """The next of the letters thirty, sixty and ninety days after the invoice."""
        invoiced = days_after(day, BILLED_AFTER)
        due = next((d for d in (30, 60, 90, 120) if days_after(invoiced, d) >= self.today), None)
        if due is None:
            return
        when = calendars.next_open(days_after(invoiced, due), calendars.COURT)
        steps = [
            {
                "text": f"Invoiced {long_day(invoiced)} + {due} days = {long_day(when)}",
                "citation": "City policy",
            }
        ]
        owner = self.directory.staff["technician"].id
        part.add(
            m.Diary,
            (
                None,
                recovery,
                None,
                when,
                "Follow up the bill",
                None,
                owner,
                "open",
                None,
                "FOLLOW_UP",
                steps,
                "public",
            ),
        )
