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

from peewee import SQL, NodeList

from journal import policy, search_tables
from journal.database import is_sqlite, limited, run
from journal.question import Query, Question, begins, contains, label_columns
from journal.search_tables import BETWEEN, LEVELS, SHIFT, bare, place, searched, sheet_at
from journal.stored import row_of
from journal.twins import kept
from journal.values import kept_text
from journal.who import Who
from models import SHEETS, Claim, columns_of, meta
from rules.errors import BadQuestion, BadValue

FEW = 5_000
SHORTEST = 3
AT_ONCE = 1_000
SLICE = 500
PER_SHEET = 20
PER_KEY = 5


class Hit(NamedTuple):
    """A row that the search found."""

    sheet: str
    id: int
    label: str
    detail: str


def words_of(text: str) -> list[str]:
    """The words of a search, longest first; at most eight.

    Raises:
        BadQuestion: a character of it cannot stand in any record.
    """
    try:
        words = kept_text(text).split()
    except BadValue as error:
        raise BadQuestion(error.sentence) from error
    plain = {word.strip(",;:").casefold() or word for word in words}
    return sorted(plain, key=lambda w: (-len(w), w))[:8]


def conditions(query: Query, text: str) -> list[Any]:
    """What must hold of a row of the query's sheet so that it holds every word; a row on a claim
    holds the claim's number.
    """
    words = words_of(text)
    claims = _claims_named(query, words)
    words = [word for word in words if word not in claims]
    found = [query.base.claim == row_id for row_id in claims.values()] + _holding(query, words)
    ids = None if query.world.is_past or query.question.trash else _few(query, words)
    return found if ids is None else [query.base.id << ids, *found]


def _claims_named(query: Query, words: list[str]) -> dict[str, int]:
    """The words that are numbers of claims -> the claims, where the query's sheet stands on them
    and the person may see so.
    """
    who = query.who
    numbers = {case: word for word in words if _has_digit(word) for case in _cases(word)}
    if (
        not numbers
        or "claim" not in policy.readable_names(who, query.model)
        or "claim_no" not in policy.readable_names(who, Claim)
    ):
        return {}
    own = policy.scope(who, Claim)
    rows = Claim.select(Claim.claim_no, Claim.id).where(
        Claim.claim_no << list(numbers),
        Claim.trashed_at.is_null(),
        *([] if own is None else [own]),
    )
    return {numbers[number]: row_id for number, row_id in rows.tuples()}


def _holding(query: Query, words: list[str]) -> list[Any]:
    """That each word occurs in one of the columns that may be seen."""
    columns = _columns(query)
    if not columns:
        return [query.base.id.is_null()] if words else []
    return [
        reduce(or_, [part for name in columns for part in _found_in(query, name, word)])
        for word in words
    ]


def _found_in(query: Query, name: str, word: str) -> list[Any]:
    """That a column holds a word; of a number, its letters and digits alone count too, where the
    word is long enough for the index.
    """
    column = getattr(query.base, name)
    found = [contains(column, word)]
    if len(word) >= SHORTEST and _has_digit(word) and search_tables.is_number(query.model, name):
        found.append(contains(NodeList((_BEFORE, column, _BEHIND), glue=""), bare(word)))
    return found


_BEFORE = SQL("replace(" * len(BETWEEN))
_BEHIND = SQL("".join(f", '{sign}', '')" for sign in BETWEEN))
"""Around a column: its letters and digits alone; one piece, since Peewee takes long over nests."""


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _columns(query: Query) -> list[str]:
    seen = policy.open_names(query.who, query.model)
    names = meta(query.model, "search") or tuple(
        f.name for f in columns_of(query.model) if f.kind in ("code", "text")
    )
    return [name for name in names if name in seen]


def _few(query: Query, words: list[str]) -> list[int] | None:
    """The ids that hold the rarest indexed word, newest first, or None when there are many or the
    words are short.
    """
    model = query.model
    if model not in SHEETS or not searched(model):
        return None
    low = place(model, 0)
    places = _rare(words, _levels(query.who, model), low, low + (1 << SHIFT))
    query.walked = places is None and bool(words) and len(words[0]) >= SHORTEST
    return None if places is None else [number - low for number in places]


def _rare(words: list[str], levels: set[str], low: int, high: int) -> list[int] | None:
    """The numbers of the rows that hold one of the words which few hold, highest first; None where
    many hold each.
    """
    for word in words[:3]:
        if len(word) < SHORTEST:
            return None
        places = _places(word, levels, low, high, FEW + 1) if levels else []
        if len(places) <= FEW:
            return sorted(set(places), reverse=True)
    return None


def _levels(who: Who, model) -> set[str]:
    """Under which sensitivities stands what `who` may see of a sheet in the index."""
    seen = policy.open_names(who, model)
    own = {level for level, names in searched(model).items() if seen & set(names)}
    if not meta(model, "row_sensitivity", None):
        return own
    kept = policy.clearance(who)
    return own | {level for level in kept if any(_below(column, level) for column in own)}


def _below(level: str, other: str) -> bool:
    return LEVELS.index(level) <= LEVELS.index(other)


def _places(word: str, levels: set[str], low: int, high: int, limit: int) -> list[int]:
    """Numbers of rows whose index text holds the trigrams of a word."""
    parts, values = [], []
    spellings = [word]
    if _has_digit(word) and len(bare(word)) >= SHORTEST and bare(word) != word:
        spellings.append(bare(word))
    either = " OR ".join(["words LIKE ?"] * len(spellings))
    for level in sorted(levels):
        if is_sqlite():
            parts.append(
                f"SELECT rowid FROM search_{level} WHERE search_{level} MATCH ? AND rowid "
                "BETWEEN ? AND ?"
            )
            values += [" OR ".join(f"({_trigrams(each)})" for each in spellings), low, high]
        else:
            parts.append(
                f"SELECT place FROM search_{level} WHERE ({either}) AND place BETWEEN ? AND ?"
            )
            values += [*map(_like, spellings), low, high]
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
    """Rows of every sheet that hold all words, claims first, the newest of each sheet first; an
    exact number comes before all others. Words of one or two letters alone are looked for at the
    beginning of numbers.

    Raises:
        TooBroad: it took more than two seconds.
    """
    words = words_of(text)
    if not words:
        return []
    wanted = [s for s in SHEETS if (sheets is None or s in sheets) and policy.may_read(who, s)]
    most = limit if sheets else PER_SHEET
    with limited():
        hits = _by_key(who, text.strip(), wanted, exact=True)
        if len(words[0]) < SHORTEST:
            hits += _by_key(who, text.strip(), wanted, exact=False)
        else:
            hits += _by_words(who, words, [s for s in wanted if searched(s)], most)
    return list(dict.fromkeys(hits))[:limit]


def _by_key(who: Who, text: str, sheets: list, *, exact: bool) -> list[Hit]:
    """Rows whose number is the text, or begins with it: found by the index of the key, whatever
    the length of the text.
    """
    found = []
    for model in sheets:
        key = model._meta.fields[model._meta.key[0]]
        if key.kind == "code" and key.name in policy.open_names(who, model):
            query = Query(who, Question(model))
            number = getattr(query.base, key.name)
            named = number << _cases(text)
            if not exact:
                named = reduce(or_, [begins(number, case) for case in _cases(text)])
            found += _hits(query, [named], number.desc(), PER_KEY)
    return found


def _cases(text: str) -> list[str]:
    return list(dict.fromkeys((text, text.upper(), text.lower())))


def _by_words(who: Who, words: list[str], sheets: list, most: int) -> list[Hit]:
    """The newest rows of each sheet that hold all words.

    Where few rows of the office hold one of the words, these are looked at; else each sheet is
    asked by itself, and one in which every word is common is walked from its newest row.
    """
    levels = set().union(*(_levels(who, model) for model in sheets)) if sheets else set()
    places = _rare(words, levels, 0, 1 << 62)
    by_sheet: dict[Any, list[int]] = defaultdict(list)
    for number in places or ():
        model, row_id = sheet_at(number)
        by_sheet[model].append(row_id)
    hits = []
    for model in sheets:
        query = Query(who, Question(model))
        ids = by_sheet[model] if places is not None else _few(query, words)
        hits += _newest(query, words, ids, most)
    return hits


def _newest(query: Query, words: list[str], ids: list[int] | None, most: int) -> list[Hit]:
    """The newest rows, among `ids` or of all, that hold the words in columns that may be seen."""
    holding = _holding(query, words)
    found: list[Hit] = []
    if ids is None:
        return _hits(query, holding, query.base.id.desc(), most)
    for start in range(0, len(ids), SLICE):
        among = query.base.id << ids[start : start + SLICE]
        found += _hits(query, [among, *holding], query.base.id.desc(), most - len(found))
        if len(found) >= most:
            break
    return found


def _hits(query: Query, checks: list, order: Any, most: int) -> list[Hit]:
    who, model = query.who, query.model
    known = _known_by(who, model)
    names = tuple(dict.fromkeys((*known, *detail_columns(who, model))))
    if not names:
        return []
    rows = (
        query.select(query.base.id, *[getattr(query.base, name) for name in names])
        .where(*query.conditions(), *checks)
        .order_by(order)
        .limit(most)
        .tuples()
    )
    return [
        Hit(
            model.__name__.lower(),
            row[0],
            " · ".join(str(v) for v in row[1 : len(known) + 1] if v),
            " · ".join(str(v)[:80] for v in row[len(known) + 1 :] if v),
        )
        for row in rows
    ]


def _known_by(who: Who, model) -> tuple[str, ...]:
    seen = policy.open_names(who, model)
    names = [model._meta.key[0], *label_columns(who, model)]
    if model is Claim:
        names.append("claimant")
    return tuple(name for name in dict.fromkeys(names) if name in seen)


def detail_columns(who: Who, model) -> tuple[str, ...]:
    """The columns that a hit shows beside what the row is known by."""
    seen = policy.open_names(who, model)
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
