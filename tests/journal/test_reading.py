"""Reading a sheet: filters, order, pages by cursor, words, the past, and what a role does not see."""

from datetime import date
from decimal import Decimal

import pytest
from builders import TODAY, change, claim, document, person, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models as m
from journal import expr, search
from journal.commit import commit
from journal.drafts import Draft
from journal.reading import Question, as_json, ask, count_rows, fetch, stream
from journal.who import OPERATOR
from rules.errors import BadQuestion, NotFound, Refused

office = pytest.mark.usefixtures("office")
TECHNICIAN, AUDITOR = person("technician"), person("auditor")


def _claims(*rows: dict) -> None:
    draft = Draft("rows", source="seed", on=TODAY)
    for row in rows:
        draft.create(m.Claim, **row)
    commit(OPERATOR, draft)


def _numbers(who=TECHNICIAN, **asked) -> list[str]:
    return [
        row["claim_no"]
        for row in as_json(ask(who, Question(m.Claim, columns=("claim_no",), **asked)))
    ]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("status=open", [("status", "=", "open")]),
        (" paid >= 1000 ", [("paid", ">=", "1000")]),
        ("paid!=", [("paid", "!=", "")]),
        ("status=open|paid>1000", [("status", "=", "open"), ("paid", ">", "1000")]),
        ('claimant="a|b"', [("claimant", "=", "a|b")]),
        ('claimant=" ""x"" "', [("claimant", "=", ' "x" ')]),
        ("department.code=PW", [("department.code", "=", "PW")]),
        ("description~it's = fine", [("description", "~", "it's = fine")]),
        ("a<=1", [("a", "<=", "1")]),
    ],
)
def test_a_filter_is_read_as_it_is_written(text, conditions):
    found = expr.parse(text)
    assert [(".".join(c.path), c.operator, c.value) for (c,) in found] == conditions


@given(st.text(min_size=0, max_size=30), st.sampled_from(expr.OPERATORS))
def test_any_value_survives_being_quoted(value, operator):
    condition = expr.Condition(("claimant",), operator, value)
    assert expr.parse(str(condition)) == ((condition,),)


CONDITIONS = st.builds(
    expr.Condition,
    st.sampled_from([("claimant",), ("department", "name")]),
    st.sampled_from(expr.OPERATORS),
    st.text(max_size=12) | st.text('ab|&()" =!~', max_size=8),
)
ALTERNATIVES = st.lists(st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)  # fmt: skip


@given(ALTERNATIVES)
def test_alternatives_of_several_conditions_are_read_as_they_are_written(alternatives):
    text = expr.written(alternatives)
    assert expr.parse(text) == tuple(alternatives)
    assert expr.rewritten(text, lambda condition: condition) == text
    assert list(expr.conditions(text)) == [one for every in alternatives for one in every]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("(status=open & paid>1000)|(status=closed&paid>5)", [["open", "1000"], ["closed", "5"]]),
        ("a=1|(b=2&c=3) | d=4", [["1"], ["2", "3"], ["4"]]),
        ('( a = "x&y)" & b= )', [["x&y)", ""]]),
        ("(a=1)", [["1"]]),
        # What stood in filters before there were brackets reads as it did.
        ("claimant=Smith & Sons (Oakland)", [["Smith & Sons (Oakland)"]]),
        ("a=x(b=1&c=2)|d=(e)", [["x(b=1&c=2)"], ["(e)"]]),
        ("a!=~b", [["~b"]]),
    ],
)
def test_conditions_that_hold_together_stand_in_brackets(text, shape):
    assert [[one.value for one in every] for every in expr.parse(text)] == shape


@pytest.mark.parametrize(
    "text",
    ["()", "(a=1", "(a=1&)", "(a=1|b=2)", "((a=1))", "(a=1)b=2", "(a=1)|", "a=1|(", "(a=x(y))", "a=1|()"],
)  # fmt: skip
def test_brackets_that_hold_nothing_or_stay_open_are_no_filter(text):
    with pytest.raises(BadQuestion, match="is not a filter"):
        expr.parse(text)


VALUES = ("Ana", "Ann", "bran", "", None)
ONE = st.tuples(st.sampled_from(["claimant", "location"]), st.sampled_from(["=", "!=", "~", "!~"]), st.sampled_from(["Ana", "an", "n", "Bran"]))  # fmt: skip


def _fits(row: dict, column: str, operator: str, value: str) -> bool:
    """Whether a row fits one condition, as it is told in words."""
    held = row[column]
    if operator in ("=", "!="):
        return (held == value) is (operator == "=")
    return (value.lower() in (held or "").lower()) is (operator == "~")


@pytest.fixture
def pairs(office):
    rows = [{"claimant": one, "location": two} for one in VALUES for two in VALUES]
    _claims(*[{**row, "claim_no": f"N{n:02}"} for n, row in enumerate(rows)])
    return rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)  # fmt: skip
@given(st.lists(st.lists(ONE, min_size=1, max_size=3), min_size=1, max_size=3))
def test_alternatives_find_what_fits_all_of_one(pairs, shape):
    alternatives = [tuple(expr.Condition((c,), o, v) for c, o, v in every) for every in shape]
    fitting = [
        f"N{n:02}"
        for n, row in enumerate(pairs)
        if any(all(_fits(row, *one) for one in every) for every in shape)
    ]
    assert _numbers(filters=(expr.written(alternatives),), sort=("claim_no",)) == fitting


@pytest.mark.parametrize(
    "text", ["", "status", "=open", "a.b.c.d=1", "status=open|", 'a="x', "status open"]
)
def test_what_is_no_filter_is_said_so(text):
    with pytest.raises(BadQuestion, match="is not a filter|Write a column"):
        expr.parse(text)


@office
@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (("claimant=Ana",), ["A"]),
        (("claimant~AN",), ["A", "B"]),
        (("claimant~%",), []),
        (("claimant=",), ["C"]),
        (("claimant!=",), ["A", "B"]),
        (("claimant!=Ana",), ["B", "C"]),
        (("claimant!~ran",), ["A", "C"]),
        (("department!~P",), ["B", "C"]),
        (("amount_claimed!~.50",), ["B", "C"]),
        (("(claimant~an&litigated=yes)|(claim_no=C&loss_date=)",), ["B", "C"]),
        (("(loss_date>=2026-03-01&loss_date<=2026-03-01)|litigated=yes",), ["A", "B"]),
        (("amount_claimed>100.50",), ["B"]),
        (("amount_claimed<=100.50",), ["A"]),
        (("loss_date>=2026-03-01", "loss_date<2026-03-03"), ["A"]),
        (("loss_date=",), ["C"]),
        (("litigated=yes",), ["B"]),
        (("status=Under review",), ["B"]),
        (("department.code=PW",), ["A"]),
        (("department=PW",), ["A"]),
        (("department.name~works|claimant=Bran",), ["A", "B"]),
        (("id>0", "claim_no~c"), ["C"]),
    ],
)
def test_filters_on_every_kind_of_column(filters, numbers):
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    _claims(
        {
            "claim_no": "A",
            "claimant": "Ana",
            "amount_claimed": 100_50,
            "loss_date": date(2026, 3, 1),
            "department": department,
        },
        {
            "claim_no": "B",
            "claimant": "Bran",
            "amount_claimed": 100_51,
            "loss_date": date(2026, 3, 3),
            "litigated": True,
            "status": "under_review",
        },
        {"claim_no": "C"},
    )
    assert _numbers(filters=filters, sort=("claim_no",)) == numbers
    assert count_rows(TECHNICIAN, Question(m.Claim, filters=filters)) == len(numbers)


@office
@pytest.mark.parametrize(
    ("filters", "error"),
    [
        (("nope=1",), BadQuestion),
        (("claimant.name=1",), BadQuestion),
        (("loss_date=soon",), BadQuestion),
        (("amount_claimed<",), BadQuestion),
        (("id=x",), BadQuestion),
    ],
)
def test_a_wrong_filter_is_a_bad_question(filters, error):
    with pytest.raises(error):
        ask(TECHNICIAN, Question(m.Claim, filters=filters))


ROW = st.fixed_dictionaries(
    {
        "claimant": st.sampled_from([None, "Ana", "Bran", "Cleo"]),
        "amount_claimed": st.sampled_from([None, 0, 100, 200]),
        "loss_date": st.sampled_from([None, date(2026, 1, 1), date(2026, 1, 2)]),
    }
)
SORTS = st.sampled_from(
    [
        (),
        ("claimant",),
        ("-loss_date",),
        ("loss_date", "-amount_claimed"),
        ("-claimant", "id"),
        ("amount_claimed", "-id"),
        ("department", "-claimant"),
        ("-id",),
    ]
)


@pytest.mark.slow
@office
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ROW, min_size=1, max_size=25), SORTS, st.integers(1, 7))
def test_pages_forward_and_backward_show_every_row_once_in_one_order(rows, sort, limit):
    _claims(*rows)
    whole = [r.id for r in stream(TECHNICIAN, Question(m.Claim, columns=("claimant",), sort=sort))]
    assert len(whole) == m.Claim.select().count() == len(set(whole))
    forward, after = [], None
    while True:
        page = ask(TECHNICIAN, Question(m.Claim, sort=sort, limit=limit, after=after))
        forward += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    backward, before = [], None
    page = ask(TECHNICIAN, Question(m.Claim, sort=sort, limit=limit, last=True))
    while True:
        backward = [row.id for row in page.rows] + backward
        before = page.previous
        if before is None:
            break
        page = ask(TECHNICIAN, Question(m.Claim, sort=sort, limit=limit, before=before))
    assert forward == backward == whole


@office
@pytest.mark.parametrize(
    "cursor", ["", "x", "!!", "W10", "WzFd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTld", "bnVsbA"]
)
def test_a_broken_cursor_is_said_so(cursor):
    claim()
    with pytest.raises(BadQuestion, match="This page address is broken"):
        ask(TECHNICIAN, Question(m.Claim, after=cursor))


@office
def test_words_are_found_whatever_their_case_and_only_where_all_occur():
    _claims(
        {"claim_no": "A-1", "claimant": "Zoë Ångström", "description": "pothole on Main"},
        {"claim_no": "A-2", "claimant": "Rosa", "description": "Pothole elsewhere"},
        {"claim_no": "A-3", "description": "50%_off"},
    )
    assert _numbers(q="POTHOLE", sort=("claim_no",)) == ["A-1", "A-2"]
    assert _numbers(q="pothole main") == ["A-1"]
    assert _numbers(q="ångström") == ["A-1"]
    assert _numbers(q="%_o") == ["A-3"]
    assert _numbers(q="zz") == []
    assert _numbers(q="a-", sort=("claim_no",)) == ["A-1", "A-2", "A-3"]


@office
def test_the_index_follows_a_change_the_trash_and_a_restore():
    claim_id = claim(description="sidewalk")
    change(m.Claim, claim_id, description="hydrant")
    assert (_numbers(q="sidewalk"), len(_numbers(q="hydrant"))) == ([], 1)
    for act, found in (("trash", 0), ("restore", 1)):
        draft = Draft(act, on=TODAY)
        getattr(draft, act)(m.Claim, claim_id)
        commit(OPERATOR, draft)
        assert len(search.find(TECHNICIAN, "hydrant")) == found


@office
def test_one_search_finds_numbers_people_and_plates_of_every_sheet():
    claim(claim_no="L-1", claimant="Rosa Alvarez", diagnosis="sprain")
    write(party={"name": "Rosa Alvarez", "plate": "8ABC123", "phone": "555-0100"})
    assert {hit.sheet for hit in search.find(TECHNICIAN, "rosa alvarez")} == {"claim", "party"}
    assert search.find(TECHNICIAN, "8abc123")[0].sheet == "party"
    assert search.find(TECHNICIAN, "L-1")[0].label.startswith("L-1")
    assert search.find(person("risk_manager"), "sprain") == []
    assert [hit.sheet for hit in search.find(TECHNICIAN, "sprain")] == ["claim"]


@office
def test_a_role_sees_only_its_rows_and_columns():
    mine, other = (
        write(department={"code": code, "name": code}).created[0][1] for code in ("A", "B")
    )
    _claims(
        {
            "claim_no": "W-1",
            "line": "W",
            "status": "reported",
            "department": mine,
            "diagnosis": "sprain",
        },
        {"claim_no": "W-2", "line": "W", "status": "reported", "department": other},
        {"claim_no": "L-1", "department": mine},
    )
    coordinator = person("coordinator", mine)
    answer = ask(coordinator, Question(m.Claim, columns=("*",)))
    assert [row.values[0] for row in answer.rows] == ["W-1"]
    assert "diagnosis" not in [f.name for f in answer.fields]
    for bad in (
        Question(m.Claim, filters=("diagnosis=sprain",)),
        Question(m.Claim, sort=("diagnosis",)),
        Question(m.Claim, columns=("diagnosis",)),
        Question(m.Payment),
        Question(m.FileNote),
    ):
        with pytest.raises(Refused):
            ask(coordinator, bad)
    with pytest.raises(NotFound):
        fetch(coordinator, m.Claim, m.Claim.get(m.Claim.claim_no == "W-2").id)


@office
def test_a_row_kept_as_medical_is_not_there_for_who_may_not_see_it():
    claim_id = claim()
    for kept in ("personal", "medical", "privileged"):
        write(
            filenote={
                "claim": claim_id,
                "note_date": TODAY,
                "subject": f"{kept} note",
                "sensitivity": kept,
            }
        )
    seen = ask(person("risk_manager"), Question(m.FileNote, columns=("subject",)))
    assert sorted(row.values[0] for row in seen.rows) == ["personal note", "privileged note"]
    assert len(search.find(person("risk_manager"), "medical")) == 0


@office
def test_the_administrator_reads_no_claim():
    claim()
    with pytest.raises(Refused, match="not among the sheets"):
        ask(person("administrator"), Question(m.Claim))


@office
@pytest.mark.parametrize("sheet", [m.Claim, m.Employee])
def test_a_row_that_left_the_department_is_not_shown_as_it_stood_either(sheet):
    mine, other = (
        write(department={"code": code, "name": code}).created[0][1] for code in ("A", "B")
    )
    known = {"line": "W", "status": "reported"} if sheet is m.Claim else {"name": "Eli"}
    key = {"claim_no" if sheet is m.Claim else "employee_no": "1"}
    made = write(**{sheet.__name__.lower(): {**known, **key, "department": mine}})
    then = m.Batch.get_by_id(made.batch_id).committed_at
    coordinator, row_id = person("coordinator", mine), made.created[0][1]
    asked = [Question(sheet, as_of=then), Question(sheet, ids=(row_id,), as_of=then)]
    assert [len(ask(coordinator, one).rows) for one in asked] == [1, 1]
    change(sheet, row_id, department=other)
    assert [len(ask(coordinator, one).rows) for one in asked] == [0, 0]
    assert [ask(coordinator, one).count for one in asked] == [0, 0]
    assert [len(ask(person("auditor"), one).rows) for one in asked] == [1, 1]
    change(sheet, row_id, department=mine)
    assert [len(ask(coordinator, one).rows) for one in asked] == [1, 1]


@office
def test_as_of_shows_every_row_as_it_stood_relations_included():
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    claim_id = claim(claim_no="A", department=department, location="Elm")
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
    change(m.Claim, claim_id, location="Oak")
    change(m.Department, department, name="Streets")
    claim(claim_no="B")
    past = ask(
        TECHNICIAN, Question(m.Claim, columns=("claim_no", "location", "department"), as_of=then)
    )
    assert [(row.values[0], row.values[1], row.values[2].label) for row in past.rows] == [
        ("A", "Elm", "Public Works")
    ]
    assert past.count == 1
    assert _numbers(as_of=then, filters=("location=Elm",)) == ["A"]


@office
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["Elm", "Oak", None, "trash", "restore"])),
        max_size=12,
    )
)
def test_as_of_equals_a_replay(steps):
    seen: list[tuple] = []
    ids = [claim() for _ in range(2)]
    for which, what in steps:
        claim_id = ids[which % len(ids)]
        if what in ("trash", "restore"):
            draft = Draft(what, on=TODAY)
            getattr(draft, what)(m.Claim, claim_id)
            commit(OPERATOR, draft)
        else:
            change(m.Claim, claim_id, location=what)
        at = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
        seen.append((at, _state()))
    for at, state in seen:
        later = [s for a, s in seen if a == at][-1]
        assert _state(at) == (later if later != state else state)


def _state(as_of=None) -> list[tuple]:
    question = Question(
        m.Claim, columns=("claim_no", "location", "claimant"), sort=("id",), as_of=as_of
    )
    return [(row.id, row.version, row.values) for row in ask(OPERATOR, question).rows]


@office
@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (("amount_claimed~1.00",), ["A"]),
        (("amount_claimed~-0.5",), ["B"]),
        (("amount_claimed~,",), []),
        (("pd_percent~12.5",), ["A"]),
        (("pd_percent~0.05",), ["B"]),
        (("litigated~yes",), ["A"]),
        (("litigated~NO",), ["B"]),
        (("loss_date~2026-03",), ["A", "B"]),
        (("id~0",), []),
    ],
)
def test_contains_looks_at_values_as_rows_writes_them(filters, numbers):
    _claims(
        {
            "claim_no": "A",
            "amount_claimed": 1_100,
            "pd_percent": Decimal("12.50"),
            "litigated": True,
            "loss_date": date(2026, 3, 1),
        },
        {
            "claim_no": "B",
            "amount_claimed": -50,
            "pd_percent": Decimal("0.05"),
            "litigated": False,
            "loss_date": date(2026, 3, 2),
        },
    )
    assert _numbers(filters=filters, sort=("claim_no",)) == numbers


@office
def test_contains_looks_at_an_instant_as_rows_writes_it():
    claim()
    told = as_json(ask(OPERATOR, Question(m.Batch, columns=("committed_at",))))[0]["committed_at"]
    asked = Question(m.Batch, filters=(f"committed_at~{told[:16]}",))
    assert ask(OPERATOR, asked).count == 1
    assert ask(OPERATOR, Question(m.Batch, filters=("committed_at~Z",))).count == 1


@office
def test_a_relation_is_filtered_by_the_record_that_stands_else_by_one_in_the_trash():
    first = write(department={"code": "PW", "name": "Old"}).created[0][1]
    _claims({"claim_no": "A", "department": first}, {"claim_no": "B"})
    assert _numbers(filters=("department=PW",)) == ["A"]
    assert _numbers(filters=("department=FD",)) == []
    draft = Draft("trash", on=TODAY)
    draft.trash(m.Department, first)
    commit(OPERATOR, draft)
    assert _numbers(filters=("department=PW",)) == ["A"]
    second = write(department={"code": "PW", "name": "New"}).created[0][1]
    change(m.Claim, m.Claim.get(m.Claim.claim_no == "B").id, department=second)
    assert _numbers(filters=("department=PW",)) == ["B"]
    assert _numbers(filters=("department=PW|claim_no=A",), sort=("claim_no",)) == ["A", "B"]


@office
def test_a_relation_of_the_past_is_filtered_by_what_it_was_called_then():
    department = write(department={"code": "PW", "name": "Works"}).created[0][1]
    claim(claim_no="A", department=department)
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
    change(m.Department, department, code="DPW")
    assert _numbers(filters=("department=PW",), as_of=then) == ["A"]
    assert _numbers(filters=("department=DPW",), as_of=then) == []
    assert _numbers(filters=("department=DPW",)) == ["A"]


@office
def test_a_relation_out_of_scope_is_not_found_by_its_number():
    kept = document(claim=claim(), sensitivity="medical")
    write(investigationstep={"claim": 1, "asked_of": "a", "what": "w", "document": kept})
    asked = Question(m.InvestigationStep, filters=(f"document={m.Document.get().document_no}",))
    assert ask(TECHNICIAN, asked).count == 1
    assert ask(person("risk_manager"), asked).count == 0


@office
def test_a_note_that_is_medical_today_is_closed_as_it_stood_before_too():
    claim_id = claim()
    note = {"claim": claim_id, "note_date": TODAY, "subject": "scan", "sensitivity": "public"}
    note_id = write(filenote=note).created[0][1]
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
    change(m.FileNote, note_id, sensitivity="medical")
    past = Question(m.FileNote, as_of=then)
    assert ask(person("risk_manager"), past).rows == []
    assert ask(TECHNICIAN, past).count == ask(OPERATOR, past).count == 1
    change(m.FileNote, note_id, sensitivity="public")
    assert ask(person("risk_manager"), past).count == 1
