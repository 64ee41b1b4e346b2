"""Letters that other quick actions write: light duty and questions to a physician."""

from datetime import date

import letter_office
import pytest
from desk import TODAY, change, do, look, make, reasons, row, user, words
from duty import department, noted, task_of_bank, worker

import models as m
from exports import printing as pages
from exports.letters import printing
from journal import documents, policy
from journal.undo import undo
from journal.who import person
from rules.errors import Blocked
from workflow import offer_letters

pytestmark = pytest.mark.usefixtures("office")
LIGHT = {"activity": "lift", "pounds": 5}


@pytest.fixture
def ann(office, tmp_path):
    """A technician, a store for documents, and the head of letters."""
    documents.keep_in(tmp_path / "documents")
    letter_office.settle()
    return user("ann", "technician")


@pytest.fixture
def omar(ann):
    """Omar may lift ten pounds; his physician is known."""
    physician = make("physician", name="Dr Secret", address="9 Clinic Way")
    one = worker(department(), last_worked_date=date(2026, 10, 1), physician=physician)
    noted(ann, one)
    return one


def bank(**values) -> int:
    given = {"supervisor": "Sam Lee", **values}
    return task_of_bank(m.Department.get().id, "Check work orders", LIGHT, **given)


def offer(ann, claim_id: int, **values):
    given = {"task": bank(), "first_day": date(2026, 11, 30), **values}
    return do(ann, "offer_light_duty", "claim", claim_id, **given)


def texts(plan) -> str:
    """What the first letter of a plan says."""
    return "\n".join(text for _, text in plan.papers[0].blocks)


def test_an_offer_is_written_with_it_as_one_change(ann, omar):
    task = bank()
    plan = look(ann, "offer_light_duty", "claim", omar, task=task, first_day=date(2026, 11, 30))
    assert "Light-duty offer to Omar Ruiz, by hand." in words(plan)
    assert "Please tell us by November 29, 2026" in texts(plan)
    assert "Lift" in texts(plan)
    done = offer(ann, omar, task=task)
    assert done.sentence == "Check work orders: 1 offer made. 1 letter written."
    letter = m.Letter.get()
    made = m.LightDutyOffer.get()
    assert (letter.code, letter.offer, letter.claim) == ("LD-OFFER", made.id, omar)
    assert m.Document.get_by_id(letter.document).claim == omar
    assert m.Batch.select().where(m.Batch.verb == "offer_light_duty").count() == 1


def test_a_missing_value_stops_the_offer_and_names_its_field(ann, omar):
    plan = look(ann, "offer_light_duty", "claim", omar, task=bank(supervisor=None))
    assert reasons(plan) == "The letter lacks the supervisor (give it above)."
    assert not plan.draft
    given = {"supervisor": "Ana Ruiz", "task": m.LightDutyTask.get().id}
    assert not look(ann, "offer_light_duty", "claim", omar, **given).refusals


def test_an_offer_in_spanish_and_its_extension_in_the_same_language(ann, omar):
    offer(ann, omar, language="es")
    made = m.LightDutyOffer.get().id
    assert m.Letter.get().language == "es"
    do(ann, "answer_offer", "lightdutyoffer", made, answer="accepted", inform=False)
    plan = look(ann, "extend_offer", "lightdutyoffer", made, last_day=date(2027, 4, 1))
    assert "Fecha" in texts(plan) or "febrero de 2027" in texts(plan)
    do(ann, "extend_offer", "lightdutyoffer", made, last_day=date(2027, 4, 1))
    second = m.LightDutyOffer.get(m.LightDutyOffer.extends == made)
    letter = m.Letter.get(m.Letter.code == "LD-EXTEND")
    assert (letter.language, letter.offer) == ("es", second.id)
    english = look(person("ann@example.org"), "offer_light_duty", "claim", omar, task=bank(),
                   first_day=date(2027, 4, 5), language="en")  # fmt: skip
    assert "The City has work for you" in texts(english)


def test_who_writes_no_letters_of_compensation_offers_without_one(ann, omar, max_):
    plan = look(max_, "offer_light_duty", "claim", omar, task=bank())
    assert not plan.refusals
    assert not plan.papers
    assert "Your role writes no letters of compensation" in words(plan)
    shown = [p.name for p in offer_letters.PARAMS if policy.may_act(max_, p.roles)]
    assert shown == []
    assert policy.may_act(ann, offer_letters.PARAMS[0].roles)


def test_an_offer_of_an_earlier_day_is_recorded_and_not_written(ann, omar):
    plan = look(
        ann, "offer_light_duty", "claim", omar, task=bank(), offered_date=date(2026, 11, 23)
    )
    assert "No letter is written for Mon 23 Nov 2026" in words(plan)
    assert not plan.papers
    assert plan.draft


def test_many_offers_are_one_change_each_with_its_letter(ann, omar):
    other = worker(m.Department.get().id, status="delayed")
    noted(ann, other)
    done = do(ann, "offer_light_duty", "claim", [omar, other], task=bank(capacity=2),
              first_day=date(2026, 11, 30))  # fmt: skip
    assert done.sentence.endswith("2 offers made. 2 letters written.")
    offers = {letter.offer for letter in m.Letter.select()}
    assert offers == {made.id for made in m.LightDutyOffer.select()}


def test_undo_takes_the_offer_back_and_leaves_its_letter_void(ann, omar):
    done = offer(ann, omar)
    undone = undo(ann, done.receipt.seq, on=TODAY)
    letter = m.Letter.get()
    assert (letter.status, letter.trashed_at) == ("void", None)
    assert m.Document.get_by_id(letter.document).trashed_at is None
    step = next(step for step in undone.plan.steps if step.sheet == "letter")
    assert "went out" in step.reason


def test_an_offer_without_a_program_for_pdf_says_so(ann, omar, monkeypatch):
    change("setting", m.Setting.get(m.Setting.name == "letters_as_pdf").id, value="yes")
    monkeypatch.setattr(pages, "PROGRAMS", ("no-such-program",))
    plan = look(ann, "offer_light_duty", "claim", omar, task=bank())
    assert printing.NOT_HERE in plan.lines


def test_a_physician_is_asked_of_function_in_a_letter(ann, omar):
    given = {"job_demands": "Lift 25 lb\nStand 6 hours"}
    plan = look(ann, "ask_physician", "claim", omar)
    assert reasons(plan) == "The letter lacks what the job demands (give it above)."
    plan = look(ann, "ask_physician", "claim", omar, **given)
    assert "Lift 25 lb" in texts(plan)
    assert "December 14, 2026" in texts(plan)
    do(ann, "ask_physician", "claim", omar, **given)
    letter = m.Letter.get()
    assert (letter.code, letter.sensitivity, letter.delivery) == ("PHYS-INQ", "medical", "fax")
    assert m.InvestigationStep.get().claim == omar
    assert m.Diary.select().where(m.Diary.action == "record_answer").count() == 1


def test_who_sees_no_medical_file_asks_by_a_letter_of_somebody_else(omar):
    rita = user("rita", "risk_manager")
    with pytest.raises(Blocked, match="not among the letters of your role"):
        do(rita, "ask_physician", "claim", omar, job_demands="Lift 25 lb")
    do(rita, "ask_physician", "claim", omar, letter="elsewhere")
    assert row(m.InvestigationStep, m.InvestigationStep.get().id).claim == omar
