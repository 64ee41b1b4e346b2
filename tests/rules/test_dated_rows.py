"""Whether a row fits its statutory table: its name, its code, each value by its column."""

import pytest
from asking import LAW

from rules.dated import KINDS, Column
from rules.dated_rows import LONGEST, codes, fault, problems

TD = {"min_weekly": "270.00", "max_weekly": "1800.00"}
DEADLINE = {
    name: text for name, text in LAW.tables["wc_deadlines"].rows[0].values.items() if name != "code"
}
FILED = {**DEADLINE, "unit": "fixed_date"}
BAND = {"percent_to": "54.75", "min_weekly": "160", "max_weekly": "290"}


def said(table: str, code: str | None, values: object) -> list[tuple[str, str]]:
    """What is wrong with a row: (place, sentence)."""
    return [tuple(wrong) for wrong in problems(table, code, values)]


def added() -> list[str]:
    """The tables that take rows."""
    return [name for name, kind in KINDS.items() if kind.added]


@pytest.mark.parametrize("name", added())
def test_every_row_that_ships_fits_its_table(name):
    kind = KINDS[name]
    for row in LAW.tables[name].rows:
        assert said(name, row.text(kind.key) or None, row.values) == [], row


@pytest.mark.parametrize(
    ("table", "code", "values"),
    [
        ("td_rates", None, TD),
        ("td_rates", "", {"min_weekly": 270, "max_weekly": 1800.5}),
        ("td_rates", None, {"min_weekly": "0", "max_weekly": "0"}),
        ("mileage_rates", None, {"rate_per_mile": "0.7255"}),
        ("pd_rates", "0.25", BAND),
        ("pd_rates", "54.75", BAND),
        ("pd_weeks", "55", {"percent_to": "99.75", "weeks_per_percent": "4.5"}),
        ("wc_deadlines", "CMP-02", {**DEADLINE, "code": "CMP-02"}),
        ("wc_deadlines", "CMP-02", {**DEADLINE, "count": "-10"}),
        ("wc_deadlines", "CMP-02", {**FILED, "count": "229"}),
        ("wc_deadlines", "CMP-02", {**FILED, "count": "1231"}),
        ("recovery_limitations", "judgment", {"years": "10", "citation": "CCP 683.020"}),
    ],
)
def test_a_row_that_fits(table, code, values):
    assert said(table, code, values) == []


@pytest.mark.parametrize(
    ("table", "code", "values", "place", "sentence"),
    [
        ("td_rate", None, TD, "table",
         "“td_rate” is no statutory table. There are td_rates, pd_rates, pd_weeks, "
         "life_pension_limits, mileage_rates, wc_deadlines, liability_deadlines, "
         "recovery_limitations, carrier_deadlines, interest_rates."),
        ("settlement_tiers", "tpa", {"tier": "1"}, "table",
         "“Authority to settle” takes no rows: its amounts are the City's authority limits."),
        ("td_rates", None, None, "values",
         "The values of “Temporary disability: weekly limits” are min_weekly and max_weekly, "
         "each with its name."),
        ("td_rates", None, ["270", "1800"], "values",
         "The values of “Temporary disability: weekly limits” are min_weekly and max_weekly, "
         "each with its name."),
        ("td_rates", "2027", TD, "code",
         "“Temporary disability: weekly limits” has one row a day: it bears no code."),
        ("wc_deadlines", None, DEADLINE, "code",
         "“Deadlines of workers' compensation” has a row for each code: say which this one is."),
        ("wc_deadlines", "CMP-2", DEADLINE, "code",
         "“CMP-2” is no code of “Deadlines of workers' compensation”. "
         "Did you mean CMP-02 or CMP-05 or CMP-04?"),
        ("wc_deadlines", "quarterly", DEADLINE, "code",
         "“quarterly” is no code of “Deadlines of workers' compensation”. Look it up in the table."),
        ("recovery_limitations", "goodwill", {"years": "3", "citation": "x"}, "code",
         "“goodwill” is no basis of “Periods of limitation of recoveries”. There are property, "
         "statutory, emergency_response, written_contract, oral_contract, injured_employee, "
         "judgment."),
        ("wc_deadlines", "CMP-02", {**DEADLINE, "code": "CMP-03"}, "code",
         "The values name “CMP-03”, the row “CMP-02”."),
        ("pd_rates", "ten", BAND, "code", "From: “ten” is not a percent from 0.25 to 99.75."),
        ("pd_rates", "0.3", BAND, "code", "From: “0.3” is not a percent from 0.25 to 99.75."),
        ("td_rates", None, {**TD, "max": "1"}, "values",
         "“max” is no column of “Temporary disability: weekly limits”. It has min_weekly, "
         "max_weekly."),
        ("td_rates", None, {"max_weekly": "1800.00"}, "min_weekly", "At least is missing."),
        ("td_rates", None, {**TD, "min_weekly": None}, "min_weekly", "At least is missing."),
        ("td_rates", None, {**TD, "min_weekly": ""}, "min_weekly", "At least is missing."),
        ("td_rates", None, {**TD, "min_weekly": True}, "min_weekly",
         "At least: “True” is not an amount a week such as 1764.11."),
        ("td_rates", None, {**TD, "max_weekly": "1,800.00"}, "max_weekly",
         "At most: “1,800.00” is not an amount a week such as 1764.11."),
        ("td_rates", None, {**TD, "max_weekly": "1800.005"}, "max_weekly",
         "At most: “1800.005” is not an amount a week such as 1764.11."),
        ("td_rates", None, {**TD, "max_weekly": "-1"}, "max_weekly",
         "At most: “-1” is not an amount a week such as 1764.11."),
        ("td_rates", None, {**TD, "max_weekly": "269.99"}, "max_weekly",
         "At most (269.99) is below at least (270.00)."),
        ("mileage_rates", None, {"rate_per_mile": "72.5 cents"}, "rate_per_mile",
         "Rate: “72.5 cents” is not dollars a mile such as 0.725."),
        ("pd_weeks", "0.25", {"percent_to": "100", "weeks_per_percent": "3"}, "percent_to",
         "To: “100” is not a percent from 0.25 to 99.75."),
        ("pd_weeks", "0.25", {"percent_to": "9.75", "weeks_per_percent": "three"},
         "weeks_per_percent", "For each percent: “three” is not a number of weeks such as 3 or 4.5."),
        ("pd_rates", "55", BAND, "percent_to", "To (54.75) is below from (55)."),
        ("wc_deadlines", "CMP-02", {**DEADLINE, "unit": "days"}, "unit",
         "Counted in: “days” is not one of calendar_days, business_days, weeks, months, years, "
         "hours, fixed_date."),
        ("wc_deadlines", "CMP-02", {**DEADLINE, "count": "1.5"}, "count",
         "Count: “1.5” is not a whole number such as 90."),
        ("wc_deadlines", "CMP-02", {**FILED, "count": "230"}, "count",
         "Count: “230” is no day of the year, as 301 is 1 March."),
        ("wc_deadlines", "CMP-02", {**FILED, "count": "-301"}, "count",
         "Count: “-301” is no day of the year, as 301 is 1 March."),
        ("recovery_limitations", "judgment", {"years": "0", "citation": "x"}, "years",
         "Years: “0” is not a number of years such as 3."),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_says_why(table, code, values, place, sentence):
    assert said(table, code, values) == [(place, sentence)]


def test_everything_that_is_wrong_is_said_at_once():
    found = said("td_rates", "x", {"min_weekly": "a", "most": "1"})
    assert [place for place, _ in found] == ["code", "values", "min_weekly", "max_weekly"]


def test_a_text_has_its_longest():
    column = Column("Title")
    assert fault(column, "a" * LONGEST) == ""
    assert (
        fault(column, "a" * (LONGEST + 1)) == "Title is too long: 1001 characters, at most 1,000."
    )


def test_the_codes_are_those_that_ship():
    assert codes(KINDS["td_rates"]) == codes(KINDS["pd_weeks"]) == ()
    assert codes(KINDS["recovery_limitations"])[:2] == ("property", "statutory")
    assert len(codes(KINDS["wc_deadlines"])) == len(LAW.tables["wc_deadlines"].rows)
