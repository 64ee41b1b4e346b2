"""Planning an import: every row of a file judged against the sheet, before anything is locked.

Rows are new, changed, unchanged or refused; all errors of all rows are found at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from imports import profiles
from imports.by_file import need_by_file
from imports.controls import Controls
from imports.grid import Grid, hidden_in
from imports.mapping import Columns, Decided, known, label, match
from imports.outcome import ImportPlan, Options, Part
from imports.parting import parted
from imports.planner import Planner, Verdict
from imports.reading import read
from imports.remaining import resolved
from imports.returned import Returned
from journal.at_rest import at_rest
from journal.who import Who
from models import (
    BY_NAME,
    Incident,
    meta,
    written_beside,
)
from rules.errors import BadQuestion

NO_TOTAL = "“{}” begins like a total, but its figures are no sum of the rows above: it is a record."


def plan_file(
    who: Who, model: Any, path: str | Path, options: Options, *, file_name: str | None = None
) -> ImportPlan:
    """Read a file and plan its import into a sheet.

    Raises:
        BadValue: the file cannot be read. BadQuestion: its columns cannot be matched.
        Refused: the policy does not let `who` write the sheet. NotFound: there is no such profile.
    """
    need_by_file(who, model)
    grid, options = read_for(who, model, path, options, file_name=file_name)
    return plan(who, model, grid, options)


BARE = {"no", "date", "name", "code"}
"""Headings that a profile may know, but which are more often the lower half of one: Claim over
Number.
"""


def read_for(
    who: Who, model: Any, path: str | Path, options: Options, *, file_name: str | None = None
) -> tuple[Grid, Options]:
    """The table of a file, and the options with the profile that was named or that fits it.

    Raises:
        BadValue: the file cannot be read. NotFound: there is no such profile.
    """
    profile = profiles.named(who, options.profile) if options.profile else None
    if profile is not None:
        profiles.need_known(model, profile)
        options = profiles.applied(options, profile)
    looked = profile is None and options.by_shape
    found = [profile] if profile else profiles.profiles(who, model) if looked else []
    headings = known(model).union(*(one.known for one in found)) - BARE
    grid = read(
        path,
        known=headings,
        tab=options.tab,
        header_row=options.header_row,
        hidden=options.hidden,
        file_name=file_name,
    )
    fits = profiles.fitting(found, grid.headings) if looked else None
    return grid, profiles.applied(options, fits) if fits else options


@at_rest()
def plan(who: Who, model: Any, table: Grid, options: Options) -> ImportPlan:
    """Plan the import of a table into a sheet: nothing is written, nothing is locked.

    Raises:
        BadQuestion: its columns cannot be matched. Refused: the policy does not let `who` write.
    """
    need_by_file(who, model)
    options = resolved(model, table.headings, options)
    options = parted(who, model, table.headings, options)
    _need_sound(options, model)
    linked = tuple(part.link for part in options.before)
    decided = Decided(options.columns, options.fixed, options.keyless, linked)
    columns = match(who, model, table.headings, decided)
    lead = Planner(who, ImportPlan(model, table, columns, options))
    for words in (_without(model, columns), _hidden(table, options)):
        if words:
            lead.plan.notes.add(table.header_row or 1, None, words)
    for row, text in table.doubted:
        lead.plan.notes.add(row, None, NO_TOTAL.format(text))
    _Row(who, table, options, lead).plan_all()
    return lead.plan


DATED = {Incident: ("loss_date",)}
"""Sheet -> the days of which one a record ought to bear, though it may stand without."""


def _without(model: Any, columns: Columns) -> str:
    """What is noted where no heading gives the day of a loss: the records come in without."""
    days = DATED.get(model, ())
    if not days or set(days) & set(columns.names):
        return ""
    name, plural = label(model._meta.fields[days[0]]), str(meta(model, "plural")).lower()
    return f"No heading gives the {name}: the {plural} come in without it."


def _hidden(table: Grid, options: Options) -> str:
    """What is noted of what is hidden in the workbook: whether it is read."""
    found = hidden_in(table)
    read = "they are read too" if options.hidden else "they are left out"
    return f"The workbook hides {' and '.join(found)}: {read}." if found else ""


def _need_sound(options: Options, model: Any) -> None:
    """Refuse a valuation day that lies ahead, and days kept as written where nothing keeps them."""
    if options.valued_on and options.valued_on > options.on:
        raise BadQuestion(f"{options.valued_on} lies ahead: totals stand as of a day that was.")
    models = [model, *(BY_NAME[part.sheet] for part in (*options.before, *options.after))]
    known_ones = {day for one in models for day in written_beside(one)}
    if strange := options.as_written - known_ones:
        there = f"only {' and '.join(sorted(known_ones))}" if known_ones else "no column"
        raise BadQuestion(
            f"“{min(strange)}” keeps no text beside it: of {meta(model, 'plural')} {there} does."
        )


class _Row:
    """Judges the rows of a table one by one in every sheet that they fill: all of a row stands, or
    nothing of it.
    """

    def __init__(self, who: Who, table: Grid, options: Options, lead: Planner) -> None:
        self.table, self.lead, self.left_out = table, lead, options.left_out
        self.returned = Returned(table)
        self.before = [_part(who, table, options, part, "") for part in options.before]
        self.after = [
            _part(who, table, options, part, f"{n} {part.sheet}")
            for n, part in enumerate(options.after, 1)
        ]
        lead.plan.before = [planner.plan for _, planner in self.before]
        lead.plan.after = [planner.plan for _, planner in self.after]

    def plan_all(self) -> None:
        """Take in every row but those that were left out by hand."""
        planners = [p for _, p in self.before] + [self.lead] + [p for _, p in self.after]
        self.controls = Controls(self.table, planners)
        self._spread(planners)
        for rows in self.table.slices():
            for planner in planners:
                planner.begin(rows)
            for n, row in enumerate(rows):
                if row.number in self.left_out:
                    self.lead.plan.leave_out(row)
                elif self.returned.is_in(row):
                    self.lead.plan.pass_over(row, "row that is in already")
                else:
                    self._take(n)
        self.lead.plan.controls = self.controls.settled()
        if words := self.lead.incurred.in_all():
            self.lead.plan.notes.add(self.table.header_row, self.lead.incurred.place, words)
        self.lead.plan.flush()

    def _spread(self, planners: Sequence[Planner]) -> None:
        """Let each row have the value of a cell that is merged over it, unless it is a figure."""
        figures = {place for planner in planners for place in planner.figures}
        for area in self.table.merged:
            self.lead.plan.notes.add(area.first, area.column, area.words(figures))
        self.table.spread = [area for area in self.table.merged if area.column not in figures]

    def _take(self, n: int) -> None:
        lead = self.lead
        found = [self._before(n, part, planner) for part, planner in self.before]
        verdict = lead.judge(n)
        found.append(verdict)
        for part, planner in self.after:
            if planner.speaks(n, part.wanted):
                name = part.link
                planner.give(n, name, verdict.row.values.get(name)) if name else None
                found.append(planner.judge(n))
        refused = [one for one in found if one is not None and one.row.errors]
        self.controls.take(verdict.row.number, found, refused=bool(refused))
        if refused:
            lead.refuse(verdict.row, [e for one in refused for e in one.planner.errors_of(one)])
            return
        for one in found:
            if one is not None:
                one.planner.keep(one)

    def _before(self, n: int, part: Part, planner: Planner) -> Verdict | None:
        """What a row says of a sheet that comes before: the main row names its record."""
        if not planner.speaks(n, part.wanted):
            return None
        verdict = planner.judge(n)
        stands = verdict.stands
        named = stands.row_id if stands else (part.sheet, *verdict.row.key)
        self.lead.give(n, part.link, named)
        return verdict


def _part(who: Who, table: Grid, options: Options, part: Part, salt: str) -> tuple[Part, Planner]:
    """A further sheet of a row, with its own planner; one that comes before gathers its records."""
    model = BY_NAME[part.sheet]
    need_by_file(who, model)
    linked = (part.link,) if salt and part.link else ()
    decided = Decided(part.columns, part.fixed, bool(salt), linked, by_name=False)
    columns = match(who, model, table.headings, decided)
    own = replace(options, columns=part.columns, fixed=part.fixed, words=part.words)
    made = ImportPlan(model, table, columns, own)
    return part, Planner(who, made, salt=salt, gathers=not salt)
