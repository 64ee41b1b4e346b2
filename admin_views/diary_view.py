"""The screens of the diary: of a deadline, what follows from the facts is shown and not typed."""

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from admin_views.base import Held, OfficeView
from admin_views.day import today
from admin_views.details import Fact, Shown
from admin_views.due import calculator_of
from admin_views.editing import Opened
from journal.checks import FOLLOW
from models import Diary

WHY = (
    "This deadline follows from the facts of the {}: change these, and it moves. Its status, whose "
    "it is and what you add to it are yours to set."
)
DERIVED = ("moved_from_date", "moved_why", "ended_by_rule", "steps")
"""Columns that the office works out of a deadline."""


class DiaryView(OfficeView):
    """The screens of the diary."""

    def __init__(self) -> None:
        super().__init__(Diary)

    def held(self, values: dict[str, Any]) -> Held | None:
        """The columns of a deadline that follow from a rule; an entry of the office's own has
        none.
        """
        if not values.get("rule_code"):
            return None
        known = [name for name in values if name in FOLLOW or name in DERIVED]
        about = next((link for link in ("recovery", "incident") if values.get(link)), "claim")
        return Held(WHY.format(about), tuple(known))

    def _held(self, held: Held, opened: Opened, values: dict[str, Any]) -> dict[str, Any]:
        """What is held of a deadline, as far as there is something; its working in steps."""
        told = super()._held(held, opened, values)
        facts = [_said(fact, values) for fact in told["facts"] if values[fact.name]]
        return {**told, "facts": facts}

    def shown(self, found: Shown) -> Shown:
        """An entry with its working in steps, and the way to count it again."""
        groups = [
            (title, [_said(fact, found.values) for fact in facts]) for title, facts in found.groups
        ]
        again = (
            "" if found.past or found.trashed else calculator_of(self.who, found.values, on=today())
        )
        beside = [*found.beside, *([("Count this day again", again)] if again else [])]
        return replace(found, groups=groups, beside=beside)

    def kept(self, column: str, value: Any, values: dict[str, Any]) -> Any:
        """The working as its sentences."""
        if column != "steps" or not isinstance(value, list):
            return value
        return [
            " ".join(filter(None, (_part(step, "text"), _part(step, "citation")))) for step in value
        ]


def _said(fact: Fact, values: dict[str, Any]) -> Fact:
    """A working as its steps; all else as it is."""
    value = values[fact.name]
    steps = isinstance(value, list) and fact.name == "steps"
    return replace(fact, value=steps_markup(value)) if steps else fact


def steps_markup(steps: list[Any]) -> Markup:
    """A working as a list of its steps, each with what it rests on."""
    lines = (
        Markup("<li>{} <cite>{}</cite></li>").format(_part(step, "text"), _part(step, "citation"))
        for step in steps
    )
    return Markup('<ol class="working">{}</ol>').format(Markup("").join(lines))


def _part(step: Any, name: str) -> str:
    """The text or the citation of a step; one that was only written down is text alone."""
    if isinstance(step, dict):
        return str(step.get(name) or "")
    return str(step) if name == "text" else ""
