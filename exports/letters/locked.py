"""The statutory blocks of the letters: whoever edits a template leaves them as they are.

A block is known by the fingerprint of its paragraphs; it stands in the template once at least, and
under no condition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

OPENS = ("if", "for")
"""What opens a condition or a loop in a template."""


@dataclass(frozen=True)
class Block:
    """A block: what it is called, how many paragraphs it has, the fingerprint of their words."""

    title: str
    paragraphs: int
    fingerprint: str


BLOCKS: dict[str, Block] = {
    "warning_913": Block(
        "warning of Gov. Code 913(b)",
        3,
        "eef987ba4972574e16ebe78f103bdfe60e11d0abdb44a0f07b365813da882dbd",
    ),
    "notice_911_3": Block(
        "notice of Gov. Code 911.3(a)",
        3,
        "5555d9044a6f6c774fae2a093909d9ef13b4c6e7140c92a23412385af77b0902",
    ),
    "warning_911_8": Block(
        "warning of Gov. Code 911.8(b)",
        3,
        "6d323bef08bf18a82c11b40e9c51315dc6db1811bd809e6398e8e653e7dcf7b2",
    ),
    "proof": Block(
        "declaration of the proof of service",
        3,
        "5ff9b6ec4b2d4b7d3d9511538c929edf57eefc4b9357b8da9092e8d3b4befb30",
    ),
}
"""Name -> block. The words: Gov. Code 911.3(a), 911.8(b), 913(b); Code Civ. Proc. 1013a, 2015.5."""


def fingerprint(paragraphs: Sequence[str]) -> str:
    """The fingerprint of paragraphs: their words, however they are spaced."""
    words = "\n".join(" ".join(text.split()) for text in paragraphs)
    return sha256(words.encode()).hexdigest()


def missing(names: Sequence[str], paragraphs: Sequence[str]) -> list[str]:
    """The titles of the blocks among `names` that do not stand as they are in these paragraphs."""
    free = [text for text, depth in _depths(paragraphs) if text.strip() and depth == 0]
    return [BLOCKS[name].title for name in names if not _stands(BLOCKS[name], free)]


def _stands(block: Block, paragraphs: Sequence[str]) -> bool:
    last = len(paragraphs) - block.paragraphs
    return any(
        fingerprint(paragraphs[at : at + block.paragraphs]) == block.fingerprint
        for at in range(last + 1)
    )


def _depths(paragraphs: Sequence[str]) -> list[tuple[str, int]]:
    """Each paragraph with the number of conditions and loops that are open around it."""
    found, depth = [], 0
    for text in paragraphs:
        opened = sum(text.count(f"{{%{p} {word} ") for p in ("", "p", "tr") for word in OPENS)
        ended = sum(text.count(f"{{%{p} end{word}") for p in ("", "p", "tr") for word in OPENS)
        found.append((text, max(depth, depth + opened)))
        depth += opened - ended
    return found
