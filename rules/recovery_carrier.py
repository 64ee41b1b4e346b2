"""Until when a carrier answers a tender: acknowledgement, decision, payment."""

from datetime import date, timedelta
from typing import Literal

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.counting import off_closed_days
from rules.days import long_day

Code = Literal["CARRIER_ACK", "CARRIER_DECISION", "CARRIER_PAYMENT"]
FROM = {
    "CARRIER_ACK": "Tendered",
    "CARRIER_DECISION": "Tendered with proof of the claim",
    "CARRIER_PAYMENT": "Accepted",
}
"""Code -> what its days are counted from, in words."""


@calculator(
    "carrier_deadline",
    title="Recovery: until when a carrier answers",
    source="10 CCR 2695.5, 2695.7",
    tables=("carrier_deadlines",),
    details={"base_date": "date"},
)
def carrier_deadline(code: Code, trigger_date: date, *, law: Law) -> Answer:
    """The day by which a carrier acknowledges, decides or pays; from the next day on it is chased.

    Args:
        code: CARRIER_ACK and CARRIER_DECISION count from the tender, CARRIER_PAYMENT from the
            acceptance.
        trigger_date: that day, which is not counted.
        law: table carrier_deadlines and the Court calendar; a closed day moves to the next open
            one.

    Returns:
        The day; `base_date` is the day before it moved.

    Source: as the row cites: fair claims settlement practices, which run to third parties too.
    """
    row = law.tables["carrier_deadlines"].on(trigger_date, code)
    count = int(row.text("days"))
    base = trigger_date + timedelta(days=count)
    day, moved = off_closed_days(base, law.calendars["court"])
    said = f"{FROM[code]} {long_day(trigger_date)} + {count} days = {long_day(base)}"
    steps = (Step(said, row.text("citation")), *moved)
    return Answer(day, "date", steps, row.verified, {"base_date": base}, (row,))
