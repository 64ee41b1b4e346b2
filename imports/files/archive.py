"""A workbook as a zip archive: what it may hold at most, and how its parts refer to each other."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from defusedxml import ElementTree

from rules.errors import BadValue

MOST_ENTRIES = 2_000
MOST_BYTES = 200_000_000
MOST_RATIO = 100
SMALL = 1_000_000
"""An entry up to this size may be packed as tightly as it likes."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
    RuntimeError,
)  # fmt: skip


def check(path: Path) -> None:
    """Refuse an archive that is larger, more tightly packed or odder than any real workbook.

    Raises:
        BadValue: the sentence says what is wrong with the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadValue("The file is damaged: it is not a complete workbook.") from error
    if len(entries) > MOST_ENTRIES:
        raise BadValue(
            f"The workbook has {len(entries):,} parts; at most {MOST_ENTRIES:,} are read."
        )
    _check_names(entry.filename for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES:
        raise BadValue(
            f"The workbook unpacks to {unpacked // 1_000_000:,} MB; "
            f"at most {MOST_BYTES // 1_000_000} MB are read. Split it."
        )
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * entry.compress_size:
            raise BadValue(
                "The workbook is packed far more tightly than any real one and is not read."
            )
        if entry.flag_bits & 1:
            raise BadValue("The workbook is protected with a password. Save it without one.")


def _check_names(names: Iterable[str]) -> None:
    seen = set()
    for name in names:
        plain = name.replace("\\", "/")
        if plain.startswith("/") or ":" in plain or ".." in plain.split("/"):
            raise BadValue(
                "The workbook holds a part that names a place outside of it and is not read."
            )
        if plain.casefold() in seen:
            raise BadValue("The workbook holds two parts of the same name and is not read.")
        seen.add(plain.casefold())


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, open; what breaks while it is read is damage of the file."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _BROKEN as error:
        raise BadValue("The file is damaged: the tab is not complete.") from error


def part_names(path: Path) -> set[str]:
    """Names of the parts in small letters; empty where the archive cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {plain(name) for name in archive.namelist()}
    except _BROKEN:
        return set()


def plain(name: str) -> str:
    """The name of a part as it is compared."""
    return name.replace("\\", "/").casefold()


def main_part(archive: zipfile.ZipFile, usual: str) -> str:
    """Name of the part that lists the tabs."""
    targets = relations(archive, "_rels/.rels", "").values()
    return next((target for sort, target in targets if sort.endswith("/officeDocument")), usual)


def relations_of(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Id -> (kind, name of the part) of what a part refers to."""
    folder, name = posixpath.split(part)
    return relations(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)


def relations(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id -> (kind, name of the part) of the relations that a part lists."""
    found = {}
    for relation in ElementTree.fromstring(archive.read(part)):
        target = relation.get("Target", "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[relation.get("Id", "")] = (relation.get("Type", ""), posixpath.normpath(whole))
    return found


def named(archive: zipfile.ZipFile, part: str) -> str | None:
    """The part as the archive spells its name."""
    return {plain(name): name for name in archive.namelist()}.get(plain(part))
