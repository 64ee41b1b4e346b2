"""A question that takes too long is cut, in words that say how to narrow it; a write is not."""

from time import monotonic

import pytest
from builders import TODAY, claim, person
from peewee import SQL

from journal import database, reading, search
from journal.commit import commit
from journal.drafts import Draft
from journal.question import Query, Question
from journal.reading import ask, more_than
from journal.who import OPERATOR
from models import Claim
from models import database as db
from rules.errors import TooBroad
from sheets.prepared import forget

pytestmark = pytest.mark.usefixtures("office")
TECHNICIAN = person("technician")
COUNTING = (
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
    "SELECT count(*) FROM n)"
)
ENDLESS, SHORT = COUNTING.format(1_000_000_000), COUNTING.format(60_000)


@pytest.fixture
def slow(monkeypatch):
    """Every question takes for ever; a screen waits a fifth of a second for it. No statement that
    was put together meanwhile is kept.
    """
    monkeypatch.setattr(database, "QUESTION_SECONDS", 0.2)
    conditions = Query.conditions
    monkeypatch.setattr(
        Query, "conditions", lambda query: [*conditions(query), SQL(f"{ENDLESS} > 0")]
    )
    claim(claim_no="L-1", description="sidewalk")
    forget()
    yield
    forget()


def test_a_slow_page_is_cut_and_says_how_to_narrow_it(slow):
    start = monotonic()
    with pytest.raises(TooBroad) as caught:
        ask(TECHNICIAN, Question(Claim))
    assert monotonic() - start < 5
    assert "more than 0.2 seconds and was stopped. Narrow it: fewer dates" in caught.value.sentence
    assert caught.value.status == 422


def test_a_slow_search_is_cut(slow):
    with pytest.raises(TooBroad, match="a longer word"):
        search.find(TECHNICIAN, "sidewalk")


def test_a_list_too_slow_to_count_is_a_long_one(slow):
    assert more_than(TECHNICIAN, Question(Claim), 5_000) is True


def test_a_count_that_was_cut_says_ten_thousand_and_more(monkeypatch):
    claim()
    monkeypatch.setattr(reading, "COUNT_SECONDS", 0.2)
    counting = reading._counting

    def slowly(query, conditions, most):
        db.execute_sql(f"SELECT {ENDLESS}").fetchall()
        return counting(query, conditions, most)

    forget()
    monkeypatch.setattr(reading, "_counting", slowly)
    start = monotonic()
    answer = ask(TECHNICIAN, Question(Claim))
    assert monotonic() - start < 5
    assert (len(answer.rows), answer.count, answer.capped) == (1, 10_000, True)


def test_all_statements_of_a_question_share_its_time():
    start = monotonic()
    with pytest.raises(TooBroad), database.limited(0.4):
        for _ in range(2_000):
            db.execute_sql(f"SELECT {SHORT}").fetchall()
    assert monotonic() - start < 5


def test_a_question_that_ended_leaves_no_limit_behind():
    for _ in range(2):
        with pytest.raises(TooBroad), database.limited(0.1):
            db.execute_sql(f"SELECT {ENDLESS}").fetchall()
        ask(TECHNICIAN, Question(Claim))
    if not database.is_sqlite():
        assert db.execute_sql("SHOW statement_timeout").fetchone() == ("0",)
    database.QUESTION_SECONDS, kept = 0.001, database.QUESTION_SECONDS
    try:
        with database.limited():
            pass
        assert db.execute_sql(f"SELECT {SHORT}").fetchone() == (60_000,)
    finally:
        database.QUESTION_SECONDS = kept


def test_a_question_inside_another_ends_no_later_than_it():
    start = monotonic()
    with pytest.raises(TooBroad), database.limited(0.2), database.limited(60):
        db.execute_sql(f"SELECT {ENDLESS}").fetchall()
    assert monotonic() - start < 5


def test_a_question_asked_while_writing_does_not_limit_the_write():
    found = []

    def guard() -> None:
        ask(TECHNICIAN, Question(Claim))
        if not database.is_sqlite():
            found.append(db.execute_sql("SHOW statement_timeout").fetchone()[0])

    draft = Draft("test", on=TODAY)
    draft.create(Claim, claimant="Rosa")
    draft.guard(guard)
    commit(OPERATOR, draft)
    assert found == ([] if database.is_sqlite() else ["0"])
