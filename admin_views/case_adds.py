"""The small forms on the page of a record: a note, a contact, a diary entry, without leaving it.

Each posts to the page of its action; where it is refused, that page shows the text with the reason.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin_views import verb_form
from admin_views.verb_form import Answer
from journal.who import Who
from workflow.verbs import VERBS

KEYS = {"add_note": "Note", "add_contact": "Contact", "add_diary": "Diary entry"}
"""Action -> the word of its button, in the order of the buttons."""


@dataclass(frozen=True)
class Add:
    """An action with its form as it opens; `click` makes a second click act once."""

    entry: Any
    word: str
    answers: list[Answer]
    click: str


def add(who: Who, key: str, *, on: date) -> Add:
    """The small form of one action."""
    entry = VERBS.get(key)
    answers = verb_form.opening(who, tuple(entry.facts.get("params", ())), {}, on=on)
    return Add(entry, KEYS[key], answers, uuid.uuid4().hex)
