"""How far recoveries get, and what a repair is made of."""

from decimal import Decimal
from typing import NamedTuple

from seed.demo.lives import EVER


class Stage(NamedTuple):
    """A status: between which ages in days since the damage, how likely, which share came back."""

    status: str
    first: int
    last: int
    weight: float
    back: float = 0.0


STAGES = (
    Stage("reported", 0, 15, 6),
    Stage("documenting", 4, 90, 6),
    Stage("ready_to_bill", 15, 110, 3),
    Stage("billed", 25, 260, 7),
    Stage("tendered", 40, 300, 2),
    Stage("disputed", 60, 500, 1),
    Stage("partially_paid", 60, 700, 2, 0.55),
    Stage("payment_plan", 80, 900, 1, 0.35),
    Stage("insurer_accepted", 50, 300, 2),
    Stage("insurer_denied", 60, 400, 0.7),
    Stage("referred_attorney", 150, 900, 0.7),
    Stage("small_claims_filed", 180, 900, 0.6),
    Stage("judgment", 300, 1500, 0.5, 0.2),
    Stage("collections", 200, 1000, 0.8, 0.1),
    Stage("restitution_pending", 150, 1200, 0.5, 0.15),
    Stage("paid_closed", 60, EVER, 14, 1.0),
    Stage("compromised_closed", 120, EVER, 2, 0.8),
    Stage("written_off", 420, EVER, 2),
    Stage("withdrawn", 20, EVER, 0.7),
    Stage("time_barred", 1100, EVER, 0.5),
)
UNBILLED = ("reported", "documenting", "ready_to_bill", "withdrawn")
GIVEN_UP = ("compromised_closed", "written_off", "time_barred")
"""Statuses in which what did not come back is given up."""
BY_INSTALMENTS = ("payment_plan", "restitution_pending")
IN_COURT = ("small_claims_filed", "judgment")
OUTLIVE = ("collections", "restitution_pending")
"""Statuses in which the time to sue runs on; of old ones the office let it pass."""
WITH_CARRIER = ("tendered", "insurer_accepted", "insurer_denied")
CLOSED = ("paid_closed", "compromised_closed", "written_off", "withdrawn", "time_barred")


class Labor(NamedTuple):
    """Hours of a trade: rate in cents an hour, overtime factor, burden in percent."""

    who: str
    hours: Decimal
    rate: int
    factor: Decimal
    burden: Decimal


REGULAR, OVERTIME = Decimal("62.00"), Decimal("9.25")
CREW = (
    Labor("Signal technician", Decimal(3), 4_820, Decimal("1.00"), REGULAR),
    Labor("Signal technician, overtime", Decimal(5), 4_820, Decimal("1.50"), OVERTIME),
    Labor("Maintenance worker", Decimal(4), 3_675, Decimal("1.00"), REGULAR),
    Labor("Supervisor", Decimal(2), 6_110, Decimal("1.00"), REGULAR),
)
EQUIPMENT = (
    ("Bucket truck", 4_400),
    ("Pickup", 1_550),
    ("Dump truck", 5_125),
    ("Arrow board", 890),
)
"""Name and rate in cents an hour."""
TAX_PERCENT = Decimal("8.750")
