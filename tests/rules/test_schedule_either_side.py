"""The end of temporary disability on either side of its cap and of its five years; who settles."""

import pytest
from asking import told


def schedule(injury: str, first: str, last: str, **more: str) -> dict:
    """The answer for a disability known on its first day."""
    return told("td_schedule", awe="900", injury_date=injury, disability_from=first,
                disability_to=last, knowledge_date=first, **more)  # fmt: skip


@pytest.mark.parametrize(
    ("last", "days", "why"),
    [
        ("2023-02-26", 727, "the day before"),
        ("2023-02-27", 728, "104 weeks"),
        ("2023-02-28", 728, "the day after is not paid"),
        ("2023-03-31", 728, "nor what follows"),
    ],
)
def test_104_weeks_are_728_days_where_nothing_was_paid_before(last, days, why):
    found = schedule("2021-03-01", "2021-03-02", last)
    rows = found["details"]["rows"]
    assert sum(row["days"] for row in rows) == days, why
    assert rows[-1]["period_to"] == min(last, "2023-02-27")
    said = [step["text"] for step in found["steps"] if step["citation"] == "Lab. Code 4656(c)"]
    after = "Nothing is paid after Mon 27 Feb 2023: 104 weeks less 0 days paid before, and within "
    assert said == ([f"{after}five years of the injury"] if last > "2023-02-27" else [])


@pytest.mark.parametrize("used", ["728", "729", "900"])
def test_where_nothing_is_left_nothing_is_paid_from_the_first_day_on(used):
    found = schedule("2026-03-02", "2026-03-03", "2026-03-21", days_used=used)
    assert found["details"]["rows"] == []
    assert found["value"] == "0.00"
    assert any("Nothing is paid after Mon 2 Mar 2026" in step["text"] for step in found["steps"])


@pytest.mark.parametrize(
    ("injury", "paid_to", "why"),
    [
        ("2008-01-01", "2013-01-01", "the first day on which the five years run from the injury"),
        ("2008-01-02", "2013-01-02", "the day after"),
        ("2004-04-18", "2013-01-05", "the day before the two years: without end"),
    ],
)
def test_five_years_end_what_is_paid_for_injuries_from_2008(injury, paid_to, why):
    found = schedule(injury, "2012-12-10", "2013-01-05")
    assert found["details"]["rows"][-1]["period_to"] == paid_to, why


def test_of_two_that_reach_an_amount_the_first_of_the_table_is_named():
    found = told("settlement_authority", amount="100", role="claims_board")
    assert found["steps"][0]["text"] == (
        "$100.00 is beyond the claims board: the claims technician settles up to $2,500.00"
    )
