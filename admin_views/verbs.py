"""Quick actions: one page for all, made from what each registers; shown before it acts."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin_views import call_page, letter_mail, letter_pages, verb_form
from admin_views.desk import Desk, click_after, say
from admin_views.gate import Acts, SignedIn, rule
from admin_views.listing import new_address
from admin_views.offers import MOST_RECORDS, address, may_offer
from admin_views.places import OWN_PAGES, place_of, safe_back
from admin_views.record_ids import Rows, list_name, rows_of
from admin_views.ways_out import way_out
from exports.letters import printing
from journal import policy
from journal.at_hand import claims_in_words, people_of
from journal.question import Question
from journal.reading import Linked, ask
from models import BY_NAME, meta
from rules.errors import Blocked, Invalid, NotFound, OfficeError, Refused
from workflow import verbs
from workflow.letter_files import GUARDED
from workflow.verbs import VERBS, Act

CALL = "answer_call"
"""The action whose form shows while one talks what may be told: it has a page of its own."""
PAYS = ("pay", "post_payment")
"""Actions by which money goes out."""
NAMED_BY = {
    "diary": ("subject", "claim", "incident", "recovery", "policy"),
    "lightdutyoffer": ("offer_no", "claim", "task"),
    "lightdutycheck": ("check_no", "task"),
    "workstatus": ("status_no", "claim"),
}
"""Sheet -> what its records are called by on the page of an action, where the number says little.
"""


@dataclass(frozen=True)
class Chosen:
    """An action, the records that it was opened on, and what it asks of them; of many records the
    first are called by name.
    """

    entry: Any
    sheet: str
    rows: Rows
    labels: tuple[str, ...]
    params: tuple = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The records in their order."""
        return self.rows.ids

    @property
    def named(self) -> dict[str, str]:
        """How a form names the records: all rows of a list, or one by one."""
        if self.rows.of:
            return {"of": self.rows.of, "mark": self.rows.mark}
        return {"ids": ",".join(map(str, self.ids))}

    @property
    def things(self) -> str:
        """The records in words: "L-2026-0412" or "3 claims"."""
        if self.rows.told:
            return self.rows.told
        if len(self.labels) == 1:
            return self.labels[0]
        model = BY_NAME[self.sheet]
        return f"{len(self.ids)} {meta(model, 'plural', self.sheet).lower()}" if self.ids else ""


class Actions(Desk):
    """The page of every quick action."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Every quick action that the person may run, and on what."""
        found = [
            entry
            for entry in VERBS
            if policy.may_act(self.who, tuple(entry.facts.get("roles", ())))
        ]
        return self.page(
            "actions.html",
            actions=sorted(found, key=lambda entry: entry.title),
            starts=_start,
            plurals={name: meta(model, "plural", name) for name, model in BY_NAME.items()},
        )

    @expose("/<key>")
    @rule(Acts())
    def form(self, key: str):
        """The form of one action, and what it would do as it stands."""
        chosen = self._chosen(key)
        answers = verb_form.opening(self.who, chosen.params, request.args.to_dict(), on=self.on)
        plan, error = None, None
        if verb_form.complete(chosen.params, answers):
            plan, error = self._plan(chosen, {a.param.name: a.text for a in answers if a.text})
        return self._form_page(
            chosen, answers, plan=plan, error=error if not isinstance(error, Invalid) else None
        )

    @expose("/<key>/preview", methods=("POST",))
    @rule(Acts())
    def preview(self, key: str):
        """What the action would do with the form as it is, as a piece of a page."""
        chosen = self._chosen(key)
        given = verb_form.values(chosen.params, request.form.to_dict(), request.files)
        if key == CALL:
            return self.page("call_told.html", told=call_page.told(chosen.ids[0], given))
        plan, error = self._plan(chosen, given)
        return self.page(
            "verb_plan.html",
            plan=plan,
            error=error,
            way_out=self._ways_out(chosen),
            chosen=chosen,
            given=_texts(given),
            sees_pages=bool(printing.program()),
        )

    @expose("/<key>/pages", methods=("POST",))
    @rule(Acts())
    def pages(self, key: str):
        """The letters of an action as the pages that would go out; nothing is written."""
        chosen = self._chosen(key)
        given = verb_form.values(chosen.params, request.form.to_dict(), request.files)
        plan, error = self._plan(chosen, given)
        if error is not None:
            raise error
        return letter_pages.pages_of(plan)

    @expose("/<key>", methods=("POST",))
    @rule(Acts())
    def run(self, key: str):
        """Run the action; a second click with the same key shows what the first one did."""
        if (again := self._again(key)) is not None:
            return again
        chosen = self._chosen(key)
        given = verb_form.values(chosen.params, request.form.to_dict(), request.files)
        act = Act(key, chosen.sheet, chosen.ids, given, chosen.rows.name)
        try:
            _need_same(chosen, request.form.get("mark", ""))
            done = verbs.run(self.who, act, on=self.on, **_pressed())
        except OfficeError as error:
            answers = verb_form.sent(self.who, chosen.params, request.form.to_dict(), error)
            plan, _ = self._plan(chosen, given)
            return self._form_page(chosen, answers, plan=plan, error=error), error.status
        letter_mail.send(self.who, done)
        _tell(done, key, takes_back=self._takes_back(chosen))
        return self._after(done, chosen)

    def _again(self, key: str):
        """The answer to a second click on all rows of a list, which may hold others by now; None
        where it is the first.
        """
        form, entry = request.form, VERBS.get(key)
        if not form.get("of"):
            return None
        sheet = form.get("sheet") or next(iter(entry.facts["sheets"]))
        chosen = Chosen(entry, sheet, Rows(), (), tuple(entry.facts.get("params", ())))
        given = verb_form.values(chosen.params, form.to_dict(), request.files)
        name = list_name(form["of"], form.get("mark", ""))
        done = verbs.repeated(self.who, Act(key, sheet, (), given, name), **_pressed())
        if done is None:
            return None
        _tell(done, key, takes_back=self._takes_back(chosen))
        return self._after(done, chosen)

    def _takes_back(self, chosen: Chosen) -> bool:
        """Whether the person may undo it: who only answers for a department writes no sheet."""
        model = BY_NAME[chosen.sheet]
        only_answers = policy.view(self.who, model).own_department
        return not only_answers or policy.may_write(self.who, model)

    def _chosen(self, key: str) -> Chosen:
        """The action and its records, as far as the person may run it and see them."""
        entry = VERBS.get(key)
        sheet = request.values.get("sheet") or next(iter(entry.facts["sheets"]), "claim")
        if not may_offer(self.who, entry, sheet):
            raise Refused(f"“{entry.title}” is not among the actions of your role.")
        rows = rows_of(self.who, sheet, request.values)
        ids = rows.ids
        if not ids and not entry.facts.get("alone"):
            raise NotFound(f"Choose at least one {meta(BY_NAME[sheet], 'singular')} first.")
        if len(ids) > 1 and not entry.facts.get("many"):
            raise Refused(
                f"“{entry.title}” runs on one {meta(BY_NAME[sheet], 'singular')} at a time."
            )
        labels = self._labels(entry, sheet, ids[:MOST_RECORDS]) if ids else ()
        params = verbs.for_person(self.who, entry, verbs.params_of(entry, sheet, ids))
        return Chosen(entry, sheet, rows, labels, params)

    def _labels(self, entry, sheet: str, ids: tuple[int, ...]) -> tuple[str, ...]:
        """What the chosen records are known by; one out of sight is not there."""
        model = BY_NAME[sheet]
        seen = policy.readable_names(self.who, model)
        key, label = model._meta.key[0], meta(model, "label", ())
        wanted = NAMED_BY.get(sheet, (key, *label, "claimant"))
        names = tuple(n for n in dict.fromkeys(wanted) if n in seen)
        asked = Question(
            model,
            columns=names,
            ids=ids,
            sort=("id",),
            limit=MOST_RECORDS,
            trash=entry.facts.get("trash", False),
        )
        rows = ask(self.who, asked, counted=False).rows
        if len(rows) < len(ids):
            raise NotFound(f"The {meta(model, 'singular')} is no longer there.")
        told = [list(zip(names, row.values, strict=True)) for row in rows]
        on = [v.id for row in told for n, v in row if n == "claim" and isinstance(v, Linked)]
        claims = claims_in_words(self.who, on) if on else {}
        return tuple(" ".join(_said(n, v, claims) for n, v in row if v) for row in told)

    def _plan(self, chosen: Chosen, given: dict[str, Any]):
        """(what the action would do, None), or (None, why it cannot)."""
        act = Act(chosen.entry.key, chosen.sheet, chosen.ids, given)
        try:
            plan = verbs.preview(self.who, act, on=self.on)
        except OfficeError as error:
            return None, error
        if seen := {paper.sensitivity for paper in plan.papers} & set(GUARDED):
            self.saw(chosen.sheet, chosen.ids, seen, purpose=f"{chosen.entry.title}, shown before")
        return plan, None

    def _form_page(
        self, chosen: Chosen, answers: list, *, plan=None, error: OfficeError | None = None
    ):
        self._offer_people(chosen, answers)
        call = chosen.entry.key == CALL
        return self.page(
            "call.html" if call else "verb.html",
            **(call_page.facts(self.who, chosen.ids[0], answers) if call else {}),
            chosen=chosen,
            answers=answers,
            plan=plan,
            error=error,
            way_out=self._ways_out(chosen),
            given={a.param.name: a.text for a in answers if a.text},
            sees_pages=bool(printing.program()),
            click=click_after(error),
            back=self._back(chosen),
            uploads=any(answer.param.kind == "file" for answer in answers),
        )

    def _ways_out(self, chosen: Chosen):
        """Refusal's want -> the link that clears it and comes back to this form as it is filled."""
        names = [param.name for param in chosen.params if param.kind not in ("file", "long")]
        given = {name: request.values[name] for name in names if request.values.get(name)}
        given |= {"of": chosen.rows.of} if chosen.rows.of else {}
        ids = () if chosen.rows.of else chosen.ids
        back = address(chosen.entry.key, chosen.sheet, ids, back=self._back(chosen), **given)
        return lambda want: way_out(self.who, want, of=chosen.sheet, back=back)

    def _offer_people(self, chosen: Chosen, answers: list) -> None:
        """Beside a question for a person: those of the claim, one click away."""
        asked = [answer for answer in answers if answer.param.sheet == "party"]
        if asked and chosen.sheet == "claim" and len(chosen.ids) == 1:
            for answer in asked:
                answer.picks = people_of(self.who, chosen.ids[0])

    def _back(self, chosen: Chosen) -> str:
        default = (
            place_of(chosen.sheet, chosen.ids[0])
            if len(chosen.ids) == 1
            else f"/admin/{chosen.sheet}/"
        )
        return safe_back(request.values.get("back"), default)

    def _after(self, done, chosen: Chosen):
        """To the page of what was made, where it has its own; else back to where one came from."""
        made = done.opens and done.opens[0] in OWN_PAGES and done.opens[0] != chosen.sheet
        return redirect(place_of(*done.opens) if made else self._back(chosen))


def _pressed() -> dict[str, Any]:
    """The key of the click, and whether it goes on without what is refused."""
    form = request.form
    return {"click": form.get("click"), "partly": form.get("partly") == "yes"}


def _need_same(chosen: Chosen, mark: str) -> None:
    """Refuse a list that holds other rows than when it was shown.

    Raises:
        Blocked: it does; the form shows it as it is now.
    """
    if chosen.rows.of and mark != chosen.rows.mark:
        raise Blocked(
            f"The list changed meanwhile: it now holds {len(chosen.ids):,}. Nothing was done. Look "
            "at what would be written, then confirm again."
        )


def _said(name: str, value: Any, claims: dict[int, str]) -> str:
    """A value that a record is known by; of a claim also who it is about."""
    if not isinstance(value, Linked):
        return str(value)
    return claims.get(value.id, value.label) if name == "claim" else str(value.label)


def _tell(done, key: str, *, takes_back: bool) -> None:
    """What was done; of what waits, that nothing is done yet, and with whom it is."""
    if done.approval_id is None and not takes_back:
        say(f"{done.sentence} A manager can take it back.")
        return
    if done.approval_id is None:
        say(done.sentence, undo=done.receipt.seq if done.receipt else None)
        return
    _, found, whom = done.sentence.rpartition("It waits for ")
    waits = f"{found}{whom}" if found else "It waits for approval."
    nothing = "Nothing is paid yet." if key in PAYS else "Nothing is written yet."
    place = f"/admin/approvals/{done.approval_id}"
    say(f"{nothing} {waits}", tone="warning", href=place, label="See it")


def _texts(given: dict[str, Any]) -> dict[str, str]:
    """What was typed, without files."""
    return {name: text for name, text in given.items() if isinstance(text, str) and text}


def _start(entry) -> str:
    """Where an action that needs no record begins."""
    sheet = entry.facts["sheets"][0]
    if entry.facts.get("makes"):
        return new_address(BY_NAME[sheet])
    return address(entry.key, sheet, (), back="/admin/do/")
