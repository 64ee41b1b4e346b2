"""The screens of light-duty offers: an offer shows what is due for the wages that it costs."""

from dataclasses import replace
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from admin_views.base import OfficeView
from admin_views.day import today
from admin_views.details import Fact, Shown
from journal.duty_wages import loss_of_offer, may_see
from models import LightDutyOffer
from rules.errors import Unanswered
from rules.money import dollars

LABEL = "Temporary partial disability, a week"


class LightDutyOfferView(OfficeView):
    """The screens of light-duty offers."""

    def __init__(self) -> None:
        super().__init__(LightDutyOffer)

    def shown(self, found: Shown) -> Shown:
        """An offer with what is due for lost wages, for who sees wages."""
        if found.past or found.trashed or not may_see(self.who):
            return found
        offer = LightDutyOffer.get_by_id(found.row.id)
        fact = Fact("weekly_wage", LABEL, self._due(offer), "", "", True)
        return replace(found, groups=[*found.groups, ("Lost wages", [fact])])

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
