"""Text files that spreadsheets open: marked as UTF-8, texts that look like formulas guarded and given back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import models as m
from exports import csvfile
from exports.columns import shape
from imports.files import delimited


def test_a_row_is_written_as_people_read_it(tmp_path):
    path = tmp_path / "out.csv"
    columns = (
        m.Claim.claim_no, m.Claim.status, m.Claim.paid, m.Claim.loss_date, m.Claim.litigated, m.Claim.pd_percent,
        m.Approval.asked_at, m.Claim.description,
    )  # fmt: skip
    row = (
        "007",
        "closed_paid",
        -5_00,
        date(2026, 1, 2),
        True,
        Decimal("12.50"),
        datetime(2026, 1, 2, tzinfo=UTC),
        None,
    )
    assert csvfile.write(path, [shape(c) for c in columns], [row]) == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbfClaim no.,Status,Paid,")
    assert path.read_text(encoding="utf-8-sig").splitlines()[1] == (
        '007,"Closed, paid",-5.00,2026-01-02,yes,12.50,2026-01-02T00:00:00Z,'
    )


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("plain", "plain"), ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "'\rx"),
        ("  =1", "'  =1"), ("'=1", "''=1"), ("''  =1", "'''  =1"), ("'plain", "'plain"), ("a=1", "a=1"), ("", ""),
    ],
)  # fmt: skip
def test_a_text_that_looks_like_a_formula_is_guarded(text, guarded):
    assert csvfile.guarded(text) == guarded
    assert delimited.unguarded(guarded) == text


@given(st.text())
def test_every_guard_is_taken_off_again(text):
    assert delimited.unguarded(csvfile.guarded(text)) == text
    assert csvfile.guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_half_a_character_does_not_stop_the_file(tmp_path):
    csvfile.write(tmp_path / "out.csv", [shape(m.Claim.description)], [("a\ud800b",)])
    assert "a\N{REPLACEMENT CHARACTER}b" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_fault_leaves_no_file(tmp_path):
    def rows():
        yield ("L-1",)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        csvfile.write(tmp_path / "out.csv", [shape(m.Claim.claim_no)], rows())
    assert list(tmp_path.iterdir()) == []
