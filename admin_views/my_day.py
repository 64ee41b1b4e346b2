"""My day, the home page: what is late, due, waiting, lapsing; on day one, how to begin."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from flask_admin import AdminIndexView, expose

from admin_views.again import ask_again
from admin_views.desk import Desk
from admin_views.duty_offers import clears
from admin_views.gate import SignedIn, rule
from admin_views.offers import Offer, offer_of
from admin_views.places import place_of
from journal import policy
from journal.agenda import agenda, sentence
from journal.ahead import WEEK_DAYS
from journal.first_day import first_day
from journal.items import SHOWN, Agenda, Item
from models import Claim, Diary, Employee, User


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it: its one action, where Open leads, and how it is ticked off
    where the action alone does not.
    """

    item: Item
    offer: Offer | None
    url: str
    done: Offer | None = None


class MyDay(Desk, AdminIndexView):
    """The home page."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """The day of the person; `?whose=office` shows everybody's."""
        whole = request.args.get("whose") == "office"
        day = agenda(self.who, on=self.on, whole_office=whole)
        done = first_day()
        return self.page(
            "day.html",
            day=day,
            sentence=sentence(day),
            whole=whole,
            shown=SHOWN,
            first=None if done.over else done,
            overdue=self._lines(day.overdue),
            due=self._lines(day.today),
            begin=self._lines(day.begin),
            begin_after=day.on + timedelta(days=WEEK_DAYS),
            week=_by_day(day, self._line),
            for_me=self._lines(day.for_me),
            for_others=self._lines(day.for_others),
            returned=self._lines(day.returned),
            drafts=self._lines(day.drafts),
            lapsing=self._lines(day.lapsing),
            off_work=self._lines(day.off_work),
            reads_diary=policy.may_read(self.who, Diary),
            imports=policy.may_write(self.who, Claim),
            adds=policy.may_write(self.who, Employee),
            invites=policy.may_write(self.who, User),
        )

    def _lines(self, items: list[Item]) -> list[Line]:
        return [self._line(item) for item in items[:SHOWN]]

    def _line(self, item: Item) -> Line:
        made, done = self._of_duty(item)
        if made:
            return Line(item, made, _open(item), done or self._finish(item))
        made, done = self._offer(item), None
        if item.sheet == "diary" and made and made.key != "finish_diary":
            done = self._finish(item)
        return Line(item, made, _open(item), done)

    def _of_duty(self, item: Item) -> tuple[Offer | None, ...]:
        """Of an entry about light duty: the action on its offer, and the other way."""
        if item.sheet != "diary" or item.about_sheet != "claim" or not item.about_id:
            return None, None
        return clears(self.who, item.action, item.about_id, back="/admin/")

    def _offer(self, item: Item) -> Offer | None:
        """The one action of an entry: what its rule names, else to clear it."""
        if item.sheet == "payment":
            return offer_of(self.who, item.action, "payment", (item.row_id,), back="/admin/")
        if item.sheet == "approval" and item.action:
            return ask_again(self.who, item.row_id, back="/admin/")
        if item.sheet == "policy":
            ids = (item.row_id,)
            return offer_of(self.who, "add_diary", "policy", ids, back="/admin/")
        if item.sheet != "diary":
            return None
        named = item.about_id and offer_of(
            self.who, item.action, item.about_sheet, (item.about_id,), back="/admin/"
        )
        return named or self._finish(item)

    def _finish(self, item: Item) -> Offer | None:
        return offer_of(self.who, "finish_diary", "diary", (item.row_id,), back="/admin/")


def _open(item: Item) -> str:
    if item.sheet == "approval" or item.about_id is None:
        return place_of(item.sheet, item.row_id)
    return place_of(item.about_sheet, item.about_id)


@dataclass(frozen=True)
class Group:
    """Entries of one day that say the same: "Rejection decision, 3 claims"."""

    title: str
    about: str
    count: int
    url: str
    offer: Offer | None = None


def _by_day(day: Agenda, line: Callable[[Item], Line]) -> list[tuple[date, str, list[Group]]]:
    """The week ahead: (day, why the office is closed, its entries grouped by what they say)."""
    found: dict[date, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in day.week:
        found[item.day][item.title].append(item)
    for closed in day.closed_days:
        found[closed] = found[closed]
    return [
        (
            when,
            day.closed_days.get(when, ""),
            [_group(title, items, line) for title, items in sorted(groups.items())],
        )
        for when, groups in sorted(found.items())
        if when > day.on
    ]


def _group(title: str, items: list[Item], line: Callable[[Item], Line]) -> Group:
    if len(items) == 1:
        return Group(title, items[0].about, 1, _open(items[0]), line(items[0]).offer)
    about = (
        f"{len(items)} {'claims' if all(i.about_sheet == 'claim' for i in items) else 'entries'}"
    )
    return Group(
        title,
        about,
        len(items),
        f"/admin/diary/?filter=diary_date={items[0].day}&filter=status=open",
    )
