"""The screens of the task bank: a task shows what it asks of the body, and leads to change it."""

from dataclasses import replace

from markupsafe import Markup

from admin_views.base import OfficeView
from admin_views.details import Fact, Shown
from admin_views.offers import offer_of
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
        ids, back = (found.row.id,), f"/admin/lightdutytask/details/?id={found.row.id}"
        made = offer_of(self.who, "set_demands", "lightdutytask", ids, back=back, demands=text)
        beside = [*([(made.title, made.url)] if made else []), *found.beside]
        groups = [*found.groups, ("Physical demands", [fact])]
        return replace(found, groups=groups, beside=beside)
