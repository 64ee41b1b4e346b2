"""What leaves by e-mail once an action is written: its messages, and its letters as files.

A letter is mailed with its .pdf, else its .docx, when it goes by e-mail; one that is kept apart is
not. The same from a form, from an approval and from the command line.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from admin_views import outbox
from admin_views.desk import say
from journal import access, documents, policy, settings
from journal.links import find_one
from journal.who import Who
from models import Document, Letter
from rules.errors import Blocked
from workflow.letter_rows import MAILED

NO_SERVER = (
    "No mail server is named, so nothing was mailed. The file of each letter is in the case."
)


def send(who: Who, done: Any) -> None:
    """Post what an action leaves to be mailed; nothing for a click that was done before."""
    for recipient, subject, text in done.messages:
        outbox.post(recipient=recipient, subject=subject, text=text)
    if done.receipt is None or done.receipt.repeated:
        return
    ids = [row_id for sheet, row_id in done.receipt.created if sheet == Letter.__name__.lower()]
    posted = [_posted(who, letter) for letter in _by_mail(ids)]
    if not all(posted):
        say(NO_SERVER, tone="warning")


def _by_mail(ids: Iterable[int]) -> list[Any]:
    query = Letter.select().where(
        Letter.id << list(ids), Letter.delivery == "email", Letter.sensitivity << MAILED
    )
    return list(query.order_by(Letter.id))


def _posted(who: Who, letter: Any) -> bool:
    with TemporaryDirectory(prefix="letter-") as folder:
        posted = outbox.post_closed(_message(letter, Path(folder)))
    if posted:
        _note(who, letter)
    return posted


def mail(who: Who, letter_no: str, folder: Path) -> str:
    """Mail a letter that went out by e-mail once more, now; returns what was done, in words.

    Raises:
        NotFound, Refused: no such letter in sight, or not for this person. Blocked: it is not one
            that is mailed. Busy: the server did not take it.
    """
    policy.need_write(who, Letter)
    letter = Letter.get_by_id(find_one(Letter, letter_no, within=policy.scope(who, Letter)))
    if letter.status != "sent" or letter.sensitivity not in MAILED:
        raise Blocked(f"{letter.letter_no} is not mailed: it is void, a draft, or kept apart.")
    if "@" not in (letter.address or ""):
        raise Blocked(f"{letter.letter_no} bears no e-mail address, but “{letter.address}”.")
    with TemporaryDirectory(prefix="letter-") as place:
        outbox.deliver(folder, _message(letter, Path(place)))
    _note(who, letter)
    return f"{letter.letter_no} {letter.title} is mailed to {letter.address}."


def _message(letter: Any, folder: Path) -> outbox.Letter:
    """The message with the letter as a file."""
    document = Document.get_by_id(letter.printed or letter.document)
    place = folder / documents.shown_name(document.file_name)
    place.write_bytes(documents.content(document))
    office = settings.get("office_name") or ""
    text = f"{letter.title} is attached.\n\n{office}\n{settings.get('office_phone') or ''}"
    return outbox.Letter(letter.address, f"{letter.title} {letter.letter_no}", text, (place,))


def _note(who: Who, letter: Any) -> None:
    access.note(
        who,
        "download",
        sheet="letter",
        ids=[letter.id],
        sensitivities={letter.sensitivity},
        purpose="mailed",
    )
