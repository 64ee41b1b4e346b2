"""The screens of light-duty offers: its letters, and what is due for the wages that it costs."""

from dataclasses import replace
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from admin_views.base import OfficeView
from admin_views.day import today
from admin_views.details import Fact, Shown
from admin_views.drawing import file_of
from admin_views.places import place_of
from journal import policy
from journal.duty_wages import loss_of_offer, may_see
from models import Letter, LightDutyOffer
from rules.days import long_day
from rules.errors import Unanswered
from rules.money import dollars

LABEL = "Temporary partial disability, a week"


class LightDutyOfferView(OfficeView):
    """The screens of light-duty offers."""

    def __init__(self) -> None:
        super().__init__(LightDutyOffer)

    def shown(self, found: Shown) -> Shown:
        """An offer with its letters, and what is due for lost wages for who sees wages."""
        if found.past or found.trashed or self.who.masked:
            return found
        if policy.may_read(self.who, Letter):
            told = Fact("letters", "What was written", self._letters(found.row.id), "", "", True)
            found = replace(found, groups=[*found.groups, ("Letters", [told])])
        if not may_see(self.who):
            return found
        offer = LightDutyOffer.get_by_id(found.row.id)
        fact = Fact("weekly_wage", LABEL, self._due(offer), "", "", True)
        return replace(found, groups=[*found.groups, ("Lost wages", [fact])])

    def _letters(self, offer: int) -> Markup:
        """The letters on an offer, each with its file, the newest first."""
        own = policy.scope(self.who, Letter)
        query = Letter.select().where(
            Letter.offer == offer, Letter.trashed_at.is_null(), *([] if own is None else [own])
        )
        lines = [_line(letter) for letter in query.order_by(Letter.letter_date.desc(), Letter.id)]
        return Markup("<br>").join(lines) or Markup("None yet: write one by the actions above.")

    def _due(self, offer: Any) -> Markup:
        """The amount with its working, or what is missing for it."""
        try:
            due = loss_of_offer(offer, on=today())
        except Unanswered as error:
            return escape(error.sentence)
        steps = [{"text": step.text, "source": step.citation} for step in due.steps]
        why = current_app.jinja_env.get_template("office/parts.html").module.why
        found = why(steps, verified=due.verified != "no")
        return escape(dollars(due.value)) + Markup(" ") + found


def _line(letter: Any) -> Markup:
    """A letter in a line: its number, what it is, how it stands, its file."""
    state = f"void: {letter.void_reason}" if letter.status == "void" else letter.status
    words = f"{letter.title}, {long_day(letter.letter_date)}, {state}"
    head = Markup('<a href="{}">{}</a> {}').format(
        place_of("letter", letter.id), letter.letter_no, words
    )
    file = letter.printed or letter.document
    if not file:
        return head
    return head + Markup(' <a href="{}">Open the file</a>').format(file_of("document", file))
