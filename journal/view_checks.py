"""Whether a view may be kept as it is: its shape, its size, and that its parts can be read."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from journal import expr
from models import BY_NAME
from rules.errors import OfficeError, Problem

MOST_FILTERS = 40
LONGEST_FILTER = 2_000
MOST_COLUMNS = 300
MOST_GROUPS = 3
MOST_FORMATS = 20
LARGEST_LOOK = 20_000
"""Characters."""
LONGEST_SENT = 4_000
"""Characters of a look that an address carries."""
TONES = ("red", "amber", "green", "blue", "grey")
FIGURES = ("filled", "blank", "sum", "average", "least", "most", "")
WIDTHS = (20, 2_000)
"""Pixels: least and most."""
HEIGHTS = ("low", "usual", "high")
BUILT = ("due", "authority", "unverified")
"""Formats that the office has: each is on or off."""
SIGNS = ("=", "!=", ">=", "<=", "~", "blank")


def problems(row_id: int | None, row: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with a view, as it is stored or as it was read."""
    for column, words in _wrong(row):
        yield Problem("savedview", row_id, column, None, words)


def _wrong(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if row.get("sheet") not in BY_NAME:
        yield "sheet", "Sheet: a view is of one of the sheets."
    if bool(row.get("owner")) != (row.get("kind") == "personal"):
        yield "owner", "Whose: a personal view is somebody's, and no other is."
    if bool(row.get("role")) != (row.get("kind") == "role"):
        yield "role", "Role: the default of a role names it, and no other view does."
    for column, shapes in (("state", STATE), ("look", LOOK)):
        for words in _misshapen(_read(row.get(column)), shapes):
            yield column, words


def sent_look(text: str) -> dict[str, Any] | None:
    """The look that an address carries as JSON; None where a view could not keep it."""
    if len(text) > LONGEST_SENT:
        return None
    try:
        look = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return None if any(_misshapen(look, LOOK)) else look


def _read(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else {} if stored is None else stored


def _misshapen(value: Any, shapes: dict[str, tuple[Callable[[Any], bool], str]]) -> Iterator[str]:
    if not isinstance(value, dict) or not value.keys() <= shapes.keys():
        yield f"A view keeps {', '.join(shapes)}, and nothing else."
        return
    if len(json.dumps(value)) > LARGEST_LOOK and shapes is LOOK:
        yield "That is more than a view keeps of how it is drawn."
    for name, part in value.items():
        fits, words = shapes[name]
        if not fits(part):
            yield f"A view cannot keep this: {words}."


def _names(value: Any, most: int = MOST_COLUMNS) -> bool:
    fits = (
        isinstance(value, list) and len(value) <= most and len(set(map(str, value))) == len(value)
    )
    return fits and all(isinstance(name, str) and 0 < len(name) <= 200 for name in value)


def is_filter(text: Any) -> bool:
    """Whether a text is a filter that can be read and is not too long."""
    try:
        return isinstance(text, str) and len(text) <= LONGEST_FILTER and bool(expr.parse(text))
    except OfficeError:
        return False


def _filters(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_FILTERS and all(map(is_filter, value))


def _line(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= most


def _pixels(value: Any, bounds: tuple[int, int]) -> bool:
    return type(value) is int and bounds[0] <= value <= bounds[1]


def _by_column(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, dict) and _names(list(value)) and all(map(fits, value.values()))
    )


def _formats(value: Any) -> bool:
    """Which of the office's formats are on, and one's own rules."""
    if not isinstance(value, dict) or not value.keys() <= {*BUILT, "own"}:
        return False
    own = value.get("own", [])
    switches = all(isinstance(value[name], bool) for name in BUILT if name in value)
    return switches and isinstance(own, list) and len(own) <= MOST_FORMATS and all(map(_rule, own))


def _rule(one: Any) -> bool:
    """A rule of one's own: cells of a column that hold a value stand out in a tone."""
    if not isinstance(one, dict) or not {"column", "sign", "value", "tone"} <= one.keys():
        return False
    texts = one.keys() <= {"column", "sign", "value", "tone", "word"}
    short = all(isinstance(text, str) and len(text) <= 200 for text in one.values())
    return texts and short and one["tone"] in TONES and one["sign"] in SIGNS


STATE: dict[str, tuple[Callable[[Any], bool], str]] = {
    "filters": (_filters, "more filters than one list can hold, or one that cannot be read"),
    "q": (_line(200), "words that are too long"),
    "sort": (_line(500), "an order that is too long"),
    "columns": (_names, "columns, each by its name and once"),
    "group": (lambda value: _names(value, MOST_GROUPS), f"at most {MOST_GROUPS} groups"),
}
LOOK: dict[str, tuple[Callable[[Any], bool], str]] = {
    "widths": (_by_column(lambda value: _pixels(value, WIDTHS)), "widths in pixels, by column"),
    "frozen": (_names, "frozen columns, each by its name and once"),
    "height": (lambda value: value in HEIGHTS, "a height of rows: low, usual or high"),
    "formats": (
        _formats,
        f"formats of the office, on or off, and at most {MOST_FORMATS} own rules",
    ),
    "foot": (_by_column(lambda value: value in FIGURES), "figures of the foot, by column"),
}
"""Part of a view -> whether a value fits it, and what it is in words."""
