"""The records that an address names: by their ids, or as all rows of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from admin_views.asked_for import asked
from admin_views.offers import MOST_RECORDS
from admin_views.view_menu import load, still_asked
from journal.question import Question
from journal.reading import stream
from journal.who import Who
from models import BY_NAME, meta
from rules.errors import NotFound, Refused

MOST_OF_A_LIST = 2_000
"""Rows of a list on which one action runs at a time."""


def ids_of(given: Iterable[str]) -> tuple[int, ...]:
    """The ids of an address, `1,2` or repeated, each once."""
    words = [word.strip() for text in given for word in text.split(",")]
    found = dict.fromkeys(
        int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 16
    )
    if len(found) > MOST_RECORDS:
        raise Refused(f"At most {MOST_RECORDS:,} records at a time. Narrow the selection.")
    return tuple(found)


@dataclass(frozen=True)
class Rows:
    """Records in their order. Where they are all rows of a list, `of` is the question of its
    address and `told` says so.
    """

    ids: tuple[int, ...] = ()
    of: str = ""
    told: str = ""

    @property
    def mark(self) -> str:
        """By which it is seen that a list holds other rows than before; empty for named ones."""
        if not self.of:
            return ""
        return sha256(",".join(map(str, self.ids)).encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """What the rows of a list are known by; empty for named ones."""
        return list_name(self.of, self.mark) if self.of else ""


def list_name(of: str, mark: str) -> str:
    """The question of a list and the mark of the rows that it held."""
    return f"{of} {mark}"


def rows_of(who: Who, sheet: str, values: MultiDict) -> Rows:
    """The records that an address or a form names: `ids`, or `of`, the question of a list.

    Raises:
        Refused: they are too many, or those of the list are not all that it means.
    """
    of = values.get("of", "")
    if not of:
        return Rows(ids_of(values.getlist("ids")))
    if sheet not in BY_NAME:
        raise NotFound("There is no such sheet.")
    return whole_list(who, BY_NAME[sheet], of)


def whole_list(who: Who, model: Any, of: str) -> Rows:
    """All rows of a list as a person sees it now."""
    wanted = asked(MultiDict(parse_qsl(of, keep_blank_values=True)), "")
    loaded = load(who, model, wanted)
    one, plural = meta(model, "singular"), meta(model, "plural").lower()
    if loaded.asked.as_of:
        raise Refused("A list of the past cannot be acted on. Go back to today first.")
    if wanted.of_view and loaded.view is None:
        raise NotFound(loaded.told[0])
    if not wanted.changed and loaded.seen and not loaded.seen.whole:
        raise Refused(f"{' '.join(loaded.told)} So these are not the rows it means: choose them.")
    ids = _ids(who, still_asked(who, model, loaded.asked).question(model))
    if len(ids) > MOST_OF_A_LIST:
        raise Refused(
            f"The list holds more than {MOST_OF_A_LIST:,} {plural}, and an action runs on that "
            "many at a time. Narrow it by a filter."
        )
    if not ids:
        raise NotFound(f"The list holds no {one}.")
    unchanged = loaded.view if loaded.view and not loaded.asked.changed else None
    name = f"“{unchanged.name}”" if unchanged else "the list"
    words = f"All {len(ids):,} {plural}" if len(ids) > 1 else f"The one {one}"
    return Rows(ids, of, f"{words} of {name}")


def _ids(who: Who, question: Question) -> tuple[int, ...]:
    bare = Question(
        question.model,
        question.filters,
        question.q,
        sort=question.sort,
        columns=(),
        trash=question.trash,
        on=question.on,
    )
    return tuple(row.id for row in islice(stream(who, bare), MOST_OF_A_LIST + 1))
