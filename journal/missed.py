"""What missing a deadline means: the consequence that its table names, and what it may cost."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN

from journal import policy
from journal.deadlines import COLUMNS
from journal.law import counting
from journal.who import Who
from models import Claim, Incident
from rules import exposure
from rules.answers import Step
from rules.claim_clocks import BY_CODE
from rules.facts import Facts
from rules.money import dollars


class Late(NamedTuple):
    """An open deadline whose last day is over, on a claim or on none."""

    row_id: int
    code: str
    due: date
    claim: int | None


class Missed(NamedTuple):
    """What follows from missing one: the consequence, the cents at stake with their working."""

    consequence: str
    cents: int | None = None
    steps: tuple[Step, ...] = ()

    @property
    def why(self) -> list[dict[str, str]]:
        """The working of the cents."""
        return [{"text": step.text, "source": step.citation} for step in self.steps]

    @property
    def words(self) -> str:
        """The same in short."""
        said = f"Missed: {self.consequence}." if self.consequence else ""
        stake = f"At stake: {dollars(self.cents)}." if self.cents else ""
        return f"{said} {stake}".strip()


def missed(
    who: Who, late: Iterable[Late], facts: Mapping[int, Facts], *, on: date
) -> dict[int, Missed]:
    """What follows from each, by the id of its entry; amounts only for who may see the columns
    that they are worked out from.

    Args:
        late: deadlines that are over by `on`.
        facts: of their claims, by id.
    """
    entries = list(late)
    if not entries:
        return {}
    law, seen, found = counting(on).law, policy.open_names(who, Claim), {}
    for entry in entries:
        known = facts.get(entry.claim) if entry.claim else None
        consequence = exposure.consequence_of(law, entry.code, _trigger(entry, known))
        stake = known and exposure.exposure(entry.code, known, due=entry.due, on=on)
        if stake and seen.issuperset(stake.columns):
            found[entry.row_id] = Missed(consequence, stake.cents, stake.steps)
        else:
            found[entry.row_id] = Missed(consequence)
    return found


def facts_of(model: Any, ids: Iterable[int], *, on: date) -> dict[int, Facts]:
    """The facts of standing claims or incidents by id; a claim without a loss date takes that of
    its incident.
    """
    wanted = sorted(ids)
    if not wanted:
        return {}
    more = exposure.COLUMNS if model is Claim else ()
    names = ("status", *COLUMNS[model], *more)
    columns = [model.id, *[getattr(model, name) for name in names]]
    if model is Claim:
        query = Claim.select(*columns, Incident.loss_date).join(
            Incident, JOIN.LEFT_OUTER, on=(Claim.incident == Incident.id)
        )
    else:
        query = model.select(*columns, model.loss_date)
    found, law = {}, counting(on)
    for row_id, *values, day in query.where(model.id << wanted).tuples():
        known = dict(zip(names, values, strict=True))
        found[row_id] = law.facts({**known, "loss_date": known["loss_date"] or day})
    return found


def _trigger(entry: Late, facts: Facts | None) -> date:
    """The day by which the law chooses the row: that which began the clock, as far as known."""
    clock = BY_CODE.get(entry.code)
    day: date | None = facts[clock.fact] if clock and facts else None
    return day or entry.due
