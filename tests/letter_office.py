"""An office for the tests of letters: its head, and a claim, recovery and offer of each kind."""

from datetime import date
from decimal import Decimal

from desk import TODAY, claim, make

from models import LightDutyOffer

SETTINGS = {
    "office_name": "Risk Management Division",
    "city_name": "City of Sonora Bay",
    "office_address": "100 Civic Plaza|Sonora Bay, CA 95370",
    "office_phone": "(209) 555-0100",
    "office_email": "risk@sonorabay.example",
    "clerk_address": "City Clerk|100 Civic Plaza, Room 2|Sonora Bay, CA 95370",
    "county_name": "Tuolumne",
    "mailing_city": "Sonora Bay",
    "pay_to": "City of Sonora Bay",
    "tax_id": "94-0000001",
    "finance_director": "Ines Moreno, Finance Director",
    "letters_as_pdf": "no",
}
ADDRESS = "12 Elm Street\nSonora Bay, CA 95370"


def settle(**changes: str) -> None:
    """The settings that letters take their head from."""
    for name, value in {**SETTINGS, **changes}.items():
        make("setting", name=name, value=value)


def liability(**values) -> int:
    """A liability claim whose claimant has an address."""
    party = make("party", name="Rosa Alvarez", role="claimant", address=ADDRESS)
    usual = {
        "claim_no": "L-2026-0412",
        "party": party,
        "status": "under_review",
        "location": "Main Street at 4th Avenue",
        "presented_date": date(2026, 11, 10),
        "received_date": date(2026, 11, 10),
        "delivery_method": "personal",
    }
    return claim(**{**usual, **values})


def injured(**values) -> int:
    """A compensation claim of a park worker."""
    employee = make(
        "employee",
        employee_no="4711",
        name="Luis Ortega",
        address=ADDRESS,
        job_title="Park worker",
        email="luis.ortega@sonorabay.example",
    )
    doctor = make("physician", name="Mary Chen, MD", address="9 Clinic Way\nSonora Bay, CA 95370")
    usual = {
        "claim_no": "W-2026-0033",
        "line": "W",
        "status": "accepted",
        "claimant": "Luis Ortega",
        "employee": employee,
        "physician": doctor,
        "injury_date": date(2026, 10, 5),
        "loss_date": date(2026, 10, 5),
    }
    return claim(**{**usual, **values})


def released(**values) -> int:
    """The same park worker, released to full duty by a note that the physician confirmed."""
    case = injured()
    usual = {"status": "full_duty", "from_date": date(2026, 11, 20), "verified_date": TODAY}
    make("workstatus", claim=case, **{**usual, **values})
    return case


def recovery(**values) -> int:
    """A recovery of a street light, billed to the carrier, with its costs."""
    party = make(
        "party", name="Dale Moss", role="responsible", address="7 Oak Road\nJamestown, CA 95327"
    )
    carrier = make(
        "organization", name="Granite Mutual", kind="carrier", address="PO Box 9\nFresno, CA 93701"
    )
    usual = {
        "recovery_no": "REC-2026-0007",
        "status": "billed",
        "invoice_no": "INV-0007",
        "invoice_date": date(2026, 11, 20),
        "due_date": date(2026, 12, 21),
        "billed": 3_979_25,
        "damage_date": date(2026, 8, 14),
        "damage_place": "Harbor Drive at Pier 3",
        "asset_description": "Street light 1182",
        "responsible_party": party,
        "carrier": carrier,
        "carrier_adjuster": "Pat Lowe",
        "carrier_claim_no": "GM-88231",
        "insured_policy_no": "P-5510",
        "police_report_no": "26-4410",
    }
    row = make("recovery", **{**usual, **values})
    for element, words, amount in (
        ("labor", "Signal technician, 3 hours", 234_25),
        ("equipment", "Bucket truck, 8 hours", 352_00),
        ("material", "Pole, foundation, conduit", 3_393_00),
    ):
        make("recoverycost", recovery=row, element=element, description=words, amount=amount)
    return row


def billed(**values) -> int:
    """A recovery with no carrier known, and a payment plan."""
    usual = {
        "carrier": None,
        "carrier_adjuster": None,
        "carrier_claim_no": None,
        "invoice_date": date(2026, 9, 10),
        "due_date": date(2026, 10, 12),
        "plan_amount": 500_00,
        "plan_days": 31,
        "plan_first_date": date(2026, 12, 15),
    }
    return recovery(**{**usual, **values})


def offer(**values) -> int:
    """Light duty offered to the park worker."""
    parks = make("department", code="PARK", name="Parks")
    case = injured(department=parks)
    note = make(
        "workstatus", claim=case, status="modified", from_date=TODAY, hours_a_day=Decimal(6)
    )
    for activity, given in (
        ("lift", {"pounds": Decimal(10)}),
        ("reach_above", {"is_never": True, "side": "right"}),
        ("stand", {"minutes": 30}),
    ):
        make("restriction", work_status=note, activity=activity, **given)
    usual = {
        "offer_no": "LO-00001",
        "claim": case,
        "work_status": note,
        "department": parks,
        "first_day": date(2026, 11, 30),
        "last_day": date(2026, 12, 24),
        "hours_a_day": Decimal(6),
        "days_a_week": Decimal(5),
        "wage_effect": "fewer_hours",
        "weekly_wage": 870_00,
        "schedule": "Monday to Friday, 8:00 to 14:30",
        "supervisor": "Ana Ruiz",
        "duties": "Answer the phone at the front desk.\nFile work orders.",
        "answer_by_date": date(2026, 11, 27),
    }
    return make("lightdutyoffer", **{**usual, **values})


def extension(**values) -> int:
    """An offer that extends the first."""
    first = offer()
    before = LightDutyOffer.get_by_id(first)
    usual = {
        "offer_no": "LO-00002",
        "claim": before.claim,
        "work_status": before.work_status,
        "department": before.department,
        "extends": first,
        "first_day": date(2026, 12, 25),
        "last_day": date(2027, 1, 22),
        "hours_a_day": Decimal(6),
        "supervisor": "Ana Ruiz",
        "duties": "Answer the phone at the front desk.",
        "answer_by_date": date(2026, 12, 18),
    }
    return make("lightdutyoffer", **{**usual, **values})
