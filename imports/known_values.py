"""Values that a column is known to take: another one comes in all the same, and is noted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from imports.mapping import label
from journal.values import as_text, short
from models import KnownValue

UNKNOWN = "“{}” is not among the known values of {}; it comes in as it is."

_WORD = re.compile(r"[^\W_]+")
_APART = re.compile(r"[\s,;/]+")
_EMPTY = {"and"}


class KnownValues:
    """The lists of the columns of a sheet; a column without one takes anything."""

    def __init__(self, model: Any, names: Iterable[str]) -> None:
        """Read the lists of some columns."""
        sheet, fields = model.__name__.lower(), model._meta.fields
        self._labels = {name: label(fields[name]) for name in names}
        asked = KnownValue.select(KnownValue.column, KnownValue.value).where(
            KnownValue.column << [f"{sheet}.{name}" for name in self._labels],
            KnownValue.trashed_at.is_null(),
        )
        self._known: dict[str, set[str]] = {}
        for column, value in asked.tuples():
            self._known.setdefault(column.partition(".")[2], set()).update(_forms(value))

    def doubts(
        self, values: Mapping[str, Any], held: Mapping[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """(column, words) for each value that is not known and does not stand already."""
        for name, known in self._known.items():
            value = values.get(name)
            if value and value != held.get(name) and not _is_known(as_text(value), known):
                yield name, UNKNOWN.format(short(value), self._labels[name])


def _is_known(text: str, known: set[str]) -> bool:
    """Whether a text, or each of several in one cell ("MD, PhD"), is among the known ones."""
    if not known.isdisjoint(_forms(text)):
        return True
    parts = [part for part in _APART.split(text) if part]
    return len(parts) > 1 and all(not known.isdisjoint(_forms(part)) for part in parts)


@lru_cache(maxsize=4096)
def _forms(text: str) -> frozenset[str]:
    """A text without case, blanks and signs, as it stands and with its words in order:
    "Psychologist, Clinical" is a clinical psychologist.
    """
    words = [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY]
    return frozenset({"".join(words), "".join(sorted(words))} - {""})
