"""Who may be told what about a claim."""

import pytest

from rules.disclosure import NOBODY_OUTSIDE, REASONS, RULES, STATUS_SAID, TOPICS, disclosure
from rules.statuses import CLAIM_STATUSES

ALL = frozenset({"identity", "representation", "own_claim"})


@pytest.mark.parametrize("kind", [*RULES, "somebody new"])
def test_reserves_evaluation_and_advice_are_told_to_nobody(kind):
    told = disclosure(kind, facts=ALL)
    assert not set(told.told) & set(NOBODY_OUTSIDE)
    assert {topic for topic, _ in told.kept} >= set(NOBODY_OUTSIDE) or told.instead


@pytest.mark.parametrize(
    "kind", ["claimant", "attorney", "employee", "supervisor", "provider", "carrier"]
)
def test_without_a_checked_identity_nothing_is_told(kind):
    told = disclosure(kind, facts=ALL - {"identity"})
    assert told.told == ()
    assert told.instead.startswith("Nothing yet. Check name")


@pytest.mark.parametrize(
    ("kind", "missing", "words"),
    [
        ("attorney", "representation", "No representation is on file"),
        ("employee", "own_claim", "their own compensation claim"),
    ],
)
def test_a_missing_fact_is_named(kind, missing, words):
    assert words in disclosure(kind, facts=ALL - {missing}).instead


def test_a_department_hears_restrictions_and_dates_only():
    told = disclosure("supervisor", facts=ALL)
    assert told.told == ("restrictions", "handler")
    assert ("medical", REASONS["medical"]) in told.kept
    assert "3762(c)" in REASONS["medical"]


@pytest.mark.parametrize("kind", ["public", "other", "somebody new"])
def test_the_public_is_sent_to_the_city_clerk(kind):
    told = disclosure(kind, facts=ALL)
    assert told.told == ()
    assert "City Clerk" in told.instead


@pytest.mark.parametrize("kind", ["provider", "carrier"])
def test_the_departments_reason_is_not_given_to_others(kind):
    why = dict(disclosure(kind, facts=ALL).kept)["medical"]
    assert "epartment" not in why
    assert "Civil Code 56.20" in why


def test_every_status_has_a_sentence_that_tells_nothing_of_the_offices_thoughts():
    assert set(STATUS_SAID) == {code for code, _ in CLAIM_STATUSES}
    for sentence in STATUS_SAID.values():
        assert sentence.endswith(".")
        for word in ("reserve", "authority", "evaluat", "worth"):
            assert word not in sentence.lower()


def test_every_topic_of_a_rule_has_words():
    for rule in RULES.values():
        assert set(rule.told) | set(rule.kept) <= set(TOPICS)
        assert set(rule.kept) <= set(REASONS)
