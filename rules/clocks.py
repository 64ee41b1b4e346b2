"""Deadlines that follow from a claim's facts: which day starts which clock, and what answers it.

One table, `CLOCKS`: a fact, the rule that counts from it, and the diary entry that results, with
whose action it is and how long before the last day work on it begins.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from rules.answers import Answer, Step
from rules.calculators import Law
from rules.calendars import add_open_days, previous_open
from rules.days import long_day
from rules.deadlines import liability_deadline, wc_deadline
from rules.errors import BadValue, Unanswered
from rules.facts import Facts, columns_of
from rules.statuses import CLOSED, LIABILITY, REOPENED, WORKERS_COMPENSATION
from rules.suit import suit_deadline

UNDECIDED = frozenset((*LIABILITY, *REOPENED)) - {
    "incident_only",
    "late_returned",
    "allowed",
    "allowed_in_part",
    "rejected",
    "deemed_rejected",
    "payment_requested",
    "litigation",
}
"""Statuses of a liability claim on which the City has not acted (Gov. Code 912.4, 912.6); one that
is being settled counts until its release is signed.
"""

NOT_DECIDED = frozenset({"reported", "claim_form_given", "claim_form_filed", "delayed", *REOPENED})
"""Statuses of a compensation claim that was neither accepted nor denied (Lab. Code 5402)."""

PAYABLE = frozenset((*WORKERS_COMPENSATION, *REOPENED)) - {"delayed", "denied"}
"""Statuses of a compensation claim in which benefits are due."""

SUABLE = frozenset((*LIABILITY, *REOPENED)) - {
    "incident_only",
    "allowed",
    "settled_pending_release",
    "payment_requested",
    "litigation",
}
"""Statuses of a liability claim over which the claimant may still go to court."""

ANY: frozenset[str] = frozenset({*LIABILITY, *WORKERS_COMPENSATION})
"""Every status: whatever it becomes answers the clock."""

CALENDAR = {"L": "court", "W": "state", "I": "court", "R": "court"}
"""Line -> the calendar on which the open days before a last day are counted."""

COUNTED_BY_CODE = (liability_deadline, wc_deadline)
"""Rules that are asked for a code of their table and the day that starts it."""

MARKED = {
    "secondary": "The count rests on a secondary source",
    "no": "The count is not verified",
    "policy": "A rule of the office",
}
"""What the working says where a row was not read in the law itself."""


@dataclass(frozen=True)
class Clock:
    """A clock that a fact starts, and its diary entry.

    Args:
        code: of the table of deadlines that `rule` counts by.
        line: L, W, I for an incident, or R for a recovery.
        fact: the day that starts it.
        subject: what the diary says; a day in braces is one of the rule's own results.
        rule: the rule that counts; a table's rule is asked for `code` from `fact`.
        given: further inputs of the rule -> the fact that gives them.
        answered: facts that answer it once they are there.
        statuses: in which of them it runs; none: in every open one.
        answered_by: statuses outside these that answer it; any other only ends it.
        only, never: fact -> the values that it must have, or must not have.
        blank: facts that must be absent.
        lead: open days before the last day on which work on it begins.
        action: the quick action that answers it.
        sensitivity: how the entry is kept.
    """

    code: str
    line: str
    fact: str
    subject: str
    rule: Callable[..., Answer] = liability_deadline
    given: Mapping[str, str] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    answered_by: frozenset[str] = frozenset()
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    never: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    lead: int = 0
    action: str = ""
    sensitivity: str = "public"

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that it rests on, the status aside; the fact's own first."""
        facts = (self.fact, *self.given.values(), *self.only, *self.never, *self.blank)
        named = [column for name in (*facts, *self.answered) for column in columns_of(name)]
        return tuple(dict.fromkeys(named))

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The columns of which one at least is filled where it has begun."""
        return columns_of(self.fact)


class Due(NamedTuple):
    """A clock that runs: its last day, when work on it begins, and the working."""

    day: date
    begin: date
    steps: tuple[Step, ...]
    subject: str = ""


class Ended(NamedTuple):
    """A clock that does not run, or no more: `done` or `dropped`, by which fact, on which day."""

    how: str
    fact: str
    day: date | None = None


class Counting:
    """The clocks under one law; what was counted once is not counted again."""

    def __init__(self, law: Law) -> None:
        """Nothing is counted yet."""
        self.law = law
        self._counted: dict[tuple[Any, ...], Due | None] = {}

    def __len__(self) -> int:
        """How many days were counted."""
        return len(self._counted)

    def facts(self, columns: Mapping[str, Any]) -> Facts:
        """The facts of a record."""
        return Facts(columns, self.law)

    def stands(self, clock: Clock, facts: Facts) -> Due | Ended:
        """How a clock stands by the facts of a record that is neither closed nor in the trash."""
        start = facts[clock.fact]
        if start is None:
            return Ended("dropped", clock.fact)
        for name, values in clock.only.items():
            if facts[name] not in values:
                return Ended("dropped", name)
        for name, values in clock.never.items():
            if facts[name] in values:
                return Ended("dropped", name)
        for name in clock.blank:
            if facts[name] is not None:
                return Ended("dropped", name)
        for name in clock.answered:
            if facts[name]:
                day = facts[name] if isinstance(facts[name], date) else None
                return Ended("done", name, day)
        if clock.statuses and facts["status"] not in clock.statuses:
            how = "done" if facts["status"] in clock.answered_by else "dropped"
            return Ended(how, "status")
        return self._due(clock, start, facts) or Ended("dropped", clock.fact)

    def _due(self, clock: Clock, start: date, facts: Facts) -> Due | None:
        given = asked(clock, facts)
        key = (clock.code, *given.values())
        if key not in self._counted:
            self._counted[key] = self._count(clock, start, given)
        return self._counted[key]

    def _count(self, clock: Clock, start: date, given: dict[str, Any]) -> Due | None:
        """What the rule answers; nothing where it refuses."""
        try:
            answer = clock.rule(**given, law=self.law)
        except (Unanswered, BadValue):
            return None
        calendar = self.law.calendars[CALENDAR[clock.line]]
        base = answer.details.get("base_date", answer.value)
        begin = previous_open(add_open_days(base, -clock.lead, calendar), calendar)
        marked = MARKED.get(answer.verified)
        steps = (*answer.steps, *([Step(marked)] if marked else ()))
        days = {n: long_day(v) for n, v in answer.details.items() if isinstance(v, date)}
        said = clock.subject.format(**days)
        return Due(answer.value, max(begin, min(start, answer.value)), steps, said)


def asked(clock: Clock, facts: Facts) -> dict[str, Any]:
    """What the rule of a clock is asked, by input."""
    given = {name: facts[fact] for name, fact in clock.given.items()}
    if clock.rule in COUNTED_BY_CODE:
        return {"code": clock.code, "trigger_date": facts[clock.fact], **given}
    return given


def clocks_of(line: str) -> tuple[Clock, ...]:
    """The clocks of a line, or of incidents (I) or recoveries (R)."""
    return _BY_LINE.get(line, ())


def stand_beside(line: str, clocks: tuple[Clock, ...]) -> None:
    """Clocks of another sheet, which stand in a table of their own beside the rules they count by.

    Args:
        line: the letter of the sheet.
        clocks: all of them.
    """
    _BY_LINE[line] = clocks
    _running.cache_clear()


def begun(line: str, columns: Mapping[str, Any]) -> list[Clock]:
    """The clocks of a line that can be due by the columns of a record: of the others none is."""
    return [
        clock
        for clock in _running(line, columns["status"])
        if any(columns.get(name) is not None for name in clock.starts)
    ]


@cache
def _running(line: str, status: str) -> tuple[Clock, ...]:
    """The clocks of a line that may run in a status."""
    return tuple(c for c in clocks_of(line) if not c.statuses or status in c.statuses)


def closed_by(facts: Mapping[str, Any]) -> bool:
    """Whether a status ends every clock."""
    return facts["status"] in CLOSED or facts["status"] == "closed"


_SERVED = {"service": "service"}
_NOT_FIRST_AID = {"claim_type": ("first_aid",)}

CLOCKS: tuple[Clock, ...] = (
    # A claim against the City: presented, acted on, sued (Gov. Code 901 to 946.6)
    Clock(
        "CLAIM_PRESENT_6M",
        "L",
        "accrued",
        "Last day for the claimant to present a claim",
        statuses=frozenset({"incident_only"}),
        only={"six_months": (True,)},
        blank=("presented_date",),
        lead=5,
    ),
    Clock(
        "CLAIM_PRESENT_1Y",
        "L",
        "accrued",
        "Last day for the claimant to present a claim",
        statuses=frozenset({"incident_only"}),
        only={"six_months": (False,)},
        blank=("presented_date",),
        lead=5,
    ),
    Clock(
        "ACK_LETTER",
        "L",
        "presented_date",
        "Acknowledge the claim",
        statuses=frozenset({"received"}),
        action="letter_acknowledgement",
        answered_by=ANY,
    ),
    Clock(
        "INSUFF_NOTICE",
        "L",
        "presented_date",
        "Last day for a notice of insufficiency",
        given=_SERVED,
        answered=("insufficiency_mailed_date", "rejection_mailed_date", "release_date"),
        statuses=frozenset({"received", "under_review", "assigned"}),
        lead=5,
        action="letter_insufficiency",
        answered_by=ANY,
    ),
    Clock(
        "INSUFF_HOLD",
        "L",
        "insufficiency_mailed_date",
        "The City may not act on the claim through this day",
        answered=("rejection_mailed_date",),
        statuses=UNDECIDED,
    ),
    Clock(
        "CLAIM_ACT_45",
        "L",
        "presented_date",
        "Last day to act on the claim",
        given=_SERVED,
        answered=("rejection_mailed_date", "release_date"),
        statuses=UNDECIDED,
        never={"is_extended": (True,)},
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "CLAIM_ACT_EXTENDED",
        "L",
        "presented_date",
        "Last day to act on the claim, as extended",
        given={"extension_to": "extension_to_date"},
        answered=("rejection_mailed_date", "release_date"),
        statuses=UNDECIDED,
        only={"is_extended": (True,)},
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "LATE_NOTICE",
        "L",
        "presented_date",
        "Last day to tell the claimant that the claim is late",
        given=_SERVED,
        answered=("late_notice_mailed_date", "late_application_date"),
        statuses=UNDECIDED,
        only={"timeliness": ("late", "barred")},
        lead=10,
        action="letter_late_claim",
        answered_by=ANY,
    ),
    Clock(
        "LATE_APP_ACT",
        "L",
        "late_application_date",
        "Last day to act on the late-claim application",
        statuses=frozenset({"late_application"}),
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "LATE_APPLICATION",
        "L",
        "accrued",
        "Last day for the claimant to ask leave to present late",
        statuses=frozenset({"late_returned"}),
        answered_by=frozenset({"late_application"}),
        only={"six_months": (True,)},
        blank=("late_application_date",),
    ),
    Clock(
        "SUIT_6M",
        "L",
        "rejection_mailed_date",
        "Last day for the claimant to sue",
        statuses=SUABLE,
    ),
    Clock(
        "SUIT_2Y",
        "L",
        "accrued",
        "Last day for the claimant to sue, no notice of rejection having been sent",
        rule=suit_deadline,
        given={"accrual_date": "accrued", "extension_days": "extension_days"},
        blank=("rejection_mailed_date",),
        statuses=frozenset({"rejected", "allowed_in_part", "deemed_rejected"}),
    ),
    Clock(
        "MSP_REPORT_365",
        "L",
        "release_date",
        "Report the settlement to Medicare",
        only={"medicare_status": ("beneficiary",)},
        lead=190,
        sensitivity="medical",
    ),
    # Workers' compensation: notice, decision, benefits
    Clock(
        "RPT-01",
        "W",
        "knowledge_date",
        "Give the employee the claim form (DWC-1)",
        rule=wc_deadline,
        answered=("claim_form_given_date", "claim_form_filed_date"),
        statuses=NOT_DECIDED,
        never=_NOT_FIRST_AID,
        action="set_status",
        answered_by=frozenset({"claim_form_given", "claim_form_filed"}),
    ),
    Clock(
        "RPT-05",
        "W",
        "knowledge_date",
        "Employer's report of injury (Form 5020)",
        rule=wc_deadline,
        never=_NOT_FIRST_AID,
        lead=2,
    ),
    Clock(
        "WC-01",
        "W",
        "received_date",
        "First report of injury to the State",
        rule=wc_deadline,
        never=_NOT_FIRST_AID,
        lead=5,
    ),
    Clock(
        "OSHA300_7D",
        "W",
        "knowledge_date",
        "Enter the case on the Cal/OSHA log",
        only={"osha_recordable": (True,)},
        lead=2,
    ),
    Clock(
        "CMP-01",
        "W",
        "claim_form_filed_date",
        "Authorize treatment while the claim is undecided",
        rule=wc_deadline,
        statuses=NOT_DECIDED,
    ),
    Clock(
        "CMP-04",
        "W",
        "knowledge_date",
        "Notice that the decision is delayed",
        rule=wc_deadline,
        blank=("decision_date",),
        statuses=NOT_DECIDED - {"delayed"},
        never=_NOT_FIRST_AID,
        lead=3,
        action="set_status",
        answered_by=frozenset({"delayed"}),
    ),
    Clock(
        "CMP-02",
        "W",
        "claim_form_filed_date",
        "Accept or deny the claim",
        rule=wc_deadline,
        answered=("decision_date",),
        statuses=NOT_DECIDED,
        never={"is_presumptive": (True,)},
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "CMP-03",
        "W",
        "claim_form_filed_date",
        "Accept or deny the claim: a presumption applies",
        rule=wc_deadline,
        answered=("decision_date",),
        statuses=NOT_DECIDED,
        only={"is_presumptive": (True,)},
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "CMP-05",
        "W",
        "decision_date",
        "Notice that the claim is denied",
        rule=wc_deadline,
        statuses=frozenset({"denied"}),
        lead=5,
    ),
    Clock(
        "TD-01",
        "W",
        "disability_known",
        "First payment of temporary disability",
        rule=wc_deadline,
        answered=("indemnity_paid",),
        statuses=PAYABLE,
        never={
            "claim_type": ("first_aid", "medical_only"),
            "salary_continuation": (True,),
            "back_at_once": (True,),
        },
        lead=5,
        action="pay",
    ),
    Clock(
        "TD-17",
        "W",
        "disabled_from",
        "A year of full salary under Labor Code 4850 is over, where every day was taken",
        rule=wc_deadline,
        statuses=PAYABLE,
        only={"salary_continuation": (True,)},
        blank=("return_to_work_date",),
        lead=20,
    ),
    Clock(
        "TD-16",
        "W",
        "injury_date",
        "Two years from the injury: see whether the disability rate rises",
        rule=wc_deadline,
        statuses=PAYABLE,
        never={"last_worked_date": (None,)},
        blank=("return_to_work_date",),
        lead=5,
    ),
    Clock(
        "PD-05",
        "W",
        "permanent_stationary_date",
        "Last day to offer work, which lowers permanent disability",
        rule=wc_deadline,
        statuses=PAYABLE,
        only={"offer_counts": (True,)},
        lead=20,
        sensitivity="medical",
    ),
    Clock(
        "MED-03",
        "W",
        "permanent_stationary_date",
        "The physician's permanent and stationary report is due",
        rule=wc_deadline,
        statuses=PAYABLE,
        lead=2,
        sensitivity="medical",
    ),
    Clock(
        "PD-07",
        "W",
        "injury_date",
        "Five years from the injury: last day to reopen",
        rule=wc_deadline,
        statuses=PAYABLE,
        never=_NOT_FIRST_AID,
        lead=20,
    ),
    Clock(
        "PRA-05",
        "W",
        "received_date",
        "Medical only: close it, or move it to an examiner",
        rule=wc_deadline,
        only={"claim_type": ("medical_only",)},
        lead=10,
        action="close_claim",
    ),
    # Work status and light duty: the facts come from the claim's notes and offers
    Clock(
        "LD-NOTE",
        "W",
        "note_to_date",
        "The work status lapses: a new note is needed",
        rule=wc_deadline,
        lead=3,
        action="record_work_status",
    ),
    Clock(
        "LD-REPORT",
        "W",
        "note_appointment_date",
        "Get the physician's report of the appointment",
        rule=wc_deadline,
        action="record_work_status",
    ),
    Clock(
        "LD-END",
        "W",
        "light_duty_last_date",
        "Light duty ends in a week: extend it, or back to full duty",
        rule=wc_deadline,
    ),
    Clock(
        "LD-ANSWER",
        "W",
        "light_duty_answer_by_date",
        "Answer to the offer of light duty is due",
        rule=wc_deadline,
    ),
    Clock(
        "LD-LIMIT",
        "W",
        "light_duty_share_date",
        "Four fifths of the days of light duty are used",
        rule=wc_deadline,
        lead=5,
    ),
    # An accident in which City property was damaged
    Clock(
        "PROP_RECOVER_3Y",
        "I",
        "loss_date",
        "No recovery is open: last day to sue for the damage",
        only={"city_property_damaged": (True,)},
        never={"recovery_open": (True,)},
        lead=250,
        action="open_recovery",
    ),
)
"""Fact -> rule -> diary entry. A new deadline is one line here."""

_BY_LINE = {
    line: tuple(clock for clock in CLOCKS if clock.line == line) for line in ("L", "W", "I")
}
BY_CODE = {clock.code: clock for clock in CLOCKS}
