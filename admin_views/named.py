"""What records behind ids are called, as far as a person may see them: for history, undo and stale
cells.
"""

from collections.abc import Callable, Iterable
from typing import Any

from admin_views.drawing import words_of
from admin_views.nested import nested_markup
from journal import policy
from journal.masking import is_covered
from journal.question import Question, label_columns
from journal.reading import ask
from journal.who import Who
from rules.errors import OfficeError

AT_ONCE = 500
Kept = Callable[[str, Any], Any]
"""A column that keeps a structure, and the structure, to the structure in words."""

UNSEEN = "a record that is not shown to you"


class Names:
    """Looks names up, each sheet's in one question; `kept` says kept structures in words."""

    def __init__(self, who: Who, kept: Kept | None = None) -> None:
        self.who, self.kept = who, kept
        self._known: dict[Any, dict[int, str]] = {}

    def learn(self, model, ids: Iterable[int]) -> dict[int, str]:
        """The names of these records of a sheet by id; those out of sight are absent."""
        known = self._known.setdefault(model, {})
        wanted = sorted(set(ids) - known.keys())
        for start in range(0, len(wanted), AT_ONCE):
            part = tuple(wanted[start : start + AT_ONCE])
            known.update(self._asked(model, part))
            known.update({row_id: "" for row_id in part if row_id not in known})
        return {row_id: name for row_id, name in known.items() if name}

    def _asked(self, model, ids: tuple[int, ...]) -> dict[int, str]:
        found: dict[int, str] = {}
        if not policy.may_read(self.who, model):
            return found
        seen = policy.readable_names(self.who, model)
        key = [name for name in model._meta.key if name in seen]
        columns = tuple(dict.fromkeys((*key, *label_columns(self.who, model))))
        for trash in (False, True):
            left = tuple(row_id for row_id in ids if row_id not in found)
            if columns and left:
                asked = Question(
                    model, columns=columns, ids=left, sort=("id",), limit=AT_ONCE, trash=trash
                )
                answer = ask(self.who, asked, counted=False)
                for row in answer.rows:
                    words = [
                        words_of(f, v)
                        for f, v in zip(answer.fields, row.values, strict=True)
                        if v is not None
                    ]
                    found[row.id] = " · ".join(word for word in words if word)
        return found

    def keys(self, model, ids: Iterable[int]) -> dict[int, str]:
        """The keys that people know these records by; those out of sight are absent."""
        name, found, wanted = model._meta.key[0], {}, sorted(set(ids))
        if not policy.may_read(self.who, model) or name not in policy.readable_names(
            self.who, model
        ):
            return found
        for start in range(0, len(wanted), AT_ONCE):
            part = tuple(wanted[start : start + AT_ONCE])
            asked = Question(model, columns=(name,), ids=part, sort=("id",), limit=AT_ONCE)
            answer = ask(self.who, asked, counted=False)
            found.update({row.id: row.values[0] for row in answer.rows})
        return found

    def words(self, field, value: Any) -> str:
        """A value of a column in words; of a relation, the name of its record."""
        if value is None or value == "":
            return ""
        if self.kept and isinstance(value, dict | list) and not is_covered(field):
            return nested_markup(self.kept(field.name, value))
        if field.kind != "link" or not isinstance(value, int):
            return value if is_covered(field) else words_of(field, value)
        try:
            return self.learn(field.rel_model, (value,)).get(value, UNSEEN)
        except OfficeError:
            return UNSEEN
