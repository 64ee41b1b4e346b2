"""Messages that leave the office: written to the outbox first, then sent; without a mail server
they stay there.

What stays is shown in the inbox of the administrators, since somebody must hand it on.
"""

import mimetypes
import os
import secrets
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_security import MailUtil

from admin_views import invites
from journal import jobs, settings
from journal.who import OPERATOR, Who
from models import Role, User, UserRole
from rules.errors import Busy

MAIL = "mail"
SEND_SECONDS = 20
CLOSED = "closed"
"""Folder of the outbox for messages with files of the office: no page opens it."""


@dataclass(frozen=True)
class Letter:
    """A message: to whom, on what, its text, and the files that go with it."""

    recipient: str
    subject: str
    text: str
    files: tuple[Path, ...] = ()


class Outbox(MailUtil):
    """Flask-Security's messages on their way through the outbox."""

    def send_mail(self, template, subject, recipient, sender, body, html, **known) -> None:
        """Write a message to the outbox and have it sent."""
        post(recipient=str(recipient), subject=str(subject), text=body or "")


def post(*, recipient: str, subject: str, text: str) -> None:
    """Write a message to the outbox; send it in the background, or show it to the
    administrators.
    """
    letter, base = Letter(recipient, subject, text), current_app.config["BASE_URL"]
    name = _write(current_app.extensions["office"].outbox, letter, base)
    title = f"Message to {recipient}: {subject}"
    if current_app.config["MAIL_URL"]:
        jobs.enqueue(
            OPERATOR,
            MAIL,
            title,
            {"file": name, "folder": str(current_app.extensions["office"].outbox)},
        )
        return
    for who in administrators():
        jobs.record(who, MAIL, title, {"message": name})


def post_closed(letter: Letter) -> bool:
    """Have a message with files sent in the background, shown to nobody on the way; False, and
    nothing is kept, where no server is named.
    """
    if not current_app.config["MAIL_URL"]:
        return False
    folder = current_app.extensions["office"].outbox / CLOSED
    folder.mkdir(mode=0o700, exist_ok=True)
    name = _write(folder, letter, current_app.config["BASE_URL"])
    title = f"Message to {letter.recipient}: {letter.subject}"
    jobs.enqueue(OPERATOR, MAIL, title, {"file": name, "folder": str(folder)})
    return True


def message_at(folder: Path, name: str) -> Path | None:
    """The message of this name, or None; a name never leads out of the outbox."""
    place = folder / name
    return place if place.parent == folder and place.suffix == ".eml" and place.is_file() else None


def deliver(outbox: Path, letter: Letter) -> None:
    """Hand a message with files to the mail server, by way of the outbox.

    Raises:
        Busy: no server is named, or it did not take it; the message is not kept.
    """
    folder = outbox / CLOSED
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / _write(folder, letter, invites.base_url())
    try:
        _hand_to_server(place)
    finally:
        place.unlink(missing_ok=True)


def _write(folder: Path, letter: Letter, base: str) -> str:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = (
        _sender(base),
        letter.recipient,
        " ".join(letter.subject.split()),
    )
    message["Date"], message["Message-ID"] = (
        format_datetime(datetime.now(UTC)),
        make_msgid(domain="claims-office"),
    )
    message.set_content(letter.text)
    for file in letter.files:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        main, _, minor = kind.partition("/")
        message.add_attachment(file.read_bytes(), maintype=main, subtype=minor, filename=file.name)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(8)}.eml"
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as kept:
        kept.write(message.as_bytes())
    return name


def _sender(base: str) -> str:
    host = urlsplit(base).hostname or "localhost"
    return settings.get("mail_from", f"claims-office@{host}")


def administrators() -> list[Who]:
    """The people who run the system."""
    query = (
        User.select(User.id, User.email)
        .join(UserRole, on=(UserRole.user == User.id))
        .join(Role, on=(UserRole.role == Role.id))
        .where(
            Role.name == "administrator",
            User.active,
            User.trashed_at.is_null(),
            UserRole.trashed_at.is_null(),
        )
    )
    return [Who(email, user_id) for user_id, email in query.tuples()]


@jobs.job(MAIL, title="Send a message")
def send(task: jobs.Task) -> dict:
    """Hand one message of the outbox to the mail server and take it out of the outbox."""
    place = message_at(Path(task.parameters["folder"]), task.parameters["file"])
    if place is None:
        return {"sent": False}
    try:
        _hand_to_server(place)
    except Busy as error:
        raise Busy(f"{error.sentence} It waits in the outbox: {place.name}.") from error
    place.unlink()
    return {"sent": True}


def _hand_to_server(place: Path) -> None:
    url = os.environ.get("MAIL_URL", "")
    if not url:
        raise Busy("No mail server is named (MAIL_URL).")
    try:
        with _server(url) as server:
            server.sendmail(*_envelope(place))
    except (OSError, smtplib.SMTPException) as error:
        raise Busy(f"The mail server did not take the message ({type(error).__name__}).") from error


def _envelope(place: Path) -> tuple[str, str, bytes]:
    whole = place.read_bytes()
    message = BytesParser(policy=SMTP).parsebytes(whole)
    return parseaddr(message["From"])[1], parseaddr(message["To"])[1], whole


def _server(url: str) -> smtplib.SMTP:
    """A session with the server that MAIL_URL names: smtps://, or smtp:// made safe where the
    server can.
    """
    parts = urlsplit(url)
    host, safe = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SEND_SECONDS, context=safe)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SEND_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=safe)
        elif parts.username:
            server.close()
            raise smtplib.SMTPNotSupportedError("the server offers no encryption for the password")
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
