"""The approval inbox: what waits, for whom, what was decided; each with what it would write."""

import uuid
from datetime import timedelta

from flask import redirect, request
from flask_admin import expose

from admin_views import letter_mail
from admin_views.again import ask_again
from admin_views.desk import Desk, entries, say
from admin_views.gate import Reads, rule
from journal import policy
from journal.agenda import tiers_of, waits_for
from journal.at_hand import money_on
from journal.history import moment
from journal.question import Question
from journal.reading import ask as ask_sheet
from journal.reading import by_name, fetch
from models import Approval, Batch, Change
from rules.errors import OfficeError, Refused
from workflow import approvals, verbs
from workflow.verbs import VERBS, Act, Plan

LATELY = timedelta(days=30)
DECIDED = (
    "approval_no",
    "title",
    "claim",
    "amount",
    "status",
    "asked_by",
    "decided_by",
    "decided_at",
    "decision_note",
)


class Approvals(Desk):
    """The pages of what waits for a decision."""

    @expose("/")
    @rule(Reads(Approval))
    def index(self):
        """What waits, for whom, and the decisions of the last month."""
        since = moment(self.on - LATELY).date()
        asked = Question(
            Approval,
            filters=("status!=waiting", f"decided_at>={since}"),
            columns=DECIDED,
            sort=("-decided_at",),
            limit=30,
        )
        inbox = approvals.inbox(self.who, on=self.on)
        mine = self._asked_by_me()
        own = [one for one in inbox.for_others if one.id in mine]
        return self.page(
            "approvals.html",
            for_me=inbox.for_me,
            own=own,
            others=[one for one in inbox.for_others if one.id not in mine],
            sentence=_sentence(len(inbox.for_me), len(own)),
            decided=entries(ask_sheet(self.who, asked, counted=False)),
        )

    def _asked_by_me(self) -> set[int]:
        query = Approval.select(Approval.id).where(
            Approval.status == "waiting", Approval.asked_by == self.who.user_id
        )
        return {row_id for (row_id,) in query.tuples()}

    @expose("/<int:row_id>")
    @rule(Reads(Approval))
    def one(self, row_id: int):
        """One action that waits, and what it would write."""
        return self._page(row_id)

    @expose("/<int:row_id>/<any(approve, refuse, return, withdraw):decision>", methods=("POST",))
    @rule(Reads(Approval))
    def decide(self, row_id: int, decision: str):
        """Approve, refuse, return, or take back one's own."""
        try:
            note = request.form.get("reason", "")
            done = verbs.run(
                self.who,
                approvals.decision(row_id, decision, note=note),
                on=self.on,
                click=request.form.get("click"),
            )
        except OfficeError as error:
            return self._page(
                row_id, error=error, note=request.form.get("reason", "")
            ), error.status
        letter_mail.send(self.who, done)
        say(done.sentence, undo=done.receipt.seq if decision == "approve" else None)
        return redirect("/admin/approvals/")

    def _page(self, row_id: int, *, error: OfficeError | None = None, note: str = ""):
        row = fetch(self.who, Approval, row_id)
        facts = by_name(self.who, Approval, row)
        mine = facts["asked_by"] is not None and facts["asked_by"].id == self.who.user_id
        plan, why = self._plan(row_id, facts, mine=mine)
        self.saw("approval", [row_id], {"privileged"} if plan else (), purpose="approval page")
        return self.page(
            "approval.html",
            row=row,
            facts=facts,
            plan=plan,
            why=why,
            error=error,
            note=note,
            mine=mine,
            again=ask_again(self.who, row_id, back=f"/admin/approvals/{row_id}") if mine else None,
            money=money_on(self.who, facts["claim"].id if facts["claim"] else None),
            written=self._written(row_id, facts["status"]),
            decides=self._decides(row_id, mine),
            waits_for=waits_for(facts["approver_roles"]),
            records=bool(tiers_of(facts["approver_roles"]))
            and policy.may_act(self.who, VERBS.get("record_decision").facts["roles"]),
            action=VERBS.get(facts["verb"]).title if facts["verb"] in VERBS else facts["verb"],
            click=uuid.uuid4().hex,
        )

    def _written(self, row_id: int, status: str) -> str:
        """Where the change that was approved is shown."""
        if status != "approved" or not policy.may_read(self.who, Batch):
            return ""
        decided = (
            Batch.select(Batch.seq)
            .join(Change, on=(Change.batch == Batch.id))
            .where(Change.sheet == "approval", Change.row_id == row_id, Batch.seq.is_null(False))
            .order_by(Batch.seq.desc())
        )
        seq = decided.tuples().first()
        return f"/admin/batch/{seq[0]}/" if seq else ""

    def _decides(self, row_id: int, mine: bool) -> bool:
        if mine or self.who.masked:
            return False
        waiting = approvals.inbox(self.who, on=self.on).for_me
        return any(one.id == row_id for one in waiting)

    def _plan(self, row_id: int, facts, *, mine: bool) -> tuple[Plan | None, str]:
        """What approving would write, or why it cannot be shown."""
        if facts["status"] != "waiting" or self.who.masked:
            return None, ""
        act = approvals.decision(row_id, "approve")
        if mine and facts.get("parameters"):
            kept = facts["parameters"]
            act = Act(facts["verb"], kept["sheet"], kept["ids"], kept["values"])
        if not policy.may_act(self.who, tuple(VERBS.get("approve").facts["roles"])):
            return None, "What it would write is shown to who may decide."
        try:
            plan = self._shown(act)
            asked = facts["reason"] or ""
            plan.lines = [line for line in plan.lines if not asked or asked not in line]
            return plan, ""
        except OfficeError as error:
            return None, error.sentence

    def _shown(self, act: Act) -> Plan:
        """What approving would write; read too by who records what the City decided."""
        try:
            return verbs.preview(self.who, act, on=self.on)
        except Refused:
            if act.key != approvals.KEYS["approve"]:
                raise
            return approvals.shown(self.who, act.ids[0], on=self.on)


def _sentence(for_me: int, own: int) -> str:
    """The head of the page: how many wait for the person, how many of theirs with others."""
    said = f"{for_me} waiting for you" if for_me else "Nothing waits for you"
    return f"{said}, {own} of yours with others." if own else f"{said}."
