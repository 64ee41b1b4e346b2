"""The reasons that the checks of a certificate give, word for word, and what is better than asked."""

import json
from typing import Any

import pytest
from asking import told

WANTS: dict[str, Any] = {
    "applicant": "Jazz in the Park", "first_day": "2026-07-04", "last_day": "2026-07-05",
    "gl_each_occurrence": "1000000", "gl_general_aggregate": "2000000", "alcohol": "yes",
    "vehicles": "yes", "employees": "yes", "am_best": "A-:VII", "cancellation_days": "30",
    "filing_business_days": "10", "additional_insured": ["CG 20 12", "CG 20 26"],
    "primary_wording": "yes", "waiver_gl": "yes", "waiver_wc": "yes", "severability": "yes",
    "activities": ["fireworks", "athletic participants"], "max_deductible": "10000",
    "holder": "City of Arroyo Vista",
}  # fmt: skip
YEAR = {"effective": "2026-01-01", "expires": "2026-12-31"}
BETTER: dict[str, Any] = {
    "insured": "Jazz in the Park", "received": "2026-06-01", "am_best": "A++:XV",
    "cancellation_days": "60",
    "gl": {
        "form": "CG 00 01", "each_occurrence": "2000000", "general_aggregate": "4000001",
        "additional_insured": ["CG 20 26"], "primary": "yes", "waiver": "yes",
        "severability": "yes", "deductible": "0", **YEAR,
    },
    "auto": {"covers": ["owned", "hired", "non_owned", "scheduled"],
             "combined_single_limit": "5000000", **YEAR},
    "wc": {"statutory": "yes", "el_each_accident": "2000000", "waiver": "yes", **YEAR},
    "liquor": {"each_occurrence": "1000000.01"},
    "signed": "yes", "dated": "yes", "producer": "yes", "holder": "City of Arroyo Vista",
}  # fmt: skip
WORSE: dict[str, Any] = {
    "insured": "Jazz at the Park", "received": "2026-06-23", "am_best": "B++",
    "cancellation_days": "10",
    "gl": {
        "form": "claims-made", "each_occurrence": "400000", "general_aggregate": "700000",
        "additional_insured": ["CG 20 10", "CG 20 37"], "exclusions": ["Fireworks", "aircraft"],
        "deductible": "10000.01", "effective": "2026-01-01", "expires": "2026-07-04",
    },
    "umbrella": {"each_occurrence": "500000", "follow_form": "yes", **YEAR},
    "auto": {"covers": ["owned", "hired"], "combined_single_limit": "1000000", **YEAR},
    "wc": {"statutory": "yes", "el_each_accident": "999999.99", **YEAR},
    "signed": "yes", "holder": "City of Arroyo",
}  # fmt: skip


def steps(wants: dict[str, Any], shows: dict[str, Any]) -> list[str]:
    """The working of the check, a line a check."""
    texts = {"requirement": json.dumps(wants), "certificate": json.dumps(shows)}
    return [step["text"] for step in told("certificate", **texts)["steps"]]


def test_what_is_better_than_asked_passes():
    assert steps(WANTS, BETTER) == [
        "Check 1, Insured is the applicant: passed. Insured: Jazz in the Park; applicant: Jazz in the Park.",
        "Check 2, In force on all days: passed. In force on all days.",
        "Check 3, Occurrence form: passed. Form: CG 00 01.",
        "Check 4, Limits: passed. Limits are enough.",
        "Check 5, Aggregate: passed. Aggregate $4,000,001.00, occurrence $2,000,000.00.",
        "Check 6, Additional insured: passed. Forms: CG 20 26; accepted: CG 20 12, CG 20 26.",
        "Check 7, Primary and non-contributory: passed. Primary and non-contributory wording shown.",
        "Check 8, Waiver of subrogation: passed. Waivers shown.",
        "Check 9, Severability of interests: passed. Severability of interests shown.",
        "Check 10, Rating of the insurer: passed. Rating: A++:XV of A-:VII.",
        "Check 11, Notice of cancellation: passed. Notice: 60 of 30 days.",
        "Check 12, Liquor liability: passed. Limit: $1,000,000.01, at least $1,000,000.00.",
        "Check 13, Auto liability: passed. Limit: $5,000,000.00, at least $1,000,000.00.",
        "Check 14, Workers' compensation: passed. Limit: $2,000,000.00, at least $1,000,000.00.",
        "Check 15, Exclusions against activities: passed. No activity is excluded.",
        "Check 16, Deductible: passed. Deductible: $0.00, at most $10,000.00.",
        "Check 17, Signed, dated, with a producer: passed. Signed and dated.",
        "Check 18, Certificate holder: passed. Holder: City of Arroyo Vista.",
        "Check 19, Filed in time: passed. Received Mon 1 Jun 2026, at the latest Mon 22 Jun 2026.",
        "0 of 19 checks failed: approved",
    ]


def test_what_falls_short_is_named_with_what_was_asked():
    assert steps(WANTS, WORSE) == [
        "Check 1, Insured is the applicant: failed. Insured: Jazz at the Park; applicant: Jazz in the Park.",
        "Check 2, In force on all days: failed. Not in force on all days: General liability.",
        "Check 3, Occurrence form: failed. Form: claims-made.",
        "Check 4, Limits: failed. Too low: occurrence $900,000.00 of $1,000,000.00, aggregate $1,200,000.00 "
        "of $2,000,000.00.",
        "Check 5, Aggregate: failed. Aggregate $700,000.00, occurrence $400,000.00.",
        "Check 6, Additional insured: failed. Forms: CG 20 10, CG 20 37; accepted: CG 20 12, CG 20 26.",
        "Check 7, Primary and non-contributory: failed. Primary and non-contributory wording not shown.",
        "Check 8, Waiver of subrogation: failed. No waiver: general liability, workers' compensation.",
        "Check 9, Severability of interests: failed. Severability of interests not shown.",
        "Check 10, Rating of the insurer: failed. Rating: B++ of A-:VII.",
        "Check 11, Notice of cancellation: failed. Notice: 10 of 30 days.",
        "Check 12, Liquor liability: failed. Limit: not shown, at least $1,000,000.00.",
        "Check 13, Auto liability: failed. Covers neither any auto nor owned, hired and non-owned ones.",
        "Check 14, Workers' compensation: failed. Limit: $999,999.99, at least $1,000,000.00.",
        "Check 15, Exclusions against activities: failed. Excluded: fireworks.",
        "Check 16, Deductible: failed. Deductible: $10,000.01, at most $10,000.00.",
        "Check 17, Signed, dated, with a producer: failed. Missing: dated, producer.",
        "Check 18, Certificate holder: failed. Holder: City of Arroyo.",
        "Check 19, Filed in time: failed. Received Tue 23 Jun 2026, at the latest Mon 22 Jun 2026.",
        "19 of 19 checks failed: rejected",
    ]


def test_what_is_not_shown_is_said_to_be_not_shown():
    assert steps(WANTS, {}) == [
        "Check 1, Insured is the applicant: failed. Insured: not shown; applicant: Jazz in the Park.",
        "Check 2, In force on all days: failed. Not in force on all days: General liability, Auto, Workers' "
        "compensation.",
        "Check 3, Occurrence form: failed. Form: not shown.",
        "Check 4, Limits: failed. Too low: occurrence $0.00 of $1,000,000.00, aggregate $0.00 of "
        "$2,000,000.00.",
        "Check 5, Aggregate: failed. The aggregate or the occurrence limit is not shown.",
        "Check 6, Additional insured: failed. Forms: none; accepted: CG 20 12, CG 20 26.",
        "Check 7, Primary and non-contributory: failed. Primary and non-contributory wording not shown.",
        "Check 8, Waiver of subrogation: failed. No waiver: general liability, workers' compensation.",
        "Check 9, Severability of interests: failed. Severability of interests not shown.",
        "Check 10, Rating of the insurer: failed. Rating: not shown of A-:VII.",
        "Check 11, Notice of cancellation: failed. Notice: no of 30 days.",
        "Check 12, Liquor liability: failed. Limit: not shown, at least $1,000,000.00.",
        "Check 13, Auto liability: failed. Covers neither any auto nor owned, hired and non-owned ones.",
        "Check 14, Workers' compensation: failed. Statutory limits are not shown.",
        "Check 15, Exclusions against activities: failed. General liability is not shown.",
        "Check 16, Deductible: failed. Deductible: not shown, at most $10,000.00.",
        "Check 18, Certificate holder: failed. Holder: not shown.",
        "Check 19, Filed in time: failed. The day it was received is not shown.",
        "18 of 18 checks failed: rejected",
    ]


def test_an_umbrella_that_does_not_say_that_it_follows_adds_nothing():
    shows = {"gl": {"each_occurrence": "500000", "aggregate_per": "project"},
             "umbrella": {"each_occurrence": "500000", **YEAR}}  # fmt: skip
    wants = {"gl_each_occurrence": "1000000"}
    assert "Check 4, Limits: failed." in steps(wants, shows)[1]
    shows["umbrella"]["follow_form"] = "yes"
    assert "Check 4, Limits: passed." in steps(wants, shows)[1]


def test_an_umbrella_that_shows_no_limit_adds_nothing():
    shows = BETTER | {"gl": {"each_occurrence": "500000", "general_aggregate": "2000000"},
                      "umbrella": {"follow_form": "yes", **YEAR}}  # fmt: skip
    assert steps({"gl_each_occurrence": "1000000"}, shows)[1] == (
        "Check 4, Limits: failed. Too low: occurrence $500,000.00 of $1,000,000.00."
    )


@pytest.mark.parametrize(
    ("least", "given", "result"),
    [
        ("A-:I", "A", "pass"), ("A-:II", "A", "fail"), ("A", "A:I", "pass"), ("B", "B-", "fail"),
        ("B", "B", "pass"), ("B", "B+", "pass"), ("A", "A+", "pass"), ("A:XV", "A++:XIV", "fail"),
        ("A:VII", "A-:XV", "fail"), ("D", "C-", "pass"), ("C-", "D", "fail"),
    ],
)  # fmt: skip
def test_a_rating_is_at_least_as_strong_and_as_large_as_asked(least, given, result):
    """Without a size the insurer may be of the smallest."""
    assert steps({"am_best": least}, {"am_best": given})[0] == (
        f"Check 10, Rating of the insurer: {result}ed. Rating: {given} of {least}."
    )


@pytest.mark.parametrize(
    ("received", "days", "result"),
    [
        ("2026-06-28", 5, "pass"), ("2026-06-29", 5, "pass"), ("2026-06-30", 5, "fail"),
        ("2026-06-30", 3, "pass"), ("2026-07-01", 3, "pass"), ("2026-07-02", 3, "fail"),
        ("2026-07-03", 1, "pass"), ("2026-07-04", 0, "pass"), ("2026-07-05", 0, "fail"),
    ],
)  # fmt: skip
def test_business_days_before_the_event_are_those_of_the_state(received, days, result):
    """The event is on Saturday 4 July, for which the State closes no Friday."""
    wants = {"first_day": "2026-07-04", "filing_business_days": str(days)}
    assert f"Check 19, Filed in time: {result}ed." in " ".join(steps(wants, {"received": received}))
