"""Amounts as people write them, to the cent and no further."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import money
from rules.errors import BadValue


@pytest.mark.parametrize(
    ("written", "cents", "why"),
    [
        ("0", 0, "nothing"),
        ("14500", 1_450_000, "bare dollars"),
        ("1234.5", 123_450, "one decimal"),
        ("1234.56", 123_456, "two decimals"),
        ("1234.560", 123_456, "a third decimal that is nothing"),
        ("-0.01", -1, "the smallest minus"),
        ("-1.5", -150, "a minus with one decimal"),
        (".5", 50, "no digit before the point"),
        ("5.", 500, "no digit after the point"),
        ("$14,500.00", 1_450_000, "as printed"),
        ("1,234,567.89", 123_456_789, "two commas"),
        ("$ 1,000", 100_000, "a blank after the sign"),
        (" $1,000\u00a0", 100_000, "blanks around it"),
        ("(12.30)", -1230, "brackets are a minus"),
        ("$(12.30)", -1230, "brackets after the sign"),
        ("($12.30)", -1230, "brackets around the sign"),
        ("-$5", -500, "minus before the sign"),
        ("$-5", -500, "minus after the sign"),
        ("5-", -500, "minus behind, as ledgers print it"),
        ("\N{MINUS SIGN}5.00", -500, "the typographic minus"),
        ("12.30 USD", 1230, "the currency in letters"),
        ("USD 5", 500, "the currency in letters before"),
        ("US$5", 500, "the sign with its country"),
        ("$ (1,200)", -120_000, "a blank between sign and brackets"),
        ("(1,200) USD", -120_000, "the currency after the brackets"),
        (" $   1,234.00 ", 123_400, "as accountants set it apart"),
        ("500.00 CR", -50_000, "a credit"),
        ("500cr", -50_000, "a credit without a blank"),
        ("1.234,50", 123_450, "a comma before the decimals: no doubt, by both signs"),
        ("1.234.567,8", 123_456_780, "one decimal after a comma"),
        ("1 234.50", 123_450, "thousands apart by a blank, decimals after a point"),
        ("+8.00", 8_00, "a plus before"),
        ("+$1,234.50", 123_450, "a plus before the sign of the currency"),
        ("1 234,50", 123_450, "thousands apart by a blank, decimals after a comma"),
        ("1\u00a0234,50", 123_450, "by a blank that does not break"),
        ("1\u202f234,50", 123_450, "by a narrow blank"),
        ("1\u202f234.50", 123_450, "by a narrow blank, decimals after a point"),
        ("1\u00a0234", 123_400, "no decimals, thousands apart by a blank that does not break"),
        ("1'234.50", 123_450, "thousands apart by an apostrophe"),
        (12.34999999, 1235, "noise of a computed number"),
        ("999999999999.99", 99_999_999_999_999, "the largest"),
        (431.77, 43_177, "a number of a spreadsheet"),
        (0.1 + 0.2, 30, "the fifteen digits that a spreadsheet keeps"),
        (8629.77, 862_977, "a fraction that binary does not hold"),
        (7, 700, "a whole number"),
        (-7, -700, "a whole minus"),
        (Decimal("1.10"), 110, "an exact decimal"),
    ],
)
def test_an_amount_is_read(written, cents, why):
    assert money.cents(written) == cents, why


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "not an amount"),
        ("abc", "not an amount"),
        ("$", "not an amount"),
        ("()", "not an amount"),
        ("12,34", "not an amount"),
        ("1,2345", "not an amount"),
        ("1234,567", "not an amount"),
        ("1 234", "not an amount"),
        ("1 23.50", "not an amount"),
        ("++8.00", "not an amount"),
        ("8.00+", "not an amount"),
        ("+-8.00", "a plus and a minus"),
        ("+8.00-", "a plus and a minus"),
        ("+(8.00)", "a plus and a minus"),
        ("10.00*", "not an amount"),
        ("$1420. 14", "not an amount"),
        ("$$89.95", "not an amount"),
        ("$1243-$1800", "not an amount"),
        ("1e5", "not an amount"),
        ("12,5", "not an amount"),
        ("0,123", "not an amount"),
        ("1.234,567", "not an amount"),
        ("1.234.567", "not an amount"),
        ("1,234 567", "not an amount"),
        ("500 250.00", "not an amount"),
        ("$5$", "not an amount"),
        ("5)", "not an amount"),
        ("$ -", "not an amount"),
        (",", "not an amount"),
        ("500 DR", "DR means a plus in some ledgers and a minus in others"),
        ("£5", "It is in another currency."),
        ("5 EUR", "It is in another currency."),
        ("-5 CR", "more than one minus"),
        ("1.234", "fractions of a cent"),
        ("10.005", "fractions of a cent"),
        (10.005, "fractions of a cent"),
        ("(12", "not an amount"),
        ("((12))", "not an amount"),
        ("\u0661\u0662", "not an amount"),
        ("(-3)", "more than one minus"),
        ("-3-", "more than one minus"),
        ("1.005", "fractions of a cent"),
        ("0.001", "fractions of a cent"),
        ("0." + "0" * 40 + "1", "fractions of a cent"),
        ("1234567890123.00", "larger than any amount"),
        ("1" * 5000, "larger than any amount"),
        (1e12, "larger than any amount"),
        (1e300, "larger than any amount"),
        (33.333, "fractions of a cent"),
        (float("nan"), "not an amount"),
        (float("inf"), "not an amount"),
        (Decimal("NaN"), "not an amount"),
        (Decimal("0.005"), "fractions of a cent"),
        (True, "not an amount"),
        (False, "not an amount"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(written, reason):
    with pytest.raises(BadValue) as refused:
        money.cents(written)
    assert reason in refused.value.sentence
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1.234", 123_400),
        ("1.234,5", 123_450),
        ("12,5", 1250),
        ("-12,50", -1250),
        ("(12,50)", -1250),
        (",5", 50),
        ("5,", 500),
        ("1 234", 123_400),
        ("500", 50_000),
        ("1,234.50", 123_450),
        (12.5, 1250),
    ],
)
def test_decimals_may_stand_after_a_comma(written, cents):
    assert money.cents(written, decimal=",") == cents


@pytest.mark.parametrize("written", ["12.50", "1,234", "1,200", "1.23", "12,345", "abc"])
def test_where_decimals_stand_after_a_comma_a_point_before_them_is_refused(written):
    with pytest.raises(BadValue, match="decimals stand after a comma"):
        money.cents(written, decimal=",")


@pytest.mark.parametrize(
    ("written", "signs"),
    [
        ("500", ".,"),
        ("-500", ".,"),
        ("870.83", "."),
        ("12.5", "."),
        ("12,5", ","),
        ("1,234", "."),
        ("1.234", ".,"),
        ("1.234,50", ","),
        ("1,234.50", "."),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("$1 234,50", ","),
        ("N/A", ""),
        ("(5", ""),
        ("1,2,3", ""),
    ],
)
def test_an_amount_tells_which_signs_before_its_decimals_read_it(written, signs):
    assert "".join(money.readings(written)) == signs


def test_more_decimals_may_stand_after_a_comma_where_more_are_kept():
    assert set(money.readings("1,234", places=3)) == {".", ","}
    assert money.readings("1,234", places=3)[","] == Decimal("1.234")


@pytest.mark.parametrize("text", ["1 " * 20_000, "$" + " " * 20_000 + "x", "1" * 20_000 + "x"])
def test_a_long_text_takes_no_long_time(text):
    began = process_time()
    with pytest.raises(BadValue):
        money.cents(text)
    money.readings(text)
    assert process_time() - began < 1


def grouped(cents: int, gap: str, sign: str) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{whole:,}.{part:02d}".translate(str.maketrans({",": gap, ".": sign}))


@given(
    st.integers(-money.LARGEST + 1, money.LARGEST - 1),
    st.sampled_from(
        [(",", "."), (".", ","), (" ", ","), ("\u00a0", ","), ("\u202f", "."), ("'", ".")]
    ),
    st.sampled_from(["{}", "${}", "$ {}", "{} USD", "USD {}", "US${}"]),
    st.sampled_from(["-{}", "{}-", "({})", "$({})", "{} CR", "\N{MINUS SIGN}{}"]),
)
def test_every_amount_is_read_back_from_each_shape(cents, written, plus, minus):
    text = grouped(cents, *written)
    shown = minus.format(text) if cents < 0 else plus.format(text)
    assert money.cents(shown, decimal=written[1]) == cents
    if abs(cents) >= 100_000:
        assert money.cents(shown) == cents


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        (3.6e-12, 0),
        (-3.6e-12, 0),
        (0.30000000000000004, 30),
        (12_345_678.900000001, 1_234_567_890),
        (0.0100009, 1),
        (0.0099991, 1),
    ],
)
def test_noise_of_a_computed_number_is_no_fraction_of_a_cent(number, cents):
    assert money.cents(number) == cents


@pytest.mark.parametrize("number", [0.010001, 0.005, 0.001, 1e-6])
def test_a_fraction_of_a_cent_is_no_noise(number):
    with pytest.raises(BadValue, match="fractions of a cent"):
        money.cents(number)


@pytest.mark.parametrize(
    ("cents", "plain", "shown", "dollars"),
    [
        (0, "0.00", "0.00", "$0.00"),
        (5, "0.05", "0.05", "$0.05"),
        (-5, "-0.05", "-0.05", "-$0.05"),
        (123_456_789, "1234567.89", "1,234,567.89", "$1,234,567.89"),
        (-123_456, "-1234.56", "-1,234.56", "-$1,234.56"),
    ],
)
def test_an_amount_is_shown(cents, plain, shown, dollars):
    assert (money.plain(cents), money.shown(cents), money.dollars(cents)) == (plain, shown, dollars)


@given(st.integers(-money.LARGEST + 1, money.LARGEST - 1))
def test_every_amount_survives_being_shown_and_read(cents):
    texts = (money.plain(cents), money.shown(cents), money.dollars(cents))
    assert [money.cents(text) for text in texts] == [cents] * 3


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0.004", 0), ("0.005", 1), ("0.015", 2), ("-0.005", -1), ("-0.004", 0), ("1.994999", 199)],
)
def test_half_a_cent_goes_away_from_zero(amount, cents):
    assert money.half_up(Decimal(amount)) == cents
