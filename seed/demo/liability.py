"""The facts of a liability claim: what happened, to whom, what is claimed, the days it rests on."""

import models as m
from rules.days import fiscal_year
from rules.liability_clocks import UNDECIDED
from seed.demo import lives, losses, words
from seed.demo.cases import Case, Numbers, row_of
from seed.demo.chance import Chance, days_after
from seed.demo.directory import Directory
from seed.demo.losses import Loss
from seed.demo.part import Part
from seed.demo.people import People, Person, house

DELIVERIES = ("personal", "personal", "mail", "mail", "mail", "electronic")
VIEWS = (
    "Notice is doubtful: no complaint on file before the loss. Value {half} to {full}.",
    "Liability is clear. Settle at the lower estimate, at most {full}.",
    "Comparative fault of a third at least. Worth about {half}; authority asked up to {full}.",
    "A contractor was on site: tender first. Without the tender worth {half}.",
)
TIME_TO_ACT = 45
LATE_DAYS = 8
"""For so many days after its time some claim still waits to be acted on."""
ATTORNEY_SHARE = {losses.INJURY: 0.45, losses.RIGHTS: 0.9}


class Liability:
    """Makes liability claims, one after the other."""

    def __init__(
        self, directory: Directory, people: People, numbers: Numbers, chance: Chance
    ) -> None:
        """Start with the people, the number series and the dice that all claims share."""
        self.directory, self.people, self.numbers, self.chance = directory, people, numbers, chance

    def make(self, case: Case, part: Part) -> None:
        """Complete the case and take its incident, its parties and its row into the part."""
        loss, person = self.chance.draw(losses.LIABILITY), self.people.somebody()
        case.ref = part.ahead(m.Claim)
        self._what(case, loss, person)
        self._when(case)
        self._value(case, loss)
        self._status_days(case)
        self._acted_on(case)
        if self.chance.likely(0.85):
            self._incident(case, loss, part)
        self._parties(case, loss, person, part)
        self._privileged(case)
        part.add(m.Claim, row_of(case))

    def _what(self, case: Case, loss: Loss, person: Person) -> None:
        chance, street = self.chance, house(self.chance)
        case.location = f"{street}, {words.CITY}"
        case.description = chance.pick(loss.texts).format(
            street=street.split(" ", 1)[1],
            vehicle=chance.pick(words.VEHICLES),
            equipment=chance.pick(words.EQUIPMENT),
        )
        case.cause_code = self.directory.causes[loss.cause]
        case.department = self.directory.departments[loss.department]
        case.claim_kind = loss.kind
        case.claimant, case.phone, case.address = person.name, person.phone, person.address
        case.delivery_method = chance.pick(DELIVERIES)

    def _when(self, case: Case) -> None:
        """Presented just before it reached the office; losses lie weeks back, late ones longer."""
        chance, late = self.chance, case.status in ("late_returned", "late_application")
        lag = chance.between(190, 330) if late else int(chance.spread(32, 0.9, 170))
        case.presented_date = days_after(case.received_date, -chance.between(0, 2))
        case.loss_date = case.accrual_date = days_after(case.presented_date, -1 - lag)
        case.policy = self.directory.covers.get(("L", fiscal_year(case.loss_date)))

    def _value(self, case: Case, loss: Loss) -> None:
        """What is claimed, and what it costs in the end; above $10,000 it need not say."""
        chance, asked = self.chance, self.chance.amount(loss.median, loss.sigma, 2_500_000)
        if asked <= 1_000_000 or chance.likely(0.5):
            case.amount_claimed = asked
        case.worth = max(5_000, int(asked * (0.25 + 0.7 * chance.random())) // 100 * 100)
        if case.worth > 5_000_000 and chance.likely(0.5):
            administrator = self.directory.companies["administrator"][0]
            case.tpa, case.tpa_claim_no = administrator.id, f"LCS{case.claim_no.replace('-', '')}"

    def _status_days(self, case: Case) -> None:
        """The days that the status rests on; none later than the claim's last."""
        started = case.presented_date or case.received_date
        for dated in lives.DATED.get(case.status, ()):
            day = days_after(started, self.chance.between(dated.first, dated.last))
            setattr(case, dated.column, min(day, case.ends))
        if case.status == "reopened":
            case.reopened_date = days_after(case.ends, -self.chance.between(1, 90))
        if case.status == "litigation" or (
            case.claim_kind == losses.RIGHTS and case.rejection_mailed_date
        ):
            case.litigated = case.status != "rejected"
            case.court_case_no = (
                f"AB-{case.received_date:%y}-CV-{self.chance.between(100, 99_999):05d}"
            )
            self._defended(case)
        if case.claim_kind == losses.INJURY and case.status == "closed_paid":
            case.medicare_status = self.chance.pick(
                ("not_beneficiary", "not_beneficiary", "reported_accepted")
            )

    def _defended(self, case: Case) -> None:
        """Who defends a suit, and since when; none of it by chance, so nothing after it moves."""
        firms = self.directory.companies["law_firm"]
        rejected = case.rejection_mailed_date or case.received_date
        case.suit_date = min(days_after(rejected, 90), case.ends)
        case.defence_counsel = firms[case.received_date.day % len(firms)].id

    def _acted_on(self, case: Case) -> None:
        """Before the time to act ends a claim that is still worked on is rejected, so that the time
        to sue begins, or the claimant agrees to more time; a few of the last days wait.
        """
        started, chance = case.presented_date or case.received_date, self.chance
        last = days_after(started, TIME_TO_ACT)
        if case.status not in UNDECIDED or not case.is_open or last > case.ends:
            return
        if (case.ends - last).days <= LATE_DAYS and chance.likely(0.4):
            return
        if chance.likely(0.4):
            case.extension_to_date = days_after(last, chance.between(30, 90))
            if case.extension_to_date > case.ends:
                return
        case.rejection_mailed_date = days_after(started, chance.between(28, TIME_TO_ACT - 1))

    def _incident(self, case: Case, loss: Loss, part: Part) -> None:
        chance, is_fleet = self.chance, loss.cause.startswith("FL-")
        reported = days_after(case.loss_date or case.received_date, chance.between(0, 1))
        report = f"AB{case.received_date:%y}-{chance.between(1, 99_999):05d}" if is_fleet else None
        vehicle = f"{chance.between(100, 999)}" if is_fleet else None
        case.incident = part.ahead(m.Incident)
        part.add(
            m.Incident,
            (
                self.numbers.draw("incident_no", reported),
                case.loss_date,
                f"{chance.between(6, 21):02d}:{chance.between(0, 11) * 5:02d}",
                reported,
                case.department,
                case.location,
                case.cause_code,
                case.description,
                None,
                False,
                None,
                None,
                report,
                None,
                None,
                loss.kind == losses.INJURY,
                vehicle,
                None,
                "open" if case.is_open else "closed",
            ),
        )

    def _parties(self, case: Case, loss: Loss, person: Person, part: Part) -> None:
        """The claimant, with a tax form where money is paid; perhaps an attorney, a witness."""
        chance, firm = self.chance, None
        if chance.likely(ATTORNEY_SHARE.get(loss.kind, 0.04)):
            firm = chance.pick(self.directory.companies["law_firm"])
        signed = None
        if case.status in ("closed_paid", "payment_requested", "settled_pending_release"):
            signed = min(days_after(case.received_date, chance.between(20, 45)), case.ends)
        case.party = part.ahead(m.Party)
        part.add(
            m.Party,
            (
                None,
                person.name,
                "person",
                "claimant",
                case.ref,
                None,
                None,
                person.phone,
                person.email,
                person.address,
                person.birth_date,
                person.plate if loss.kind == losses.PROPERTY else None,
                None,
                None,
                firm and firm.name,
                signed,
            ),
        )
        if firm:
            self._other(case, part, firm.name, "attorney", firm.id)
        if chance.likely(0.12):
            self._other(case, part, self.people.somebody().name, "witness", None)

    def _other(self, case: Case, part: Part, name: str, role: str, company: int | None) -> None:
        kind = "organization" if company else "person"
        phone = f"({self.chance.pick(words.AREA_CODES)}) 555-01{self.chance.between(0, 99):02d}"
        part.add(
            m.Party,
            (
                None,
                name,
                kind,
                role,
                case.ref,
                company,
                None,
                phone,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
            ),
        )

    def _privileged(self, case: Case) -> None:
        if case.status in lives.EVALUATED and self.chance.likely(0.6):
            full = case.worth // 100
            case.privileged_notes = self.chance.pick(VIEWS).format(
                half=f"${full // 2:,}", full=f"${full:,}"
            )
