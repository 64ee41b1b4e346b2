"""Reports of a saved view: which views one may ask a report with, and what a view narrows it to."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from exports.reports.report import OfView
from journal import expr, policy
from journal.filter_words import in_words
from journal.saved_views import Named, State, by_name, seen_by, views_of
from journal.who import Who
from models import meta
from rules.errors import BadQuestion, NotFound, Refused


def view_of(who: Who, model: Any, text: str, *, on: date) -> OfView:
    """The view of a sheet that a report is asked with, by its number or its name.

    Args:
        who: who asks. Where one asks for another, the view is the asker's own, and its filters are
            tried as what both may see.
        on: the report's day, from which its filters count.

    Raises:
        BadQuestion: there is no such view, or several are meant. Refused: a filter of it is out of
            sight, so that the figures would not be those it means.
    """
    view = _found(replace(who, within=None), model, text)
    seen = seen_by(who, model, view, on=on)
    if not seen.whole:
        raise Refused(f"{' '.join(seen.told)} So the figures would not be those it means.")
    filters, words = seen.state.filters, seen.state.q.strip()
    kinds = {*_sensitivities(model, filters), *(_searched(who, model) if words else ())}
    said = _words(who, model, view.name, seen.state)
    return OfView(model, view.id, view.name, filters, words, said, frozenset(kinds))


def views_for(who: Who, model: Any, *, on: date) -> list[Named]:
    """The views of a sheet that one may ask a report with, by name."""
    return [
        view
        for view in (views_of(who, model.__name__.lower()) if model else [])
        if seen_by(who, model, view, on=on).whole
    ]


def _found(who: Who, model: Any, text: str) -> Named:
    """The view of a number, else of a name."""
    for view in views_of(who, model.__name__.lower()):
        if str(view.id) == text:
            return view
    try:
        return by_name(who, model, text)
    except NotFound as error:
        raise BadQuestion(error.sentence) from error


def _words(who: Who, model: Any, name: str, state: State) -> str:
    """What the head of a report says of its view; who is sent it reads whose “me” it is."""
    me = (who.name or who.email) if who.within else "you"
    parts = [in_words(who, model, text, me=me) for text in state.filters]
    if words := state.q.strip():
        parts.append(f"with “{words}” in them")
    said = ", ".join(parts)
    return f"{meta(model, 'plural')} of the view “{name}”: {said or 'all of them'}"


def _searched(who: Who, model: Any) -> set[str]:
    """The sensitivities of the columns in which words are looked for, public ones left out."""
    names = set(meta(model, "search", ())) & policy.readable_names(who, model)
    return {model._meta.fields[name].sensitivity for name in names} - {"public"}


def _sensitivities(model: Any, filters: Iterable[str]) -> Iterator[str]:
    """The sensitivities of the columns that filters compare, public ones left out."""
    for condition in (one for text in filters for one in expr.conditions(text)):
        sheet = model
        for name in condition.path:
            field = sheet._meta.fields[name]
            if (kind := getattr(field, "sensitivity", "public")) != "public":
                yield kind
            sheet = getattr(field, "rel_model", sheet)
