"""What the values of a column say about how it is written: order of days, sign before decimals."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from imports.grid import Grid
from imports.manner import TYPED, DayOrder, DecimalSign
from journal.values import short
from rules import days, money

OF_DAYS, OF_NUMBERS = ("day", "instant"), ("money", "quantity")
"""Kinds of columns whose text may be written in more than one way."""

LOOKED_FOR = (*OF_DAYS, *OF_NUMBERS)


MANY = 5
"""So many cells to each of those that contradict them decide how a column is written."""

SERIAL = re.compile(r"[2-5][0-9]{4}(?:\.[0-9]+)?")
"""The number by which a spreadsheet counts a day from 1954 to 2064, written as text."""


class Example(NamedTuple):
    """A cell that tells something: its name as the spreadsheet shows it, and its text."""

    cell: str
    value: str


@dataclass(frozen=True)
class Evidence:
    """What the text of a column tells.

    `day_order` and `decimal` are None where nothing decides, or about as many cells contradict each
    other; `examples` holds the cell that decides and one that contradicts, else one that is in
    doubt. `told` cells can be read in no way but the one that is decided, `against` in no way but
    another. `asked`: there are cells that mean one thing or another, and nothing decides.
    """

    day_order: DayOrder | None = None
    decimal: DecimalSign | None = None
    examples: tuple[Example, ...] = ()
    asked: bool = False
    told: int = 0
    against: int = 0

    @property
    def contradicts(self) -> bool:
        """Whether cells of the column are written in ways that exclude each other."""
        return len(self.examples) > 1

    def as_json(self) -> dict[str, Any]:
        """The evidence as plain data."""
        return {
            "day_order": self.day_order,
            "decimal": self.decimal,
            "examples": [example._asdict() for example in self.examples],
            "asked": self.asked,
        }


def evidence_of(
    grid: Grid, places: Mapping[str, int], fields: Mapping[str, Any]
) -> dict[str, Evidence]:
    """Column -> what its values tell, for the columns in which text may be read in two ways.

    Args:
        grid: the table; read once, some thousand rows at a time.
        places: column -> index in the table.
        fields: column -> the field of the sheet.
    """
    scales = {name: _scale(fields[name]) for name in places if fields[name].kind in LOOKED_FOR}
    if not scales:
        return {}
    looked_at = [(scale, places[name]) for name, scale in scales.items()]
    for part in grid.spool.slices():
        for scale, place in looked_at:
            scale.weigh(
                [
                    (t, r[0])
                    for r in part
                    if (t := r[1][place]).__class__ is str
                    and t
                    and (r[2] is None or r[2].get(place) != TYPED)
                ]
            )
    return {
        name: scale.evidence(partial(_cell, grid, places[name])) for name, scale in scales.items()
    }


def day_evidence(cells: Iterable[Any]) -> Evidence:
    """What some cells tell of the order of their days; an example is named by its place from 1."""
    return _of_cells(_Days(), cells)


def decimal_evidence(cells: Iterable[Any], *, places: int = 2) -> Evidence:
    """What some cells tell of the sign before their decimals, of which `places` are kept."""
    return _of_cells(_Numbers(places), cells)


def _of_cells(scale: "_Scale", cells: Iterable[Any]) -> Evidence:
    scale.weigh([(cell, at) for at, cell in enumerate(cells, 1) if cell.__class__ is str])
    return scale.evidence(str)


def _cell(grid: Grid, place: int, row: int) -> str:
    return grid.address(row, place)


def _scale(field: Any) -> "_Scale":
    if field.kind in OF_DAYS:
        return _Days(numbered=field.kind == "day")
    return _Numbers(getattr(field, "places", 2))


class _Scale:
    """Weighs the texts of one column: which ways to write them are left.

    A way that is `rare` counts only where no other is left.
    """

    ways: tuple[str, ...] = ()
    rare: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.left = set(self.ways)
        self.one_way: dict[str, tuple[str, int]] = {}
        self.votes: Counter[str] = Counter()
        self.doubtful: tuple[str, int] | None = None
        self.told_of: dict[tuple[str, ...], str] = {}

    def weigh(self, texts: Iterable[tuple[str, int]]) -> None:
        """Take some texts, each with the number of its row."""
        for text, row in texts:
            meant = self.read(text)
            ways = tuple(meant)
            only = self.told_of.get(ways)
            if only is None or (not only and not self.doubtful and len(ways) > 1):
                only = self.told_of[ways] = self._take(meant, (text, row)) if meant else ""
            self.votes[only] += 1

    def _take(self, meant: Mapping[str, Any], found: tuple[str, int]) -> str:
        """Learn from a text which ways are left, and whether it is in doubt; the one usual way to
        read it, empty where there are several.
        """
        usual = meant.keys() - self.rare or meant.keys()
        self.left &= meant.keys()
        if len(usual) == 1:
            self.one_way.setdefault(min(usual), found)
            return min(usual)
        if self.doubtful is None and len({meant[way] for way in usual}) > 1:
            self.doubtful = found
        return ""

    def evidence(self, cell: Callable[[int], str]) -> Evidence:
        """What the texts told; `cell` names the cell in a row."""
        decided = self.decided()
        told = self.votes[decided] if decided else 0
        against = 0
        if decided and decided not in self.left:
            against = sum(self.votes[way] for way in self.one_way) - told
        others = [found for way, found in self.one_way.items() if way != decided]
        shown = [self.one_way[decided], *others[: bool(against)]] if decided else others
        if not shown and self.doubtful:
            shown = [self.doubtful]
        examples = tuple(Example(cell(row), short(text)) for text, row in shown)
        found = self.told(decided, examples, asked=bool(self.doubtful) and not decided)
        return replace(found, told=told, against=against)

    def decided(self) -> str | None:
        """The one way that is left; where cells contradict each other, that of by far the most."""
        left = self.left - self.rare or self.left
        if len(left) == 1:
            return next(iter(left))
        if left or not self.one_way:
            return None
        most = max(self.one_way, key=lambda way: self.votes[way])
        against = sum(self.votes[way] for way in self.one_way) - self.votes[most]
        return most if self.votes[most] >= MANY * against else None

    def read(self, text: str) -> Mapping[str, Any]:
        """What a text means, by each way that makes something of it."""
        raise NotImplementedError

    def told(self, way: Any, examples: tuple[Example, ...], *, asked: bool) -> Evidence:
        """The evidence for a way, or for none."""
        raise NotImplementedError


class _Days(_Scale):
    ways, rare = (*days.ORDERS, "serial"), frozenset({"ymd"})

    def __init__(self, *, numbered: bool = True) -> None:
        super().__init__()
        self.numbered, self.unread = numbered, 0

    def read(self, text: str) -> Mapping[str, Any]:
        meant = days.readings(text)
        if meant:
            return meant
        if self.numbered and SERIAL.fullmatch(text.strip()):
            return {"serial": text}
        self.unread += bool(text.strip())
        return meant

    def decided(self) -> str | None:
        """Numbers are days only where hardly anything else is written."""
        way = super().decided()
        few = way == "serial" and self.votes[way] < MANY * self.unread
        return None if few else way

    def told(self, way: Any, examples: tuple[Example, ...], *, asked: bool) -> Evidence:
        return Evidence(day_order=way, examples=examples, asked=asked)


class _Numbers(_Scale):
    ways = (".", ",")

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def read(self, text: str) -> Mapping[str, Any]:
        return money.readings(text.strip().removesuffix("%"), places=self.places)

    def told(self, way: Any, examples: tuple[Example, ...], *, asked: bool) -> Evidence:
        return Evidence(decimal=way, examples=examples, asked=asked)
