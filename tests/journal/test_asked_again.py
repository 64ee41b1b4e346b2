"""A question that is put over and over keeps its statement: never the answer of another person, of
other rows, or of columns that were.
"""

from datetime import date

import pytest
from builders import change, claim, document, person, write
from test_custom_columns import add

import models as m
from journal.reading import Question, as_json, ask
from rules.errors import Refused

pytestmark = pytest.mark.usefixtures("office")
TECHNICIAN = person("technician")


def _asked(who=TECHNICIAN, model=m.Claim, **asked) -> list[dict]:
    return as_json(ask(who, Question(model, **asked)))


def _ids(who=TECHNICIAN, model=m.Claim, **asked) -> list[int]:
    return [row["id"] for row in _asked(who, model, columns=(), **asked)]


def _departments() -> list[int]:
    return [
        write(source="seed", department={"code": code, "name": code}).created[0][1]
        for code in ("PW", "PD")
    ]


def test_each_person_is_answered_within_their_own_rows_in_turn():
    works, police = _departments()
    ours, theirs = (claim(line="W", department=place) for place in (works, police))
    people = {works: person("coordinator", works), police: person("coordinator", police)}
    for _ in range(2):
        assert _ids(people[works]) == [ours]
        assert _ids(people[police]) == [theirs]
        assert _ids(people[police], ids=(ours, theirs)) == [theirs]
        assert sorted(_ids()) == sorted([ours, theirs])


def test_rows_of_their_own_sensitivity_stay_with_who_may_see_them():
    scan = document(claim=claim(line="W"), sensitivity="medical")
    for _ in range(2):
        assert _ids(TECHNICIAN, m.Document) == [scan]
        assert _ids(person("risk_manager"), m.Document) == []


def test_a_column_hidden_from_one_is_refused_after_another_was_shown_it():
    claim(line="W", diagnosis="Strain")
    for _ in range(2):
        assert _asked(columns=("diagnosis",))[0]["diagnosis"] == "Strain"
        with pytest.raises(Refused):
            _asked(person("risk_manager"), columns=("diagnosis",))


def test_the_same_window_of_other_rows_gives_those_rows_as_they_stand_now():
    first, second, third = (
        claim(loss_date=date(2026, month, 1), claimant=f"Claimant {month}") for month in (1, 2, 3)
    )
    assert _ids(ids=(first, second)) == [second, first]
    assert _ids(ids=(third,)) == [third]
    assert _ids(ids=()) == []
    assert _ids(ids=(first, second, third), limit=2) == [third, second]
    assert ask(TECHNICIAN, Question(m.Claim, ids=(first, second, third), limit=2)).next
    change(m.Claim, first, claimant="Renamed", loss_date=date(2026, 4, 1))
    rows = _asked(columns=("claimant",), ids=(first, second))
    assert [(row["id"], row["claimant"]) for row in rows] == [
        (first, "Renamed"),
        (second, "Claimant 2"),
    ]


def test_pages_counts_and_the_trash_are_told_apart():
    made = [claim(loss_date=date(2026, 1, day)) for day in range(1, 5)]
    for _ in range(2):
        answer = ask(TECHNICIAN, Question(m.Claim, columns=(), limit=3))
        assert ([row.id for row in answer.rows], answer.count) == (made[:0:-1], 4)
        assert _ids(limit=3, last=True) == made[2::-1]
        assert _ids(trash=True) == []
        after = ask(TECHNICIAN, Question(m.Claim, columns=(), limit=3, after=answer.next))
        assert [row.id for row in after.rows] == made[:1]
    claim(loss_date=date(2026, 1, 9))
    assert ask(TECHNICIAN, Question(m.Claim, columns=(), limit=3)).count == 5


def test_the_order_decides_the_place_of_the_next_page_whatever_is_shown():
    made = [claim(amount_claimed=amount) for amount in (300, 100, 200)]
    for columns in ((), ("amount_claimed",), ("claimant", "amount_claimed")):
        page = ask(
            TECHNICIAN, Question(m.Claim, columns=columns, sort=("amount_claimed",), limit=1)
        )
        rest = Question(m.Claim, columns=(), sort=("amount_claimed",), after=page.next)
        assert page.rows[0].id == made[1]
        assert [row.id for row in ask(TECHNICIAN, rest).rows] == [made[2], made[0]]


def test_a_column_that_came_meanwhile_is_shown():
    number = claim()
    assert "x_route" not in _asked(columns=("*",))[0]
    add("x_route")
    change(m.Claim, number, x_route="North")
    assert _asked(columns=("*",))[0]["x_route"] == "North"
