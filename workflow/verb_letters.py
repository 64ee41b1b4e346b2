"""The letters that other quick actions write: a part of their plan, shown before, kept with it.

An action asks `PARAMS`, makes one `Mail` for its plan, has each letter judged by `drawn` before it
writes anything on that record, puts it with `put`, and ends with `close`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exports.letters.declared import LETTERS, Kind, kind_of
from exports.letters.writing import Wish, Written, lacking, write
from journal import policy
from rules.choices import LETTER_DELIVERY
from rules.days import long_day
from rules.errors import Blocked
from workflow import letter_prints
from workflow.letter_needs import need_of
from workflow.letter_rows import Place, Sent, kept, of_all, put
from workflow.tasks import Param, Plan, Task
from workflow.words import counted

NOW = (("write", "Write it now"), ("elsewhere", "None: it goes out elsewhere"))
LETTER = Param(
    "letter", "choice", "Letter", "Shown beside before it goes out.", choices=NOW, default="write"
)
DELIVERY = Param("delivery", "choice", "Sent by", "Blank: as usual.", choices=LETTER_DELIVERY)
ADDRESS = Param("address", "long", "Address", "Of the letter. Blank: as the record says.")
PARAMS = (LETTER, DELIVERY, ADDRESS)
"""What an action that writes a letter asks for it."""


def wanted(plan: Plan, task: Task, day: date | None = None) -> bool:
    """Whether the letters are to be written: not where somebody says that they go out elsewhere,
    and not for a day that has passed.
    """
    if (task["letter"] or "write") != "write":
        return False
    if day is None or day == task.on:
        return True
    plan.lines.append(f"No letter is written for {long_day(day)}: it is dated today or not at all.")
    return False


@dataclass
class Mail:
    """The letters of one plan.

    `above` are the placeholders that the form of the action asks for.
    """

    plan: Plan
    task: Task
    above: frozenset[str] = frozenset()
    sent: list[Sent] = field(default_factory=list)
    _alone: frozenset[str] = frozenset()

    def sort_out(self, keys: Iterable[str]) -> None:
        """Letters that go out with approval and letters that do not are two actions: of such a
        mixture the former are left out.
        """
        every = set(keys)
        asked = {key for key in every if need_of(self.task, LETTERS.get(key))}
        self._alone = frozenset(asked if asked < every else ())

    def drawn(self, key: str, record: Any, place: Place, wish: Wish) -> Written | None:
        """A letter on a record, or on a row to be made, as it would go out; None, and the reason
        among the refusals, where it cannot.
        """
        entry, about = LETTERS.get(key), place.record
        if not self._may(kind_of(entry)):
            self.plan.refuse(about, f"“{entry.title}” is not among the letters of your role.")
        elif key in self._alone:
            whom = "somebody else approves it"
            self.plan.refuse(about, f"“{entry.title}” is done by itself, since {whom}.")
        else:
            try:
                written = write(entry, record, wish, on=self.task.on)
            except Blocked as error:
                self.plan.refuse(about, error.sentence)
                return None
            if not (lacks := lacking(written, above=self.above)):
                return written
            self.plan.refuse(about, lacks)
        return None

    def _may(self, kind: Kind) -> bool:
        who = self.task.who
        return policy.may_act(who, kind.roles) and kind.sensitivity in policy.clearance(who)

    def put(self, written: Written, place: Place) -> None:
        """The letter among the writes of the plan."""
        self.sent.append(put(self.plan, self.task, written, place))

    def close(self) -> None:
        """What holds for all of them: who approves, how they are kept, what is told."""
        if not self.sent:
            return
        plan, sent = self.plan, self.sent
        entries = {one.written.entry.key: one.written.entry for one in sent}
        for entry in entries.values():
            plan.approval = plan.approval or need_of(self.task, entry)
        plan.lines += dict.fromkeys(line for e in entries.values() for line in of_all(kind_of(e)))
        plan.around = lambda: kept(plan.draft, sent)
        letter_prints.later(plan, self.task, sent)
        if plan.said:
            plan.said += f" {counted(len(sent), 'letter')} written."


def wish_of(task: Task, *, delivery: str | None = None, **given: Any) -> Wish:
    """What is said of a letter of an action; `given` is what the letter itself asks."""
    return Wish(
        address=task["address"],
        delivery=delivery or task["delivery"],
        language=task["language"] or "en",
        signer=task.who.user_id,
        given=given,
    )
