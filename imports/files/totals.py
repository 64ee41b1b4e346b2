"""Totals that a table prints: left out of its rows, kept as a control of what was read.

Which rows a total covers is told by the figures themselves where they agree, else by its place.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from imports.files.layout import BARE, DOUBTED, Row, amount, blank, is_amount

FARTHEST = 400
"""A total is compared with so many sections before it, and with the whole table."""

NEAR = 0.006
"""By less than this a printed figure may miss the sum that it is taken for."""

_GRAND = re.compile(r"\bgrand\b", re.IGNORECASE)

Number = int | float | Decimal


class Total(NamedTuple):
    """A printed total: its row, words and figures by column, and the rows of data it covers.

    `first` and `last` are None where there is none. `grand`: it covers all of them. `across` names
    the columns that were added together where its one figure is the sum of several.
    """

    row: int
    text: str
    numbers: dict[int, Number]
    first: int | None
    last: int | None
    grand: bool
    across: tuple[int, ...] = ()


SURE, LIKELY, PROVED = range(3)
"""What makes a total of a row: its words or what it leaves open; figures that agree, where a
section ends with it; or figures that leave no doubt.
"""

SAMPLED = 200
"""From so many rows of data it is told which cells a row has."""

MOST_SUSPECTS = 20_000
"""So many rows that figures may prove are kept in mind, the last ones."""


class Printed(NamedTuple):
    """A row that is, or may be, a total; `among` the rows of data it stands until it is proved."""

    row: int
    text: str
    numbers: dict[int, Number]
    needs: int = SURE
    among: bool = False


class _Usual:
    """Which columns a row of the table fills."""

    def __init__(self) -> None:
        self._filled: Counter[int] = Counter()
        self.rows = 0

    def learn(self, row: Row) -> None:
        """Take in one of the first rows."""
        if self.rows < SAMPLED:
            self.rows += 1
            self._filled.update(place for place, cell in enumerate(row) if not blank(cell))

    def lacks(self, row: Row) -> bool:
        """Whether a cell is blank that two rows of three fill."""
        return any(
            place >= len(row) or blank(row[place])
            for place, count in self._filled.items()
            if count * 3 >= self.rows * 2
        )


class Settled(NamedTuple):
    """The totals; the rows of data that are proved to be totals; those that only sound like one."""

    totals: list[Total]
    proved: set[int]
    doubted: list[Printed]


class Control:
    """Gathers the totals while a table is read, and settles afterwards what they cover."""

    def __init__(self) -> None:
        """Nothing is found yet."""
        self._printed: list[Printed] = []
        self._titles: list[int] = []
        self._bare: Printed | None = None
        self._usual = _Usual()
        self._doubted: list[tuple[Printed, Row]] = []
        self._suspects: deque[tuple[Printed, Row]] = deque(maxlen=MOST_SUSPECTS)

    def title(self, number: int) -> None:
        """A title or a repeated header: a new section begins."""
        self._keep_bare()
        self._titles.append(number)

    def total(self, number: int, row: Row) -> None:
        """A row that says that it is a total."""
        self._keep_bare()
        self._printed.append(Printed(number, _words(row), _numbers(row)))

    def data(self, number: int, row: Row, *, hint: str = "") -> None:
        """A row of data; `hint` says how it may yet be a total (`layout.Sorter.hint`)."""
        if hint == DOUBTED:
            self._keep_bare()
        self._bare = None
        self._usual.learn(row)
        if not hint or (self._usual.rows >= SAMPLED and self._is_usual(hint, row)):
            return
        printed = Printed(number, _words(row), _numbers(row), PROVED, among=True)
        if hint == BARE:
            self._bare = printed._replace(needs=LIKELY)
        kept = self._doubted if hint == DOUBTED else self._suspects
        kept.append((printed, row))

    def _is_usual(self, hint: str, row: Row) -> bool:
        return hint not in (BARE, DOUBTED) and not self._usual.lacks(row)

    def _keep_bare(self) -> None:
        if self._bare is not None:
            self._printed.append(self._bare)
        self._bare = None

    def _gathered(self) -> list[Printed]:
        """All that is, or may be, a total, each once."""
        self._keep_bare()
        found = {printed.row: printed for printed in self._printed}
        for printed, row in self._doubted:
            lacks = self._usual.lacks(row)
            found[printed.row] = printed._replace(needs=SURE) if lacks else printed
        for printed, row in self._suspects:
            if printed.row not in found and self._usual.lacks(row):
                found[printed.row] = printed
        return list(found.values())

    def settle(self, rows: Iterable[tuple[int, list[Any], Any]]) -> Settled:
        """What is a total, among the given rows of data too."""
        printed = self._gathered()
        if not printed:
            return Settled([], set(), [])
        events: list[tuple[int, Printed | None]] = [(p.row, p) for p in printed]
        events += [(row, None) for row in self._titles]
        waiting = deque(sorted(events, key=lambda event: event[0]))
        walk = _Walk({column for p in printed for column in p.numbers})
        for number, cells, _ in rows:
            while waiting and waiting[0][0] <= number:
                walk.meet(waiting.popleft()[1])
            if number not in walk.proved:
                walk.add(number, cells)
        for _, one in waiting:
            walk.meet(one)
        doubted = [one for one, _ in self._doubted if one.row not in walk.proved]
        return Settled(walk.settled(), walk.proved, doubted)


class _Start(NamedTuple):
    """Where a section may start: its first row, rows and sums before it, whether below a title."""

    row: int
    rows: int
    sums: dict[int, float]
    titled: bool


@dataclass
class _Walk:
    """The sums of some columns up to a row, and the places from which a total may count."""

    columns: set[int]
    proved: set[int] = field(default_factory=set)
    _found: list[Total] = field(default_factory=list)
    _count: int = 0
    _sums: dict[int, float] = field(default_factory=dict)
    _starts: list[_Start] = field(default_factory=list)
    _last: int | None = None
    _broken: bool = True
    _titled: bool = True

    def add(self, number: int, cells: Sequence[Any]) -> None:
        """Count a row of data."""
        if self._broken:
            self._starts.append(_Start(number, self._count, dict(self._sums), self._titled))
            self._broken = self._titled = False
        for column in self.columns:
            value = _number(cells[column]) if column < len(cells) else None
            if value:
                self._sums[column] = self._sums.get(column, 0.0) + float(value)
        self._count += 1
        self._last = number

    def meet(self, printed: Printed | None) -> None:
        """Judge a total, or pass a title (None)."""
        if printed is None:
            self._broken = self._titled = True
            return
        total = self._judge(printed)
        if total is not None:
            self._found.append(total)
            self._broken = True
            if printed.among:
                self.proved.add(printed.row)

    def settled(self) -> list[Total]:
        """The totals, with those that turn out to cover every row called grand."""
        whole = (self._starts[0].row, self._last) if self._starts else None
        return [t._replace(grand=t.grand or (t.first, t.last) == whole) for t in self._found]

    def _judge(self, printed: Printed) -> Total | None:
        made = Total(printed.row, printed.text, printed.numbers, None, self._last, grand=False)
        if not self._starts:
            return made if printed.needs == SURE else None
        start, agreed = self._best(printed.numbers)
        across = () if agreed else self._across(printed.numbers)
        if not self._is_total(printed, start, whole=agreed == len(printed.numbers)):
            return None
        if across or (not agreed and _GRAND.search(printed.text)):
            start = self._starts[0]
        grand = bool(_GRAND.search(printed.text))
        return made._replace(first=start.row, grand=grand, across=across)

    def _is_total(self, printed: Printed, start: _Start, *, whole: bool) -> bool:
        """Whether a row is a total, its figures given from a start; `whole`: all of them agree."""
        rows = self._count - start.rows
        if printed.needs == SURE:
            return True
        if printed.needs == LIKELY and (self._named_before() or (whole and rows > 1)):
            return True
        sums = sum(bool(n) and _near(self._since(start, c), n) for c, n in printed.numbers.items())
        return whole and rows > 1 and (sums > 1 or (sums == 1 and rows > 2))

    def _since(self, start: _Start, column: int) -> float:
        """The sum of a column from a start."""
        return self._sums.get(column, 0.0) - start.sums.get(column, 0.0)

    def _best(self, numbers: dict[int, Number]) -> tuple[_Start, int]:
        """The start from which most figures agree, the nearest of equals; else that by place."""
        near = self._starts[-FARTHEST:][::-1]
        best, agreed = self._by_place(), 0
        for start in [*near, self._starts[0]]:
            count = self._agreeing(numbers, start)
            if count > agreed:
                best, agreed = start, count
            if agreed == len(numbers):
                break
        return best, agreed

    def _agreeing(self, numbers: dict[int, Number], start: _Start) -> int:
        """How many figures are the sum of their column from there, or the count of the rows."""
        sums = sum(_near(self._since(start, c), n) for c, n in numbers.items())
        counts = sum(_near(self._count - start.rows, n) for n in numbers.values())
        return min(sums + counts, len(numbers)) if sums else 0

    def _by_place(self) -> _Start:
        """A section since the last total or title; after another total, since the last title."""
        if not self._broken:
            return self._starts[-1]
        return next((start for start in reversed(self._starts) if start.titled), self._starts[0])

    def _across(self, numbers: dict[int, Number]) -> tuple[int, ...]:
        """The columns of the totals just before, where the one figure is their sum over all."""
        columns = {c for total in self._found if total.last == self._last for c in total.numbers}
        value = next(iter(numbers.values()), None)
        if len(numbers) != 1 or len(columns) < 2 or value is None:
            return ()
        whole = sum(self._sums.get(c, 0.0) for c in columns)
        return tuple(sorted(columns)) if _near(whole, value) else ()

    def _named_before(self) -> bool:
        """Whether the row before says total and holds no figure: bare figures below are meant."""
        return bool(self._broken and self._found and not self._found[-1].numbers)


def _near(value: float, printed: Number) -> bool:
    return abs(value - float(printed)) <= NEAR + 1e-9 * abs(float(printed))


def _words(row: Row) -> str:
    texts = (
        str(c).strip() for c in row if isinstance(c, str) and not blank(c) and not is_amount(c)
    )
    return next(texts, "")[:80]


def _numbers(row: Row) -> dict[int, Number]:
    found = {column: _number(cell) for column, cell in enumerate(row)}
    return {column: number for column, number in found.items() if number is not None}


def _number(cell: Any) -> Number | None:
    """The figure of a cell, exact where it is written as text; None where there is none."""
    if cell.__class__ is float or cell.__class__ is int:
        return cell
    cents = amount(cell) if cell.__class__ is str and not blank(cell) else None
    return None if cents is None else Decimal(cents).scaleb(-2)
