"""History on screen: the versions of a record or of one cell, what a change set changed, and taking
it back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin_views import disclosed
from admin_views.drawing import words_of
from admin_views.named import Kept, Names
from admin_views.places import place_of
from journal import policy, undo
from journal.clicks import click_of
from journal.history import Cells, Version, of_cell, of_row
from journal.question import Question
from journal.reading import ask
from journal.settings import zone
from journal.who import Who
from models import BY_NAME, SHEETS, Batch, Change, User, meta
from rules.days import long_day
from rules.errors import NotFound
from sheets.columns import Link
from workflow.verbs import VERBS

PAGE = 100
SHOWN_STEPS = 200
SHOWN_VALUES = 40
"""Changed rows of a preview whose values are shown, before and after."""
DETAIL = {
    "claim": "claimant",
    "contactlog": "contact_name",
    "diary": "subject",
    "document": "title",
    "filenote": "subject",
    "incident": "location",
    "payment": "payee_name",
    "recovery": "asset_description",
    "recoverycost": "description",
    "recoveryreceipt": "payer",
    "reserve": "category",
}
"""Sheet -> what tells a record beside its number."""
BACK = {
    "create": "Goes to the trash.",
    "restore": "Goes to the trash.",
    "trash": "Comes out of the trash.",
}
"""What was done to a row -> what taking it back does."""
"""Rows of an undo that the page lists; the counts hold for all."""
OPERATIONS = dict(Change.operation.choices)
SOURCES = dict(Batch.source.choices)


@dataclass(frozen=True)
class Line:
    """One column of a version in words."""

    column: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One version of a record in words."""

    version: int
    seq: int
    when: str
    time: str
    by: str
    title: str
    reason: str
    source: str
    operation: str
    lines: list[Line]


def need_journaled(model) -> None:
    """Records of the journal itself have no history."""
    if model not in SHEETS:
        raise NotFound("This record is never changed: it has no history.")


def row_history(
    who: Who, model, row_id: int, column: str = "", kept: Kept | None = None
) -> list[Entry]:
    """The versions of a record, or those in which one column changed, newest first, in words."""
    versions = of_cell(who, model, row_id, column) if column else of_row(who, model, row_id)
    sheet = model.__name__.lower()
    disclosed.note(who, sheet, [row_id], disclosed.of_changes(versions), purpose="history")
    names = Names(who, kept)
    learn_links(names, (change for version in versions for change in version.changes))
    return [_entry(version, names) for version in versions]


def learn_links(names: Names, cells: Iterable[Cells]) -> None:
    """Ask for the names of all records that changed cells point to, each sheet's at once."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for cell in cells:
        if isinstance(cell.field, Link):
            wanted[cell.field.rel_model].update(
                v for v in (cell.old, cell.new) if isinstance(v, int)
            )
    for model, ids in wanted.items():
        names.learn(model, ids)


def _entry(version: Version, names: Names) -> Entry:
    at = version.at.astimezone(zone())
    lines = [
        Line(
            c.field.name,
            c.field.verbose_name or c.field.name,
            names.words(c.field, c.old),
            names.words(c.field, c.new),
        )
        for c in version.changes
    ]
    return Entry(
        version.version,
        version.seq,
        long_day(at.date()),
        f"{at:%H:%M}",
        version.by,
        version.title,
        version.reason,
        SOURCES.get(version.source, version.source),
        OPERATIONS.get(version.operation, version.operation),
        lines,
    )


# --- A change set -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """One row that a change set made or changed, as far as the person may see it."""

    sheet: str
    label: str
    url: str
    operation: str
    columns: str


def batch_facts(who: Who, seq: int) -> dict[str, Any]:
    """The head of a change set by column, in words.

    Raises:
        NotFound: there is none of this number.
    """
    answer = (
        ask(who, Question(Batch, columns=("*",), filters=(f"seq={seq}",)), counted=False)
        if seq < 2**31
        else None
    )
    if answer is None or not answer.rows:
        raise NotFound(f"There is no change number {seq}.")
    row = answer.rows[0]
    words = {f.name: words_of(f, v) for f, v in zip(answer.fields, row.values, strict=True)}
    if words.get("verb") in VERBS:
        words["verb"] = VERBS.get(words["verb"]).title
    if words.get("actor") and "name" in policy.readable_names(who, User):
        named = User.select(User.name).where(User.email == words["actor"]).tuples().first()
        words["actor"] = (named and named[0]) or words["actor"]
    return {"id": row.id, **words}


def changed_rows(who: Who, batch_id: int, *, after: int = 0) -> tuple[list[Changed], int | None]:
    """A page of the rows of a change set, and where the next one starts; rows out of sight are left
    out.
    """
    query = (
        Change.select(Change.id, Change.sheet, Change.row_id, Change.operation, Change.columns)
        .where(Change.batch == batch_id, Change.id > after)
        .order_by(Change.id)
        .limit(PAGE + 1)
        .tuples()
    )
    rows = list(query)
    shown = rows[:PAGE]
    names, by_sheet = Names(who), defaultdict(set)
    for _, sheet, row_id, _, _ in shown:
        by_sheet[sheet].add(row_id)
    known = {sheet: names.learn(BY_NAME[sheet], ids) for sheet, ids in by_sheet.items()}
    found = [_changed(who, known[row[1]], row) for row in shown if row[2] in known[row[1]]]
    return found, shown[-1][0] if len(rows) > PAGE else None


def _changed(who: Who, names: dict[int, str], row: tuple) -> Changed:
    _, sheet, row_id, operation, columns = row
    model = BY_NAME[sheet]
    seen = {f.name for f in policy.readable(who, model, past=True)}
    labels = [
        model._meta.fields[name].verbose_name for name in (columns or "").split(",") if name in seen
    ]
    return Changed(
        meta(model, "singular"),
        names[row_id],
        place_of(sheet, row_id),
        OPERATIONS[operation],
        ", ".join(labels),
    )


# --- Taking it back -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Reversal:
    """What taking a change set back would do, or did: counts, the first rows, and a sentence."""

    counts: dict[str, int]
    steps: list[dict[str, str]]
    sentence: str
    seq: int | None = None


def preview(who: Who, seq: int, *, on: date) -> Reversal:
    """What taking a change set back would do."""
    plan = undo.preview(who, seq, on=on)
    counts = _counts(plan)
    sentence = (
        f"{_rows(counts['reversed'])} will be put back as before."
        if counts["reversed"]
        else "Nothing of it can be put back."
    )
    return Reversal(counts, _steps(who, plan), sentence)


def take_back(who: Who, seq: int, *, on: date, click: str | None) -> Reversal:
    """Take a change set back; what stays, as edited since or gone out, is named."""
    key = click_of(who, f"undo {seq}", click, None)
    done = undo.undo(who, seq, on=on, key=key)
    counts = _counts(done.plan)
    parts = [f"{_rows(counts['reversed'])} put back"]
    parts += [f"{counts['kept']:,} kept"] * bool(counts["kept"])
    parts += [f"{counts['blocked']:,} left, something is in the way"] * bool(counts["blocked"])
    return Reversal(counts, _steps(who, done.plan, done=True), f"{', '.join(parts)}.", done.seq)


def _counts(plan: undo.UndoPlan) -> dict[str, int]:
    return {outcome: plan.count(outcome) for outcome in ("reversed", "kept", "blocked")}


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _steps(who: Who, plan: undo.UndoPlan, *, done: bool = False) -> list[dict[str, Any]]:
    """The rows that are not simply reversed first, then the others; names as far as they may be
    seen.
    """
    order = {"blocked": 0, "kept": 1, "reversed": 2}
    steps = sorted(plan.steps, key=lambda step: order[step.outcome])[:SHOWN_STEPS]
    by_sheet = defaultdict(set)
    for step in steps:
        by_sheet[step.sheet].add(step.id)
    names = Names(who)
    known = {sheet: names.learn(BY_NAME[sheet], ids) for sheet, ids in by_sheet.items()}
    told = {sheet: details_of(who, BY_NAME[sheet], ids) for sheet, ids in by_sheet.items()}
    becomes = {} if done else _becomes(who, plan.seq, steps, names)
    return [
        {
            "detail": told[s.sheet].get(s.id, ""),
            "becomes": becomes.get((s.sheet, s.id), ()) if s.id in known[s.sheet] else (),
            "sheet": meta(BY_NAME[s.sheet], "singular").capitalize(),
            "label": known[s.sheet].get(s.id, "not shown to you"),
            "url": place_of(s.sheet, s.id) if s.id in known[s.sheet] else "",
            "outcome": s.outcome,
            "reason": s.reason,
        }
        for s in steps
    ]


def details_of(who: Who, model, ids: set[int]) -> dict[int, str]:
    """What tells records beside their numbers, as far as it may be seen."""
    name = DETAIL.get(model.__name__.lower(), "")
    if not name or name not in policy.open_names(who, model):
        return {}
    found: dict[int, str] = {}
    for trash in (False, True):
        question = Question(
            model, columns=(name,), ids=tuple(ids), sort=("id",), limit=SHOWN_STEPS, trash=trash
        )
        answer = ask(who, question, counted=False)
        found |= {row.id: words_of(answer.fields[0], row.values[0]) for row in answer.rows}
    return found


def _becomes(
    who: Who, seq: int, steps: Sequence[undo.Step], names: Names
) -> dict[tuple[str, int], tuple[str, ...]]:
    """What each row that is put back becomes: where it goes, or its values as they were."""
    going = {(s.sheet, s.id) for s in steps if s.outcome == "reversed" and not s.reason}
    query = (
        Change.select(Change.sheet, Change.row_id, Change.operation)
        .join(Batch, on=(Change.batch == Batch.id))
        .where(Batch.seq == seq)
        .order_by(Change.id.desc())
        .tuples()
    )
    first = {(sheet, row_id): operation for sheet, row_id, operation in query}
    changed = [key for key in going if first.get(key) not in BACK][:SHOWN_VALUES]
    found = {key: (BACK[first[key]],) for key in going if first.get(key) in BACK}
    return found | {key: _values_back(who, seq, key, names) for key in changed}


def _values_back(who: Who, seq: int, key: tuple[str, int], names: Names) -> tuple[str, ...]:
    """The values of a row that go back, each as it stands and as it was."""
    model, row_id = BY_NAME[key[0]], key[1]
    try:
        versions = [one for one in of_row(who, model, row_id) if one.seq == seq]
    except NotFound:
        return ()
    disclosed.note(who, key[0], [row_id], disclosed.of_changes(versions), purpose="undo preview")
    return tuple(
        f"{c.field.verbose_name or c.field.name}: {names.words(c.field, c.new) or 'blank'} → "
        f"{names.words(c.field, c.old) or 'blank'}"
        for version in versions
        for c in version.changes
        if not c.field.derived
    )
