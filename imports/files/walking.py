"""Walking the XML of a tab piece by piece, so that no tree of it stands in memory."""

from typing import Protocol
from xml.parsers import expat

from rules.errors import BadValue


class Walker(Protocol):
    """Hears what stands in the XML, in its order."""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins, with its attributes."""

    def characters(self, text: str) -> None:
        """Text, in as many pieces as the parser pleases."""

    def end(self, tag: str) -> None:
        """An element ends."""


def walk(data: bytes, walker: Walker) -> None:
    """Tell a walker of every element and text.

    Raises:
        BadValue: the XML breaks off or is none.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadValue("The file is damaged: the tab is not complete.") from error
