"""Whether a setting holds what the product can follow; a blank one means the product's own way."""

import re
import string
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from zoneinfo import available_timezones

from models import SHEETS, meta

LONGEST_NUMBER = 60
PARTS = ("line", "year", "n", "id")
_DIGITS = re.compile(r"(0[1-9])?d?")


def problem(name: str, value: str | None) -> str | None:
    """What is wrong with the value of a setting, in a sentence; None where it may stand."""
    text = (value or "").strip()
    check = CHECKS.get(name)
    return check(text) if check and text else None


def _whole(text: str, *, least: int, most: int, unit: str) -> str | None:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return None
    return f"“{text}” is not a whole number {unit} from {least} to {most}."


def _percent(text: str) -> str | None:
    try:
        fits = 0 <= Decimal(text) <= 1000
    except InvalidOperation:
        fits = False
    return None if fits else f"“{text}” is not a percentage such as 8.75."


def _zone(text: str) -> str | None:
    known = text in available_timezones()
    return None if known else f"“{text}” is not a time zone such as America/Los_Angeles."


def _format(text: str, *, has_line: bool) -> str | None:
    """The running number comes last, and what stands before it is known."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return "A brace is open or closed without its partner. Write parts as {year} and {n:04d}."
    names = [name for _, name, _, _ in parts if name is not None]
    known = [name for name in PARTS if name != "line" or has_line]
    unknown = [name for name in names if name not in known]
    if unknown:
        words = ", ".join(f"{{{name}}}" for name in known)
        return f"{{{unknown[0]}}} is not known here; a number is made of {words}."
    if sum(name in ("n", "id") for name in names) != 1:
        return "The running number is missing: write {n:04d} once, at the end."
    if names[-1] not in ("n", "id") or parts[-1][1] is None:
        return "Nothing may stand after the running number."
    return _shape(text, parts)


def _shape(text: str, parts: list) -> str | None:
    for _, name, spec, conversion in parts:
        counts = name in ("n", "id")
        if conversion or (spec and not (counts and _DIGITS.fullmatch(spec))):
            return "Only the running number takes digits, as in {n:04d}."
    longest = text.format(line="L", year=2027, n=10**8, id=10**8)
    if len(longest) > LONGEST_NUMBER:
        return f"Numbers of this kind would be too long: at most {LONGEST_NUMBER} characters."
    return None


def _formats() -> dict[str, Callable[[str], str | None]]:
    """The format of each sheet whose number is drawn."""
    return {
        f"{model._meta.key[0]}_format": partial(_format, has_line="line" in model._meta.fields)
        for model in SHEETS
        if meta(model, "number", None)
    }


DAYS = partial(_whole, least=0, most=3650, unit="of days")
CHECKS: dict[str, Callable[[str], str | None]] = {
    **_formats(),
    "fiscal_year_start_month": partial(_whole, least=1, most=12, unit="for a month"),
    "time_zone": _zone,
    "likely_duplicate_days": DAYS,
    "payment_duplicate_days": DAYS,
    "policy_lapse_days": DAYS,
    "recovery_cost_days": DAYS,
    "recovery_bill_days": DAYS,
    "recovery_net_days": DAYS,
    **dict.fromkeys(
        ("light_duty_days", "light_duty_limit_days"),
        partial(_whole, least=1, most=3650, unit="of days"),
    ),
    "light_duty_answer_days": DAYS,
    "light_duty_review_days": DAYS,
    "idle_minutes": partial(_whole, least=1, most=1440, unit="of minutes"),
    "session_hours": partial(_whole, least=1, most=168, unit="of hours"),
    "document_max_megabytes": partial(_whole, least=1, most=2000, unit="of megabytes"),
    "trusted_proxies": partial(_whole, least=0, most=5, unit="of proxies"),
    **dict.fromkeys(
        (
            "recovery_overhead_percent",
            "labor_burden_percent",
            "overtime_burden_percent",
            "sales_tax_percent",
        ),
        _percent,
    ),
}
"""Setting -> its check; one that is not here takes any text."""
