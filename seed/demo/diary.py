"""When to look at a claim again: the office's own entries, and what became of its deadlines."""

from collections import Counter
from datetime import date

import models as m
from journal.clicks import Click
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.recovery_follow_up import DAYS as FOLLOW_UP_DAYS
from seed.demo.cases import Case
from seed.demo.chance import Chance, days_after
from seed.demo.directory import Directory
from seed.demo.part import Part

OWN = {
    "L": (
        ("Call the claimant about the estimates", "add_contact"),
        ("Ask the department for its report", "ask_for"),
        ("Review liability and reserves", "set_reserve"),
        ("Follow up the tender", "add_contact"),
        ("Answer the attorney's letter", "add_contact"),
    ),
    "W": (
        ("Call the employee", "add_contact"),
        ("Ask the physician for the work status", "ask_for"),
        ("Review reserves", "set_reserve"),
        ("Ask for light duty", "ask_for"),
        ("Follow up the bill review", "add_contact"),
    ),
}
"""Line -> the office's own entries: what to do, and the action that does it."""
OF_MANAGERS = {
    "L": ("Go through the claim with the adjuster", "set_reserve"),
    "W": ("Go through the reserves with the examiner", "set_reserve"),
}
RHYTHM = (
    0, 4, -2, 12, 30, 1, 45, 21, 60, 17, 33, 9, 7, 52, 25, 14, 2, 0, 40, -5, 28, 11, 70, 35,
)  # fmt: skip
"""Days from today to the entries of each person, in turn: some overdue, some today, most later."""
MANAGED, MOST_MANAGED = 3, 24
"""Of so many open claims of a line a manager looks at one again, up to so many; they take turns."""

BY_HAND = (
    "ACK_LETTER", "INSUFF_NOTICE", "INSUFF_HOLD", "RPT-05", "WC-01", "OSHA300_7D", "CMP-01",
    "CMP-05", "TD-16", "MED-03", *FOLLOW_UP_DAYS,
)  # fmt: skip
"""Deadlines that no fact need answer: somebody says that it is done."""
LATE_DAYS = 6
"""For so many days some of them are still open after their last day."""


class Entries:
    """Writes the diary of claims, one after the other."""

    def __init__(self, chance: Chance, directory: Directory, *, today: date) -> None:
        """Start at the head of the rhythm."""
        self.chance, self.today = chance, today
        staff = directory.staff
        self.managers = {
            "L": (staff["risk_manager"].id,),
            "W": (*[staff["wc_manager"].id] * 2, staff["risk_manager"].id),
        }
        self.open, self.beats = Counter[str](), Counter[int]()

    def write(self, case: Case, part: Part) -> None:
        """The open entries of an open claim; of a closed one now and then what was done."""
        if not case.is_open:
            if self.chance.likely(0.2):
                self._done(case, part)
            return
        self._own(case, part, self.chance.pick(OWN[case.line]), case.adjuster)
        turn, rest = divmod(self.open[case.line], MANAGED)
        self.open[case.line] += 1
        if not rest and turn < MOST_MANAGED:
            managers = self.managers[case.line]
            self._own(case, part, OF_MANAGERS[case.line], managers[turn % len(managers)])

    def _own(self, case: Case, part: Part, what: tuple[str, str], owner: int) -> None:
        """An entry of a person, on the next day of their rhythm."""
        day = days_after(self.today, RHYTHM[self.beats[owner] % len(RHYTHM)])
        self.beats[owner] += 1
        subject, action = what
        part.add(
            m.Diary,
            (
                case.ref,
                None,
                None,
                max(day, case.received_date),
                subject,
                None,
                owner,
                "open",
                None,
                None,
                None,
                action,
                "public",
            ),
        )

    def _done(self, case: Case, part: Part) -> None:
        day = days_after(case.received_date, self.chance.between(0, case.age))
        part.add(
            m.Diary,
            (
                case.ref,
                None,
                None,
                day,
                self.chance.pick(OWN[case.line])[0],
                None,
                case.adjuster,
                "done",
                day,
                None,
                None,
                None,
                "public",
            ),
        )


def finish_most(*, today: date, mark: str) -> None:
    """Finish the deadlines that have passed and that no fact answers, but for a few of the last
    days. `mark` names the office: once is enough.
    """
    chance, draft = Chance(f"{mark} diary"), Draft("Demonstration office", source="seed", on=today)
    query = m.Diary.select(m.Diary.id, m.Diary.remind_date, m.Diary.diary_date).where(
        m.Diary.status == "open", m.Diary.rule_code << BY_HAND, m.Diary.diary_date < today
    )
    for row_id, begin, last in query.order_by(m.Diary.id).tuples():
        late = (today - last).days
        if late > LATE_DAYS or chance.likely(0.6):
            done = days_after(begin, chance.between(0, (last - begin).days))
            draft.change(m.Diary, row_id, status="done", done_date=done)
    commit(OPERATOR, draft, key=Click(f"{mark} diary"))
