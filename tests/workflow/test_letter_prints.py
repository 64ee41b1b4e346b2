"""The .pdf of many letters, made in the background."""

import letter_office as made
import pytest
from desk import TODAY, do, look, user, words

import models as m
from exports import printing as pages
from exports.letters import printing
from journal import documents, jobs
from rules.errors import Blocked
from workflow import letter_prints

KIND = "letter_prints"
pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def tess(tmp_path, office):
    """A technician in an office that wants the .pdf of letters."""
    documents.keep_in(tmp_path / "documents")
    made.settle(letters_as_pdf="yes")
    return user("tess", "technician")


@pytest.fixture
def claims(tess) -> list[int]:
    """One more than are printed at once."""
    return [made.liability(claim_no=f"L-2026-{n:04d}") for n in range(letter_prints.AT_ONCE + 1)]


def asked_for() -> m.Job:
    return m.Job.get(m.Job.kind == KIND)


def task_of(job: m.Job, tess, tmp_path) -> jobs.Task:
    return jobs.Task(job.id, tess, job.parameters, tmp_path / "results")


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_many_are_printed_in_the_background(tess, claims, tmp_path):
    plan = look(tess, "letter_acknowledgement", "claim", claims)
    assert "The .pdf of the 6 letters are made in the background; your inbox tells." in plan.lines
    do(tess, "letter_acknowledgement", "claim", claims)
    assert {letter.printed for letter in m.Letter.select()} == {None}
    job = asked_for()
    assert (job.title, len(job.parameters["letters"])) == ("The .pdf of 6 letters", 6)
    task = task_of(job, tess, tmp_path)
    told = letter_prints.work(task)
    assert told["sentence"] == "6 letters printed, each beside its .docx."
    assert (task.done, task.total) == (6, 6)
    for letter in m.Letter.select():
        printed = m.Document.get_by_id(letter.printed)
        assert documents.content(printed)[:5] == b"%PDF-"
        assert printed.claim == letter.claim
    documents_before = m.Document.select().count()
    letter_prints.work(task_of(job, tess, tmp_path))
    assert m.Document.select().count() == documents_before


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_a_handful_is_printed_at_once(tess, claims):
    plan = look(tess, "letter_acknowledgement", "claim", claims[:-1])
    assert "in the background" not in words(plan)
    do(tess, "letter_acknowledgement", "claim", claims[:-1])
    assert all(letter.printed for letter in m.Letter.select())
    assert not m.Job.select().where(m.Job.kind == KIND).exists()


def test_without_the_program_there_is_no_job_and_it_is_said(tess, claims, monkeypatch):
    monkeypatch.setattr(pages, "PROGRAMS", ("no-such-program",))
    plan = look(tess, "letter_acknowledgement", "claim", claims)
    assert printing.NOT_HERE in plan.lines
    do(tess, "letter_acknowledgement", "claim", claims)
    assert not m.Job.select().where(m.Job.kind == KIND).exists()


def test_a_job_that_prints_nothing_says_so(tess, claims, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "PROGRAMS", ("no-such-program",))
    do(tess, "letter_acknowledgement", "claim", claims[0])
    facts = {"letters": [m.Letter.get().id], "on": TODAY.isoformat()}
    with pytest.raises(Blocked, match="no LibreOffice"):
        letter_prints.work(jobs.Task(1, tess, facts, tmp_path / "results"))
