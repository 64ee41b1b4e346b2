"""Intake: one claim on one screen, with incident and parties; the line switches the questions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import jsonify, redirect, request
from flask_admin import expose

from admin_views import verb_form
from admin_views.desk import Desk, click_after, say
from admin_views.gate import Acts, rule
from admin_views.places import place_of
from journal.at_hand import behind_claims
from journal.likeness import Alike
from journal.links import find_links
from journal.values import parse
from journal.who import Who
from models import Claim, Employee, Party
from rules.days import long_day
from rules.errors import BadValue, OfficeError
from workflow import verbs
from workflow.intake import likely_duplicates
from workflow.verbs import VERBS, Act

L, W, BOTH = "L", "W", ""
WIDE = ("claimant", "address", "represented_by", "location", "description", "notice_address")
"""Questions that take two places of the grid."""


@dataclass(frozen=True)
class Section:
    """Some questions of the screen under one title: (parameter, the line that it is asked for)."""

    title: str
    asks: tuple[tuple[str, str], ...]
    folded: bool = False


SECTIONS = (
    Section("Who", (
        ("employee", W), ("claimant", BOTH), ("phone", BOTH), ("email", BOTH), ("address", BOTH),
        ("represented_by", BOTH))),
    Section("What happened", (
        ("loss_date", BOTH), ("loss_time", BOTH), ("department", BOTH), ("cause_code", BOTH),
        ("location", BOTH), ("description", BOTH))),
    Section("The claim", (
        ("presented_date", L), ("delivery_method", L), ("claim_kind", L), ("amount_claimed", L),
        ("knowledge_date", W), ("claim_form_given_date", W), ("last_worked_date", W),
        ("body_part", W), ("nature_of_injury", W), ("received_date", BOTH), ("adjuster", BOTH))),
    Section("More about the claimant and the file", (
        ("party", BOTH), ("notice_address", L), ("birth_date", BOTH), ("policy", BOTH),
        ("tpa", BOTH), ("tpa_claim_no", BOTH), ("claim_no", BOTH)), folded=True),
    Section("More about the incident", (
        ("incident", BOTH), ("reported_by", BOTH), ("injuries", BOTH), ("police_report_no", BOTH),
        ("vehicle_no", BOTH), ("plate", BOTH), ("city_property_damaged", BOTH), ("asset", BOTH),
        ("work_order_no", BOTH)), folded=True),
)  # fmt: skip
"""The screen, from top to bottom: every parameter of the action that is typed stands here once."""

OTHER_ROWS = 3
OTHER_FIELDS = ("name", "role", "phone")
OTHER_ROLES = tuple(
    choice for choice in Party.role.choices if choice[0] not in ("claimant", "injured")
)


class Intake(Desk):
    """The intake screen, and what looks like the claim while it is typed."""

    @expose("/")
    @rule(Acts("intake"))
    def index(self):
        """The empty screen; the address may fill it."""
        given = {**_own(self.who), **request.args.to_dict()}
        answers = verb_form.opening(self.who, _params(), given, on=self.on)
        return self._screen(answers, line=given.get("line", L), others=[])

    @expose("/", methods=("POST",))
    @rule(Acts("intake"))
    def take_in(self):
        """Make the claim with its incident and parties, once a click."""
        form = request.form.to_dict()
        act = Act("intake", "claim", (), _given(request.form))
        line = act.values["line"]
        try:
            done = verbs.run(self.who, act, on=self.on, click=form.get("click"))
        except OfficeError as error:
            answers = verb_form.sent(self.who, _params(), form, error)
            return self._screen(
                answers, line=line, others=_others(request.form), error=error
            ), error.status
        say(done.sentence, undo=done.receipt.seq)
        return redirect(place_of(*_claim_of(done)))

    @expose("/preview", methods=("POST",))
    @rule(Acts("intake"))
    def preview(self):
        """The deadlines that the claim would bring as it is typed so far, as a piece of a page."""
        act = Act("intake", "claim", (), _given(request.form))
        try:
            plan = verbs.preview(self.who, act, on=self.on)
        except OfficeError:
            plan = None
        return self.page("intake_follows.html", plan=plan)

    @expose("/duplicates")
    @rule(Acts("intake"))
    def duplicates(self):
        """Claims that look like what is typed so far, as data."""
        args = request.args
        claimant = args.get("claimant", "").strip() or _name_of(args.get("employee", ""))
        found = likely_duplicates(self.who, {
            "claimant": claimant, "loss_date": _day(args.get("loss_date")),
            "location": args.get("location", ""), "line": args.get("line", "")})  # fmt: skip
        behind = behind_claims(self.who, [alike.id for alike in found])
        return jsonify(results=[_told(alike, behind.get(alike.id, {})) for alike in found])

    def _screen(self, answers: list, *, line: str, others: list, error: OfficeError | None = None):
        by_name = {answer.param.name: answer for answer in answers}
        rows = [*others, *[{} for _ in range(OTHER_ROWS - len(others))]]
        return self.page(
            "intake.html", sections=SECTIONS, answers=by_name, line=line if line in (L, W) else L,
            lines=Claim.line.choices, others=rows, roles=OTHER_ROLES, wide=WIDE, error=error,
            opened=[s.title for s in SECTIONS if any(by_name[name].problem for name, _ in s.asks)],
            click=click_after(error))  # fmt: skip


def _params() -> tuple:
    return tuple(VERBS.get("intake").facts["params"])


def _given(form) -> dict[str, Any]:
    """What the screen gives the action: the questions of its line, and the other parties."""
    sent = form.to_dict()
    line = sent.get("line", L)
    asked = {name for section in SECTIONS for name, of in section.asks if of in (line, BOTH)}
    params = tuple(param for param in _params() if param.name in asked)
    return {**verb_form.values(params, sent, {}), "line": line, "parties": _others(form)}


def _own(who: Who) -> dict[str, str]:
    """Who takes the claim in handles it, unless another is chosen."""
    return {"adjuster": who.email} if who.roles & {"technician", "examiner"} else {}


def _others(form) -> list[dict[str, str]]:
    """The other parties as typed, one a row that has a name."""
    columns = [form.getlist(f"other_{name}") for name in OTHER_FIELDS]
    rows = [dict(zip(OTHER_FIELDS, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row["name"].strip()]


def _claim_of(done) -> tuple[str, int]:
    """The claim that this click, or the same one before, made."""
    return next((sheet, row_id) for sheet, row_id in done.receipt.created if sheet == "claim")


def _name_of(employee: str) -> str:
    """The name of an employee in a look-up."""
    found = find_links(Employee, [employee]).ids if employee.strip() else {}
    if not found:
        return ""
    return Employee.select(Employee.name).where(Employee.id == found[employee]).tuples().get()[0]


def _day(text: str | None) -> date | None:
    try:
        return parse(Claim.loss_date, text)
    except BadValue:
        return None


def _told(alike: Alike, behind: dict[str, str]) -> dict[str, Any]:
    """A like claim as the screen shows it; `use` fills the form with its incident or person."""
    day = long_day(alike.loss_date) if alike.loss_date else "no date"
    detail = " · ".join((alike.why, day, alike.location or "no place", alike.status))
    return {
        "text": f"{alike.claim_no} {alike.claimant}",
        "url": place_of("claim", alike.id),
        "detail": detail,
        "use": [
            {"label": words, "name": name, "value": behind[name]}
            for name, words in (("incident", "Use this incident"), ("party", "Use this person"))
            if behind.get(name)
        ],
    }
