"""What a test may find on the machine: PostgreSQL, Chromium, LibreOffice; and a full disk.

On a user's machine a missing one skips the test and says so; where CI=true it is a fault.
"""

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

IN_CI = os.environ.get("CI") == "true"
MEMORY_DISK = Path("/dev/shm")
ROOM_NEEDED = 2 * 1024**3

POSTGRES_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LIBREOFFICE_NAMES = ("soffice", "libreoffice")


def missing(what: str) -> NoReturn:
    """Skip in words; where everything is installed a missing part is a fault."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and with CI=true it must not be", pytrace=False)
    pytest.skip(f"{what} is not on this machine")


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, the newest version of several."""
    found = [folder for pattern in POSTGRES_FOLDERS for folder in Path("/").glob(pattern)]
    there = shutil.which("initdb")
    folders = [*([Path(there).parent] if there else []), *sorted(found, key=_version)]
    return folders[-1] if folders else missing("PostgreSQL (its programs initdb and pg_ctl)")


def _version(folder: Path) -> int:
    return int("".join(c for c in str(folder) if c.isdigit()) or 0)


def chromium() -> str:
    """The path of a Chromium."""
    return _program(CHROMIUM_NAMES) or missing("Chromium")


def soffice() -> str:
    """The path of LibreOffice."""
    return _program(LIBREOFFICE_NAMES) or missing("LibreOffice")


def _program(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def quick_root() -> Path:
    """Where temporary folders are made: in memory where there is room.

    Many files are copied there, and every commit of an office waits until its disk has it.
    """
    roomy = MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > ROOM_NEEDED
    return MEMORY_DISK if roomy else Path(tempfile.gettempdir())


def quick_folder(prefix: str) -> Path:
    """A new temporary folder, a quick one."""
    return Path(tempfile.mkdtemp(prefix=prefix, dir=quick_root()))


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
