"""Two days of a sheet side by side: what was added, changed, put in the trash or taken out again,
and how the money moved, row by row with who and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_admin import expose

from admin_views import disclosed, filters, history_pages, taking_out
from admin_views.asked_for import Asked, address
from admin_views.day import end_words, fixed_day, moment_kept, today
from admin_views.editing import row_number
from admin_views.gate import Reads, rule
from admin_views.named import Names
from admin_views.places import place_of
from admin_views.sent import send_once
from exports.compared import Words, write_compared
from exports.reports.asking import first_of_year
from journal import compare, policy, settings
from journal.compare import KINDS, MONEY, Difference, Movement, Step, Totals
from journal.history import Cells
from journal.who import Who
from models import Batch, meta
from rules import money
from rules.days import day_words
from rules.errors import BadQuestion

BECAME = {
    "added": ("added", "green"),
    "changed": ("changed", "blue"),
    "trashed": ("put in the trash", "red"),
    "restored": ("taken out again", "amber"),
}
"""What became of a row -> its words and their tone."""
LONGEST = 160
"""Letters of a value that a line shows."""
REAL_TIME = " The record keeps the real time, also while the office's day is fixed."


@dataclass(frozen=True)
class Days:
    """The two days of an address as they were written; a blank end is now."""

    since: str
    until: str

    def pairs(self) -> list[tuple[str, str]]:
        """The days as pairs of an address."""
        return [("from", self.since), *([("to", self.until)] if self.until else [])]

    def query(self) -> str:
        """The days as the end of an address."""
        return urlencode(self.pairs())

    def words(self) -> str:
        """The two moments in a sentence."""
        return f"From {end_words(self.since)} to {end_words(self.until) if self.until else 'now'}"


@dataclass(frozen=True)
class Line:
    """One row that differs, in words."""

    url: str
    name: str
    detail: str
    word: str
    tone: str
    cells: list[tuple[str, str, str]]
    money: dict[str, tuple[str, str, str]]
    steps: list[tuple[int, datetime, str, str, str]]
    more: int


class ComparePages:
    """The comparison of a sheet's two days: a page and a file. Part of `OfficeView`."""

    model: Any
    sheet: str
    who: Who

    @expose("/compare")
    @rule(Reads())
    def compare_view(self):
        """Two days of the sheet side by side."""
        history_pages.need_journaled(self.model)
        base = f"/admin/{self.sheet}/compare"
        wanted, days = self._asked(request.args, base), _days(request.args)
        question = _asked(self.model, wanted, days, request.args)
        told = compare.totals(self.who, question)
        found, after = compare.differences(self.who, question)
        _note(self.who, self.sheet, found, wanted)
        pairs = [*_pairs(wanted), *days.pairs()]
        chosen = [("kind", kind) for kind in question.kinds]
        return self.render(
            "office/compare.html",
            title=meta(self.model, "plural"),
            sheet=self.sheet,
            days=days,
            headline=_headline(told),
            told=told,
            chips=_chips(self.who, self.model, wanted, days),
            kept=_pairs(wanted),
            kinds=_kind_chips(told, question.kinds, base, pairs),
            lines=_lines(self.who, self.model, found),
            only=bool(question.kinds),
            sums=[(move.field.verbose_name, *_amounts(move)) for move in told.money],
            next=address(base, [*pairs, *chosen, ("after", str(after))]) if after else "",
            sent=[*pairs, *chosen],
            quick=_quick(base, wanted, today()),
            real_time=REAL_TIME if fixed_day() else "",
            opens=policy.may_read(self.who, Batch),
            today_iso=today().isoformat(),
        )

    @expose("/compare", methods=("POST",))
    @rule(Reads())
    def compare_file(self):
        """The same as a workbook."""
        history_pages.need_journaled(self.model)
        wanted, days = (
            self._asked(request.form, f"/admin/{self.sheet}/compare"),
            _days(request.form),
        )
        question = _asked(self.model, wanted, days, request.form)
        title = meta(self.model, "plural")
        name = f"{title.lower().replace(' ', '-')}-compared-{today().isoformat()}.xlsx"
        words = _words(self.who, self.model)
        heading = f"{title}. {days.words()}"
        return send_once(
            taking_out.made(
                name, lambda path: write_compared(self.who, question, path, heading, words)
            )
        )


# --- What the address asks ----------------------------------------------------------------------


def _days(args) -> Days:
    """The two days of an address; without a first one, since Monday."""
    since, until = args.get("from", "").strip(), args.get("to", "").strip()
    return Days(since or _since_monday(today()).isoformat(), until)


def _asked(model, wanted: Asked, days: Days, args) -> compare.Asked:
    kinds = tuple(dict.fromkeys(args.getlist("kind")))
    if set(kinds) - {*KINDS, MONEY}:
        raise BadQuestion(
            "There is no such kind of change. Choose one of the marks above the list."
        )
    return compare.Asked(
        replace(wanted, as_of="", moment=None, trash=False).question(model),
        moment_kept(days.since),
        moment_kept(days.until) if days.until else None,
        kinds,
        row_number(args["after"]) if args.get("after") else 0,
    )


def _pairs(wanted: Asked) -> list[tuple[str, str]]:
    """What of a list's address a comparison keeps."""
    left_out = ("as_of", "trash", "sort", "columns", "limit", "plain", "group")
    return [(name, value) for name, value in wanted.pairs() if name not in left_out]


def _chips(who: Who, model, wanted: Asked, days: Days) -> list[dict[str, str]]:
    """The filters in words, each with the address of the same days without it."""
    found = filters.chips(who, model, replace(wanted, as_of="", trash=False, plain=False))
    return [
        {**chip, "remove": f"{chip['remove']}{'&' if '?' in chip['remove'] else '?'}{days.query()}"}
        for chip in found
    ]


def _since_monday(on: date) -> date:
    """The end of the day before the last Monday, so that Monday's changes count."""
    return on - timedelta(days=on.weekday() + 1)


def quick_days(on: date) -> list[tuple[str, date]]:
    """Words -> the day at whose end one starts, so that the named day counts."""
    year = first_of_year(on)
    return [
        ("Since yesterday", on - timedelta(days=2)),
        ("Since Monday", _since_monday(on)),
        ("This month", on.replace(day=1) - timedelta(days=1)),
        (f"Since {day_words(year)}", year - timedelta(days=1)),
    ]


def _quick(base: str, wanted: Asked, on: date) -> list[tuple[str, str]]:
    return [
        (words, address(base, [*_pairs(wanted), ("from", day.isoformat())]))
        for words, day in quick_days(on)
    ]


def compare_tools(sheet: str, wanted: Asked, on: date) -> dict[str, Any]:
    """What the as-of menu of a list offers for comparing two days."""
    base = f"/admin/{sheet}/compare"
    return {"url": base, "kept": _pairs(wanted), "quick": _quick(base, wanted, on)}


# --- In words -----------------------------------------------------------------------------------


def _headline(told: Totals) -> str:
    parts = [f"{told.counts[kind]:,} {BECAME[kind][0]}" for kind in KINDS if told.counts[kind]]
    return f"{', '.join(parts)}." if parts else ""


def _kind_chips(
    told: Totals, chosen: tuple[str, ...], base: str, pairs: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """A mark a kind of change, each leading to those rows alone."""
    counts = {BECAME[kind][0].capitalize(): (kind, told.counts[kind]) for kind in KINDS}
    counts["Money moved"] = (MONEY, told.moved)
    found = [("All", "", sum(told.counts.values()), not chosen)]
    found += [
        (word, kind, n, kind in chosen) for word, (kind, n) in counts.items() if n or kind in chosen
    ]
    return [
        {
            "word": word,
            "count": count,
            "on": on,
            "href": address(base, [*pairs, *([("kind", kind)] if kind else [])]),
        }
        for word, kind, count, on in found
    ]


def _lines(who: Who, model, found: list[Difference]) -> list[Line]:
    names, ids = Names(who), {one.id for one in found}
    known, told = names.learn(model, ids), history_pages.details_of(who, model, ids)
    history_pages.learn_links(names, (cell for one in found for cell in one.cells))
    sheet = model.__name__.lower()
    return [
        Line(
            place_of(sheet, one.id),
            known.get(one.id, f"{meta(model, 'singular')} {one.id}"),
            told.get(one.id, ""),
            *BECAME[one.kind],
            [_cell(names, cell) for cell in one.cells],
            {move.field.verbose_name: _amounts(move) for move in one.money},
            [_step(step) for step in reversed(one.steps)],
            one.more_steps,
        )
        for one in found
    ]


def _step(step: Step) -> tuple[int, datetime, str, str, str]:
    """Who wrote a row, newest first: number, instant, by whom, what, why."""
    title = step.title or history_pages.SOURCES.get(step.source, step.source)
    return step.seq, step.at, step.by, title, step.reason


def _cell(names: Names, cell: Cells) -> tuple[str, str, str]:
    """A changed column: its label, before, after; of a structure only that it changed."""
    label = cell.field.verbose_name or cell.field.name
    if cell.field.kind == "json":
        return label, "", "changed"
    old, new = (_short(names.words(cell.field, value)) for value in (cell.old, cell.new))
    return label, old, new


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _amounts(move: Movement) -> tuple[str, str, str]:
    """An amount before, after, and by how much it moved, with its sign."""
    before, after = ("–" if v is None else money.shown(v) for v in (move.old, move.new))
    return before, after, f"{'+' if move.by > 0 else ''}{money.shown(move.by)}"


def _note(who: Who, sheet: str, found: Iterable[Difference], wanted: Asked) -> None:
    """Note the guarded values that a comparison shows."""
    guarded = [one for one in found if one.sensitivities & set(disclosed.GUARDED)]
    kinds = {kind for one in guarded for kind in one.sensitivities}
    ids = [one.id for one in guarded]
    disclosed.note(who, sheet, ids, kinds, purpose="comparison", filters=wanted.filters)


def _words(who: Who, model) -> Words:
    """What the lines of a file say of some rows."""

    def words(rows: Sequence[Difference]) -> list[tuple[str, ...]]:
        names, ids = Names(who), {one.id for one in rows}
        known, told = names.learn(model, ids), history_pages.details_of(who, model, ids)
        history_pages.learn_links(names, (cell for one in rows for cell in one.cells))
        return [_texts(names, one, known.get(one.id, ""), told.get(one.id, "")) for one in rows]

    return words


def _texts(names: Names, one: Difference, name: str, detail: str) -> tuple[str, ...]:
    cells = (_cell(names, cell) for cell in one.cells)
    last = one.steps[-1] if one.steps else None
    at = last and last.at.astimezone(settings.zone())
    return (
        name or str(one.id),
        detail,
        BECAME[one.kind][0],
        "; ".join(f"{label}: {old or 'blank'} → {new or 'blank'}" for label, old, new in cells),
        last.by if last else "",
        f"{at:%Y-%m-%d %H:%M}" if at else "",
        "; ".join(dict.fromkeys(filter(None, (s.reason or s.title for s in one.steps)))),
    )
