"""The two database engines of the tests, started by the tests themselves; a fresh office is quick.

SQLite: one file, made once and copied. PostgreSQL: a server of our own in a temporary folder, one
template database, copied for each test. Each process of a parallel run has its own.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
from machine import quick_folder

import models as m
from journal import custom_columns, database, saved_views, settings

POSTGRES_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
    "shared_buffers=64MB",
)

WATCH = """
import shutil, subprocess, sys
sys.stdin.read()
subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""
"""Stops a server and removes its folder when the tests let go of it, and when they were killed."""


class Postgres:
    """A PostgreSQL server on the loopback for the time of a test run."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = quick_folder("office-postgres-")
        self.data = str(self.folder / "data")
        self.port = free_port()
        self._as = _postgres_user(self.folder)
        self._run(
            "initdb",
            "-D",
            self.data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--no-sync",
        )
        self.start()
        self._watch = subprocess.Popen(
            [sys.executable, "-c", WATCH, str(self.folder), *self._command(*self._halt)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )

    @property
    def _halt(self) -> tuple[str, ...]:
        return "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"

    def start(self) -> None:
        """Start the server; it answers when this returns."""
        options = " ".join(f"-c {setting}" for setting in POSTGRES_SETTINGS)
        self._run(
            "pg_ctl",
            "-D",
            self.data,
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            f"-p {self.port} -k {self.folder} {options}",
            "start",
        )

    def halt(self) -> None:
        """Stop the server at once, as a power cut would; `start` brings it back."""
        self._run(*self._halt)

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [*self._as, str(self.programs / program), *arguments]

    def _run(self, program: str, *arguments: str) -> None:
        command = self._command(program, *arguments)
        with (self.folder / "output").open("w+") as output:
            done = subprocess.run(
                command, stdout=output, stderr=output, cwd=self.folder, check=False
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program}: {output.read()}")

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def make(self, name: str, template: str = "template0") -> str:
        """A new database in place of one of that name; returns its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._watch.communicate()


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _postgres_user(folder: Path) -> list[str]:
    """PostgreSQL does not run as root: then it runs as its own user."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def bind(url: str) -> None:
    """Bind the sheets to a database and forget what was known of another."""
    unbind()
    database.connect(url)
    custom_columns.begin()
    settings.forget()
    saved_views.forget()


def unbind() -> None:
    """Close what is open and let go of it: a test without an office of its own finds none.

    Nobody may be at work with it, or the process would fall.
    """
    assert "jobs" not in [thread.name for thread in threading.enumerate()], "jobs are worked off"
    bound = m.database.obj
    if bound is None:
        return
    if not bound.is_closed():
        bound.close()
    if hasattr(bound, "close_all"):
        bound.close_all()
    m.database.initialize(None)
    custom_columns.take_off()
    settings.forget()
    saved_views.forget()


def wait_until(condition, *, seconds: float = 20) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
