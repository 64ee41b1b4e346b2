"""Which column of the file goes into which column of the sheet: by name, never by guessing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from imports import ledger
from imports.grid import Heading
from imports.manner import Manner
from journal import policy
from journal.values import reader
from journal.who import Who
from models import Claim, columns_of, meta
from rules.errors import BadQuestion, BadValue
from rules.headings import alike, spelled
from rules.terms import with_article
from sheets.columns import labels_of, names_of

EXACT, PRINTED, LABEL, NAME, ALIAS, SPELLED = range(6)
"""How well a heading names a column, best first.

Its name as spelled, its label as spelled, its label made alike, its name made alike, another name,
any of them with its words in full and in another order.
"""


JOINT = " + "
"""Between headings whose texts make up one column."""

ONE_FACT = {Claim: ("line", "W", "injury_date", "loss_date")}
"""Sheet -> (column, value, one, other): where the column has it, the two days are one fact.

Elsewhere the one fills the other where the file has no heading for it.
"""


class Unmatched(BadQuestion):
    """A column of the sheet whose heading a person has to say; `column` is its name, `lack` the
    sentence without the headings that there are, for who has them in sight.
    """

    def __init__(self, column: str, lack: str, there: str = "") -> None:
        """Keep the column beside the sentence."""
        super().__init__(f"{lack} {there}".strip())
        self.column, self.lack = column, lack


@dataclass(frozen=True)
class Columns:
    """Where each column of the sheet comes from.

    `places` maps columns to the index of their heading, `fixed` to a value for every row, which
    `said` has in the words of the person.
    `unknown` are headings that name no column; `left_out` are headings that do, with why they are
    not read; `missing` are required columns that the file does not have. `joined` names all
    headings of a column that is put together of several. `keyless`: rows are known by their
    content. `linked` are columns that name the record which another sheet of the row makes.
    `manners` say how columns are written; `beside` names, for a day, the column that keeps the text
    of a cell that is no day (both as `settling.settle` finds them).
    """

    model: Any
    places: dict[str, int]
    fixed: dict[str, Any]
    unknown: list[Heading] = field(default_factory=list)
    left_out: list[tuple[Heading, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    said: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    keyless: bool = False
    linked: tuple[str, ...] = ()
    manners: Mapping[str, Manner] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def read(self) -> set[int]:
        """The indexes of the headings that are read."""
        return {*self.places.values(), *(n for parts in self.joined.values() for n in parts)}

    @property
    def names(self) -> list[str]:
        """The columns of the sheet that the file fills, in the sheet's order, totals too."""
        filled = {*self.places, *self.fixed, *self.linked, *self.beside.values()}
        filled |= {self.model._meta.key[0]} if self.keyless else set()
        return [f.name for f in columns_of(self.model) if f.name in filled]


def known(model: Any) -> set[str]:
    """Every heading, made alike, that names a column of the sheet."""
    return {alike(text) for f in columns_of(model) for text in names_of(f)}


def label(field: Any) -> str:
    """The words by which people know a column."""
    return field.verbose_name or field.name


def required(field: Any) -> bool:
    """Whether a row cannot be without a value of the column; a yes/no that is blank is a no."""
    return not field.null and not field.derived and field.kind != "yesno"


@dataclass(frozen=True)
class Decided:
    """What is decided before names are looked at.

    Args:
        given: column -> heading, several joined by " + "; an empty heading leaves the column out.
        fixed: column -> text of the value that every row gets.
        keyless: where no heading names the key, rows are known by their content.
        linked: columns that another sheet of the same row fills.
        by_name: whether headings that were not given are matched by what they say.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    keyless: bool = False
    linked: tuple[str, ...] = ()
    by_name: bool = True

    @property
    def names(self) -> set[str]:
        """The columns about which something is decided."""
        return {*self.given, *self.fixed, *self.linked}


UNDECIDED = Decided()


def match(
    who: Who, model: Any, headings: Sequence[Heading], decided: Decided = UNDECIDED
) -> Columns:
    """Match headings to columns.

    Args:
        who: columns that the policy does not let them write are left out, and named.
        model: the sheet.
        headings: as read.
        decided: what a person or a profile said.

    Raises:
        BadQuestion: a column or heading that was given does not exist, two headings name one
            column, or the file has no column for the key.
    """
    fields = fillable(who, model)
    if strange := [name for name in (*decided.given, *decided.fixed) if name not in fields]:
        raise BadQuestion(f"{_plural(model)} have no column “{strange[0]}” that a file can fill.")
    chosen = {n: _headings(text, headings) for n, text in decided.given.items() if text.strip()}
    _need_text(fields, chosen)
    places = {name: parts[0] for name, parts in chosen.items()}
    taken = {place for parts in chosen.values() for place in parts}
    free = [h for h in headings if h.column not in taken]
    if decided.by_name:
        open_ = [f for name, f in fields.items() if name not in decided.names]
        places |= {name: heading.column for name, heading in _named(free, open_).items()}
        places |= _same_fact(model, places, decided.names)
    values = {name: _value(fields[name], text) for name, text in decided.fixed.items()}
    unknown, left_out = _rest(who, model, free, places, decided)
    columns = Columns(
        model,
        places,
        values,
        unknown,
        left_out,
        missing=_missing(model, {*places, *values, *decided.linked}),
        said=decided.fixed,
        joined={name: parts for name, parts in chosen.items() if parts[1:]},
        linked=decided.linked,
    )
    if decided.keyless and _lacking(columns) == [model._meta.key[0]]:
        return replace(columns, keyless=True)
    _need_key(columns, headings)
    return columns


def _rest(
    who: Who, model: Any, free: list[Heading], places: Mapping[str, int], decided: Decided
) -> tuple[list[Heading], list[tuple[Heading, str]]]:
    """The headings that are not read: those that name no column, and those that do, with why."""
    filled = set(places.values())
    rest = [h for h in free if h.column not in filled]
    spellings = _spellings(columns_of(model))
    meant = ((h, name) for h in rest if (name := _rank(h.text, spellings)[1]))
    left_out = [(h, _why_left_out(who, model, name, decided.names)) for h, name in meant]
    out = {heading.column for heading, _ in left_out}
    return [h for h in rest if h.column not in out], left_out


def _headings(text: str, headings: Sequence[Heading]) -> tuple[int, ...]:
    """Indexes of the headings that were given, one or several joined."""
    parts = text.split(JOINT)
    if len(parts) == 1 or any(h.text == text.strip() for h in headings):
        return (_heading(text, headings),)
    return tuple(_heading(part, headings) for part in parts)


def _need_text(fields: Mapping[str, Any], joined: Mapping[str, tuple[int, ...]]) -> None:
    for name, parts in joined.items():
        if parts[1:] and fields[name].kind not in ("text", "long"):
            raise BadQuestion(f"{label(fields[name])} is no text: it takes one heading.")


def _same_fact(model: Any, places: Mapping[str, int], decided: set[str]) -> dict[str, int]:
    """The day that another heading gives, where it has none of its own."""
    if model not in ONE_FACT:
        return {}
    _, _, one, other = ONE_FACT[model]
    return {other: places[one]} if one in places and other not in {*places, *decided} else {}


def _plural(model: Any) -> str:
    return str(meta(model, "plural", model.__name__))


def fillable(who: Who, model: Any) -> dict[str, Any]:
    """Columns that a file may fill: those `who` may type into, and what the ledger takes over."""
    totals = ledger.taken_over(model)
    writable: tuple[Any, ...] = policy.writable(who, model)
    readable: tuple[Any, ...] = policy.readable(who, model)
    allowed = {f.name for f in writable} | {f.name for f in readable if f.name in totals}
    return {f.name: f for f in columns_of(model) if f.name in allowed}


def _heading(text: str, headings: Sequence[Heading]) -> int:
    """Index of the heading that was given by its text."""
    for same in (lambda h: h.text == text.strip(), lambda h: alike(h.text) == alike(text)):
        hits = [h.column for h in headings if same(h)]
        if len(hits) > 1:
            raise BadQuestion(
                f"The file has the heading “{text}” {len(hits)} times. Rename one of them."
            )
        if hits:
            return hits[0]
    there = ", ".join(f"“{h.text}”" for h in headings[:20])
    raise BadQuestion(f"The file has no heading “{text}”. It has {there or 'none'}.")


def _named(headings: Iterable[Heading], fields: Iterable[Any]) -> dict[str, Heading]:
    """Column -> the heading that names it best; two that name it equally well are an error."""
    best: dict[str, tuple[int, Heading]] = {}
    known_as = {f.name: f for f in fields}
    spellings = _spellings(known_as.values())
    for heading in headings:
        rank, name = _rank(heading.text, spellings)
        if name is None:
            continue
        if name in best and best[name][0] == rank:
            raise Unmatched(
                name,
                f"“{best[name][1].text}” and “{heading.text}” both name the column "
                f"{label(known_as[name])}.",
            )
        if name not in best or rank < best[name][0]:
            best[name] = rank, heading
    return {name: heading for name, (_, heading) in best.items()}


def _spellings(fields: Iterable[Any]) -> list[dict[Any, str]]:
    """For each rank a table spelling -> column; a spelling of two columns names neither."""
    tables: list[dict[Any, str]] = [{} for _ in range(6)]
    doubtful: list[set[Any]] = [set() for _ in range(6)]
    for f in fields:
        for rank, texts in (
            (EXACT, [f.name]),
            (PRINTED, labels_of(f)),
            (LABEL, [alike(text) for text in labels_of(f)]),
            (NAME, [alike(f.name)]),
            (ALIAS, [alike(alias) for alias in f.aliases]),
            (SPELLED, [spelled(text) for text in names_of(f)]),
        ):
            for text in filter(None, texts):
                if tables[rank].setdefault(text, f.name) != f.name:
                    doubtful[rank].add(text)
    for table, spoiled in zip(tables, doubtful, strict=True):
        for text in spoiled:
            del table[text]
    return tables


def _rank(heading: str, spellings: list[dict[Any, str]]) -> tuple[int, str | None]:
    whole, words = alike(heading), spelled(heading)
    for rank, table in enumerate(spellings):
        name = table.get(heading if rank <= PRINTED else whole if rank < SPELLED else words)
        if name:
            return rank, name
    return len(spellings), None


def _value(field: Any, text: str) -> Any:
    try:
        value = reader(field)(text)
    except BadValue as error:
        raise BadQuestion(f"The fixed value of {label(field)}: {error.sentence}") from error
    if value is None and required(field):
        raise BadQuestion(f"{label(field)} cannot be blank.")
    return value


def _why_left_out(who: Who, model: Any, name: str, decided: set[str]) -> str:
    """Why the heading that names a column of the sheet is not read."""
    field = model._meta.fields[name]
    if name in decided:
        return f"{label(field)} is filled in another way, or left blank on purpose."
    if field.name not in policy.readable_names(who, model):
        return policy.why_hidden(field)
    if field.derived:
        return f"{label(field)} is worked out by the office's records."
    return f"{label(field)} is already filled by another heading."


def _missing(model: Any, filled: set[str]) -> list[str]:
    """Required columns without a default that the file does not have, the key aside."""
    return [
        f.name
        for f in columns_of(model)
        if required(f)
        and f.default is None
        and not f.derived
        and f.name not in filled
        and f.name not in model._meta.key
    ]


def _lacking(columns: Columns) -> list[str]:
    """The columns of the key that nothing fills."""
    fields = columns.model._meta.fields
    return [
        name
        for name in columns.model._meta.key
        if name not in columns.places and name not in columns.fixed and not fields[name].null
    ]


def _need_key(columns: Columns, headings: Sequence[Heading]) -> None:
    model, lacking = columns.model, _lacking(columns)
    fields = model._meta.fields
    if lacking:
        words = " and ".join(label(fields[name]) for name in lacking)
        there = ", ".join(f"“{h.text}”" for h in headings[:20])
        one = with_article(meta(model, "singular"))
        raise Unmatched(
            lacking[0],
            f"The file has no column for {words}, by which {one} is known.",
            f"It has {there or 'no headings'}.",
        )
