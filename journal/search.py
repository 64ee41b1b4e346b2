"""One search: words in a sheet's list, and any number, name, phone or plate in the whole office.

A word of three letters or more is looked up by its trigrams; where few rows hold it they are taken
from the
index, where many do the order of the list is walked and each row looked at. Every hit is checked
again
against the columns that may be seen, so that nothing hidden can be guessed.
"""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from journal import policy, search_tables
from journal.database import is_sqlite, run
from journal.question import Query, Question, contains, label_columns
from journal.search_tables import LEVELS, SHIFT, place, searched, sheet_at
from journal.stored import row_of
from journal.twins import kept
from journal.who import Who
from models import SHEETS, Claim, columns_of, meta

FEW = 5_000
SHORTEST = 3
AT_ONCE = 1_000
PER_SHEET = 20


class Hit(NamedTuple):
    """A row that the search found."""

    sheet: str
    id: int
    label: str
    detail: str


def words_of(text: str) -> list[str]:
    """The words of a search, longest first; at most eight."""
    return sorted({word.casefold() for word in text.split()}, key=lambda w: (-len(w), w))[:8]


def conditions(query: Query, text: str) -> list[Any]:
    """What must hold of a row of the query's sheet so that it holds every word."""
    words = words_of(text)
    columns = _columns(query)
    if not words or not columns:
        return [query.base.id.is_null()] if words else []
    found = [reduce(or_, [contains(column, word) for column in columns]) for word in words]
    ids = None if query.world.seq is not None or query.question.trash else _few(query, words)
    return found if ids is None else [query.base.id << ids, *found]


def _columns(query: Query) -> list[Any]:
    seen = policy.readable_names(query.who, query.model)
    names = meta(query.model, "search") or tuple(
        f.name for f in columns_of(query.model) if f.kind in ("code", "text")
    )
    return [getattr(query.base, name) for name in names if name in seen]


def _few(query: Query, words: list[str]) -> list[int] | None:
    """The ids that hold the rarest indexed word, or None when there are many or the words are
    short.
    """
    model = query.model
    if model not in SHEETS or not searched(model):
        return None
    low = place(model, 0)
    for word in words[:3]:
        if len(word) < SHORTEST:
            return None
        places = _places(word, _levels(query.who), low, low + (1 << SHIFT), FEW + 1)
        if len(places) <= FEW:
            return sorted({number - low for number in places})
    return None


def _levels(who: Who) -> list[str]:
    return [level for level in LEVELS if level in policy.clearance(who)] or ["public"]


def _places(word: str, levels: list[str], low: int, high: int, limit: int) -> list[int]:
    """Numbers of rows whose index text holds the trigrams of a word."""
    parts, values = [], []
    for level in levels:
        if is_sqlite():
            parts.append(
                f"SELECT rowid FROM search_{level} WHERE search_{level} MATCH ? AND rowid "
                "BETWEEN ? AND ?"
            )
            values += [_trigrams(word), low, high]
        else:
            parts.append(
                f"SELECT place FROM search_{level} WHERE words LIKE ? AND place BETWEEN ? AND ?"
            )
            values += [_like(word), low, high]
    statement = " UNION ALL ".join(parts)
    return [
        row[0]
        for row in run(
            f"SELECT * FROM ({statement}) AS found LIMIT {limit}", tuple(values)
        ).fetchall()
    ]


def _trigrams(word: str) -> str:
    grams = dict.fromkeys(word[i : i + 3].replace('"', '""') for i in range(len(word) - 2))
    return " AND ".join(f'"{gram}"' for gram in grams)


def _like(word: str) -> str:
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def find(who: Who, text: str, *, limit: int = 20, sheets: tuple | None = None) -> list[Hit]:
    """Rows of every sheet that hold all words, claims first; an exact key comes before all
    others.
    """
    words = words_of(text)
    if not words:
        return []
    hits = _by_key(who, text.strip(), sheets)
    if len(words[0]) >= SHORTEST:
        by_sheet: dict[Any, list[int]] = defaultdict(list)
        for number in _places(words[0], _levels(who), 0, 1 << 62, FEW):
            model, row_id = sheet_at(number)
            if (sheets is None or model in sheets) and len(by_sheet[model]) < 500:
                by_sheet[model].append(row_id)
        for model in SHEETS:
            if model in by_sheet and policy.may_read(who, model):
                hits += _hits(who, model, text, sorted(by_sheet[model], reverse=True))
    return list(dict.fromkeys(hits))[:limit]


def _by_key(who: Who, text: str, sheets: tuple | None) -> list[Hit]:
    """Rows whose number begins with the text: found by the index of the key, whatever its
    length.
    """
    found = []
    for model in SHEETS:
        key = model._meta.fields[model._meta.key[0]]
        wanted = sheets is None or model in sheets
        if (
            wanted
            and meta(model, "number", None)
            and policy.may_read(who, model)
            and key.name in policy.readable_names(who, model)
        ):
            query = Query(who, Question(model))
            rows = query.select(query.base.id).where(
                *query.conditions(), getattr(query.base, key.name) << _cases(text)
            )
            found += _hits(who, model, "", [row_id for (row_id,) in rows.limit(3).tuples()])
    return found


def _cases(text: str) -> list[str]:
    return list(dict.fromkeys((text, text.upper(), text.lower())))


def _hits(who: Who, model, text: str, ids: list[int]) -> list[Hit]:
    if not ids:
        return []
    query = Query(who, Question(model, ids=tuple(ids[:500])))
    names = tuple(dict.fromkeys((*_known_by(who, model), *detail_columns(who, model))))
    checks = conditions(query, text) if text else []
    if not names or (text and not _columns(query)):
        return []
    rows = (
        query.select(query.base.id, *[getattr(query.base, name) for name in names])
        .where(*query.conditions(), *checks)
        .order_by(query.base.id.desc())
        .limit(PER_SHEET)
        .tuples()
    )
    width = len(_known_by(who, model))
    return [
        Hit(
            model.__name__.lower(),
            row[0],
            " · ".join(str(v) for v in row[1 : width + 1] if v),
            " · ".join(str(v)[:80] for v in row[width + 1 :] if v),
        )
        for row in rows
    ]


def _known_by(who: Who, model) -> tuple[str, ...]:
    seen = policy.readable_names(who, model)
    names = [model._meta.key[0], *label_columns(who, model)]
    if model is Claim:
        names.append("claimant")
    return tuple(name for name in dict.fromkeys(names) if name in seen)


def detail_columns(who: Who, model) -> tuple[str, ...]:
    """The columns that a hit shows beside what the row is known by."""
    seen = {f.name: f for f in policy.readable(who, model)}
    return tuple(
        name for name in meta(model, "search") if name in seen and name not in _known_by(who, model)
    )[:3]


def rebuild() -> None:
    """Make the index anew from the sheets; used after a restore."""
    for model in (sheet for sheet in SHEETS if searched(sheet)):
        entries: dict[str, list] = defaultdict(list)
        query = model.select(*[getattr(model, f.name) for f in kept(model)]).where(
            model.trashed_at.is_null()
        )
        for raw in query.tuples().iterator():
            row = row_of(model, raw)
            for level, words in search_tables.texts(model, row).items():
                entries[level].append((search_tables.place(model, row["id"]), words))
            if len(entries) and max(map(len, entries.values())) >= AT_ONCE:
                search_tables.add(entries)
                entries.clear()
        search_tables.add(entries)
