"""Columns that the office adds: a real column at once, everywhere, in every process; nothing that
one holds is ever lost.
"""

from datetime import date
from decimal import Decimal

import psycopg
import pytest
from builders import TODAY, change, claim, pay, person
from engines import bind, unbind
from schemas import contents, schema_now
from witness import tampering

import models as m
from journal import (
    audit,
    custom_columns,
    doctor,
    history,
    jobs,
    migrate,
    policy,
    reading,
    undo,
)
from journal.backup import backup, restore
from journal.commit import commit
from journal.database import is_sqlite, run
from journal.drafts import Draft
from journal.instance import Instance, open_office
from journal.question import Question
from journal.twins import PASTS, past
from journal.who import OPERATOR
from models import SHEETS, columns_of, database
from rules.errors import BadQuestion, Busy, Invalid

pytestmark = pytest.mark.slow
ADMINISTRATOR = person("administrator")
KINDS = {
    "text": ("Elm", "Oak"),
    "long": ("one\ntwo", "three"),
    "number": (Decimal("-12.50"), Decimal("3.00")),
    "money": (-1_50, 2_00),
    "day": (date(2026, 3, 1), date(2026, 4, 1)),
    "yesno": (True, False),
    "choice": ("red", "green"),
}
"""Kind -> a value, and another."""


def add(name: str = "x_route", *, sheet: str = "claim", kind: str = "text", **more) -> int:
    """Add a column as the administrator; returns the id of its row."""
    values = {"label": name.removeprefix("x_").capitalize(), **more}
    if kind == "choice":
        values.setdefault("choices", [["red", "Red"], ["green", "Green"]])
    if kind == "number":
        values.setdefault("decimals", 2)
    draft = Draft("add", on=TODAY)
    draft.create(m.CustomColumn, sheet=sheet, name=name, kind=kind, **values)
    return commit(ADMINISTRATOR, draft).created[0][1]


def values_of(claim_id: int, name: str, **asked):
    """What a question answers for one column of a claim."""
    question = Question(m.Claim, columns=(name,), ids=(claim_id,), sort=("id",), **asked)
    (row,) = reading.ask(OPERATOR, question).rows
    return row.values[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_each_kind_keeps_values_with_history_as_of_and_undo(office, kind):
    claim_id, (first, second) = claim(), KINDS[kind]
    add(kind=kind)
    change(m.Claim, claim_id, x_route=first)
    before = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
    seq = change(m.Claim, claim_id, x_route=second).seq
    assert values_of(claim_id, "x_route") == second
    assert values_of(claim_id, "x_route", as_of=before) == first
    assert [v.changes[0].new for v in history.of_cell(OPERATOR, m.Claim, claim_id, "x_route")] == [
        second,
        first,
    ]
    assert audit.verify().problems == []
    undo.undo(OPERATOR, seq, on=TODAY)
    assert values_of(claim_id, "x_route") == first
    assert audit.verify().problems == []


def test_rows_sealed_before_a_column_came_stay_sound(office):
    claim_id = claim()
    change(m.Claim, claim_id, location="Elm")
    add()
    assert audit.verify().problems == []
    change(m.Claim, claim_id, location="Oak")
    assert audit.verify().problems == []


def test_a_column_is_real_on_sheet_and_twin_and_no_trigger_is_lost(office):
    before = schema_now()
    add()
    for table in ("claim", "claim_past"):
        assert "x_route" in {column.name for column in database.get_columns(table)}
    after = {n: w for n, w in schema_now().items() if n.startswith(("trigger", "function"))}
    assert after.keys() == {n for n in before if n.startswith(("trigger", "function"))}
    guard = next(
        w for n, w in after.items() if n.endswith("claim_past_kept") and "x_route" in str(w)
    )
    assert "x_route" in str(guard)
    assert migrate.migrate() == []
    assert {n: w for n, w in schema_now().items() if n.startswith(("trigger", "function"))} == after


def test_a_column_stands_on_one_sheet_alone(office):
    add()
    having = {s.__name__ for s in SHEETS if "x_route" in s._meta.fields}
    assert having == {"Claim"}
    assert [t.__name__ for t in PASTS if "x_route" in t._meta.fields] == ["ClaimPast"]


def test_another_database_has_its_own_columns_and_no_others(office, engine, request, tmp_path):
    add()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    if engine == "postgres":
        other = request.getfixturevalue("postgres").make("other")
    bind(other)
    migrate.migrate()
    assert "x_route" not in m.Claim._meta.fields
    assert not hasattr(m.Claim, "x_route")
    assert "x_route" not in past(m.Claim)._meta.fields
    add("x_other")
    claim_id = claim(x_other="here")
    assert values_of(claim_id, "x_other") == "here"
    unbind()
    bind(office)
    assert "x_other" not in m.Claim._meta.fields
    claim_id = claim(x_route="there")
    assert values_of(claim_id, "x_route") == "there"


def test_a_batch_of_a_process_that_knows_an_old_state_loses_nothing(office):
    claim_id = claim()
    column = add()
    change(m.Claim, claim_id, x_route="Elm")
    custom_columns.take_off()  # as a process that started before the column came
    assert "x_route" not in m.Claim._meta.fields
    change(m.Claim, claim_id, location="Oak")
    assert run("SELECT x_route FROM claim").fetchone()[0] == "Elm"
    assert run("SELECT x_route FROM claim_past WHERE version = 2").fetchone()[0] == "Elm"
    assert audit.verify().problems == []
    assert m.CustomColumn.get_by_id(column).version == 1


def test_a_column_is_retired_without_losing_what_it_holds_and_brought_back(office):
    claim_id, column = claim(), add()
    change(m.Claim, claim_id, x_route="Elm")
    seq = change(m.Claim, claim_id, x_route="Oak").seq
    moment = m.Batch.get(m.Batch.seq == seq).committed_at
    change(m.CustomColumn, column, retired_date=TODAY)
    assert "x_route" not in [f.name for f in columns_of(m.Claim)]
    assert "x_route" not in policy.readable_names(OPERATOR, m.Claim)
    assert "x_route" not in [f.name for f in policy.writable(OPERATOR, m.Claim)]
    with pytest.raises(BadQuestion, match="“Route” was retired"):
        values_of(claim_id, "x_route")
    assert values_of(claim_id, "x_route", as_of=moment) == "Oak"
    told = history.of_row(OPERATOR, m.Claim, claim_id)
    assert [c.new for v in told for c in v.changes if c.field.name == "x_route"] == ["Oak", "Elm"]
    change(m.Claim, claim_id, location="Here")
    assert audit.verify().problems == []
    undo.undo(OPERATOR, seq, on=TODAY)
    change(m.CustomColumn, column, retired_date=None)
    assert values_of(claim_id, "x_route") == "Elm"
    assert audit.verify().problems == []


def test_undoing_the_adding_retires_and_undoing_that_brings_back(office):
    claim_id = claim()
    add()
    seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).tuples().get()[0]
    change(m.Claim, claim_id, x_route="Elm")
    done = undo.undo(OPERATOR, seq, on=TODAY)
    assert [(s.outcome, s.reason) for s in done.plan.steps] == [
        ("reversed", "The column is retired: what it holds is kept, and it can be brought back.")
    ]
    assert "x_route" not in policy.readable_names(OPERATOR, m.Claim)
    undo.undo(OPERATOR, done.seq, on=TODAY)
    assert values_of(claim_id, "x_route") == "Elm"


def test_a_label_is_changed_and_what_was_prepared_follows(office):
    column = add(kind="choice")
    claim_id = claim(x_route="red")
    with pytest.raises(Invalid, match="not one of the choices"):
        change(m.Claim, claim_id, x_route="blue")
    more = [["red", "Crimson"], ["green", "Green"], ["blue", "Blue"]]
    change(m.CustomColumn, column, label="Colour", choices=more)
    assert m.Claim.x_route.verbose_name == "Colour"
    change(m.Claim, claim_id, x_route="blue")
    with pytest.raises(Invalid, match="1 claim holds “Blue”: choose another there first"):
        change(m.CustomColumn, column, choices=more[:2])


def test_who_sees_a_column_follows_from_how_it_is_kept(office):
    add("x_plain")
    add("x_health", sensitivity="medical")
    seen = {role: policy.readable_names(person(role), m.Claim) for role in policy.ROLES}
    plain = {role for role, names in seen.items() if "x_plain" in names}
    assert plain == {"technician", "examiner", "risk_manager", "wc_manager", "auditor"}
    assert {role for role, names in seen.items() if "x_health" in names} == plain - {"risk_manager"}


def test_only_the_administrator_adds_a_column(office):
    draft = Draft("add", on=TODAY)
    draft.create(m.CustomColumn, sheet="claim", name="x_mine", label="Mine", kind="text")
    with pytest.raises(Exception, match="may not change added columns"):
        commit(person("technician"), draft)
    assert "x_mine" not in {column.name for column in database.get_columns("claim")}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sheet": "user"}, "no sheet that takes columns"),
        ({"sheet": "batch"}, "no sheet that takes columns"),
        ({"sheet": "customcolumn"}, "no sheet that takes columns"),
        ({"sheet": "approval"}, "no sheet that takes columns"),
        ({"sheet": "nowhere"}, "no sheet that takes columns"),
        ({"name": "route"}, "The name is x_"),
        ({"name": 'x_"; DROP'}, "The name is x_"),
        ({"name": "x_taken"}, "have a column x_taken already"),
        ({"label": "taken"}, "have a column “Taken” already"),
        ({"label": "Claimant"}, "have a column “Claimant” already"),
        ({"label": "Claim no"}, "means the column “Claim no.” by “Claim no”"),
        ({"label": "CLAIM #"}, "means the column “Claim no.” by"),
        ({"label": "Date of Loss"}, "means the column “Loss date” by"),
        ({"label": "Loss dt"}, "means the column “Loss date” by"),
        ({"label": "loss_date"}, "means the column “Loss date” by"),
        ({"label": "Clsd"}, "means the column “Closed” by"),
        ({"label": "The Takens"}, "means the column “Taken” by"),
        ({"label": "X taken"}, "means the column “Taken” by"),
        ({"kind": "choice", "choices": None}, "needs at least one"),
        ({"kind": "choice", "choices": "red"}, "needs at least one"),
        ({"kind": "text", "choices": [["a", "A"]]}, "Only a column of the kind “Choice”"),
        ({"kind": "text", "decimals": 2}, "Only a column of the kind “Number”"),
        ({"kind": "number", "decimals": 9}, "at most 6 decimals"),
    ],
)
def test_what_cannot_be_a_column_is_refused_in_words(office, values, words):
    add("x_taken")
    with pytest.raises(Invalid, match=words):
        add(**{"name": "x_new", "label": "New", **values})
    assert "x_new" not in {column.name for column in database.get_columns("claim")}


def test_two_columns_of_one_batch_are_told_apart_too(office):
    draft = Draft("add", on=TODAY)
    for name, label in (("x_one", "Bus route"), ("x_two", "Routes, bus")):
        draft.create(m.CustomColumn, sheet="claim", name=name, label=label, kind="text")
    with pytest.raises(Invalid, match="means the column “Bus route” by “Routes, bus”"):
        commit(ADMINISTRATOR, draft)


def test_the_label_of_a_retired_column_leads_back_to_it(office):
    change(m.CustomColumn, add("x_route"), retired_date=TODAY)
    with pytest.raises(Invalid, match="“Route” already, which is retired: bring it back"):
        add("x_other", label="route")


def test_a_column_is_not_called_anew_what_files_call_another(office):
    column = add("x_route")
    with pytest.raises(Invalid, match="means the column “Closed” by “Date closed”"):
        change(m.CustomColumn, column, label="Date closed")
    change(m.CustomColumn, column, label="ROUTE")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "money"}, "stays as the column was added"),
        ({"name": "x_other"}, "stays as the column was added"),
        ({"sheet": "party"}, "stays as the column was added"),
        ({"sensitivity": "public"}, "not opened to more people"),
    ],
)
def test_what_a_column_is_stays(office, values, words):
    column = add(sensitivity="medical")
    with pytest.raises(Invalid, match=words):
        change(m.CustomColumn, column, **values)


def test_an_added_column_of_a_posted_payment_is_filled_and_the_money_stays(office):
    add("x_box", sheet="payment")
    (payment,) = [i for sheet, i in pay(claim(), 5_000).created if sheet == "payment"]
    who = person("technician")
    change(m.Payment, payment, who=who, source="cell", x_box="Box 12")
    assert m.Payment.get_by_id(payment).x_box == "Box 12"
    with pytest.raises(Invalid, match="is posted, so it stays as it is"):
        change(m.Payment, payment, who=who, source="cell", amount=6_000)


def test_a_column_is_not_put_in_the_trash(office):
    column = add()
    draft = Draft("trash", on=TODAY)
    draft.trash(m.CustomColumn, column)
    with pytest.raises(Invalid, match="retired, not put in the trash"):
        commit(ADMINISTRATOR, draft)


def test_a_sheet_takes_forty_columns(office):
    draft = Draft("add", on=TODAY)
    for n in range(40):
        draft.create(m.CustomColumn, sheet="claim", name=f"x_{n}", label=f"No. {n}", kind="text")
    commit(ADMINISTRATOR, draft)
    assert len([f for f in columns_of(m.Claim) if f.added]) == 40
    with pytest.raises(Invalid, match="40 added columns, the most there may be"):
        add()


def test_a_batch_that_fails_after_adding_leaves_neither_column_nor_row(office, monkeypatch):
    before = schema_now()
    monkeypatch.setattr("journal.chain.seal", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add()
    monkeypatch.undo()
    assert schema_now() == before
    assert m.CustomColumn.select().count() == 0
    assert "x_route" not in m.Claim._meta.fields
    add()
    assert is_sqlite() or not database.in_transaction()


def test_a_backup_brings_added_columns_into_an_empty_office(office, engine, request, tmp_path):
    first = _instance(tmp_path / "first", office)
    claim_id, retired = claim(), add("x_gone", label="Gone")
    add(kind="number")
    change(m.Claim, claim_id, x_route=Decimal("1.25"), x_gone="kept")
    change(m.CustomColumn, retired, retired_date=TODAY)
    held = contents()
    backup(tmp_path / "office.backup", first)
    other = f"sqlite:///{tmp_path / 'second' / 'claims.db'}"
    if engine == "postgres":
        other = request.getfixturevalue("postgres").make("second")
    second = _instance(tmp_path / "second", other)
    assert "x_route" not in m.Claim._meta.fields
    restore(tmp_path / "office.backup", second)
    assert contents() == held
    assert values_of(claim_id, "x_route") == Decimal("1.25")
    assert m.Claim._meta.fields["x_gone"].retired
    assert audit.verify().sound
    assert migrate.migrate() == []


def _instance(folder, url: str) -> Instance:
    unbind()
    instance = Instance(folder, url)
    open_office(instance)
    return instance


def test_the_doctor_names_added_columns_and_one_that_is_lost(office, tmp_path):
    instance = _instance(tmp_path / "instance", office)
    add()
    told = [str(finding).strip() for finding in doctor.examine(instance)]
    assert "Added columns: claim.x_route" in told
    assert doctor.is_sound(doctor.examine(instance))
    add("x_lost", sheet="party")
    tampering()
    if is_sqlite():
        run("DROP TRIGGER party_past_kept")
    run("ALTER TABLE party_past DROP COLUMN x_lost")
    told = [str(finding) for finding in doctor.examine(instance)]
    assert "WRONG   The added column party.x_lost is not in the database." in told


def test_a_job_begins_with_the_columns_that_there_are_by_then(office, tmp_path):
    instance = _instance(tmp_path / "instance", office)
    jobs.open_queue(instance, "a key of the tests that is long enough")
    seen = []

    @jobs.job("looks_at_columns", title="Look")
    def look(_task):
        seen.extend(f.name for f in columns_of(m.Claim) if f.added)
        return {}

    try:
        add()
        custom_columns.take_off()
        jobs.enqueue(OPERATOR, "looks_at_columns", "Look", {})
        assert jobs.work_off() == 1
        assert seen == ["x_route"]
    finally:
        jobs.JOBS._entries.pop("looks_at_columns", None)
        jobs.close_queue()


@pytest.mark.only_on("postgres")
@pytest.mark.parametrize(
    "holds",
    [
        f"SELECT pg_advisory_xact_lock_shared({custom_columns.COLUMNS_CHANGE})",
        "SELECT id FROM claim",
    ],
)
def test_adding_waits_for_who_is_at_work_and_then_says_so(office, monkeypatch, holds):
    monkeypatch.setattr(custom_columns, "LOCK_WAIT_SECONDS", 0.2)
    with psycopg.connect(office) as other:
        other.execute(holds)
        with pytest.raises(Busy, match="Nothing was written: try again in a moment"):
            add()
        assert "x_route" not in {column.name for column in database.get_columns("claim")}
        other.rollback()
        add()
    assert "x_route" in m.Claim._meta.fields
