"""What a draft would do to deadlines, and what speaks against it, worked out as the writing does;
nothing is written.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from journal import derived, writing
from journal.chunk import Chunk
from journal.drafts import Draft
from journal.objections import objections
from journal.turns import Turn, turn
from journal.who import Who
from models import Claim, Diary, Incident, LightDutyOffer, Payment, Recovery, WorkStatus
from rules.errors import Problem

GIVE_FACTS = (Claim, Incident, Payment, Recovery, WorkStatus, LightDutyOffer)
"""Sheets that give facts on which deadlines rest."""


def turns_of(draft: Draft) -> list[Turn]:
    """What would become of deadlines, in the order in which it would be written.

    Raises:
        NotFound: a row that the draft changes is no longer there.
    """
    writes: list[Any] = [*draft.creates, *draft.edits]
    if not any(write.model in GIVE_FACTS for write in writes):
        return []
    chunk = _thought_through(draft)
    derived.derive(chunk)
    found = (turn(old, new) for old, new in chunk.before_and_after(Diary))
    return [one for one in found if one]


def problems_of(who: Who, draft: Draft) -> list[Problem]:
    """What the writing of a draft would refuse of its values.

    Raises:
        NotFound: a row that the draft changes is no longer there.
    """
    return list(objections(who, _thought_through(draft)))


def _thought_through(draft: Draft) -> Chunk:
    """The rows of a draft as they would be written, before what is derived from them."""
    stamp = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    chunk = Chunk(_copy(draft), 0, stamp, _Thought())
    chunk.take_in()
    writing.fill(chunk)
    return chunk


def _copy(draft: Draft) -> Draft:
    """The same draft: what is worked out on it leaves the first as it is."""
    return replace(
        draft,
        creates=[replace(one, values=dict(one.values)) for one in draft.creates],
        edits=[replace(one, values=dict(one.values)) for one in draft.edits],
        guards=[],
    )


class _Thought:
    """Where the rows of a draft go that is only thought through: nowhere, under ids below zero."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._drawn = 0

    def draw_ids(self, model: Any, count: int) -> Sequence[int]:
        """Ids that no row has."""
        self._drawn += count
        return range(-self._drawn, count - self._drawn)

    def makes(self, model: Any, row_id: int) -> bool:
        """Whether a row is made before these: none is."""
        return False

    def highest(self, model: Any, key: str, series: str) -> int:
        """Where a series stands: the numbers of what is only thought through are never shown."""
        return 0
