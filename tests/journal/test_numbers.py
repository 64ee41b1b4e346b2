"""Drawn numbers: without gaps, never twice, whatever stands beside them in the batch or is done at once."""

import threading

import pytest
from builders import TODAY, change, claim, write

import models as m
from journal.commit import batch, commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.errors import Invalid

pytestmark = pytest.mark.usefixtures("office")
THREADS, ROUNDS = 12, 5


def _numbers(line: str) -> list[str]:
    query = m.Claim.select(m.Claim.claim_no).where(m.Claim.line == line).order_by(m.Claim.claim_no)
    return [number for (number,) in query.tuples()]


def _draft(*claims: dict) -> Draft:
    draft = Draft("some", on=TODAY)
    for values in claims:
        draft.create(m.Claim, **{"claimant": "Rosa", **values})
    return draft


def test_a_blank_number_follows_the_numbers_given_beside_it():
    commit(OPERATOR, _draft({}, {"claim_no": "L-2027-0001"}, {"claim_no": "L-2027-0007"}, {}))
    assert _numbers("L") == ["L-2027-0001", "L-2027-0007", "L-2027-0008", "L-2027-0009"]


def test_a_number_that_a_claim_bore_once_is_not_given_again():
    claim()
    renumbered = claim()
    change(m.Claim, renumbered, claim_no="OLD-7")
    claim()
    assert _numbers("L") == ["L-2027-0001", "L-2027-0003", "OLD-7"]


def test_batches_that_draw_at_once_leave_no_gap_and_never_wait_for_each_other():
    errors: list[str] = []

    def work(number: int) -> None:
        lines = ("L", "W") if number % 2 else ("W", "L")
        try:
            for turn in range(ROUNDS):
                _one(_draft(*({"line": line} for line in lines)), fails=(number + turn) % 3 == 0)
        except Exception as error:
            errors.append(repr(error))
        finally:
            m.database.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for line in ("L", "W"):
        drawn = _numbers(line)
        assert drawn == [f"{line}-2027-{n:04d}" for n in range(1, THREADS * ROUNDS * 2 // 3 + 1)]


class _Broken(Exception):
    pass


def _one(draft: Draft, *, fails: bool) -> None:
    """A batch that is written, or fails once its numbers were drawn."""
    try:
        with batch(OPERATOR, draft) as open_batch:
            open_batch.write(draft)
            if fails:
                raise _Broken
    except _Broken:
        return


# --- The settings --------------------------------------------------------------------------------


def _set(name: str, value: str | None) -> None:
    known = m.Setting.get_or_none(m.Setting.name == name)
    if known:
        change(m.Setting, known.id, value=value)
    else:
        write(setting={"name": name, "value": value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("claim_no_format", "{line}-{year}", "The running number is missing"),
        ("claim_no_format", "{line}-{year}-{n:04d}-{n}", "The running number is missing"),
        ("claim_no_format", "{n:04d}/{year}", "Nothing may stand after the running number"),
        ("claim_no_format", "C{n:04d}x", "Nothing may stand after the running number"),
        ("claim_no_format", "{kind}-{n:04d}", "{kind} is not known here"),
        ("claim_no_format", "{0}-{n:04d}", "{0} is not known here"),
        ("claim_no_format", "{year-{n:04d}", "brace"),
        ("claim_no_format", "{year}-{n:04f}", "takes digits"),
        ("claim_no_format", "{year}-{n:4d}", "takes digits"),
        ("claim_no_format", "{year:>9}-{n:04d}", "takes digits"),
        ("claim_no_format", "C" * 60 + "{n:04d}", "too long"),
        ("incident_no_format", "{line}-{n:04d}", "{line} is not known here"),
        ("fiscal_year_start_month", "July", "not a whole number for a month from 1 to 12"),
        ("fiscal_year_start_month", "0", "from 1 to 12"),
        ("fiscal_year_start_month", "13", "from 1 to 12"),
        ("time_zone", "California", "not a time zone"),
        ("payment_duplicate_days", "a month", "not a whole number of days"),
        ("sales_tax_percent", "much", "not a percentage"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_refused_in_words(name, value, said):
    with pytest.raises(Invalid) as refused:
        _set(name, value)
    (problem,) = refused.value.problems
    assert problem.column == "value"
    assert said in problem.message


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{n:04d}", "0001"),
        ("{n}", "1"),
        ("CL{year}{n:05d}", "CL202700001"),
        ("{{{line}}}-{n:03d}", "{L}-001"),
        (None, "L-2027-0001"),
        ("  ", "L-2027-0001"),
    ],
)
def test_a_format_that_can_be_followed_is(pattern, number):
    _set("claim_no_format", pattern)
    claim()
    assert _numbers("L") == [number]
    _set("fiscal_year_start_month", "1")
    claim()
    assert len(_numbers("L")) == 2


# --- Keys with a blank part ----------------------------------------------------------------------


def test_a_limit_for_both_lines_stands_once():
    limit = {"holder": "tpa", "kind": "payment", "first_day": TODAY, "amount": 1_00}
    write(authoritylimit=limit)
    write(authoritylimit={**limit, "line": "L"})
    with pytest.raises(Invalid, match="There is already an? authority limit"):
        write(authoritylimit={**limit, "amount": 2_00})
