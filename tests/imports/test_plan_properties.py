"""Any small register: its plan's counts add up, its commit is what its rows do one by one, and brought
in again it does nothing; a row that fills two sheets stands whole or not at all.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import NamedTuple

import pytest
from books import CASE_HEAD, CASES, TODAY, bring_in, counts, csv_file, planned
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import models as m
from imports import profiles, reading
from imports.commit import commit
from imports.files import child
from journal import audit, rollups
from journal.who import OPERATOR
from rules import money

pytestmark = pytest.mark.slow
ONCE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
TURNS = count(1)
HEAD = ["Claim no.", "Claimant", "Status", "Loss date", "Claimed", "Paid", "Reserved", "Recovered"]
STATED = slice(4, 7)
"""Where the totals stand in a `State`: a blank one states nothing, any other blank clears."""


@pytest.fixture(autouse=True)
def read_here(office, monkeypatch):
    """Files are read in this process, what comes after the reading being looked at; at the end the
    record is sound.
    """
    monkeypatch.setattr(reading, "_run_child", child.run)
    yield
    assert audit.verify().sound
    assert rollups.check() == []


class State(NamedTuple):
    """What a register can say of a claim, amounts in cents."""

    claimant: str
    status: str
    loss_date: date | None
    amount_claimed: int | None
    paid: int | None
    reserved: int | None
    recovered: int | None


@dataclass(frozen=True)
class Line:
    """A line of a register: key (blank: none), what it says, how its amounts are written, in which
    column it is spoiled, whether it is left out by hand, whether the header is printed before it.
    """

    key: str
    says: State
    manner: str = "{}"
    spoiled: str = ""
    left_out: bool = False
    headed: bool = False

    def cells(self, prefix: str) -> list[str]:
        """The line as it is written."""
        claimant, status, day, *amounts = self.says
        cells = [
            prefix + self.key if self.key else "",
            claimant,
            status.capitalize(),
            day.isoformat() if day else "",
            *["" if a is None else self.manner.format(money.plain(a)) for a in amounts],
        ]
        if self.spoiled:
            cells[HEAD.index(self.spoiled)] = "no such thing"
        return cells


AMOUNTS = st.none() | st.integers(0, 999_999_99)
STATES = st.builds(
    State,
    st.sampled_from(("Ann Lee", "Ben Poe")),
    st.sampled_from(("received", "investigation")),
    st.none() | st.dates(date(2001, 1, 1), date(2026, 1, 1)),
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
)
KEYS = st.sampled_from("ABCD")
PLAIN = st.builds(Line, KEYS, STATES)
ANY = st.builds(
    Line,
    st.sampled_from(("A", "B", "C", "D", "")),
    STATES,
    st.sampled_from(("{}", "${}", " {} ")),
    st.sampled_from(("", "", "", *HEAD[2:])),
    st.sampled_from((False, False, False, True)),
    st.sampled_from((False, False, False, True)),
)


@dataclass
class Said:
    """What a register does to claims that stand, told without the importer: its counts, the rows that
    it applies, those that contradict one above, those that say something new, and the claims
    afterwards.
    """

    claims: dict[str, State]
    applied: list[Line] = field(default_factory=list)
    contradict: list[Line] = field(default_factory=list)
    told: list[Line] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    ignored: int = 0
    left_out: int = 0

    def take(self, lines: list[Line]) -> "Said":
        """Take a register in, line by line."""
        stood, seen = dict(self.claims), {}
        for line in lines:
            self.ignored += line.headed
            self.left_out += line.left_out
            if line.left_out:
                continue
            contradicts = seen.get(line.key, line.says) != line.says
            if line.spoiled or not line.key or contradicts:
                self.refused += 1
                self.contradict += [line] if contradicts and not line.spoiled else []
                continue
            again, seen[line.key] = line.key in seen, line.says
            self.applied.append(line)
            self.told += [] if again else [line]
            self._apply(line, stood.get(line.key), again=again)
        return self

    def _apply(self, line: Line, old: State | None, *, again: bool) -> None:
        held = old[STATED] if old else (0, 0, 0)
        stated = [h if s is None else s for s, h in zip(line.says[STATED], held, strict=True)]
        self.claims[line.key] = State(*line.says[:4], *stated)
        if again or self.claims[line.key] == old:
            self.unchanged += 1
        elif old:
            self.changed += 1
        else:
            self.new += 1

    @property
    def sums(self) -> dict[str, str]:
        """The amounts of the rows that are not refused, nor equal to one above."""
        names = State._fields[3:]
        return {n: money.plain(sum(getattr(a.says, n) or 0 for a in self.told)) for n in names}


def written(path, lines: list[Line], prefix: str):
    """The register as a file, and the numbers of the rows that are left out by hand."""
    rows, left_out = [HEAD], set()
    for line in lines:
        rows += [HEAD] if line.headed else []
        rows.append(line.cells(prefix))
        left_out |= {len(rows)} if line.left_out else set()
    return csv_file(path, *rows), frozenset(left_out)


@contextmanager
def plan_of(folder, lines: list[Line], prefix: str):
    """The plan of a register."""
    path, left_out = written(folder / "register.csv", lines, prefix)
    plan = planned(path, left_out=left_out)
    try:
        yield plan
    finally:
        plan.close()


def claims_of(prefix: str) -> dict[str, State]:
    """The claims that stand under a prefix."""
    columns = [getattr(m.Claim, name) for name in State._fields]
    query = m.Claim.select(m.Claim.claim_no, *columns).where(m.Claim.claim_no.startswith(prefix))
    return {number.removeprefix(prefix): State(*rest) for number, *rest in query.tuples()}


def brought_in(folder, lines: list[Line], prefix: str) -> tuple[int, int, int, int]:
    """Bring a register in whole; gives its counts."""
    with plan_of(folder, lines, prefix) as plan:
        return counts(commit(OPERATOR, plan))


SAME = State("Ann Lee", "received", None, None, 5_00, None, None)
OTHER = SAME._replace(paid=6_00)


@example(first=[], second=[Line("A", SAME), Line("A", SAME), Line("A", OTHER)])
@example(first=[Line("A", SAME)], second=[Line("A", SAME, spoiled="Paid"), Line("A", OTHER)])
@given(first=st.lists(PLAIN, max_size=3), second=st.lists(ANY, min_size=1, max_size=7))
@settings(ONCE, max_examples=40)
def test_a_plan_adds_up_and_its_commit_is_its_rows_one_by_one(tmp_path, first, second):
    turn = next(TURNS)
    whole, single = f"W{turn}-", f"S{turn}-"
    for prefix in (whole, single):
        brought_in(tmp_path, first, prefix)
    stood = Said({}).take(first).claims
    assert claims_of(whole) == claims_of(single) == stood
    said = Said(dict(stood)).take(second)
    with plan_of(tmp_path, second, whole) as plan:
        told = plan.as_json()
        assert counts(told) == (said.new, said.changed, said.unchanged, said.refused)
        assert told["rows_read"] == said.new + said.changed + said.unchanged + said.refused
        assert told["rows_read"] + told["details"]["rows_left_out"] == len(second)
        assert told["details"]["rows_left_out"] == said.left_out
        assert (told["ignored"], told["sums"]) == (said.ignored, said.sums)
        assert len(list(plan.refused_rows)) == said.refused
        commit(OPERATOR, plan)
    assert claims_of(whole) == said.claims
    looked_at = [a for a in second if not (a.left_out or any(a is c for c in said.contradict))]
    alone = [brought_in(tmp_path, [line], single) for line in looked_at]
    *done, refused = [sum(one[n] for one in alone) for n in range(4)]
    assert (*done, refused + len(said.contradict)) == counts(told)
    assert claims_of(single) == said.claims
    with plan_of(tmp_path, second, whole) as plan:
        assert (plan.new, plan.changed, plan.refused) == (0, 0, said.refused)
        assert not plan.writes


LONGER_THAN_A_NAME = "x" * 201


class Paid(NamedTuple):
    """A line that pays on a case: case (blank: none), cents, cents of fees or none, what is spoiled."""

    case: str
    sum: int
    fees: int | None
    spoiled: str = ""

    def cells(self, prefix: str, n: int) -> list[str]:
        """The line as it is written; the name tells the lines apart."""
        fees = "" if self.fees is None else money.plain(self.fees)
        case = prefix + self.case if self.case else ""
        cells = [case, f"{prefix}{n}", money.plain(self.sum), fees, "2026-01-05"]
        if self.spoiled:
            long = self.spoiled == "Who"
            cells[CASE_HEAD.index(self.spoiled)] = LONGER_THAN_A_NAME if long else "no such thing"
        return cells


PAYING = st.builds(
    Paid,
    st.sampled_from(("A", "B", "C", "")),
    st.integers(1, 9_999_99),
    st.none() | st.integers(0, 9_999_99),
    st.sampled_from(("", "", "Who", "Sum", "Fees", "Day")),
)


def amounts_of(payee: str, category: str) -> list[int]:
    """What was paid to somebody in a category."""
    mine = (m.Payment.payee_name == payee) & (m.Payment.category == category)
    return [amount for (amount,) in m.Payment.select(m.Payment.amount).where(mine).tuples()]


@example(lines=[Paid("A", 100, 7, "Fees"), Paid("A", 100, 0), Paid("B", 5, 7, "Sum")])
@given(lines=st.lists(PAYING, min_size=1, max_size=6))
@settings(ONCE, max_examples=40)
def test_a_row_of_two_sheets_stands_whole_or_not_at_all(tmp_path, lines):
    profiles.save(OPERATOR, CASES, on=TODAY)
    prefix = f"T{next(TURNS)}-"
    rows = [line.cells(prefix, n) for n, line in enumerate(lines)]
    path, before = csv_file(tmp_path / "cases.csv", CASE_HEAD, *rows), m.Payment.select().count()
    good = [line for line in lines if not line.spoiled]
    result = bring_in(path, m.Payment)
    assert counts(result) == (len(good), 0, 0, len(lines) - len(good))
    for n, line in enumerate(lines):
        stands = not line.spoiled
        assert amounts_of(f"{prefix}{n}", "indemnity") == [line.sum] * stands
        assert amounts_of(f"{prefix}{n}", "expense") == [line.fees] * (stands and bool(line.fees))
    made = sum(1 + bool(line.fees) for line in good)
    assert m.Payment.select().count() == before + made
    cases = {case: sum(g.sum + (g.fees or 0) for g in good if g.case == case) for case in "ABC"}
    paid = {number: state.paid for number, state in claims_of(prefix).items()}
    assert paid == {case: cents for case, cents in cases.items() if cents}
    again = bring_in(path, m.Payment)
    assert (again["batch"], counts(again)) == (None, (0, 0, len(good), len(lines) - len(good)))
