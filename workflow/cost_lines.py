"""Cost lines of a recovery: read from a line of text or from fields, computed, and put into words.

A line of text is `element: description; 3 h at 48.20; factor 1.5; burden 62 %; tax 8.75 %; 120.00`:
what it needs
of these, in any order after the description. A description that begins with the code of a rate card
takes its rate: `labor: SIG2; 3 h; overtime`, `material: POLE30; 1 each`. A line may say its day:
`labor: SIG2; 3 h on 2026-03-20`.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from journal import settings
from models import RecoveryCost
from rules import recovery_cost, recovery_units
from rules.days import day, long_day
from rules.errors import BadValue
from rules.money import cents
from rules.recovery_cost import CostLine
from workflow.rate_cards import rated

ELEMENTS = dict(RecoveryCost.element.choices)
_SPOKEN = {
    **{label.lower(): code for code, label in ELEMENTS.items()},
    "labour": "labor",
    "materials": "material",
}
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
PIECES: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    (rf"{_NUMBER} ?h(?:ours?|rs?)?", "hours", Decimal),
    (r"(?:at|@) ?(\$?[0-9,.]+)", "rate", cents),
    (rf"(?:factor|x) ?{_NUMBER}", "multiplier", Decimal),
    (rf"burden ?{_NUMBER} ?%?", "burden_percent", Decimal),
    (rf"tax ?{_NUMBER} ?%?", "tax_percent", Decimal),
    (rf"{_NUMBER} ?%", "percent", Decimal),
    (rf"{_NUMBER} ?(?:miles?|mi|each|ea|pcs?|pieces?)", "quantity", Decimal),
    (r"(overtime|ot)", "overtime", bool),
    (r"on (.+)", "work_date", day),
    (r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})", "work_date", day),
    (r"source (.+)", "source", str),
)
"""Shape of a piece -> the field it fills, and how it is read; anything else is the amount."""

NEEDS = {
    "labor": ("hours", "rate"),
    "equipment": ("hours", "rate"),
    "material": ("amount",),
    "contractor": ("amount",),
    "other": ("amount",),
    "salvage": ("amount",),
    "overhead": (),
    "interest": ("amount",),
}
"""Element -> what its amount is worked out from."""

SHIFT = timedelta(days=1)
"""How far before the day of the damage its work may be dated."""

Fields = dict[str, Any]


def read_lines(given: str | Iterable[Fields] | None) -> list[Fields]:
    """The cost lines that are given as text, one a line, or as dictionaries; overhead last, since
    it is counted on the others.

    Raises:
        BadValue: a line cannot be read; the sentence names it.
    """
    if not given:
        return []
    if isinstance(given, str):
        lines = [_of_text(line) for line in given.splitlines() if line.strip()]
    else:
        lines = [dict(line) for line in given]
    return sorted(lines, key=lambda line: line["element"] == "overhead")


def _of_text(line: str) -> Fields:
    head, *pieces = [piece.strip() for piece in line.split(";")]
    element, colon, description = head.partition(":")
    code = _SPOKEN.get(element.strip().lower(), element.strip().lower())
    if not colon or code not in ELEMENTS:
        known = ", ".join(ELEMENTS).replace("_", " ")
        raise BadValue(
            f"“{line.strip()[:60]}” does not begin with a kind of cost and a colon ({known})."
        )
    fields: Fields = {"element": code, "description": description.strip() or ELEMENTS[code]}
    for piece in pieces:
        for part in _parts(piece):
            fields |= _piece(part, line)
    return _with_percent(fields)


def _parts(piece: str) -> list[str]:
    """The parts of a piece such as “3 h at 48.20 on 2026-03-20”; a source stays whole."""
    if piece.lower().startswith("source "):
        return [piece]
    return re.split(r"\s+(?=(?:at|@)\s?\$?[0-9]|on\s)", piece, flags=re.I)


def _with_percent(fields: Fields) -> Fields:
    """A line of overhead with its percent, where that stands in place of a description."""
    bare = re.fullmatch(rf"{_NUMBER} ?%?", fields["description"])
    if fields["element"] != "overhead" or not bare or fields.keys() & {"percent", "amount"}:
        return fields
    return {**fields, "percent": Decimal(bare[1]), "description": ELEMENTS["overhead"]}


def _piece(text: str, line: str) -> Fields:
    if not text:
        return {}
    for shape, name, read in PIECES:
        found = re.fullmatch(shape, text, re.I)
        if found:
            return {name: read(found[1])}
    try:
        return {"amount": cents(text)}
    except BadValue as error:
        raise BadValue(
            f"“{text}” in “{line.strip()[:60]}” is neither hours, a rate, a percent, a day "
            "(as “on 2026-03-20”) nor an amount."
        ) from error


def worked_out(
    given: Iterable[Fields], on: date, before: Iterable[tuple[str, int]] = ()
) -> list[tuple[Fields, CostLine]]:
    """Lines with the rates of the day, each worked out; overhead is counted on those before it.

    Args:
        given: as `read_lines` gives them.
        on: the day of the work, where a line does not say one.
        before: (element, amount) of the lines that stand already.

    Raises:
        BadValue: a figure is missing or negative, or no rate is in force on the day.
    """
    lines, found = list(before), []
    for fields in given:
        full = rated(fields, on)
        line = priced(full, direct=direct_of(lines))
        lines.append((line.element, line.amount))
        found.append((full, line))
    return found


def wrong_day(given: Iterable[Fields], *, damage: date | None, on: date) -> str:
    """What is wrong with the first day of work that is ahead of today, or lies before the damage;
    empty where none is. A shift may have begun on the evening before.
    """
    for fields in given:
        worked = fields.get("work_date")
        if worked and worked > on:
            return (
                f"Work date ({long_day(worked)}) lies ahead of today: enter the day on which the "
                "work was done."
            )
        if worked and damage and worked < damage - SHIFT:
            return (
                f"Work date ({long_day(worked)}) lies before the damage of {long_day(damage)}: "
                "enter a later day, or mend that one."
            )
    return ""


def priced(fields: Fields, *, direct: int = 0) -> CostLine:
    """The amount of a line and its working; rates that are left blank are the office's.

    Args:
        fields: element, description, and what `NEEDS` names.
        direct: direct cost so far in cents, on which overhead is counted.

    Raises:
        BadValue: a figure is missing or negative.
    """
    element = fields["element"]
    by_unit = fields.get("quantity") is not None and fields.get("rate") is not None
    if by_unit and element in ("material", "equipment"):
        return _by_unit(fields)
    missing = [name for name in NEEDS[element] if fields.get(name) is None]
    if missing:
        words = " and ".join(
            RecoveryCost._meta.fields[name].verbose_name.lower() for name in missing
        )
        raise BadValue(f"{ELEMENTS[element]} “{fields.get('description') or ''}” needs {words}.")
    if element == "labor":
        factor = _factor(fields)
        burden = _percent(
            fields.get("burden_percent"),
            "overtime_burden_percent" if factor > 1 else "labor_burden_percent",
        )
        return recovery_cost.labor(
            fields["hours"], fields["rate"], factor=factor, burden_percent=burden
        )
    if element == "equipment":
        return recovery_cost.equipment(fields["hours"], fields["rate"])
    if element == "material":
        return recovery_cost.material(
            fields["amount"], tax_percent=_percent(fields.get("tax_percent"), "sales_tax_percent")
        )
    if element == "overhead" and fields.get("amount") is None:
        return recovery_cost.overhead(
            direct, _percent(fields.get("percent"), "recovery_overhead_percent")
        )
    if element == "salvage":
        return recovery_cost.invoiced(element, abs(fields["amount"]))
    return recovery_cost.invoiced(element, fields["amount"])


def _factor(fields: Fields) -> Decimal:
    """The overtime factor of a line of labor: 1 for regular hours.

    Raises:
        BadValue: it is below 1.
    """
    factor = fields.get("multiplier")
    if factor is not None and factor < 1:
        raise BadValue(
            f"An overtime factor of {recovery_cost.plain(factor)} is below 1: enter 1.5 for time "
            "and a half, or leave it blank for regular hours."
        )
    return factor or Decimal(1)


def _by_unit(fields: Fields) -> CostLine:
    """The cost of pieces or of miles."""
    if fields["element"] == "equipment":
        return recovery_units.miles(fields["quantity"], fields["rate"])
    tax = _percent(fields.get("tax_percent"), "sales_tax_percent")
    return recovery_units.stores(fields["quantity"], fields["rate"], tax_percent=tax)


def _percent(given: Decimal | None, setting: str) -> Decimal:
    return Decimal(settings.get(setting, "0") or "0") if given is None else given


def columns(fields: Fields, line: CostLine, on: date) -> Fields:
    """The columns of the cost line as the sheet keeps them."""
    names = ("hours", "rate", "multiplier", "source", "quantity", "rate_card")
    kept = {name: fields.get(name) for name in names}
    if line.element == "overhead" and fields.get("amount") is None:
        kept["percent"] = _percent(fields.get("percent"), "recovery_overhead_percent")
    if line.element == "labor":
        overtime = (fields.get("multiplier") or Decimal(1)) > 1
        kept["burden_percent"] = _percent(
            fields.get("burden_percent"),
            "overtime_burden_percent" if overtime else "labor_burden_percent",
        )
    if line.element == "material":
        kept["tax_percent"] = _percent(fields.get("tax_percent"), "sales_tax_percent")
    return {
        **kept,
        "element": line.element,
        "description": fields.get("description") or ELEMENTS[line.element],
        "work_date": fields.get("work_date") or on,
        "amount": line.amount,
    }


def direct_of(lines: Iterable[tuple[str, int]]) -> int:
    """The direct cost of lines given as (element, amount)."""
    return sum(amount for element, amount in lines if element not in recovery_cost.APART)
