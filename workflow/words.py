"""Counts, people and records in the office's sentences."""

from typing import Any

from models import User


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 claim", "3 claims", "2 diary entries"."""
    plural = many or (f"{one[:-1]}ies" if one.endswith("y") and one[-2] not in "aeo" else f"{one}s")
    return f"{number:,} {one if number == 1 else plural}"


def listed(words: list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    return (
        words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
    )


def name_of(user_id: int | None) -> str:
    """The name of a person of the office."""
    row = User.select(User.name, User.email).where(User.id == user_id).tuples().first()
    return (row[0] or row[1]) if row else "nobody"


def claim_words(claim: Any) -> str:
    """A claim in a sentence: its number and claimant."""
    return f"{claim.claim_no} {claim.claimant}" if claim.claimant else str(claim.claim_no)
