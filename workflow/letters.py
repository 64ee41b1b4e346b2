"""Writing letters: every registered letter is a quick action, on one record or on many.

Running it writes the letter into the file, in Word and as .pdf, sets the day that starts the clocks
of the law, moves the status, and says in the diary what comes next.
"""

from collections.abc import Callable
from typing import Any

from exports import letters
from exports.letters.declared import LETTERS, Kind, kind_of
from exports.letters.parties import claim_of
from exports.letters.writing import Wish, write
from journal import policy
from journal.law import counting
from models import Claim
from rules.choices import LETTER_DELIVERY, LETTER_LANGUAGE
from rules.errors import Blocked
from rules.registry import Entry
from rules.status_wants import Want, claim_wants
from rules.statuses import claim_move, recovery_move
from workflow import letter_prints
from workflow.letter_needs import need_of_written
from workflow.letter_rows import (
    Sent,
    changes_in_words,
    follow_up,
    kept,
    of_all,
    place_of,
    put,
    tick_off,
)
from workflow.tasks import Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import counted

AFTER = 60
"""Where letters stand among the quick actions."""
PREFIX = "letter_"
"""How the keys of these quick actions begin."""

Source = Callable[[Task, Any], Any]
SOURCES: dict[str, Source] = {
    "on": lambda task, record: task.on,
}
"""What a letter sets: name of a value -> where it comes from; others are what was asked."""


def params_of_letter(kind: Kind) -> tuple[Param, ...]:
    """What a letter asks, then what every letter asks."""
    own = [
        Param(a.name, a.kind, a.label, a.help, a.choices, "", a.required, a.default)
        for a in kind.asks
    ]
    usual = [
        Param("recipient", "text", "To", "Blank: as the record says."),
        Param("address", "long", "Address", "Blank: as the record says."),
        Param("delivery", "choice", "Sent by", choices=LETTER_DELIVERY, default=kind.delivery),
        Param("signer", "link", "Signed by", "Blank: you.", sheet="user"),
    ]
    if len(kind.languages) > 1:
        choices = tuple(pair for pair in LETTER_LANGUAGE if pair[0] in kind.languages)
        usual.append(Param("language", "choice", "Language", choices=choices, default="en"))
    if kind.proof:
        usual.append(Param("served_by", "text", "Served by", "Who signs the proof of service."))
    return (*own, *usual)


def _verb(entry: Entry) -> None:
    """Register the quick action of one letter."""
    kind = kind_of(entry)

    def plan(task: Task) -> Plan:
        """The letter on each record, with what sending it sets."""
        return write_letters(entry, task)

    facts: dict[str, Any] = {"source": kind.source} if kind.source else {}
    VERBS.add(
        f"{PREFIX}{entry.key}",
        title=f"Write {entry.title[0].lower()}{entry.title[1:]}",
        sheets=kind.sheets,
        roles=kind.roles,
        many=True,
        order=AFTER,
        params=params_of_letter(kind),
        **facts,
    )(plan)


def is_letter(key: str) -> bool:
    """Whether a quick action writes a letter."""
    return key.startswith(PREFIX)


def is_for(key: str, line: str | None) -> bool:
    """Whether a letter is one for claims of a line; any is where the line is not known."""
    of = kind_of(LETTERS.get(key.removeprefix(PREFIX))).line
    return not (of and line) or of == line


def write_letters(entry: Entry, task: Task) -> Plan:
    """A letter on each record that can have it; the others are left out with the reason."""
    plan, sent = Plan(task.draft(f"{entry.title} on {_some(task)}")), []
    for record in task.records:
        if made := _letter(plan, task, entry, record):
            sent.append(made)
    if sent:
        plan.lines += of_all(kind_of(entry))
        plan.approval = need_of_written(plan, task, entry, [one.written for one in sent])
        plan.around = lambda: kept(plan.draft, sent)
        letter_prints.later(plan, task, sent)
        plan.said = f"{counted(len(sent), 'letter')} written: {entry.title}."
    return plan


def _some(task: Task) -> str:
    records = task.records
    return label(records[0]) if len(records) == 1 else counted(len(records), "record")


def _letter(plan: Plan, task: Task, entry: Entry, record: Any) -> Sent | None:
    """One letter with all that follows from it, or nothing and the reason among the refusals."""
    kind, refused = kind_of(entry), len(plan.refusals)
    claim = claim_of(record)
    if len(task.records) > 1 and (task["recipient"] or task["address"]):
        plan.refuse(record, "One address is that of one letter: leave “To” and “Address” blank for "
                    "several, and each goes where its record says.")  # fmt: skip
        return None
    if kind.line and claim is not None and claim.line != kind.line:
        wrong = "workers' compensation" if kind.line == "W" else "liability"
        plan.refuse(record, f"This letter is for {wrong} claims.")
        return None
    if kind.sensitivity not in policy.clearance(task.who):
        plan.refuse(record, "Your role does not see letters of this kind.")
        return None
    try:
        written = write(entry, record, _wish(task), on=task.on)
    except Blocked as error:
        plan.miss(record, Want(error.sentence, column=error.column))
        return None
    values, status = _sets(kind, task, record), _status(kind, task, record)
    _judge(plan, task, record, values, status)
    if written.missing:
        plan.miss(record, Want(written.missing, column=written.column))
    if len(plan.refusals) > refused:
        return None
    place, sets = place_of(record), {**values, **({"status": status} if status else {})}
    sent = put(plan, task, written, place)
    if sets:
        plan.draft.change(type(record), record.id, seen=record.version, **sets)
    plan.lines += [*written.values.get("told", ()), *changes_in_words(record, sets)]
    tick_off(plan, task, written)
    follow_up(plan, task, written, place)
    if len(task.records) == 1:
        plan.opens = sent.letter
    return sent


def _wish(task: Task) -> Wish:
    return Wish(
        task["recipient"],
        task["address"],
        task["delivery"],
        task["language"] or "en",
        task["signer"] or task.who.user_id,
        task["served_by"],
        task.values,
    )


# --- What sending it sets ------------------------------------------------------------------------


def _sets(kind: Kind, task: Task, record: Any) -> dict[str, Any]:
    """The columns that change, with their values."""
    if kind.sets_if and not task[kind.sets_if]:
        return {}
    found: dict[str, Any] = {}
    for column, name in kind.sets.items():
        value = SOURCES[name](task, record) if name in SOURCES else task[name]
        if value is not None and value != getattr(record, column):
            found[column] = value
    return found


def _status(kind: Kind, task: Task, record: Any) -> str:
    """The status that the record takes; blank where it stays."""
    status = kind.status
    for (name, answer), instead in kind.statuses.items():
        status = instead if task[name] == answer else status
    if not status or record.status == status:
        return ""
    return status if not kind.moves_from or record.status in kind.moves_from else ""


def _judge(plan: Plan, task: Task, record: Any, values: dict[str, Any], status: str) -> None:
    """Whether the life of the record allows the step, and what it still wants for it."""
    if not status:
        return
    is_claim = isinstance(record, Claim)
    move = (
        claim_move(record.line, record.status, status)
        if is_claim
        else recovery_move(record.status, status)
    )
    if not move.allowed:
        plan.refuse(record, move.why, "set_status")
    elif is_claim:
        row = counting(task.on).facts({**record.__data__, **values, "status": status})
        for want in claim_wants(row, record.status, on=task.on):
            plan.miss(record, want)


letters.load()
for _entry in LETTERS:
    if kind_of(_entry).sends:
        _verb(_entry)
