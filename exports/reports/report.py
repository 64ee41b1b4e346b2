"""What a report is made of: its parameters, its columns, and what comes of asking it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from journal.who import Who
from rules.registry import Registry

REPORTS = Registry("report")

LINES_SHOWN = (("L", "Liability"), ("W", "Workers' compensation"))
STAFF = ("technician", "examiner", "risk_manager", "wc_manager", "auditor")
"""The roles that read claims and their money."""


class Parameter(NamedTuple):
    """Something a report is asked with; `default` takes the report's day and the first day of its
    fiscal year.
    """

    name: str
    label: str
    kind: str
    default: Callable[[date, date], Any] = lambda _on, _first: None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""


NONE = "none"
"""Asked for instead of a department or a cause: those for whom none is given."""


def is_asked(code: Any, value: str) -> Any:
    """The condition that a code is the one asked for, or that none is given."""
    return code.is_null() if value == NONE else code == value


FROM = Parameter("from", "From", "day", lambda _on, first: first, help="Included.")
TO = Parameter("to", "To", "day", lambda on, _first: on, help="Included.")
LINE = Parameter("line", "Line", "choice", choices=LINES_SHOWN)
DEPARTMENT = Parameter("department", "Department", "department")
VIEW = Parameter(
    "view",
    "View",
    "view",
    help="Only what a saved view holds. Views that search for words are not offered.",
)
"""Asked by every report that rests on a sheet with views."""


@dataclass(frozen=True)
class OfView:
    """A saved view as a report is asked with it: its sheet, what it is called, filters by and
    searches for.

    `said` is what the report states of it; `sensitivities` are those of the columns that it filters
    by and searches in, public ones left out.
    """

    model: Any
    id: int
    name: str
    filters: tuple[str, ...]
    q: str
    said: str
    sensitivities: frozenset[str]


@dataclass(frozen=True)
class Column:
    """A column of a report: how it is called and what it means.

    `kind` is one of text, code, choice, yesno, day, money, whole, quantity. `total`: it adds up.
    `needs` is the sheet and column that one must be allowed to see. `opens` gives the address of
    the rows behind a cell. One that is not `shown` only serves the addresses. `reads` makes a value
    of what the database gives, where its kind does not. `adds`: its total is those of these columns
    together (a minus before one takes it off), where all of them are there.
    """

    name: str
    label: str
    kind: str = "text"
    says: str = ""
    total: bool = False
    needs: tuple[Any, str] | None = None
    opens: Callable[["Asked", Mapping[str, Any]], str] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    shown: bool = True
    reads: Callable[[Any], Any] | None = None
    adds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A report as it is asked: by whom, on which day of the office, as of which day, with what.

    `world` is where the sheets are read from; it is the past where `as_of` lies before `on`.
    """

    who: Who
    on: date
    as_of: date
    values: dict[str, Any]
    texts: dict[str, str]
    world: Any
    moment: Any = None

    @property
    def is_past(self) -> bool:
        """Whether an earlier day is asked for."""
        return self.as_of < self.on

    @property
    def view(self) -> OfView | None:
        """The saved view that it is asked with."""
        return self.values.get(VIEW.name)

    def filters_of(self, model: Any) -> tuple[str, ...]:
        """What the view filters a sheet by: nothing where it is a view of another."""
        return self.view.filters if self.view and self.view.model is model else ()

    def words_of(self, model: Any) -> str:
        """The words that the view searches a sheet for."""
        return self.view.q if self.view and self.view.model is model else ""


@dataclass(frozen=True)
class Picture:
    """Bars or a line over a few rows; the values of each series stand in the order of `labels`.

    Where a value is None it is not shown, and nothing is drawn. `opens` are the addresses of the
    rows behind each label.
    """

    kind: str
    title: str
    labels: list[str]
    series: dict[str, list[Any]]
    value_kind: str
    opens: list[str] = field(default_factory=list)

    @property
    def gaps(self) -> str:
        """What is said of the gaps; blank where there are none."""
        missing = [
            label
            for label, *values in zip(self.labels, *self.series.values(), strict=True)
            if None in values
        ]
        return f"Not shown, and not drawn: {', '.join(missing)}." if missing else ""


@dataclass
class Made:
    """What comes of a report: its columns, how many rows, their totals, and the rows themselves;
    each is asked of the database when it is wanted.

    `rows` yields them in order, as many as are asked for; the values stand in the order of
    `columns`. `remarks` gives sentences on what the figures hold or lack; `question` is what was
    asked.
    """

    columns: tuple[Column, ...]
    summed: Callable[[], tuple[int, dict[str, int]]]
    rows: Callable[[int | None], Iterator[tuple[Any, ...]]]
    question: Asked
    picture: Callable[[], Picture | None] = lambda: None
    remarks: Callable[[], list[str]] = list

    @cached_property
    def notes(self) -> list[str]:
        """What is said besides, worked out when it is wanted."""
        return self.remarks()

    @cached_property
    def _sums(self) -> tuple[int, dict[str, int]]:
        return self.summed()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._sums[0]

    @property
    def totals(self) -> dict[str, int]:
        """The sums of the columns that add up."""
        return self._sums[1]

    @property
    def shown(self) -> tuple[tuple[int, Column], ...]:
        """(place in a row, column) of the columns that are shown."""
        return tuple((n, column) for n, column in enumerate(self.columns) if column.shown)


def report(key: str, *, title: str, code: str, **facts: Any) -> Callable:
    """Decorator: the function answers this report; it takes `Asked` and returns `Made`.

    Args:
        key: its name.
        title: what the office calls it.
        code: its code in the catalogue, or blank.
        facts: `basis` (the day that decides what counts), `counts` (what it holds, gross or net),
            `sheet` (whose rows it lists or counts, whose views it takes; None: neither),
            `parameters`, `columns`, `roles`, `empty` (what to do where it is empty).
    """
    known = {"basis", "counts", "sheet", "parameters", "columns", "roles", "empty"}
    if facts.keys() != known:
        raise TypeError(f"the report “{key}” must say {', '.join(sorted(known))}")
    if facts["sheet"]:
        facts["parameters"] = (*facts["parameters"], VIEW)
    return REPORTS.add(key, title=title, code=code, **facts)
