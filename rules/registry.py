"""A list that fills itself: verbs, reports, letters, calculators register where they are made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rules.errors import NotFound

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Entry:
    """A registered function with what is known of it beside."""

    key: str
    title: str
    run: Callable[..., Any]
    facts: dict[str, Any] = field(default_factory=dict)


class Registry:
    """Functions by key; a key that is registered twice stops the program."""

    def __init__(self, name: str) -> None:
        """Start empty; `name` says in the singular what is registered here ("letter")."""
        self.name = name
        self._entries: dict[str, Entry] = {}

    def add(self, key: str, *, title: str, **facts: Any) -> Callable[[Function], Function]:
        """Decorator: register the function under `key`; it is returned unchanged."""

        def register(function: Function) -> Function:
            if key in self._entries:
                raise ValueError(f"the {self.name} “{key}” is registered twice")
            self._entries[key] = Entry(key, title, function, facts)
            return function

        return register

    def get(self, key: str) -> Entry:
        """The entry of `key`.

        Raises:
            NotFound: nothing is registered under it.
        """
        if key not in self._entries:
            raise NotFound(f"There is no {self.name} “{key}”.")
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        """Whether something is registered under `key`."""
        return key in self._entries

    def __iter__(self) -> Iterator[Entry]:
        """The entries in order of key."""
        return iter([self._entries[key] for key in sorted(self._entries)])

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)
