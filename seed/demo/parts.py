"""The claims of the demonstration with all that hangs on them, some thousand at a time."""

from collections.abc import Iterator
from datetime import date

import models as m
from rules.days import long_day
from seed.demo.cases import Case, Numbers, cases
from seed.demo.chance import Chance, days_after
from seed.demo.compensation import Compensation
from seed.demo.diary import Entries
from seed.demo.directory import Directory
from seed.demo.ledger import Ledger
from seed.demo.liability import Liability
from seed.demo.papers import Papers
from seed.demo.part import Part
from seed.demo.people import People
from seed.demo.recovery import Recoveries

CLAIMS_A_PART = 2_000
"""Claims that are made and written at a time: memory holds no more of them."""
DOCUMENTED = 20
"""Claims with documents in their file, among the last few hundred."""
LAPSING_DAYS = 90


def parts(
    claims: int,
    *,
    today: date,
    directory: Directory,
    numbers: Numbers,
    claims_a_part: int = CLAIMS_A_PART,
) -> Iterator[Part]:
    """The office in parts, oldest claims first; the last part holds what no claim hangs on.

    The same arguments give the same rows.
    """
    desk = Desk(claims, today=today, directory=directory, numbers=numbers)
    part = Part()
    for n, case in enumerate(desk.cases, 1):
        if n == max(1, claims - 300):
            desk.papers.documented = DOCUMENTED
        desk.make(case, part)
        if n == claims:
            desk.recoveries.at_least_one(case, part)
        if n % claims_a_part == 0 or n == claims:
            yield part
            part = Part()
    renewals(part, directory, today=today)
    yield part


def part_count(claims: int, claims_a_part: int = CLAIMS_A_PART) -> int:
    """How many parts an office of so many claims comes in."""
    return -(-claims // claims_a_part) + 1


class Desk:
    """All that makes the claims, around one pair of dice."""

    def __init__(self, claims: int, *, today: date, directory: Directory, numbers: Numbers) -> None:
        """Set out the makers."""
        chance = Chance(f"office of {claims} claims")
        people = People(chance, today=today)
        self.cases = cases(
            claims, today=today, adjusters=directory.adjusters, numbers=numbers, chance=chance
        )
        self.liability = Liability(directory, people, numbers, chance)
        self.compensation = Compensation(directory, numbers, chance)
        self.ledger = Ledger(directory, numbers, chance, today=today)
        self.papers = Papers(chance, today=today, documented=0)
        self.entries = Entries(chance, directory, today=today)
        self.recoveries = Recoveries(directory, people, numbers, chance, today=today)

    def make(self, case: Case, part: Part) -> None:
        """One claim with all that hangs on it, and what was damaged about that time."""
        maker = self.liability if case.line == "L" else self.compensation
        maker.make(case, part)
        paid = self.ledger.write(case, part)
        self.papers.fill(case, part)
        self.entries.write(case, part)
        self.recoveries.for_compensation(case, paid, part)
        self.recoveries.beside(case, part)


def renewals(part: Part, directory: Directory, *, today: date) -> None:
    """An entry for each policy that ends within ninety days, thirty days before its end."""
    owner = directory.staff["risk_manager"].id
    for policy in directory.ending:
        if today < policy.ends <= days_after(today, LAPSING_DAYS):
            due = max(days_after(policy.ends, -30), today)
            steps = [{"text": f"Ends {long_day(policy.ends)}", "citation": "City policy"}]
            part.add(
                m.Diary,
                (
                    None,
                    None,
                    policy.id,
                    due,
                    "Renew or replace",
                    None,
                    owner,
                    "open",
                    None,
                    None,
                    steps,
                    None,
                    "public",
                ),
            )
