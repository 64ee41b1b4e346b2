"""What every rule wants of its inputs: no negative figures, days in the order of events."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import pairwise

from rules.errors import BadValue, Unanswered


def words(name: str) -> str:
    """The name of an input in words: "injury_date" is "injury date"."""
    return name.replace("_", " ")


def need_positive(**figures: int | Decimal) -> None:
    """Refuse figures below 0, all of them named.

    Raises:
        Unanswered: one is negative.
    """
    wrong = [name for name, figure in figures.items() if figure < 0]
    if wrong:
        raise Unanswered(*(f"The {words(name)} is negative." for name in wrong))


def need_in_order(**days: date | None) -> None:
    """Refuse days that do not follow one another as they are given; None counts as fitting.

    Raises:
        Unanswered: one lies before the one that is named before it.
    """
    known = [(name, day) for name, day in days.items() if day is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            raise Unanswered(
                f"The {words(later)} {second} lies before the {words(earlier)} {first}."
            )


@contextmanager
def answering() -> Iterator[None]:
    """What a part of the rule refuses as a value, the rule does not answer."""
    try:
        yield
    except BadValue as error:
        raise Unanswered(error.sentence) from error
