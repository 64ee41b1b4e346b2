"""Every kind of column reads what people write, refuses the rest with its reason, and shows it
again.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from builders import write
from hypothesis import given
from hypothesis import strategies as st

import models as m
from journal import values
from journal.links import find_links
from journal.reading import Linked
from rules.errors import BadValue

C = m.Claim


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (C.claimant, " Rosa Alvarez ", "Rosa Alvarez"),
        (C.claimant, "Rosa\r\nAlvarez\tJr", "Rosa Alvarez Jr"),
        (C.claimant, "\u00a0Rosa\u00a0", "Rosa"),
        (C.claimant, "x" * 200, "x" * 200),
        (C.claimant, "", None),
        (C.claimant, "  \n ", None),
        (C.claimant, None, None),
        (C.claim_no, 57.0, "57"),
        (C.claim_no, 57.5, "57.5"),
        (C.claim_no, "007", "007"),
        (C.claim_no, "L\u00a01\u2009x", "L 1 x"),
        (C.claim_no, 12, "12"),
        (C.claim_no, True, "yes"),
        (C.claim_no, False, "no"),
        (C.location, date(2026, 1, 2), "2026-01-02"),
        (C.description, " two\r\nlines ", " two\nlines "),
        (C.description, "a\u2028b\x0bc", "a\nb\nc"),
        (C.description, "x" * 32_767, "x" * 32_767),
        (C.description, "  ", None),
        (C.description, 3.0, "3"),
        (C.line, "L", "L"),
        (C.line, "liability", "L"),
        (C.line, "Workers' Compensation", "W"),
        (C.line, " wc ", "W"),
        (C.line, "", None),
        (C.line, None, None),
        (C.status, "Closed, paid", "closed_paid"),
        (C.status, "CLOSED,  PAID", "closed_paid"),
        (C.status, "closed_paid", "closed_paid"),
        (C.status, "Approved In Part", "allowed_in_part"),
        (C.litigated, "YES", True),
        (C.litigated, "x", True),
        (C.litigated, 0.0, False),
        (C.litigated, "n", False),
        (C.litigated, True, True),
        (C.litigated, False, False),
        (C.litigated, " ", None),
        (m.ImportRun.rows_read, "1,234", 1234),
        (m.ImportRun.rows_read, 57.0, 57),
        (m.ImportRun.rows_read, -3, -3),
        (m.ImportRun.rows_read, "2147483647", 2**31 - 1),
        (m.ImportRun.rows_read, "", None),
        (m.Employee.weekly_hours, "37.5", Decimal("37.50")),
        (m.Employee.weekly_hours, 37.5, Decimal("37.50")),
        (m.Employee.weekly_hours, Decimal("0.01"), Decimal("0.01")),
        (m.Employee.weekly_hours, "1,000", Decimal(1000)),
        (m.Employee.weekly_hours, ".5", Decimal("0.5")),
        (m.Employee.weekly_hours, "\N{MINUS SIGN}2", Decimal(-2)),
        (m.Employee.weekly_hours, " ", None),
        (C.pd_percent, "12.25 %", Decimal("12.25")),
        (C.paid, "$14,500.00", 1_450_000),
        (C.paid, 431.77, 43_177),
        (C.paid, 0.1 + 0.2, 30),
        (C.paid, 12, 1200),
        (C.paid, "", None),
        (C.loss_date, "10/01/19", date(2019, 10, 1)),
        (C.loss_date, date(2019, 10, 1), date(2019, 10, 1)),
        (C.loss_date, datetime(2019, 10, 1, 23, 59, tzinfo=UTC), date(2019, 10, 1)),
        (C.loss_date, None, None),
        (m.Approval.asked_at, "2026-11-19T10:00:00Z", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        (m.Approval.asked_at, "2026-11-19T10:00:00+02:00", datetime(2026, 11, 19, 8, tzinfo=UTC)),
        (m.Approval.asked_at, "2026-11-19 10:00 UTC", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        (m.Approval.asked_at, "11/19/2026", datetime(2026, 11, 19, tzinfo=UTC)),
        (m.Approval.asked_at, "11/19/2026 3:15 PM", datetime(2026, 11, 19, 15, 15, tzinfo=UTC)),
        (m.Approval.asked_at, date(2026, 11, 19), datetime(2026, 11, 19, tzinfo=UTC)),
        (m.Approval.asked_at, "", None),
        (m.StatutoryRow.values, '{"a": "1"}', {"a": "1"}),
        (m.StatutoryRow.values, {"a": 1}, {"a": 1}),
        (m.StatutoryRow.values, " ", None),
    ],
)
def test_a_value_is_read(field, written, value):
    found = values.parse(field, written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("field", "written", "reason"),
    [
        (C.claimant, "x" * 201, "is 201 characters long; at most 200 are kept here."),
        (C.claimant, "a\x07b", "holds a character that cannot be kept (U+0007)"),
        (C.claimant, "a\ud800b", "U+D800"),
        (C.claimant, "a\uffffb", "U+FFFF"),
        (C.description, "x" * 32_768, "is 32,768 characters long; at most 32,767"),
        (C.description, "a\0b", "U+0000"),
        (
            C.line,
            "Q",
            "“Q” is not a line that the office knows. Choose Liability or Workers' compensation.",
        ),
        (C.status, "ORIM", "Look at the list of choices."),
        (C.status, "Rejectd", "Choose Rejected"),
        (C.status, 5.0, "“5” is not a status"),
        (C.litigated, "maybe", "“maybe” is neither yes nor no."),
        (m.ImportRun.rows_read, "57.5", "“57.5” is not a whole number."),
        (m.ImportRun.rows_read, "12x", "“12x” is not a whole number."),
        (m.ImportRun.rows_read, "-", "is not a whole number"),
        (m.ImportRun.rows_read, "2147483648", "larger than any number"),
        (m.ImportRun.rows_read, True, "“yes” is not a whole number."),
        (m.ImportRun.rows_read, date(2026, 1, 1), "“2026-01-01” is not a whole number."),
        (m.ImportRun.rows_read, float("nan"), "is not a whole number"),
        (m.Employee.weekly_hours, "7.555", "has more than 2 decimals. Round it to 2."),
        (m.Employee.weekly_hours, "99999999999", "larger than any number"),
        (m.Employee.weekly_hours, "many", "“many” is not a number."),
        (C.paid, "1.005", "fractions of a cent"),
        (C.paid, 1.005, "fractions of a cent"),
        (C.paid, date(2026, 1, 1), "“2026-01-01” is a day, not an amount of money."),
        (C.loss_date, "10/00/19", "Month 10 has no day 0."),
        (C.loss_date, 45_000.0, "“45000” is not a day."),
        (C.loss_date, date(5520, 1, 1), "The year 5520"),
        (C.loss_date, datetime(1700, 1, 1, tzinfo=UTC), "The year 1700"),
        (m.Approval.asked_at, "soon", "“soon” is not a day."),
        (m.StatutoryRow.values, "{", "is not a list of named values"),
    ],
)
def test_what_is_no_value_is_refused_with_its_reason(field, written, reason):
    with pytest.raises(BadValue) as refused:
        values.parse(field, written)
    assert reason in refused.value.sentence


@pytest.mark.parametrize(
    ("line", "code"), [("L", "rejected"), ("W", "denied"), (None, "denied"), ("X", "denied")]
)
def test_a_word_may_depend_on_the_line(line, code):
    assert values.parse(C.status, "DENIED", beside={"line": line}) == code


def test_only_some_columns_depend_on_another():
    assert values.deciding(C.status) == "line"
    assert values.deciding(C.line) == values.deciding(C.paid) == ""
    assert values.parse(C.paid, "1", beside={"line": "L"}) == 100


@pytest.mark.parametrize(
    "field", [f for s in m.SHEETS for f in m.columns_of(s) if f.kind == "choice"], ids=str
)
def test_every_choice_is_read_by_its_code_and_by_its_label(field):
    for code, label in field.choices:
        for text in (code, label, code.upper(), f" {label.lower()} "):
            assert values.parse(field, text) == code, text


@pytest.mark.parametrize(
    ("field", "value", "plain", "shown"),
    [
        (C.claimant, "Rosa", "Rosa", "Rosa"),
        (C.claimant, None, None, ""),
        (C.status, "closed_paid", "closed_paid", "Closed, paid"),
        (C.status, "gone", "gone", "gone"),
        (C.status, None, None, ""),
        (C.litigated, True, True, "yes"),
        (C.litigated, False, False, "no"),
        (C.litigated, None, None, ""),
        (m.ImportRun.rows_read, 1234, 1234, "1234"),
        (m.Employee.weekly_hours, Decimal("1037.50"), "1037.50", "1,037.50"),
        (m.Employee.weekly_hours, None, None, ""),
        (C.paid, -123_456, "-1234.56", "-1,234.56"),
        (C.paid, None, None, ""),
        (C.loss_date, date(2026, 11, 19), "2026-11-19", "2026-11-19"),
        (C.loss_date, None, None, ""),
        (
            m.Approval.asked_at,
            datetime(2026, 11, 19, 12, 30, 1, tzinfo=timezone(timedelta(hours=2))),
            "2026-11-19T10:30:01Z",
            "2026-11-19 10:30 UTC",
        ),
        (m.StatutoryRow.values, {"b": 1, "a": "x"}, '{"a": "x", "b": 1}', '{"a": "x", "b": 1}'),
        (C.department, Linked(7, "PW", "PW Public Works"), "PW", "PW Public Works"),
        (C.department, 7, 7, "7"),
        (C.department, None, None, ""),
    ],
)
def test_a_value_is_shown(field, value, plain, shown):
    assert values.plain(field, value) == plain
    assert values.shown(field, value) == shown


@given(st.text(max_size=150))
def test_text_that_was_read_once_is_read_the_same_again(text):
    for field in (C.claimant, C.description):
        try:
            once = values.parse(field, text)
        except BadValue:
            continue
        assert values.parse(field, once) == once


@given(st.decimals(-(10**9), 10**9, places=2))
def test_every_quantity_survives_being_shown_and_read(number):
    text = values.plain(m.Employee.weekly_hours, number)
    assert values.parse(m.Employee.weekly_hours, text) == number


class TestRelations:
    """A relation is named by the key or by a label that is unique."""

    @pytest.fixture(autouse=True)
    def directory(self, office):
        made = write(department={"code": "PW-T", "name": "Public Works"}).created
        self.works = made[0][1]
        write(organization={"code": "O-1", "name": "Acme"})
        write(organization={"code": "O-2", "name": "Acme"})

    @pytest.mark.parametrize(
        "text", ["PW-T", " pw-t ", "Public Works", "public works", "PUBLIC  WORKS"]
    )
    def test_it_is_found(self, text):
        assert values.parse(C.department, text) == self.works

    def test_blank_is_none(self):
        assert values.parse(C.department, " ") is None

    @pytest.mark.parametrize(
        ("field", "text", "reason"),
        [
            (C.department, "PW-X", "There is no department “PW-X”."),
            (
                C.tpa,
                "Acme",
                "“Acme” is the name of 2 organizations: write the number instead (O-1, O-2).",
            ),
        ],
    )
    def test_what_names_none_or_several_is_refused(self, field, text, reason):
        with pytest.raises(BadValue) as refused:
            values.parse(field, text)
        assert refused.value.sentence == reason

    @pytest.mark.parametrize(
        ("model", "text", "key"),
        [
            (m.Organization, "Acme (O-1)", "O-1"),
            (m.Organization, " acme  (O-2) ", "O-2"),
            (m.Department, "Public Works (pw-t)", "PW-T"),
            (m.Organization, "Acme (O-3)", None),
            (m.Organization, "Other (O-1)", None),
            (m.Organization, "Acme ()", None),
            (m.Organization, " (O-1)", None),
            (m.Department, "Fire (PW-T)", None),
            (m.Batch, "many (1)", None),
        ],
    )
    def test_a_name_with_its_key_behind_it_is_that_row(self, model, text, key):
        found = find_links(model, [text])
        assert list(found.refused) == ([] if key else [text])
        if key:
            assert model.get_by_id(found.ids[text]).code == key

    def test_a_name_that_ends_in_brackets_is_read_as_it_stands(self):
        write(organization={"code": "O-8", "name": "Acme (Reno)"})
        write(organization={"code": "O-9", "name": "Acme (O-1)"})
        found = find_links(m.Organization, ["Acme (Reno)", "Acme (O-1) (O-9)", "Acme (O-1)"]).ids
        codes = [m.Organization.get_by_id(row).code for row in found.values()]
        assert sorted(codes) == ["O-1", "O-8", "O-9"], "each as the grid copies it"

    def test_a_change_set_is_named_by_its_number(self):
        seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.id).limit(1).scalar()
        links = find_links(m.Batch, [str(seq), "many", "9" * 40])
        assert list(links.ids) == [str(seq)]
        assert set(links.refused) == {"many", "9" * 40}
        assert set(find_links(m.Batch, ["many"]).refused) == {"many"}

    def test_rows_in_the_trash_or_out_of_reach_are_not_named(self):
        within = m.Department.id != self.works
        assert "PW-T" in find_links(m.Department, ["PW-T"], within=within).refused
