"""The diary gives the figure that the rule gives, with the same working, in every case of the rules
that count its days.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from asking import ask
from cases import Case, cases_of

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.claim_clocks import CLOCKS
from rules.clocks import COUNTED_BY_CODE, MARKED, Clock
from rules.deadlines import liability_deadline, wc_deadline

LONG_AFTER = date(2040, 1, 3)
BY_CODE = {clock.code: clock for clock in CLOCKS}
RULES = {"wc_deadline": wc_deadline, "liability_deadline": liability_deadline}
DELIVERED = {
    None: "personal",
    "personal": "personal",
    "mail_ca": "mail",
    "electronic": "electronic",
}
STANDS_FOR: dict[tuple[str, Any], dict[str, Any]] = {
    ("six_months", True): {"claim_kind": "injury"},
    ("six_months", False): {"claim_kind": "contract"},
    ("timeliness", "late"): {"claim_kind": "injury"},
    ("is_extended", True): {},
    ("offer_counts", True): {"injury_date": date(2010, 6, 1)},
}
"""A fact that is worked out -> columns from which it follows."""


def _beside(fact: str, trigger: date) -> tuple[Any, dict[str, Any]] | None:
    """The note or offer that gives a claim its fact; of 180 days four fifths are 144."""
    begun = trigger - timedelta(days=143)
    spans = {
        "light_duty_last_date": ("accepted", trigger - timedelta(days=20), trigger, None),
        "light_duty_share_date": ("accepted", begun, trigger + timedelta(days=9), None),
        "light_duty_answer_by_date": ("offered", trigger, trigger, trigger),
    }
    if fact in spans:
        status, first, last, by = spans[fact]
        return m.LightDutyOffer, {
            "status": status,
            "first_day": first,
            "last_day": last,
            "answer_by_date": by,
        }
    if fact == "release_from_date":
        return m.WorkStatus, {"status": "full_duty", "from_date": trigger}
    if fact not in ("note_to_date", "note_appointment_date"):
        return None
    note = {"status": "modified", "from_date": trigger}
    ends = {"note_to_date": "to_date", "note_appointment_date": "next_appointment_date"}
    return m.WorkStatus, {**note, ends[fact]: trigger}


def _cases() -> list[Case]:
    """Of both rules, those that a fact of a claim can start."""
    return [
        case
        for rule, function in RULES.items()
        for case in cases_of(rule)
        if not case.refuses
        and (clock := BY_CODE.get(case.given["code"])) is not None
        and clock.rule is function
        and case.given.get("service") in DELIVERED
        and (clock.given or not case.given.get("service"))
        and ("extension_to" in clock.given) == ("extension_to" in case.given)
    ]


def _facts(clock: Clock, case: Case) -> dict[str, Any]:
    """The columns of a claim or incident on which the clock of a case starts."""
    trigger = date.fromisoformat(case.given["trigger_date"])
    if clock.line == "I":
        return {"loss_date": trigger, "city_property_damaged": True}
    columns: dict[str, Any] = {
        "line": clock.line,
        "status": min(clock.statuses, default="received" if clock.line == "L" else "accepted"),
    }
    for name, values in clock.only.items():
        columns |= STANDS_FOR.get((name, values[0]), {name: values[0]})
    if clock.fact == "accrued":
        columns["loss_date"] = trigger
    elif _beside(clock.fact, trigger):
        pass
    elif clock.fact == "disability_known":
        columns |= {"knowledge_date": trigger, "last_worked_date": trigger - timedelta(days=1)}
    elif clock.fact == "disabled_from":
        columns["last_worked_date"] = trigger - timedelta(days=1)
    else:
        columns[clock.fact] = trigger
    if "timeliness" in clock.only:
        columns["loss_date"] = trigger - timedelta(days=220)
    if "last_worked_date" in clock.never:
        columns["last_worked_date"] = trigger
    if case.given.get("extension_to"):
        columns["extension_to_date"] = date.fromisoformat(case.given["extension_to"])
    if "service" in clock.given:
        columns["delivery_method"] = DELIVERED[case.given.get("service")]
    return columns


def test_most_of_the_clocks_are_among_the_cases():
    covered = {case.given["code"] for case in _cases()}
    counted = {clock.code for clock in CLOCKS if clock.rule in COUNTED_BY_CODE}
    assert counted - covered == set()


def test_the_diary_agrees_with_the_rule_in_every_case(office):
    cases = _cases()
    draft = Draft("cases", source="seed", on=LONG_AFTER)
    refs = []
    for case in cases:
        clock = BY_CODE[case.given["code"]]
        sheet = m.Incident if clock.line == "I" else m.Claim
        refs.append((sheet, draft.create(sheet, **_facts(clock, case))))
        beside = _beside(clock.fact, date.fromisoformat(case.given["trigger_date"]))
        if beside:
            draft.create(beside[0], claim=refs[-1][1], **beside[1])
    receipt = commit(OPERATOR, draft)
    wrong = []
    for case, (sheet, ref) in zip(cases, refs, strict=True):
        column = m.Diary.incident if sheet is m.Incident else m.Diary.claim
        entry = m.Diary.get_or_none(
            column == receipt.id_of(ref), m.Diary.rule_code == case.given["code"]
        )
        found = entry and entry.diary_date.isoformat()
        answer = ask(case.rule, **case.given)
        said = [step._asdict() for step in answer.steps]
        told = [s for s in (entry.steps if entry else []) if s["text"] not in MARKED.values()]
        delivered = case.given.get("service") or not BY_CODE[case.given["code"]].given
        if found != case.gives["value"] or (delivered and told != said):
            wrong.append((str(case), found, case.gives["value"], told, said))
    assert wrong == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_has_cases_for_the_diary(rule):
    assert any(case.rule == rule for case in _cases())
