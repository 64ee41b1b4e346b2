"""Columns that headings without a known name may mean: by similar words, and by values that fit.

A proposal is shown; one that is sure is used by itself on the desk (`taking`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Any, NamedTuple

from imports import ledger
from imports.cells import as_known, cell_reader
from imports.files.layout import blank
from imports.grid import Heading
from imports.mapping import fillable, label
from journal import policy
from journal.links import find_links
from journal.values import deciding
from journal.who import Who
from models import Incident, Payment
from rules.errors import BadValue
from rules.headings import alike, spelled

SIMILAR = 0.78
"""From here on two names are similar."""

FIT = 0.8
"""So many of the values have to be legal."""

FEWEST = 2
"""Values that speak for a column on their own have to differ in so many ways."""

MOST_HEADINGS = 200
"""So many headings without a known name are looked at; nobody decides on more one by one."""

MOST_VALUES = 20
"""So many values under a heading are looked at."""

PROBED = 5
"""Where enough of the values are legal, one of so many is, too."""

LONGEST = 80
"""A longer text names no record."""

BY_VALUES = ("choice", "link")
"""Kinds of columns whose legal values are a list: those alone speak for themselves."""

RESERVES = ("reserved", *ledger.RESERVED)
"""Columns of the expected total, paid and future."""

REMAINING = {"outstanding", "remaining", "balance", "open", "future"}
"""Words of a reserve that is what is left of it."""

PART = 0.85
"""At most so similar are two names of which one is part of the other: it may say the contrary."""

LONG = 6
"""Shorter headings are alike by chance."""

SURE = 0.88
"""From here on similar words are a slip of the pen, where nothing else comes near."""

NEAR = 0.1
"""Two that lie closer than this are equally good: neither is sure."""

MAIN = {
    Payment: {"day": "payment_date", "money": "amount"},
    Incident: {"day": "loss_date"},
}
"""Sheet -> kind -> the column that the only heading with such values fills."""

ONLY = {"day": "the only column of days", "money": "the only column of amounts"}


class Proposal(NamedTuple):
    """A column that a heading may mean, how likely (0 to 1), why, and whether it is beyond doubt.

    Sure is a slip of the pen with values that fit, values that name records of one relation or are
    words of one list, or the only heading with days or amounts; never one of two as good.
    """

    column: str
    points: float
    why: str
    sure: bool = False


def proposals(
    who: Who, model: Any, unknown: Iterable[Heading], taken: set[str], rows: Sequence[list[Any]]
) -> dict[int, Proposal]:
    """Proposals by the index of the heading, each column proposed once, where it fits best.

    Args:
        who: only columns that they may fill.
        model: the sheet.
        unknown: headings that name no column; those beyond `MOST_HEADINGS` get no proposal.
        taken: columns that are filled, or about which something was decided.
        rows: cells of some rows under the headings.
    """
    fields = {n: f for n, f in fillable(who, model).items() if n not in taken}
    asked = {h: _under(h, rows) for h in islice(unknown, MOST_HEADINGS)}
    words, values = _Words(fields.values()), _Values(who, fields.values(), asked.values())
    scored = [
        (proposal, heading.column)
        for heading, cells in asked.items()
        for proposal in _of(heading, fields, cells, (words, values))
    ]
    found: dict[int, Proposal] = {}
    used: set[str] = set()
    for proposal, place in sorted(scored, key=lambda pair: (-pair[0].points, pair[1])):
        if place not in found and proposal.column not in used:
            found[place] = proposal._replace(sure=proposal.sure and _alone(proposal, place, scored))
            used.add(proposal.column)
    left = {h: cells for h, cells in asked.items() if h.column not in found}
    mains = {n: f for n, f in fields.items() if n not in used}
    return found | _only(model, left, mains, values)


def _alone(one: Proposal, place: int, scored: Sequence[tuple[Proposal, int]]) -> bool:
    """Whether nothing comes near a proposal, for its heading or for its column."""
    rivals = [other.points for other, at in scored if (other.column == one.column) != (at == place)]
    return all(points <= one.points - NEAR for points in rivals)


def _only(
    model: Any, left: dict[Heading, list[Any]], fields: dict[str, Any], values: "_Values"
) -> dict[int, Proposal]:
    """The main day and amount of a sheet, where one heading alone has such values."""
    found = {}
    for kind, name in MAIN.get(model, {}).items():
        fits = [
            heading.column
            for heading, cells in left.items()
            if name in fields and _looks(kind, cells) and values.share(fields[name], cells) >= FIT
        ]
        if len(fits) == 1:
            found[fits[0]] = Proposal(name, FIT, ONLY[kind], True)
    return found


def _looks(kind: str, cells: list[Any]) -> bool:
    """Whether values are days, or amounts: bare numbers are neither, unless some have cents."""
    told = [c for c in cells if (_with_cents(c) if kind == "money" else c.__class__ is not int)]
    return len(told) >= FEWEST and all(
        cell.__class__ is not float or kind == "money" for cell in told
    )


def _with_cents(cell: Any) -> bool:
    if isinstance(cell, str):
        return any(sign in cell for sign in ".,$€£")
    return isinstance(cell, float) and not cell.is_integer()


def _under(heading: Heading, rows: Sequence[list[Any]]) -> list[Any]:
    cells = (row[heading.column] for row in rows if len(row) > heading.column)
    return list(islice((cell for cell in cells if not blank(cell)), MOST_VALUES))


def _of(
    heading: Heading, fields: dict[str, Any], cells: list[Any], by: "tuple[_Words, _Values]"
) -> Iterator[Proposal]:
    words, values = by
    similar = words.like(heading.text)
    differ = len({as_known(cell) for cell in cells}) >= FEWEST
    for name, field in fields.items():
        typed = field.kind not in ("text", "long", "code")
        if name in RESERVES and spelled(heading.text) & REMAINING:
            continue
        if name in similar and (not typed or not cells or values.share(field, cells) >= FIT):
            sure = similar[name] >= SURE and len(alike(heading.text)) >= LONG
            yield Proposal(name, similar[name], "similar words", sure)
        elif field.kind in BY_VALUES and differ:
            share = values.share(field, cells)
            if share >= FIT:
                yield Proposal(name, share * SIMILAR, "its values fit", field.kind == "link")


class _Words:
    """The names of columns, made ready once to be compared with many headings."""

    def __init__(self, fields: Iterable[Any]) -> None:
        self._names = [
            (field.name, text, SequenceMatcher(None, "", text))
            for field in fields
            for text in {alike(name) for name in (field.name, label(field), *field.aliases)}
            if text
        ]

    def like(self, heading: str) -> dict[str, float]:
        """The columns whose names are similar to a heading, and how similar they are."""
        one, found = alike(heading), defaultdict[str, float](float)
        for name, other, matcher in self._names:
            if (points := _likeness(one, other, matcher)) >= SIMILAR:
                found[name] = max(found[name], points)
        return found


def _likeness(one: str, other: str, matcher: SequenceMatcher[str]) -> float:
    """How similar two names are; one that is part of the other counts as quite similar.

    The comparison letter by letter, by the matcher of the other, comes last: it costs most.
    """
    short, long = sorted((one, other), key=len)
    if len(short) > 3 and short in long:
        return min(max(SIMILAR, len(short) / len(long)), PART)
    if 2 * len(short) < SIMILAR * (len(short) + len(long)):
        return 0.0
    matcher.set_seq1(one)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0


class _Values:
    """Which values columns take; what texts name in other sheets is asked once for all headings."""

    def __init__(self, who: Who, fields: Iterable[Any], columns: Iterable[list[Any]]) -> None:
        texts = [list(dict.fromkeys(map(as_known, cells))) for cells in columns]
        models = {field.rel_model for field in fields if field.kind == "link"}
        self._named = {model: _named(who, model, texts) for model in models}

    def share(self, field: Any, cells: list[Any]) -> float:
        """The share of the values that the column takes; 0 where it is too small to matter."""
        if field.kind == "link":
            texts = {as_known(cell) for cell in cells}
            return len(texts & self._named[field.rel_model]) / len(texts)
        if deciding(field):
            return 0.0
        read, bad = cell_reader(field), 0
        for cell in cells:
            bad += not _reads(read, cell)
            if len(cells) - bad < FIT * len(cells):
                return 0.0
        return 1 - bad / len(cells)


def _named(who: Who, model: Any, columns: Sequence[list[str]]) -> set[str]:
    """The texts that name a row of a sheet, so far as they matter: of a column of which none of the
    first does, the others are not asked about.
    """
    first = _found(who, model, (texts[:PROBED] for texts in columns))
    rest = (texts[PROBED:] for texts in columns if not first.isdisjoint(texts[:PROBED]))
    return first | _found(who, model, rest)


def _found(who: Who, model: Any, columns: Iterable[list[str]]) -> set[str]:
    texts = sorted({text for part in columns for text in part if len(text) <= LONGEST})
    return find_links(model, texts, within=policy.scope(who, model)).ids.keys() & set(texts)


def _reads(read: Any, cell: Any) -> bool:
    try:
        return read(cell) is not None
    except BadValue:
        return False
