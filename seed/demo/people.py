"""Invented people: name, phone, address, plate; some come back with another claim."""

from collections import deque
from datetime import date
from typing import NamedTuple

from seed.demo import words
from seed.demo.chance import Chance, days_after

PLATE_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class Person(NamedTuple):
    """Somebody outside the City."""

    name: str
    phone: str
    email: str | None
    address: str
    plate: str
    birth_date: date


class People:
    """Who comes to the office: mostly new faces, sometimes one of the last few hundred."""

    RETURNING = 0.05

    def __init__(self, chance: Chance, *, today: date) -> None:
        """Start with nobody known."""
        self.chance, self.today = chance, today
        self.known: deque[Person] = deque(maxlen=400)

    def somebody(self) -> Person:
        """A person, perhaps one who was here before."""
        if self.known and self.chance.likely(self.RETURNING):
            return self.chance.pick(self.known)
        person = new_person(self.chance, today=self.today)
        self.known.append(person)
        return person


def new_person(chance: Chance, *, today: date) -> Person:
    """A person nobody has met."""
    first, last = chance.pick(words.FIRST_NAMES), chance.pick(words.LAST_NAMES)
    email = (
        f"{first}.{last}{chance.between(1, 99)}@example.org".lower() if chance.likely(0.6) else None
    )
    born = days_after(today, -chance.between(19 * 365, 84 * 365))
    return Person(f"{first} {last}", phone(chance), email, address(chance), plate(chance), born)


def phone(chance: Chance) -> str:
    """A number of the range that is kept for fiction."""
    return f"({chance.pick(words.AREA_CODES)}) 555-01{chance.between(0, 99):02d}"


def address(chance: Chance) -> str:
    """A house in the invented city."""
    return f"{house(chance)}, {words.CITY}, CA {words.POSTAL_CODE}"


def house(chance: Chance) -> str:
    """Number and street."""
    return f"{chance.between(10, 9800)} {chance.pick(words.STREETS)}"


def plate(chance: Chance) -> str:
    """A plate with the letter Q where California prints none."""
    letters = f"Q{chance.pick(PLATE_LETTERS)}{chance.pick(PLATE_LETTERS)}"
    return f"{chance.between(5, 9)}{letters}{chance.between(100, 999)}"


def npi(chance: Chance) -> str:
    """A provider number with a right check digit, of the block that nobody holds yet."""
    body = f"2{chance.between(0, 99_999_999):08d}"
    return body + _check_digit(f"80840{body}")


def _check_digit(digits: str) -> str:
    """The last digit by the Luhn formula that provider numbers use."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)
