"""What the desk takes of a file without being asked, each with its reason, and changeable.

Only what the file leaves in no doubt is taken: what two things could be is proposed, or asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from imports import ledger, told
from imports.cells import as_known
from imports.files.layout import blank
from imports.grid import Grid, Heading
from imports.mapping import JOINT, Columns, Decided, Unmatched, fillable, match
from imports.older import Older
from imports.outcome import Options
from imports.parting import claim_part, names_a_claim, parted
from imports.proposals import proposals
from imports.remaining import resolved
from journal import policy
from journal.links import find_links
from journal.who import Who
from models import Claim
from rules.errors import BadQuestion
from rules.headings import spelled
from sheets.columns import names_of

PERSON = (("last", "surname"), ("first", "given"))
ADDRESS = (("street", "address"), ("city", "town"), ("state", "st"), ("zip", "zipcode", "postal"))
PUT_TOGETHER = (
    (("claimant", "name", "payee_name"), PERSON, 2, "last and first name make up the name"),
    (("address",), ADDRESS, 3, "street, city and what follows make up the address"),
)
"""Columns, the words of the headings that make one up in order, how many at least, and why."""


@dataclass(frozen=True)
class Look:
    """A file that is looked at: for whom, into which sheet, its table and the first rows."""

    who: Who
    model: Any
    grid: Grid
    rows: Sequence[list[Any]]


def with_taken(look: Look, options: Options) -> Options:
    """The options with what is taken; what a person or a profile decided stands."""
    taken: dict[str, str] = {}
    if not options.profile and not options.columns:
        options = _with_columns(look, options, taken)
    day = told.valued(look.grid) if ledger.totals_of(look.model) else None
    if day and options.valued_on is None and told.day_of(day) <= options.on:
        options = replace(options, valued_on=told.day_of(day))
        taken["valued_on"] = day.why
    name = line_of(look.model, options)
    if name and (line := _line(look, options)):
        options = replace(options, fixed={**options.fixed, name: line.value})
        taken[name] = line.why
    return replace(options, taken=taken)


def with_ages(options: Options, older: Older | None) -> Options:
    """The options with a file taken for one of older claims where most of its new open ones are;
    what a person or a profile decided stands.
    """
    if options.historic is not None or older is None or not older.most:
        return options
    return replace(options, historic=True, taken={**options.taken, "historic": older.why})


def line_of(model: Any, options: Options) -> str:
    """The column that holds the line of the claims that are made, `claim.line` where they are made
    beside; empty where none are, or where the line is given.
    """
    given = {name for name, text in options.columns.items() if text.strip()} | {*options.fixed}
    if model is Claim:
        return "" if "line" in given else "line"
    if not names_a_claim(model):
        return ""
    part = claim_part(options)
    if part is None:
        return "claim.line" if options.claims_too and "claim.line" not in given else ""
    return "" if "line" in {*part.columns, *part.fixed} else "claim.line"


def _line(look: Look, options: Options) -> told.Told | None:
    columns = as_far(look, options)
    if columns is None or (look.model is Claim and "line" in columns.places):
        return None
    name = "claim_no" if look.model is Claim else "claim"
    return told.line(look.grid, look.rows, columns.places.get(name))


def as_far(look: Look, options: Options) -> Columns | None:
    """The columns as they match so far, whether or not the key is among them; None where two
    headings name one.
    """
    try:
        asked = resolved(look.model, look.grid.headings, options)
        asked = parted(look.who, look.model, look.grid.headings, replace(asked, claims_too=False))
        decided = Decided(asked.columns, asked.fixed, keyless=True)
        return match(look.who, look.model, look.grid.headings, decided)
    except (Unmatched, BadQuestion):
        return None


def _with_columns(look: Look, options: Options, taken: dict[str, str]) -> Options:
    """The options with the columns that are beyond doubt, each with its reason in `taken`."""
    columns = as_far(look, options)
    if columns is None:
        return options
    times = Counter(heading.text for heading in look.grid.headings)
    found = _by_text(look, columns)
    used = {text for text, _ in found.values()}
    free = [h for h in columns.unknown if times[h.text] == 1 and h.text not in used]
    found |= _put_together(look, free, {*columns.names, *found})
    used = {part for text, _ in found.values() for part in text.split(JOINT)}
    free = [h for h in free if h.text not in used]
    named = {h.column: h.text for h in free}
    for at, one in proposals(
        look.who, look.model, free, {*columns.names, *found}, look.rows
    ).items():
        if one.sure:
            found[one.column] = named[at], one.why
    taken |= {name: why for name, (text, why) in found.items() if text}
    given = {name: text for name, (text, _) in found.items()}
    return replace(options, columns=given) if given else options


def _by_text(look: Look, columns: Columns) -> dict[str, tuple[str, str]]:
    """Columns of text in place of a relation of the same name, of which no value names a record."""
    fields = fillable(look.who, look.model)
    texts = {heading.column: heading.text for heading in look.grid.headings}
    found = {}
    for name, place in columns.places.items():
        words = spelled(texts[place])
        others = [
            other
            for other, field in fields.items()
            if field.kind == "text" and other not in columns.names
            if words in {spelled(text) for text in names_of(field)}
        ]
        if fields[name].kind == "link" and len(others) == 1 and not _names_any(look, name, place):
            found[others[0]] = texts[place], "the office knows none of them by name"
            found[name] = "", ""
    return found


def _names_any(look: Look, name: str, place: int) -> bool:
    """Whether a value under a heading names a record of a relation."""
    target = look.model._meta.fields[name].rel_model
    cells = (row[place] for row in look.rows if len(row) > place)
    known = {as_known(cell) for cell in cells if not blank(cell)}
    within = policy.scope(look.who, target)
    return not known or bool(find_links(target, sorted(known), within=within).ids)


def _put_together(
    look: Look, free: Sequence[Heading], filled: set[str]
) -> dict[str, tuple[str, str]]:
    """Columns that several headings make up: a last and a first name, the parts of an address."""
    fields, found = fillable(look.who, look.model), {}
    for names, parts, fewest, why in PUT_TOGETHER:
        name = next((name for name in names if name in fields), None)
        hits = [[h for h in free if spelled(h.text) & set(words)] for words in parts]
        if name is None or name in filled or any(len(hit) > 1 for hit in hits):
            continue
        chosen = [hit[0] for hit in hits if hit]
        if len(chosen) >= fewest and hits[0] and len(set(chosen)) == len(chosen):
            found[name] = JOINT.join(heading.text for heading in chosen), why
    return found
