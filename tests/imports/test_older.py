"""Older claims: deadlines that have passed stay out of the diary, and it is said how many."""

import json
import sys
from datetime import date, timedelta

import pytest
from books import TODAY, bring_in, csv_file, planned
from builders import change, write

import app
import models as m
from imports import profiles
from imports.commit import commit
from imports.older import Older, diary_words, passed_words
from imports.outcome import besides
from imports.profiles import Recipe, from_file
from imports.taking import with_ages
from imports.upload import said
from journal import audit, rollups, undo
from journal.who import OPERATOR
from rules.errors import BadValue

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Claim no.", "Line", "Status", "Presented", "knowledge_date", "Loss date"]
ROWS = (
    ["L-1", "L", "under_review", "2024-03-04", "", "2024-02-01"],  # two have passed
    ["L-2", "L", "under_review", "2026-11-16", "", "2026-11-02"],  # two run
    ["L-3", "L", "closed_paid", "2023-03-06", "", "2023-02-01"],
    ["W-1", "W", "accepted", "", "2025-03-03", "2025-03-03"],  # one has passed, one runs
)
PASSED, RUN = 3, 3


@pytest.fixture
def register(tmp_path):
    """A register of four claims, one of them closed."""
    return csv_file(tmp_path / "older.csv", HEAD, *ROWS)


@pytest.fixture(params=[False, True], ids=["under the lock", "ahead"])
def either_way(request, monkeypatch):
    """Rows are written under the lock, or made ready before it."""
    monkeypatch.setattr("imports.commit.AHEAD_FROM", 1 if request.param else 500)


def open_days() -> list[date]:
    query = m.Diary.select(m.Diary.diary_date).where(m.Diary.trashed_at.is_null())
    return sorted(day for (day,) in query.tuples())


def since() -> dict[str, date | None]:
    return dict(m.Claim.select(m.Claim.claim_no, m.Claim.deadlines_from_date).tuples())


def test_deadlines_that_have_passed_stay_out_of_the_diary(register, either_way):
    told = bring_in(register, historic=True)
    assert since() == dict.fromkeys(("L-1", "L-2", "L-3", "W-1"), TODAY)
    assert len(open_days()) == RUN
    assert min(open_days()) > TODAY
    assert told["details"]["deadlines"] == {
        "historic": True, "passed": PASSED, "in_diary": RUN, "left_out": PASSED,
    }  # fmt: skip
    sentence = "3 deadlines are in the diary; 3 that had passed were left out."
    assert said(told) == f"4 new. {sentence}"
    assert sentence in besides(told["details"])
    run = m.ImportRun.get()
    assert (run.mapping["deadlines"], run.mapping["deadlines_left_out"]) == (RUN, PASSED)
    assert run.mapping["columns"]["claim_no"] == "Claim no."
    assert audit.verify().sound
    assert rollups.check() == []


def test_of_other_files_they_come_in_overdue(register, either_way):
    told = bring_in(register)
    assert set(since().values()) == {None}
    assert len(open_days()) == RUN + PASSED
    assert said(told) == "4 new. 6 deadlines are in the diary."
    assert m.ImportRun.get().mapping["deadlines_left_out"] == 0


def test_before_the_commit_it_says_how_many_have_passed(register):
    plan = planned(register)
    assert (plan.older.open, plan.older.old, plan.older.passed) == (3, 2, PASSED)
    words = "3 deadlines of the new claims have passed: they come into the diary, overdue."
    assert words in besides(plan.as_json()["details"])
    stays = "3 deadlines of the new claims have passed: they stay out of the diary."
    assert stays in besides(planned(register, historic=True).as_json()["details"])


def test_what_it_says_beforehand_is_what_is_left_out(tmp_path):
    """Over claims of either line, of any age and status."""
    rows = []
    for n in range(120):
        day = (TODAY - timedelta(days=11 * n)).isoformat()
        line, statuses = ("L", "received rejected insufficient deemed_rejected litigation") if (
            n % 2
        ) else ("W", "reported claim_form_filed accepted delayed denied")  # fmt: skip
        status = statuses.split()[n % 5]
        rows.append([f"C-{n}", line, status, *([day] * 7)])
    head = [
        "claim_no", "line", "status", "presented_date", "knowledge_date", "loss_date",
        "received_date", "rejection_mailed_date", "claim_form_filed_date", "last_worked_date",
    ]  # fmt: skip
    path = csv_file(tmp_path / "many.csv", head, *rows)
    plan = planned(path, historic=True)
    assert plan.refused == 0
    told = commit(OPERATOR, plan)["details"]["deadlines"]
    assert told["left_out"] == told["passed"] > 100
    assert told["in_diary"] > 20


def test_a_claim_that_the_office_has_keeps_its_deadlines(register):
    write(claim={"claim_no": "L-1", "line": "L", "status": "received"})
    bring_in(register, historic=True)
    assert since() == {"L-1": None, "L-2": TODAY, "L-3": TODAY, "W-1": TODAY}


def test_the_day_that_the_file_gives_stands(tmp_path):
    path = csv_file(
        tmp_path / "own.csv", [*HEAD, "Deadlines from"],
        [*ROWS[0], "2024-03-20"], [*ROWS[1], ""],
    )  # fmt: skip
    told = bring_in(path, historic=True)
    assert since() == {"L-1": date(2024, 3, 20), "L-2": TODAY}
    assert told["details"]["deadlines"]["left_out"] == 0


def test_claims_made_beside_are_older_ones_too(tmp_path):
    path = csv_file(
        tmp_path / "payments.csv",
        ["Payment no.", "Claim no.", "Amount", "Category", "Loss date"],
        ["P-1", "L-9", "5.00", "expense", "2020-01-02"],
    )
    fixed = {"claim.line": "L", "claim.status": "incident_only", "claim.claim_kind": "injury"}
    plan = planned(
        path, m.Payment, claims_too=True, fixed=fixed, historic=True,
        columns={"claim.loss_date": "Loss date"},
    )  # fmt: skip
    assert (plan.older.old, plan.older.passed) == (1, 1)
    told = commit(OPERATOR, plan)["details"]["deadlines"]
    assert (told["in_diary"], told["left_out"]) == (0, 1)
    assert since() == {"L-9": TODAY}


def test_a_later_edit_does_not_bring_the_past_in(register):
    bring_in(register, historic=True)
    claim = m.Claim.get(m.Claim.claim_no == "L-1")
    change(m.Claim, claim.id, description="A fall.", location="Main Street")
    change(m.Claim, claim.id, presented_date=date(2024, 3, 5))
    assert not m.Diary.select().where(m.Diary.claim == claim.id).exists()
    change(m.Claim, claim.id, presented_date=date(2026, 11, 20))
    assert m.Diary.select().where(m.Diary.claim == claim.id).count() == 2


def test_undo_puts_all_back(register, either_way):
    bring_in(register, historic=True)
    done = undo.undo(OPERATOR, m.Batch.select(m.Batch.seq).order_by(m.Batch.id.desc()).scalar(),
                     on=TODAY)  # fmt: skip
    assert done.plan.count("kept") == done.plan.count("blocked") == 0
    assert not m.Claim.select().where(m.Claim.trashed_at.is_null()).exists()
    assert open_days() == []
    assert m.ImportRun.get().status == "undone"
    assert m.ImportRun.get().mapping["deadlines"] == RUN
    undo.undo(OPERATOR, done.seq, on=TODAY)
    assert len(open_days()) == RUN
    assert set(since().values()) == {TODAY}
    assert rollups.check() == []


@pytest.mark.parametrize(
    ("older", "taken"),
    [
        (Older(open=212, old=107), "107 of its 212 new open claims bear no day of the last year"),
        (Older(open=212, old=106), None),
        (Older(open=1, old=1), "its new open claim bears no day of the last year"),
        (Older(), None),
        (None, None),
    ],
)
def test_a_file_of_mostly_old_claims_is_taken_for_one(older, taken, register):
    plan = planned(register)
    options = with_ages(plan.options, older)
    assert (options.historic, options.taken.get("historic")) == (taken and True, taken)


@pytest.mark.parametrize("decided", [True, False])
def test_what_is_decided_stands(register, decided):
    options = with_ages(planned(register, historic=decided).options, Older(open=2, old=2))
    assert (options.historic, "historic" in options.taken) == (decided, False)


def test_a_claim_is_old_when_its_latest_day_is_over_a_year_ago(tmp_path):
    year = TODAY - timedelta(days=365)
    path = csv_file(
        tmp_path / "ages.csv",
        HEAD,
        ["L-1", "L", "received", "", "", str(year - timedelta(days=1))],
        ["L-2", "L", "received", "", "", str(year)],
        ["L-3", "L", "received", str(year), "", "2020-01-02"],
        ["L-4", "L", "received", "", "", ""],
    )
    older = planned(path).older
    assert (older.open, older.old) == (4, 1)
    bare = csv_file(tmp_path / "bare.csv", ["Claim no.", "Presented"], ["L-5", "2024-02-01"])
    assert planned(bare).older == Older(open=1, old=1, passed=3), "received, of liability"
    causes = csv_file(tmp_path / "causes.csv", ["Code", "Title"], ["K01", "Fall"])
    assert planned(causes, m.CauseCode).older is None


def test_a_profile_keeps_what_was_decided_by_hand(register):
    plan = planned(register, historic=True)
    kept = profiles.made_of("Old register", "", plan)
    assert kept.recipe.historic is True
    assert profiles.applied(planned(register).options, kept).historic is True
    assert profiles.applied(planned(register, historic=False).options, kept).historic is False
    plan.options = with_ages(planned(register).options, Older(open=2, old=2))
    assert profiles.made_of("Old register", "", plan).recipe.historic is None
    assert Recipe().historic is None
    facts = json.loads(profiles.as_file(kept))
    facts["recipe"]["historic"] = "perhaps"
    with pytest.raises(BadValue, match="older ones is true, false or nothing"):
        from_file(json.dumps(facts))


@pytest.mark.parametrize(
    ("made", "out", "words"),
    [
        (212, 1830, "212 deadlines are in the diary; 1,830 that had passed were left out."),
        (1, 1, "1 deadline is in the diary; 1 that had passed was left out."),
        (0, 2, "No deadline is in the diary; 2 that had passed were left out."),
        (1_200, 0, "1,200 deadlines are in the diary."),
        (0, 0, ""),
    ],
)
def test_the_diary_in_words(made, out, words):
    assert diary_words(made, out) == words


def test_one_deadline_that_passed_in_words():
    assert passed_words(0, historic=True) == ""
    assert passed_words(1, historic=True) == (
        "1 deadline of the new claims has passed: it stays out of the diary"
    )
    assert passed_words(1, historic=False).endswith("it comes into the diary, overdue")


def test_on_the_command_line(office, register, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", office)
    monkeypatch.setenv("CLAIMS_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())

    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["app.py", "import", "claim", str(register), *words])
        with pytest.raises(SystemExit) as end:
            app.main()
        assert end.value.code == 0
        return capsys.readouterr().out

    assert "3 deadlines of the new claims have passed: they come" in run("--dry-run")
    told = json.loads(run("--historic", "--json"))
    assert told["details"]["deadlines"]["left_out"] == PASSED
    assert "0 new" in run("--historic")
