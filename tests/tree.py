"""A page as a tree: what stands where, as somebody reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = {"br", "hr", "img", "input", "link", "meta", "wbr"}
"""Elements that hold nothing."""


@dataclass
class Node:
    """An element with its attributes and what stands in it, texts and elements."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, with single blanks."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one._texts()

    def all(self, tag: str = "", of: str = "", **attrs: str) -> list["Node"]:
        """The elements in it, at any depth, with a tag, a class and attributes."""
        return list(self._all(tag, of, attrs))

    def one(self, tag: str = "", of: str = "", **attrs: str) -> "Node":
        """The only such element."""
        (found,) = self.all(tag, of, **attrs)
        return found

    def _all(self, tag: str, of: str, attrs: dict[str, str]) -> Iterator["Node"]:
        for one in self.inside:
            if isinstance(one, Node):
                named = {name.replace("_", "-"): value for name, value in attrs.items()}
                if (
                    tag in ("", one.tag)
                    and (not of or of in one.attrs.get("class", "").split())
                    and all(one.attrs.get(name) == value for name, value in named.items())
                ):
                    yield one
                yield from one._all(tag, of, attrs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag, attrs):
        made = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in ALONE:
            self.open.append(made)

    def handle_endtag(self, tag):
        if tag in [node.tag for node in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def tree(page) -> Node:
    """The tree of a page that was answered."""
    reader = _Reader()
    reader.feed(page.text)
    return reader.open[0]
