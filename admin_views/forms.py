"""Creating and editing a record: the form, what in it differs from what the user saw, and what came
back.

Only columns that were sent, and that the person may type into, count; only cells that differ from
the version the
user saw are written. Whatever goes wrong, the text stays in the form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from admin_views.drawing import SENSES
from admin_views.fields import CellField
from admin_views.groups import groups
from admin_views.named import Names
from journal import policy
from journal.history import at_version
from journal.reading import Row, by_name
from journal.stored import storing
from journal.values import reader, short
from journal.who import Who
from models import Claim
from rules.errors import BadQuestion, BadValue, Busy, Invalid, OfficeError, Problem, Stale
from rules.statuses import STATUSES_OF_LINE

TYPED_BY_ACTION = {
    "payment": ("status", "approval"),
    "claim": (),
    "lightdutyoffer": (
        "status",
        "answered_date",
        "answer",
        "extends",
        "notice_date",
        "ended_date",
        "end_reason",
    ),
    "importprofile": ("sheet", "headings", "recipe"),
    "customcolumn": ("sheet", "name", "kind", "decimals", "choices", "retired_date"),
}
"""Sheet -> columns that only quick actions, or the import desk, set: no form shows them."""
RETIRED = "“{label}” was retired meanwhile and does not take “{text}”. Save again to keep the rest."


@dataclass
class Opened:
    """A form on its way to a page and back.

    `error` is what went wrong as a whole; `stale` the cells that somebody else changed meanwhile.
    """

    form: Any
    version: int | None = None
    error: OfficeError | None = None
    stale: list[dict] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The HTTP status to answer with."""
        return self.error.status if self.error else 200

    def problems(self) -> list[dict[str, str]]:
        """What is wrong with single columns, to be listed above the form."""
        return [
            {"name": name, "label": cell.column.verbose_name, "message": str(cell.errors[0])}
            for name, cell in self.form._fields.items()
            if cell.errors
        ]


def typed_columns(who: Who, model) -> tuple[str, ...]:
    """The columns of a sheet that a person may type into; a relation only to a sheet that may be
    read.
    """
    left_out = TYPED_BY_ACTION.get(model.__name__.lower(), ())
    return tuple(
        f.name
        for f in policy.writable(who, model)
        if f.name not in left_out and (f.kind != "link" or policy.may_read(who, f.rel_model))
    )


def make_form(
    who: Who, model, form_class, *, sent: Mapping | None = None, row: Row | None = None
) -> Any:
    """The form of a sheet as a person may fill it: the values of a row, over them the text that was
    sent.
    """
    names = typed_columns(who, model)
    texts = (
        None if sent is None else MultiDict((name, sent[name]) for name in names if name in sent)
    )
    values = by_name(who, model, row) if row else {}
    form = form_class(texts, data=values, meta={"who": who})
    for name in list(form._fields):
        if name not in names:
            del form[name]
    return form


def check(form) -> None:
    """Refuse texts that are no values of their columns.

    Raises:
        Invalid: with the sentence of the first of them; each stands at its column.
    """
    if not form.validate():
        raise Unreadable(form)


class Unreadable(Invalid):
    """Texts in a form are not values of their columns."""

    def __init__(self, form) -> None:
        """Count them; the sentences stand at the columns."""
        count = sum(bool(cell.errors) for cell in form._fields.values())
        super().__init__(())
        self.sentence = (
            "Not saved. One entry needs a mend."
            if count == 1
            else f"Not saved. {count} entries need a mend."
        )


def new_values(form) -> dict[str, Any]:
    """The values of a record to be made: what is blank takes its default."""
    return {
        name: cell.data
        for name, cell in form._fields.items()
        if cell.typed is not None and cell.data is not None and cell.data != ""
    }


def changed_values(
    model, row_id: int, seen: int, form, *, theirs: Iterable[str] = ()
) -> dict[str, Any]:
    """The cells of a form that differ from the row as of the version that the user saw.

    `theirs`: columns where the user chose the value that somebody else wrote meanwhile.
    """
    before = at_version(model, row_id, seen)
    if before is None:
        raise BadQuestion("This form is out of date. Open the record again.")
    left = set(theirs)
    return {
        name: cell.data
        for name, cell in form._fields.items()
        if cell.typed is not None and name not in left and _differs(cell, before[name])
    }


def _differs(cell: CellField, before: Any) -> bool:
    if cell.hides(before):
        return False
    after = storing(cell.column)(cell.data)
    return (None if after == "" else after) != (None if before == "" else before)


def need_in_use(
    who: Who, model, sent: Mapping[str, str], *, before: Mapping[str, Any] | None = None
) -> None:
    """Give back, once and in words, what was typed into columns that were retired while the form
    stood open. `before` are the stored values that the user saw.

    Raises:
        Invalid: something was; the form that comes back no longer asks for it.
    """
    sheet, seen, found = model.__name__.lower(), before or {}, []
    for f in model._meta.sorted_fields:
        text = sent.get(f.name, "").strip() if getattr(f, "retired", False) else ""
        if text and policy.is_retired(who, f) and not _is_written(f, text, seen.get(f.name)):
            words = RETIRED.format(label=f.verbose_name, text=short(text))
            found.append(Problem(sheet, None, f.name, text, words))
    if found:
        raise Invalid(found)


def _is_written(field, text: str, stored: Any) -> bool:
    """Whether a text says what is stored."""
    try:
        return storing(field)(reader(field)(text)) == stored
    except BadValue:
        return False


def title_of(model, name: str, columns: Iterable[str]) -> str:
    """What a change is called in the history: the record by its kind and number, and the columns,
    never a value.
    """
    labels = [model._meta.fields[column].verbose_name for column in columns]
    more = f" and {len(labels) - 4} more" if len(labels) > 4 else ""
    return f"{name}: {', '.join(labels[:4])}{more}"


# --- What came back -----------------------------------------------------------------------------


def refused(opened: Opened, error: OfficeError) -> Opened:
    """The form with what is wrong with it, each sentence at its column.

    While the database is busy no showing can be noted: only what was typed comes back.
    """
    opened.error = error
    if isinstance(error, Busy):
        for name in [name for name, cell in opened.form._fields.items() if cell.typed is None]:
            del opened.form[name]
    if isinstance(error, Invalid):
        for problem in error.problems:
            if problem.column in opened.form._fields:
                cell = opened.form[problem.column]
                cell.errors = [*cell.errors, problem.message]
    return opened


def overtaken(
    who: Who, model, row: Row, opened: Opened, error: Stale, *, mine: Iterable[str]
) -> Opened:
    """The form once somebody else changed the same cells: both values of each, the rest as it
    stands now.

    `mine` are the columns that the user changed; what the user left alone takes the new value, so
    that saving
    again writes nothing of somebody else's back.
    """
    values, kept = by_name(who, model, row), set(mine)
    for name, cell in opened.form._fields.items():
        if name not in kept:
            cell.blank_out(values[name])
    seen = {cell.column: cell for cell in error.cells if cell.column in opened.form._fields}
    names = Names(who)
    fields = model._meta.fields
    opened.stale = [
        {
            "name": name,
            "label": fields[name].verbose_name,
            "yours": names.words(fields[name], cell.yours),
            "theirs": names.words(fields[name], cell.theirs),
            "mine": opened.form[name]._value(),
            "by": cell.by,
            "at": cell.at,
        }
        for name, cell in seen.items()
    ]
    opened.version, opened.error = row.version, error
    return opened


# --- To the page --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One group of a form."""

    title: str
    cells: list[dict[str, Any]]
    folded: bool


def parts_of(model, opened: Opened, line: str | None) -> list[Part]:
    """The form in groups, each cell as the arguments of the field macro; a group of the other line
    is folded.
    """
    columns = [cell.column for cell in opened.form._fields.values()]
    chosen = opened.form["line"]._value() if "line" in opened.form else line
    return [
        Part(
            group.title,
            [_cell(opened.form[column.name], chosen) for column in group.columns],
            bool(
                group.line
                and line
                and group.line != line
                and not any(opened.form[c.name].errors for c in group.columns)
            ),
        )
        for group in groups(model, columns)
    ]


def _cell(cell: CellField, line: str | None) -> dict[str, Any]:
    column = cell.column
    label = column.verbose_name
    if column.sensitivity in SENSES:
        label = Markup('{} <span class="sense">{}</span>').format(
            label, SENSES[column.sensitivity].lower()
        )
    return {
        "name": cell.name,
        "label": label,
        "value": cell._value(),
        "kind": cell.kind,
        "help": column.help_text or "",
        "error": " ".join(map(str, cell.errors)),
        "required": cell.needed,
        "choices": _choices(cell, line),
        "lookup": cell.lookup,
        "text": getattr(cell, "text", ""),
        "wide": column.kind in ("long", "json"),
        "attrs": {"data-lookup-key": "key"} if cell.kind == "link" else {},
    }


def _choices(cell: CellField, line: str | None) -> Iterable[tuple[str, str]]:
    """The choices of a cell; of a claim's status those of its line, and what stands there now."""
    if cell.column is not Claim.status or line not in STATUSES_OF_LINE:
        return cell.choices
    fitting = {*STATUSES_OF_LINE[line], cell._value()}
    return [pair for pair in cell.choices if pair[0] in fitting]
