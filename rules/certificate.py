"""Whether a certificate of insurance meets what the City requires: nineteen checks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.calendars import add_open_days
from rules.days import long_day
from rules.insured import (
    Auto,
    Certificate,
    GeneralLiability,
    Requirement,
    WorkersCompensation,
)
from rules.money import dollars
from rules.needs import need_in_order, need_positive

MILLION = 1_000_000_00
"""Least limit of liquor and auto liability and of employers' liability, as cities ask for it."""

LETTERS = ("D", "C-", "C", "C+", "C++", "B-", "B", "B+", "B++", "A-", "A", "A+", "A++")
"""Financial strength from weak to strong."""

SIZES = tuple("I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split())  # noqa: SIM905  (a line)
"""Financial size from small to large."""

ALL_AUTOS = {"owned", "hired", "non_owned"}
SINGLE = ("project", "location")
OCCURRENCE = re.compile(r"occur(rence)?( form| basis)?|cg ?00 ?01( .*)?")
_RATING = re.compile(r"\s*([A-D](?:\+\+|\+|-)?)\s*(?:[:,/ ]\s*([IVX]+))?\s*")


SAID = {"pass": "passed", "fail": "failed"}
Result = tuple[str, str]
NOT_REQUIRED: Result = ("na", "Not required.")


@calculator(
    "certificate",
    title="Insurance: check of a certificate",
    source="",
    details={"checks": {"no": "count", "name": "text", "result": "code", "reason": "text"}},
)
def certificate(requirement: Requirement, certificate: Certificate, *, law: Law) -> Answer:
    """Whether a certificate meets the requirement, check by check.

    Args:
        requirement: what the City requires; a key that is absent or no requires nothing.
        certificate: what it shows.
        law: the State calendar, for the days of filing.

    Returns:
        approved or rejected; the checks with pass, fail or na and the reason, in their order.

    Raises:
        Unanswered: a negative figure, or days out of order.

    Source: municipal requirements for special events and film permits; no law.
    """
    _need_sound("requirement", requirement)
    _need_sound("certificate", certificate)
    shown = Shown(requirement, certificate, law)
    checks, steps = [], []
    for number, (name, check) in enumerate(CHECKS, 1):
        result, reason = check(shown)
        checks.append({"no": number, "name": name, "result": result, "reason": reason})
        if result != "na":
            said = f"Check {number}, {name}: {SAID[result]}. {reason}"
            steps.append(Step(said, "Requirement of the City"))
    failed = sum(check["result"] == "fail" for check in checks)
    value = "rejected" if failed else "approved"
    steps.append(Step(f"{failed} of {len(steps)} checks failed: {value}"))
    return Answer(value, "code", tuple(steps), "policy", {"checks": checks})


@dataclass(frozen=True)
class Shown:
    """A requirement beside a certificate."""

    wants: Requirement
    has: Certificate
    law: Law

    def covered(self, effective: date | None, expires: date | None) -> bool:
        """Whether a policy is in force from the first to the last day."""
        first, last = self.wants.first_day, self.wants.last_day
        if effective is None or expires is None:
            return False
        return (first is None or effective <= first) and (last is None or expires >= last)


def _need_sound(name: str, record: Any) -> None:
    """No figure below 0, and no last day before the first, in a record and in those within it."""
    given = vars(record)
    figures = {key: one for key, one in given.items() if type(one) is int}
    need_positive(**{f"{name}.{key}": figure for key, figure in figures.items()})
    for first, last in (("first_day", "last_day"), ("effective", "expires")):
        ends = {f"{name}.{key}": given[key] for key in (first, last) if key in given}
        need_in_order(**ends)
    for key, one in given.items():
        if is_dataclass(one):
            _need_sound(f"{name}.{key}", one)


def _passes(good: bool, reason: str) -> Result:
    return ("pass" if good else "fail", reason)


def _insured(shown: Shown) -> Result:
    if shown.wants.applicant is None:
        return NOT_REQUIRED
    named = shown.has.insured
    return _passes(
        _same(named, shown.wants.applicant),
        f"Insured: {named or 'not shown'}; applicant: {shown.wants.applicant}.",
    )


def _days(shown: Shown) -> Result:
    if shown.wants.first_day is None and shown.wants.last_day is None:
        return NOT_REQUIRED
    policies: list[tuple[str, GeneralLiability | Auto | WorkersCompensation]] = []
    policies += [("General liability", shown.has.gl)] if shown.wants.gl else []
    policies += [("Auto", shown.has.auto)] if shown.wants.vehicles else []
    policies += [("Workers' compensation", shown.has.wc)] if shown.wants.employees else []
    policies = policies or [("General liability", shown.has.gl)]
    short = [name for name, one in policies if not shown.covered(one.effective, one.expires)]
    reason = f"Not in force on all days: {', '.join(short)}." if short else "In force on all days."
    return _passes(not short, reason)


def _form(shown: Shown) -> Result:
    if not shown.wants.gl:
        return NOT_REQUIRED
    form = shown.has.gl.form
    good = OCCURRENCE.fullmatch(_plain(form)) is not None
    return _passes(good, f"Form: {form or 'not shown'}.")


def _limits(shown: Shown) -> Result:
    if not shown.wants.gl:
        return NOT_REQUIRED
    umbrella = shown.has.umbrella
    counts = umbrella.follow_form and shown.covered(umbrella.effective, umbrella.expires)
    more = (umbrella.each_occurrence or 0) if counts else 0
    wanted = (
        ("occurrence", shown.wants.gl_each_occurrence, shown.has.gl.each_occurrence),
        ("aggregate", shown.wants.gl_general_aggregate, shown.has.gl.general_aggregate),
    )
    short = [
        f"{name} {dollars((limit or 0) + more)} of {dollars(least)}"
        for name, least, limit in wanted
        if least is not None and (limit is None or limit + more < least)
    ]
    return _passes(not short, f"Too low: {', '.join(short)}." if short else "Limits are enough.")


def _aggregate(shown: Shown) -> Result:
    if not shown.wants.gl:
        return NOT_REQUIRED
    gl = shown.has.gl
    if _plain(gl.aggregate_per) in SINGLE:
        return _passes(True, f"The aggregate applies to each {gl.aggregate_per}.")
    if gl.general_aggregate is None or gl.each_occurrence is None:
        return _passes(False, "The aggregate or the occurrence limit is not shown.")
    return _passes(
        gl.general_aggregate >= 2 * gl.each_occurrence,
        f"Aggregate {dollars(gl.general_aggregate)}, occurrence {dollars(gl.each_occurrence)}.",
    )


def _additional_insured(shown: Shown) -> Result:
    if not shown.wants.additional_insured:
        return NOT_REQUIRED
    accepted = [_bare(form) for form in shown.wants.additional_insured]
    given = shown.has.gl.additional_insured or []
    return _passes(
        any(_bare(form).startswith(one) for form in given for one in accepted),
        f"Forms: {', '.join(given) or 'none'}; accepted: "
        f"{', '.join(shown.wants.additional_insured)}.",
    )


def _primary(shown: Shown) -> Result:
    if not shown.wants.primary_wording:
        return NOT_REQUIRED
    return _worded(shown.has.gl.primary, "Primary and non-contributory wording")


def _waivers(shown: Shown) -> Result:
    wanted = (
        ("general liability", shown.wants.waiver_gl, shown.has.gl.waiver),
        ("workers' compensation", shown.wants.waiver_wc, shown.has.wc.waiver),
    )
    if not any(required for _, required, _ in wanted):
        return NOT_REQUIRED
    absent = [name for name, required, given in wanted if required and not given]
    return _passes(not absent, f"No waiver: {', '.join(absent)}." if absent else "Waivers shown.")


def _severability(shown: Shown) -> Result:
    if not shown.wants.severability:
        return NOT_REQUIRED
    return _worded(shown.has.gl.severability, "Severability of interests")


def _worded(given: bool, what: str) -> Result:
    """Whether a wording stands on the certificate."""
    return _passes(given, f"{what}{'' if given else ' not'} shown.")


def _rating(shown: Shown) -> Result:
    if shown.wants.am_best is None:
        return NOT_REQUIRED
    least, given = _strength(shown.wants.am_best), _strength(shown.has.am_best)
    good = (
        least is not None
        and given is not None
        and all(one >= other for one, other in zip(given, least, strict=True))
    )
    return _passes(good, f"Rating: {shown.has.am_best or 'not shown'} of {shown.wants.am_best}.")


def _cancellation(shown: Shown) -> Result:
    least = shown.wants.cancellation_days
    if least is None:
        return NOT_REQUIRED
    given = shown.has.cancellation_days
    return _passes(
        given is not None and given >= least, f"Notice: {given or 'no'} of {least} days."
    )


def _liquor(shown: Shown) -> Result:
    if not shown.wants.alcohol:
        return NOT_REQUIRED
    return _at_least_a_million(shown.has.liquor.each_occurrence)


def _auto(shown: Shown) -> Result:
    if not shown.wants.vehicles:
        return NOT_REQUIRED
    auto = shown.has.auto
    covered = {_plain(one).replace("-", "_").replace(" ", "_") for one in auto.covers or ()}
    if not auto.any and not covered >= ALL_AUTOS:
        return _passes(False, "Covers neither any auto nor owned, hired and non-owned ones.")
    return _at_least_a_million(auto.combined_single_limit)


def _workers(shown: Shown) -> Result:
    if not shown.wants.employees:
        return NOT_REQUIRED
    if not shown.has.wc.statutory:
        return _passes(False, "Statutory limits are not shown.")
    return _at_least_a_million(shown.has.wc.el_each_accident)


def _exclusions(shown: Shown) -> Result:
    if not shown.wants.activities:
        return NOT_REQUIRED
    gl = shown.has.gl
    excluded = {_plain(name) for name in gl.exclusions or ()}
    found = [name for name in shown.wants.activities if _plain(name) in excluded]
    if gl == GeneralLiability():
        return _passes(False, "General liability is not shown.")
    reason = f"Excluded: {', '.join(found)}." if found else "No activity is excluded."
    return _passes(not found, reason)


def _deductible(shown: Shown) -> Result:
    most, given = shown.wants.max_deductible, shown.has.gl.deductible
    if most is None:
        return NOT_REQUIRED
    said = "not shown" if given is None else dollars(given)
    return _passes(
        given is not None and given <= most, f"Deductible: {said}, at most {dollars(most)}."
    )


def _signed(shown: Shown) -> Result:
    marks = {"signed": shown.has.signed, "dated": shown.has.dated, "producer": shown.has.producer}
    if all(mark is None for mark in marks.values()):
        return ("na", "The certificate does not say.")
    absent = [name for name, mark in marks.items() if not mark]
    return _passes(not absent, f"Missing: {', '.join(absent)}." if absent else "Signed and dated.")


def _holder(shown: Shown) -> Result:
    if shown.wants.holder is None:
        return NOT_REQUIRED
    return _passes(
        _same(shown.has.holder, shown.wants.holder), f"Holder: {shown.has.holder or 'not shown'}."
    )


def _filed(shown: Shown) -> Result:
    count, first = shown.wants.filing_business_days, shown.wants.first_day
    if count is None or first is None:
        return NOT_REQUIRED
    last, received = add_open_days(first, -count, shown.law.calendars["state"]), shown.has.received
    if received is None:
        return _passes(False, "The day it was received is not shown.")
    return _passes(
        received <= last, f"Received {long_day(received)}, at the latest {long_day(last)}."
    )


CHECKS: tuple[tuple[str, Callable[[Shown], Result]], ...] = (
    ("Insured is the applicant", _insured),
    ("In force on all days", _days),
    ("Occurrence form", _form),
    ("Limits", _limits),
    ("Aggregate", _aggregate),
    ("Additional insured", _additional_insured),
    ("Primary and non-contributory", _primary),
    ("Waiver of subrogation", _waivers),
    ("Severability of interests", _severability),
    ("Rating of the insurer", _rating),
    ("Notice of cancellation", _cancellation),
    ("Liquor liability", _liquor),
    ("Auto liability", _auto),
    ("Workers' compensation", _workers),
    ("Exclusions against activities", _exclusions),
    ("Deductible", _deductible),
    ("Signed, dated, with a producer", _signed),
    ("Certificate holder", _holder),
    ("Filed in time", _filed),
)
"""The checks in their order: what each is called, and how it is made."""


def _at_least_a_million(limit: int | None) -> Result:
    said = "not shown" if limit is None else dollars(limit)
    return _passes(
        limit is not None and limit >= MILLION, f"Limit: {said}, at least {dollars(MILLION)}."
    )


def _strength(rating: str | None) -> tuple[int, int] | None:
    """Letter and size as ranks; a rating without a size is of the smallest; None for none."""
    found = _RATING.fullmatch((rating or "").upper())
    if not found or found[1] not in LETTERS or (found[2] and found[2] not in SIZES):
        return None
    return LETTERS.index(found[1]), SIZES.index(found[2]) if found[2] else 0


def _same(one: str | None, other: str) -> bool:
    return one is not None and _plain(one) == _plain(other)


def _bare(form: str) -> str:
    """The number of a form without blanks; one without its edition begins each of its editions."""
    return _plain(form).replace(" ", "")


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())
