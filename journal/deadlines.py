"""Deadlines in the diary: they follow from the facts of claims and incidents, in the same batch.

An entry is made when its clock starts, moved when the day moves, done when a fact answers it,
dropped when the clock no longer runs; what a person finished stays finished. Which fact starts
which clock are the tables beside `rules/clocks.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from journal import deadline_words as words
from journal import writing
from journal.duty_facts import DutyFacts, moved_claims
from journal.law import KEPT, counting
from journal.light_duty import LIMIT
from journal.stored import storing, to_python
from models import Claim, Diary, Incident, Recovery
from rules.choices import LINES
from rules.claim_clocks import CLOCKS
from rules.clocks import Clock, Counting, Due, Ended, begun, clocks_of, closed_by
from rules.recovery_clocks import RECOVERIES, RECOVERY_CLOCKS

LINK = {Claim: "claim", Incident: "incident", Recovery: "recovery"}
INCIDENTS = "I"
OWNER = {Claim: "adjuster", Incident: "adjuster", Recovery: "handler"}
"""Sheet -> the column that says whose its deadlines are."""

_LETTERS = {Claim: tuple(dict(LINES)), Incident: (INCIDENTS,), Recovery: (RECOVERIES,)}
COLUMNS = {
    model: tuple(
        {
            column: None
            for clock in (*CLOCKS, *RECOVERY_CLOCKS)
            if clock.line in letters
            for column in clock.columns
            if column in model._meta.fields
        }
    )
    for model, letters in _LETTERS.items()
}
"""Sheet -> the columns that its clocks rest on."""

ALWAYS = ("status", "line", "trashed_at", "deadlines_from_date", "adjuster", "handler", "incident",
          LIMIT)  # fmt: skip
"""Columns that bear on every clock of a record."""

OPEN = "open"


def facts_of(found: Counting, line: str, row: Mapping[str, Any], **more: Any) -> Any:
    """The facts of a claim of a line, or of an incident (I), from its stored values; `more` are
    facts from elsewhere. What is blank is left out: a fact that is not there is none.
    """
    given = ((name, read, row.get(name)) for name, read in _READERS[line])
    columns = {name: read(value) for name, read, value in given if value is not None}
    return found.facts({**columns, "status": row.get("status"), **more})


def _readers(line: str) -> tuple[tuple[str, Any], ...]:
    """The columns that the clocks of a line rest on, and what reads their stored values."""
    model = {INCIDENTS: Incident, RECOVERIES: Recovery}.get(line, Claim)
    named = {name: None for clock in clocks_of(line) for name in clock.columns}
    return tuple((n, to_python(model._meta.fields[n])) for n in named if n in model._meta.fields)


_READERS = {line: _readers(line) for line in (*dict(LINES), INCIDENTS, RECOVERIES)}


def derive(chunk) -> None:
    """Bring the diary of a chunk's claims, incidents and recoveries up; `chunk` is
    `journal.chunk.Chunk`.
    """
    rows = [(model, row) for model in (Incident, Claim, Recovery) for row in _touched(chunk, model)]
    if rows:
        _Look(chunk, rows).run()


def _touched(chunk, model) -> list[dict[str, Any]]:
    """The rows of which a fact changed, or that are to be looked at anyway."""
    anew = set(chunk.draft.looked_at.get(model, ()))
    if model is Claim:
        anew |= _by_incidents(chunk) | _by_duty(chunk)
    elif model is Incident:
        anew |= _by_recoveries(chunk)
    watched = [name for name in (*COLUMNS[model], *ALWAYS) if name in model._meta.fields]
    standing = (
        row
        for row_id, row in chunk.now[model].items()
        if row_id in anew or _differs(row, chunk.old[model][row_id], watched)
    )
    return [*chunk.created(model), *standing]


def _differs(row: dict[str, Any], old: dict[str, Any], names: Iterable[str]) -> bool:
    return row != old and any(row[name] != old[name] for name in names)


def _by_recoveries(chunk) -> set[int]:
    """Incidents on which a recovery is opened, put in the trash or moved."""
    pairs = chunk.before_and_after(Recovery)
    ids = {row["incident"] for both in pairs for row in both if row and row.get("incident")}
    ids = {i for i in ids if not chunk.makes(Incident, i)}
    chunk.load(Incident, ids)
    return ids


def _by_duty(chunk) -> set[int]:
    """Claims of which a work status or an offer of light duty is made, moved or thrown away."""
    ids = {i for i in moved_claims(chunk) if not chunk.makes(Claim, i)}
    chunk.load(Claim, ids)
    return ids


def _by_incidents(chunk) -> set[int]:
    """Claims that take their loss date from an incident whose own changes."""
    moved = _moved_incidents(chunk)
    if not moved:
        return set()
    query = Claim.select(Claim.id).where(Claim.incident << moved, Claim.loss_date.is_null())
    ids = {i for (i,) in query.tuples()}
    chunk.load(Claim, ids)
    return ids


def _moved_incidents(chunk) -> list[int]:
    return [
        new["id"]
        for old, new in chunk.before_and_after(Incident)
        if old and old["loss_date"] != new["loss_date"]
    ]


class _Look:
    """One look at rows of a chunk: what their clocks say beside what the diary says."""

    def __init__(self, chunk, rows: list[tuple[Any, dict[str, Any]]]) -> None:
        self.chunk, self.rows, self.counting = chunk, rows, counting(chunk.day())
        self.made: list[dict[str, Any]] = []

    def run(self) -> None:
        standing = self._standing()
        for model, row in self.rows:
            if not row.get("trashed_at"):
                self._record(model, row, standing.get((model, row["id"]), {}))
        if self.made:
            writing.add(self.chunk, Diary, self.made)
            self.chunk.deadlines += len(self.made)

    def _standing(self) -> dict[tuple[Any, int], dict[str, dict[str, Any]]]:
        """(sheet, id) -> rule -> its entry as it will stand."""
        for model, link in LINK.items():
            known = self.chunk.old[model]
            ids = [row["id"] for sheet, row in self.rows if sheet is model and row["id"] in known]
            self.chunk.load(Diary, _derived_entries(getattr(Diary, link), ids))
        found: dict[tuple[Any, int], dict[str, dict[str, Any]]] = defaultdict(dict)
        entries = [*self.chunk.created(Diary), *self.chunk.now[Diary].values()]
        for entry in sorted(entries, key=_rank):
            if entry.get("rule_code") and not entry.get("trashed_at"):
                for model, link in LINK.items():
                    if entry.get(link) and (model is Recovery or not entry.get("recovery")):
                        found[model, entry[link]][entry["rule_code"]] = entry
        return found

    def _record(self, model, row: dict[str, Any], standing: dict[str, dict[str, Any]]) -> None:
        line = {Incident: INCIDENTS, Recovery: RECOVERIES}.get(model) or row.get("line") or "L"
        if closed_by(row):
            for entry in standing.values():
                self._end(entry, Ended("dropped", ""), words.CLOSED[model])
            return
        more = self._more(model, row)
        clocks = clocks_of(line) if standing else begun(line, {**row, **more} if more else row)
        if not clocks:
            return
        facts = facts_of(self.counting, line, row, **more)
        for clock in clocks:
            stands = self.counting.stands(clock, facts)
            entry = standing.pop(clock.code) if clock.code in standing else {}
            if isinstance(stands, Due) and self._is_history(row, stands.day):
                stands = Ended("dropped", "deadlines_from_date")
            if isinstance(stands, Due) and self._is_past(model, row, clock, stands):
                continue
            if isinstance(stands, Due):
                self._due(model, row, clock, stands, entry)
            elif entry:
                self._end(entry, stands, words.ended(model, row, stands))
        for entry in standing.values():
            self._end(entry, Ended("dropped", "line"), words.NOT_THIS_LINE)

    def _more(self, model, row: dict[str, Any]) -> dict[str, Any]:
        """What a record takes from others: a claim without a loss date its incident's, an incident
        whether a recovery stands.
        """
        if model is Incident:
            return {"recovery_open": row["id"] in self._recovered}
        if model is Recovery:
            return {}
        duty = row.get("line") == "W"
        more = self._duty.of(row["id"], limit=row.get(LIMIT)) if duty else {}
        if row.get("loss_date") or not row.get("incident"):
            return more
        day = self.chunk.seen(Incident, row["incident"]).get("loss_date")
        return {**more, "loss_date": day and date.fromisoformat(day)}

    @cached_property
    def _duty(self) -> DutyFacts:
        """What notes and offers say of the compensation claims of the look."""
        known = self.chunk.old[Claim]
        ids = [r["id"] for m, r in self.rows if m is Claim and r.get("line") == "W"]
        return DutyFacts(self.chunk, [row_id for row_id in ids if row_id in known])

    @cached_property
    def _recovered(self) -> set[int]:
        """The incidents of the look on which a recovery stands."""
        pairs, known = list(self.chunk.before_and_after(Recovery)), self.chunk.old[Incident]
        found = {new.get("incident") for _, new in pairs if not new.get("trashed_at")}
        written = {old["id"] for old, _ in pairs if old}
        ids = [row["id"] for model, row in self.rows if model is Incident and row["id"] in known]
        for start in range(0, len(ids), 2000):
            query = Recovery.select(Recovery.incident, Recovery.id).where(
                Recovery.incident << ids[start : start + 2000], Recovery.trashed_at.is_null()
            )
            found |= {incident for incident, row_id in query.tuples() if row_id not in written}
        return found

    def _is_history(self, row: Mapping[str, Any], due: date) -> bool:
        """Whether a day lies before those that count for the record."""
        known = (row.get("deadlines_from_date"), row.get("reopened_date"))
        since = max((day for day in known if day), default="")
        if due.isoformat() >= since:
            return False
        self.chunk.left_out += due < self.chunk.day()
        return True

    def _is_past(self, model, row: Mapping[str, Any], clock: Clock, due: Due) -> bool:
        """Whether a day is over that a record, back from another status, is not asked for again."""
        if due.day >= self.chunk.day() or self.chunk.source == "undo":
            return False
        old = self.chunk.old[model].get(row["id"]) or {}
        return old.get("status") in clock.not_woken_from

    def _due(self, model, row, clock: Clock, due: Due, entry: dict[str, Any]) -> None:
        """Make the entry of a clock that runs, or bring it up."""
        said, owner = _said(due.subject, due), OWNER[model]
        if not entry:
            own = {LINK[model]: row["id"], "owner": row.get(owner), "rule_code": clock.code}
            own |= {"claim": row.get("claim")} if model is Recovery else {}
            kept = {"action": clock.action or None, "sensitivity": clock.sensitivity}
            self.made.append({**own, **said, **kept, "status": OPEN})
            return
        said = dict(said)
        again = bool(entry.get("ended_by_rule"))
        if entry["status"] != OPEN and not again:
            return
        if again:
            said |= {"status": OPEN, "done_date": None, "ended_by_rule": None}
        was = self.chunk.old[Diary].get(entry["id"], entry)["diary_date"]
        moved = was != said["diary_date"]
        if moved:
            said["moved_from_date"] = was
        old = self.chunk.old[model].get(row["id"], row)
        if again and not moved:
            said["moved_from_date"] = None
        if moved or again:
            why = words.moved(model, old, row, clock.columns)
            said["moved_why"] = why or self._elsewhere(row, clock)
        if entry.get("owner") in (None, old.get(owner)):
            said["owner"] = row.get(owner) or entry.get("owner")
        self._change(entry, said)

    def _elsewhere(self, row: dict[str, Any], clock: Clock) -> str:
        """Why a day moved where no column that its clock rests on changed."""
        if row.get("incident") in _moved_incidents(self.chunk):
            return words.INCIDENT
        by_duty = row.get("line") == "W" and row["id"] in moved_claims(self.chunk)
        return words.LIGHT_DUTY if by_duty else words.MOVED_BY.get(clock.fact, words.LAW)

    def _end(self, entry: dict[str, Any], ended: Ended, why: str) -> None:
        if entry["status"] != OPEN:
            return
        today = self.chunk.day()
        done = min(ended.day or today, today).isoformat() if ended.how == "done" else None
        late = words.late(entry, done, self.counting.law) if done else ""
        end = {"status": ended.how, "done_date": done, "ended_by_rule": True}
        self._change(entry, {**end, "moved_from_date": None, "moved_why": f"{why}{late}"[:300]})

    def _change(self, entry: dict[str, Any], values: dict[str, Any]) -> None:
        values = {name: value for name, value in values.items() if entry.get(name) != value}
        if entry["id"] in self.chunk.old[Diary]:
            if values:
                self.chunk.edit(Diary, entry["id"], values)
        else:
            entry.update(values)


_STEPS = storing(Diary._meta.fields["steps"])


@lru_cache(maxsize=KEPT)
def _said(subject: str, due: Due) -> dict[str, Any]:
    """What the entry of a counted day says, as it is stored; many records have the same."""
    return {
        "diary_date": due.day.isoformat(),
        "remind_date": due.begin.isoformat(),
        "subject": subject,
        "steps": _STEPS([step._asdict() for step in due.steps]),
    }


def _rank(entry: dict[str, Any]) -> int:
    """Of several entries of one rule an open one counts, then one that a person finished."""
    if entry.get("status", OPEN) == OPEN:
        return 2
    return 0 if entry.get("ended_by_rule") else 1


def _derived_entries(column, ids: list[int]) -> Iterator[int]:
    """The entries of rules on some records that are not in the trash."""
    for start in range(0, len(ids), 2000):
        query = Diary.select(Diary.id).where(
            column << ids[start : start + 2000],
            Diary.rule_code.is_null(False),
            Diary.trashed_at.is_null(),
        )
        yield from (row_id for (row_id,) in query.tuples())
