"""Cost lines of a recovery: read from a line of text or from fields, computed, and put into words.

A line of text is `element: description; 3 h at 48.20; factor 1.5; burden 62 %; tax 8.75 %; 120.00`:
what it needs
of these, in any order after the description.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from journal import settings
from models import RecoveryCost
from rules import recovery_cost
from rules.days import day
from rules.errors import BadValue
from rules.money import cents
from rules.recovery_cost import CostLine

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
    (r"on (.+)", "work_date", day),
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
}
"""Element -> what its amount is worked out from."""

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
        for part in re.split(r"\s+(?=(?:at|@)\s?\$?[0-9])", piece):
            fields |= _piece(part, line)
    return fields


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
            f"“{text}” in “{line.strip()[:60]}” is neither hours, a rate, a percent nor an amount."
        ) from error


def priced(fields: Fields, *, direct: int = 0) -> CostLine:
    """The amount of a line and its working; rates that are left blank are the office's.

    Args:
        fields: element, description, and what `NEEDS` names.
        direct: direct cost so far in cents, on which overhead is counted.

    Raises:
        BadValue: a figure is missing or negative.
    """
    element = fields["element"]
    missing = [name for name in NEEDS[element] if fields.get(name) is None]
    if missing:
        words = " and ".join(
            RecoveryCost._meta.fields[name].verbose_name.lower() for name in missing
        )
        raise BadValue(f"{ELEMENTS[element]} “{fields.get('description') or ''}” needs {words}.")
    if element == "labor":
        factor = fields.get("multiplier") or Decimal(1)
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


def _percent(given: Decimal | None, setting: str) -> Decimal:
    return Decimal(settings.get(setting, "0") or "0") if given is None else given


def columns(fields: Fields, line: CostLine, on: date) -> Fields:
    """The columns of the cost line as the sheet keeps them."""
    kept = {name: fields.get(name) for name in ("hours", "rate", "multiplier", "source")}
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
    return sum(amount for element, amount in lines if element not in ("overhead", "salvage"))
