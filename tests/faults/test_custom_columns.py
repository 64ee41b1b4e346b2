"""A column that one process adds is at work in the others at their next request; a kill leaves it
whole or not there.
"""

import json
import random
from datetime import date

import pytest
from builders import change, claim
from engines import bind, unbind
from faults import victims
from served import served

import models as m
from journal import audit, custom_columns
from journal.commit import commit
from journal.drafts import Draft
from journal.twins import past_name
from journal.who import OPERATOR
from models import database

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 24)
KILLS = 6


def _add(name: str, **more) -> int:
    draft = Draft("add", on=TODAY)
    values = {"kind": "money", "label": name[2:].capitalize(), **more}
    draft.create(m.CustomColumn, sheet="claim", name=name, **values)
    return commit(OPERATOR, draft).created[0][1]


def _cell(person, claim_id: int, name: str, value: str):
    """Type into a cell as the list does; gives status and answer."""
    path = f"/admin/claim/rows?filter=id%3D{claim_id}"
    row = json.loads(person.ask("GET", path)[2])["rows"][0]
    cell = {"id": claim_id, "version": row["version"], "column": name, "value": value}
    status, _, body = person.ask("PATCH", "/admin/claim/rows", [cell])
    return status, json.loads(body)


def test_a_served_office_notices_what_another_process_adds_words_and_retires(office, tmp_path):
    victims.keep_heads(tmp_path / "served")
    claim_id = claim()
    with served(office, tmp_path / "served") as open_office:
        person = open_office.person()
        path = f"/admin/claim/rows?filter=id%3D{claim_id}&columns=x_fee"
        assert person.ask("GET", path)[0] == 400
        bind(office)
        column = _add("x_fee")
        assert json.loads(person.ask("GET", path)[2])["rows"][0]["x_fee"] is None
        assert _cell(person, claim_id, "x_fee", "1,234.50")[0] == 200
        assert m.Claim.get_by_id(claim_id).x_fee == 1_234_50
        change(m.Claim, claim_id, x_fee=5_00)
        assert json.loads(person.ask("GET", path)[2])["rows"][0]["x_fee"] == "5.00"
        change(m.CustomColumn, column, label="Filing fee")
        page = person.ask("GET", f"/admin/claim/edit/?id={claim_id}")[2].decode()
        assert "Filing fee" in page
        change(m.CustomColumn, column, retired_date=TODAY)
        assert "x_fee" not in json.loads(person.ask("GET", path)[2])["rows"][0]
        status, _, body = person.ask("GET", "/admin/claim/rows?filter=x_fee%3D5")
        assert (status, "“Filing fee” was retired" in json.loads(body)["error"]) == (400, True)
        # A cell of a page that was opened before comes back in words, and nothing of it is lost.
        status, answer = _cell(person, claim_id, "x_fee", "7")
        assert (status, answer["saved"]) == (422, [])
        assert _cell(person, claim_id, "location", "Elm")[0] == 200
        change(m.CustomColumn, column, retired_date=None)
        assert json.loads(person.ask("GET", path)[2])["rows"][0]["x_fee"] == "5.00"
        unbind()
    bind(office)
    assert m.Claim.get_by_id(claim_id).x_fee == 5_00
    assert audit.verify().problems == []


def test_killed_while_adding_a_column_is_whole_or_not_there(office, tmp_path):
    dice, number, inside = random.Random(3), 0, 0
    for _ in range(KILLS):
        unbind()
        process = victims.start("worker_columns.py", office, tmp_path, number)
        first = process.stdout.readline().strip()
        said = [first, *victims.kill(process, after=dice.uniform(0.05, 0.8))]
        tried = sum(line.startswith("try ") for line in said)
        done = sum(line.startswith("done ") for line in said)
        victims.look(office, tmp_path)
        listed = {name for (name,) in m.CustomColumn.select(m.CustomColumn.name).tuples()}
        for model in (m.Claim, m.Party, m.Incident):
            for table in (model._meta.table_name, past_name(model)):
                there = {c.name for c in database.get_columns(table) if c.name.startswith("x_")}
                assert there == listed
        assert custom_columns.lost() == []
        assert len(listed) in (number + done, number + tried)
        inside += tried > done
        number = len(listed)
    assert inside > 0
    assert number > 0
