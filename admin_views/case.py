"""The page of a claim, incident or recovery: head, money, deadlines, story, a table a strand."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin_views import case_adds, disclosed, record_head, verb_form
from admin_views.desk import Desk, say
from admin_views.drawing import Manner, file_of, rows_markup
from admin_views.due import Due, due_of
from admin_views.duty_offers import clears
from admin_views.gate import Acts, Reads, rule
from admin_views.letter_prints import prints
from admin_views.named import Names
from admin_views.next_steps import next_step
from admin_views.offers import Offer, offer_of, offers
from admin_views.places import OWN_PAGES, place_of, safe_back
from journal import casefile, history, policy
from journal.casefile import FRAMES, Event, Strand
from journal.likeness import others_of
from journal.reading import by_name, fetch, guarded
from journal.recovery_workings import recovery_workings
from journal.workings import workings
from models import BY_NAME, Document
from rules.errors import OfficeError
from rules.money import dollars
from workflow import verbs
from workflow.letters import is_for, is_letter
from workflow.pending import Pending, pending
from workflow.verbs import Act

STORY, ALL = 15, 400
"""Events that the story shows at first, and when all are asked for."""
MOST_VERSIONS = 60
BUTTONS = 4
"""Actions in the head of a page; the others stand under "More"."""
WORKINGS = {"claim": workings, "recovery": recovery_workings}
"""Sheet -> how the amounts of its money strip come about."""
DOWNLOADS = {"recovery": (("costs.xlsx", "Download the cost workbook"),)}
"""Sheet -> (part of the address, words) of what a record's page gives as a file."""
TABS_IN_SIGHT = 6
"""Tabs that fit on one line; the others stand under "More"."""


@dataclass(frozen=True)
class Tab:
    """A part of the page: its name, address, and how much is in it."""

    key: str
    label: str
    href: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Figure:
    """An amount of the money strip, with the steps that lead to it."""

    label: str
    value: str
    why: list[dict[str, str]]


class RecordPage(Desk):
    """The page of one record of a sheet; made once for each sheet that has a frame."""

    def __init__(self, sheet: str) -> None:
        self.sheet, self.model, self.frame = sheet, BY_NAME[sheet], FRAMES[sheet]
        super().__init__(self.model._meta.plural, endpoint=f"{sheet}_page", url=f"/admin/{sheet}")

    def show(self, row_id: int, part: str = "story"):
        """The record, with one of its parts: the story, a strand, the facts or the history."""
        row = fetch(self.who, self.model, row_id)
        values = by_name(self.who, self.model, row)
        thrown = self._thrown(row_id)
        shows = self._part(row_id, part, values)
        seen = guarded(policy.readable(self.who, self.model), [row]) | shows.pop("guarded", set())
        self.saw(self.sheet, [row_id], seen, purpose=f"{self.frame.model._meta.singular} page")
        return self.page(
            "case.html",
            head=self._head(row_id, values),
            row=row,
            values=values,
            sheet=self.sheet,
            part=part,
            thrown=thrown,
            tabs=self._tabs(row_id, part),
            in_sight=TABS_IN_SIGHT,
            figures=self._figures(row_id, values),
            on=self.on,
            place=self._place(row_id),
            others=others_of(self.who, row_id) if self.sheet == "claim" else [],
            hidden=not policy.may_read(self.who, Document),
            **(self._thrown_tools(row_id) if thrown else self._tools(row_id, part, values)),
            **shows,
        )

    def beside(self, row_id: int, part: str) -> dict[str, Any]:
        """What the record shows beside the grid: its head, its actions, and one of its parts; of
        the form the head alone.
        """
        row = fetch(self.who, self.model, row_id)
        values, thrown = by_name(self.who, self.model, row), self._thrown(row_id)
        shows = self._part(row_id, part, values) if part not in ("", "form") else {}
        seen = guarded(policy.readable(self.who, self.model), [row]) | shows.pop("guarded", set())
        self.saw(self.sheet, [row_id], seen, purpose="record beside the grid")
        return {
            "head": self._head(row_id, values),
            "row": row,
            "values": values,
            "tabs": self._tabs(row_id, part),
            "thrown": thrown,
            **(self._thrown_tools(row_id) if thrown else self._tools(row_id, part, values)),
            **shows,
        }

    def _head(self, row_id: int, values: dict[str, Any]) -> record_head.Head:
        """The head, with the restriction in force on a compensation claim."""
        found = record_head.head(self.who, self.sheet, values, on=self.on)
        if self.sheet == "claim" and values.get("line") == "W":
            found.chips += record_head.duty_chips(self.who, row_id, on=self.on)
        return found

    def keep(self, row_id: int):
        """Keep dropped files with the record, one document each; one that cannot be is said there,
        the others are kept.
        """
        fetch(self.who, self.model, row_id)
        for file in request.files.getlist("file"):
            act = Act("add_document", self.sheet, [row_id], {"file": file})
            try:
                done = verbs.run(self.who, act, on=self.on)
            except OfficeError as error:
                say(error.sentence.removeprefix("Not saved. "), tone="here")
            else:
                say(done.sentence, undo=done.receipt.seq)
        return redirect(safe_back(request.form.get("back"), self._place(row_id)))

    def _tools(self, row_id: int, part: str, values: dict[str, Any]) -> dict[str, Any]:
        """What one can do on the page of a record, and what waits on it."""
        due = casefile.deadlines(self.who, self.frame, row_id)
        offered = self._offers(row_id, values)
        return {
            "due": self._due(row_id, due, values.get("status")),
            "pending": self._pending(row_id),
            "offers": offered,
            "in_head": min(BUTTONS, sum(self._stands_out(one) for one in offered)),
            "adds": self._adds(row_id, part),
            "drops": self._offer("add_document", row_id),
            "letters": self._letters(row_id, values) if part == "letters" else [],
            "may_write": policy.may_write(self.who, self.model),
        }

    def _thrown_tools(self, row_id: int) -> dict[str, Any]:
        """Of a record in the trash: the way out of it, and nothing else."""
        back = self._offer("restore", row_id)
        out = [replace(back, title="Take it out of the trash", primary=True)] if back else []
        tools = {"due": [], "pending": [], "adds": [], "drops": None, "letters": []}
        return {**tools, "offers": out, "in_head": len(out)}

    # --- the parts ---

    def _part(self, row_id: int, part: str, values: dict[str, Any]) -> dict[str, Any]:
        """What one part of the page needs."""
        if part == "facts":
            return {
                "facts": record_head.facts(self.who, self.sheet, values, left_out=self.frame.money)
            }
        if part == "history":
            versions = history.of_row(self.who, self.model, row_id)[:MOST_VERSIONS]
            return {"versions": self._told(versions), "guarded": disclosed.of_changes(versions)}
        strand = next((s for s in casefile.tabs(self.who, self.frame) if s.key == part), None)
        if strand and strand.listed:
            return self._table(row_id, strand, values.get("status"))
        if not casefile.strands(self.who, self.frame):
            return {
                "facts": record_head.facts(self.who, self.sheet, values, left_out=self.frame.money)
            }
        limit = ALL if "all" in request.args else STORY
        told = casefile.story(self.who, self.frame, row_id, limit=limit, only=strand)
        return {
            "story": told,
            "strand": strand,
            "guarded": told.guarded,
            "leads": [self._leads(row_id, event) for event in told.events],
        }

    def _leads(self, row_id: int, event: Event) -> tuple[str, str]:
        """Where an entry of the story leads: to the record told of, and to its file."""
        sheet = event.strand.sheet
        if event.strand.key == "deadlines":
            return f"{self._place(row_id)}deadlines", ""
        if event.strand.key == "history":
            return f"{self._place(row_id)}history", ""
        return place_of(sheet, event.row_id), (
            file_of(sheet, event.row_id) if event.strand.model is Document else ""
        )

    def _table(self, row_id: int, strand: Strand, status: str | None) -> dict[str, Any]:
        answer = casefile.table(self.who, strand, row_id)
        return {
            "strand": strand,
            "answer": answer,
            "add": self._offer(strand.adds, row_id, status),
            "key": casefile.key_of(self.frame.model, row_id) if answer.next else "",
            "rows": rows_markup(answer, strand.model, Manner(self.on)),
            "guarded": guarded(answer.fields, answer.rows),
        }

    def _told(self, versions: list) -> list[dict[str, Any]]:
        """Versions of the record in words, relations by name."""
        names = Names(self.who)
        return [
            {
                "version": version,
                "changes": [
                    (
                        change.field.verbose_name,
                        names.words(change.field, change.old),
                        names.words(change.field, change.new),
                    )
                    for change in version.changes
                ],
            }
            for version in versions
        ]

    def _tabs(self, row_id: int, part: str) -> list[Tab]:
        place, counts = self._place(row_id), casefile.counts(self.who, self.frame, row_id)
        strands = casefile.tabs(self.who, self.frame)
        found = [Tab("story", "Timeline", place)] if casefile.strands(self.who, self.frame) else []
        found += [Tab(s.key, s.title, f"{place}{s.key}", counts.get(s.key, 0)) for s in strands]
        found += [
            Tab("facts", "Details", f"{place}facts"),
            Tab("history", "History", f"{place}history"),
        ]
        shown_part = part if any(tab.key == part for tab in found) else found[0].key
        return [Tab(t.key, t.label, t.href, t.count, t.key == shown_part) for t in found]

    def _figures(self, row_id: int, values: dict[str, Any]) -> list[Figure]:
        """The money strip, as far as its columns may be seen."""
        fields = {f.name: f for f in policy.readable(self.who, self.model)}
        explain = WORKINGS.get(self.sheet)
        why = explain(self.who, row_id) if explain else {}
        return [
            Figure(
                fields[name].verbose_name, _amount(fields[name], values[name]), why.get(name, [])
            )
            for name in self.frame.money
            if name in fields
        ]

    def _due(self, row_id: int, answer, status: str | None) -> list[tuple[Due, Offer | None]]:
        """The next deadlines, each with the one action that clears it."""
        if answer is None:
            return []
        found = due_of(self.who, self.sheet, row_id, answer, on=self.on)
        return [(one, self._clears(row_id, one, status)) for one in found]

    def _clears(self, row_id: int, due: Due, status: str | None) -> Offer | None:
        """The action that a deadline names, else the one that ticks it off."""
        if due.recovery:
            back = self._place(row_id)
            named = offer_of(self.who, due.action, "recovery", (due.recovery,), back=back)
        else:
            named = clears(self.who, due.action, row_id, back=self._place(row_id))[0]
            named = named or (self._offer(due.action, row_id, status) if due.action else None)
        return named or offer_of(
            self.who, "finish_diary", "diary", (due.id,), back=self._place(row_id)
        )

    def _pending(self, row_id: int) -> list[tuple[Pending, Offer | None]]:
        """What waits for approval here, and what came back with the way to ask again."""
        found = pending(self.who, self.sheet, row_id, on=self.on)
        return [(one, self._again(row_id, one) if one.returned else None) for one in found]

    def _again(self, row_id: int, one: Pending) -> Offer | None:
        """The action that came back, its form filled as it was asked."""
        ids = one.asked.get("ids")
        if not ids or one.verb not in verbs.VERBS:
            return None
        params = tuple(verbs.VERBS.get(one.verb).facts.get("params", ()))
        given = verb_form.as_given(params, one.asked.get("values", {}))
        back, sheet = self._place(row_id), one.asked.get("sheet") or self.sheet
        return offer_of(self.who, one.verb, sheet, ids, back=back, **given)

    # --- the actions ---

    def _place(self, row_id: int) -> str:
        return place_of(self.sheet, row_id)

    def _offers(self, row_id: int, values: dict[str, Any]) -> list[Offer]:
        """The next step by the status, then the actions that fit; what only adds stands at its
        strand.
        """
        adding = set(case_adds.KEYS) - set(self.frame.first)
        status = values.get("status")
        every = offers(self.who, self.sheet, (row_id,), status=status, back=self._place(row_id))
        first = list(self.frame.first)
        offered = [
            replace(one, primary=False)
            for one in every
            if one.key not in adding and not is_letter(one.key)
        ]
        offered.sort(key=lambda o: first.index(o.key) if o.key in first else len(first))
        files = () if self.who.masked else DOWNLOADS.get(self.sheet, ())
        offered += [Offer(at, words, f"{self._place(row_id)}{at}") for at, words in files]
        offered += prints(self.who, self.sheet, row_id)
        step = next_step(self.sheet, values.get("line"), status)
        if step is None:
            return offered
        lead = self._offer(step.key, row_id, status, **step.given)
        if lead is None:
            return offered
        others = [one for one in offered if step.given or one.key != step.key]
        return [replace(lead, title=step.title, primary=True, danger=False), *others]

    def _letters(self, row_id: int, values: dict[str, Any]) -> list[Offer]:
        """The letters that can be written on the record; they stand at their strand."""
        every = offers(self.who, self.sheet, (row_id,), back=f"{self._place(row_id)}letters")
        return [o for o in every if is_letter(o.key) and is_for(o.key, values.get("line"))]

    def _stands_out(self, one: Offer) -> bool:
        return one.primary or (one.key in self.frame.first and not one.danger)

    def _offer(
        self, key: str, row_id: int, standing: str | None = None, **given: str
    ) -> Offer | None:
        back = self._place(row_id)
        made = offer_of(self.who, key, self.sheet, (row_id,), back=back, **given)
        return made if made and made.fits(standing) else None

    def _adds(self, row_id: int, part: str) -> list[case_adds.Add]:
        """The small forms that stand on the page: of the story all, of a strand its own."""
        strand = next((s for s in self.frame.strands if s.key == part), None)
        wanted = [key for key in case_adds.KEYS if strand is None or key == strand.adds]
        found = [(key, self._offer(key, row_id)) for key in wanted]
        return [case_adds.add(self.who, key, on=self.on) for key, offered in found if offered]

    def _thrown(self, row_id: int) -> history.Version | None:
        """The version that put the record in the trash, where it lies there."""
        lies = self.model.select(self.model.id).where(
            self.model.id == row_id, self.model.trashed_at.is_null(False)
        )
        if not lies.exists():
            return None
        versions = history.of_row(self.who, self.model, row_id)
        return next((one for one in versions if one.operation == "trash"), versions[0])


def _amount(field, cents: Any) -> str:
    """An amount of the money strip; a masked one stands as it is."""
    return dollars(cents or 0) if field.kind == "money" else str(cents or "")


def _page_of(sheet: str) -> RecordPage:
    """The record page of a sheet: two addresses, the whole and one of its parts."""
    model = BY_NAME[sheet]

    class Page(RecordPage):
        """The page of one record."""

        @expose("/<int:row_id>/")
        @rule(Reads(model))
        def record(self, row_id: int):
            """The record with its story."""
            return self.show(row_id)

        @expose("/<int:row_id>/<any(story, facts, history, " + ", ".join(_keys(sheet)) + "):part>")
        @rule(Reads(model))
        def part(self, row_id: int, part: str):
            """The record with another part."""
            return self.show(row_id, part)

        @expose("/<int:row_id>/drop", methods=("POST",))
        @rule(Acts("add_document"))
        def drop(self, row_id: int):
            """Keep files that were dropped on the record."""
            return self.keep(row_id)

    Page._default_view = "record"  # Flask-Admin asks each view for one
    return Page(sheet)


def _keys(sheet: str) -> list[str]:
    return [strand.key for strand in FRAMES[sheet].strands]


def record_pages() -> list[RecordPage]:
    """The pages of all sheets whose records have one of their own."""
    return [_page_of(sheet) for sheet in OWN_PAGES]


@cache
def page_beside(sheet: str) -> RecordPage:
    """What the grid asks for a record of the sheet; its addresses are the grid's own."""
    return _page_of(sheet)
