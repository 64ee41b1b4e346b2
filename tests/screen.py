"""A screen that nobody sees, LibreOffice on it, and what programs copy there."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import machine
import pytest
from engines import free_port

PROGRAMS = ("Xvfb", "xclip", "xdotool")
WIRE = Path(__file__).parent / "calc_by_wire.py"


@dataclass
class Screen:
    """A screen: its name, as DISPLAY says it."""

    name: str

    @property
    def surroundings(self) -> dict[str, str]:
        """What a program needs to be shown here."""
        return {**os.environ, "DISPLAY": self.name}

    def copied(self, kind: str) -> str:
        """What stands on the clipboard, as any program takes it: "text/html", "UTF8_STRING"."""
        return subprocess.run(
            ["timeout", "10", "xclip", "-selection", "clipboard", "-t", kind, "-o"],
            env=self.surroundings, capture_output=True, check=True,
        ).stdout.decode()  # fmt: skip

    def press(self, window: str, key: str) -> bool:
        """Press a key in a window of this title; False where there is none."""
        found = self._xdotool("search", "--onlyvisible", "--name", window).split()
        if found:
            self._xdotool("windowfocus", found[0], "key", key)
        return bool(found)

    def _xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["timeout", "10", "xdotool", *words],
            env=self.surroundings, capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of its own; skips in words where the machine cannot have one."""
    for program in PROGRAMS:
        if not shutil.which(program):
            pytest.skip(f"{program} is not on this machine")
    read, write = os.pipe()
    shown = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1500x1000x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as said:
        name = f":{said.readline().strip()}"
    try:
        yield Screen(name)
    finally:
        shown.terminate()
        shown.wait(timeout=20)


class Calc:
    """LibreOffice Calc on a screen; the questions are those of `calc_by_wire.py`."""

    def __init__(self, screen: Screen, wire: subprocess.Popen) -> None:
        self.screen, self.wire = screen, wire

    def ask(self, do: str, **question: Any) -> Any:
        """Ask for one thing; its answer."""
        assert self.wire.stdin
        assert self.wire.stdout
        self.wire.stdin.write(json.dumps({"do": do, **question}) + "\n")
        self.wire.stdin.flush()
        return json.loads(self.wire.stdout.readline())

    def paste(self) -> list[list[dict]]:
        """Paste into a new sheet; the question of which language a table is in is answered by Enter."""
        done = threading.Event()
        answering = threading.Thread(target=self._answer, args=[done])
        answering.start()
        cells = self.ask("paste")
        done.set()
        answering.join()
        return cells

    def _answer(self, done: threading.Event) -> None:
        while not done.wait(0.3):
            self.screen.press("^Import Options$", "Return")


@contextmanager
def calc(screen: Screen) -> Iterator[Calc]:
    """LibreOffice Calc with a window; skips in words where the machine has none that shows one."""
    program = Path(machine.soffice()).resolve()
    if not (program.parent / "libvclplug_genlo.so").exists():
        pytest.skip("the LibreOffice of this machine shows no windows")
    python = _with_uno()
    with (
        tempfile.TemporaryDirectory() as profile,
        _shown(screen, program, profile) as port,
        subprocess.Popen(
            [python, WIRE, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as wire,
    ):
        yield Calc(screen, wire)


def _with_uno() -> str:
    """The system's own Python, for which LibreOffice's uno is packed."""
    python = shutil.which("python3", path=os.defpath)
    found = python and subprocess.run(
        [python, "-c", "import uno"], capture_output=True, check=False
    )
    if not found or found.returncode:
        pytest.skip("the Python of this machine has no uno of LibreOffice (python3-uno)")
    return str(python)


@contextmanager
def _shown(screen: Screen, program: Path, profile: str) -> Iterator[int]:
    """LibreOffice on a screen, with a profile of its own; the port at which it answers."""
    port = free_port()
    shown = subprocess.Popen(
        [
            program, f"-env:UserInstallation=file://{profile}", "--norestore", "--nologo",
            "--nofirststartwizard", f"--accept=socket,host=127.0.0.1,port={port};urp;",
        ],
        env={**screen.surroundings, "SAL_USE_VCLPLUGIN": "gen"},
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield port
    finally:
        os.killpg(shown.pid, signal.SIGKILL)
        shown.wait(timeout=20)
