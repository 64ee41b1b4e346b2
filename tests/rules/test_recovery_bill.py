"""Cost of labor and bill for damage as anybody asks for them."""

import json

import pytest
from asking import malformed, told
from hypothesis import given
from hypothesis import strategies as st

POLE = [
    {"element": "labor", "hours": "3", "rate": "48.20", "burden_percent": "62"},
    {
        "element": "labor",
        "hours": "5",
        "rate": "48.20",
        "multiplier": "1.5",
        "burden_percent": "9.25",
    },
    {"element": "labor", "hours": "4", "rate": "36.75", "burden_percent": "62"},
    {"element": "labor", "hours": "2", "rate": "61.10", "burden_percent": "62"},
    {"element": "equipment", "hours": "8", "rate": "44.00"},
    {"element": "equipment", "hours": "6", "rate": "15.50"},
    {"element": "material", "amount": "3120.00", "tax_percent": "8.75"},
    {"element": "contractor", "amount": "1850.00"},
]
"""The signal pole of 14 August 2026."""


def bill(lines: list[dict], **more: str) -> dict:
    return told("recovery_bill", lines=json.dumps(lines), **more)


def test_the_worked_example():
    found = bill(POLE, overhead_percent="15")
    assert found["value"] == "7766.28"
    assert found["details"] == {
        "labor": "1065.29", "equipment": "445.00", "material": "3393.00", "contractor": "1850.00",
        "other": "0.00", "direct": "6753.29", "overhead": "1012.99", "salvage": "0.00",
        "total": "7766.28",
    }  # fmt: skip
    assert len(found["steps"]) == len(POLE) + 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"element": "labor", "hours": "1"}, "“lines[1].rate” is missing for labor."),
        (
            {"element": "labor", "hours": "1", "rate": "1", "amount": "1"},
            "“lines[1].amount” is not of labor.",
        ),
        (
            {"element": "equipment", "hours": "1", "rate": "1", "multiplier": "2"},
            "“lines[1].multiplier” is not of equipment.",
        ),
        ({"element": "material"}, "“lines[1].amount” is missing for material."),
        (
            {"element": "contractor", "amount": "1", "tax_percent": "1"},
            "“lines[1].tax_percent” is not of contractor.",
        ),
        ({"element": "equipment"}, "“lines[1].hours” is missing for equipment. “lines[1].rate” is"),
    ],
)
def test_a_line_that_its_element_does_not_have_is_wrong_usage(line, said):
    good = {"element": "other", "amount": "1"}
    assert said in malformed("recovery_bill", lines=json.dumps([good, line]))


AMOUNTS = st.lists(st.integers(0, 10**8), max_size=8)


@given(AMOUNTS, st.integers(0, 4000), st.integers(0, 10**6))
def test_the_parts_sum_to_the_total(amounts, percent, salvage):
    lines = [{"element": "other", "amount": f"{a // 100}.{a % 100:02d}"} for a in amounts]
    found = bill(
        lines, overhead_percent=f"{percent / 100:.2f}", salvage=f"{salvage // 100}.{salvage % 100:02d}"
    )  # fmt: skip
    cents = {name: round(float(text) * 100) for name, text in found["details"].items()}
    assert cents["direct"] == sum(amounts)
    assert cents["direct"] + cents["overhead"] - cents["salvage"] == cents["total"]


def test_salvage_beyond_the_cost_says_that_nothing_is_owed():
    found = bill([{"element": "other", "amount": "100"}], salvage="130")
    assert (found["value"], found["details"]["salvage"]) == ("-30.00", "130.00")
    assert found["steps"][-1]["text"] == (
        "Total -$30.00: salvage brings $30.00 more than the repair costs, so nothing is owed"
    )
    even = bill([{"element": "other", "amount": "100"}], salvage="100")
    assert even["steps"][-1]["text"] == "Total $0.00"


def test_the_working_names_its_source_once():
    cited = [step["citation"] for step in bill(POLE, overhead_percent="15")["steps"]]
    assert [c for c in cited if c] == [
        "Veh. Code 17300: the reasonable cost of repair or replacement",
        "The City's adopted policy",
    ]
    hours = told("labor_cost", hours="3", base_rate="48.20", burden_percent="62")
    assert len([s for s in hours["steps"] if s["citation"]]) == 1
