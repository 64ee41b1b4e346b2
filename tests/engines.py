"""The two database engines of the tests, started by the tests themselves; each test gets a fresh office quickly.

SQLite: one file, made once and copied. PostgreSQL: a server of our own in a temporary folder, one template
database, copied for each test.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

import models as m
from journal import database, settings

IN_CI = os.environ.get("CI") == "true"


def missing(what: str) -> None:
    """Skip in words; where everything is installed a missing part is a fault."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and here it must not be")
    pytest.skip(f"{what} is not on this machine")


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs, newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


class Postgres:
    """A PostgreSQL server on the loopback for the time of a test run."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="office-postgres-"))
        self.port = _free_port()
        self._as = _postgres_user(self.folder)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "postgres", "--locale=C.UTF-8",
                  "--encoding=UTF8")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o",
                  f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off "
                  "-c synchronous_commit=off -c full_page_writes=off -c max_connections=200", "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self.programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def make(self, name: str, template: str = "template0") -> str:
        """A new database; returns its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _postgres_user(folder: Path) -> list[str]:
    """PostgreSQL does not run as root: then it runs as its own user."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, pwd.getpwnam("postgres").pw_uid)
    return ["runuser", "-u", "postgres", "--"]


def bind(url: str) -> None:
    """Bind the sheets to a database and forget what was known of another."""
    unbind()
    database.connect(url)
    settings.forget()


def unbind() -> None:
    """Close what is open."""
    bound = m.database.obj
    if bound is None:
        return
    if not bound.is_closed():
        bound.close()
    if hasattr(bound, "close_all"):
        bound.close_all()
    settings.forget()


def wait_until(condition, *, seconds: float = 20) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
