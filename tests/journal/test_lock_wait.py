"""On PostgreSQL too a save waits for a lock that another program holds, and then says so."""

import psycopg
import pytest
from builders import TODAY, change, claim

import models as m
from journal import audit, database
from journal.drafts import Draft
from journal.foreseen import turns_of
from rules.errors import Busy

pytestmark = pytest.mark.only_on("postgres")


def test_a_lock_that_is_held_is_told_and_nothing_is_written(office, monkeypatch):
    row_id = claim(location="Elm")
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 1)
    with psycopg.connect(office) as other:
        other.execute("SELECT * FROM head FOR UPDATE")
        with pytest.raises(Busy, match="Another program holds the database"):
            change(m.Claim, row_id, location="Oak")
    assert m.Claim.get_by_id(row_id).location == "Elm"
    change(m.Claim, row_id, location="Oak")
    assert audit.verify().sound


def test_a_look_at_deadlines_waits_for_no_lock(office):
    row_id = claim(status="under_review", presented_date=TODAY)
    draft = Draft("look", source="verb", on=TODAY)
    draft.change(m.Claim, row_id, status="rejected", rejection_mailed_date=TODAY)
    with psycopg.connect(office) as other:
        other.execute("SELECT * FROM claim, diary FOR UPDATE")
        m.database.execute_sql("SET lock_timeout = 500")
        try:
            assert {one.how for one in turns_of(draft)} == {"made", "done"}
        finally:
            m.database.execute_sql("RESET lock_timeout")
