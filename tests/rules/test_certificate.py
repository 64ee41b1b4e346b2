"""The nineteen checks of a certificate: each passed, failed, and not required."""

import copy
import json

import pytest
from asking import malformed, told

WANTS = {
    "applicant": "Jazz in the Park",
    "first_day": "2026-07-04",
    "last_day": "2026-07-05",
    "gl_each_occurrence": "1000000",
    "gl_general_aggregate": "2000000",
    "alcohol": "yes",
    "vehicles": "yes",
    "employees": "yes",
    "am_best": "A-:VII",
    "cancellation_days": "30",
    "filing_business_days": "10",
    "additional_insured": ["CG 20 12", "CG 20 26"],
    "primary_wording": "yes",
    "waiver_gl": "yes",
    "waiver_wc": "yes",
    "severability": "yes",
    "activities": ["fireworks", "athletic participants"],
    "max_deductible": "10000",
    "holder": "City of Arroyo Vista",
}
YEAR = {"effective": "2026-01-01", "expires": "2026-12-31"}
SHOWS = {
    "insured": "JAZZ  in the Park",
    "received": "2026-06-22",
    "am_best": "A:VIII",
    "cancellation_days": "30",
    "gl": {
        "form": "occurrence", "each_occurrence": "1000000", "general_aggregate": "2000000",
        "aggregate_per": "policy", "additional_insured": ["cg 20 26"], "primary": "yes",
        "waiver": "yes", "severability": "yes", "exclusions": ["aircraft"], "deductible": "10000",
        **YEAR,
    },
    "auto": {"any": "yes", "combined_single_limit": "1000000", **YEAR},
    "wc": {"statutory": "yes", "el_each_accident": "1000000", "waiver": "yes", **YEAR},
    "liquor": {"each_occurrence": "1000000"},
    "signed": "yes", "dated": "yes", "producer": "yes",
    "holder": "City of Arroyo Vista",
}  # fmt: skip
ABSENT = object()


def changed(record: dict, path: str, new: object) -> dict:
    """A copy of a record with one value changed, or taken out."""
    made = copy.deepcopy(record)
    *above, last = path.split(".")
    place = made
    for name in above:
        place = place.setdefault(name, {})
    if new is ABSENT:
        place.pop(last, None)
    else:
        place[last] = new
    return made


def check(wants: dict, shows: dict) -> dict:
    return told("certificate", requirement=json.dumps(wants), certificate=json.dumps(shows))


def failed(wants: dict, shows: dict) -> list[int]:
    """The numbers of the checks that fail."""
    return [
        one["no"] for one in check(wants, shows)["details"]["checks"] if one["result"] == "fail"
    ]


def test_a_good_certificate_passes_all_nineteen():
    found = check(WANTS, SHOWS)
    checks = found["details"]["checks"]
    assert [one["no"] for one in checks] == list(range(1, 20))
    assert {one["result"] for one in checks} == {"pass"}
    assert all(one["name"] and one["reason"] for one in checks)
    assert (found["value"], found["unit"], found["verified"]) == ("approved", "code", "policy")


def test_an_umbrella_fills_limits_when_it_follows_and_is_in_force():
    low = changed(SHOWS, "gl.each_occurrence", "500000")
    full = {"each_occurrence": "500000", "follow_form": "yes", **YEAR}
    assert failed(WANTS, low | {"umbrella": full}) == []
    assert failed(WANTS, low | {"umbrella": full | {"follow_form": "no"}}) == [4]
    assert failed(WANTS, low | {"umbrella": full | {"expires": "2026-07-04"}}) == [4]
    assert failed(WANTS, low | {"umbrella": full | {"each_occurrence": "499999"}}) == [4]
    assert failed(WANTS, low | {"umbrella": {"follow_form": "yes", **YEAR}}) == [4]


def test_an_aggregate_of_its_own_may_be_below_twice_the_occurrence():
    wants = changed(WANTS, "gl_general_aggregate", "1000000")
    shows = changed(SHOWS, "gl.general_aggregate", "1000000")
    assert failed(wants, shows) == [5]
    assert failed(wants, changed(shows, "gl.aggregate_per", "location")) == []
    assert failed(wants, changed(shows, "gl.aggregate_per", "Project")) == []


def test_all_three_kinds_of_autos_are_any_auto():
    three = {"covers": ["owned", "hired", "non_owned"], "combined_single_limit": "1000000", **YEAR}
    assert failed(WANTS, SHOWS | {"auto": three}) == []
    assert (
        failed(WANTS, SHOWS | {"auto": three | {"covers": ["Owned", "HIRED", "Non-owned"]}}) == []
    )
    assert failed(WANTS, SHOWS | {"auto": three | {"covers": ["owned", "hired"]}}) == [13]


def test_one_waiver_alone_may_be_required():
    wants = changed(WANTS, "waiver_wc", "no")
    assert failed(wants, changed(SHOWS, "wc.waiver", "no")) == []
    assert failed(wants, changed(SHOWS, "gl.waiver", "no")) == [8]
    both = changed(wants, "waiver_gl", "no")
    assert check(both, SHOWS)["details"]["checks"][7]["result"] == "na"


def test_a_certificate_that_says_nothing_of_its_signature_is_not_checked_for_it():
    bare = {
        name: shown for name, shown in SHOWS.items() if name not in ("signed", "dated", "producer")
    }
    assert check(WANTS, bare)["details"]["checks"][16]["result"] == "na"


@pytest.mark.parametrize("wants", ["A-", "a-"])
def test_a_required_rating_without_a_size_takes_any_size(wants):
    shows = changed(SHOWS, "am_best", "A-:I")
    assert failed(changed(WANTS, "am_best", wants), shows) == []
    assert failed(changed(WANTS, "am_best", "none such"), shows) == [10]


def test_an_edition_that_is_asked_for_is_looked_at():
    wants = changed(WANTS, "additional_insured", ["CG 20 10 11 85"])
    assert failed(wants, changed(SHOWS, "gl.additional_insured", ["CG 20 10 11 85"])) == []
    assert failed(wants, changed(SHOWS, "gl.additional_insured", ["CG 20 10 04 13"])) == [6]
    assert failed(wants, changed(SHOWS, "gl.additional_insured", ["CG 20 10"])) == [6]


@pytest.mark.parametrize("key", ["applicant", "am_best", "holder", "max_deductible"])
def test_no_of_a_program_is_no_requirement(key):
    assert check(changed(WANTS, key, False), SHOWS)["value"] == "approved"


def test_what_is_no_requirement_is_named():
    said = malformed("certificate", requirement='{"limit": "1"}', certificate='{"gl": {"x": 1}}')
    assert "There is no “requirement.limit”." in said
    assert "There is no “certificate.gl.x”." in said
