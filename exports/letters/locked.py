"""The statutory blocks of the letters: whoever edits a template leaves them as they are.

A block is known by the fingerprint of its paragraphs; it stands in the template once at least,
under no condition, and so that it can be read. A letter that is made by the template is looked
through once more, with the values in the block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from exports.letters.seen import is_seen


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


def prints_of(names: Sequence[str]) -> dict[str, str]:
    """Name of each block -> the fingerprint of its words as the shipped template has them."""
    return {name: BLOCKS[name].fingerprint for name in names}


def words_of(name: str, paragraphs: Sequence[str]) -> Sequence[str]:
    """The paragraphs of a block among those of a shipped template."""
    block = BLOCKS[name]
    free = [text for text in paragraphs if text.strip()]
    spans = (free[at : at + block.paragraphs] for at in range(len(free)))
    return next(span for span in spans if fingerprint(span) == block.fingerprint)


def missing(prints: Mapping[str, str], body: Any, styles: Any) -> list[str]:
    """The titles of the blocks that do not stand as they are, to be read, in a document.

    Args:
        prints: name of each block -> the fingerprint of its words.
        body: the body of the document; blocks are sought among its own paragraphs.
        styles: its styles.
    """
    free = [part for part in body if str(part.tag).endswith("}p") and part.text.strip()]
    return [BLOCKS[n].title for n, mark in prints.items() if not _stands(n, mark, free, styles)]


def _stands(name: str, mark: str, free: Sequence[Any], styles: Any) -> bool:
    count = BLOCKS[name].paragraphs
    spans = (free[at : at + count] for at in range(len(free) - count + 1))
    return any(
        fingerprint([p.text for p in span]) == mark and all(is_seen(p, styles) for p in span)
        for span in spans
    )
