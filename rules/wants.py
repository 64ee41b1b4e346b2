"""What a record still needs before something may be done, in words, and what gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Want:
    """What a record still needs, in words, and what gives it.

    Args:
        sentence: what is wrong and what to do.
        action: key of the quick action that clears it.
        column: or the column to fill.
        sheet, ids: the records on which that is done; blank: the record itself.
        given: what fills the form of the action.
    """

    sentence: str
    action: str | None = None
    column: str | None = None
    sheet: str = ""
    ids: tuple[int, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
