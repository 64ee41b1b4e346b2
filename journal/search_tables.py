"""The search index: for each sensitivity the text of the searchable columns of every row, cut into
trigrams.

SQLite keeps a contentless FTS5 table a sensitivity (small; the text itself stands in the sheets),
PostgreSQL
one table with a trigram index a sensitivity. A row is known by one number made of sheet and id.
"""

from collections.abc import Container
from zlib import crc32

from journal.database import is_sqlite, run_many
from models import SHEETS, database, meta
from sheets.columns import SENSITIVITIES
from sheets.prepared import prepared

LEVELS = SENSITIVITIES[:4]
SHIFT = 40
NUMBER = {model: crc32(model.__name__.encode()) & 0xFFFFF for model in SHEETS}
"""Sheet -> its number in the index, made from its name so that it never changes."""
if len(set(NUMBER.values())) != len(NUMBER):
    raise RuntimeError("two sheets share a number in the search index: rename one")


def place(model, row_id: int) -> int:
    """The number by which the index knows a row."""
    return NUMBER[model] << SHIFT | row_id


def sheet_at(number: int) -> tuple[type, int]:
    """The sheet and id behind a number of the index."""
    return _BY_NUMBER[number >> SHIFT], number & ((1 << SHIFT) - 1)


_BY_NUMBER = {number: model for model, number in NUMBER.items()}


@prepared()
def searched(model) -> dict[str, tuple[str, ...]]:
    """Sensitivity -> the searchable columns of a sheet that have it.

    A sheet whose rows carry a sensitivity of their own is indexed under the row's: see `levels`.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in meta(model, "search"):
        level = getattr(model, name).sensitivity
        found[level] = (*found.get(level, ()), name)
    return found


BETWEEN = " -./()+,#:_"
"""What stands between the letters and digits of a number, and is written one way or another."""
_WITHOUT = str.maketrans("", "", BETWEEN)


def bare(number: str) -> str:
    """A phone, plate or claim number as its letters and digits alone, in small letters."""
    return number.translate(_WITHOUT).casefold()


@prepared()
def is_number(model, name: str) -> bool:
    """Whether a column holds numbers that people write in several ways."""
    field = model._meta.fields[name]
    return field.kind == "code" or name == "phone"


def texts(model, row: dict, levels: Container[str] = LEVELS) -> dict[str, str]:
    """Sensitivity -> the text of one row, folded to small letters, its numbers once more without
    what stands between; levels without text, or of columns that were not asked for, are left out.
    """
    mark = meta(model, "row_sensitivity", None)
    found: dict[str, str] = {}
    for level, names in _told(model):
        if level not in levels:
            continue
        values, numbers = [], []
        for name, number in names:
            value = row.get(name)
            if value:
                values.append(text := str(value))
                if number and (plain := bare(text)) != text.casefold():
                    numbers.append(plain)
        if values:
            place_at = max(level, row.get(mark) or level, key=LEVELS.index) if mark else level
            joined = "\n".join(values + numbers).casefold()
            found[place_at] = f"{found[place_at]}\n{joined}" if place_at in found else joined
    return found


@prepared()
def _told(model) -> tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]:
    """(sensitivity, (searchable column, whether it holds numbers) ...) of a sheet."""
    return tuple(
        (level, tuple((name, is_number(model, name)) for name in names))
        for level, names in searched(model).items()
    )


@prepared(most=4096)
def touched(model, columns: tuple[str, ...]) -> frozenset[str]:
    """Under which sensitivities the index may hold other text once these columns of a row change;
    all where the row moves in or out of the index, or rows carry a sensitivity of their own.
    """
    levels, mark = searched(model), meta(model, "row_sensitivity", None)
    hit = frozenset(level for level, names in levels.items() if not set(names).isdisjoint(columns))
    if "trashed_at" in columns or (mark and (hit or mark in columns)):
        return frozenset(levels)
    return hit


def create() -> None:
    """Make the index, empty."""
    if not is_sqlite():
        database.execute_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for level in LEVELS:
        for statement in _statements(level):
            database.execute_sql(statement)


def _statements(level: str) -> tuple[str, ...]:
    if is_sqlite():
        return (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS search_{level} USING fts5(words, content='', "
            "tokenize='trigram', detail='none', columnsize=0)",
        )
    return (
        f"CREATE TABLE IF NOT EXISTS search_{level} (place BIGINT PRIMARY KEY, words TEXT NOT "
        "NULL)",
        f"CREATE INDEX IF NOT EXISTS search_{level}_words ON search_{level} USING gin (words "
        "gin_trgm_ops)",
    )


def add(entries: dict[str, list[tuple[int, str]]]) -> None:
    """Put rows into the index: sensitivity -> (place, text)."""
    for level, rows in entries.items():
        column = "rowid" if is_sqlite() else "place"
        run_many(f"INSERT INTO search_{level}({column}, words) VALUES (?, ?)", rows)


def remove(entries: dict[str, list[tuple[int, str]]]) -> None:
    """Take rows out of the index; the text must be the text that was put in."""
    for level, rows in entries.items():
        if is_sqlite():
            run_many(
                f"INSERT INTO search_{level}(search_{level}, rowid, words) VALUES ('delete', ?, ?)",
                rows,
            )
        else:
            run_many(f"DELETE FROM search_{level} WHERE place = ?", [(place,) for place, _ in rows])
