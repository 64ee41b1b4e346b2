"""What every rule wants of its inputs: no negative figures, days in the order of events."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from rules.errors import Unanswered


def words(name: str) -> str:
    """The name of an input in words: "injury_date" is "injury date"."""
    return name.replace("_", " ")


def need_positive(**figures: int | Decimal) -> None:
    """Refuse figures below 0, all of them named as they are asked for.

    Raises:
        Unanswered: one is negative.
    """
    wrong = [name for name, figure in figures.items() if figure < 0]
    if wrong:
        raise Unanswered(*(f"“{name}” is negative." for name in wrong))


def need_in_order(**days: date | None) -> None:
    """Refuse days that do not follow one another as they are given; None counts as fitting.

    Raises:
        Unanswered: one lies before the one that is named before it.
    """
    known = [(name, day) for name, day in days.items() if day is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            raise Unanswered(f"“{later}” {second} lies before “{earlier}” {first}.")
