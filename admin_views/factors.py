"""Taking a second factor off: for who lost the phone, and after a restore without the old key."""

from peewee import fn

from journal import access
from journal.database import write_transaction
from journal.sessions import new_mark
from journal.who import Who
from models import User
from rules.errors import NotFound, Refused


def reset_factor(who: Who, email: str) -> str:
    """Take second factor and recovery codes off a person; the next sign-in sets them up anew.

    Every session of the person ends, and the access log says who did it. Returns a sentence.

    Raises:
        Refused: `who` is no administrator. NotFound: there is no such person.
    """
    if not who.operator and (who.masked or "administrator" not in who.roles):
        raise Refused("Only an administrator takes a second factor off.")
    address = email.strip().lower()
    user = User.select().where(fn.LOWER(User.email) == address, User.trashed_at.is_null()).first()
    if user is None:
        raise NotFound(f"There is no person “{email.strip()[:80]}”.")
    with write_transaction():
        User.update(
            tf_primary_method=None,
            tf_totp_secret=None,
            mf_recovery_codes=None,
            totp_counter=None,
            fs_uniquifier=new_mark(),
        ).where(User.id == user.id).execute()
    access.note(who, "second_factor", sheet="user", ids=[user.id], purpose="reset")
    return (
        f"{user.email} signs in with the password alone next time, and sets a new second factor "
        "up where the office asks for one."
    )
