"""The files of a restore: made beside the instance's own, and put in place together with the rows.

A restore that was killed leaves its folder; the next one clears it, and what was already placed.
"""

import shutil
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from journal.instance import Instance

PLACED = "placed"


def stored_documents(instance: Instance) -> list[str]:
    """The documents of an instance, by their names below its store; unfinished files left out."""
    store = instance.documents
    names = (p.relative_to(store).as_posix() for p in store.rglob("*") if p.is_file())
    return sorted(name for name in names if not is_hidden(name))


def is_hidden(name: str) -> bool:
    """Whether a name is none of the store's own: it begins with a dot, or leads out of it."""
    path = PurePosixPath(name)
    return path.is_absolute() or any(part.startswith(".") for part in path.parts)


class Placing:
    """The working folder of one restore."""

    def __init__(self, instance: Instance) -> None:
        """Name the folder; nothing is made yet."""
        self._instance = instance
        self._folder = instance.folder / "restore.part"

    def clear_leftover(self, *, empty: bool) -> None:
        """Remove what a killed restore left; what it had placed too, where the rows never came."""
        if empty and (self._folder / PLACED).exists():
            self.take_back()
        shutil.rmtree(self._folder, ignore_errors=True)

    def document(self, name: str) -> BinaryIO:
        """A file to write a document to."""
        path = self._folder / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")

    def text(self, name: str, content: bytes) -> None:
        """A file that goes into the instance folder itself."""
        path = self._folder / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)

    def place(self) -> None:
        """Move everything to where the office looks for it."""
        (self._folder / PLACED).write_text("\n".join(p.name for p in self._own()))
        made = self._folder / "documents"
        made.mkdir(exist_ok=True)
        shutil.rmtree(self._instance.documents, ignore_errors=True)
        made.chmod(0o700)
        made.rename(self._instance.documents)
        older = self._folder / "older"
        older.mkdir()
        for path in self._own():
            there = self._instance.folder / path.name
            if there.exists():
                there.rename(older / path.name)
            path.rename(there)

    def _own(self) -> list[Path]:
        return sorted((self._folder / "own").glob("*"))

    def take_back(self) -> None:
        """Undo what was placed and remove the folder: the rows did not come."""
        placed = self._folder / PLACED
        if placed.exists():
            shutil.rmtree(self._instance.documents, ignore_errors=True)
            self._instance.documents.mkdir(mode=0o700)
            for name in placed.read_text().split():
                (self._instance.folder / name).unlink(missing_ok=True)
            for path in (self._folder / "older").glob("*"):
                path.rename(self._instance.folder / path.name)
        shutil.rmtree(self._folder, ignore_errors=True)

    def done(self) -> None:
        """Remove the folder: rows and files stand."""
        shutil.rmtree(self._folder, ignore_errors=True)
