"""Whether an injury or illness goes on the Cal/OSHA log, and in which column."""

from dataclasses import dataclass

from rules.answers import Answer, Step, weakest
from rules.calculators import calculator
from rules.needs import need_positive, words

MOST_DAYS = 180
"""Days away and restricted together that a case counts (8 CCR 14300.7(b)(3))."""


@dataclass(frozen=True)
class Case:
    """What happened to a person and what came of it.

    Attributes:
        days_away: calendar days from the day after, as they are counted on the log.
        days_restricted: calendar days of restricted work or transfer.
    """

    employee: bool = True
    injury_or_illness: bool = True
    work_related: bool = True
    new_case: bool = True
    death: bool = False
    transfer: bool = False
    medical_treatment: bool = False
    loss_of_consciousness: bool = False
    significant_diagnosis: bool = False
    needlestick: bool = False
    hearing_shift: bool = False
    tuberculosis: bool = False
    days_away: int = 0
    days_restricted: int = 0


@dataclass(frozen=True)
class Branch:
    """A question of the tree: who gets out at it, in which column, on what it rests."""

    name: str
    column: str | None
    text: str
    citation: str
    verified: str = "yes"


BRANCHES = (
    Branch("not_employee", None, "that the person is no employee of the City", "8 CCR 14300.31"),
    Branch("no_injury", None, "that there is neither an injury nor an illness", "8 CCR 14300.4"),
    Branch("not_work_related", None, "that it is not related to work", "8 CCR 14300.5"),
    Branch("existing_case", None, "that it belongs to a case on the log", "8 CCR 14300.6"),
    Branch("death", "G", "the death", "8 CCR 14300.7(b)(2)"),
    Branch("days_away", "H", "days away from work", "8 CCR 14300.7(b)(3)"),
    Branch("restricted_or_transfer", "I", "restricted work or a transfer", "8 CCR 14300.7(b)(4)"),
    Branch("medical_treatment", "J", "treatment beyond first aid", "8 CCR 14300.7(b)(5)"),
    Branch("loss_of_consciousness", "J", "loss of consciousness", "8 CCR 14300.7(b)(6)"),
    Branch("significant_diagnosis", "J", "a significant diagnosis", "8 CCR 14300.7(b)(7)", "no"),
    Branch("needlestick", "J", "a cut by something soiled with blood", "8 CCR 14300.8", "no"),
    Branch("hearing_loss", "J", "a shift of hearing", "8 CCR 14300.10", "no"),
    Branch("tuberculosis", "J", "tuberculosis after contact at work", "8 CCR 14300.11", "no"),
    Branch(
        "first_aid_only", None, "that there was first aid alone, or nothing", "8 CCR 14300.7(a)"
    ),
)
"""The questions in the order in which they are asked; the last is what is left."""


@calculator(
    "recordable",
    title="Cal/OSHA log: does the case go on it",
    source="8 CCR 14300.4 to 14300.11",
    details={
        "column": "code",
        "branch": "code",
        "days_away": "count",
        "days_restricted": "count",
    },
)
def recordable(case: Case) -> Answer:
    """Whether a case is recorded on the log, by the first question of the tree that decides it.

    Args:
        case: what is known of it; days away and restricted at least 0.

    Returns:
        recordable or not_recordable; column G, H, I or J (None off the log), the branch, and the
        days that count, together at most 180, days away first.

    Raises:
        Unanswered: negative days.

    Source: 8 CCR 14300.4 to 14300.11.
    """
    need_positive(days_away=case.days_away, days_restricted=case.days_restricted)
    branch = next(one for one in BRANCHES if _applies(one.name, case))
    away = min(MOST_DAYS, case.days_away)
    restricted = min(MOST_DAYS - away, case.days_restricted)
    value = "recordable" if branch.column else "not_recordable"
    steps = [Step(f"What decides is {branch.text}: {words(value)}", branch.citation)]
    marks = [branch.verified]
    if branch.column:
        steps.append(Step(f"Column {branch.column} of the log", "8 CCR 14300.29"))
    if case.days_away + case.days_restricted > MOST_DAYS:
        marks.append("secondary")
        steps.append(
            Step(
                f"Days count up to {MOST_DAYS} in all: {away} away, {restricted} restricted",
                "8 CCR 14300.7(b)(3)",
            )
        )
    details = {
        "column": branch.column,
        "branch": branch.name,
        "days_away": away,
        "days_restricted": restricted,
    }
    return Answer(value, "code", tuple(steps), weakest(marks), details)


def _applies(branch: str, case: Case) -> bool:
    """Whether a case gets out at a branch."""
    decided = {
        "not_employee": not case.employee,
        "no_injury": not case.injury_or_illness,
        "not_work_related": not case.work_related,
        "existing_case": not case.new_case,
        "days_away": case.days_away > 0,
        "restricted_or_transfer": case.transfer or case.days_restricted > 0,
        "hearing_loss": case.hearing_shift,
        "first_aid_only": True,
    }
    return decided[branch] if branch in decided else bool(getattr(case, branch))
