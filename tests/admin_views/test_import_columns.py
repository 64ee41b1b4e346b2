"""Deciding on the columns of a file: what is typed stays, what was mended stays, and wide files stay usable."""

import html
import io
import re
from time import process_time

import pytest
from books import xlsx
from builders import TODAY

import models as m

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


@pytest.fixture
def desk(sign_in):
    return sign_in("technician")


def look(browser, content: bytes | str, name: str = "register.csv", sheet: str = "claim") -> str:
    """Choose a file; gives the address of its page."""
    data = content.encode() if isinstance(content, str) else content
    sent = {"sheet": sheet, "file": (io.BytesIO(data), name)}
    return browser.send("/admin/import/", data=sent).location


def form_of(page) -> dict[str, str]:
    """What the form of the columns would post as it stands: its choices and its header row."""
    text = page.text[page.text.index('id="decide"') :]
    found = {}
    for name, options in re.findall(r'<select name="(to_\d+)"[^>]*>(.*?)</select>', text):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'name="(to_\d+)" value="([^"]*)"', text))
    row = re.search(r'name="header_row"[^>]*value="([^"]*)"', text)
    return {"header_row": html.unescape(row[1]), **found}


STATUSES = "Claim ID,Status\nL-1,Re-opened\nL-2,Re-opened\nL-3,Closed w/o pay\nL-4,Closed w/o pay\nL-5,\nL-6,\n"
WORDS = ["Re-opened", "Closed w/o pay", ""]


def test_each_written_word_is_mended_by_its_own_answer_alone(desk):
    place = look(desk, STATUSES)
    assert re.findall('name="meant_written" value="([^"]*)"', desk.get(place).text) == WORDS
    answers = {
        "meant_column": ["status"] * 3,
        "meant_written": WORDS,
        "meant": ["reopened", "", ""],
    }
    desk.send(f"{place}/mend", data=answers)
    page = desk.get(place).text
    assert "Bring in 2 rows" in page
    assert re.findall('name="meant_written" value="([^"]*)"', page) == WORDS[1:]
    desk.send(f"{place}/commit")
    assert [(c.claim_no, c.status) for c in m.Claim.select()] == [
        ("L-1", "reopened"),
        ("L-2", "reopened"),
    ]


def test_an_answer_that_cannot_be_used_is_said(desk):
    place = look(desk, STATUSES)
    answers = {"meant_column": "status", "meant_written": "Re-opened", "meant": "no such thing"}
    desk.send(f"{place}/mend", data=answers)
    assert "“no such thing” is not a status" in desk.get(place).text


@pytest.mark.parametrize(
    ("text", "wrong", "said"),
    [
        ("First,Last\nAnn,Lee\n", {"to_0": "status", "to_1": "status"}, "are to fill one column"),
        ("First,Last\nAnn,Lee\n", {"to_1": "claimant", "header_row": "0"}, "“0” is not the number of a row"),
        ("Claim ID,Last\nL-1,Lee\n", {"to_1": "claimant", "header_row": "0"}, "“0” is not the number of a row"),
        ("Claim ID,Last\nL-1,Lee\n", {"to_1": "claimant", "of_rows": "yes", "valued_on": "soon"}, "“soon” is not a day"),
    ],
)  # fmt: skip
def test_a_form_that_is_refused_keeps_what_was_typed(desk, text, wrong, said):
    place = look(desk, text)
    typed = {"header_row": "1", "fixed_column": "location", "fixed_value": "Quay 7", **wrong}
    answer = desk.send(f"{place}/columns", data=typed)
    assert answer.status_code in (400, 422)
    assert said in answer.text
    assert 'value="Quay 7"' in answer.text
    shown = form_of(answer)
    assert shown == shown | {n: v for n, v in wrong.items() if n == "header_row" or n[:3] == "to_"}


def test_a_profile_nested_without_end_is_refused_in_words(desk):
    for text in ("[" * 100_000, '{"kind": ' + "[" * 100_000):
        sent = {"file": (io.BytesIO(text.encode()), "p.json")}
        answer = desk.send("/admin/import/profile", data=sent)
        assert answer.status_code == 422
        assert "This is no import profile of the office." in answer.text


LOSS_RUN = [
    ["Claim", None, "Paid", None, "Open", None],
    ["Number", "Worker", "Ind", "Med", "Ind", "Med"],
    ["W-1", "Lee", 10, 2, 3, 4],
]


def test_headings_of_two_rows_are_mapped_as_they_are_shown(desk, tmp_path):
    place = look(desk, xlsx(tmp_path / "a.xlsx", *LOSS_RUN).read_bytes(), "a.xlsx")
    page = desk.get(place)
    heads = [">Claim Number<", ">Paid Ind<", ">Open Med<"]
    assert [words in page.text for words in heads] == [True] * 3
    sent = {**form_of(page), "to_1": "claimant", "to_2": "paid_indemnity"}
    assert sent["header_row"] == "2"
    for _ in range(2):
        assert desk.send(f"{place}/columns", data=sent).status_code == 302
        page = desk.get(place)
        assert [words in page.text for words in heads] == [True] * 3
        assert form_of(page) == form_of(page) | sent


GOOD = "Claim ID,Claimant,Status,Place,Incident date\nL-1,Ann,Received,here,10/00/19\nL-2,Bob,Received,there,2026-01-05\nL-3,Cid,Received,there,2026-01-06\n"


def test_what_was_mended_and_left_out_stays_when_another_column_is_decided(desk):
    place = look(desk, GOOD)
    desk.send(f"{place}/mend", data={"cell:E2": "2019-10-01"})
    desk.send(f"{place}/leave", data={"row": "3"})
    page = desk.get(place)
    assert "Bring in 2 rows" in page.text
    desk.send(f"{place}/columns", data={**form_of(page), "to_3": "location", "to_1": ""})
    page = desk.get(place)
    assert "Bring in 2 rows" in page.text
    assert (form_of(page)["to_1"], form_of(page)["to_3"]) == ("", "location")
    desk.send(f"{place}/columns", data={**form_of(page), "to_4": "description"})
    desk.send(f"{place}/commit")
    said = [
        (c.claim_no, c.claimant, c.description) for c in m.Claim.select().order_by(m.Claim.claim_no)
    ]
    assert said == [("L-1", None, "10/00/19"), ("L-3", None, "2026-01-06")]


def test_another_table_of_the_file_takes_no_mends_along(desk):
    place = look(desk, GOOD)
    desk.send(f"{place}/mend", data={"cell:E2": "2019-10-01"})
    desk.send(f"{place}/columns", data={"header_row": "2"})
    desk.send(f"{place}/columns", data={"header_row": "1"})
    assert "E2" in desk.get(place).text


WIDE = 4_000


def test_a_very_wide_file_is_shown_in_parts_and_each_heading_is_reached(desk):
    head = ",".join(["Claim ID", *(f"W{n}" for n in range(WIDE - 1))])
    place = look(desk, f"{head}\nL-1{',' * WIDE}\n")
    began = process_time()
    page = desk.get(place)
    assert process_time() - began < 3
    assert len(page.data) < 300_000
    assert "3,939 more are not listed" in page.text
    second = desk.get(f"{place}?columns=2").text
    assert (">W60<" in page.text, ">W60<" in second) == (False, True)
    sent = {"header_row": "1", "to_0": "claim_no", "heading": "W3000", "heading_to": "Claimant"}
    assert desk.send(f"{place}/columns", data=sent).status_code == 302
    assert form_of(desk.get(place))["to_3001"] == "Claimant"
    desk.send(f"{place}/columns", data={**sent, "heading": "ewv", "heading_to": "Location"})
    assert "W3998 → Location" in desk.get(place).text
    answer = desk.send(f"{place}/columns", data={**sent, "heading": "None such"})
    assert "The file has no heading “None such”" in answer.text
