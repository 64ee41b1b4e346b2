"""The demonstration as it is written: through the journal, whole, resumable, into an empty office only."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from builders import write
from click.testing import CliRunner

import models as m
from app import cli
from journal import audit, documents, rollups
from journal.agenda import agenda
from journal.commit import commit
from journal.database import run
from journal.drafts import Draft
from journal.stored import row_of
from journal.twins import column_names, kept
from journal.who import OPERATOR, person
from models import SHEETS
from rules.errors import Blocked
from seed.demo import office as demo
from seed.demo import seed_demo, stands

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 24)
CLAIMS = 200


@pytest.fixture
def seeded(office, tmp_path) -> dict[str, int]:
    """An office of two hundred claims."""
    return seed_demo(CLAIMS, today=TODAY, documents=tmp_path / "documents")


def fingerprint() -> str:
    """Over every value of every sheet but what the clock and chance of signing in put there."""
    found = sha256()
    left_out = {"batch_id", "asked_at", "decided_at", "plan_digest", "store_name"}
    for model in SHEETS:
        columns = ", ".join(f'"{name}"' for name in column_names(model))
        for raw in run(f'SELECT {columns} FROM "{model._meta.table_name}" ORDER BY id').fetchall():
            row = row_of(model, raw)
            found.update(
                repr([row[f.name] for f in kept(model) if f.name not in left_out]).encode()
            )
    return found.hexdigest()


def test_every_sheet_of_the_work_is_filled(seeded):
    told = ("claim", "incident", "party", "reserve", "payment", "paymentevent", "filenote", "document", "diary",
            "contactlog", "inquiry", "investigationstep", "letter", "recovery", "recoverycost", "recoveryreceipt", "policy",
            "employee", "physician", "organization", "user", "userrole")  # fmt: skip
    assert seeded["claim"] == CLAIMS
    assert [sheet for sheet in told if not seeded.get(sheet)] == []
    for sheet, count in seeded.items():
        assert m.BY_NAME[sheet].select().count() == count or sheet == "approval"


def test_the_journal_bears_all_of_it_out(seeded):
    assert rollups.check() == []
    assert audit.verify().sound
    sources = {
        row.source
        for row in m.Batch.select(m.Batch.source).where(m.Batch.title == "Demonstration office")
    }
    assert sources == {"seed"}


def test_the_same_arguments_give_the_same_office_on_either_engine(seeded, kept_fingerprints):
    kept_fingerprints.add(fingerprint())
    assert len(kept_fingerprints) == 1


@pytest.fixture(scope="module")
def kept_fingerprints() -> set[str]:
    return set()


def test_no_claim_is_paid_beyond_its_reserve(seeded):
    for category in ("indemnity", "medical", "expense"):
        paid, reserved = (
            getattr(m.Claim, f"paid_{category}"),
            getattr(m.Claim, f"reserved_{category}"),
        )
        assert not m.Claim.select().where(paid > reserved).exists()


def test_my_day_is_alive(seeded):
    day = agenda(person("technician@demo.city"), on=TODAY)
    assert day.overdue
    assert day.today
    assert day.week
    assert day.for_others
    assert day.lapsing
    assert agenda(person("risk_manager@demo.city"), on=TODAY).for_me
    assert agenda(person("wc_manager@demo.city"), on=TODAY).for_me
    assert agenda(person("coordinator@demo.city"), on=TODAY).off_work


WORKS = {
    "technician": {"L"},
    "examiner": {"W"},
    "risk_manager": {"L", "W"},
    "wc_manager": {"W"},
}
"""Role with a diary of its own -> the lines of the claims in it."""


def test_each_role_has_a_handful_overdue_due_today_and_this_week(seeded):
    for role, lines in WORKS.items():
        day = agenda(person(f"{role}@demo.city"), on=TODAY)
        assert 1 <= len(day.overdue) <= 12, role
        assert 1 <= len(day.today) <= 12, role
        assert 1 <= len(day.week) <= 24, role
        assert all((TODAY - item.day).days <= 14 for item in day.overdue), role
        whose = m.Diary.owner == person(f"{role}@demo.city").user_id
        found = m.Claim.select(m.Claim.line).join(m.Diary, on=(m.Diary.claim == m.Claim.id))
        assert {line for (line,) in found.where(whose).tuples()} == lines


@pytest.mark.parametrize("day", ["2026-12-26", "2027-03-01", "2028-02-29"])
def test_any_day_has_work_for_everybody(office, tmp_path, day):
    on = date.fromisoformat(day)
    seed_demo(CLAIMS, today=on, documents=tmp_path)
    for role in WORKS:
        found = agenda(person(f"{role}@demo.city"), on=on)
        assert found.today, role
        assert found.week, role
        assert 1 <= len(found.overdue) <= 12, role
        assert all((on - item.day).days <= 14 for item in found.overdue), role


def test_deadlines_follow_from_the_facts_of_the_claims(seeded):
    counted = list(
        m.Diary.select().where(m.Diary.rule_code.is_null(False), m.Diary.claim.is_null(False))
    )
    assert {"CLAIM_ACT_45", "SUIT_6M", "CMP-02", "PD-07"} <= {row.rule_code for row in counted}
    assert all(row.steps and row.steps[0]["text"] for row in counted)
    draft = Draft("once more", source="job", on=TODAY)
    draft.look_at(m.Claim, [row_id for (row_id,) in m.Claim.select(m.Claim.id).tuples()])
    draft.look_at(m.Incident, [row_id for (row_id,) in m.Incident.select(m.Incident.id).tuples()])
    assert commit(OPERATOR, draft).seq is None, "the diary says what the facts say"


def test_some_deadlines_were_done_by_somebody(seeded):
    done = list(m.Diary.select().where(m.Diary.status == "done", m.Diary.rule_code.is_null(False)))
    assert done
    by_people = [row for row in done if not row.ended_by_rule and not row.recovery]
    wrong = [row for row in by_people if not row.done_date <= row.diary_date < TODAY]
    assert [(row.rule_code, row.diary_date, row.done_date) for row in wrong] == []
    assert len(by_people) > len(done) / 2, "what an action answers stands beside"


def test_nobody_has_a_password(seeded):
    assert m.User.select().where(m.User.password.is_null(False)).count() == 0
    assert m.User.select(m.User.fs_uniquifier).distinct().count() == m.User.select().count()


def test_each_person_holds_the_role_of_their_address(seeded):
    for role in m.Role.select():
        assert person(f"{role.name}@demo.city").roles == {role.name}


def test_documents_lie_in_the_store_as_the_sheet_says(seeded, tmp_path):
    rows = list(m.Document.select())
    assert rows
    for row in rows:
        content = Path(tmp_path, "documents", documents.below(row.store_name)).read_bytes()
        assert sha256(content).hexdigest() == row.sha256
        assert len(content) == row.size_bytes


def test_filled_again_it_stays_as_it_is(seeded, tmp_path):
    batches = m.Batch.select().count()
    assert seed_demo(CLAIMS, today=TODAY, documents=tmp_path / "documents") == {}
    assert m.Batch.select().count() == batches
    assert stands()


def test_interrupted_it_goes_on_where_it_stopped(office, tmp_path, monkeypatch):
    monkeypatch.setattr("seed.demo.parts.CLAIMS_A_PART", 50)
    written = demo._write

    def stops(part, key, *rest, **more):
        if key.endswith(" 1"):
            raise KeyboardInterrupt
        written(part, key, *rest, **more)

    monkeypatch.setattr(demo, "_write", stops)
    with pytest.raises(KeyboardInterrupt):
        seed_demo(60, today=TODAY, documents=tmp_path)
    assert not m.Claim.select().exists()
    monkeypatch.setattr(demo, "_write", written)
    seed_demo(60, today=TODAY, documents=tmp_path)
    assert m.Claim.select().count() == 60
    assert m.User.select().where(m.User.email == "technician@demo.city").count() == 1


def test_interrupted_before_the_approvals_it_asks_for_them_the_next_time(
    office, tmp_path, monkeypatch
):
    asks = demo.ask_for_approvals

    def stops(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "ask_for_approvals", stops)
    with pytest.raises(KeyboardInterrupt):
        seed_demo(60, today=TODAY, documents=tmp_path)
    assert not m.Approval.select().exists()
    monkeypatch.setattr(demo, "ask_for_approvals", asks)
    seed_demo(60, today=TODAY, documents=tmp_path)
    waiting = m.Approval.select().count()
    assert waiting
    assert seed_demo(60, today=TODAY, documents=tmp_path) == {}
    assert m.Approval.select().count() == waiting
    assert m.Claim.select().count() == 60


def test_what_waits_for_approval_differs_in_amount(seeded):
    amounts = [approval.amount for approval in m.Approval.select()]
    assert len(amounts) > 3
    assert len(set(amounts)) == len(amounts)


@pytest.mark.parametrize("claims", ["0", "-1", "many"])
def test_an_office_of_no_claims_is_not_asked_for(claims):
    answer = CliRunner().invoke(cli, ["seed", "demo", "--claims", claims])
    assert answer.exit_code == 2
    assert "--claims" in answer.output


def test_an_office_with_records_of_its_own_is_left_alone(office, tmp_path):
    write(claim={"claimant": "Rosa Alvarez"})
    with pytest.raises(Blocked, match="claims of its own"):
        seed_demo(CLAIMS, today=TODAY, documents=tmp_path)
    assert m.Claim.select().count() == 1
    assert not stands()
