"""Letters that do not count: a draft is withdrawn; one that went out stays, marked with why."""

from typing import Any

from exports.letters.declared import LETTERS, kind_of
from models import BY_NAME, Letter
from rules.registry import Entry
from workflow.letter_needs import need_of
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import counted, listed

WHY = (
    ("error", "Sent in error"),
    ("replaced", "Another letter takes its place"),
    ("withdrawn", "Withdrawn before it went out"),
)
WORDS = dict(WHY)
MOST = Letter.void_reason.max_length


@VERBS.add(
    "void_letter",
    title="Mark it void",
    sheets=("letter",),
    roles=DESK,
    many=True,
    danger=True,
    statuses=("draft", "waiting", "sent"),
    params=(
        Param("why", "choice", "It is", choices=WHY, default="error", required=True),
        Param("reason", "long", "Why", "Stands with the letter in the file.", required=True),
    ),
)
def void_letter(task: Task) -> Plan:
    """Letters marked void with the reason; none is taken out of the file. What needs approval to go
    out needs it to be void.
    """
    some = label(task.records[0]) if len(task.records) == 1 else None
    plan = Plan(task.draft(f"Void: {some or counted(len(task.records), 'letter')}"))
    if any(letter.sensitivity != "public" for letter in task.records):
        plan.draft.reason = ""
    for letter in task.records:
        if refused := _why_not(task, letter):
            plan.refuse(letter, refused)
        else:
            _void(plan, task, letter)
    plan.said = f"{counted(len(plan.draft.edits), 'letter')} marked void; the file keeps them."
    return plan


def _why_not(task: Task, letter: Any) -> str:
    """Why a letter cannot be marked so; blank where it can."""
    out, withdrawn = letter.sent_date is not None, task["why"] == "withdrawn"
    if letter.status == "void":
        return f"It is void already: {letter.void_reason}"
    if out and withdrawn:
        return "It went out: say that it was sent in error, or that another takes its place."
    return "" if out or withdrawn else "It did not go out: it is withdrawn."


def _void(plan: Plan, task: Task, letter: Any) -> None:
    reason = f"{WORDS[task['why']]}: {' '.join(task['reason'].split())}"[:MOST]
    plan.draft.change(Letter, letter.id, seen=letter.version, status="void", void_reason=reason)
    plan.lines.append(f"{label(letter)} {letter.title} to {letter.recipient}: void. {reason}")
    entry = _entry(letter)
    if letter.sent_date and entry:
        plan.approval = plan.approval or need_of(task, entry)
        plan.lines += _stands(letter, entry)


def _entry(letter: Any) -> Entry | None:
    """The registered letter of its kind; None for one that is no longer known."""
    return next((entry for entry in LETTERS if kind_of(entry).code == letter.code), None)


def _stands(letter: Any, entry: Entry) -> list[str]:
    """What sending it set, which stays as it is."""
    kind = kind_of(entry)
    model = BY_NAME[kind.sheets[0]]
    names = [model._meta.fields[name].verbose_name for name in kind.sets]
    names += ["the status"] if kind.status else []
    if not names:
        return []
    return [
        f"What it set stays: {listed(names)}. Where that no longer holds, take back the change "
        "that sent it, or enter what is right."
    ]
