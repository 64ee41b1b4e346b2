"""The letters of light duty: the offer and its extension, in the language of the employee."""

from dataclasses import replace
from datetime import date
from typing import Any

from exports.letters.declared import COMPENSATION, LETTERS, kind_of
from journal import policy
from models import Letter, LightDutyOffer
from rules.choices import LETTER_LANGUAGE
from workflow import verb_letters
from workflow.letter_rows import Place
from workflow.tasks import Param, Plan, Task
from workflow.verb_letters import Mail, wanted, wish_of

LANGUAGE = Param(
    "language",
    "choice",
    "Language",
    "Of the letter. Blank: as the last one of light duty to this employee, else English.",
    choices=LETTER_LANGUAGE,
)
PARAMS = tuple(replace(param, roles=COMPENSATION) for param in (*verb_letters.PARAMS, LANGUAGE))
"""What is asked for the letter, of who may write it."""
ABOVE = frozenset(("address", "supervisor", "duties", "hours_words", "accept_by"))
"""Placeholders of the letters that the form of an offer asks for."""


def letter_of(plan: Plan, task: Task, key: str, day: date | None = None) -> str:
    """The letter that goes with an offer; blank where none is to be written, or not by this role
    (Lab. Code 3762).
    """
    if not policy.may_act(task.who, kind_of(LETTERS.get(key)).roles):
        plan.lines.append(
            "Your role writes no letters of compensation: the examiner writes this one from the "
            "offer."
        )
        return ""
    return key if wanted(plan, task, day) else ""


def language_of(task: Task, claim: Any) -> str:
    """The language of a letter to an employee: as asked, else as the last one of light duty."""
    if task["language"]:
        return str(task["language"])
    query = Letter.select(Letter.language).where(
        Letter.claim == claim.id, Letter.offer.is_null(False), Letter.trashed_at.is_null()
    )
    last = query.order_by(Letter.letter_date.desc(), Letter.id.desc()).tuples().first()
    return str(last[0]) if last else "en"


def make(mail: Mail, record: Any, claim: Any, key: str, values: dict[str, Any]) -> bool:
    """An offer among the writes of a plan, with its letter where one is asked for (`key`; blank:
    none); False, and refused on `record`, where the letter cannot be written.
    """
    plan, written = mail.plan, None
    if key:
        wish = replace(wish_of(mail.task), language=language_of(mail.task, claim))
        written = mail.drawn(key, LightDutyOffer(**values), Place(record, {}), wish)
        if written is None:
            return False
    offer = plan.draft.create(LightDutyOffer, **values)
    if written:
        mail.put(written, Place(claim, {"claim": claim.id, "offer": offer}))
    return True
