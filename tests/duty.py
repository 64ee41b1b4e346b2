"""A worker, a department and a small task bank for the tests of light duty."""

from datetime import date
from itertools import count
from typing import Any

from desk import claim, do, make

INJURED = date(2026, 10, 1)
NUMBERS = count(1)


def department(code: str = "PW", **values: Any) -> int:
    """A department with somebody to tell."""
    return make(
        "department",
        code=code,
        name=f"Department {code}",
        contact_name="Dana Duty",
        **{"email": f"{code.lower()}@example.org", **values},
    )


def worker(home: int, **values: Any) -> int:
    """A compensation claim of an employee."""
    employee = make("employee", employee_no=f"E-{next(NUMBERS)}", name="Omar Ruiz",
                    department=home, email="omar@example.org")  # fmt: skip
    return claim(**{
        "line": "W", "status": "accepted", "claimant": "Omar Ruiz", "loss_date": INJURED,
        "injury_date": INJURED, "department": home, "employee": employee, **values,
    })  # fmt: skip


def task_of_bank(home: int, title: str = "Answer the counter telephone", *demands, **values) -> int:
    """A task of the bank; a demand is given as its columns."""
    row = make("lightdutytask", title=title, department=home, **values)
    for demand in demands or ({"activity": "sit", "hours": 7, "minutes": 60},):
        make("lightdutydemand", task=row, **demand)
    return row


def noted(who, claim_id: int, restrictions: str = "lift 10 lb", **values: Any) -> Any:
    """A note of modified work."""
    given = {"status": "modified", "from_date": date(2026, 11, 20), "inform": False, **values}
    return do(who, "record_work_status", "claim", claim_id, restrictions=restrictions, **given)
