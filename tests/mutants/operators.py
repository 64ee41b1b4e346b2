"""The faults that are put into a rule: which kinds, and where in its text each is put.

Cosmic Ray's own kinds, of which those are left out that nobody could fail to notice (a sum turned
into a shift of bits) or that nothing could notice (a union of types turned into a sum), and two
more for what the law is written in: figures in quotes, and membership of a list.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.ast.ast_query import ASTQuery
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_item import MutationSpec, WorkItem

SWAPS = {
    "ReplaceBinaryOperator": (
        "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "Div_FloorDiv", "FloorDiv_Mul", "Mod_Mul",
        "Mod_FloorDiv", "Pow_Mul",
    ),
    "ReplaceComparisonOperator": (
        "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
        "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt",
        "Lt_GtE", "LtE_Gt", "Gt_LtE", "GtE_Lt", "LtE_Eq", "GtE_Eq",
    ),
    "ReplaceUnaryOperator": ("Delete_Not", "Delete_USub"),
}  # fmt: skip
"""A sign -> the sign that is put in its place, by family."""

KINDS = (
    "AddNot", "ExceptionReplacer", "NumberReplacer", "ReplaceAndWithOr", "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak", "ReplaceFalseWithTrue", "ReplaceOrWithAnd", "ReplaceTrueWithFalse",
    "ZeroIterationForLoop", *(f"{family}_{swap}" for family, swaps in SWAPS.items() for swap in swaps),
)  # fmt: skip

KEYWORD_ONLY = "parameters"
"""What holds the bare star of a signature, which is no product."""


class QuotedNumberReplacer(Operator):
    """A figure in quotes, as in `Decimal("1.5")`: its last digit one up, then one down."""

    def mutation_positions(self, node):
        if isinstance(node, parso.python.tree.String) and _figure(node) is not None:
            yield from ((node.start_pos, node.end_pos) for _ in (1, -1))

    def mutate(self, node, index):
        figure = _figure(node)
        least = Decimal(1).scaleb(figure.as_tuple().exponent)
        node.value = f'"{figure + (least, -least)[index]}"'
        return node

    @classmethod
    def examples(cls):
        return (
            Example('x = Decimal("1.5")', 'x = Decimal("1.6")'),
            Example('x = Decimal("1.5")', 'x = Decimal("1.4")', occurrence=1),
        )


class MembershipReplacer(Operator):
    """`in` for `not in`, and the other way round."""

    def mutation_positions(self, node):
        if node.type == "comparison":
            for sign in node.children[1::2]:
                if " ".join(sign.get_code().split()) in ("in", "not in"):
                    yield sign.start_pos, sign.end_pos

    def mutate(self, node, index):
        places = [
            n
            for n in range(1, len(node.children), 2)
            if " ".join(node.children[n].get_code().split()) in ("in", "not in")
        ]
        was = " ".join(node.children[places[index]].get_code().split())
        node.children[places[index]] = parso.parse(" not in" if was == "in" else " in")
        return node

    @classmethod
    def examples(cls):
        return (Example("x in y", "x not in y"), Example("x not in y", "x in y"))


OWN = {own.__name__: own for own in (QuotedNumberReplacer, MembershipReplacer)}


def _figure(node) -> Decimal | None:
    text = node.value
    if not text.startswith('"') or text.startswith('"""'):
        return None
    try:
        return Decimal(text[1:-1])
    except InvalidOperation:
        return None


@dataclass(frozen=True)
class Change:
    """What a fault looks like: the line before and after, in which function."""

    module: str
    where: str
    line: int
    before: str
    after: str


def work_items(module: Path) -> Iterator[WorkItem]:
    """Every fault of a module; the name of each says the text that it is made of."""
    source = module.read_text(encoding="utf-8")
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    tree = get_ast(source)
    for kind in (*KINDS, *OWN):
        operator = _operator(kind)()
        places = (
            (node, *place)
            for node in ast_nodes(tree)
            for place in operator.mutation_positions(node)
        )
        for n, (node, start, end) in enumerate(places):
            if node.parent and node.parent.type == KEYWORD_ONLY:
                continue
            where = ASTQuery(node).get_definition_name()
            spec = MutationSpec(module, kind, n, start, end, definition_name=where)
            yield WorkItem.single(f"{module.name} {kind} {n} {digest}", spec)


def mutated(spec: MutationSpec) -> str:
    """The text of the module with the fault in it."""
    source = spec.module_path.read_text(encoding="utf-8")
    return mutate_code(source, _operator(spec.operator_name)(), spec.occurrence)


def change(spec: MutationSpec) -> Change:
    """The first line that differs, before and after."""
    source = spec.module_path.read_text(encoding="utf-8").splitlines()
    lines = zip(source, mutated(spec).splitlines(), strict=False)
    line, before, after = next((n, a, b) for n, (a, b) in enumerate(lines, 1) if a != b)
    return Change(
        spec.module_path.name, spec.definition_name or "", line, before.strip(), after.strip()
    )


@cache
def _operator(kind: str) -> type[Operator]:
    return OWN.get(kind) or get_operator(f"core/{kind}")
