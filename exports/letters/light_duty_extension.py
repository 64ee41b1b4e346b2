"""Light-duty extension: the same work for longer, as the physician's note still asks for it."""

from exports.letters.declared import COMPENSATION, LETTERS, About, Values
from exports.letters.light_duty_offer import ACCEPT_BY
from exports.letters.on_offers import earlier, offer_values
from exports.letters.wording import in_full


@LETTERS.add(
    "light_duty_extension",
    code="LD-EXTEND",
    title="Light-duty extension",
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
    """Values for the extension: until when it was, and until when it is."""
    before = earlier(of.record)
    day = before.last_day if before else None
    return {**offer_values(of), "earlier_last_day": in_full(day, of.language)}
