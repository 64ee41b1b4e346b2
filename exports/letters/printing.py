"""A letter as .pdf: by LibreOffice where the machine has it, in a process with a time limit."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from journal import settings

PROGRAMS = ("soffice", "libreoffice")
SECONDS, SECONDS_EACH = 60, 5
"""How long the program may take to begin, and for each letter."""
NOT_HERE = "There is no LibreOffice on this machine, so no .pdf is made: the .docx is the letter."
NOT_MADE = "LibreOffice did not make the .pdf in time: the .docx is the letter."


def program() -> str | None:
    """The program that prints; None where there is none, or where the office wants no .pdf."""
    if not settings.is_on("letters_as_pdf", "yes"):
        return None
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_pdf(letters: Sequence[bytes]) -> list[bytes | None]:
    """Each letter as .pdf, in one run; None for one that could not be made."""
    soffice = program()
    if soffice is None or not letters:
        return [None] * len(letters)
    with TemporaryDirectory(prefix="letters-") as name:
        folder = Path(name)
        files = [folder / f"{n}.docx" for n in range(len(letters))]
        for file, data in zip(files, letters, strict=True):
            file.write_bytes(data)
        _run(soffice, folder, files)
        made = [file.with_suffix(".pdf") for file in files]
        return [file.read_bytes() if file.is_file() else None for file in made]


def _run(soffice: str, folder: Path, files: Sequence[Path]) -> None:
    """Convert the files; a run that takes too long is ended with all that it started."""
    profile = (folder / "profile").as_uri()
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}",
               "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(SECONDS + SECONDS_EACH * len(files))
        except subprocess.TimeoutExpired:
            _end(process)


def _end(process: subprocess.Popen) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
