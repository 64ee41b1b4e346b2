"""Undoing a batch: a new batch that reverses each row, keeps what was edited since, and says what
blocks it.

A made row goes to the trash, a changed one gets its old values back, a trashed one is restored.
Posted money is reversed by a row of its own. Roll-ups and days follow by themselves. Undo of an
undo is the identity for all but posted money, which is never paid out by undo (undo_rules.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import models as m
from journal import policy
from journal.clicks import Click
from journal.commit import commit_parts
from journal.database import run
from journal.drafts import Draft
from journal.history import at_versions, versions
from journal.reversal import REVERSED, chain, followers, mirror
from journal.stored import to_python
from journal.twins import kept
from journal.undo_rules import LEDGERS, Rules, posted_among
from journal.who import Who, called
from models import BY_NAME, SHEETS, Batch, Change, columns_of, meta
from rules.errors import NotFound, Refused

AT_ONCE = 2_000
MANAGERS = ("risk_manager", "wc_manager", "administrator")
"""Who may undo what somebody else wrote."""
INSTEAD: dict[Any, dict[str, Any]] = {
    m.ImportRun: {"status": "undone"},
    m.Letter: {"status": "void", "void_reason": "What sent it was undone; the letter went out."},
}
"""Sheets whose made rows stay as a record and only change their status."""
STAYS = {
    m.CustomColumn: "The column is retired: what it holds is kept, and it can be brought back.",
    m.ImportRun: "It stays as a record, marked undone.",
    m.Letter: "The letter went out: it stays in the file, marked void.",
}


UNDO, REDO = "Undo: ", "Redo: "
EDITED = "Edited since by "
NOT_SHOWN = "not shown to you"


class Step(NamedTuple):
    """What becomes of one row: reversed, kept (edited since) or blocked, and why."""

    sheet: str
    id: int
    label: str
    outcome: str
    reason: str

    @property
    def edited_by(self) -> str:
        """Who changed the row since, which is why it stays; empty where that is not why."""
        is_edited = self.outcome == "kept" and self.reason.startswith(EDITED)
        return self.reason.removeprefix(EDITED).removesuffix(".") if is_edited else ""


@dataclass
class UndoPlan:
    """What undoing a batch would do."""

    seq: int
    title: str
    steps: list[Step] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows have this outcome."""
        return sum(step.outcome == outcome for step in self.steps)


@dataclass
class Undone:
    """What undoing a batch did; `seq` is the new batch, None when nothing could be reversed."""

    seq: int | None
    plan: UndoPlan


@dataclass
class _Row:
    """The changes that the batch made to one row."""

    model: Any
    id: int
    operations: list[str]
    columns: set[str]
    first: int
    last: int


def preview(who: Who, seq: int, *, on: date) -> UndoPlan:
    """What undoing batch `seq` would do, row by row.

    Raises:
        NotFound: there is no such batch. Refused: it is not this person's to undo.
    """
    batch = _batch(who, seq)
    plan = UndoPlan(seq, batch.title or "")
    for _ in _parts(who, batch, plan, on):
        pass
    return plan


def undo(who: Who, seq: int, *, on: date, key: Click | None = None) -> Undone:
    """Undo batch `seq` as one new batch.

    Raises:
        NotFound, Refused: as `preview`. Stale: somebody changed a row meanwhile; nothing was
        written.
    """
    batch = _batch(who, seq)
    plan = UndoPlan(seq, batch.title or "")
    head = Draft(title_of(batch.title or ""), source="undo", undoes=batch.id, on=on)
    receipt = commit_parts(who, head, _parts(who, batch, plan, on), key=key)
    return Undone(receipt.seq, plan)


def title_of(title: str) -> str:
    """What undoing a batch of this title is called; what was undone is done again."""
    if title.startswith(UNDO):
        return f"{REDO}{title.removeprefix(UNDO)}"
    return f"{UNDO}{title.removeprefix(REDO)}"[:300]


def _batch(who: Who, seq: int) -> Batch:
    batch = Batch.get_or_none(Batch.seq == seq) if 0 < seq < 2**31 else None
    if batch is None:
        raise NotFound(f"There is no change number {seq}.")
    own = who.user_id is not None and batch.user_id == who.user_id
    if who.masked or not (who.operator or own or who.roles & set(MANAGERS)):
        raise Refused("Only who made this change, or a manager, can undo it.")
    return batch


def _parts(who: Who, batch: Batch, plan: UndoPlan, on: date) -> Iterator[Draft]:
    """The drafts that reverse the batch, newest rows first, so that money is reversed before its
    claim goes; before them what comes back from the trash, since money needs its claim.
    """
    made, rules = _made(batch), Rules(who, batch, _made(batch))
    back: dict[Any, set[int]] = defaultdict(set)
    for these in _turns(_rows(batch)):
        for part in _chunks(these):
            draft = Draft("", source="undo", on=on)
            for model, found in sorted(part.items(), key=lambda pair: pair[0] is m.Approval):
                _Sheet(who, rules, plan, draft, made, back).reverse(model, found)
            if draft:
                yield draft


def _rows(batch: Batch) -> list[_Row]:
    """The rows that the batch touched, the last one first."""
    query = (
        Change.select(Change.sheet, Change.row_id, Change.operation, Change.columns, Change.version)
        .where(Change.batch == batch.id)
        .order_by(Change.id.desc())
        .tuples()
    )
    rows: dict[tuple[str, int], _Row] = {}
    for sheet, row_id, operation, columns, version in query.iterator():
        row = rows.setdefault(
            (sheet, row_id), _Row(BY_NAME[sheet], row_id, [], set(), version, version)
        )
        row.operations.insert(0, operation)
        row.columns |= set(filter(None, (columns or "").split(",")))
        row.first = version
    return list(rows.values())


def _turns(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """What comes back from the trash, entries with the records that they hang on, then the rest:
    money first and the cases that it moved, so that what hangs together with a row that stays is
    judged after it.
    """
    posted = posted_among(row.id for row in rows if row.model is m.Payment)
    trashed = [row for row in rows if row.operations[0] == "trash"]
    alone = _without_their_record(trashed)
    back = [r for r in trashed if r.model is not m.Diary or r.id not in alone]
    taken = {(r.model, r.id) for r in back}
    rest = [r for r in rows if (r.model, r.id) not in taken]

    def place(row: _Row) -> int:
        if row.model in LEDGERS and (row.model is not m.Payment or row.id in posted):
            return 0
        return 1 if row.model is m.Recovery and row.operations[0] == "change" else 2

    return back, sorted(rest, key=place)


def _without_their_record(rows: list[_Row]) -> set[int]:
    """The diary entries among rows of the trash whose record is not among them."""
    known = {(row.model, row.id) for row in rows}
    names = {"claim": m.Claim, "recovery": m.Recovery, "incident": m.Incident}
    alone, ids = set(), [row.id for row in rows if row.model is m.Diary]
    for start in range(0, len(ids), AT_ONCE):
        query = m.Diary.select(m.Diary.id, *(getattr(m.Diary, name) for name in names)).where(
            m.Diary.id << ids[start : start + AT_ONCE]
        )
        for entry, *links in query.tuples():
            if not set(zip(names.values(), links, strict=True)) & known:
                alone.add(entry)
    return alone


def _chunks(rows: list[_Row]) -> Iterator[dict[Any, list[_Row]]]:
    for start in range(0, len(rows), AT_ONCE):
        found = defaultdict(list)
        for row in rows[start : start + AT_ONCE]:
            found[row.model].append(row)
        yield found


def _made(batch: Batch) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    query = Change.select(Change.sheet, Change.row_id).where(
        Change.batch == batch.id, Change.operation == "create"
    )
    for sheet, row_id in query.tuples().iterator():
        found[sheet].add(row_id)
    return found


class _Sheet:
    """The rows of one sheet within one part of an undo."""

    def __init__(
        self,
        who: Who,
        rules: Rules,
        plan: UndoPlan,
        draft: Draft,
        made: dict[str, set[int]],
        back: dict[Any, set[int]],
    ) -> None:
        self.who, self.rules, self.plan, self.draft = who, rules, plan, draft
        self.made, self.back = made, back
        self.reversals: dict[int, list[Any]] = {}
        self.typed: set[str] = set()
        """Columns of the sheet at hand that are put back."""
        self.before: dict[int, dict[str, Any]] = {}
        """The changed rows of the sheet at hand as they stood before."""

    def reverse(self, model, rows: list[_Row]) -> None:
        """Judge each row and put what reverses it into the draft."""
        ids = [row.id for row in rows]
        now = {r.id: r for r in model.select().where(model.id << ids)}
        self.typed, since = _typed(model), _since(model, rows, self.plan.seq)
        changed = {row.id: row.first - 1 for row in rows if row.operations[0] == "change"}
        self.before = at_versions(model, changed)
        self.reversals = followers(model, ids) if model in REVERSED else {}
        hanging = self._hanging(
            _children(model), [r.id for r in rows if r.operations[0] == "create"]
        ) | self._hanging(
            [(child, link) for child, link in _children(model) if child in REVERSED],
            [r.id for r in rows if r.operations[0] == "restore"],
        )
        seen = self.rules.sees(model, ids)
        labels = _labels(self.who, model, {row_id: now[row_id] for row_id in seen})
        for row in rows:
            forbidden = self.rules.why_not(model, row, now[row.id], seen=row.id in seen)
            outcome, reason = (
                ("blocked", forbidden)
                if forbidden
                else self._together(model, row, now[row.id])
                or self._judge(model, row, now[row.id], since.get(row.id), hanging.get(row.id))
            )
            self.rules.take_down(model, now[row.id], outcome, reason)
            if outcome in ("kept", "blocked"):
                self.made[model.__name__.lower()].discard(row.id)
            if outcome:
                self.plan.steps.append(
                    Step(
                        model.__name__.lower(),
                        row.id,
                        labels.get(row.id, NOT_SHOWN),
                        outcome,
                        reason,
                    )
                )

    def _together(self, model, row: _Row, now) -> tuple[str, str] | None:
        """That a row stays with its money or its amount; None where nothing of it is put back."""
        moves = row.operations[0] != "change" or row.columns & self.typed
        return self.rules.why_together(model, now) if moves else None

    def _judge(
        self, model, row: _Row, now, since: str | None, hanging: str | None
    ) -> tuple[str, str]:
        operation = row.operations[0]
        if _is_posting(model, row, now):
            return self._reverse_money(model, now)
        if operation == "create":
            return self._unmake(model, row, now, since, hanging)
        if operation == "restore":
            return self._put_away(model, now, hanging)
        if operation == "trash":
            return self._bring_back(model, row, now)
        return self._put_back(model, row, now, since)

    def _unmake(self, model, row: _Row, now, since, hanging) -> tuple[str, str]:
        if model is m.CustomColumn and not now.trashed_at:
            return self._retire(now)
        if model in INSTEAD and not now.trashed_at and not _is_unsent(now):
            if all(getattr(now, name) == value for name, value in INSTEAD[model].items()):
                return "kept", "It is undone already."
            if model is m.Letter and now.status == "void":
                return "kept", "It is void already."
            self.draft.change(model, row.id, seen=None, **INSTEAD[model])
            return "reversed", STAYS[model]
        if since and not now.trashed_at:
            return "kept", since
        if model is m.Document and _is_of_letter(row.id):
            return "kept", "Its letter went out: it stays in the file with it."
        return self._put_away(model, now, hanging)

    def _retire(self, now) -> tuple[str, str]:
        """An added column leaves the sheet with all that it holds kept."""
        if now.retired_date:
            return "kept", "It is retired already."
        self.draft.change(m.CustomColumn, now.id, seen=now.version, retired_date=self.draft.on)
        return "reversed", STAYS[m.CustomColumn]

    def _put_away(self, model, now, hanging: str | None) -> tuple[str, str]:
        if now.trashed_at:
            return "kept", "It is in the trash already."
        if hanging:
            return "blocked", hanging
        self.draft.trash(model, now.id, seen=now.version)
        return "reversed", ""

    def _bring_back(self, model, row: _Row, now) -> tuple[str, str]:
        if not now.trashed_at:
            return "kept", "It is out of the trash already."
        if len(model._meta.key) == 1:
            key = model._meta.key[0]
            other = (
                model.select(model.id)
                .where(getattr(model, key) == getattr(now, key), model.trashed_at.is_null())
                .tuples()
                .first()
            )
            if other:
                return "blocked", f"Another {meta(model, 'singular')} bears its number now."
        self.draft.restore(model, row.id)
        self.back[model].add(row.id)
        return "reversed", ""

    def _put_back(self, model, row: _Row, now, since) -> tuple[str, str]:
        columns = [c for c in sorted(row.columns) if c in self.typed]
        if model is m.Payment and now.posted_at and columns == ["status"]:
            columns = []  # A reversing row says what stands; the status of the first stays.
        if not columns:
            return "", ""
        if model is m.Approval and now.status in ("approved", "undone"):
            return self._end_approval(now)
        judged = set(columns) - BY_ACTION.get(model, frozenset())
        if hidden := self.rules.why_no_column(model, judged):
            return "blocked", hidden
        if since:
            return "kept", since
        before = self.before.get(row.id)
        if before is None:
            return "blocked", "What stood before is no longer kept."
        values = {c: to_python(model._meta.fields[c])(before[c]) for c in columns}
        if wrong := self.rules.why_not_as(model, now, values) or self._gone(model, values):
            return "blocked", wrong
        self.draft.change(model, row.id, seen=now.version, **values)
        return "reversed", ""

    def _end_approval(self, now) -> tuple[str, str]:
        """What was approved and is taken back waits no more: who wants it asks again."""
        if now.status == "undone":
            return "blocked", "It was undone. Ask again instead."
        if self.plan.count("blocked"):
            return "blocked", "What it approved stands."
        self.draft.change(m.Approval, now.id, seen=now.version, status="undone")
        return "reversed", "It ends as undone."

    def _gone(self, model, values: dict[str, Any]) -> str:
        """What keeps these values from standing: the row that one of them points to is away."""
        for name, value in values.items():
            field = model._meta.fields[name]
            if getattr(field, "kind", "") != "link" or value in (None, *self.back[field.rel_model]):
                continue
            target = field.rel_model
            query = target.select(target.id).where(target.id == value)
            if not query.where(target.trashed_at.is_null()).exists():
                return f"The {meta(target, 'singular')} that it points to is in the trash."
        return ""

    def _reverse_money(self, model, now) -> tuple[str, str]:
        after = self.reversals[now.id]
        if len(after) % 2:
            return "kept", "It was reversed already."
        last = after[-1] if after else now
        values = mirror(model, last, self.draft.on)
        if gone := self._gone(model, {name: values[name] for name in REVERSED[model]}):
            return "blocked", gone
        if model is m.Payment:
            self.draft.change(model, last.id, status="void")
        self.draft.create(model, **values)
        return "reversed", "By a reversing row."

    def _hanging(self, children: Iterable[tuple[Any, Any]], ids: list[int]) -> dict[int, str]:
        """What other batches hung on the rows that this one made, in words."""
        found: dict[int, list[str]] = defaultdict(list)
        for child, link in children:
            column = link.column_name
            own = self.made.get(child.__name__.lower(), set())
            for start in range(0, len(ids), AT_ONCE):
                part = ids[start : start + AT_ONCE]
                marks = ", ".join("?" * len(part))
                rows = run(
                    f'SELECT "{column}", id FROM "{child._meta.table_name}" WHERE "{column}" '
                    f"IN ({marks}) "
                    "AND trashed_at IS NULL",
                    tuple(part),
                ).fetchall()
                counts: dict[int, int] = defaultdict(int)
                for parent, child_id in rows:
                    if child_id not in own and not _is_settled(child, child_id, own):
                        counts[parent] += 1
                for parent, count in counts.items():
                    one, many = meta(child, "singular"), meta(child, "plural").lower()
                    found[parent].append(f"{count} {one if count == 1 else many}")
        return {
            parent: f"{' and '.join(words)} of somebody's later work hang on it."
            for parent, words in found.items()
        }


def _is_settled(model, row_id: int, own: set[int]) -> bool:
    """Whether a ledger row weighs nothing with its reversals, or is about to be reversed."""
    if model not in REVERSED:
        return False
    rows = chain(model, row_id)
    return len(rows) % 2 == 0 or not own.isdisjoint(rows)


def _children(model):
    for child in SHEETS:
        for link in columns_of(child):
            if link.kind == "link" and link.rel_model is model and link.name != "reverses":
                yield child, link


def _is_posting(model, row: _Row, now) -> bool:
    """Whether the batch put money on a ledger by this row."""
    if model is m.Payment:
        return bool(now.posted_at) and (row.operations[0] == "create" or "posted_at" in row.columns)
    return model in REVERSED and row.operations[0] == "create"


def _is_unsent(row) -> bool:
    """Whether a row is a letter that did not go out."""
    return isinstance(row, m.Letter) and row.sent_date is None


def _is_of_letter(document_id: int) -> bool:
    """Whether a document is a letter that was sent."""
    query = m.Letter.select(m.Letter.id).where(
        (m.Letter.document == document_id) | (m.Letter.printed == document_id),
        m.Letter.sent_date.is_null(False),
    )
    return bool(query.exists())


BY_ACTION = {m.Recovery: frozenset({"adjusted", "plan_balance", "bill_steps", "bill_changes"})}
"""Sheet -> columns that nobody types and no rule works out again: an action gives them."""


def _typed(model) -> set[str]:
    given = BY_ACTION.get(model, frozenset())
    own = (f for f in kept(model) if f.name not in m.OWN_COLUMNS)
    return {f.name for f in own if not f.derived or f.name in given}


def _labels(who: Who, model, rows: dict[int, Any]) -> dict[int, str]:
    """What each row is called, where `who` may see the column that names it."""
    key = model._meta.key[0]
    if key not in policy.readable_names(who, model):
        return {}
    return {row_id: str(getattr(row, key)) for row_id, row in rows.items()}


def _since(model, rows: list[_Row], seq: int) -> dict[int, str]:
    """For each row that was edited after batch `seq` in the same columns (for a made row: in any),
    who did it.
    """
    last, typed = {row.id: row for row in rows}, _typed(model)
    found: dict[int, str] = {}
    query = (
        Change.select(
            Change.row_id, Change.version, Change.columns, Change.operation, called(Batch.actor)
        )
        .join(Batch, on=(Change.batch == Batch.id))
        .where(Change.sheet == model.__name__.lower(), Change.row_id << list(last))
        .where(Batch.seq > seq)
        .order_by(Change.version)
        .tuples()
    )
    for row_id, version, columns, operation, actor in query:
        row = last[row_id]
        touched = set((columns or "").split(",")) & typed
        asked = typed if row.operations[0] == "create" else row.columns
        if version > row.last and operation == "change" and touched & asked:
            found[row_id] = f"{EDITED}{actor}."
    return {i: words for i, words in found.items() if _differs(model, last[i])}


def _differs(model, row: _Row) -> bool:
    """Whether what the batch left in the columns it touched stands no longer; an edit taken back
    does not count.
    """
    known = versions(model, row.id)
    asked = _typed(model) if row.operations[0] == "create" else row.columns & _typed(model)
    left, now = known.get(row.last), known[max(known)]
    return left is None or any(left[column] != now[column] for column in asked)
