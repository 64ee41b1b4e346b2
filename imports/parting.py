"""The claim that a row names, made of the same row where the office does not have it.

Its columns are given through the relation, as a filter has them: `claim.claimant`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from imports import ledger
from imports.grid import Heading
from imports.mapping import Decided, Unmatched, fillable, match
from imports.outcome import Options, Part
from journal.who import Who
from models import Claim, meta
from rules.errors import BadQuestion

LINK = "claim"
THROUGH = f"{LINK}."


def names_a_claim(model: Any) -> bool:
    """Whether a row of a sheet names a claim."""
    field = model._meta.fields.get(LINK)
    return field is not None and field.kind == "link" and field.rel_model is Claim


def fillable_too(who: Who) -> dict[str, Any]:
    """The columns of the claim that a row may fill: not its totals, which the rows themselves make,
    nor its number, which stands where the row names it.
    """
    left = {*ledger.TOTALS, *Claim._meta.key}
    return {name: f for name, f in fillable(who, Claim).items() if name not in left}


def claim_part(options: Options) -> Part | None:
    """The claim that is made of a row, if it is."""
    return next((part for part in options.before if part.link == LINK), None)


def parted(who: Who, model: Any, headings: Sequence[Heading], options: Options) -> Options:
    """The options with what is said of the claim as a sheet of its own, which comes before.

    Raises:
        BadQuestion: the sheet names no claim, or the columns cannot be matched.
    """
    if not names_a_claim(model):
        if options.claims_too:
            raise BadQuestion(f"{meta(model, 'plural')} name no claim that could be made too.")
        return options
    own, of_claim = _split(options.columns)
    fixed, fixed_of_claim = _split(options.fixed)
    stands = claim_part(options)
    asked = bool(stands or of_claim or fixed_of_claim)
    wanted = asked if options.claims_too is None else options.claims_too
    others = tuple(part for part in options.before if part is not stands)
    bare = replace(options, columns=own, fixed=fixed, before=others)
    if not wanted:
        return bare
    if stands is None or of_claim:
        columns = _columns(who, model, headings, bare, of_claim)
        stands = replace(stands or Part(LINK, link=LINK), columns=columns)
    part = replace(stands, fixed={**stands.fixed, **fixed_of_claim})
    own = {name: text for name, text in own.items() if name != LINK}
    return replace(bare, columns=own, before=(*others, part))


def _split(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is given of the sheet itself, and of the claim."""
    of_claim = {
        name.removeprefix(THROUGH): text for name, text in given.items() if name.startswith(THROUGH)
    }
    return {n: text for n, text in given.items() if not n.startswith(THROUGH)}, of_claim


def _columns(
    who: Who, model: Any, headings: Sequence[Heading], options: Options, of_claim: dict[str, str]
) -> dict[str, str]:
    """Column of the claim -> heading: what is given, and what a heading that is free names."""
    texts = {heading.column: heading.text for heading in headings}
    first = match(who, model, headings, Decided(options.columns, options.fixed, keyless=True))
    number = first.places.get(LINK)
    if number is None and not of_claim.get("claim_no"):
        raise Unmatched(LINK, "No heading gives the number of the claim that is to be made too.")
    own = {"claim_no": "" if number is None else texts[number], **of_claim}
    free = [heading for heading in headings if heading.column not in first.read]
    may = fillable(who, Claim)
    left = {name: "" for name in (*ledger.TOTALS, *own) if name in may}
    found = match(who, Claim, free, Decided(left, keyless=True))
    named = {name: texts[place] for name, place in found.places.items()}
    return {**named, **{name: text for name, text in own.items() if text.strip()}}
