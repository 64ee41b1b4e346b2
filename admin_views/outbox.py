"""Messages that leave the office: written to the outbox first, then sent; without a mail server
they stay there.

What stays is shown in the inbox of the administrators, since somebody must hand it on.
"""

import os
import secrets
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_security import MailUtil

from journal import jobs, settings
from journal.who import OPERATOR, Who
from models import Role, User, UserRole
from rules.errors import Busy

MAIL = "mail"
SEND_SECONDS = 20


class Outbox(MailUtil):
    """Flask-Security's messages on their way through the outbox."""

    def send_mail(self, template, subject, recipient, sender, body, html, **known) -> None:
        """Write a message to the outbox and have it sent."""
        post(recipient=str(recipient), subject=str(subject), text=body or "")


def post(*, recipient: str, subject: str, text: str) -> None:
    """Write a message to the outbox; send it in the background, or show it to the
    administrators.
    """
    name = _write(current_app.extensions["office"].outbox, recipient, subject, text)
    title = f"Message to {recipient}: {subject}"
    if current_app.config["MAIL_URL"]:
        jobs.enqueue(
            OPERATOR,
            MAIL,
            title,
            {"file": name, "folder": str(current_app.extensions["office"].outbox)},
        )
        return
    for who in _administrators():
        jobs.record(who, MAIL, title, {"message": name})


def message_at(folder: Path, name: str) -> Path | None:
    """The message of this name, or None; a name never leads out of the outbox."""
    place = folder / name
    return place if place.parent == folder and place.suffix == ".eml" and place.is_file() else None


def _write(folder: Path, recipient: str, subject: str, text: str) -> str:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = (
        _sender(),
        recipient,
        " ".join(subject.split()),
    )
    message["Date"], message["Message-ID"] = (
        format_datetime(datetime.now(UTC)),
        make_msgid(domain="claims-office"),
    )
    message.set_content(text)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(8)}.eml"
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())
    return name


def _sender() -> str:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return settings.get("mail_from", f"claims-office@{host}")


def _administrators() -> list[Who]:
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
        with _server(os.environ.get("MAIL_URL", "")) as server:
            server.sendmail(*_envelope(place))
    except (OSError, smtplib.SMTPException) as error:
        raise Busy(
            f"The mail server did not take the message ({type(error).__name__}). It waits in "
            "the outbox: "
            f"{place.name}."
        ) from error
    place.unlink()
    return {"sent": True}


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
