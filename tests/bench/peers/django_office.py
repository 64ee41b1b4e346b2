"""The peer: Django's admin over an SQLite file with the claims of an office, and
django-import-export.

Each function is run in a process of its own.
"""

import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from tests.bench.measure import once, spent, told

LISTED = """
    INSERT INTO register_department (id, code, name) SELECT id, code, name FROM office.department;
    INSERT INTO register_cause (id, code, title) SELECT id, code, title FROM office.cause_code;
    INSERT INTO register_adjuster (id, email, name) SELECT id, email, name FROM office."user";
"""
CLAIMS = """
    INSERT INTO register_claim (id, claim_no, claimant, status, loss_date, received_date,
        department_id, cause_code_id, location, description, amount_claimed, paid, outstanding,
        adjuster_id, next_deadline)
    SELECT id, claim_no, claimant, status, loss_date, received_date, department_id, cause_code_id,
        location, description, amount_claimed / 100.0, paid / 100.0, outstanding / 100.0,
        adjuster_id, next_deadline FROM office.claim;
"""
PRAGMAS = "PRAGMA journal_mode=wal; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"


def start(path: Path) -> None:
    """Set Django up over a database of its own, new and empty."""
    path.unlink(missing_ok=True)
    apps = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
    middleware = (
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    )
    engine = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"},
    }
    settings.configure(
        DATABASES={"default": engine},
        INSTALLED_APPS=[f"django.contrib.{app}" for app in apps]
        + ["import_export", "tests.bench.peers.register"],
        MIDDLEWARE=middleware,
        ROOT_URLCONF="tests.bench.peers.register.urls",
        TEMPLATES=[_templates()],
        SECRET_KEY="a key of the bench that is long enough for Django to be content",
        ALLOWED_HOSTS=["*"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        STATIC_URL="/static/",
        USE_TZ=True,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=None,
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def _templates() -> dict[str, Any]:
    wanted = ("template.context_processors.request", "contrib.auth.context_processors.auth",
              "contrib.messages.context_processors.messages")  # fmt: skip
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [f"django.{name}" for name in wanted]},
    }


def _fill(path: Path, office: str, *statements: str) -> None:
    """Copy rows from an office."""
    database = sqlite3.connect(path)
    database.execute("ATTACH ? AS office", (office,))
    database.executescript("".join(statements) + "ANALYZE main;")
    database.close()


def _client() -> Any:
    """A signed-in superuser's client."""
    from django.contrib.auth.models import User  # only once Django is set up
    from django.test import Client

    client = Client()
    client.force_login(User.objects.create_superuser("bench", "bench@example.org", "x"))
    return client


def list_page(office: str, folder: str) -> dict[str, float]:
    """What the first page of a hundred claims costs."""
    path = Path(folder) / "django_list.db"
    start(path)
    _fill(path, office, LISTED, CLAIMS)
    client = _client()
    answer = client.get("/admin/register/claim/")
    assert answer.status_code == 200
    assert answer.text.count('name="_selected_action"') == 100
    return told(spent(lambda: client.get("/admin/register/claim/"), runs=20))


def admin_import(office: str, folder: str, file: str, rows: str) -> dict[str, float]:
    """Import over the admin: the upload with its preview, then the confirmation."""
    path = Path(folder) / "django_admin.db"
    start(path)
    _fill(path, office, LISTED)
    client = _client()
    found = once(lambda: _through_admin(client, Path(file)))
    _expect(path, rows)
    return told(found)


def _through_admin(client: Any, file: Path) -> None:
    address = "/admin/register/claim/import/"
    choice = re.search(r'<option value="(\d+)">xlsx', client.get(address).text)[1]
    with file.open("rb") as handle:
        page = client.post(address, {"import_file": handle, "format": choice, "resource": "0"})
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    done = client.post("/admin/register/claim/process_import/", hidden)
    assert done.status_code == 302, done.text[:2000]


def bulk_import(office: str, folder: str, file: str, rows: str) -> dict[str, float]:
    """Import in the library's bulk mode: a dry run, then the run, as the admin does both."""
    path = Path(folder) / "django_bulk.db"
    start(path)
    _fill(path, office, LISTED)
    from import_export.formats.base_formats import XLSX as FORMAT

    from tests.bench.peers.register.admin import BulkResource

    def work() -> None:
        for dry in (True, False):
            data = FORMAT().create_dataset(Path(file).read_bytes())
            result = BulkResource().import_data(data, dry_run=dry, raise_errors=True)
            assert not result.has_errors()

    found = once(work)
    _expect(path, rows)
    return told(found)


def export(office: str, folder: str) -> dict[str, float]:
    """Export of every claim as a workbook."""
    path = Path(folder) / "django_export.db"
    start(path)
    _fill(path, office, LISTED, CLAIMS)
    from import_export.formats.base_formats import XLSX as FORMAT

    from tests.bench.peers.register.admin import ListResource
    from tests.bench.peers.register.models import Claim

    def work() -> None:
        rows = Claim.objects.select_related("department", "cause_code", "adjuster")
        data = FORMAT().export_data(ListResource().export(queryset=rows))
        (Path(folder) / f"django_{os.getpid()}.xlsx").write_bytes(data)

    return told(once(work))


def _expect(path: Path, rows: str) -> None:
    with sqlite3.connect(path) as database:
        count = database.execute("SELECT count(*) FROM register_claim").fetchone()[0]
    assert count == int(rows), (count, rows)
