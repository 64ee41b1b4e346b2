"""How the engines answer what lists ask: each order and each filter that lists offer has its index."""

import json

import pytest
from builders import TODAY
from peewee import fn

import models as m
from journal import grouping, order, recent
from journal.commit import BIG, commit
from journal.database import is_sqlite, optimize, run
from journal.drafts import Draft
from journal.question import Query, Question, ordering
from journal.reading import _Asking, _segment, conditions_of, where
from journal.who import OPERATOR
from models import database, meta

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]
VALUES = {"day": "2026-01-31", "instant": "2026-01-31", "money": "1.00", "yesno": "yes"}


def plan(model, **asked) -> str:
    """How the engine goes about a page, scans and sorts of small tables aside."""
    asking = _Asking(OPERATOR, Question(model, **asked))
    return explained(_segment(asking.query, asking.shape, asking.conditions, asking.keys, 101))


def explained(query) -> str:
    """How the engine goes about a query."""
    text, values = database.get_sql_context().sql(query).query()
    if is_sqlite():
        steps = database.execute_sql(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
        return "\n".join(step[3] for step in steps)
    with database.atomic():
        for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
            database.execute_sql(f"SET LOCAL enable_{way} = off")
        (told,) = database.execute_sql(f"EXPLAIN (FORMAT JSON) {text}", values).fetchone()
    return json.dumps(told, indent=1)


def is_sorted(told: str) -> bool:
    """Whether the engine puts rows in order by itself, instead of walking an index."""
    return "TEMP B-TREE" in told or '"Sort' in told or '"Incremental Sort' in told


def condition(model, name: str) -> str:
    """A filter by one value of a column."""
    field = getattr(model, name)
    if field.kind == "choice":
        return f"{name}={field.choices[0][0]}"
    return f"{name}={VALUES.get(field.kind, 'x')}"


@pytest.mark.parametrize("model", [*m.SHEETS, *m.RECORDS], ids=lambda model: model.__name__)
def test_the_own_order_of_a_sheet_is_walked_not_sorted(model):
    told = plan(model)
    assert not is_sorted(told), told
    assert not is_sorted(plan(model, sort=("id",)))


@pytest.mark.parametrize(
    ("model", "group"),
    [(sheet, group) for sheet in m.SHEETS for group in meta(sheet, "composite")],
    ids=lambda part: part.__name__ if isinstance(part, type) else "_".join(part),
)
def test_each_group_of_columns_serves_its_filter_and_order(model, group):
    *filtered, last = group
    filters = tuple(condition(model, name) for name in filtered)
    index = f"{model._meta.table_name}_by_{'_'.join(group)}"
    for sort in (last, f"-{last}"):
        if getattr(model, last).kind == "link":
            continue
        told = plan(model, filters=filters, sort=(sort,))
        assert not is_sorted(told), (sort, told)
        assert index in told, (sort, told)


def test_a_relation_is_filtered_by_its_index_and_in_order():
    for name in ("department", "adjuster", "cause_code"):
        told = plan(m.Claim, filters=(f"{name}=x",), sort=("-loss_date",))
        assert f"claim_by_{name}_loss_date" in told, told
        assert not is_sorted(told), told


def test_after_a_big_batch_sqlite_knows_how_the_sheets_are_filled():
    draft = Draft("many", source="seed", on=TODAY)
    draft.create_many(m.Claim, ("claim_no",), [(f"L-{n}",) for n in range(BIG)])
    commit(OPERATOR, draft)
    optimize()
    if is_sqlite():
        known = {table for (table,) in run("SELECT DISTINCT tbl FROM sqlite_stat1").fetchall()}
        assert "claim" in known
    for name in ("department", "adjuster"):
        told = plan(m.Claim, filters=(f"{name}=x",), sort=("-loss_date",))
        assert f"claim_by_{name}_loss_date" in told, told


@pytest.mark.only_on("sqlite")
def test_sqlite_walks_an_index_only_where_few_rows_are_behind_it():
    draft = Draft("many", source="seed", on=TODAY)
    amounts = [(f"L-{n}", n * 100) for n in range(BIG)]
    draft.create_many(m.Claim, ("claim_no", "amount_claimed"), amounts)
    commit(OPERATOR, draft)

    def counted(amount: int) -> str:
        query = Query(OPERATOR, Question(m.Claim, filters=(f"amount_claimed>={amount}",)))
        return explained(where(query.select(fn.COUNT(1)), conditions_of(query)))

    assert "claim_by_amount_claimed" in counted(BIG - 5)
    assert "claim_by_amount_claimed" not in counted(5)


@pytest.mark.parametrize("model", [m.Claim, m.Payment, m.Diary, m.Employee])
def test_the_ids_of_a_sheet_are_walked_by_the_index_of_its_order(model):
    query = Query(OPERATOR, Question(model))
    conditions, keys = conditions_of(query), query.order()
    ids = where(query.select(query.base.id), conditions).order_by(*ordering(keys, False))
    told = explained(ids.limit(order.MOST_IDS))
    assert not is_sorted(told), told


def test_groups_count_the_rows_before_names_are_joined_to_them():
    query = Query(OPERATOR, Question(m.Claim))
    conditions = conditions_of(query)
    levels = grouping.levels(query.bare(), ("department", "status"))
    told = explained(grouping.statement(query, conditions, levels))
    if is_sqlite():
        steps = told.split("\n")
        assert steps[0] == "CO-ROUTINE found", told
        assert steps[1].startswith("SCAN t2"), told
        assert told.count("LEFT-JOIN") == 1, told
    else:
        (top,) = json.loads(told)
        assert told.count('"Left"') == 1, told
        assert "department" in json.dumps(top), told


def test_what_changed_since_is_found_by_the_number_of_the_batch():
    told = explained(recent.changes(m.Claim, [5, 6, 9]))
    assert "change_batch_id" in told, told
    assert "SCAN" not in told, told
    assert "Seq Scan" not in told, told
