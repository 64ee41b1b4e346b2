"""The pages of the calculators: the form, the answer with its sources, what is wrong or refused, the list."""

from urllib.parse import urlencode

import pytest
from desk import make
from everything import deadline
from tree import Node, tree

import models as m
from admin_views.rule_form import SPARE
from rules.calculators import CALCULATORS
from rules.dated import shipped
from rules.inputs import inputs_of

RATE = {"awe": "1200", "injury_date": "2026-03-02"}
PARTS = {"parts.0.wpi": "10", "parts.0.after_age": "13", "injury_date": "2023-05-01"}
ENTRIES = list(CALCULATORS)


@pytest.fixture
def opened(sign_in):
    """The page of a rule, as a technician sees it, asked with some inputs."""
    browser = sign_in("technician")

    def get(key: str, **typed: str) -> Node:
        page = browser.get(f"/admin/rules/{key}/?{urlencode(typed)}")
        assert page.status_code == 200
        return tree(page).one("main")

    return get


def form(page: Node) -> Node:
    return page.one("form", action=page.one("form", aria_label="What is asked").attrs["action"])


def answer(page: Node) -> str:
    return page.one("p", of="answer").text


def control(page: Node, name: str) -> Node:
    (found,) = [one for one in form(page).all() if one.attrs.get("name") == name]
    return found


def field_of(page: Node, name: str) -> Node:
    """The box around a control: label, error, help."""
    boxes = [*page.all(of="field"), *page.all("td")]
    (found,) = [box for box in boxes if any(one.attrs.get("name") == name for one in box.all())]
    return found


# --- The form -------------------------------------------------------------------------------------


def test_a_form_asks_for_every_input_of_the_signature(opened):
    for entry in ENTRIES:
        page = opened(entry.key)
        asked = {
            one.attrs["name"].partition(".")[0] for one in form(page).all() if "name" in one.attrs
        }
        assert asked == {one.name for one in inputs_of(entry.run)}, entry.key
        assert page.all("p", of="answer") == page.all(of="notice") == []


def test_a_form_says_what_is_needed_what_it_means_and_what_is_usual(opened):
    page = opened("td_schedule")
    box = field_of(page, "cap_weeks")
    assert box.one("label").text == "Weeks at most"
    assert "240 for the conditions" in box.one("p", of="field-help").text
    assert control(page, "cap_weeks").attrs["placeholder"] == "104"
    assert "needed" in field_of(page, "awe").one("label").text
    assert "required" in control(page, "awe").attrs
    assert "required" not in control(page, "cap_weeks").attrs
    assert control(page, "hospitalized").attrs["type"] == "checkbox"


def test_what_is_usually_yes_is_chosen_and_what_is_known_is_a_list(opened):
    page = opened("recordable")
    options = control(page, "new_case").all("option")
    assert [(one.attrs["value"], one.text) for one in options] == [("", "Yes"), ("no", "No")]
    options = control(opened("presentation"), "claim_kind").all("option")
    assert ("personal_property", "Personal property") in [
        (one.attrs["value"], one.text) for one in options
    ]


def test_a_clock_is_chosen_by_its_words(opened):
    options = {
        one.attrs["value"]: one.text for one in control(opened("wc_deadline"), "code").all("option")
    }
    assert options["CMP-02"] == "CMP-02 · Accept or reject liability (general)"
    assert len(options) == 1 + len(shipped("wc_deadlines").rows)


def test_the_lists_of_the_office_are_in_the_form(opened):
    make(
        "statutoryrow", table="wc_deadlines", code="CMP-02", first_day="2026-01-01", source="Memo",
        values=deadline("Call back") | {"count": "2"}, verified="policy",
    )  # fmt: skip
    page = opened("wc_deadline", code="CMP-02", trigger_date="2026-11-24")
    assert answer(page) == "Thu 26 Nov 2026 a setting of the office"
    options = [one for one in control(page, "code").all("option") if one.attrs["value"] == "CMP-02"]
    assert [one.text for one in options] == ["CMP-02 · Call back"]


# --- The answer -----------------------------------------------------------------------------------


def test_an_answer_stands_with_working_sections_rows_and_mark(opened):
    page = opened("td_rate", awe="$1,200", injury_date="3/2/2015")
    assert answer(page) == "$800.00 a week from a secondary source"
    steps = page.one("ol", of="working").all("li")
    assert steps[0].text == "Two thirds of $1,200.00 a week = $800.00 Lab. Code 4653"
    assert [one.one("cite").text for one in steps] == [
        "Lab. Code 4653", "Lab. Code 4453(a)", "Lab. Code 4453(a)",
    ]  # fmt: skip
    used = page.one("section", aria_label="Rows that were used").one("li")
    assert "From 2015-01-01 to 2015-12-31" in used.text
    assert "At least: $165.49 · At most: $1,103.29" in used.text
    assert used.one(of="chip").text == "secondary"


@pytest.mark.parametrize(
    ("key", "typed", "mark"),
    [
        ("mileage", {"travel_date": "2021-05-01", "miles": "1"}, "not verified"),
        ("mileage", {"travel_date": "2020-05-01", "miles": "1"}, "from a secondary source"),
        ("settlement_authority", {"amount": "1", "role": "tpa"}, "a setting of the office"),
    ],
)
def test_what_was_not_verified_says_so_beside_the_figure(opened, key, typed, mark):
    assert opened(key, **typed).one("p", of="answer").one(of="chip").text == mark


def test_what_the_law_itself_says_bears_no_mark(opened):
    assert opened("td_rate", **RATE).one("p", of="answer").all(of="chip") == []


def test_the_link_opens_the_page_again_with_the_same_inputs(opened, sign_in):
    page = opened("pd_rating", **PARTS, **{"parts.4.wpi": "8"})
    (link,) = [one for one in page.all("a") if one.text == "Link to this answer"]
    again = tree(sign_in("examiner").get(link.attrs["href"])).one("main")
    assert answer(again) == answer(page) == "23 % from a secondary source"
    assert control(again, "parts.1.wpi").attrs["value"] == "8"
    assert control(again, "parts.0.after_age").attrs["value"] == "13"


def test_days_are_taken_as_people_write_them_and_read_back_on_paper(opened):
    page = opened("wc_deadline", code="UR-03", trigger_date="11/25/2026 6:00 PM")
    assert answer(page).startswith("Sat 28 Nov 2026 18:00")
    paper = page.one("section", of="on-paper")
    assert "Day of the event Wed 25 Nov 2026 18:00" in " ".join(
        f"{pair.one('dt').text} {pair.one('dd').text}" for pair in paper.all("div")
    )
    assert "Tue 24 Nov 2026" in page.one("p", of="on-paper").text
    assert page.one("p", of="on-paper").text.endswith("rule wc_deadline")


def test_a_checked_certificate_names_what_failed_above_its_checks(opened):
    typed = {
        "requirement.alcohol": "yes", "requirement.vehicles": "yes",
        "requirement.applicant": "Jazz in the Park", "certificate.insured": "Jazz in the Park",
        "certificate.auto.combined_single_limit": "1,000,000",
        "certificate.auto.covers": "owned",
    }  # fmt: skip
    page = opened("certificate", **typed)
    assert answer(page) == "Rejected a setting of the office"
    assert "12 Liquor liability, 13 Auto liability" in page.one("section", aria_label="Answer").text
    rows = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]
    assert len(rows) == 19
    assert rows[0] == [
        "1",
        "Insured is the applicant",
        "passed",
        "Insured: Jazz in the Park; applicant: Jazz in the Park.",
    ]
    assert {row[2] for row in rows} == {"passed", "failed", "not required"}
    ticked = [
        one.attrs["value"]
        for one in form(page).all(name="certificate.auto.covers")
        if "checked" in one.attrs
    ]
    assert ticked == ["owned"]
    assert page.text.index("Rejected") < page.text.index("What is asked")


def test_boxes_of_one_name_are_several_words(sign_in):
    boxes = "&".join(f"certificate.auto.covers={one}" for one in ("owned", "hired", "non_owned"))
    more = "requirement.vehicles=yes&certificate.auto.combined_single_limit=1000000"
    page = tree(sign_in("technician").get(f"/admin/rules/certificate/?{boxes}&{more}"))
    assert answer(page).startswith("Approved")


# --- What is wrong --------------------------------------------------------------------------------


def test_a_bad_value_is_told_at_its_field_and_all_that_was_typed_stays(opened):
    page = opened("td_rate", awe="12OO", injury_date="2026-02-30", payment_date="2026-04-01")
    said = {
        name: field_of(page, name).one("p", of="field-error").text
        for name in ("awe", "injury_date")
    }
    assert said == {
        "awe": "“Average weekly earnings” is a number like 1234.56, not “12OO”.",
        "injury_date": "“Injury date” is a day like 2026-11-19, not “2026-02-30”.",
    }
    assert [one.attrs["href"] for one in page.one(of="red").all("a")] == ["#awe", "#injury_date"]
    typed = {
        name: control(page, name).attrs["value"] for name in ("awe", "injury_date", "payment_date")
    }
    assert typed == {"awe": "12OO", "injury_date": "2026-02-30", "payment_date": "2026-04-01"}
    assert control(page, "awe").attrs["aria-invalid"] == "true"
    assert field_of(page, "payment_date").all("p", of="field-error") == []


def test_a_bad_value_of_a_line_is_told_in_its_cell(opened):
    page = opened(
        "recovery_bill",
        **{
            "lines.2.element": "labor",
            "lines.2.hours": "3",
            "lines.7.element": "other",
            "lines.7.amount": "x",
        },
    )
    assert field_of(page, "lines.1.amount").one("p", of="field-error").text == (
        "“Amount, line 2” is a number like 1234.56, not “x”."
    )
    page = opened("recovery_bill", **{"lines.0.element": "labor", "lines.0.hours": "3"})
    assert field_of(page, "lines.0.rate").one("p", of="field-error").text == (
        "“Rate, line 1” is missing for labor."
    )
    assert control(page, "lines.0.hours").attrs["value"] == "3"


def test_a_bad_value_within_a_group_is_told_at_its_field(opened):
    page = opened("certificate", **{"certificate.gl.expires": "2026-13-01"})
    assert (
        field_of(page, "certificate.gl.expires")
        .one("p", of="field-error")
        .text.startswith(
            "“What the certificate shows: General liability: In force to” is a day like"
        )
    )


def test_what_is_still_needed_is_no_error(opened):
    page = opened("td_rate", injury_date="2026-03-02")
    assert page.one(of="notice", role="note").text == "Still needed: Average weekly earnings."
    assert page.all("p", of="field-error") == []
    assert page.all(of="red") == []


def test_a_refusal_stands_at_the_top_and_says_what_is_missing(opened):
    page = opened("td_rate", awe="1200", injury_date="2027-01-05")
    notice = page.one(of="notice", role="alert")
    assert (
        "The table “Temporary disability: weekly limits” has no row for 2027-01-05." in notice.text
    )
    assert [one.attrs["href"] for one in notice.all("a")] == ["/admin/law/td_rates/"]
    assert page.text.index("No answer.") < page.text.index("What is asked")
    assert page.all("p", of="answer") == []
    assert control(page, "injury_date").attrs["value"] == "2027-01-05"


def test_whoever_may_add_the_missing_row_is_led_there(sign_in):
    page = tree(
        sign_in("wc_manager").get("/admin/rules/mileage/?travel_date=2027-01-05&miles=1")
    ).one("main")
    link = page.one(of="notice", role="alert").one("a")
    assert link.attrs["href"].startswith("/admin/law/mileage_rates/new?day=2027-01-05&back=")


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        (
            "tpd",
            {"awe": "1", "injury_date": "2026-01-01", "earnings": "-1"},
            "“Earnings” is negative.",
        ),
        (
            "presentation",
            {"accrual_date": "2026-05-20", "presented_date": "2026-05-19", "claim_kind": "other"},
            "“Presented” 2026-05-19 lies before “Accrued” 2026-05-20.",
        ),
        (
            "recovery_bill",
            {"lines.3.element": "other", "lines.3.amount": "-1"},
            "“Amount, line 1” is negative.",
        ),
        ("pd_rating", {"injury_date": "2026-01-01"}, "There is no impairment to rate."),
    ],
)
def test_a_refusal_speaks_with_the_labels_of_the_form(opened, key, typed, said):
    assert said in opened(key, **typed).one(of="notice", role="alert").text


def test_a_word_that_is_no_choice_stays_in_sight(opened):
    page = opened("settlement_authority", amount="100", role="mayor")
    assert "“Role” is one of claims_technician" in page.one(of="notice", role="alert").text
    (chosen,) = [one for one in control(page, "role").all("option") if "selected" in one.attrs]
    assert (chosen.attrs["value"], chosen.text) == ("mayor", "mayor (not known)")


def test_hostile_words_stay_words(opened):
    page = opened("td_rate", awe='"><script>alert(1)</script>', injury_date="2026-03-02")
    assert control(page, "awe").attrs["value"] == '"><script>alert(1)</script>'
    assert [one.text for one in page.all("script") if "alert" in one.text] == []


# --- Lists of lines -------------------------------------------------------------------------------


def test_a_list_has_empty_lines_after_those_that_are_filled(opened):
    lines = opened("pd_rating").one("table", of="lines").one("tbody").all("tr")
    assert len(lines) == SPARE
    page = opened("pd_rating", **PARTS)
    lines = page.one("table", of="lines").one("tbody").all("tr")
    assert len(lines) == 1 + SPARE
    assert control(page, "parts.0.wpi").attrs["aria-label"] == "Whole person impairment, %, line 1"
    assert page.one("table", of="lines").attrs["data-grows"] == "parts"


# --- The list of calculators ----------------------------------------------------------------------


def test_the_list_groups_every_rule(opened, sign_in):
    page = tree(sign_in("auditor").get("/admin/rules/"))
    groups = {
        one.attrs["aria-label"]: [a.attrs["href"] for a in one.all("a")]
        for one in page.one(id="calculators").all("section")
    }
    assert [(title, len(links)) for title, links in groups.items()] == [
        ("Workers' compensation", 11), ("Liability and recovery", 10), ("Insurance", 2),
    ]  # fmt: skip
    assert sorted(link for links in groups.values() for link in links) == sorted(
        f"/admin/rules/{one.key}/" for one in ENTRIES
    )


@pytest.mark.parametrize(
    ("sought", "keys"),
    [
        ("late 4650", ["late_increase"]),
        ("CERTIFICATE", ["certificate"]),
        ("wc_deadline", ["wc_deadline"]),
        ("permanent weeks", ["pd_weeks"]),
        ("zebra", []),
    ],
)
def test_a_search_narrows_the_list(sign_in, sought, keys):
    page = tree(sign_in("technician").get(f"/admin/rules/?{urlencode({'q': sought})}"))
    found = [one.attrs["href"] for one in page.one(id="calculators").all("a")]
    assert found == [f"/admin/rules/{key}/" for key in keys]
    assert ("hidden" in page.one("p", of="empty").attrs) == bool(keys)


def test_nothing_that_is_asked_is_written(opened, office):
    before = m.Batch.select().count()
    opened("td_rate", **RATE)
    assert m.Batch.select().count() == before
