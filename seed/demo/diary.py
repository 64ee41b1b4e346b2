"""When to look at a claim again: the days that the law sets, and the office's own entries."""

from datetime import date, timedelta
from typing import Any

import models as m
from rules import calendars
from rules.calendars import COURT, Calendar
from rules.days import add_months, long_day
from seed.demo.cases import Case
from seed.demo.chance import Chance, days_after
from seed.demo.part import Part

UNDECIDED = (
    "received",
    "under_review",
    "assigned",
    "investigation",
    "evaluation",
    "authority_requested",
    "board_pending",
)
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
ACTIONS = {
    "INSUFF_NOTICE": "set_status",
    "CLAIM_ACT_45": "set_status",
    "CMP-02": "set_status",
    "TD-01": "pay",
}
"""Rule of a counted day -> the action that answers it."""
RHYTHM = (4, 30, -2, 12, 0, 45, 21, 1, 60, -6, 33, 0, 7, 52, 2, 25)
"""Days from today to the office's own entries, in turn: some overdue, some today, most later."""

CLOSE_AFTER = 60
"""Days after the last day to sue on which a rejected claim is proposed for closing."""


class Entries:
    """Writes the diary of claims, one after the other."""

    def __init__(self, chance: Chance, *, today: date) -> None:
        """Start at the head of the rhythm."""
        self.chance, self.today, self.beat = chance, today, 0

    def write(self, case: Case, part: Part) -> None:
        """The open entries of an open claim; of a closed one now and then what was done."""
        if not case.is_open:
            if self.chance.likely(0.2):
                self._done(case, part)
            return
        if case.line == "L":
            self._liability(case, part)
        else:
            self._compensation(case, part)
        subject, action = self.chance.pick(OWN[case.line])
        day = days_after(self.today, RHYTHM[self.beat % len(RHYTHM)])
        self.beat += 1
        self._add(case, part, max(day, case.received_date), subject, action=action)

    def _liability(self, case: Case, part: Part) -> None:
        presented = case.presented_date or case.received_date
        if case.status in ("received", "under_review"):
            self._counted(
                case,
                part,
                presented,
                (
                    20,
                    "INSUFF_NOTICE",
                    "Last day for a notice of insufficiency",
                    "Presented",
                    "Gov. Code 910.8",
                ),
            )
        if case.status in UNDECIDED:
            self._counted(
                case,
                part,
                presented,
                (
                    45,
                    "CLAIM_ACT_45",
                    "Last day to act on the claim",
                    "Presented",
                    "Gov. Code 912.4(a)",
                ),
            )
        if case.status == "rejected" and case.rejection_mailed_date:
            self._suit(case, case.rejection_mailed_date, part)

    def _compensation(self, case: Case, part: Part) -> None:
        known, filed = case.knowledge_date or case.received_date, case.claim_form_filed_date
        if case.status in ("claim_form_filed", "delayed") and filed:
            self._counted(
                case,
                part,
                filed,
                (90, "CMP-02", "Accept or deny", "Form filed", "Lab. Code 5402(b)"),
                None,
            )
        if (
            case.last_worked_date
            and not case.return_to_work_date
            and (self.today - known).days < 20
        ):
            self._counted(
                case,
                part,
                known,
                (14, "TD-01", "First disability payment", "Known", "Lab. Code 4650(a)"),
                None,
            )

    def _counted(
        self,
        case: Case,
        part: Part,
        start: date,
        told: tuple[int, str, str, str, str],
        calendar: Calendar | None = COURT,
    ) -> None:
        """An entry so many days after its trigger; one past by more than a week is left out."""
        count, code, subject, trigger, section = told
        base = start + timedelta(days=count)
        day = calendars.next_open(base, calendar) if calendar else base
        if (self.today - day).days > 7:
            return
        steps = [
            {
                "text": f"{trigger} {long_day(start)} + {count} days = {long_day(base)}",
                "citation": section,
            }
        ]
        if day != base:
            closed = calendars.closed(base, COURT)
            steps.append(
                {"text": f"{closed}: moves to {long_day(day)}", "citation": "Code Civ. Proc. 12a"}
            )
        self._add(case, part, day, subject, code=code, steps=steps)

    def _suit(self, case: Case, mailed: date, part: Part) -> None:
        """The last day to sue; once it has passed, the day to propose closing the claim."""
        base = max(add_months(mailed, 6), mailed + timedelta(days=182))
        day = calendars.next_open(base, COURT)
        told = f"Rejection mailed {long_day(mailed)} + six months or 182 days, the longer"
        steps = [{"text": f"{told} = {long_day(day)}", "citation": "Gov. Code 945.6(a)(1)"}]
        if day >= self.today:
            self._add(
                case, part, day, "Last day for the claimant to sue", code="SUIT_6M", steps=steps
            )
            return
        close = day + timedelta(days=CLOSE_AFTER)
        steps.append(
            {"text": f"+ {CLOSE_AFTER} days = {long_day(close)}", "citation": "City policy"}
        )
        subject = "No suit came: propose closing"
        self._add(case, part, close, subject, steps=steps, action="close_claim")

    def _add(
        self,
        case: Case,
        part: Part,
        day: date,
        subject: str,
        *,
        code: str | None = None,
        steps: list[dict[str, Any]] | None = None,
        action: str | None = None,
    ) -> None:
        part.add(
            m.Diary,
            (
                case.ref,
                None,
                None,
                day,
                subject,
                None,
                case.adjuster,
                "open",
                None,
                code,
                steps,
                action or ACTIONS.get(code or ""),
                "public",
            ),
        )

    def _done(self, case: Case, part: Part) -> None:
        day = days_after(
            case.received_date, self.chance.between(0, (case.ends - case.received_date).days)
        )
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
