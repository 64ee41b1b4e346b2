"""The view of a list: its address read, the menu of the views, and what is said of one."""

import json
from dataclasses import dataclass, replace
from typing import Any

from admin_views.asked_for import NO_VIEW, PAGE, STATE, Asked
from admin_views.day import today
from journal import policy
from journal.filter_words import in_words
from journal.saved_views import (
    RETIRED,
    Left,
    Named,
    Seen,
    State,
    forget,
    in_use,
    kept_of,
    look_seen,
    opening,
    said_to_others,
    seen_by,
    views_of,
)
from journal.view_checks import LONGEST_SENT
from journal.who import Who
from models import meta
from rules.errors import BadQuestion, NotFound, OfficeError, Retired
from workflow.saved_views import ROLES as KEEPERS

HEADINGS = (("personal", "Yours"), ("shared", "Shared"), ("role", "Default of a role"))
LOST = (
    "That view is not there any more, or somebody keeps it for themselves. Who keeps it finds an "
    "“Address to send” in the menu of its list."
)
LOOK_LOST = "The look that this address carries cannot be read: the list stands in its usual one."


@dataclass(frozen=True)
class Loaded:
    """A list as its address and its view ask for it.

    `found` are the views that the person may use; `view` is the one that it begins from and `seen`
    what they see of it; `opens` is the one that the sheet opens with. `left` is what of the address
    cannot be asked: `asked` is without it. `look` is the one that the address carries.
    """

    asked: Asked
    found: list[Named]
    view: Named | None = None
    seen: Seen | None = None
    opens: Named | None = None
    told: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    look: dict[str, Any] | None = None


def load(who: Who, model: Any, wanted: Asked) -> Loaded:
    """A list with its view, and the views beside it; one that is not there is said to be lost, and
    so is a look that cannot be read.
    """
    loaded = _with_its_view(who, model, wanted)
    if not wanted.look:
        return loaded
    look = look_seen(who, model, wanted.look)
    if look is not None:
        return replace(loaded, look=look)
    plainly = replace(loaded.asked, look="")
    return replace(loaded, asked=plainly, told=(*loaded.told, LOOK_LOST))


def _with_its_view(who: Who, model: Any, wanted: Asked) -> Loaded:
    view, found = _view_of(who, model, wanted)
    opens = opening(who, found)
    if wanted.of_view:
        if view is None:
            lost = replace(wanted, view=NO_VIEW, changed=False)
            return Loaded(lost, found, opens=opens, told=(LOST,))
        seen = seen_by(who, model, view, on=today())
        asked = with_view(wanted, seen.state)
        return Loaded(asked, found, view, seen, opens, seen.told)
    if opens and not wanted.view and not _is_bare(wanted):
        wanted = replace(wanted, view=NO_VIEW)
    return Loaded(wanted, found, opens=opens)


def as_far_as_asked(who: Who, model: Any, loaded: Loaded) -> Loaded | None:
    """A list without the filters, order, columns and groups that cannot be asked; None where all of
    them can.
    """
    asked = loaded.asked
    kept, left = kept_of(who, asked.question(model), asked.state)
    if not left:
        return None
    rest = replace(asked, **{name: getattr(kept, name) for name in STATE})
    if loaded.seen:
        rest = replace(rest, changed=kept != loaded.seen.state)
    return replace(loaded, asked=rest, left=tuple(left))


def _view_of(who: Who, model: Any, wanted: Asked) -> tuple[Named | None, list[Named]]:
    """The view that is asked for, and all of them: read anew where another process may have kept
    it just now.
    """
    for _ in range(2):
        found = views_of(who, model.__name__.lower())
        view = next((one for one in found if one.id == wanted.of_view), None)
        if not wanted.of_view or (view and view.version >= wanted.version):
            break
        forget()
    return view, found


def _is_bare(wanted: Asked) -> bool:
    """Whether an address asks for nothing of the sheet: it opens as it opens."""
    placed = wanted.after or wanted.before or wanted.last
    return not placed and not replace(wanted, plain=False, limit=PAGE).pairs()


def resolved(who: Who, model: Any, wanted: Asked) -> Asked:
    """What an address asks for, its view in place and retired columns left out.

    Raises:
        NotFound: there is no such view, or it is not this person's to see.
    """
    if not wanted.of_view or wanted.changed:
        return still_asked(who, model, wanted)
    loaded = load(who, model, wanted)
    if loaded.view is None:
        raise NotFound(LOST)
    return still_asked(who, model, loaded.asked)


def still_asked(who: Who, model: Any, wanted: Asked) -> Asked:
    """A list without the columns that were retired while somebody had it open; its filters stay."""
    state = in_use(who, wanted.question(model), wanted.state)
    return replace(wanted, sort=state.sort, columns=state.columns, group=state.group)


def with_view(wanted: Asked, state: State) -> Asked:
    """An address over its view: it alone where it says so, else the view with what the address
    adds: more filters, and other words, order, columns and groups in place of those of the view.
    """
    if wanted.changed:
        return wanted
    asked = replace(
        wanted,
        filters=tuple(dict.fromkeys((*state.filters, *wanted.filters))),
        **{
            name: getattr(wanted if name in wanted.given else state, name)
            for name in ("q", "sort", "columns", "group")
        },
    )
    return replace(asked, changed=asked.state != state)


def opened_with(loaded: Loaded) -> str:
    """Where a sheet that is asked for nothing goes: the address of the view that it opens with;
    empty where it stays.
    """
    wanted = loaded.asked
    if loaded.opens is None or not _is_bare(wanted):
        return ""
    return replace(wanted, view=str(loaded.opens.id)).url()


# --- The menu -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Menu:
    """The menu of the views of a list: groups of (heading, [(view, address)]), and what may be done
    with the one that is open.
    """

    title: str
    groups: list[tuple[str, list[tuple[Named, str]]]]
    told: tuple[str, ...]
    view: Named | None
    changed: bool
    keeps: bool
    shares: bool
    may_change: bool
    left: list[dict[str, Any]]
    pairs: list[tuple[str, str]]
    discard: str
    usual: str
    address: str
    look: dict[str, Any]

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The roles that a view may be the default of."""
        return list(policy.ROLES.items())

    @property
    def facts(self) -> dict[str, Any] | None:
        """The open view as data, for the scripts of the page."""
        if self.view is None:
            return None
        kept = {"id": self.view.id, "name": self.view.name, "kind": self.view.kind}
        return {**kept, "changed": self.changed, "may_change": self.may_change}


def menu(who: Who, model: Any, loaded: Loaded) -> Menu:
    """The menu of the views of a list."""
    asked, view = loaded.asked, loaded.view
    plain = Asked(asked.base, plain=asked.plain)
    keeps, shares = policy.may_act(who, KEEPERS), policy.may_act(who, policy.SHARES)
    groups = [
        (words, [(v, replace(plain, view=str(v.id)).url()) for v in loaded.found if v.kind == kind])
        for kind, words in HEADINGS
    ]
    changed = bool(view and asked.changed)
    name = view.name if view else "Views"
    look = loaded.look if loaded.look is not None else loaded.seen.look if loaded.seen else {}
    return Menu(
        title=f"{name} (changed)" if changed else name,
        groups=[(words, views) for words, views in groups if views],
        told=loaded.told,
        view=view,
        changed=changed,
        keeps=keeps,
        shares=shares,
        may_change=bool(view and keeps and (shares if view.owner is None else _own(who, view))),
        left=left_out(who, model, loaded.left),
        pairs=asked.state_pairs(),
        discard=replace(plain, view=asked.view).url() if view else "",
        usual=replace(plain, view=NO_VIEW).url(),
        address=_sent(who, model, asked, look) if _is_own(view, asked) else asked.url(),
        look=look,
    )


def _is_own(view: Named | None, asked: Asked) -> bool:
    """Whether a list is no view that others can open by its number."""
    return view is None or asked.changed or view.owner is not None


def _sent(who: Who, model: Any, asked: Asked, look: dict[str, Any]) -> str:
    """The address that shows somebody else what this list asks and how it looks, whoever keeps its
    view.
    """
    drawn = json.dumps(look, ensure_ascii=False, separators=(",", ":")) if look else ""
    told = replace(asked, view="", changed=False, plain=False, limit=PAGE)
    told = replace(told, look=drawn if len(drawn) <= LONGEST_SENT else "")
    whole = replace(told, filters=said_to_others(who, told.question(model)))
    return whole.url() if whole.pairs() else whole.url(view=NO_VIEW)


LEFT_OUT = {
    "filter": "The filter “{}” was left out: the list may show more than it means.",
    "sorting": "The order by “{}” was left out.",
    "column": "The column “{}” was left out.",
    "group": "The group “{}” was left out.",
}
"""Part of an address -> what is said where it cannot be asked, before the reason."""


MOST_LEFT = 8
"""Parts left out of an address that are named, of very many."""


def left_out(who: Who, model: Any, left: tuple[Left, ...]) -> list[dict[str, Any]]:
    """What is said of the parts of an address that cannot be asked."""
    retired = {p.why.label for p in left if isinstance(p.why, Retired) and p.what != "filter"}
    found = [{"words": RETIRED.format(label), "mend": ""} for label in sorted(retired)]
    left = tuple(p for p in left if not isinstance(p.why, Retired) or p.what == "filter")
    found += [_left_out(who, model, part) for part in left[:MOST_LEFT]]
    if (more := len(left) - MOST_LEFT) > 0:
        found.append({"words": f"{more} more parts of this address were left out.", "mend": ""})
    return found


def _left_out(who: Who, model: Any, part: Left) -> dict[str, Any]:
    """What is said of a part of the address that cannot be asked; `mend` is a filter that could be
    put right.
    """
    is_filter = part.what == "filter"
    words = in_words(who, model, part.part) if is_filter else part.part
    return {
        "words": f"{LEFT_OUT[part.what].format(words[:200])} {part.why.sentence}",
        "mend": part.part if is_filter and _can_be_mended(part.why) else "",
    }


def _can_be_mended(why: OfficeError) -> bool:
    return isinstance(why, BadQuestion) and not isinstance(why, Retired)


def _own(who: Who, view: Named) -> bool:
    return view.owner == who.user_id


def whole_list(model: Any) -> str:
    """The address of a sheet as the office has it, whatever it opens with."""
    return f"/admin/{model.__name__.lower()}/?view={NO_VIEW}"


def words_of(model: Any) -> str:
    """What a sheet is called in the middle of a sentence."""
    return str(meta(model, "plural")).lower()
