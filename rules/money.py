"""Money: integer cents, read from the shapes that people write, shown in the office's one way."""

import re
from decimal import ROUND_HALF_UP, Decimal

from rules.errors import BadValue

LARGEST = 10**14
"""Cents that no amount of the office reaches (a trillion dollars): a typing slip is certain."""

NOISE = Decimal("0.000001")
"""By less than this a computed number of a spreadsheet may miss the cent."""

_CENT = Decimal("0.01")
_USUAL = re.compile(r"(-)?\$?([0-9]{1,12}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?")
"""How most amounts are written: no doubt about any of them, and quickly read."""

_CURRENCY = r"((?:US)?\$|USD)?\s?"
_SHAPE = re.compile(
    rf"(?:([-−])|\+)?\s?{_CURRENCY}([-−])?\s?(\()?\s?([-−])?\s?{_CURRENCY}"
    rf"([0-9.,](?:[0-9.,'’\s]*[0-9.,])?)\s?{_CURRENCY}(\))?\s?{_CURRENCY}([-−]|CR)?",
    re.I,
)
_MINUSES, _CURRENCIES, _BRACKETS, _BODY = (1, 3, 5, 11), (2, 6, 8, 10), (4, 9), 7
_RUNS = re.compile(r"(\s)\s+")
_BLANKS = " \u00a0\u2009\u202f"
_NUMBER = {
    sign: re.compile(
        rf"([1-9][0-9]{{0,2}}([{other}'’{_BLANKS}])[0-9]{{3}}(?:\2[0-9]{{3}})*|[0-9]*)"
        rf"(?:[{sign}]([0-9]*))?"
    )
    for sign, other in ((".", ","), (",", "."))
}
"""By the sign before the decimals: a number, its thousands apart all in one way or not at all."""

_DEBIT = re.compile(r"[0-9]\s*(?:DR|DB)\b", re.I)
_OTHER_MONEY = re.compile(r"[£€¥₹]|\b(?:GBP|EUR|CAD|MXN|JPY)\b", re.I)


def cents(value: str | int | float | Decimal, *, decimal: str = ".") -> int:
    """The amount in cents.

    Text may carry a dollar sign or USD, commas between thousands (or blanks, where decimals follow
    and fewer than three digits stand first), a plus before, a minus before or after, or brackets or
    CR (a credit) for a minus. A number of a spreadsheet is taken at the 15 digits that spreadsheets
    keep.

    Args:
        value: as written.
        decimal: the sign before the decimals, "." or ","; text that shows both signs, or thousands
            apart by blanks, is read as it can only be meant.

    Raises:
        BadValue: not an amount, beyond `LARGEST`, or with fractions of a cent.
    """
    if isinstance(value, str):
        return _of_text(value, decimal)
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


def readings(text: str, *, places: int = 2) -> dict[str, Decimal]:
    """The number that a text means, by each sign before the decimals that makes one of it.

    After a comma at most `places` digits are decimals; after the office's own point any number.
    """
    bare = text.strip()
    usual = _USUAL.fullmatch(bare)
    if usual and (usual[3] or "," not in bare):
        number = Decimal(f"{usual[2].replace(',', '')}.{usual[3] or 0}")
        return {".": number} if usual[3] else {".": number, ",": number}
    found = _shape(bare)
    if not found:
        return {}
    read = {sign: _NUMBER[sign].fullmatch(found[_BODY]) for sign in _NUMBER}
    if read[","] and len(read[","][3] or "") > places:
        del read[","]
    return {sign: _decimal(number) for sign, number in read.items() if number}


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


def _of_text(text: str, decimal: str) -> int:
    stripped = text.strip()
    if decimal == "." and (found := _USUAL.fullmatch(stripped)):
        amount = int(f"{found[2].replace(',', '')}{(found[3] or '').ljust(2, '0')}")
        return -amount if found[1] else amount
    return _of_shape(stripped, text, decimal)


def _of_shape(stripped: str, text: str, decimal: str) -> int:
    found = _shape(stripped)
    number = _number(found[_BODY], decimal) if found else None
    if not found or number is None:
        raise BadValue(f"“{_short(text)}” is not an amount of money. {_advice(text, decimal)}")
    if stripped.startswith("+") and any(found[group] for group in (*_MINUSES, _BRACKETS[0])):
        raise BadValue(f"“{_short(text)}” has a plus and a minus.")
    minuses = sum(bool(found[group]) for group in _MINUSES) + bool(found[_BRACKETS[0]])
    if minuses > 1:
        raise BadValue(f"“{_short(text)}” has more than one minus.")
    return _checked(-number if minuses else number, text)


def _shape(stripped: str) -> re.Match[str] | None:
    """The parts of an amount; None where brackets or signs of the currency do not fit."""
    found = _SHAPE.fullmatch(_RUNS.sub(r"\1", stripped))
    if not found or bool(found[_BRACKETS[0]]) != bool(found[_BRACKETS[1]]):
        return None
    if sum(bool(found[group]) for group in _CURRENCIES) > 1 or not re.search("[0-9]", found[_BODY]):
        return None
    return found


def _number(body: str, decimal: str) -> Decimal | None:
    """The number, by the sign before its decimals; by the other one only where no doubt is left."""
    own = _NUMBER[decimal].fullmatch(body)
    if own:
        return None if _is_doubtful(own, decimal) else _decimal(own)
    other = _NUMBER["," if decimal == "." else "."].fullmatch(body)
    return _decimal(other) if other and other[2] and 1 <= len(other[3] or "") <= 2 else None


def _is_doubtful(number: re.Match[str], decimal: str) -> bool:
    """Whether a number may be meant otherwise: "500 250.00" are two amounts, "1 234.50" is one."""
    whole, blank, decimals = number[1], number[2], number[3] or ""
    if decimal == ",":
        return len(decimals) > 2
    return blank == " " and not (decimals and len(whole.split(" ")[0]) < 3)


def _decimal(number: re.Match[str]) -> Decimal:
    return Decimal(f"{re.sub('[^0-9]', '', number[1]) or 0}.{number[3] or 0}")


def _advice(text: str, decimal: str) -> str:
    if _DEBIT.search(text):
        return "DR means a plus in some ledgers and a minus in others. Write the sign."
    if _OTHER_MONEY.search(text):
        return "It is in another currency. Write it in dollars."
    if decimal == ",":
        return "In this column decimals stand after a comma. Write it like 1234,56 or 1.234,56."
    return "Write it like 1234.56 or $1,234.56."


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
