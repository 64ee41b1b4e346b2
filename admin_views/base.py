"""The base of every sheet's screen: list, record, form, trash, look-up, rows as data, export and
history.

Flask-Admin gives the shell and the making of the form; every way in which it reads or writes past
the policy and
the journal is closed here once.
"""

from dataclasses import dataclass
from typing import Any

from flask import g, jsonify, redirect, request
from flask_admin import expose
from flask_admin.contrib.peewee import ModelView

from admin_views import (
    custom_columns,
    details,
    editing,
    filter_offer,
    grid_page,
    history_pages,
    listing,
    lookups,
    rows,
    taking_out,
    vendor,
    view_menu,
)
from admin_views.asked_for import Asked, asked, yes
from admin_views.compare_page import ComparePages, compare_tools
from admin_views.day import today
from admin_views.desk import click_after, say
from admin_views.drawing import Manner
from admin_views.editing import Opened, Saved, row_number, row_numbers
from admin_views.fields import OfficeConverter
from admin_views.forms import parts_of, typed_columns
from admin_views.gate import SAFE, Reads, Writes, rule
from admin_views.grid_data import GridData
from admin_views.letter_prints import prints
from admin_views.offers import Offer, offers, offers_alone, offers_for_rows
from admin_views.panel import PanelPages
from admin_views.places import place_of, safe_back
from admin_views.sent import send_once
from exports.sheets import export
from journal import policy
from journal.reading import by_name, fetch
from journal.who import Who
from models import SHEETS, Batch, Claim, columns_of, meta
from rules.errors import BadQuestion, Busy, Refused
from sheets.prepared import prepared
from workflow import verbs
from workflow.verbs import Act


@dataclass(frozen=True)
class Held:
    """Columns of a record that are not typed, and why."""

    reason: str
    columns: tuple[str, ...]


class OfficeView(GridData, ComparePages, PanelPages, ModelView):
    """The screens of one sheet."""

    model_form_converter = OfficeConverter
    can_view_details, can_export, column_editable_list = True, False, None
    column_sortable_list, column_filters, column_searchable_list, inline_models = (
        (),
        None,
        None,
        None,
    )

    get_list = get_one = get_query = create_model = update_model = delete_model = None
    action_delete = action_view = ajax_update = ajax_lookup = None
    """What the framework would read and write past policy and journal is not there, and is not
    routed.
    """

    def __init__(self, model) -> None:
        name = model.__name__.lower()
        self.column_list = tuple(f.name for f in columns_of(model)[:8])
        self.form_columns = _typed(model)
        self.sheet = name
        super().__init__(
            model, meta(model, "plural", model.__name__), endpoint=name, url=f"/admin/{name}"
        )

    def _run_view(self, fn, *args: Any, **kwargs: Any) -> Any:
        """Call a page once: a fault in it is shown as it is, and nothing is done twice."""
        return fn(self, *args, **kwargs)

    @property
    def who(self) -> Who:
        """The person signed in, or the role looked through."""
        return g.who

    @property
    def journaled(self) -> bool:
        """Whether the sheet is journaled; records of the journal itself are only looked at."""
        return self.model in SHEETS

    @property
    def can_create(self) -> bool:
        """Whether the person may make records here."""
        return self.journaled and policy.may_write(self.who, self.model)

    can_edit = can_delete = can_create

    def search_placeholder(self) -> str:
        """What the search box of the list says while it is empty."""
        return f"Search {meta(self.model, 'plural', self.sheet).lower()}"

    # --- the list ---

    @expose("/")
    @rule(Reads())
    def index_view(self):
        """The list of the sheet as its address asks for it: a grid, or plain where there can be
        none.
        """
        loaded = view_menu.load(self.who, self.model, asked(request.args, self._base))
        if address := view_menu.opened_with(loaded):
            return redirect(address)
        if loaded.asked.group:
            loaded = self._as_far_as_asked(loaded) or loaded
        try:
            return self._list_page(loaded)
        except (BadQuestion, Refused):
            if loaded.left or not (rest := self._as_far_as_asked(loaded)):
                raise
            return self._list_page(rest)

    def _as_far_as_asked(self, loaded: view_menu.Loaded) -> view_menu.Loaded | None:
        return view_menu.as_far_as_asked(self.who, self.model, loaded)

    def _list_page(self, loaded: view_menu.Loaded):
        wanted = loaded.asked
        stands = not wanted.trash and not wanted.as_of
        typed = (
            frozenset(typed_columns(self.who, self.model))
            if stands and self.can_edit
            else frozenset()
        )
        grid = vendor.has_grid() and not wanted.plain
        views = view_menu.menu(self.who, self.model, loaded)
        drawn = grid_page.Drawn(typed, views.look, views.facts)
        shown = self._grid(wanted, drawn) if grid else self._plain(wanted, typed)
        rows.note_shown(self.who, self.model, shown.answer, wanted, purpose="list")
        return self.render(
            "office/grid.html" if grid else "office/list.html",
            list=shown,
            sheet=self.sheet,
            stands=stands,
            columns=listing.chooser(
                self.who, self.model, shown.answer.fields, past=bool(wanted.as_of)
            ),
            views=views,
            **self._tools(wanted),
        )

    def _grid(self, wanted: Asked, drawn: grid_page.Drawn) -> grid_page.GridPage:
        return grid_page.grid_page(self.who, self.model, wanted, drawn, on=today())

    def _plain(self, wanted: Asked, typed: frozenset[str]) -> listing.Listing:
        pick = not wanted.as_of and (not wanted.trash or self.can_delete)
        return listing.listing(self.who, self.model, wanted, Manner(today(), pick, typed))

    @property
    def _base(self) -> str:
        """The address of the sheet."""
        return f"/admin/{self.sheet}/"

    def _asked(self, given=None, base: str = "") -> Asked:
        """What a request asks of the sheet, its view in place."""
        wanted = asked(request.args if given is None else given, base or self._base)
        return view_menu.resolved(self.who, self.model, wanted)

    def _tools(self, wanted: Asked) -> dict[str, Any]:
        """What stands around the rows."""
        who, model = self.who, self.model
        return {
            "title": meta(model, "plural", self.sheet),
            "one": meta(model, "singular", self.sheet),
            "offers": self._offers_for_rows(),
            "alone": _offers_alone(who, self.sheet),
            "may_write": self.can_create,
            "new_url": listing.new_address(model),
            "imports": listing.import_address(who, model),
            "add_column": custom_columns.add_address(who, model, back=f"/admin/{self.sheet}/"),
            "template_url": taking_out.template_address(who, model),
            "journaled": self.journaled,
            "today_iso": today().isoformat(),
            "placeholder": self.search_placeholder(),
            "compare": compare_tools(self.sheet, wanted, today()),
        }

    def _offers_for_rows(self) -> tuple[Offer, ...]:
        """The actions on chosen rows, and what is printed of them."""
        return _offers_for_rows(self.who, self.sheet) if self.journaled else ()

    @expose("/lookup")
    @rule(Reads())
    def lookup(self):
        """Records for a relation, at most twenty."""
        found = lookups.found(
            self.who,
            self.model,
            column=request.args.get("for", ""),
            words=request.args.get("q", ""),
        )
        return jsonify(found)

    @expose("/filters")
    @rule(Reads())
    def filters_view(self):
        """What the filter builder works with, and the filters of the list part by part."""
        offers = yes(request.args.get("offer"))
        return jsonify(
            filter_offer.told(self.who, self.model, self._asked(), on=today(), offers=offers)
        )

    @expose("/export", methods=("POST",))
    @rule(Reads())
    def export(self):
        """The list as a file: at once, or as a job where it is long."""
        wanted = self._asked(request.form)
        question = wanted.question(self.model)
        name = taking_out.file_name(question, request.form.get("format", "xlsx"), on=today())
        if taking_out.is_large(self.who, question):
            taking_out.asked_as_job(self.who, question, name)
            say(f"The list is long: {name} is being written. You find it in the inbox.")
            return redirect("/admin/inbox/")
        return _sent(name, lambda path: export(self.who, question, path))

    @expose("/template")
    @rule(Writes())
    def template_view(self):
        """An empty workbook to fill in and bring back."""
        name = taking_out.template_name(self.model)
        return _sent(name, lambda path: taking_out.template(self.who, self.model, path, on=today()))

    # --- one record ---

    def held(self, values: dict[str, Any]) -> Held | None:
        """What of a record its form shows and does not ask, and why; `values` are those of the
        record.
        """
        return None

    @expose("/details/")
    @rule(Reads())
    def details_view(self):
        """One record with all that may be seen of it."""
        shown = details.page(
            self.who,
            self.model,
            row_number(request.args.get("id")),
            as_of=request.args.get("as_of", ""),
        )
        return self.render(
            "office/details.html",
            shown=self.shown(shown),
            sheet=self.sheet,
            offers=self.offered(shown),
            sent=self.sent(shown),
            may_write=self.can_edit,
            title=meta(self.model, "plural", self.sheet),
            one=meta(self.model, "singular", self.sheet),
            journaled=self.journaled,
        )

    def shown(self, found: details.Shown) -> details.Shown:
        """A record as its page shows it."""
        return found

    def kept(self, column: str, value: Any, values: dict[str, Any]) -> Any:
        """A structure that a record keeps, in words; `values` are those of the record."""
        return value

    def sent(self, shown: details.Shown) -> list[tuple[str, str]]:
        """What of a record is sent as a file: (words, address)."""
        return []

    def offered(self, shown: details.Shown) -> list[Offer]:
        """The actions of a record as its page shows it."""
        if shown.past or shown.trashed or not self.journaled:
            return []
        row_id, status = shown.row.id, shown.values.get("status")
        found = offers(self.who, self.sheet, (row_id,), status=status, back=self._place(row_id))
        return [*found, *prints(self.who, self.sheet, row_id)]

    def _place(self, row_id: int) -> str:
        return place_of(self.sheet, row_id)

    def _desk(self) -> editing.Desk:
        return editing.Desk(self.who, self.model, _form_class(self), today())

    @expose("/new/", methods=("GET", "POST"))
    @rule(Writes())
    def create_view(self):
        """The form of a record to be made."""
        if request.method in SAFE:
            return self._form(editing.empty(self._desk(), request.args))
        return self._answer(
            editing.create(self._desk(), request.form, click=request.form.get("click"))
        )

    @expose("/edit/", methods=("GET", "POST"))
    @rule(Writes())
    def edit_view(self):
        """The form of a record."""
        row_id = row_number(request.args.get("id"))
        if request.method in SAFE:
            row = fetch(self.who, self.model, row_id, trash=False)
            return self._form(editing.opened(self._desk(), row), row)
        row = fetch(self.who, self.model, row_id)
        return self._answer(editing.change(self._desk(), row, request.form), row)

    def _answer(self, result: Saved | Opened, row=None):
        """To the record that was written; else the form again, with all its text."""
        if isinstance(result, Opened):
            return self._form(result, row), result.status
        say(result.sentence, undo=result.seq)
        return redirect(safe_back(request.form.get("back"), self._place(result.row_id)))

    def _form(self, opened: Opened, row=None) -> str:
        return self.render("office/form.html", **self._form_facts(opened, row))

    def _form_facts(self, opened: Opened, row=None) -> dict[str, Any]:
        """What the form of a record shows, on its page and beside the grid."""
        values = by_name(self.who, self.model, row) if row else {}
        if row and not isinstance(opened.error, Busy):
            rows.note_row(self.who, self.model, row, purpose="form")
        line = values.get("line") or (
            "" if self.model is not Claim else request.args.get("line", "L")
        )
        default = self._place(row.id) if row else f"/admin/{self.sheet}/"
        held = self.held(values)
        return {
            "opened": opened,
            "held": held and self._held(held, opened, values),
            "parts_of_form": parts_of(self.model, opened, line),
            "sheet": self.sheet,
            "row": row,
            "name": details.name_of(self.model, row, values) if row else "",
            "one": meta(self.model, "singular"),
            "title": meta(self.model, "plural"),
            "click": click_after(opened.error),
            "back": safe_back(request.values.get("back"), default),
        }

    def _held(self, held: Held, opened: Opened, values: dict[str, Any]) -> dict[str, Any]:
        """The columns that a form does not ask, with their values in words."""
        for name in held.columns:
            if name in opened.form._fields:
                del opened.form[name]
        facts = {
            f.name: details.fact(f, values[f.name]) for f in policy.readable(self.who, self.model)
        }
        return {"reason": held.reason, "facts": [facts[name] for name in held.columns]}

    # --- trash ---

    @expose("/delete/", methods=("POST",))
    @rule(Writes())
    def delete_view(self):
        """Put records into the trash, by the quick action of that name."""
        self._acted("put_in_trash")
        return redirect(f"/admin/{self.sheet}/")

    @expose("/restore/", methods=("POST",))
    @rule(Writes())
    def restore_view(self):
        """Take records out of the trash, by the quick action of that name."""
        ids = self._acted("restore")
        return redirect(self._place(ids[0]) if len(ids) == 1 else f"/admin/{self.sheet}/")

    def _acted(self, key: str) -> tuple[int, ...]:
        """Run a quick action on the records that were sent; returns their ids."""
        form = request.form
        ids = row_numbers([*form.getlist("ids"), *form.getlist("id")])
        done = verbs.run(self.who, Act(key, self.sheet, ids), on=today(), click=form.get("click"))
        say(done.sentence, undo=done.receipt.seq)
        return ids

    # --- history ---

    @expose("/history/<row_id>")
    @rule(Reads())
    def history_view(self, row_id: str):
        """The versions of a record."""
        return self._history(row_number(row_id))

    @expose("/cell/<row_id>/<column>")
    @rule(Reads())
    def cell_view(self, row_id: str, column: str):
        """The versions of one cell."""
        return self._history(row_number(row_id), column)

    def _history(self, row_id: int, column: str = "") -> str:
        history_pages.need_journaled(self.model)
        row = fetch(self.who, self.model, row_id)
        values = by_name(self.who, self.model, row)
        entries = history_pages.row_history(
            self.who, self.model, row_id, column, lambda name, kept: self.kept(name, kept, values)
        )
        field = self.model._meta.fields[column] if column else None
        return self.render(
            "office/history.html",
            entries=entries,
            opens=policy.may_read(self.who, Batch),
            field=field,
            sheet=self.sheet,
            row=row,
            title=meta(self.model, "plural"),
            place=self._place(row_id),
            name=details.name_of(self.model, row, values),
        )


def _typed(model) -> list[str]:
    return [f.name for f in columns_of(model) if not getattr(f, "derived", True)]


@prepared()
def _form_class(view: OfficeView) -> Any:
    """The form of a sheet with the columns that it has by now."""
    view.form_columns = _typed(view.model)
    return view.get_create_form()


@prepared(most=1024)
def _offers_for_rows(who: Who, sheet: str) -> tuple[Offer, ...]:
    """The actions on rows of a list, worked out once for a person: they rest on the roles alone."""
    return tuple(offers_for_rows(who, sheet, prints(who, sheet)))


@prepared(most=1024)
def _offers_alone(who: Who, sheet: str) -> tuple[Offer, ...]:
    """The actions of a sheet that take no record, in the same way."""
    return tuple(offers_alone(who, sheet, back=f"/admin/{sheet}/"))


def _sent(name: str, write):
    """A file as a download, once `write` made it."""
    path = taking_out.made(name, write)
    return send_once(path)
