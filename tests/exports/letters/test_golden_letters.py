"""The words of every letter, as they go out: one golden text each, that a person can read."""

from datetime import date
from pathlib import Path

import letter_office as office
import pytest
from desk import TODAY, make, user

import models as m
from exports import letters
from exports.letters.declared import LETTERS, kind_of, letter_of
from exports.letters.on_offers import restrictions, restrictions_within
from exports.letters.writing import Wish, write
from rules.errors import NotFound

pytestmark = pytest.mark.usefixtures("office")

letters.load()
GOLDEN = Path(__file__).parent / "golden"
LATE = {
    "status": "under_review",
    "claim_kind": "injury",
    "accrual_date": date(2026, 3, 2),
    "late_application_date": date(2026, 11, 20),
}
DAY = date(2026, 12, 11)

CASES = {
    "acknowledgement": (office.liability, {}),
    "information_request": (
        office.liability,
        {"items": "Two repair estimates\nPhotos of the damage", "reply_by": DAY},
    ),
    "delay": (
        office.liability,
        {"reason": "The contractor has not answered yet.", "expected_date": DAY},
    ),
    "insufficiency": (
        office.liability,
        {
            "defects": "The claim is not signed (910.2).\nIt gives no place of the occurrence (910(c))."
        },
    ),
    "late_claim": (lambda: office.liability(**LATE), {}),
    "late_denial": (
        lambda: office.liability(**LATE),
        {"reason": "No ground of section 911.6(b) is shown."},
    ),
    "rejection": (office.liability, {"action": "rejected", "action_date": date(2026, 11, 23)}),
    "extension": (office.liability, {"new_deadline": date(2027, 2, 26)}),
    "status_letter": (office.liability, {"message": "The adjuster inspected the place."}),
    "demand": (office.recovery, {}),
    "demand_carrier": (office.recovery, {}),
    "follow_30": (office.billed, {}),
    "follow_60": (
        office.billed,
        {"phone_log": "on October 20 you said that you would ask your insurer."},
    ),
    "follow_90": (office.billed, {"action_day": DAY}),
    "payment_plan": (office.billed, {}),
    "settlement_recommendation": (
        office.billed,
        {"agreed": 3_000_00, "reason": "The pole was twelve years old.", "pay_by": DAY},
    ),
    "write_off": (
        office.billed,
        {"efforts": "Three letters, two calls.", "reason": "The debtor is bankrupt."},
    ),
    "small_claims": (office.billed, {"venue": "Superior Court, County of Tuolumne"}),
    "light_duty_offer": (office.offer, {}),
    "light_duty_extension": (office.extension, {}),
    "physician_inquiry": (
        office.injured,
        {
            "questions": "May he lift 20 pounds twice an hour?",
            "job_demands": "Lifting up to 40 pounds",
            "reply_by": DAY,
        },
    ),
    "return_to_work": (office.released, {"duty": "full", "return_date": date(2026, 11, 30)}),
}
SHEETS = {
    "envelope": (office.liability, {}),
    "face_sheet": (lambda: office.liability(amount_claimed=4_500_00, description="Fell."), {}),
}
"""What is only printed."""
SPANISH = ("light_duty_offer", "light_duty_extension")


def written(key: str, language: str = "en"):
    """A letter on its record, in an office whose technician signs it."""
    office.settle()
    signer = user("tess", "technician")
    make, given = {**CASES, **SHEETS}[key]
    entry = LETTERS.get(key)
    sheet = m.BY_NAME[kind_of(entry).sheets[0]]
    record = sheet.get_by_id(make())
    return write(
        entry, record, Wish(language=language, signer=signer.user_id, given=given), on=TODAY
    )


@pytest.mark.parametrize(
    ("key", "language"),
    [*((key, "en") for key in (*CASES, *SHEETS)), *((key, "es") for key in SPANISH)],
)
def test_a_letter_says_what_it_is_meant_to_say(key, language):
    letter = written(key, language)
    assert letter.missing == ""
    text = "\n".join(words for _, words in letter.blocks if words.strip()) + "\n"
    golden = GOLDEN / f"{key}{'' if language == 'en' else f'.{language}'}.txt"
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [e.key for e in LETTERS if kind_of(e).proof])
def test_the_proof_of_service_bears_the_exact_title(key):
    headings = [text for style, text in written(key).blocks if style == "Heading"]
    assert kind_of(LETTERS.get(key)).heading == headings[0]
    assert any(text.startswith(f"Re: {headings[0]},") for _, text in written_again(key))


def written_again(key: str) -> list[tuple[str, str]]:
    """The letter once more, on the record that is there."""
    entry = LETTERS.get(key)
    record = m.BY_NAME[kind_of(entry).sheets[0]].get()
    given = {**CASES, **SHEETS}[key][1]
    return write(entry, record, Wish(signer=m.User.get().id, given=given), on=TODAY).blocks


def test_by_mail_of_the_electronic_kind_a_letter_needs_such_an_address():
    office.settle()
    claim = m.Claim.get_by_id(office.liability())
    letter = write(LETTERS.get("acknowledgement"), claim, Wish(delivery="email"), on=TODAY)
    assert letter.lacks == ("address",)
    mended = write(
        LETTERS.get("acknowledgement"), claim, Wish(delivery="email", address="a@b.c"), on=TODAY
    )
    assert not mended.missing


def test_every_letter_has_a_golden_text():
    sent = {entry.key for entry in LETTERS if kind_of(entry).sends}
    assert sent == set(CASES)
    assert len(sent) >= 20
    assert {entry.key for entry in LETTERS} - sent == set(SHEETS)


def test_a_letter_is_found_by_key_and_by_its_code():
    assert letter_of("rejection") is letter_of("REJECT") is LETTERS.get("rejection")
    assert letter_of("ld-offer").key == "light_duty_offer"
    with pytest.raises(NotFound, match="no letter “fan_mail”"):
        letter_of("fan-mail")


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (1, "en", ["at most 1 pound", "at most 1 hour a day"]),
        (2, "en", ["at most 2 pounds", "at most 2 hours a day"]),
        (1, "es", ["no más de 1 libra", "no más de 1 hora al día"]),
    ],
)
def test_one_hour_is_not_hours(number, language, said):
    note = make("workstatus", claim=office.injured(), from_date=TODAY, status="modified")
    make("restriction", work_status=note, activity="lift", pounds=number, hours=number)
    assert restrictions(note, language)[0].split(": ")[1].split(", ") == said


@pytest.mark.parametrize(
    ("pounds", "said"),
    [(None, ["No contact with the public", "Sit down often"]), (5, ["Lift: at most 5 pounds"])],
)
def test_a_note_without_lines_is_told_in_its_own_words(pounds, said):
    note = make("workstatus", claim=office.injured(), from_date=TODAY, status="modified",
                as_written="No contact with the public\n\nSit down often\n")  # fmt: skip
    if pounds:
        make("restriction", work_status=note, activity="lift", pounds=pounds)
    assert restrictions(note) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Lift: at most 20 pounds, up to a third of the day", "Bend: once in a while"]),
        (
            "es",
            ["Levantar: no más de 20 libras, hasta un tercio del día",
             "Agacharse: de vez en cuando"],
        ),
    ],
)  # fmt: skip
def test_how_often_a_note_allows_something_is_told(language, said):
    note = make("workstatus", claim=office.injured(), from_date=TODAY, status="modified")
    make("restriction", work_status=note, activity="lift", pounds=20, frequency="occasional")
    make("restriction", work_status=note, activity="bend", frequency="once")
    assert restrictions(note, language) == said


@pytest.mark.parametrize(
    ("last", "language", "said"),
    [
        (date(2026, 12, 4), "en", []),
        (date(2026, 12, 5), "en", ["From December 5, 2026: Lift: at most 5 pounds"]),
        (
            date(2026, 12, 5),
            "es",
            ["Desde el 5 de diciembre de 2026: Levantar: no más de 5 libras"],
        ),
    ],
)
def test_a_note_that_begins_during_an_offer_is_told_with_its_day(last, language, said):
    claim, notes = office.injured(), []
    for day, pounds in ((TODAY, 10), (date(2026, 12, 5), 5)):
        notes.append(make("workstatus", claim=claim, from_date=day, status="modified"))
        make("restriction", work_status=notes[-1], activity="lift", pounds=pounds)
    offer = m.LightDutyOffer(claim=claim, work_status=notes[0], first_day=TODAY, last_day=last)
    assert restrictions_within(offer, language)[1:] == said


@pytest.mark.parametrize("key", SPANISH)
def test_a_translation_says_that_the_english_letter_controls_and_is_followed_by_it(key):
    words = "\n".join(text for _, text in written(key, "es").blocks if text.strip()) + "\n"
    own, english, rest = words.partition((GOLDEN / f"{key}.txt").read_text(encoding="utf-8"))
    assert english
    assert "La carta en inglés, que sigue, es la que rige." in own
    assert rest == ""


def test_an_offer_is_looked_at_again_after_thirty_days_while_it_runs():
    days = {"first_day": date(2026, 11, 30), "last_day": date(2027, 2, 26)}
    letter = write(letter_of("LD-OFFER"), m.LightDutyOffer.get_by_id(office.offer(**days)),
                   Wish(), on=TODAY)  # fmt: skip
    assert letter.values["review_date"] == "December 30, 2026"
