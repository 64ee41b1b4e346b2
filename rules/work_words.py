"""A line of a physician's note in words, as one would say it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.capacities import ACTIVITIES, FREQUENCIES, SIDES

LABELS = dict(FREQUENCIES)
IN_WORDS = "limited in the physician's own words: the claims office says by what"
"""What is told of a note without lines to whoever does not see its words (Lab. Code 3762(c))."""


def in_words(fields: Mapping[str, Any]) -> str:
    """A line as one would say it: "Lift up to 10 lb", "No gripping, left", "Bend: once in a
    while".

    Args:
        fields: activity, side, is_never, pounds, frequency, minutes (at one time), hours (a day);
            what is blank or absent is not limited.
    """
    code = str(fields.get("activity"))
    known = ACTIVITIES.get(code)
    label = known.label if known else code
    side = fields.get("side")
    ending = f", {dict(SIDES)[side].lower()}" if side else ""
    if fields.get("is_never"):
        doing = known.doing if known else ""
        return f"No {doing or label[0].lower() + label[1:]}{ending}"
    parts, often = [], LABELS.get(fields.get("frequency") or "", "").lower()
    if fields.get("pounds") is not None:
        parts.append(f"{_plain(fields['pounds'])} lb{f' ({often})' if often else ''}")
    if fields.get("minutes") is not None:
        parts.append(f"{fields['minutes']} min at a time")
    if fields.get("hours") is not None:
        parts.append(f"{_plain(fields['hours'])} h a day")
    if often and fields.get("pounds") is None:
        if not parts:
            return f"{label}: {often}{ending}"
        parts.append(often)
    return f"{label} up to {', '.join(parts)}{ending}" if parts else f"{label}{ending}"


def _plain(number: Any) -> str:
    return f"{Decimal(number).normalize():f}"
