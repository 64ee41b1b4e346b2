"""Which rows there are and in which order: windows, groups with subtotals, and the filters of a group."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise, product

import pytest
from builders import TODAY, change, claim, person, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models as m
from journal import database, grouping, order
from journal.commit import commit
from journal.drafts import Draft
from journal.order import Edge, Order, edge_of, order_of
from journal.question import Question
from journal.reading import count_rows, stream
from journal.values import parse
from journal.who import OPERATOR
from rules.errors import BadQuestion, Refused, TooBroad

pytestmark = pytest.mark.usefixtures("office")
BY = ("department", "status", "loss_date:month")


def many(count: int = 23) -> list[int]:
    """Claims of two departments that are called alike, of one without, some blank in each column."""
    draft = Draft("claims", source="seed", on=TODAY)
    names = ("Public Works", "Parks", "Parks")
    called = list(enumerate(names, 1))
    places = [draft.create(m.Department, code=f"D{n}", name=name) for n, name in called]
    firms = [draft.create(m.Organization, code=f"O{n}", name=name) for n, name in called]
    refs = [
        draft.create(
            m.Claim,
            claim_no=f"L-{n:04d}",
            claimant=("", "Ann", "ann", "Émile", 'O"Neil | Sons')[n % 5] or "Zoe",
            location=(None, "", "Elm | Oak", "=5", 'a "b"')[n % 5],
            department=[None, *places][n % 4],
            tpa=[None, *firms][n % 4],
            loss_date=None if n % 6 == 5 else date(2026, 1 + n % 12, 1 + n % 28),
            amount_claimed=None if n % 3 == 2 else 100_00 * n + 5,
            litigated=n % 3 == 1,
            line="LW"[n % 2],
        )
        for n in range(count)
    ]
    receipt = commit(OPERATOR, draft)
    return [receipt.id_of(ref) for ref in refs]


def ids_of(who=OPERATOR, **asked) -> list[int]:
    """The rows of a question as pages give them."""
    return [row.id for row in stream(who, Question(m.Claim, **asked))]


def asked(*group: str, who=OPERATOR, model=m.Claim, around=None, **more) -> Order:
    """The order of a question."""
    return order_of(who, Question(model, **more), group=group, around=around)


def leads_to_its_rows(who, found: Order, model=m.Claim, **more) -> int:
    """That behind the filters of each group stand as many rows as it counts; how many groups."""
    filters = tuple(more.pop("filters", ()))
    for group in found.groups:
        question = Question(model, filters=(*filters, *group.filters), **more)
        assert count_rows(who, question) == group.count, group
    return len(found.groups)


# --- In order -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"sort": ("-loss_date", "claim_no")},
        {"sort": ("tpa", "-amount_claimed")},
        {"filters": ("amount_claimed>500",), "sort": ("claimant",)},
        {"q": "ann"},
        {"sort": ("-id",)},
    ],
    ids=str,
)
def test_the_ids_stand_as_the_rows_of_the_same_question(more):
    many()
    found = asked(**more)
    assert found.ids == ids_of(**more)
    assert (found.start, found.total) == (0, len(found.ids))
    assert (found.next, found.previous, found.groups) == (None, None, [])


def test_the_newest_batch_is_told_from_before_the_rows():
    claim()
    assert order.newest() == m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()
    before = order.newest()
    claim()
    assert asked().seq == before + 1


def test_trash_and_past_have_their_own_order():
    ids = many(6)
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
    draft = Draft("test")
    draft.trash(m.Claim, ids[2])
    commit(OPERATOR, draft)
    change(m.Claim, ids[0], claim_no="Z-1", source="seed")
    assert asked(trash=True).ids == [ids[2]]
    assert asked(sort=("claim_no",)).ids == [*ids[1:2], *ids[3:], ids[0]]
    assert asked(sort=("claim_no",), as_of=then).ids == ids
    found = asked("status", "department", as_of=then)
    assert sum(group.count for group in found.groups if group.level == 0) == 6
    assert leads_to_its_rows(OPERATOR, found, as_of=then) > 2


@pytest.mark.parametrize("sort", [("claim_no",), ("-department", "loss_date"), ("amount_claimed",)])
@pytest.mark.parametrize("group", [(), ("tpa", "loss_date:year")])
def test_windows_join_without_a_gap_both_ways(monkeypatch, sort, group):
    many()
    whole = asked(*group, sort=sort).ids
    monkeypatch.setattr(order, "MOST_IDS", 5)
    first = asked(*group, sort=sort)
    assert (first.total, first.previous, first.start) == (23, None, 0)
    found, window = list(first.ids), first
    while window.next:
        window = asked(*group, sort=sort, after=window.next)
        assert (window.start, window.total) == (len(found), 23)
        found += window.ids
    assert found == whole
    back = list(window.ids)
    while window.previous:
        window = asked(*group, sort=sort, before=window.previous)
        back = [*window.ids, *back]
    assert back == whole
    assert window.start == 0


@pytest.mark.parametrize("group", [(), ("status", "-loss_date:year")])
@pytest.mark.parametrize("column", ["tpa", "location", "amount_claimed", "litigated", "loss_date"])
def test_the_next_filled_or_blank_row_is_found_both_ways(column, group):
    many()
    more = {"sort": ("-claimant", "claim_no"), "filters": ("claim_no!=L-0003",)}
    question = Question(m.Claim, **more)
    ids = asked(*group, **more).ids
    cells = {
        row.id: row.values[0] for row in stream(OPERATOR, replace(question, columns=(column,)))
    }
    for at, filled, back in product(range(len(ids)), (True, False), (True, False)):
        beyond = ids[:at][::-1] if back else ids[at + 1 :]
        wanted = (one for one in beyond if (cells[one] not in (None, "")) == filled)
        found = edge_of(OPERATOR, question, Edge(ids[at], column, filled, back), group)
        assert found == next(wanted, None), (at, filled, back)


def test_an_edge_is_looked_for_from_a_row_of_the_list_and_in_columns_that_may_be_seen():
    first, *_ = many(3)
    question = Question(m.Claim, filters=(f"id!={first}",))
    with pytest.raises(BadQuestion, match="no longer in this list"):
        edge_of(OPERATOR, question, Edge(first, "tpa", filled=True))
    with pytest.raises(Refused):
        edge_of(person("risk_manager"), Question(m.Claim), Edge(first, "diagnosis", filled=True))


@pytest.mark.parametrize("most", [4, 5])
def test_a_window_around_a_row_holds_it_and_as_many_as_fit(monkeypatch, most):
    many(12)
    sort = ("department", "-loss_date")
    whole = asked(sort=sort).ids
    monkeypatch.setattr(order, "MOST_IDS", most)
    for place, row_id in enumerate(whole):
        found = asked(sort=sort, around=row_id)
        assert row_id in found.ids
        assert len(found.ids) == most
        assert found.start is not None
        assert whole[found.start : found.start + most] == found.ids, place
        assert bool(found.previous) == (found.start > 0)
        assert bool(found.next) == (found.start + most < 12)


def test_a_row_that_is_not_among_them_gives_the_first_window(monkeypatch):
    ids = many(8)
    monkeypatch.setattr(order, "MOST_IDS", 3)
    assert asked(around=987_654).ids == asked().ids
    draft = Draft("test")
    draft.trash(m.Claim, ids[4])
    commit(OPERATOR, draft)
    assert asked(around=ids[4]).ids == asked().ids


def test_what_takes_long_to_count_is_not_counted(monkeypatch):
    many(8)
    monkeypatch.setattr(order, "MOST_IDS", 3)

    def slow(*_):
        raise TooBroad("slow")

    monkeypatch.setattr(order, "up_to", slow)
    found = asked()
    assert (found.total, found.start) == (None, 0)
    assert asked(after=found.next).start is None


def test_a_question_that_takes_long_is_cut_in_words(monkeypatch):
    many(3)
    monkeypatch.setattr(database, "QUESTION_SECONDS", -1.0)
    monkeypatch.setattr(database, "STEPS", 1)
    with pytest.raises(TooBroad, match="Narrow it"):
        asked("department")


# --- In groups ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "group",
    [
        ("department",),
        ("tpa",),
        ("-tpa",),
        ("status",),
        ("litigated",),
        ("claimant",),
        ("location",),
        ("amount_claimed",),
        ("loss_date",),
        ("loss_date:day",),
        ("-loss_date:month",),
        ("loss_date:year",),
        ("loss_date:fiscal",),
        ("department.name",),
        BY,
        ("litigated", "tpa", "claimant"),
    ],
    ids=",".join,
)
def test_rows_stand_group_by_group_and_each_group_leads_to_its_rows(group):
    many()
    sort = ("-amount_claimed", "claim_no")
    found = asked(*group, sort=sort)
    assert sorted(found.ids) == sorted(ids_of())
    deepest = [g for g in found.groups if g.level == len(group) - 1]
    at = 0
    for one in deepest:
        rows = found.ids[at : at + one.count]
        assert rows == ids_of(filters=one.filters, sort=sort), one
        at += one.count
    assert at == len(found.ids)
    assert leads_to_its_rows(OPERATOR, found) == len(found.groups)


def test_a_group_is_told_in_words_with_its_totals():
    many()
    found = asked("tpa", "litigated", columns=("claim_no", "amount_claimed", "paid"))
    top = [group for group in found.groups if group.level == 0]
    assert [group.words for group in top] == ["Blank", "Parks", "Parks", "Public Works"]
    assert [group.values["tpa"] for group in top] == [None, "O2", "O3", "O1"]
    assert top[1].filters == ("tpa=O2",)
    parks = [g for g in found.groups if g.level == 1 and g.values["tpa"] == "O2"]
    assert [group.words for group in parks] == ["No", "Yes"]
    assert sum(group.count for group in parks) == top[1].count
    firm = m.Organization.get(m.Organization.code == "O2").id
    rows = m.Claim.select(m.Claim.amount_claimed).where(m.Claim.tpa == firm)
    total = sum(amount or 0 for (amount,) in rows.tuples())
    assert top[1].sums == {"amount_claimed": total, "paid": 0}
    assert sum(group.sums["amount_claimed"] or 0 for group in parks) == total


def test_a_group_without_a_value_has_no_total():
    claim(claim_no="L-1")
    assert asked("status", columns=("amount_claimed",)).groups[0].sums == {"amount_claimed": None}


def test_parts_of_time_are_told_in_words_and_a_fiscal_year_begins_in_july():
    for n, day in enumerate(("2026-06-30", "2026-07-01", "2027-06-30", "2026-02-28")):
        claim(claim_no=f"L-{n}", loss_date=date.fromisoformat(day))
    words = [(g.words, g.count) for g in asked("loss_date:fiscal").groups]
    assert words == [("Fiscal year 2025-26", 2), ("Fiscal year 2026-27", 2)]
    found = asked("loss_date:month").groups
    assert [g.words for g in found] == ["Feb 2026", "Jun 2026", "Jul 2026", "Jun 2027"]
    assert found[0].filters == ("loss_date>=2026-02-01", "loss_date<=2026-02-28")
    assert found[0].values == {"loss_date:month": "2026-02"}
    assert asked("loss_date:year").groups[0].values == {"loss_date:year": "2026"}
    write(source="seed", setting={"name": "fiscal_year_start_month", "value": "10"})
    found = asked("loss_date:fiscal")
    assert [(g.words, g.count) for g in found.groups] == [
        ("Fiscal year 2025-26", 3),
        ("Fiscal year 2026-27", 1),
    ]
    leads_to_its_rows(OPERATOR, found)


def test_instants_are_grouped_by_their_day_in_the_office():
    for n, at in enumerate(
        (
            "2026-07-01T06:59:59.9",
            "2026-07-01T07:00:00",
            "2026-07-02T06:00:00",
            "2027-01-01T07:59:59",
        )
    ):
        write(
            source="verb",
            approval={
                "approval_no": f"A-{n}",
                "verb": "pay",
                "title": "x",
                "asked_at": datetime.fromisoformat(at).replace(tzinfo=UTC),
            },
        )
    told = {"": [1, 2, 1], ":day": [1, 2, 1], ":month": [1, 2, 1], ":year": [4], ":fiscal": [1, 3]}
    for part, counts in told.items():
        found = asked(f"asked_at{part}", model=m.Approval)
        assert [group.count for group in found.groups] == counts, part
        leads_to_its_rows(OPERATOR, found, m.Approval)


def test_groups_hold_what_filters_and_words_leave():
    many()
    for more in ({"filters": ("status!=closed_paid", "amount_claimed>=300")}, {"q": "ann"}):
        found = asked("department", "litigated", **more)
        assert sum(g.count for g in found.groups if g.level == 0) == len(found.ids)
        assert found.ids
        leads_to_its_rows(OPERATOR, found, **more)


def test_a_record_whose_number_another_one_took_is_named_by_its_id():
    row_id = claim(
        claim_no="L-1", department=write(department={"code": "PW", "name": "A"}).created[0][1]
    )
    first = m.Claim.get_by_id(row_id).department_id
    draft = Draft("test", source="seed")
    draft.trash(m.Department, first)
    commit(OPERATOR, draft)
    second = write(department={"code": "PW", "name": "B"}).created[0][1]
    claim(claim_no="L-2", department=second)
    found = asked("department")
    assert [g.filters for g in found.groups] == [(f"department.id={first}",), ("department=PW",)]
    leads_to_its_rows(OPERATOR, found)


def test_more_groups_than_help_anybody_are_refused_in_words(monkeypatch):
    many(6)
    monkeypatch.setattr(grouping, "MOST_GROUPS", 5)
    with pytest.raises(TooBroad, match="more than 5 groups"):
        asked("claim_no")
    assert len(asked("department").groups) == 4


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (("status", "department", "line", "litigated"), "at most 3"),
        (("status", "-status"), "each once"),
        (("nothing",), "no column"),
        (("description",), "not grouped"),
        (("id",), "not grouped"),
        (("status:month",), "no way to group"),
        (("loss_date:week",), "no way to group"),
    ],
    ids=str,
)
def test_what_is_not_grouped_by_is_said(group, words):
    with pytest.raises(BadQuestion, match=words):
        asked(*group)


# --- The policy -----------------------------------------------------------------------------------


def test_a_coordinator_is_told_of_the_own_department_alone():
    ids = many()
    own = m.Claim.get_by_id(ids[1]).department_id
    who = person("coordinator", own)
    found = asked("department", "status", who=who)
    assert found.ids == ids_of(who)
    assert 0 < len(found.ids) < len(ids)
    assert [g.count for g in found.groups if g.level == 0] == [len(found.ids)]
    assert all(not g.sums for g in found.groups), "amounts are none of theirs"
    elsewhere = next(i for i in ids if i not in found.ids)
    assert asked(who=who, around=elsewhere).ids == found.ids


def test_a_record_out_of_scope_is_a_blank_as_in_the_list():
    draft = Draft("test", source="seed")
    here, there = (draft.create(m.Department, code=c, name=c) for c in ("A", "B"))
    people = [
        draft.create(m.Employee, employee_no=f"E-{n}", name=f"Zaunkoenig {n}", department=place)
        for n, place in enumerate((here, there, there))
    ]
    for n, one in enumerate([*people, None]):
        draft.create(
            m.Claim, claim_no=f"W-{n}", line="W", department=here, employee=one, claimant="x"
        )
    receipt = commit(OPERATOR, draft)
    who = person("coordinator", receipt.id_of(here))
    found = asked("employee", "status", who=who)
    top = [group for group in found.groups if group.level == 0]
    assert [(g.words, g.count) for g in top] == [("Blank", 3), ("Zaunkoenig 0", 1)]
    assert len(found.groups) == 4
    assert "Zaunkoenig 1" not in repr(found)
    leads_to_its_rows(who, found)


@pytest.mark.parametrize(
    ("role", "group"),
    [
        ("risk_manager", "diagnosis"),
        ("coordinator", "amount_claimed"),
        ("coordinator", "policy"),
        ("administrator", "status"),
    ],
)
def test_a_column_out_of_sight_is_not_grouped_by(role, group):
    with pytest.raises(Refused):
        asked(group, who=person(role, 1))


def test_an_administrator_who_looks_through_a_role_groups_by_no_covered_column():
    many(4)
    who = person("administrator").seen_as("technician")
    for group in ("claimant", "department.name", "amount_claimed", "loss_date"):
        column = group.partition(".")[0]
        if column in {"loss_date", "department"}:
            continue
        with pytest.raises(Refused):
            asked(group, who=who)
    found = asked("status", who=who, columns=("claimant", "amount_claimed", "status"))
    assert found.groups[0].sums == {}


def test_groups_that_tell_guarded_values_say_so():
    claim(claim_no="W-1", line="W", body_part="Knee")
    claim(claim_no="W-2", line="W")
    assert m.Claim.body_part.sensitivity == "medical"
    found = asked("body_part", columns=("claim_no",))
    assert found.guarded == {"medical": 1}
    assert asked("status", columns=("claim_no",)).guarded == {}


# --- Whatever stands there ------------------------------------------------------------------------


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.text("aA ß|\"=%_~é'", max_size=4).map(partial(parse, m.Claim.location)),
            st.one_of(st.none(), st.dates(date(2025, 6, 28), date(2026, 7, 3))),
        ),
        max_size=8,
    )
)
def test_counts_order_and_filters_agree_whatever_is_written(facts):
    before = set(ids_of())
    draft = Draft("test", source="seed", on=TODAY)
    for n, (words, day) in enumerate(facts):
        draft.create(
            m.Claim, claim_no=f"G-{order.newest()}-{n}", claimant="x", location=words, loss_date=day
        )
    commit(OPERATOR, draft)
    found = asked("location", "loss_date:month")
    deepest = [group for group in found.groups if group.level == 1]
    ends = [0]
    for group in deepest:
        ends.append(ends[-1] + group.count)
    assert ends[-1] == len(found.ids) == len(before) + len(facts)
    for group, (start, end) in zip(deepest, pairwise(ends), strict=True):
        assert found.ids[start:end] == ids_of(filters=group.filters), group
