"""Every case of the tables of cases: what a rule gives, or why it refuses."""

import pytest
from asking import refused, told
from cases import Case, as_data, cases_of, looked_at, rules

from rules.calculators import CALCULATORS

CASES = [case for rule in rules() for case in cases_of(rule)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_gives_what_its_table_of_cases_says(case: Case):
    if case.refuses:
        error = refused(case.rule, **case.given)
        assert case.refuses in error.sentence
        assert (error.missing or "") == case.lacks
        return
    found = told(case.rule, **case.given)
    got = {name: as_data(looked_at(found, name)) for name in case.gives}
    assert got == {name: as_data(expected) for name, expected in case.gives.items()}


def test_every_rule_has_cases_answered_and_refused():
    """The certificate's own refusals are rare, the others each have several."""
    assert rules() == [entry.key for entry in CALCULATORS]
    for rule in rules():
        refusals = [bool(case.refuses) for case in cases_of(rule)]
        assert {True, False} == set(refusals), rule


def test_every_case_says_why_and_on_what_it_rests():
    assert [str(case) for case in CASES if not (case.why and case.source)] == []
    assert [str(case) for case in CASES if bool(case.gives) == bool(case.refuses)] == []


@pytest.mark.parametrize("vector", [f"T{n}" for n in range(1, 23)])
def test_every_vector_of_the_reference_is_a_case(vector):
    assert [case for case in CASES if vector in case.source.split("; ")]
