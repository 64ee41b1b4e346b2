"""The board of light duty: by department, overdue first; a coordinator sees the own department."""

from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import Reads, rule
from admin_views.offers import Offer, offer_of
from journal import policy
from journal.duty_board import Board, Line, board
from journal.duty_questions import Question, questions
from models import Claim, LightDutyOffer, LightDutyTask

PLACE = "/admin/light-duty/"
STATES = {
    "accepted": ("on light duty", "green"),
    "agreed": ("agreed, not begun", "blue"),
    "extending": ("on light duty, extension offered", "blue"),
    "offered": ("offered", "blue"),
    "waiting": ("needs a task", "amber"),
}
"""State of a line -> its word and colour."""
NEXT = {
    "offered": ("answer_offer", "lightdutyoffer"),
    "extending": ("answer_offer", "lightdutyoffer"),
    "accepted": ("extend_offer", "lightdutyoffer"),
    "agreed": ("extend_offer", "lightdutyoffer"),
    "waiting": ("find_tasks", "claim"),
}
"""State of a line -> the action that comes next, and on what."""


BAR = (
    ("find_tasks", "claim", ("waiting",)),
    ("offer_light_duty", "claim", ("waiting",)),
    ("answer_offer", "lightdutyoffer", ("offered", "extending")),
    ("extend_offer", "lightdutyoffer", ("accepted", "agreed")),
    ("end_offer", "lightdutyoffer", ("offered", "accepted", "agreed", "extending")),
    ("ask_department", "claim", ("waiting",)),
    ("record_work_status", "claim", ()),
    ("ask_physician", "claim", ()),
)
"""Actions on the chosen lines: on which sheet, and in which states of a line; none for all."""
BY = {"lightdutyoffer": "offer"}


class DutyBoard(Desk):
    """The page of everybody on light duty, offered it, or waiting for it."""

    @expose("/")
    @rule(Reads(LightDutyOffer))
    def index(self):
        """The board as far as the person may see it; masked, only its numbers."""
        found, own = board(self.who, on=self.on), policy.view(self.who, LightDutyOffer)
        return self.page(
            "light_duty.html",
            board=found,
            sentence=_sentence(found),
            masked=self.who.masked,
            states=STATES,
            step=self._step,
            asked=questions(self.who, on=self.on),
            answer=self._answer,
            bar=self._bar(),
            on=self.on,
            opens_claims=policy.may_read(self.who, Claim),
            bank=policy.may_read(self.who, LightDutyTask),
            records=policy.may_act(self.who, policy.ACTS.get("record_work_status", ())),
            why=policy.WHY["medical"] if own.own_department else "",
        )

    def _step(self, line: Line) -> Offer | None:
        """The action that comes next on a line, where the person may run it."""
        key, sheet = NEXT[line.state]
        row = line.offer_id if sheet == "lightdutyoffer" else line.claim_id
        return offer_of(self.who, key, sheet, (row,), back=PLACE) if row else None

    def _bar(self) -> list[tuple[Offer, str, tuple[str, ...]]]:
        """The actions on chosen lines that the person may run; `by` says which number they take."""
        made = ((offer_of(self.who, key, sheet, (), back=PLACE), sheet, states)
                for key, sheet, states in BAR)  # fmt: skip
        return [(one, BY.get(sheet, ""), states) for one, sheet, states in made if one]

    def _answer(self, question: Question) -> Offer | None:
        """The action that answers a question to the own department."""
        ids = (question.check_id,)
        return offer_of(self.who, "answer_check", "lightdutycheck", ids, back=PLACE)


def _sentence(found: Board) -> str:
    """The head of the page: how many, and how many need somebody."""
    if not found.lines:
        return "Nobody is on light duty."
    counts = {state: sum(line.state == state for line in found.lines) for state in STATES}
    words = (
        f"{counts['accepted'] + counts['extending']} on light duty",
        *([f"{counts['agreed']} agreed and not begun"] if counts["agreed"] else []),
        f"{counts['offered']} offered",
        f"{counts['waiting']} without a task",
        f"{found.overdue} overdue",
    )
    return f"{', '.join(words)}."
