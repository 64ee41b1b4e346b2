"""Money: integer cents, read from the shapes that people write, shown in the office's one way."""

import re
from decimal import ROUND_HALF_UP, Decimal

from rules.errors import BadValue

LARGEST = 10**14
"""Cents that no amount of the office reaches (a trillion dollars): a typing slip is certain."""

NOISE = Decimal("0.000001")
"""By less than this a computed number of a spreadsheet may miss the cent."""

_CENT = Decimal("0.01")
_SIMPLE = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_SHAPE = re.compile(
    r"([-−]?)\$?([-−]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?)(?:\.([0-9]*))?([-−]?)"
)


def cents(value: str | int | float | Decimal) -> int:
    """The amount in cents.

    Text may carry a dollar sign, commas between thousands, a minus before or after, or brackets for
    a minus. A number of a spreadsheet is taken at the 15 digits that spreadsheets keep.

    Raises:
        BadValue: not an amount, beyond `LARGEST`, or with fractions of a cent.
    """
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool):
        raise BadValue(f"“{'yes' if value else 'no'}” is not an amount.")
    if isinstance(value, int):
        return _checked(Decimal(value), value)
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else value
    if not exact.is_finite():
        raise BadValue(f"“{value}” is not an amount.")
    if isinstance(value, float) and abs(exact) < LARGEST:
        whole = exact.quantize(_CENT)
        exact = whole if abs(exact - whole) < NOISE else exact
    return _checked(exact, value)


def plain(amount: int) -> str:
    """The amount as data: 123456 is "1234.56"."""
    sign, whole = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def shown(amount: int) -> str:
    """The amount as a grid shows it: 123456 is "1,234.56"."""
    sign, whole = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def dollars(amount: int) -> str:
    """The amount in a sentence or letter: 123456 is "$1,234.56", a minus stands before the sign."""
    return f"-${shown(-amount)}" if amount < 0 else f"${shown(amount)}"


def half_up(amount: Decimal) -> int:
    """Dollars to cents, half a cent away from zero: the one rounding of the office.

    Source: the contract of the calculators (half up to the cent at each named result).
    """
    return int((amount / _CENT).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _of_text(text: str) -> int:
    stripped = text.strip()
    if _SIMPLE.fullmatch(stripped):
        whole, _, part = stripped.partition(".")
        amount = int(whole) * 100
        part_cents = int(part.ljust(2, "0")) if part else 0
        return amount - part_cents if stripped[0] == "-" else amount + part_cents
    return _of_shape(stripped, text)


def _of_shape(stripped: str, text: str) -> int:
    bare = stripped.replace(" ", "").replace("\u00a0", "").removeprefix("USD").removesuffix("USD")
    in_brackets = "(" in bare
    if in_brackets:
        inner = re.fullmatch(r"(\$?)\(([^()]*)\)", bare)
        bare = f"{inner[1]}{inner[2]}" if inner else ""
    found = _SHAPE.fullmatch(bare)
    if not found or not (found[3] or found[4]) or _spaced(stripped):
        raise BadValue(
            f"“{_short(text)}” is not an amount of money. Write it like 1234.56 or $1,234.56."
        )
    minuses = sum(bool(found[group]) for group in (1, 2, 5)) + in_brackets
    if minuses > 1:
        raise BadValue(f"“{_short(text)}” has more than one minus.")
    number = Decimal(f"{found[3].replace(',', '') or 0}.{found[4] or 0}")
    return _checked(-number if minuses else number, text)


def _spaced(text: str) -> bool:
    """Whether blanks stand between digits, where it is unsure what they mean."""
    return re.search(r"[0-9.,]\s+[0-9.,]", text) is not None


def _checked(amount: Decimal, given: object) -> int:
    if abs(amount) >= LARGEST // 100:
        raise BadValue(f"“{_short(given)}” is larger than any amount of this office.")
    rounded = amount.quantize(_CENT)
    if rounded != amount:
        raise BadValue(f"“{_short(given)}” has fractions of a cent. Round it to two decimals.")
    return int(rounded.scaleb(2))


def _short(given: object) -> str:
    text = str(given)
    return text if len(text) <= 60 else f"{text[:57]}..."
