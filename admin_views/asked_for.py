"""What an address asks of a sheet: the question behind a list, and addresses that change one thing
about it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from admin_views.day import today
from journal.history import moment_of
from journal.question import Question
from journal.values import NO, YES
from rules.errors import BadQuestion

PAGE = 100
"""Rows of a list page."""
MOST = 1_000
"""Rows of one answer as data."""
MOST_FILTERS = 40
LONGEST_FILTER = 2_000


@dataclass(frozen=True)
class Asked:
    """The parts of an address that make a list, as they were written.

    Args:
        base: the address of the sheet, `/admin/claim/`.
        filters: filters (see `journal.expr`), all of which must hold.
        sort: columns as in `-loss_date,claim_no`; empty: the sheet's own order.
        columns: columns by name; empty: what the list shows at first.
        as_of: a day or instant; empty: now.
        plain: the plain list, also where there is a grid.
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
    plain: bool = False
    moment: datetime | None = field(default=None, compare=False)

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
        """The state as pairs of an address, without the place in the list."""
        pairs = [("filter", text) for text in self.filters]
        pairs += [
            (name, value)
            for name, value in (
                ("q", self.q),
                ("sort", self.sort),
                ("columns", ",".join(self.columns)),
                ("as_of", self.as_of),
                ("trash", "yes" if self.trash else ""),
                ("plain", "yes" if self.plain else ""),
            )
            if value
        ]
        if self.limit != PAGE:
            pairs.append(("limit", str(self.limit)))
        return pairs

    def url(self, **changed) -> str:
        """The address with some parts changed and without the place in the list."""
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
        yes(args.get("plain")),
        moment_of(as_of) if as_of else None,
    )


def _columns(args) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in args.getlist("columns") for name in split(text)))


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
