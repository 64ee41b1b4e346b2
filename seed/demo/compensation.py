"""The facts of a workers' compensation claim: injury, forms, decision, days off work."""

from decimal import Decimal

import models as m
from rules.days import fiscal_year
from seed.demo import lives, losses, words
from seed.demo.cases import Case, Numbers, row_of
from seed.demo.chance import Chance, days_after
from seed.demo.directory import Directory, Worker
from seed.demo.losses import Injury
from seed.demo.part import Part
from seed.demo.people import house

WEEKLY_CENTS = (62_000, 164_000)
"""Weekly earnings: two thirds of them lie within the limits of every year, and are the rate."""
PRESUMED = ("Heart", "Hearing")
COORDINATED = "PW"
MEDICAL_ONLY = 88
"""Age in days from which an open claim that began as medical only is with an examiner."""
STILL_OFF = 150
"""Age in days up to which most of those with an open claim are still off work."""


class Compensation:
    """Makes workers' compensation claims, one after the other."""

    def __init__(self, directory: Directory, numbers: Numbers, chance: Chance) -> None:
        """Start with the employees, the number series and the dice that all claims share."""
        self.directory, self.numbers, self.chance = directory, numbers, chance

    def make(self, case: Case, part: Part) -> None:
        """Complete the case and take its incident, its party and its row into the part."""
        injury = self.chance.draw(losses.COMPENSATION)
        worker = self.chance.pick(self.directory.workers[self._department(case)])
        case.ref = part.ahead(m.Claim)
        self._what(case, injury, worker)
        self._when(case, worker)
        self._off_work(case, injury)
        self._kind(case)
        self._long_term(case)
        if self.chance.likely(0.3):
            self._incident(case, part)
        case.party = part.ahead(m.Party)
        part.add(
            m.Party,
            (
                None,
                worker.name,
                "person",
                "injured",
                case.ref,
                None,
                worker.id,
                worker.phone,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                case.knowledge_date,
            ),
        )
        part.add(m.Claim, row_of(case))

    def _department(self, case: Case) -> str:
        """Where the injured works; many of the open claims are where the coordinator is."""
        if case.is_open and self.chance.likely(0.4):
            return COORDINATED
        department: str = self.chance.draw(losses.WORKFORCE)
        return department

    def _what(self, case: Case, injury: Injury, worker: Worker) -> None:
        chance = self.chance
        case.claimant, case.employee, case.department = worker.name, worker.id, worker.department
        case.phone, case.address = worker.phone, words.CITY
        case.body_part, case.nature_of_injury, case.diagnosis = (
            injury.body_part,
            injury.nature,
            injury.diagnosis,
        )
        case.location = f"{house(chance)}, {words.CITY}"
        case.description = f"{injury.text}."
        case.physician = chance.pick(self.directory.physicians).id
        case.average_weekly_earnings = chance.between(*WEEKLY_CENTS)
        case.salary_continuation = worker.safety
        case.is_presumptive = worker.safety and injury.body_part in PRESUMED

    def _when(self, case: Case, worker: Worker) -> None:
        """Injury, knowledge, forms, decision: each as far as the status has come."""
        chance, received = self.chance, case.received_date
        known = days_after(received, -chance.between(0, 3))
        injured = max(days_after(known, -chance.between(0, 6)), worker.hired)
        case.injury_date = case.loss_date = min(injured, known)
        case.knowledge_date = known
        case.policy = self.directory.covers.get(("W", fiscal_year(case.injury_date)))
        if case.status in lives.BEFORE_FORM_GIVEN:
            return
        case.claim_form_given_date = min(days_after(known, 1), case.ends)
        if case.status in lives.BEFORE_FORM_FILED:
            return
        case.claim_form_filed_date = min(days_after(known, chance.between(2, 8)), case.ends)
        if case.status not in lives.BEFORE_DECISION:
            decided = days_after(case.claim_form_filed_date, chance.between(5, 80))
            case.decision_date = min(decided, case.ends)
        case.denied_ever = case.status == "denied" or chance.likely(0.05)
        case.litigated = case.status == "litigation"
        if case.status == "reopened":
            case.reopened_date = days_after(case.ends, -chance.between(1, 60))

    def _off_work(self, case: Case, injury: Injury) -> None:
        """As long as such injuries take, from the day after; some of the open are still off."""
        chance, known = self.chance, case.injury_date or case.received_date
        age = (case.ends - known).days
        if case.is_open and age < STILL_OFF and chance.likely(0.65):
            case.days_off = age + 1
        elif injury.days and chance.likely(0.55):
            case.days_off = int(chance.spread(injury.days, 0.8, 700))
        if case.days_off < 1 or known >= case.ends:
            case.days_off = 0
            return
        case.last_worked_date = known
        back = days_after(known, case.days_off + 1)
        if back <= case.ends:
            case.return_to_work_date = back
        elif not case.is_open:
            case.return_to_work_date = case.closed_date
        case.days_off = ((case.return_to_work_date or case.ends) - known).days - 1

    def _kind(self, case: Case) -> None:
        if case.status == "future_medical":
            case.claim_type = "future_medical"
        elif case.days_off > 3 or (case.is_open and case.age > MEDICAL_ONLY):
            case.claim_type = "indemnity"
        else:
            case.claim_type = "medical_only" if self.chance.likely(0.8) else "first_aid"
        case.osha_recordable = case.claim_type != "first_aid"

    def _long_term(self, case: Case) -> None:
        """A long absence ends permanent and stationary, often with some disability left."""
        if case.days_off > 60 and case.return_to_work_date:
            case.permanent_stationary_date = case.return_to_work_date
            case.pd_percent = Decimal(self.chance.between(4, 96)) / 4

    def _incident(self, case: Case, part: Part) -> None:
        chance = self.chance
        case.incident = part.ahead(m.Incident)
        part.add(
            m.Incident,
            (
                self.numbers.draw("incident_no", case.received_date),
                case.injury_date,
                f"{chance.between(6, 21):02d}:{chance.between(0, 11) * 5:02d}",
                case.knowledge_date,
                case.department,
                case.location,
                None,
                case.description,
                None,
                False,
                None,
                None,
                None,
                None,
                None,
                True,
                None,
                None,
                "open" if case.is_open else "closed",
            ),
        )
