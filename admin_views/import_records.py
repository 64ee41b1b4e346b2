"""The records of imports and of import profiles: what they keep, in words; a profile is used on a
file and taken out as one.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from admin_views.base import OfficeView
from admin_views.details import Fact, Shown
from admin_views.import_words import in_words
from admin_views.nested import nested_markup
from admin_views.offers import Offer
from journal import policy
from models import BY_NAME, ImportProfile, ImportRun


class ImportRecordView(OfficeView):
    """The screens of a sheet that keeps how files are read."""

    def shown(self, found: Shown) -> Shown:
        """What is kept in the words of the office, not of the program."""
        groups = [
            (title, [self._said(fact, found.values) for fact in facts])
            for title, facts in found.groups
        ]
        return replace(found, groups=groups)

    def kept(self, column: str, value: Any, values: dict[str, Any]) -> Any:
        """A structure of a record in words."""
        return in_words(values.get("sheet") or "", column, value)

    def _said(self, fact: Fact, values: dict[str, Any]) -> Fact:
        value = values[fact.name]
        if not isinstance(value, dict):
            return fact
        return replace(fact, value=nested_markup(self.kept(fact.name, value, values)))


class ProfileView(ImportRecordView):
    """The screens of the import profiles."""

    def __init__(self) -> None:
        super().__init__(ImportProfile)

    def offered(self, shown: Shown) -> list[Offer]:
        """To use it first, then the actions."""
        sheet = BY_NAME.get(shown.values.get("sheet") or "")
        if shown.past or shown.trashed or sheet is None or not policy.may_write(self.who, sheet):
            return super().offered(shown)
        asked = urlencode({"sheet": shown.values["sheet"], "profile": shown.values["name"]})
        use = Offer("use", "Use it: choose a file", f"/admin/import/?{asked}", primary=True)
        return [use, *super().offered(shown)]

    def sent(self, shown: Shown) -> list[tuple[str, str]]:
        """The profile as a small file, for another office."""
        if shown.past or shown.trashed:
            return []
        return [("Take it out as a small file", f"/admin/import/profile/{shown.row.id}")]


class RunView(ImportRecordView):
    """The screens of the imports that were made."""

    def __init__(self) -> None:
        super().__init__(ImportRun)

    def offered(self, shown: Shown) -> list[Offer]:
        """To its result first: what came in, what was refused, the way back."""
        if shown.past or shown.trashed or self.who.masked:
            return super().offered(shown)
        place = f"/admin/import/run/{shown.row.id}"
        return [Offer("result", "See the result", place, primary=True), *super().offered(shown)]
