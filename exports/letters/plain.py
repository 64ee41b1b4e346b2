"""What a template may say: names, conditions and rows of a list; it works nothing out.

A template that computes could fill the memory or never end, and the office uploads its own.
"""

from collections.abc import Iterator
from html import escape
from typing import Any, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.If, nodes.For, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.Not,
    nodes.And, nodes.Or,
)  # fmt: skip
FILTERS = frozenset(["replace", "upper", "lower", "capitalize", "title", "trim"])
OPENS, ENDS = ("if", "for"), ("endif", "endfor")
"""What opens and ends a condition or a list."""
LONGEST = 200
"""Signs of the longest text that a template may put in the place of another."""


class Plain(SandboxedEnvironment):
    """Jinja without computing: each template that it reads is looked through first."""

    def __init__(self, **given: Any) -> None:
        """As Jinja's; `listed` holds what the templates that it read take from lists: the list, and
        what of a row, blank for the rows themselves.
        """
        super().__init__(**given)
        self.listed: set[tuple[str, str]] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _look(tree, loops=0)
        self.listed |= set(_listed(tree, {}))
        return tree


def _look(node: nodes.Node, *, loops: int) -> None:
    """Refuse what a template may not say, by the words of who wrote it."""
    if not isinstance(node, ALLOWED):
        _refuse(node, f"“{type(node).__name__.lower()}” is more than a template may do")
    if isinstance(node, nodes.For):
        loops += 1
        if loops > 1:
            _refuse(node, "there is one list inside another")
        if not isinstance(node.iter, nodes.Name):
            _refuse(node, "a list is named as the letter gives it")
    if isinstance(node, nodes.Filter):
        _filter(node)
    for inner in node.iter_child_nodes():
        _look(inner, loops=loops)


def _listed(node: nodes.Node, rows: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is taken from lists; `rows` says of which list a name is a row. Nothing else has parts:
    a value of Python would be reached by them.
    """
    if isinstance(node, nodes.For):
        of, row = cast("nodes.Name", node.iter).name, cast("nodes.Name", node.target).name
        yield of, ""
        rows = {**rows, row: of}
    if isinstance(node, nodes.Getattr):
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in rows:
            _refuse(node, "only what is in a row of a list has a name behind a dot")
        yield rows[name], node.attr
    for inner in node.iter_child_nodes():
        yield from _listed(inner, rows)


def _filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        _refuse(node, f"“{node.name}” is not among {', '.join(sorted(FILTERS))}")
    if isinstance(node.node, nodes.Filter):
        _refuse(node, f"“{node.name}” follows on “{node.node.name}”")
    if any(isinstance(a, nodes.Const) and len(str(a.value)) > LONGEST for a in node.args):
        _refuse(node, f"“{node.name}” puts in more than {LONGEST} signs")


def _refuse(node: nodes.Node, words: str) -> None:
    raise TemplateSyntaxError(f"{words}. It names values, asks, and lists", node.lineno)


def always(source: str, environment: SandboxedEnvironment) -> str:
    """What of a template stands in every letter: nothing under a condition, in a list, in a comment
    or kept from being filled. Values stay placeholders.
    """
    stands, depth, within = [], 0, ""
    tokens = list(environment.lex(source))
    for at, (_, kind, text) in enumerate(tokens):
        if kind.endswith("_begin"):
            within = kind.removesuffix("_begin")
            depth += within == "block" and _word(tokens[at + 1 :]) in OPENS
            depth -= within == "block" and _word(tokens[at + 1 :]) in ENDS
        if not depth and within in ("", "variable"):
            stands.append(escape(text, quote=False) if within else text)
        if kind.endswith("_end"):
            within = ""
    return "".join(stands)


def _word(tokens: list[tuple[int, str, str]]) -> str:
    """The word that a block begins with."""
    return next((text for _, kind, text in tokens if kind != "whitespace"), "")
