"""The office as a Flask app, and its command line. No decisions are made here."""

import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask, redirect, send_from_directory
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from werkzeug.middleware.proxy_fix import ProxyFix

import admin_views
import workflow
from admin_views import (
    assets,
    entry,
    errors,
    frame,
    gate,
    headers,
    invites,
    letter_mail,
    serving,
    signin,
    taking_out,
    terminal,
    vendor,
)
from admin_views.account import account
from admin_views.day import moment_kept, today
from admin_views.factors import reset_factor
from admin_views.my_day import MyDay
from admin_views.terminal import (
    as_data,
    file_named,
    filtered,
    inputs_given,
    paired,
    sheet_named,
    viewed,
)
from exports import reports
from exports.json_rows import write_rows
from exports.reports import asking, by_department, writing
from exports.sheets import export
from imports.commit import commit
from imports.mapping import Unmatched
from imports.outcome import Options
from imports.plan import plan_file
from journal import audit, custom_columns, doctor, heads, instance, jobs, migrate, settings, undo
from journal.backup import backup, restore
from journal.database import optimize
from journal.instance import Instance
from journal.law import law as office_law
from journal.policy import ROLES
from journal.question import Question
from journal.who import OPERATOR, Who, person
from models import database
from rules import calculators
from rules.errors import BadQuestion, Blocked, Refused, Unanswered
from seed.demo import seed_demo, stands
from seed.demo.directory import MAIL
from seed.reference import seed_reference
from seed.samples import make_samples
from workflow import letter_files, relook
from workflow.letter_files import Asking

HERE = Path(__file__).resolve().parent
MEGABYTE = 1024 * 1024
LIMITS = {
    "MAX_CONTENT_LENGTH": 64 * MEGABYTE,
    "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
    "MAX_FORM_PARTS": 5_000,
    "PROVIDE_AUTOMATIC_OPTIONS": False,
    "WTF_CSRF_TIME_LIMIT": None,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
}
DEMO_CLAIMS = 600
SAMPLES = "samples"
"""Folder of the instance with small workbooks to try the import with."""

BY_ROLE = "One-time sign-in links, one for each role:"


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """Build the office's app over its instance folder.

    Args:
        config: INSTANCE (folder), DATABASE_URL, SECRET_KEY, BASE_URL, DEMO, MAIL_URL; what is left
        out comes
            from the environment and the settings. Anything else is Flask's.

    Raises:
        Blocked: the key is too short. RuntimeError: an address names no rule of the policy.
    """
    given = dict(config or {})
    office = instance.locate(given.pop("INSTANCE", None), given.pop("DATABASE_URL", None))
    instance.open_office(office)
    keys = instance.secret_keys(office, given.pop("SECRET_KEY", None))
    workflow.load()
    app = Flask(
        "claims_office",
        root_path=str(HERE),
        template_folder="admin_views/templates",
        static_folder="admin_views/static",
        static_url_path="/static",
    )
    app.extensions["office"] = office
    with database.connection_context():
        _configure(app, keys, given)
    jobs.open_queue(office, keys[0])
    _guard(app, keys)
    _furnish(app)
    return app


def _configure(app: Flask, keys: list[str], given: dict[str, Any]) -> None:
    base = (given.pop("BASE_URL", None) or invites.base_url()).rstrip("/")
    safe, hops = base.startswith("https:"), settings.get("trusted_proxies") or "0"
    app.config.update(
        LIMITS,
        SECRET_KEY=keys[0],
        SECRET_KEY_FALLBACKS=keys[1:],
        BASE_URL=base,
        DEMO=instance.is_demonstration(),
        MAIL_URL=os.environ.get("MAIL_URL", ""),
        SESSION_COOKIE_NAME="__Host-office" if safe else "office",
        SESSION_COOKIE_SECURE=safe,
        TRUSTED_HOSTS=[urlsplit(base).hostname or "localhost", *serving.LOOPBACK],
        **given,
    )
    if hops.isdigit() and int(hops):
        proxy = ProxyFix(app.wsgi_app, x_for=int(hops), x_proto=int(hops), x_host=int(hops))
        app.wsgi_app = proxy  # type: ignore[method-assign]


def _guard(app: Flask, keys: list[str]) -> None:
    """What a request passes before a page sees it, and what its answer passes."""
    headers.guard_answers(app)
    errors.answer_errors(app)
    entry.guard_entry(app)
    signin.install(app, keys)
    gate.open_gate(app)
    frame.frame_pages(app)


def _furnish(app: Flask) -> None:
    """The pages; the last of it takes down the rule of every address."""
    app.register_blueprint(account)
    vendor.serve_assets(app)
    app.add_url_rule("/", "home", gate.rule(gate.Anyone())(lambda: redirect("/admin/")))
    app.add_url_rule("/favicon.ico", "icon", gate.rule(gate.Anyone())(_icon))
    admin = Admin(
        app,
        "Claims Office",
        index_view=MyDay(name="My day", endpoint="admin", url="/admin"),
        theme=Bootstrap4Theme(fluid=True),
        csp_nonce_generator=headers.csp_nonce,
    )
    admin_views.register(app, admin)
    signin.limit_tries(app)
    gate.close(app)


def _icon() -> Any:
    return send_from_directory(HERE / "admin_views/static", "office.svg")


# --- The command line ---------------------------------------------------------------------------


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--as", "email", metavar="EMAIL", help="Under the policy of this person; else as the operator."
)
@click.pass_context
def cli(context: click.Context, email: str | None) -> None:
    """The back office of a city's risk management."""
    context.obj = email


def main() -> None:
    """Run a command and exit: 0 done, 1 done in part, 2 not done, with the reason in a sentence."""
    try:
        sys.exit(terminal.outcome(cli))
    finally:
        instance.close_office()


def command(group: click.Group, name: str, *, makes: bool = False) -> Callable:
    """Decorator: a command in an opened office; it is given whose policy it runs under.

    Where there is no office yet it says so, unless it `makes` one.
    """

    def register(function: Callable) -> click.Command:
        @wraps(function)
        def run(*arguments: Any, email: str | None, **named: Any) -> Any:
            opened(makes=makes)
            asked = email or click.get_current_context().find_root().obj
            with database.connection_context():
                prepare()
                return function(person(asked) if asked else OPERATOR, *arguments, **named)

        option = click.option(
            "--as", "email", metavar="EMAIL", help="Under the policy of this person."
        )
        return group.command(name)(option(run))

    return register


def opened(*, makes: bool = False) -> Instance:
    """The instance, opened; where there is none, an error unless the command `makes` one."""
    office = instance.locate()
    if not makes:
        instance.need_office(office)
    instance.open_office(office)
    return office


def prepare() -> None:
    """Make an empty database ready; one that an older version made waits for `migrate`."""
    if not migrate.applied():
        migrate.migrate()
        seed_reference()
    elif migrate.pending():
        raise Blocked(
            "The database is older than this version of the program. Run: python app.py migrate"
        )
    custom_columns.keep_up()
    heads.catch_up()


@cli.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--fetch", is_flag=True, help="Fetch missing browser assets once the office is open.")
def serve(host: str, port: int, fetch: bool) -> None:
    """Serve the office; the first start makes everything that it needs."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    with serving.take_port(host, port) as taken:
        office = opened(makes=True)
        instance.secret_keys(office)
        with database.connection_context():
            migrate.migrate()
            heads.catch_up()
            seed_reference()
            relook.ask_of_new_rules(today())
            base = serving.base_of(host, port)
            links = _first_links(office, base)
        if not (office.folder / SAMPLES).exists():
            make_samples(office.folder / SAMPLES, today=today())
        app = create_app({"BASE_URL": base})
        jobs.start()
        try:
            click.echo("\n".join([*links, f"The office is open at {base} (Ctrl+C stops it)"]))
            if fetch:
                serving.fetch_meanwhile(office, click.echo)
            serving.serve(app, taken)
        finally:
            jobs.close_queue()
            with database.connection_context():
                optimize()


def _first_links(office: Instance, base: str) -> list[str]:
    """What a start prints: one-time links of a demonstration office, which is filled where it is
    empty, or of the first administrator.
    """
    if not instance.is_demonstration():
        first = invites.needs_first()
        link = invites.first_link(office, base) if first else ""
        return ["First administrator, one-time link:", link] if first else []
    if not stands():
        click.echo("Filling the demonstration office. This takes a moment.")
        seed_demo(DEMO_CLAIMS, today=today())
    lines = ["This office is a demonstration: its people and claims are made up.", BY_ROLE]
    for role in ROLES:
        link = invites.invite(OPERATOR, f"{role}@{MAIL}", (role,), base=base)
        lines += [f"{role}:", link]
    return lines


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database up to this version."""
    opened(makes=True)
    with database.connection_context():
        for name in migrate.migrate() or ["nothing: it is up to date"]:
            click.echo(f"Migrated: {name}")


@cli.group("seed")
def seeds() -> None:
    """Fill in reference tables, or a demonstration office."""


@command(seeds, "reference", makes=True)
def reference(_: Who) -> None:
    """Add the reference rows that the office has never had."""
    for sheet, count in seed_reference().items():
        click.echo(f"{sheet}: {count} added")


@command(seeds, "demo", makes=True)
@click.option(
    "--claims", type=click.IntRange(1), default=DEMO_CLAIMS, show_default=True, help="How many."
)
def demonstration(_: Who, claims: int) -> None:
    """Fill an empty office with invented claims and all that hangs on them."""
    for sheet, count in seed_demo(claims, today=today()).items():
        click.echo(f"{sheet}: {count}")


@cli.group("user")
def users() -> None:
    """People of the office."""


@command(users, "add", makes=True)
@click.argument("address", metavar="EMAIL")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLES)))
@click.option("--name", default="", help="Name of the person.")
@click.option("--department", default="", metavar="CODE", help="A coordinator needs one.")
def user_add(who: Who, address: str, roles: tuple[str, ...], name: str, department: str) -> None:
    """Make a person, or give one more roles; prints a one-time sign-in link, alone on its line."""
    person = invites.Person(name, department)
    click.echo(invites.invite(who, address, roles, person=person))


@command(users, "reset-factor")
@click.argument("address", metavar="EMAIL")
def user_reset_factor(who: Who, address: str) -> None:
    """Take a person's second factor off: a lost phone, or a restore without the old key."""
    click.echo(reset_factor(who, address))


@command(cli, "import", makes=True)
@click.argument("sheet", callback=sheet_named)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--profile", default="", metavar="NAME", help="Else the one that fits the headings.")
@click.option("--tab", help="Tab of a workbook; else the one that holds the register.")
@click.option(
    "--header-row",
    type=click.IntRange(0),
    help="Row of the headings; else it is found. 0: there are none (Column A, Column B, ...).",
)
@click.option("--map", "columns", multiple=True, metavar="COLUMN=HEADING", callback=paired)
@click.option("--set", "fixed", multiple=True, metavar="COLUMN=VALUE", callback=paired)
@terminal.how_it_is
@click.option("--strict", is_flag=True, help="Write nothing when a row is refused.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@as_data
def import_(who: Who, sheet: Any, file: Path, dry_run: bool, as_json: bool, **decided: Any) -> int:
    """Bring a workbook or .csv into a sheet: new and changed rows as one batch, refused rows left
    out.
    """
    try:
        plan = plan_file(who, sheet, file, Options(today(), **decided))
    except Unmatched as error:
        hint = f"Say which one it is: --map {error.column}=HEADING."
        raise BadQuestion(f"{error.sentence} {hint}") from error
    result = plan.as_json() if dry_run else commit(who, plan)
    plan.close()
    click.echo(json.dumps(result) if as_json else terminal.import_words(result))
    return 1 if result["refused"] else 0


@command(cli, "export")
@click.argument("sheet", callback=sheet_named)
@click.argument("file", type=click.Path(path_type=Path))
@filtered
@viewed
@click.option("--as-of", metavar="DATE", help="The end of that day of the office, or an instant.")
@click.option("--template", is_flag=True, help="An empty workbook to fill in, without rows.")
def export_command(who: Who, sheet: Any, file: Path, template: bool, **asked: Any) -> None:
    """Write a sheet to a file, .xlsx or .csv."""
    as_of = asked["as_of"]
    if template:
        if any(asked.values()):
            raise BadQuestion("A workbook to fill in has no rows: leave --filter and --as-of out.")
        taking_out.template(who, sheet, file, on=today())
        click.echo(f"An empty workbook to fill in is in {file}")
        return
    moment = moment_kept(as_of) if as_of else None
    question = Question(sheet, filters=asked["filters"], as_of=moment, on=today())
    question = terminal.through_view(who, question, asked["view"])
    done = export(who, question, file)
    click.echo(f"{done.rows:,} rows are in {done.path}")


@command(cli, "report")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("parameters", nargs=-1, metavar="KEY=VALUE", callback=paired)
def report_command(who: Who, name: str, file: Path, parameters: dict[str, str]) -> None:
    """Write a report to a file, .xlsx or .csv; NAME is its key or its code.

    .zip: a workbook for each department, where it is made for them.
    """
    reports.load()
    entry = asking.named(name)
    question = asking.asked(who, entry, parameters, on=today())
    if file.suffix.lower() == ".zip":
        click.echo(f"{by_department.write(entry, question, file):,} rows are in {file}")
        return
    count = writing.write(entry, question, asking.make(question, entry), file)
    click.echo(f"{count:,} rows are in {file}")


@command(cli, "undo")
@click.argument("seq", metavar="BATCH", type=click.IntRange(1))
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@as_data
def undo_command(who: Who, seq: int, dry_run: bool, as_json: bool) -> int:
    """Undo a change by its number; exit 1 when some rows stay as they are."""
    plan, number = undo.preview(who, seq, on=today()), None
    if not dry_run:
        done = undo.undo(who, seq, on=today())
        plan, number = done.plan, done.seq
    told, whole = terminal.undo_told(plan, number)
    click.echo(json.dumps(told) if as_json else terminal.undo_words(plan, told))
    return 0 if whole else 1


@command(cli, "rows")
@click.argument("sheet", callback=sheet_named)
@filtered
@viewed
@click.option("--columns", metavar="a,b")
@click.option("--limit", type=click.IntRange(1), help="So many rows; else all.")
@click.option("--json", "_", is_flag=True, expose_value=False, help="The only form there is.")
def rows(who: Who, sheet: Any, limit: int | None, **asked: Any) -> None:
    """Print rows as one JSON object, by id."""
    wanted = tuple(name.strip() for name in (asked["columns"] or "").split(",") if name.strip())
    question = Question(sheet, asked["filters"], columns=wanted or None, sort=("id",), on=today())
    question = terminal.through_view(who, question, asked["view"])
    question = replace(question, columns=question.columns or ("*",))
    write_rows(who, question, partial(click.echo, nl=False), limit=limit)


@cli.group("audit")
def audits() -> None:
    """The record of every change."""


@cli.command("calc")
@click.argument("name")
@click.argument("inputs", nargs=-1, metavar="KEY=VALUE", callback=inputs_given)
@as_data
def calc_command(name: str, inputs: dict[str, str], as_json: bool) -> int:
    """Answer a rule of law or arithmetic; @FILE reads a value from a file. Exit 1: it refuses."""
    calculators.load()
    law = calculators.as_shipped()
    if instance.has_office(instance.locate()):
        opened()
        with database.connection_context():
            prepare()
            law = office_law(today())
    entry = calculators.CALCULATORS.get(name)
    try:
        told = calculators.as_json(entry, calculators.ask(name, inputs, law=law))
    except Unanswered as error:
        told = calculators.refusal(error)
    click.echo(json.dumps(told) if as_json else terminal.answer_words(told))
    return 1 if told.get("refused") else 0


@command(cli, "letter")
@click.argument("name")
@click.argument("record")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("given", nargs=-1, metavar="[KEY=VALUE ...]", callback=paired)
def letter_command(who: Who, name: str, record: str, file: Path, given: dict[str, str]) -> None:
    """Write a letter on a record to FILE, .docx or .pdf; nothing is kept and nothing sent."""
    click.echo(letter_files.to_file(who, Asking(name, record, given), file, on=today()))


@command(cli, "mail-letter")
@click.argument("letter_no")
def mail_letter_command(who: Who, letter_no: str) -> None:
    """Mail a letter of the file to its e-mail address, by the server that MAIL_URL names."""
    click.echo(letter_mail.mail(who, letter_no, instance.locate().outbox))


@command(audits, "verify")
def verify(who: Who) -> int:
    """Check the chain, every row and every total; exit 1 when something is wrong."""
    audit.need(who)
    report = audit.verify()
    for problem in report.problems:
        click.echo(problem)
    click.echo(
        f"{report.batches:,} changes and {report.rows:,} rows: "
        + ("sound" if report.sound else "not sound")
    )
    return 0 if report.sound else 1


def _as_operator(*, makes: bool = False) -> Instance:
    """The instance, opened for what only the operator does: it touches everything there is."""
    if click.get_current_context().find_root().obj:
        raise Refused(
            "This touches everything in the office: run it as the operator, without --as."
        )
    return opened(makes=makes)


@cli.command("backup")
@file_named
def backup_command(file: Path) -> None:
    """Write records and documents of this moment into FILE, while the office works on."""
    office = _as_operator()
    with database.connection_context():
        prepare()
        click.echo("\n".join(backup(file, office)))


@cli.command("restore")
@file_named
def restore_command(file: Path) -> None:
    """Fill an empty instance with the records and documents in FILE."""
    office = _as_operator(makes=True)
    with database.connection_context():
        click.echo("\n".join(restore(file, office)))


@cli.command("doctor")
def doctor_command() -> int:
    """Say what the office runs on and what is wrong with it; exit 1 when something is."""
    office = _as_operator()
    with database.connection_context():
        findings = doctor.examine(office, on=today(), missing_assets=assets.missing(office))
    click.echo("\n".join(map(str, findings)))
    return 0 if doctor.is_sound(findings) else 1


@cli.command("assets")
def fetch_assets() -> None:
    """Fetch what the browser needs and the product does not bring."""
    found = assets.fetch(opened(), say=click.echo)
    click.echo("\n".join(found or ["Nothing to fetch: every asset is there."]))


if __name__ == "__main__":
    main()
