"""The ids of records in an address."""

from collections.abc import Iterable

from admin_views.offers import MOST_RECORDS
from rules.errors import Refused


def ids_of(given: Iterable[str]) -> tuple[int, ...]:
    """The ids of an address, `1,2` or repeated, each once."""
    words = [word.strip() for text in given for word in text.split(",")]
    found = dict.fromkeys(
        int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 16
    )
    if len(found) > MOST_RECORDS:
        raise Refused(f"At most {MOST_RECORDS:,} records at a time. Narrow the selection.")
    return tuple(found)
