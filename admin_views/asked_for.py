"""What an address asks of a sheet: the question behind a list, and addresses that change one thing
about it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from admin_views.day import moment_kept, today
from journal.question import Question
from journal.saved_views import State
from journal.values import NO, YES
from journal.view_checks import LONGEST_FILTER, MOST_FILTERS, MOST_GROUPS
from rules.errors import BadQuestion

PAGE = 100
"""Rows of a list page."""
MOST = 1_000
"""Rows of one answer as data."""
NO_VIEW = "none"
"""Asked for instead of a view: the sheet as the office has it, whatever it opens with."""
STATE = ("filters", "q", "sort", "columns", "group")
"""What a view keeps of an address."""


@dataclass(frozen=True)
class Asked:
    """The parts of an address that make a list, as they were written.

    Args:
        base: the address of the sheet, `/admin/claim/`.
        filters: filters (see `journal.expr`), all of which must hold.
        sort: columns as in `-loss_date,claim_no`; empty: the sheet's own order.
        columns: columns by name; empty: what the list shows at first.
        as_of: a day or instant; empty: now.
        group: columns by which rows are gathered, the outermost first.
        view: the number of the view that it begins from, or `none`; empty: the address says none.
        changed: whether the address says more or less than the view; else the view alone says it.
        plain: the plain list, also where there is a grid.
        version: the version of the view that it begins from, at least.
        given: which parts of a view's state the address names, were they blank.
        look: how its grid is drawn in place of the look of the view, as JSON; empty: as that is.
    """

    base: str
    filters: tuple[str, ...] = ()
    q: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    as_of: str = ""
    trash: bool = False
    after: str | None = None
    before: str | None = None
    last: bool = False
    limit: int = PAGE
    moment: datetime | None = field(default=None, compare=False)
    group: tuple[str, ...] = ()
    view: str = ""
    changed: bool = False
    plain: bool = False
    version: int = field(default=0, compare=False)
    given: frozenset[str] = field(default=frozenset(), compare=False)
    look: str = ""

    @property
    def of_view(self) -> int | None:
        """The number of the view that it begins from."""
        return int(self.view) if self.view not in ("", NO_VIEW) else None

    @property
    def state(self) -> State:
        """What a view would keep of it."""
        return State(**{name: getattr(self, name) for name in STATE})

    def question(self, model) -> Question:
        """The question for the journal, asked on the office's day."""
        return Question(
            model,
            filters=self.filters,
            q=self.q,
            sort=split(self.sort) or None,
            columns=self.columns or None,
            as_of=self.moment,
            after=self.after,
            before=self.before,
            limit=self.limit,
            trash=self.trash,
            last=self.last,
            on=today(),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The state as pairs of an address, without the place in the list; of a view that nobody
        changed, its number alone.
        """
        told = not self.of_view or self.changed
        pairs = [
            ("view", self.view),
            ("changed", "yes" if self.of_view and self.changed else ""),
            *(self.state_pairs() if told else ()),
            ("look", self.look),
            ("as_of", self.as_of),
            ("trash", "yes" if self.trash else ""),
            ("limit", str(self.limit) if self.limit != PAGE else ""),
            ("plain", "yes" if self.plain else ""),
        ]
        return [(name, value) for name, value in pairs if value]

    def state_pairs(self) -> list[tuple[str, str]]:
        """What a view would keep of it, as pairs of an address."""
        pairs = [
            *(("filter", text) for text in self.filters),
            ("q", self.q),
            ("sort", self.sort),
            ("columns", ",".join(self.columns)),
            ("group", ",".join(self.group)),
        ]
        return [(name, value) for name, value in pairs if value]

    @property
    def query(self) -> str:
        """The state as the question of an address; never empty."""
        return urlencode(self.pairs() or [("view", NO_VIEW)])

    def url(self, **changed) -> str:
        """The address with some parts changed and without the place in the list."""
        if self.of_view and not changed.keys().isdisjoint(STATE):
            changed.setdefault("changed", True)
        return address(self.base, (replace(self, **changed) if changed else self).pairs())

    def at(self, **place: str) -> str:
        """The address of another page of the same list."""
        return address(self.base, [*self.pairs(), *place.items()])


def address(base: str, pairs: list[tuple[str, str]]) -> str:
    """An address with its question."""
    return f"{base}?{urlencode(pairs)}" if pairs else base


def asked(args, base: str) -> Asked:
    """What the arguments of a request ask for.

    Raises:
        BadQuestion: a part of it cannot be understood.
    """
    filters = tuple(text for text in args.getlist("filter") if text.strip())
    if len(filters) > MOST_FILTERS or any(len(text) > LONGEST_FILTER for text in filters):
        raise BadQuestion("That is more filters than one list can hold. Take some away.")
    as_of = args.get("as_of", "").strip()
    after, before = args.get("after") or None, args.get("before") or None
    if after and before:
        raise BadQuestion("A page is asked for after a place or before it, not both.")
    return Asked(
        base,
        filters,
        args.get("q", "").strip()[:200],
        args.get("sort", "").strip(),
        _columns(args),
        as_of,
        yes(args.get("trash")),
        after,
        before,
        yes(args.get("last")),
        limit_of(args.get("limit")),
        moment_kept(as_of) if as_of else None,
        _group(args),
        _view(args.get("view", "").strip()),
        yes(args.get("changed")),
        yes(args.get("plain")),
        _view_number(args.get("version", "").strip()),
        frozenset(name for name in STATE if name in args),
        args.get("look", "").strip(),
    )


def _columns(args, name: str = "columns") -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for text in args.getlist(name) for part in split(text)))


def _group(args) -> tuple[str, ...]:
    group = _columns(args, "group")
    if len(group) > MOST_GROUPS:
        raise BadQuestion(f"Rows are gathered by at most {MOST_GROUPS} columns.")
    return group


def _view(text: str) -> str:
    return NO_VIEW if text == NO_VIEW else str(_view_number(text) or "")


def _view_number(text: str) -> int:
    """The number of a view or of its version; nothing where none is given."""
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadQuestion(f"“{text[:40]}” is not the number of a view.")
    return int(text or 0)


def split(text: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def yes(text: str | None) -> bool:
    """Whether a switch of an address is on."""
    word = (text or "").strip().lower()
    if word and word not in (*YES, *NO):
        raise BadQuestion(f"“{word[:40]}” is neither yes nor no.")
    return word in YES


def limit_of(text: str | None) -> int:
    """Rows of a page: a hundred unless said, a thousand at most."""
    if not text:
        return PAGE
    if not text.isascii() or not text.isdigit() or int(text[:10]) < 1:
        raise BadQuestion(f"“{text[:40]}” is not a number of rows.")
    return min(int(text[:10]), MOST)
