"""Rows as one JSON object."""

import json

import pytest
from builders import claim

import models as m
from exports.json_rows import write_rows
from journal.question import Question
from journal.who import OPERATOR

pytestmark = pytest.mark.usefixtures("office")


@pytest.mark.parametrize(("limit", "more"), [(1, True), (2, False), (None, False)])
def test_a_cut_answer_with_guarded_values_is_noted(limit, more):
    """The reading of the rest is given up before the entry is written."""
    claim(claim_no="W-1", line="W", diagnosis="Sprain")
    claim(claim_no="W-2", line="W", diagnosis="Burn")
    said = []
    write_rows(OPERATOR, Question(m.Claim, columns=("diagnosis",)), said.append, limit=limit)
    answer = json.loads("".join(said))
    assert (len(answer["rows"]), answer["more"]) == (limit or 2, more)
    event = m.AccessEvent.get()
    assert (event.event, event.row_count, event.sensitivities) == ("read", limit or 2, "medical")
