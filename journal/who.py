"""Who acts: the person, the roles held, the department; or the operator at the command line."""

from dataclasses import dataclass, field, replace

from peewee import fn

from models import Role, User, UserRole
from rules.errors import NotFound


@dataclass(frozen=True)
class Who:
    """A person under whose policy something is read or written.

    `operator` is the command line without `--as`: the policy allows all. `masked` is an
    administrator looking
    through another role: read only, the values of claims hidden. `within` is somebody whose rights
    bound theirs besides: what both may see.
    """

    email: str
    user_id: int | None = None
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    department_id: int | None = None
    operator: bool = False
    masked: bool = False
    within: "Who | None" = None

    def narrowed(self, other: "Who") -> "Who":
        """The same person as far as another's rights reach: what one may show the other."""
        return replace(self, within=other)

    def seen_as(self, role: str) -> "Who":
        """The same person looking through one other role, masked."""
        return replace(self, roles=frozenset({role}), masked=True)


OPERATOR = Who("operator", name="Operator", operator=True)
SEED = Who("seed", name="Seed", operator=True)
NOBODY = Who("nobody", name="Nobody")
"""Who is not signed in: holds no role, so the policy allows nothing."""


def called(email):
    """What SQL gives for a column of e-mails: the name of who has it, or the e-mail itself."""
    named = User.select(fn.MAX(User.name)).where(User.email == email)
    return fn.COALESCE(fn.NULLIF(named, ""), email)


def person(email: str) -> Who:
    """The active person with this e-mail."""
    return _found(fn.LOWER(User.email) == email.strip().lower(), email)


def person_of(user_id: int) -> Who:
    """The active person with this id."""
    return _found(User.id == user_id, str(user_id))


def _found(condition, asked: str) -> Who:
    row = (
        User.select(User.id, User.email, User.name, User.department, User.active)
        .where(condition, User.trashed_at.is_null())
        .tuples()
        .first()
    )
    if row is None or not row[4]:
        raise NotFound(f"There is no active person “{asked}”.")
    return Who(row[1], row[0], row[2], roles_of(row[0]), row[3])


def roles_of(user_id: int) -> frozenset[str]:
    """The codes of the roles a person holds."""
    query = (
        Role.select(Role.name)
        .join(UserRole, on=(UserRole.role == Role.id))
        .where(UserRole.user == user_id, UserRole.trashed_at.is_null(), Role.trashed_at.is_null())
        .tuples()
    )
    return frozenset(name for (name,) in query)
