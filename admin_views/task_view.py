"""The screens of the task bank: a task shows what it asks of the body, and leads to change it."""

from dataclasses import replace

from markupsafe import Markup

from admin_views.base import OfficeView
from admin_views.details import Fact, Shown
from admin_views.offers import Offer, offer_of
from journal import policy
from models import LightDutyDemand, LightDutyTask
from workflow.task_bank import as_text

NONE = "None are known: nothing is compared with a restriction."


class TaskView(OfficeView):
    """The screens of the task bank."""

    def __init__(self) -> None:
        super().__init__(LightDutyTask)

    def shown(self, found: Shown) -> Shown:
        """A task with its demands in words, and the way to change them as they stand."""
        if found.past or found.trashed or self.who.masked:
            return found
        if not policy.may_read(self.who, LightDutyDemand):
            return found
        text = as_text(found.row.id)
        words = Markup("<br>").join(text.splitlines()) if text else NONE
        fact = Fact("title", "The most of each", Markup(words), "", "", True)
        return replace(found, groups=[*found.groups, ("Physical demands", [fact])])

    def offered(self, found: Shown) -> list[Offer]:
        """The actions on a task; that on its demands opens with them as they stand."""
        return [self._filled(one, found.row.id) for one in super().offered(found)]

    def _filled(self, one: Offer, row_id: int) -> Offer:
        if one.key != "set_demands":
            return one
        given = {"back": self._place(row_id), "demands": as_text(row_id)}
        return offer_of(self.who, one.key, self.sheet, (row_id,), **given) or one
