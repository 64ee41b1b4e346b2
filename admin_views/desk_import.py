"""The import desk: a file, its columns, what it would do, bringing it in, the runs before."""

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin_views import (
    import_asks,
    import_columns,
    import_form,
    import_rows,
    import_shown,
    import_words,
)
from admin_views.desk import Desk, entries, say
from admin_views.gate import Reads, SignedIn, Writes, rule
from admin_views.sent import send_once
from imports import profiles
from imports import upload as uploads
from imports.by_file import NOT_BY_FILE, sheets_of
from imports.commit import IN_DIARY, OUT
from imports.ledger import totals_of
from imports.mapping import Unmatched
from imports.older import diary_words
from imports.outcome import RefusedRow
from imports.parting import claim_part, names_a_claim
from imports.reading import KINDS
from imports.taking import Look, as_far
from imports.upload import AS_JOB_ROWS, Upload
from journal import jobs, policy
from journal.question import Question
from journal.reading import ask, by_name, fetch
from models import (
    BY_NAME,
    SHEETS,
    Batch,
    Change,
    ImportProfile,
    ImportRow,
    ImportRun,
    Job,
    meta,
    written_beside,
)
from rules.errors import BadQuestion, BadValue, NotFound, OfficeError, Refused, Stale

MOST_WAITING = 20
"""Files looked at that the page lists, the latest first."""

NOT_SHOWN = "This cell is not shown to your role."
SAY_WHICH = "Say below which heading it is, or that the rows bear no number."
RUNS = (
    "run_no",
    "run_at",
    "sheet",
    "file_name",
    "rows_new",
    "rows_changed",
    "rows_refused",
    "rows_left_out",
    "status",
    "run_by",
)


class ImportDesk(Desk):
    """The pages of the import desk."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Choose a file and a sheet; below, what came in before."""
        if not sheets_of(self.who):
            raise Refused("Your role brings no files in.")
        return self._start()

    @expose("/", methods=("POST",))
    @rule(SignedIn())
    def choose(self):
        """Keep the chosen file and show what it would do."""
        sheet, file = request.form.get("sheet", ""), request.files.get("file")
        name = request.form.get("profile", "")
        try:
            self._need(sheet)
            if name:
                profiles.named(self.who, name)
            upload = uploads.keep(
                self.who,
                self.instance.uploads,
                sheet=sheet,
                file_name=file.filename if file else "",
                stream=file.stream if file else None,
            )
        except BadValue as error:
            return self._start(error=error), error.status
        if name and not upload.returned:
            uploads.decide(self.instance.uploads, upload, profile=name)
        return redirect(f"/admin/import/{upload.token}")

    @expose("/<token>")
    @rule(SignedIn())
    def file(self, token: str):
        """What the file would do: counts, columns, refused and changed rows."""
        return self._show(self._find(token))

    @expose("/<token>/columns", methods=("POST",))
    @rule(SignedIn())
    def columns(self, token: str):
        """Decide on tab, header row, columns and values for every row; the plan is made again."""
        upload, form = self._find(token), request.form
        try:
            grid, options = uploads.table(self.who, self.instance.uploads, upload, on=self.on)
            words = import_form.meanings(upload, options.words, form)
            into = self._into(upload)
            decided = import_form.decided(self.who, upload, grid, form, into=into)
            upload = uploads.decide(self.instance.uploads, upload, **{"words": words, **decided})
        except (BadQuestion, BadValue) as error:
            return self._show(upload, error=error, form=form)
        return redirect(f"/admin/import/{token}")

    @expose("/<token>/mend", methods=("POST",))
    @rule(SignedIn())
    def mend(self, token: str):
        """Mend refused cells in place; the plan is made again."""
        upload = self._find(token)
        prepared = uploads.prepare(self.who, self.instance.uploads, upload, on=self.on)
        plan, form = prepared.plan, request.form
        uploads.decide(
            self.instance.uploads,
            upload,
            mends=import_form.mends(upload, list(plan.errors()), form),
            words=import_form.meanings(upload, plan.options.words, form),
        )
        return redirect(f"/admin/import/{token}#refused")

    @expose("/<token>/manners", methods=("POST",))
    @rule(SignedIn())
    def manners(self, token: str):
        """Say how columns are written: the order of days, the sign before decimals."""
        upload = self._find(token)
        given = import_form.manners(upload, request.form)
        uploads.decide(self.instance.uploads, upload, **given)
        return redirect(f"/admin/import/{token}")

    @expose("/<token>/leave", methods=("POST",))
    @rule(SignedIn())
    def leave(self, token: str):
        """Leave the ticked rows out, or take rows back that were left out."""
        upload = self._find(token)
        left = import_form.left_out(upload, request.form)
        uploads.decide(self.instance.uploads, upload, left_out=left)
        return redirect(f"/admin/import/{token}?show={request.form.get('show', '')[:20]}#rows")

    @expose("/<token>/profile", methods=("POST",))
    @rule(SignedIn())
    def profile(self, token: str):
        """Keep how this file is read as a profile: files of its kind come in the same way."""
        upload, name = self._find(token), request.form.get("name", "").strip()
        try:
            prepared = uploads.prepare(self.who, self.instance.uploads, upload, on=self.on)
            made = profiles.made_of(name, request.form.get("note", "").strip(), prepared.plan)
            done = profiles.save(self.who, made, on=self.on)
        except BadValue as error:
            return self._show(upload, error=error)
        uploads.decide(self.instance.uploads, upload, profile=made.name)
        say(f"Files like this one come in as “{made.name}” from now on.", undo=done.seq)
        return redirect(f"/admin/import/{token}")

    @expose("/profile", methods=("POST",))
    @rule(Writes(ImportProfile))
    def take_profile(self):
        """Bring the small file of a profile in."""
        file = request.files.get("file")
        text = file.read(profiles.MOST_BYTES + 1).decode("utf-8", "replace") if file else ""
        try:
            made = profiles.from_file(text)
        except BadValue as error:
            return self._start(error=error), error.status
        done = profiles.save(self.who, made, on=self.on)
        say(f"The import profile “{made.name}” is in.", undo=done.seq)
        return redirect("/admin/importprofile/")

    @expose("/profile/<int:row_id>", methods=("POST",))
    @rule(Reads(ImportProfile))
    def profile_file(self, row_id: int):
        """A profile as a small file."""
        facts = by_name(self.who, ImportProfile, fetch(self.who, ImportProfile, row_id))
        made = profiles.named(self.who, facts["name"])
        folder = Path(mkdtemp(prefix="profile-"))
        path = folder / f"{safe_name(made.name)}.json"
        path.write_text(profiles.as_file(made), encoding="utf-8")
        return send_once(path)

    @expose("/<token>/commit", methods=("POST",))
    @rule(SignedIn())
    def commit(self, token: str):
        """Bring the file in: at once, or as a job where it is long."""
        upload = self._find(token)
        try:
            if not upload.batch and self._rows(upload) > AS_JOB_ROWS:
                return self._as_job(upload)
            result = uploads.bring_in(self.who, self.instance.uploads, upload, on=self.on)
        except Stale as error:
            return self._show(upload, error=error)
        say(uploads.said(result), undo=result["batch"])
        return redirect(
            f"/admin/import/run/{_run_of(result['batch'])}"
            if result["batch"]
            else f"/admin/import/{token}"
        )

    @expose("/<token>/again", methods=("POST",))
    @rule(SignedIn())
    def again(self, token: str):
        """Plan a file that was brought in once more: its refused rows can be mended."""
        uploads.decide(self.instance.uploads, self._find(token))
        return redirect(f"/admin/import/{token}")

    @expose("/<token>/errors", methods=("POST",))
    @rule(SignedIn())
    def errors(self, token: str):
        """The file back, with what is refused coloured and explained, to be mended there."""
        made = uploads.error_book(self.who, self.instance.uploads, self._find(token), on=self.on)
        return send_once(made.path)

    @expose("/<token>/discard", methods=("POST",))
    @rule(SignedIn())
    def discard(self, token: str):
        """Take the file away; nothing of it was written."""
        uploads.discard(self.instance.uploads, self._find(token))
        say("The file is taken away. Nothing of it was written.", tone="")
        return redirect("/admin/import/")

    @expose("/run/<int:run_id>")
    @rule(Reads(ImportRun))
    def run(self, run_id: int):
        """What one import did, and the rows that it refused."""
        if self.who.masked:
            raise Refused(policy.MASKED)
        facts = by_name(self.who, ImportRun, fetch(self.who, ImportRun, run_id))
        refused = (
            list(
                ImportRow.select()
                .where(ImportRow.run == run_id)
                .order_by(ImportRow.row_no)
                .limit(uploads.SHOWN)
            )
            if self._sees(facts["sheet"])
            else []
        )
        model, batch = BY_NAME[facts["sheet"]], _batch_of(run_id)
        places = _places(facts["mapping"])
        seen = [_as_seen(self.who, model, row, places) for row in refused]
        kinds = {"medical", "privileged"} & policy.clearance(self.who) if refused else ()
        self.saw("importrun", [run_id], kinds, purpose="import page")
        return self.page(
            "import_run.html",
            facts=facts,
            refused=import_shown.refused_cells(model, seen, places, 1),
            batch=batch,
            upload=uploads.of_batch(self.who, self.instance.uploads, batch),
            labels=import_words.labels_of(model),
            sums=import_words.sums(model, facts["sums"] or {}).items(),
            diary=_diary(facts["mapping"]),
        )

    @expose("/of/<int:seq>")
    @rule(Reads(ImportRun))
    def of(self, seq: int):
        """The result of the import that a batch was."""
        run_id = _run_of(seq)
        if run_id is None:
            raise NotFound("No file was brought in by this change.")
        return redirect(f"/admin/import/run/{run_id}")

    # --- the parts of a page ---

    def _need(self, sheet: str) -> None:
        if sheet not in dict(self._sheets()):
            raise Refused("Your role brings no files into this sheet.")

    def _sheets(self) -> list[tuple[str, str]]:
        """The sheets that a file of this person may fill."""
        return [
            (model.__name__.lower(), meta(model, "plural"))
            for model in SHEETS
            if model not in NOT_BY_FILE and policy.may_write(self.who, model)
        ]

    def _sees(self, sheet: str) -> bool:
        return sheet in dict(self._sheets()) or "auditor" in self.who.roles

    def _find(self, token: str) -> Upload:
        return uploads.find(self.who, self.instance.uploads, token)

    def _rows(self, upload: Upload) -> int:
        plan = uploads.prepare(self.who, self.instance.uploads, upload, on=self.on).plan
        return plan.new + plan.changed

    def _as_job(self, upload: Upload):
        title = f"Import of {upload.file_name} into {meta(upload.model, 'plural')}"
        jobs.enqueue(
            self.who,
            "import",
            title,
            {
                "folder": str(self.instance.uploads),
                "token": upload.token,
                "on": self.on.isoformat(),
            },
        )
        say("The file is long: it is brought in now, and its result lands here.", tone="")
        return redirect("/admin/inbox/")

    def _start(self, error: OfficeError | None = None):
        runs = []
        if policy.may_read(self.who, ImportRun):
            asked = Question(ImportRun, columns=RUNS, sort=("-run_at",), limit=20)
            runs = entries(ask(self.who, asked, counted=False))
        waiting = uploads.waiting(self.who, self.instance.uploads)
        return self.page(
            "import_start.html",
            sheets=self._sheets(),
            runs=runs,
            error=error,
            endings=",".join(KINDS),
            may_keep=policy.may_write(self.who, ImportProfile),
            running=self._running(),
            waiting=waiting[:MOST_WAITING],
            more=len(waiting) - MOST_WAITING,
            chosen=request.values.get("sheet") or "claim",
            profile=request.values.get("profile", "")[:100],
            names={model.__name__.lower(): meta(model, "plural") for model in SHEETS},
        )

    def _running(self) -> set[str]:
        """The files that are being brought in now."""
        asked = Job.select(Job.parameters).where(
            Job.kind == "import", Job.status << ("queued", "running"), Job.user == self.who.user_id
        )
        return {(job.parameters or {}).get("token", "") for job in asked}

    def _into(self, upload: Upload) -> dict[int, str]:
        """Where the headings of a file go whose columns are matched."""
        try:
            plan = uploads.prepare(self.who, self.instance.uploads, upload, on=self.on).plan
        except BadQuestion:
            return {}
        return import_columns.goes_into(import_columns.Known(plan.grid, [], plan.options, plan))

    def _show(self, upload: Upload, *, error: OfficeError | None = None, form=None):
        """A file as it stands: with its plan, or with what keeps it from having one; after a
        refusal (`error`) with what was typed into the form of its columns.
        """
        try:
            prepared = uploads.prepare(self.who, self.instance.uploads, upload, on=self.on)
        except BadQuestion as problem:
            return self._unmatched(upload, error or problem, form)
        except BadValue as problem:
            return self._start(error=problem), problem.status
        plan = prepared.plan
        known = import_columns.Known(plan.grid, prepared.samples, plan.options, plan)
        shown = self._columns(upload, known, form)
        page = self.page(
            "import_file.html",
            problem=error.sentence if error else "",
            **shown,
            sums=import_words.sums(plan.model, plan.sums).items(),
            nothing=import_shown.nothing_words(plan),
            controls=import_shown.controls(plan),
            asked=import_shown.asked(plan),
            rows=import_rows.shown(
                self.who, upload, prepared, request.args.get("show", ""), request.args.get("page")
            ),
            kinds=import_shown.kinds(plan, prepared.refused),
            as_job=plan.new + plan.changed > AS_JOB_ROWS,
            shown=uploads.SHOWN,
            run_id=_run_of(upload.batch) if upload.batch else None,
            may_keep=policy.may_write(self.who, ImportProfile),
        )
        return page, error.status if error else 200

    def _profiles(self, model: Any) -> list[tuple[str, str]]:
        return [(p.name, p.name) for p in profiles.profiles(self.who, model)]

    def _columns(self, upload: Upload, known: import_columns.Known, form) -> dict[str, Any]:
        """What the part of the page needs that decides on the columns."""
        grid, model, plan = known.grid, upload.model, known.plan
        columns = plan.columns if plan else known.columns
        proposed = uploads.proposed(self.who, upload, grid, known.options, columns)
        made = claim_part(known.options)
        claims_too = bool(made) or bool(upload.claims_too)
        if form is not None:
            claims_too = import_form.makes_claims(form)
        targets = import_form.targets(self.who, model, claims_too=claims_too)
        mapping = import_columns.lines(upload, known, proposed)
        glance = import_columns.glance(mapping, plan) if plan else None
        fixed = import_words.fixed(model, import_asks.fixed_of(known.options))
        if form is not None:
            mapping = import_columns.as_typed(mapping, form, targets)
            fixed = import_form.pairs(form)
        return {
            "glance": glance,
            "asks": import_asks.asks(plan)
            if plan
            else import_asks.without_key(known.columns, model),
            "taken": import_asks.taken(known.options, import_columns.words_of(model)),
            "claims_too": claims_too,
            "names_claims": names_a_claim(model),
            "days": [day for day in written_beside(model) if day in known.options.as_written],
            "upload": upload,
            "plan": plan,
            "grid": grid,
            "options": known.options,
            "mapping": mapping,
            "listed": import_columns.listed(mapping, request.args.get("columns")),
            "of_rows": import_columns.of_rows(known, form),
            "most_selects": import_columns.MOST_SELECTS,
            "most_lines": import_columns.MOST_LINES,
            "tabs": _pairs(grid.tabs),
            "fixed": fixed,
            "targets": targets,
            "totals": bool(totals_of(model)),
            "meant": import_words.meant(model, known.options.words),
            "labels": import_words.labels_of(model),
            "profiles": self._profiles(model),
        }

    def _unmatched(self, upload: Upload, error: OfficeError, form):
        """A file whose columns cannot be matched yet: the mapping alone."""
        grid, options = uploads.table(self.who, self.instance.uploads, upload, on=self.on)
        at = {h.text: h.column for h in grid.headings}
        chosen = {name: at[text] for name, text in upload.columns.items() if text in at}
        look = Look(self.who, upload.model, grid, uploads.samples(grid))
        known = import_columns.Known(
            grid, list(look.rows), options, columns=as_far(look, options), chosen=chosen
        )
        shown = self._columns(upload, known, form)
        said = f"{error.lack} {SAY_WHICH}" if isinstance(error, Unmatched) else error.sentence
        return self.page("import_file.html", problem=said, **shown), 422


def safe_name(name: str) -> str:
    """A name as one of a file."""
    return "".join(sign if sign.isalnum() or sign in " -_" else "_" for sign in name)[:80]


def _pairs(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _places(mapping: dict[str, Any] | None) -> dict[str, int]:
    """Where the columns stood in the file of a run; older runs do not say."""
    return (mapping or {}).get("places", {})


def _diary(mapping: dict[str, Any] | None) -> str:
    """What a run put into the diary, in words; older runs do not say."""
    told = mapping or {}
    return diary_words(told.get(IN_DIARY, 0), told.get(OUT, 0))


def _as_seen(who: Any, model: Any, row: ImportRow, places: dict[str, int]) -> RefusedRow:
    """A refused row without the cells of columns that a person does not see; what belongs to no
    column may come from any.
    """
    if "cells" in policy.readable_names(who, ImportRow):
        return RefusedRow(row.row_no, row.cells, row.errors)
    seen = policy.readable_names(who, model)
    shown = {place for name, place in places.items() if name in seen}
    return RefusedRow(
        row.row_no,
        [cell if place in shown else None for place, cell in enumerate(row.cells)],
        [error if error[1] in seen else (*error[:2], None, NOT_SHOWN) for error in row.errors],
    )


def _run_of(seq: int) -> int | None:
    """The record of the import that a batch was."""
    query = (
        Change.select(Change.row_id)
        .join(Batch, on=(Change.batch == Batch.id))
        .where(Batch.seq == seq, Change.sheet == "importrun")
        .tuples()
        .first()
    )
    return query[0] if query else None


def _batch_of(run_id: int) -> int | None:
    """The batch of an import."""
    query = (
        Batch.select(Batch.seq)
        .join(Change, on=(Change.batch == Batch.id))
        .where(Change.sheet == "importrun", Change.row_id == run_id, Change.operation == "create")
        .tuples()
        .first()
    )
    return query[0] if query else None
