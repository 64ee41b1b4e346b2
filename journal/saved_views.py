"""Named views of a sheet: what one holds, which a person may use, and what of one they may see.

A view is saved by one person and used by others. Each is shown of it what the policy lets them ask
for themselves: the rest is left out, and said without its value.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from time import monotonic
from typing import Any

from journal import custom_columns, expr, policy, settings
from journal.compared import ME, is_me
from journal.grouping import levels as levels_of
from journal.question import MOST_SORTS, Query, Question
from journal.reading import fields_of
from journal.view_checks import sent_look
from journal.who import Who
from models import SavedView, database, meta
from rules.errors import BadQuestion, NotFound, OfficeError, Retired

MOST_VIEWS = 200
"""Views of one sheet that a person is offered."""
OUT_OF_SIGHT = ("your role does not see them", "your role does not see it")
GONE = ("they are no longer there", "it is no longer there")
"""Why parts of a view are left out: of several, of one."""
RETIRED = "“{}” was retired and is no longer shown."
RETIRED_FILTER = "“{}” was retired: the filter on it is left out of this view."


@dataclass(frozen=True)
class State:
    """What a view asks of its sheet, as an address writes it."""

    filters: tuple[str, ...] = ()
    q: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    group: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As it is kept: what is blank is left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value
        }


def state_of(stored: dict[str, Any] | None) -> State:
    """A state as it was kept."""
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in (stored or {}).items()
    }
    return State(**facts)


@dataclass(frozen=True)
class Named:
    """A view: what it is called, whose it is, what it asks and how it is drawn."""

    id: int
    version: int
    name: str
    kind: str
    owner: int | None
    role: str | None
    opens: bool
    state: State
    look: dict[str, Any]


_known: dict[tuple, tuple[float, list[Named]]] = {}
MOST_KNOWN = 500
"""Answers that are kept: so many people on so many sheets."""


def views_of(who: Who, sheet: str) -> list[Named]:
    """The views of a sheet that a person may use, by name. They are kept until a batch changes
    one, like settings.
    """
    key = (str(database.obj.database), who, sheet)
    read_at, found = _known.get(key, (0.0, []))
    if not read_at or monotonic() - read_at > settings.KEPT_SECONDS:
        found = _read_anew(who, sheet)
        if len(_known) > MOST_KNOWN:
            _known.clear()
        _known[key] = monotonic(), found
    return found


def forget() -> None:
    """Read them anew at the next question; called when a batch touched one."""
    _known.clear()


def _read_anew(who: Who, sheet: str) -> list[Named]:
    if not policy.may_read(who, SavedView):
        return []
    query = _own(who).where(SavedView.sheet == sheet)
    return [named(row) for row in query.order_by(SavedView.name, SavedView.id).limit(MOST_VIEWS)]


def _own(who: Who) -> Any:
    """The views that a person may use."""
    query = SavedView.select().where(SavedView.trashed_at.is_null())
    own = policy.scope(who, SavedView)
    return query if own is None else query.where(own)


def every_view(who: Who) -> list[tuple[str, Named]]:
    """The views of all sheets that a person may use, each with its sheet, by name."""
    if not policy.may_read(who, SavedView):
        return []
    query = _own(who).order_by(SavedView.name, SavedView.id).limit(MOST_VIEWS)
    return [(row.sheet, named(row)) for row in query]


def named(row: SavedView) -> Named:
    """A row of the sheet as a view."""
    return Named(
        row.id,
        row.version,
        row.name,
        row.kind,
        row.owner_id,
        row.role,
        bool(row.opens),
        state_of(row.state),
        row.look or {},
    )


def opening(who: Who, found: Iterable[Named]) -> Named | None:
    """The view that a sheet opens with: the person's own, else that of their role, the roles in
    the order of the policy.
    """
    rank = {role: n for n, role in enumerate(policy.ROLES) if role in who.roles}
    own = [v for v in found if v.opens and v.owner is not None and v.owner == who.user_id]
    of_role = sorted((v for v in found if v.role in rank), key=lambda v: rank[v.role or ""])
    return next(iter([*own, *of_role]), None)


def by_name(who: Who, model: Any, name: str) -> Named:
    """The view of a name: the own one, else the shared one, else that of a role.

    Raises:
        NotFound: there is none. BadQuestion: several are meant.
    """
    sheet, wanted = model.__name__.lower(), name.strip().casefold()
    found = views_of(who, sheet)
    fitting = [view for view in found if view.name.casefold() == wanted]
    own = [view for view in fitting if view.owner is not None and view.owner == who.user_id]
    chosen = own or [view for view in fitting if view.kind == "shared"] or fitting
    plural = meta(model, "plural")
    if not chosen:
        known = ", ".join(dict.fromkeys(view.name for view in found)) or "none yet"
        raise NotFound(f"{plural} have no view “{name[:60]}”. There are: {known}.")
    if len(chosen) > 1:
        whose = ", ".join(_whose(view) for view in chosen)
        raise BadQuestion(
            f"{plural} have several views “{name[:60]}” ({whose}). Use --as EMAIL, or rename one."
        )
    return chosen[0]


def _whose(view: Named) -> str:
    if view.role:
        return f"default of {policy.ROLES.get(view.role, view.role).lower()}"
    return f"personal, number {view.id}" if view.owner else "shared"


# --- What of a view a person may see --------------------------------------------------------------


@dataclass(frozen=True)
class Left:
    """A part of a state that cannot be asked: a filter, sorting, column or group as it is written,
    and why.
    """

    what: str
    part: str
    why: OfficeError


@dataclass(frozen=True)
class Seen:
    """A view as one person sees it; `told` says what was left out of it, without its values.

    `whole` is whether all of its filters stand: only then its rows are those that are meant.
    `hidden` is whether part of it is kept from the person.
    """

    state: State
    look: dict[str, Any]
    told: tuple[str, ...] = ()
    whole: bool = True
    hidden: bool = False


def seen_by(who: Who, model: Any, view: Named, *, on: date | None) -> Seen:
    """What of a view a person may see: each part is tried as if they asked for it themselves; `on`
    is the office's day.
    """
    kept, left = kept_of(who, Question(model, on=on), view.state)
    look, formats = _look(who, model, view.look)
    told = dict.fromkeys(_retired_told(left))
    counts = Counter((p.what, _reason(p.why)) for p in left if not isinstance(p.why, Retired))
    if formats:
        counts["format", OUT_OF_SIGHT] = formats
    whole = len(kept.filters) == len(view.state.filters)
    hidden = any(why is OUT_OF_SIGHT for _, why in counts)
    return Seen(kept, look, (*told, *_told(counts)), whole, hidden)


def look_seen(who: Who, model: Any, text: str) -> dict[str, Any] | None:
    """What a person may see of the look that an address carries; None where it cannot be read."""
    look = sent_look(text)
    return None if look is None else _look(who, model, look)[0]


def may_filter(who: Who, model: Any, filters: Iterable[str]) -> bool:
    """Whether none of these filters is out of a person's sight."""
    _, left = kept_of(who, Question(model), State(tuple(filters)))
    return not any(_reason(part.why) is OUT_OF_SIGHT for part in left)


def said_to_others(who: Who, question: Question) -> tuple[str, ...]:
    """The filters of a question that can be asked, as somebody else asks the same: “me” is then who
    says it.
    """

    def said(part: expr.Condition) -> expr.Condition:
        field, _ = Query(who, question).column(part.path)
        own = is_me(field, part.value) and part.operator not in expr.CONTAINS
        return replace(part, value=who.email) if own else part

    return tuple(
        expr.rewritten(text, said) if ME in text.lower() else text for text in question.filters
    )


def _reason(why: OfficeError) -> tuple[str, str]:
    return GONE if isinstance(why, BadQuestion) else OUT_OF_SIGHT


def _retired_told(left: Iterable[Left]) -> Iterator[str]:
    """What is said of the retired columns that parts of a view name: of the filters first."""
    retired = [(part.what, part.why.label) for part in left if isinstance(part.why, Retired)]
    filters = {label for what, label in retired if what == "filter"}
    for _, label in retired:
        yield (RETIRED_FILTER if label in filters else RETIRED).format(label)


def _told(counts: Counter) -> Iterator[str]:
    """What was left out, in words."""
    for (what, why), count in counts.items():
        one = count == 1
        number = f"One {what}" if one else f"{count} {what}s"
        yield f"{number} of this view {'is' if one else 'are'} left out: {why[one]}."


def kept_of(who: Who, question: Question, state: State) -> tuple[State, list[Left]]:
    """What of a state a person can ask of a sheet, and what they cannot.

    Args:
        who: the person.
        question: the sheet, the day and the past moment that it is asked of; nothing else of it.
        state: filters, order, columns and groups, tried one by one.
    """
    sight = _Sight(who, question)
    order = tuple(part.strip() for part in state.sort.split(",") if part.strip())
    kept = State(
        sight.kept(state.filters, sight.filter, "filter"),
        state.q,
        ",".join(sight.together(order, sight.sort, "sorting")),
        sight.kept(state.columns, sight.column, "column"),
        sight.together(state.group, sight.group, "group"),
    )
    return kept, sight.left


def in_use(who: Who, question: Question, state: State) -> State:
    """A state without the retired columns that it shows, sorts or groups by. Its filters stay:
    without one of them it would be another list. Arguments as those of `kept_of`.
    """
    if not custom_columns.any_retired():
        return state
    _, left = kept_of(who, question, replace(state, filters=()))
    gone = {part.part for part in left if isinstance(part.why, Retired)}
    return replace(
        state,
        sort=",".join(part for part in state.sort.split(",") if part.strip() not in gone),
        columns=tuple(name for name in state.columns if name not in gone),
        group=tuple(name for name in state.group if name not in gone),
    )


class _Sight:
    """What one person may ask of a sheet; it keeps what they may not."""

    def __init__(self, who: Who, question: Question) -> None:
        self.who, self.model = who, question.model
        self.question = Question(question.model, as_of=question.as_of, on=question.on)
        self.left: list[Left] = []

    def query(self, **more: Any) -> Query:
        """A question that is only put together, never asked."""
        return Query(self.who, replace(self.question, **more))

    def filter(self, *texts: str) -> None:
        for text in texts:
            self.query().any_of(expr.parse(text))

    def sort(self, *names: str) -> None:
        self.query(sort=names).order()

    def column(self, *names: str) -> None:
        fields_of(self.who, replace(self.question, columns=names))

    def group(self, *names: str) -> None:
        levels_of(self.query(), names)

    def kept(self, parts: Iterable[str], tried: Callable[..., None], what: str) -> tuple[str, ...]:
        """The parts that may be asked for."""
        found = []
        for part in parts:
            try:
                tried(part)
            except OfficeError as error:
                self.left.append(Left(what, part, error))
            else:
                found.append(part)
        return tuple(found)

    def together(
        self, parts: tuple[str, ...], tried: Callable[..., None], what: str
    ) -> tuple[str, ...]:
        """The parts that may be asked for in a row; none where they do not go together."""
        few = len(parts) <= MOST_SORTS
        found = self.kept(parts, tried, what) if few else parts
        whole = self.kept((",".join(found),) if found else (), lambda _: tried(*found), what)
        return found if whole else ()


def _look(who: Who, model: Any, look: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """How a view is drawn, without the columns and formats that are out of sight or retired; how
    many formats are out of sight.
    """
    seen = policy.readable_names(who, model)
    drawn = dict(look)
    for name in ("widths", "foot"):
        if name in drawn:
            drawn[name] = {key: value for key, value in drawn[name].items() if key in seen}
    if "frozen" in drawn:
        drawn["frozen"] = [name for name in drawn["frozen"] if name in seen]
    own = drawn.get("formats", {}).get("own") or []
    bare = policy.open_names(who, model)
    rules = [rule for rule in own if rule["column"] in bare]
    if own:
        drawn["formats"] = {**drawn["formats"], "own": rules}
    fields = (model._meta.fields.get(rule["column"]) for rule in own)
    retired = sum(hasattr(f, "sensitivity") and policy.is_retired(who, f) for f in fields)
    return drawn, len(own) - len(rules) - retired
