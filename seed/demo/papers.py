"""What gathers in the file of a claim: notes, contacts, inquiries, questions, documents."""

from datetime import date
from hashlib import sha256
from uuid import UUID

import models as m
from seed.demo.cases import Case
from seed.demo.chance import Chance, days_after
from seed.demo.documents import Paper, letter, report
from seed.demo.part import File, Part

NOTES = {
    "L": (
        ("Claim reviewed", "Contents of Gov. Code 910 are there; presented in time.", "public"),
        (
            "Call with the claimant",
            "Claimant sends two estimates and photographs by mail.",
            "personal",
        ),
        (
            "Department statement",
            "Crew supervisor confirms the work order and its day.",
            "personal",
        ),
        (
            "Prior complaints",
            "Two service requests for the same block in the last twelve months.",
            "privileged",
        ),
        ("Estimates compared", "The lower estimate is in line with the market.", "personal"),
        (
            "Tender considered",
            "Contractor's certificate names the City; tender letter drafted.",
            "privileged",
        ),
        (
            "View of liability",
            "Notice can be shown. Settling early costs less than defending.",
            "privileged",
        ),
        ("Photographs received", "Twelve photographs with a scale; filed.", "public"),
    ),
    "W": (
        ("First contact", "Called the employee and the supervisor; accounts agree.", "personal"),
        (
            "Three-point contact done",
            "Employee, supervisor and physician's office reached.",
            "personal",
        ),
        ("Work status received", "Off work for two weeks, then modified duty.", "medical"),
        ("Treatment plan", "Six visits of physical therapy authorized.", "medical"),
        ("Light duty asked", "Department looks for work within the restrictions.", "personal"),
        ("Reserves reviewed", "Medical reserve raised after the imaging.", "privileged"),
        ("Return to work", "Released to full duty; department told.", "personal"),
    ),
}
STEPS = (
    ("Work orders of the last twelve months", 5),
    ("Photographs with a scale", 5),
    ("Statement of the crew lead", 5),
    ("Driver's report", 3),
    ("Inspection log", 7),
    ("Police report", 10),
)
SUMMARIES = (
    "Explained the next step and the day on which the claim is decided.",
    "Asked for two estimates and photographs.",
    "Left a message and a number to call back.",
    "Confirmed the mailing address.",
    "Agreed to call again when the report is in.",
)
QUESTIONS = (
    (
        "When will I hear about my claim?",
        "The claim was received and is being looked into; a letter follows.",
    ),
    ("Was my estimate received?", "It was received and is in the file."),
    ("How do I add a bill?", "Mail or bring a copy with the claim number on it."),
)
WITHHELD = "Reserves and the office's view of the claim: kept to those who work it."
CALLERS = {
    "L": ("claimant", "claimant", "attorney", "public"),
    "W": ("employee", "supervisor", "provider"),
}


class Papers:
    """Fills the files of claims, one after the other."""

    def __init__(self, chance: Chance, *, today: date, documented: int) -> None:
        """`documented`: for how many more claims documents are made."""
        self.chance, self.today, self.documented = chance, today, documented

    def fill(self, case: Case, part: Part) -> None:
        """Everything that lies in the file of one claim."""
        self._notes(case, part)
        self._contacts(case, part)
        if case.line == "L":
            self._steps(case, part)
        if case.is_open and self.documented > 0 and self.chance.likely(0.5):
            self.documented -= 1
            self._documents(case, part)

    def _day(self, case: Case) -> date:
        return days_after(case.received_date, self.chance.between(0, case.age))

    def _notes(self, case: Case, part: Part) -> None:
        chance, notes = self.chance, NOTES[case.line]
        days = sorted(self._day(case) for _ in range(chance.between(1, 3)))
        first = chance.between(0, len(notes) - 1)
        for n, day in enumerate(days):
            subject, text, sensitivity = notes[(first + n) % len(notes)]
            part.add(
                m.FileNote, (case.ref, day, subject, text, sensitivity, case.adjuster_named.name)
            )

    def _contacts(self, case: Case, part: Part) -> None:
        chance = self.chance
        if chance.likely(0.65):
            part.add(
                m.ContactLog,
                (
                    case.ref,
                    case.party,
                    case.claimant,
                    self._day(case),
                    chance.pick(("phone", "phone", "email", "counter")),
                    chance.pick(("in", "out")),
                    chance.pick(SUMMARIES),
                ),
            )
        if chance.likely(0.12):
            kind = chance.pick(CALLERS[case.line])
            is_claimant = kind in ("claimant", "employee")
            question, told = chance.pick(QUESTIONS)
            part.add(
                m.Inquiry,
                (
                    case.ref,
                    case.claimant if is_claimant else "Caller",
                    kind,
                    case.phone if is_claimant else None,
                    is_claimant,
                    self._day(case),
                    question,
                    told,
                    None if is_claimant else WITHHELD,
                ),
            )

    def _steps(self, case: Case, part: Part) -> None:
        """What departments were asked; on open claims some of it is not in yet."""
        chance = self.chance
        for _ in range(chance.between(0, 2)):
            what, days = chance.pick(STEPS)
            asked = min(days_after(case.received_date, chance.between(1, 6)), case.ends)
            due = days_after(asked, days + 2)
            received = days_after(asked, chance.between(1, 14))
            came = (
                received
                if received <= case.ends and (not case.is_open or chance.likely(0.7))
                else None
            )
            part.add(
                m.InvestigationStep, (case.ref, "Department contact", what, asked, due, came, None)
            )

    def _documents(self, case: Case, part: Part) -> None:
        facts = (case.claim_no, case.claimant or "", case.location or "", case.description or "")
        self._keep(case, letter(*facts, day=case.received_date), part)
        if self.chance.likely(0.5):
            self._keep(case, report(*facts, day=case.received_date), part)

    def _keep(self, case: Case, paper: Paper, part: Part) -> None:
        """The row of a document, and its bytes under a name that tells nothing."""
        name = UUID(int=self.chance.getrandbits(128), version=4).hex
        part.files.append(File(name, paper.content))
        part.add(
            m.Document,
            (
                case.ref,
                paper.title,
                paper.file_name,
                paper.media_type,
                len(paper.content),
                sha256(paper.content).hexdigest(),
                name,
                case.received_date,
                "personal",
                case.adjuster_named.name,
            ),
        )
