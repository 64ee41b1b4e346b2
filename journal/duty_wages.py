"""What light duty costs in wages, and what is due for it: for the claims staff alone."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from journal import policy
from journal.law import law
from journal.who import Who
from models import Claim, Employee, LightDutyOffer
from rules.answers import Answer
from rules.light_duty_wages import Wages, effect_of, light_duty_loss

TERMS = ("wage_effect", "weekly_wage", "hours_a_day", "days_a_week")
"""Columns of an offer that say what it pays."""


def may_see(who: Who) -> bool:
    """Whether somebody sees earnings and wages without a mask."""
    return (
        "average_weekly_earnings" in policy.open_names(who, Claim)
        and "weekly_wage" in policy.open_names(who, LightDutyOffer)
        and not who.masked
    )


def loss_of(claim: Any, terms: Mapping[str, Any], *, on: date) -> Answer:
    """Temporary partial disability a week under the terms of an offer, by column.

    Raises:
        Unanswered: what is missing for it.
    """
    return light_duty_loss(wages_of(claim, terms), law=law(on))


def wages_of(claim: Any, terms: Mapping[str, Any]) -> Wages:
    """What is known of wages before and under the terms of an offer, by column."""
    employee = Employee.get_or_none(Employee.id == claim.employee) if claim.employee else None
    hours, days = terms.get("hours_a_day"), terms.get("days_a_week")
    return Wages(
        awe=claim.average_weekly_earnings,
        injury_date=claim.injury_date,
        effect=terms.get("wage_effect") or "",
        weekly_wage=terms.get("weekly_wage"),
        hours=Decimal(hours) * Decimal(days) if hours and days else None,
        usual_hours=employee.weekly_hours if employee else None,
        salary_continues=bool(claim.salary_continuation),
    )


def loss_of_offer(offer: Any, *, on: date) -> Answer:
    """The same of an offer that stands."""
    return loss_of(Claim.get_by_id(offer.claim), terms_of(offer), on=on)


def terms_of(offer: Any) -> dict[str, Any]:
    """What an offer pays, by column."""
    return {name: getattr(offer, name) for name in TERMS}


def effect_of_offer(offer: Any) -> str:
    """How an offer changes wages, by its figures; blank where they do not tell."""
    return effect_of(wages_of(Claim.get_by_id(offer.claim), terms_of(offer)))
