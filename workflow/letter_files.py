"""A letter, envelope or face sheet as a file: made to be looked at or printed; nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from exports.letters import pages, printing
from exports.letters.declared import Kind, kind_of, letter_of
from exports.letters.writing import Wish, Written, write
from journal import access, policy
from journal.links import find_one
from journal.who import Who
from models import BY_NAME, meta
from rules.errors import BadQuestion, BadValue, Blocked, NotFound, Refused
from workflow.letters import params_of_letter
from workflow.tasks import label, read_values

GUARDED = ("medical", "privileged")


@dataclass(frozen=True)
class Asking:
    """A letter that is asked for: its key or code, the number of the record, what it asks."""

    name: str
    record: str
    given: Mapping[str, str] = field(default_factory=dict)


def to_file(who: Who, asked: Asking, file: Path, *, on: date) -> str:
    """Write a letter on a record to a file, .docx or .pdf; returns what was done, in words.

    Args:
        who: under whose policy.
        asked: which letter, on which record.
        file: where it is written, by its ending.
        on: the office's day.

    Raises:
        BadQuestion: the file has another ending. Blocked: a value is missing, each is named; or
        there is nothing here that makes a .pdf. NotFound, Refused: no such letter, or record.
    """
    ending = file.suffix.lower()
    if ending not in (".docx", ".pdf"):
        raise BadQuestion(f"A letter is written to a .docx or a .pdf, not to “{file.name}”.")
    written = drawn(who, asked, on=on)
    data: bytes | None = written.docx
    if ending == ".pdf":
        (data,) = printing.as_pdf([written.docx])
        if data is None:
            raise Blocked(printing.NOT_MADE if printing.program() else printing.NOT_HERE)
    file.write_bytes(data or b"")
    return f"{written.entry.title} on {asked.record} is in {file}. Nothing is sent."


def drawn(who: Who, asked: Asking, *, on: date) -> Written:
    """A letter on a record that `who` may see; noted where it is guarded."""
    entry = letter_of(asked.name)
    kind = kind_of(entry)
    if not policy.may_act(who, kind.roles) or not _may_see(who, kind):
        raise Refused(f"“{entry.title}” is not among the letters of your role.")
    model, row_id = _record(who, kind, asked.record)
    values = read_values(who, entry.key, params_of_letter(kind), dict(asked.given), on)
    signer = values.pop("signer") or who.user_id
    names = ("recipient", "address", "delivery", "served_by")
    wish = Wish(
        **{name: values.get(name) for name in names},
        language=values.get("language") or "en",
        signer=signer,
        given=values,
    )
    written = write(entry, model.get_by_id(row_id), wish, on=on)
    if kind.sensitivity in GUARDED:
        access.note(
            who,
            "print",
            sheet=model.__name__.lower(),
            ids=[row_id],
            sensitivities={kind.sensitivity},
            purpose=entry.title,
        )
    return written


def _may_see(who: Who, kind: Kind) -> bool:
    return not who.masked and kind.sensitivity in policy.clearance(who)


def _record(who: Who, kind: Kind, record: str) -> tuple[Any, int]:
    """The sheet and id of the record of a number."""
    said = ""
    for sheet in kind.sheets:
        model = BY_NAME[sheet]
        policy.need_read(who, model)
        try:
            return model, find_one(model, record, within=policy.scope(who, model))
        except BadValue as error:
            said = error.sentence
    raise NotFound(said)


# --- What is only printed ------------------------------------------------------------------------

MOST_PRINTED = 200
"""Records on which one print runs."""


def printed(who: Who, name: str, sheet: str, ids: Sequence[int], *, on: date) -> bytes:
    """An envelope or face sheet on each of some records, in the order given, as one .docx.

    Raises:
        NotFound, Refused: no such print, or record. Blocked: a value is missing; each record is
            named with what it lacks.
    """
    entry = letter_of(name)
    kind = kind_of(entry)
    if kind.sends or sheet not in kind.sheets:
        raise NotFound(f"“{entry.title}” is not printed of these records.")
    if not policy.may_act(who, kind.roles) or who.masked:
        raise Refused(f"“{entry.title}” is not among the letters of your role.")
    rows = _rows(who, BY_NAME[sheet], ids)
    made = [write(entry, row, Wish(signer=who.user_id), on=on) for row in rows]
    lacks = [f"{label(w.record)}: {w.missing}" for w in made if w.missing]
    if lacks:
        raise Blocked(" ".join(lacks))
    return pages.joined([written.docx for written in made])


def _rows(who: Who, model: Any, ids: Sequence[int]) -> list[Any]:
    """The records, as far as the person may see every one of them."""
    policy.need_read(who, model)
    wanted, own = list(dict.fromkeys(ids)), policy.scope(who, model)
    if not wanted or len(wanted) > MOST_PRINTED:
        raise BadQuestion(f"Choose 1 to {MOST_PRINTED} records to print of.")
    query = model.select().where(
        model.id << wanted, model.trashed_at.is_null(), *([] if own is None else [own])
    )
    found = {row.id: row for row in query}
    if len(found) < len(wanted):
        raise NotFound(f"The {meta(model, 'singular')} is no longer there.")
    return [found[row_id] for row_id in wanted]
