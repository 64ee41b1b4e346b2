"""Rates in force on a day: what a cost line takes where it names the code of a rate card.

A line names a card by the first words of its description: "labor: SIG2, night shift; 3 h" takes
the rate of SIG2 on the day of the work, with its burden; "overtime" takes its factor.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from peewee import fn

from models import RateCard
from rules.days import day_words, long_day
from rules.errors import BadValue

KINDS = ("labor", "equipment", "material", "overhead")
"""Elements that take a rate from a card."""
OVERTIME = Decimal("1.5")
"""The factor where neither the line nor its card says one."""

Fields = dict[str, Any]


def rated(fields: Fields, on: date) -> Fields:
    """The fields of a cost line with what its rate card gives; what was typed stays as typed.

    Args:
        fields: as `cost_lines.read_lines` gives them.
        on: the day of the work, where the line does not say one.

    Raises:
        BadValue: the code is known, but none of its rates is in force on the day; or the card
            counts another unit than the line.
    """
    fields = dict(fields)
    overtime = fields.pop("overtime", None)
    card = _card(fields, fields.get("work_date") or on) if _open(fields) else None
    if overtime and not fields.get("multiplier"):
        fields["multiplier"] = (card and card.overtime_factor) or OVERTIME
    return {**fields, **_of(card, fields)} if card else fields


def _open(fields: Fields) -> bool:
    """Whether a line leaves open what a card says."""
    element = fields["element"]
    missing = {"material": "amount", "overhead": "percent"}.get(element, "rate")
    fixed = element == "overhead" and fields.get("amount") is not None
    return element in KINDS and fields.get(missing) is None and not fixed


def _card(fields: Fields, on: date) -> RateCard | None:
    """The card that a line names, as it is in force on a day; None where it names none."""
    code = str(fields.get("description") or "").partition(",")[0].strip()
    cards = list(
        RateCard.select()
        .where(
            RateCard.kind == fields["element"],
            fn.lower(RateCard.code) == code.lower(),
            RateCard.trashed_at.is_null(),
        )
        .order_by(RateCard.first_day)
    )
    standing = [c for c in cards if c.first_day <= on and (c.last_day is None or on <= c.last_day)]
    if cards and not standing:
        raise BadValue(_none(cards, on))
    return standing[-1] if standing else None


def _none(cards: list[RateCard], on: date) -> str:
    """That no rate of a code is in force, and which are known."""
    spans = ", ".join(_span(card) for card in cards)
    return (
        f"No rate {cards[0].code} is in force on {long_day(on)}; known are those {spans}. "
        "Enter the rate of that day among the rate cards, or write it with the line, as in "
        "“at 48.20”."
    )


def _span(card: RateCard) -> str:
    until = f" to {day_words(card.last_day)}" if card.last_day else ""
    return f"from {day_words(card.first_day)}{until}"


def _of(card: RateCard, fields: Fields) -> Fields:
    """What a card gives to a line that leaves it open."""
    _need_unit(card, fields)
    given: Fields = {"rate_card": card.id, "source": fields.get("source") or card.source[:200]}
    rest = str(fields["description"]).partition(",")[2].strip()
    given["description"] = f"{card.title}, {rest}" if rest else card.title
    if card.kind == "overhead":
        return {**given, "percent": card.percent}
    given["rate"] = card.rate
    if card.kind == "labor" and fields.get("burden_percent") is None:
        overtime = (fields.get("multiplier") or Decimal(1)) > 1
        burden = card.overtime_burden_percent if overtime else card.burden_percent
        given |= {} if burden is None else {"burden_percent": burden}
    return given


def _need_unit(card: RateCard, fields: Fields) -> None:
    by_piece = card.unit in ("mile", "each")
    if by_piece and fields.get("quantity") is None:
        written = "12 miles" if card.unit == "mile" else "2 each"
        raise BadValue(
            f"{card.code} is billed by the {_one(card)}: write how many, as “{written}”."
        )
    if card.unit == "hour" and fields.get("hours") is None:
        raise BadValue(f"{card.code} is billed by the hour: write the hours, as “3 h”.")


def _one(card: RateCard) -> str:
    return "mile" if card.unit == "mile" else "piece"


def is_example(card: RateCard) -> bool:
    """Whether a card stands for the City's own rate, which is not entered yet."""
    return str(card.source).startswith("Example")
