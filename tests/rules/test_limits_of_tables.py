"""Every row of the dated tables on its first and its last day, as the State published it.

The figures are written out here from the announcements, not read from the tables.
"""

from datetime import date, timedelta

import pytest
from asking import LAW, refused, told, value

# --- Temporary disability: Lab. Code 4453(a), by year of injury ------------------------------------

TD = {
    2003: ("126.00", "602.00"), 2004: ("126.00", "728.00"), 2005: ("126.00", "840.00"),
    2006: ("126.00", "840.00"), 2007: ("132.25", "881.66"), 2008: ("137.45", "916.33"),
    2009: ("143.70", "958.01"), 2010: ("148.00", "986.69"), 2011: ("148.00", "986.69"),
    2012: ("151.57", "1010.50"), 2013: ("160.00", "1066.72"), 2014: ("161.19", "1074.64"),
    2015: ("165.49", "1103.29"), 2016: ("169.26", "1128.43"), 2017: ("175.88", "1172.57"),
    2018: ("182.29", "1215.27"), 2019: ("187.71", "1251.38"), 2020: ("194.91", "1299.43"),
    2021: ("203.44", "1356.31"), 2022: ("230.95", "1539.71"), 2023: ("242.86", "1619.15"),
    2024: ("242.86", "1619.15"), 2025: ("252.03", "1680.29"), 2026: ("264.61", "1764.11"),
}  # fmt: skip


@pytest.mark.parametrize("year", TD)
def test_the_weekly_limits_of_a_year_hold_from_its_first_day_to_its_last(year):
    least, most = TD[year]
    for day in (f"{year}-01-01", f"{year}-12-31"):
        assert value("td_rate", awe="0", injury_date=day) == least
        assert value("td_rate", awe="9999", injury_date=day) == most
        assert value("tpd", awe="9999", injury_date=day, earnings="0") == most


def test_the_limits_of_2026_are_two_thirds_of_the_earnings_limits():
    """Minimum earnings 378.05 x 85 / 1704 more, maximum 2,520.43 likewise."""
    assert value("td_rate", awe="396.91", injury_date="2026-06-01") == "264.61"
    assert value("td_rate", awe="2646.16", injury_date="2026-06-01") == "1764.11"
    assert value("td_rate", awe="2520.43", injury_date="2025-06-01") == "1680.29"
    assert value("td_rate", awe="378.05", injury_date="2025-06-01") == "252.03"
    assert value("td_rate", awe="2428.72", injury_date="2024-06-01") == "1619.15"
    assert value("td_rate", awe="364.29", injury_date="2024-06-01") == "242.86"
    assert value("td_rate", awe="2309.56", injury_date="2022-06-01") == "1539.71"
    assert value("td_rate", awe="2034.47", injury_date="2021-06-01") == "1356.31"


# --- Permanent disability: Lab. Code 4453(b), by day of injury and percent -------------------------

PD = [
    ("2003-01-01", "2003-12-31", "0.25", "69.75", "100.00", "185.00"),
    ("2003-01-01", "2003-12-31", "70", "99.75", "100.00", "230.00"),
    ("2004-01-01", "2004-12-31", "0.25", "69.75", "105.00", "200.00"),
    ("2004-01-01", "2004-12-31", "70", "99.75", "105.00", "250.00"),
    ("2005-01-01", "2005-12-31", "0.25", "69.75", "105.00", "220.00"),
    ("2005-01-01", "2005-12-31", "70", "99.75", "105.00", "270.00"),
    ("2006-01-01", "2012-12-31", "0.25", "69.75", "130.00", "230.00"),
    ("2006-01-01", "2012-12-31", "70", "99.75", "130.00", "270.00"),
    ("2013-01-01", "2013-12-31", "0.25", "54.75", "160.00", "230.00"),
    ("2013-01-01", "2013-12-31", "55", "69.75", "160.00", "270.00"),
    ("2013-01-01", "2013-12-31", "70", "99.75", "160.00", "290.00"),
    ("2014-01-01", "2026-12-31", "0.25", "99.75", "160.00", "290.00"),
]


@pytest.mark.parametrize(("first", "last", "low", "high", "least", "most"), PD)
def test_the_weekly_rate_of_a_rating_holds_to_both_ends_of_days_and_percents(
    first, last, low, high, least, most
):
    for day in (first, last):
        for percent in (low, high):
            found = [
                told("pd_award", percent=percent, awe=awe, injury_date=day)["details"][
                    "weekly_rate"
                ]
                for awe in ("0", "9999")
            ]
            assert found == [least, most]


BANDS = {
    ("2003-01-01", "2003-12-31"): ("9.75 3", "19.75 4", "24.75 5", "29.75 6", "49.75 7", "69.75 8", "99.75 9"),
    ("2004-01-01", "2004-12-31"): ("9.75 4", "19.75 5", "24.75 5", "29.75 6", "49.75 7", "69.75 8", "99.75 9"),
    ("2005-01-01", "2012-12-31"): ("9.75 3", "14.75 4", "24.75 5", "29.75 6", "49.75 7", "69.75 8", "99.75 16"),
    ("2013-01-01", "2026-12-31"): ("9.75 3", "14.75 4", "24.75 5", "29.75 6", "49.75 7", "69.75 8", "99.75 16"),
}  # fmt: skip


@pytest.mark.parametrize("days", BANDS)
def test_the_weeks_of_each_band_at_its_last_percent(days):
    """Lab. Code 4658: (percent - end of the band before) x weeks, added up by hand."""
    whole, before = 0, 0
    for band in BANDS[days]:
        end, each = band.split()
        quarters = round(float(end) * 4)
        whole, before = whole + (quarters - before) * int(each), quarters
        for day in days:
            assert value("pd_weeks", percent=end, injury_date=day) == f"{whole / 4:.2f}"


# --- Life pension: Lab. Code 4659(a) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("injury", "pension"),
    [
        ("2003-01-01", "77.31"), ("2005-12-31", "77.31"),
        ("2006-01-01", "154.61"), ("2026-12-31", "154.61"),
    ],
)  # fmt: skip
def test_the_life_pension_of_80_percent_at_the_limit_of_earnings(injury, pension):
    """1.5 % x 20 x 257.69 = 77.307; x 515.38 = 154.614."""
    asked = {"percent": "80", "awe": "2000", "injury_date": injury}
    assert told("pd_award", **asked)["details"]["life_pension"] == pension


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        ("1994-07-01", 157_69), ("1995-06-30", 157_69), ("1995-07-01", 207_69),
        ("1996-06-30", 207_69), ("1996-07-01", 257_69), ("2005-12-31", 257_69),
        ("2006-01-01", 515_38),
    ],
)  # fmt: skip
def test_the_limit_of_earnings_of_a_life_pension(day, limit):
    found = LAW.tables["life_pension_limits"].on(date.fromisoformat(day))
    assert found.cents("max_weekly_earnings") == limit


# --- Mileage ---------------------------------------------------------------------------------------

MILES = [
    ("2003-01-01", "2006-06-30", "340.00"), ("2006-07-01", "2006-12-31", "445.00"),
    ("2007-01-01", "2007-12-31", "485.00"), ("2008-01-01", "2008-06-30", "505.00"),
    ("2008-07-01", "2008-12-31", "585.00"), ("2009-01-01", "2009-12-31", "550.00"),
    ("2010-01-01", "2010-12-31", "500.00"), ("2011-01-01", "2011-06-30", "510.00"),
    ("2011-07-01", "2011-12-31", "555.00"), ("2012-01-01", "2012-12-31", "555.00"),
    ("2013-01-01", "2013-12-31", "565.00"), ("2014-01-01", "2014-12-31", "560.00"),
    ("2015-01-01", "2015-12-31", "575.00"), ("2016-01-01", "2016-12-31", "540.00"),
    ("2017-01-01", "2017-12-31", "535.00"), ("2018-01-01", "2018-12-31", "545.00"),
    ("2019-01-01", "2019-12-31", "580.00"), ("2020-01-01", "2020-12-31", "575.00"),
    ("2021-01-01", "2021-12-31", "560.00"), ("2022-01-01", "2022-06-30", "585.00"),
    ("2022-07-01", "2022-12-31", "625.00"), ("2023-01-01", "2023-12-31", "655.00"),
    ("2024-01-01", "2024-12-31", "670.00"), ("2025-01-01", "2025-12-31", "700.00"),
    ("2026-01-01", "2026-12-31", "725.00"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "amount"), MILES)
def test_a_thousand_miles_on_the_first_and_the_last_day_of_each_rate(first, last, amount):
    assert value("mileage", travel_date=first, miles="1000") == amount
    assert value("mileage", travel_date=last, miles="1000") == amount


# --- Before the first row and after the last -------------------------------------------------------

ENDS = [
    ("td_rate", {"awe": "900"}, "injury_date", "td_rates"),
    ("tpd", {"awe": "900", "earnings": "0"}, "injury_date", "td_rates"),
    ("mileage", {"miles": "1"}, "travel_date", "mileage_rates"),
]


@pytest.mark.parametrize(("key", "texts", "day_of", "table"), ENDS)
@pytest.mark.parametrize("day", ["2002-12-31", "2027-01-01"])
def test_a_day_beyond_a_yearly_table_is_refused_and_the_row_named(key, texts, day_of, table, day):
    found = refused(key, **texts, **{day_of: day})
    assert found.missing == f"{table} {day}"
    assert day in found.sentence


def test_a_payment_is_refused_in_the_first_year_without_limits_only_two_years_on():
    asked = {"awe": "600", "payment_date": "2027-01-01"}
    assert value("td_rate", **asked, injury_date="2025-01-02") == "400.00"
    assert refused("td_rate", **asked, injury_date="2025-01-01").missing == "td_rates 2027-01-01"


# --- Days of a year --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "code", "month", "number"),
    [
        ("wc_deadline", "WC-03", 1, 31), ("wc_deadline", "CRT-01", 7, 1),
        ("wc_deadline", "SIP-01", 10, 1), ("liability_deadline", "OSHA300A_POST_START", 2, 1),
        ("liability_deadline", "OSHA300A_POST_END", 4, 30), ("liability_deadline", "ITA_MAR2", 3, 2),
    ],
)  # fmt: skip
def test_a_day_of_the_year_is_the_next_one_and_that_day_itself(rule, code, month, number):
    day = date(2028, month, number)
    for trigger, due in (
        (day - timedelta(days=1), day),
        (day, day),
        (day + timedelta(days=1), day.replace(year=2029)),
        (date(2027, 12, 31), day),
    ):
        assert value(rule, code=code, trigger_date=str(trigger)) == str(due)
