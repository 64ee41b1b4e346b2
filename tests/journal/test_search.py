"""The one search box: what it finds among many, by a short text, and for whom."""

import pytest
from builders import TODAY, claim, person, write

import models as m
from journal import reading, search
from journal.commit import commit
from journal.drafts import Draft
from journal.question import Question
from journal.reading import ask
from journal.who import OPERATOR
from rules.errors import BadQuestion

pytestmark = pytest.mark.usefixtures("office")
TECHNICIAN = person("technician")


def many(count: int, **values) -> None:
    """So many claims that share their words."""
    draft = Draft("many", source="seed", on=TODAY)
    for n in range(count):
        given = {k: v.format(n=n) if isinstance(v, str) else v for k, v in values.items()}
        draft.create(m.Claim, claim_no=f"L-{n:05d}", **given)
    commit(OPERATOR, draft)


def labels(text: str, who=TECHNICIAN, **more) -> list[str]:
    """The numbers of what is found."""
    return [hit.label.split(" · ")[0] for hit in search.find(who, text, **more)]


def test_a_rare_word_is_found_beside_one_that_many_rows_share():
    many(600, description="sidewalk defect", claimant="Person {n}")
    claim(claim_no="L-X", description="sidewalk defect", claimant="Ana Ng")
    assert labels("sidewalk ng") == ["L-X"]
    assert labels("sidewalk ana") == ["L-X"]


def test_of_many_alike_the_newest_come_first(monkeypatch):
    many(1_200, description="sidewalk defect")
    expected = [f"L-{n:05d}" for n in range(1_199, 1_179, -1)]
    assert labels("sidewalk") == expected
    monkeypatch.setattr(search, "FEW", 100)
    assert labels("sidewalk") == labels("defect sidewalk") == expected


def test_words_that_each_many_rows_hold_are_found_together(monkeypatch):
    monkeypatch.setattr(search, "FEW", 50)
    many(100, description="sidewalk")
    claim(claim_no="L-X", description="sidewalk and hydrant")
    draft = Draft("more", source="seed", on=TODAY)
    draft.create_many(
        m.Claim, ("claim_no", "description"), [(f"H{n}", "hydrant") for n in range(100)]
    )
    commit(OPERATOR, draft)
    assert labels("hydrant sidewalk") == ["L-X"]


def test_a_short_text_is_looked_for_at_the_beginning_of_numbers():
    claim(claim_no="QX-9")
    claim(claim_no="L-QX")
    write(department={"code": "QX", "name": "Works"})
    assert labels("qx") == ["QX", "QX-9"]
    assert labels("Q") == ["QX-9", "QX"]
    assert labels("%") == labels("_") == []


def test_an_exact_number_comes_before_all_others():
    claim(claim_no="L-1", description="first")
    claim(claim_no="L-10", description="see L-1")
    assert labels("l-1")[0] == "L-1"


def test_a_coordinator_finds_a_claim_by_the_name_that_the_list_shows():
    own = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    common = {"line": "W", "status": "reported", "department": own}
    claim(claim_no="W-1", claimant="Rosa Alvarez", location="Elm", diagnosis="sprain", **common)
    coordinator = person("coordinator", own)
    assert labels("alvarez", coordinator) == ["W-1"]
    page = Question(m.Claim, q="alvarez", columns=("claim_no",))
    assert ask(coordinator, page).count == 1


@pytest.mark.parametrize("hidden", ["sprain", "elm street", "negligent"])
def test_nothing_is_found_by_a_column_out_of_sight(hidden):
    own = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    claim(
        line="W",
        status="reported",
        department=own,
        location="Elm Street",
        diagnosis="sprain",
        description="negligent",
    )
    coordinator = person("coordinator", own)
    assert labels(hidden, coordinator) == []
    assert ask(coordinator, Question(m.Claim, q=hidden)).rows == []
    assert len(labels(hidden)) == 1


def test_a_row_kept_as_medical_is_found_by_who_may_see_it():
    note = {"claim": claim(), "note_date": TODAY, "subject": "scan", "sensitivity": "medical"}
    write(filenote=note)
    assert labels("scan", person("risk_manager")) == []
    assert len(labels("scan", person("examiner"))) == 1


def test_a_character_that_no_record_holds_is_said_so():
    with pytest.raises(BadQuestion, match=r"U\+0000"):
        search.find(TECHNICIAN, "ab\x00c")


def test_a_word_that_many_rows_hold_is_counted_no_further_than_a_small_cap(monkeypatch):
    monkeypatch.setattr(search, "FEW", 3)
    monkeypatch.setattr(reading, "WALKED_CAP", 4)
    many(6, description="harbor {n}pier")
    common, rare = (ask(TECHNICIAN, Question(m.Claim, q=word)) for word in ("harbor", "5pier"))
    assert (len(common.rows), common.count, common.capped) == (6, 4, True)
    assert (rare.count, rare.capped) == (1, False)


@pytest.mark.parametrize(
    "asked",
    ["(408) 555-0128", "408 555 0128", "4085550128", "5550128", "555-0128", "408.555.0128"],
)
def test_a_phone_is_found_however_it_is_written(asked):
    write(party=dict(party_no="P-1", name="Ana Ng", phone="(408) 555-0128"))
    write(party=dict(party_no="P-2", name="Bo Li", phone="(408) 555-0129"))
    assert labels(asked) == ["P-1"]


@pytest.mark.parametrize("asked", ["5QBK931", "5qbk-931", "5QBK 931", "L20270016", "l-2027-0016"])
def test_a_plate_or_number_is_found_by_its_letters_and_digits(asked):
    write(party=dict(party_no="P-1", name="Ana Ng", plate="5QBK931"))
    write(party=dict(party_no="P-2", name="Bo Li", plate="5-QBK-932"))
    claim(claim_no="L-2027-0016")
    assert labels(asked) == ["P-1" if "q" in asked.lower() else "L-2027-0016"]


def test_a_number_that_changed_is_no_longer_found_by_the_old_spelling():
    row_id = write(party=dict(party_no="P-1", name="Ana Ng", phone="(408) 555-0128")).created[0][1]
    draft = Draft("mend", source="form", on=TODAY)
    draft.change(m.Party, row_id, phone="(408) 555-0199")
    commit(OPERATOR, draft)
    assert labels("4085550128") == []
    assert labels("4085550199") == ["P-1"]


def test_a_comma_behind_a_name_is_not_looked_for():
    claim(claim_no="L-X", claimant="Soledad Kessler")
    assert labels("Kessler, Soledad") == ["L-X"]


def test_what_stands_on_a_claim_is_listed_by_the_claim_number():
    row_id, other = claim(claim_no="L-2027-0016"), claim(claim_no="L-2027-0017")
    write(diary=dict(claim=row_id, subject="Call", diary_date=TODAY))
    write(diary=dict(claim=row_id, subject="Write", diary_date=TODAY))
    write(diary=dict(claim=other, subject="Call", diary_date=TODAY))
    assert len(ask(TECHNICIAN, Question(m.Diary, q="l-2027-0016")).rows) == 2
    assert len(ask(TECHNICIAN, Question(m.Diary, q="L-2027-0016 call")).rows) == 1
