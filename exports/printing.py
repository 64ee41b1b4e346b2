"""Files as .pdf pages: by LibreOffice where the machine has it, in a process with a time limit."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("soffice", "libreoffice")
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
"""How the program is set: a file that it is given makes it fetch nothing and run nothing."""
SECONDS, SECONDS_EACH = 60, 10
"""How long the program may take to begin, and for each file."""


def program() -> str | None:
    """The program that makes pages; None where the machine has none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_pages(files: Mapping[str, bytes], *, seconds_each: int = SECONDS_EACH) -> dict[str, bytes]:
    """Name -> the file as .pdf, of those that could be made; names end in .docx or .xlsx."""
    soffice = program()
    if soffice is None or not files:
        return {}
    with TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        _run(soffice, folder, [folder / file for file in files], seconds_each)
        made = {file: (folder / file).with_suffix(".pdf") for file in files}
        return {file: path.read_bytes() for file, path in made.items() if path.is_file()}


def _run(soffice: str, folder: Path, files: list[Path], seconds_each: int) -> None:
    """Convert the files; a run that takes too long is ended with all that it started."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    profile = (folder / "profile").as_uri()
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            process.wait(SECONDS + seconds_each * len(files))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
