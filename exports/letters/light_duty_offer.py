"""Light-duty offer: duties within the physician's restrictions, days, hours, wages."""

from exports.letters.declared import COMPENSATION, LETTERS, About, Asked, Values
from exports.letters.on_offers import offer_values

ACCEPT_BY = Asked("accept_by", "day", "Answer by", "Blank: as the offer says.")


@LETTERS.add(
    "light_duty_offer",
    code="LD-OFFER",
    title="Light-duty offer",
    sheets=("lightdutyoffer",),
    line="W",
    to="employee",
    roles=COMPENSATION,
    delivery="hand",
    languages=("en", "es"),
    asks=(ACCEPT_BY,),
    sets={"offered_date": "on", "answer_by_date": "accept_by"},
    optional=("work_place", "schedule", "job_title"),
)
def fields(of: About) -> Values:
    """Values for the offer; no diagnosis stands in it, and it is no statutory offer of work."""
    return offer_values(of)
