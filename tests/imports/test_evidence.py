"""What the values of a column tell about how it is written, and what they leave open."""

from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cells import cell_reader
from imports.evidence import day_evidence, decimal_evidence
from imports.manner import Manner
from models import Claim


@pytest.mark.parametrize(
    ("cells", "order", "examples", "asked", "why"),
    [
        ((), None, [], False, "no cell"),
        (("01/31/2020",), "mdy", ["01/31/2020"], False, "no month 31"),
        (("31/01/2020",), "dmy", ["31/01/2020"], False, "no month 31, the other way round"),
        (("01/12/2020", "01/13/2020"), "mdy", ["01/13/2020"], False, "one cell decides"),
        (("12/01/2020", "13/01/2020"), "dmy", ["13/01/2020"], False, "one cell decides"),
        (("01/31/20", "02/03/20"), "mdy", ["01/31/20"], False, "a year of two digits"),
        (("31/01/20", "02/03/20"), "dmy", ["31/01/20"], False, "rather than a year in front"),
        (("99-01-31",), "ymd", ["99-01-31"], False, "only the year comes first"),
        (("20-01-31", "99-01-02"), "ymd", ["99-01-02"], False, "a year in front decides"),
        (("01.12.2020", "13.12.2020"), "dmy", ["13.12.2020"], False, "points between"),
        (("12/01/2020 10:30", "11/02/2020"), None, ["12/01/2020 10:30"], True, "either way"),
        (("05/05/2020",), None, [], False, "the same day either way"),
        (("01/31/2020", "31/01/2020"), None, ["01/31/2020", "31/01/2020"], False, "both ways"),
        (("1/31/2020", "31/1/2020", "2/3/2020"), None, ["1/31/2020", "31/1/2020"], True, "and in doubt"),
        (("2020-01-02", "Jan 5, 2020", "unknown", "", "10/00/19"), None, [], False, "nothing to tell"),
        ((date(2020, 1, 31), 45_000.0, None, True), None, [], False, "typed cells"),
        ((*["13/01/2026"] * 5, "30/2/26"), "dmy", ["13/01/2026", "30/2/26"], False, "five to one"),
        (("04/25/2026", *["13/01/2026"] * 5), "dmy", ["13/01/2026", "04/25/2026"], False, "the other way round"),
        ((*["13/01/2026"] * 4, "4/25/2026"), None, ["13/01/2026", "4/25/2026"], False, "four to one leaves it open"),
        ((*["13/01/2026"] * 9, "4/25/2026", "5/25/2026"), None, ["13/01/2026", "4/25/2026"], False, "nine to two too"),
        ((*["1/25/2026"] * 5, "13/1/2026", "2/3/2026"), "mdy", ["1/25/2026", "13/1/2026"], False, "the doubtful follow the many"),
        (("45000", "45010.5", ""), "serial", ["45000"], False, "numbers of days"),
        (("45000", "2026-01-05"), None, ["45000"], False, "beside days it may be a slip"),
        ((*["45000"] * 5, "1/25/2026"), "serial", ["45000", "1/25/2026"], False, "five to one"),
        (("19999", "60000", "450000", "4500"), None, [], False, "no numbers of days near ours"),
        (("13/13/2020", "01/02/2020"), None, ["01/02/2020"], True, "what is no day tells nothing"),
    ],
)  # fmt: skip
def test_the_order_of_days_is_told_by_what_reads_in_one_way_only(
    cells, order, examples, asked, why
):
    found = day_evidence(cells)
    assert (found.day_order, [e.value for e in found.examples], found.asked) == (
        order,
        examples,
        asked,
    ), why
    assert found.decimal is None
    assert found.contradicts is (len(examples) == 2)


@pytest.mark.parametrize(
    ("cells", "sign", "examples", "asked", "why"),
    [
        ((), None, [], False, "no cell"),
        (("1.234,50",), ",", ["1.234,50"], False, "the later sign stands before the decimals"),
        (("1,234.50",), ".", ["1,234.50"], False, "the other way round"),
        (("1.234", "12,50"), ",", ["12,50"], False, "two decimals after a comma"),
        (("1.234", "12.50"), ".", ["12.50"], False, "two decimals after a point"),
        (("1.234",), None, ["1.234"], True, "thousands, or three decimals"),
        (("1,234",), ".", ["1,234"], False, "no amount has three decimals"),
        (("1.234.567",), ",", ["1.234.567"], False, "thousands twice"),
        (("500", "-20", "$7"), None, [], False, "no decimals"),
        (("12,50", "12.50"), None, ["12,50", "12.50"], False, "both ways"),
        (("12,50", "12.50", "1.234"), None, ["12,50", "12.50"], True, "both ways, and in doubt"),
        (("N/A", "$1,2,3", "", "TBD"), None, [], False, "no amounts"),
        ((1.5, None), None, [], False, "typed cells"),
        (("(1.234,50) ",), ",", ["(1.234,50)"], False, "in brackets"),
        (("12,5 %",), ",", ["12,5 %"], False, "percent"),
    ],
)
def test_the_sign_before_decimals_is_told_likewise(cells, sign, examples, asked, why):
    found = decimal_evidence(cells)
    assert (found.decimal, [e.value for e in found.examples], found.asked) == (
        sign,
        examples,
        asked,
    ), why
    assert found.day_order is None


def test_where_three_decimals_are_kept_three_after_a_comma_are_in_doubt():
    assert decimal_evidence(["1,234"], places=3).asked


def test_how_many_cells_tell_and_how_many_contradict_is_counted():
    found = day_evidence([*["13/01/2026"] * 20, "04/25/2026", "30/2/26", "03/04/2026", "no day"])
    assert found.day_order == "dmy"
    assert (found.told, found.against) == (20, 2)


def test_the_evidence_is_plain_data():
    assert day_evidence(["13/01/2020", "01/13/2020"]).as_json() == {
        "day_order": None,
        "decimal": None,
        "examples": [{"cell": "1", "value": "13/01/2020"}, {"cell": "2", "value": "01/13/2020"}],
        "asked": False,
    }


DAYS = st.dates(date(1930, 1, 1), date(2029, 12, 31))
PATTERNS = {
    "mdy": ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y"),
    "dmy": ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"),
}


@given(st.lists(DAYS, min_size=1), DAYS.filter(lambda d: d.day > 12), st.data())
def test_days_in_either_order_are_read_back_once_one_of_them_is_plain(some, plain, data):
    order = data.draw(st.sampled_from(sorted(PATTERNS)))
    texts = [d.strftime(data.draw(st.sampled_from(PATTERNS[order]))) for d in chain(some, [plain])]
    found = day_evidence(texts)
    assert found.day_order == order
    read = cell_reader(Claim.loss_date, None, Manner(day_order=found.day_order))
    assert [read(text) for text in texts] == [*some, plain]


@given(st.lists(st.integers(0, 10**11), min_size=1), st.sampled_from([",.", ".,", " ,"]))
def test_amounts_are_read_back_once_one_of_them_is_plain(some, gap_and_sign):
    gap, sign = gap_and_sign
    table = str.maketrans({",": gap, ".": sign})
    texts = [f"{cents / 100:,.2f}".translate(table) for cents in (*some, 123_456)]
    found = decimal_evidence(texts)
    assert found.decimal == sign
    read = cell_reader(Claim.paid, None, Manner(decimal=found.decimal))
    assert [read(text) for text in texts] == [*some, 123_456]
