"""A fault of the database or of the program: it ends, is told apart, and is traced once."""

import pytest
from builders import claim

from journal.commit import commit
from journal.database import write_transaction
from journal.drafts import Draft
from journal.traces import trace_of
from journal.who import OPERATOR
from models import Claim, database


def test_a_fault_that_no_sentence_fits_passes_a_write_as_it_is(office):
    with pytest.raises(Exception, match="no_such_table") as caught, write_transaction():
        database.execute_sql("SELECT 1 FROM no_such_table")
    assert caught.value.__cause__ is not caught.value
    assert "OperationalError" in trace_of(caught.value) or "Undefined" in trace_of(caught.value)


def test_a_write_that_failed_leaves_the_office_at_work(office):
    draft = Draft("test")
    draft.create(Claim, claimant="Rosa")
    draft.guard(lambda: database.execute_sql("SELECT 1 FROM no_such_table"))
    with pytest.raises(Exception, match="no_such_table"):
        commit(OPERATOR, draft)
    assert Claim.select().count() == 0
    claim()
    assert Claim.select().count() == 1


def test_a_chain_of_causes_that_closes_on_itself_is_traced_once():
    first, second = ValueError("a secret"), KeyError("another")
    first.__cause__, second.__cause__ = second, first
    assert trace_of(first).splitlines() == ["builtins.ValueError", "builtins.KeyError"]
    first.__cause__ = first
    assert trace_of(first) == "builtins.ValueError"
