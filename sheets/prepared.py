"""What is worked out once from the columns of a sheet, and thrown away when a sheet gains or loses
one.

A function whose answer rests on a sheet or on one of its columns is remembered by `prepared`, and
by nothing else: `forget` drops every such answer in one go.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import Parameter, signature
from typing import Any

_made: list[Callable[[], None]] = []


class _Turn:
    """How often the columns changed in this process."""

    now = 0


def prepared(*, most: int | None = None) -> Callable:
    """Decorator: remember what the function answers until the columns change; of at most `most`
    questions, where it says so.

    The turn is part of the question: what another thread works out while the columns change is
    never taken for an answer of the new turn.
    """

    def decorate(function: Callable) -> Any:
        remembered = lru_cache(most)(lambda _turn, *given, **named: function(*given, **named))
        _made.append(remembered.cache_clear)
        kinds = {one.kind for one in signature(function).parameters.values()}

        @wraps(function)
        def by_name(*given: Any, **named: Any) -> Any:
            return remembered(_Turn.now, *given, **named)

        @wraps(function)
        def ready(*given: Any) -> Any:  # asked for every row of a file: no names to gather
            return remembered(_Turn.now, *given)

        return by_name if Parameter.KEYWORD_ONLY in kinds else ready

    return decorate


def forget() -> None:
    """Throw away everything that was worked out from columns."""
    _Turn.now += 1
    for clear in _made:
        clear()
