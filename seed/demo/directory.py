"""Whom the demonstration office knows: its people, employees, physicians, companies, policies."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import models as m
from rules.days import add_years, fiscal_year
from seed.demo import losses, words
from seed.demo.chance import Chance, days_after
from seed.demo.part import Part
from seed.demo.people import address, new_person, npi, phone

MAIL = "demo.city"
STAFF = (
    ("technician", "Nora Castell", "Claims technician", "HR"),
    ("examiner", "Amir Sandhu", "Workers' compensation examiner", "HR"),
    ("risk_manager", "Judith Okonkwo", "Risk manager", "HR"),
    ("wc_manager", "Carlos Beltran", "Workers' compensation manager", "HR"),
    ("coordinator", "Dana Whitfield", "Administrative analyst", "PW"),
    ("auditor", "Hiro Tanabe", "Internal auditor", "FIN"),
    ("administrator", "Simone Laurent", "Systems administrator", "IT"),
)
"""One person a role: role, name, job title, department. Nobody has a password."""
CLAIMS_A_TECHNICIAN, CLAIMS_AN_EXAMINER = 2_500, 6_000
"""Claims of all years for which the office employs one more technician, one more examiner."""

COVER = {
    # line of claims: (policy line, number, form, retention, limit, premium)
    "L": ("liability", "ACJ-GL", "Memorandum of coverage", 350_000, 15_000_000, 1_480_000),
    "W": ("workers_compensation", "ACJ-WC", "Excess workers' compensation", 500_000, None, 612_000),
}
OTHER_COVER = (
    # policy line, number, form, retention, limit, premium, days from today to its end
    ("property", "HM-PR", "All risk, blanket", 50_000, 412_000_000, 486_160, 218),
    ("cyber", "BF-CY", "Claims-made", 100_000, 3_000_000, 94_500, 38),
    ("crime", "CC-CR", "Government crime", 25_000, 2_000_000, 18_750, 81),
    ("pollution", "SG-PO", "Claims-made", 75_000, 5_000_000, 41_200, 12),
    ("special_event", "TA-SE", "Occurrence", 0, 1_000_000, 6_900, 55),
    ("employment", "ACJ-EP", "Claims-made", 150_000, 2_000_000, 208_000, 218),
)

Ids = Callable[[Any, str], int]
"""(sheet, natural key) -> id of the row."""
Rows = Mapping[Any, list[tuple[Any, ...]]]


class Named(NamedTuple):
    """A row that others link to, and its name."""

    id: int
    name: str


class Worker(NamedTuple):
    """An employee who may be hurt."""

    id: int
    name: str
    department: int
    safety: bool
    hired: date
    phone: str


class Ending(NamedTuple):
    """A policy and the day on which it ends."""

    id: int
    ends: date


@dataclass(frozen=True)
class Directory:
    """Ids of what the claims link to.

    `payees` are parties of the office's vendors, firms and providers by kind. `covers` maps
    (line, fiscal year) to the policy in force.
    """

    departments: Mapping[str, int]
    causes: Mapping[str, int]
    staff: Mapping[str, Named]
    adjusters: Mapping[str, list[Named]]
    workers: Mapping[str, list[Worker]]
    physicians: list[Named]
    companies: Mapping[str, list[Named]]
    payees: Mapping[str, list[Named]]
    covers: Mapping[tuple[str, int], int]
    ending: list[Ending]


def opening(claims: int, *, today: date, first: date, ids: Ids) -> Part:
    """The rows of the directory.

    Args:
        claims: how large the office is.
        today: the office's day.
        first: day of its first claim; the policies reach back to it.
        ids: the ids of reference rows.
    """
    chance, part = Chance(f"directory of {claims} claims"), Part()
    _staff(part, chance, claims, ids)
    companies = _companies(part, chance, today)
    _employees(part, chance, claims, today=today, ids=ids)
    _physicians(part, chance, claims, today=today)
    _policies(part, companies, today=today, first=first)
    return part


def directory_of(rows: Rows, ids: Ids) -> Directory:
    """What the claims link to, once the rows of the directory have ids."""
    people = {row[0]: Named(ids(m.User, row[0]), row[1]) for row in rows[m.User]}
    companies, payees = defaultdict(list), defaultdict(list)
    for row in rows[m.Organization]:
        companies[row[2]].append(Named(ids(m.Organization, row[0]), row[1]))
    for row in rows[m.Party]:
        payees[row[0][2:4]].append(Named(ids(m.Party, row[0]), row[1]))
    return Directory(
        departments={code: ids(m.Department, code) for code in _department_codes()},
        causes={loss.cause: ids(m.CauseCode, loss.cause) for loss in losses.LOSSES},
        staff={role: people[f"{role}@{MAIL}"] for role, *_ in STAFF},
        adjusters={
            line: [person for mail, person in people.items() if mail.startswith(role)]
            for line, role in (("L", "technician"), ("W", "examiner"))
        },
        workers=_workers(rows, ids),
        physicians=[
            Named(ids(m.Physician, row[0]), row[1])
            for row in rows[m.Physician]
            if row[2] == "physician"
        ],
        companies=companies,
        payees=payees,
        covers={
            (line, fiscal_year(row[5])): ids(m.Policy, row[0])
            for row in rows[m.Policy]
            for line, cover in COVER.items()
            if row[1] == cover[0]
        },
        ending=[Ending(ids(m.Policy, row[0]), row[6]) for row in rows[m.Policy]],
    )


def _department_codes() -> set[str]:
    told = {loss.department for loss in losses.LOSSES}
    told |= {damage.department for damage in losses.DAMAGES}
    return told | set(losses.WORKFORCE.items) | {department for *_, department in STAFF}


def _workers(rows: Rows, ids: Ids) -> Mapping[str, list[Worker]]:
    by_department = defaultdict(list)
    codes = {ids(m.Department, code): code for code in losses.WORKFORCE.items}
    for number, name, department, _, safety, hired, _, call, *_ in rows[m.Employee]:
        worker = Worker(ids(m.Employee, number), name, department, safety, hired, call)
        by_department[codes[department]].append(worker)
    return by_department


# --- The rows -----------------------------------------------------------------------------------


def _staff(part: Part, chance: Chance, claims: int, ids: Ids) -> None:
    for role, name, title, department in STAFF:
        _user(part, chance, role, f"{role}@{MAIL}", (name, title, department), ids)
    for role, title, each in (
        ("technician", "Claims technician", CLAIMS_A_TECHNICIAN),
        ("examiner", "Workers' compensation examiner", CLAIMS_AN_EXAMINER),
    ):
        for n in range(2, 3 + claims // each):
            name = f"{chance.pick(words.FIRST_NAMES)} {chance.pick(words.LAST_NAMES)}"
            _user(part, chance, role, f"{role}{n}@{MAIL}", (name, title, "HR"), ids)


def _user(
    part: Part, chance: Chance, role: str, mail: str, told: tuple[str, str, str], ids: Ids
) -> None:
    """A person and the role; without password, so that only a sign-in link lets them in."""
    name, title, department = told
    person, place = part.ahead(m.User), ids(m.Department, department)
    part.add(m.User, (mail, name, place, title, phone(chance), True))
    part.add(m.UserRole, (person, ids(m.Role, role)))


def _companies(part: Part, chance: Chance, today: date) -> dict[str, list[Any]]:
    """Companies; those that are paid are parties too, numbered by kind."""
    made: dict[str, list[Any]] = defaultdict(list)
    for kind, prefix, names in (
        ("carrier", "", words.CARRIERS),
        ("pool", "", words.POOLS),
        ("broker", "", words.BROKERS),
        ("administrator", "", words.ADMINISTRATORS),
        ("law_firm", "LF", words.LAW_FIRMS),
        ("vendor", "VN", words.VENDORS),
    ):
        for n, name in enumerate(names, 1):
            signed = days_after(today, -chance.between(200, 2000)) if prefix else None
            mail = f"office@{name.split()[0].lower()}.example.com"
            contact = new_person(chance, today=today).name
            made[kind].append(part.ahead(m.Organization))
            rating = chance.pick(("A+", "A", "A-", "A")) if kind == "carrier" else None
            part.add(
                m.Organization,
                (
                    f"D-{kind[:3].upper()}{n:02d}",
                    name,
                    kind,
                    contact,
                    phone(chance),
                    mail,
                    address(chance),
                    signed,
                    rating,
                ),
            )
            if prefix:
                _payee(part, chance, prefix, n, (name, made[kind][-1], signed))
    return made


def _payee(
    part: Part, chance: Chance, prefix: str, n: int, told: tuple[str, Any, date | None]
) -> None:
    """A company or provider as the payee of payments, with its tax form."""
    name, company, signed = told
    role = "provider" if prefix == "PR" else "vendor"
    part.add(
        m.Party,
        (
            f"D-{prefix}{n:03d}",
            name,
            "organization",
            role,
            None,
            company,
            None,
            phone(chance),
            None,
            address(chance),
            None,
            None,
            None,
            None,
            None,
            signed,
        ),
    )


def _employees(part: Part, chance: Chance, claims: int, *, today: date, ids: Ids) -> None:
    for n in range(min(4_000, 170 + claims // 40)):
        code = (
            losses.WORKFORCE.items[n]
            if n < len(losses.WORKFORCE.items)
            else chance.draw(losses.WORKFORCE)
        )
        title = chance.pick(words.JOB_TITLES[code])
        person = new_person(chance, today=today)
        born = days_after(today, -chance.between(22 * 365, 64 * 365))
        hired = max(days_after(born, 19 * 365), days_after(today, -chance.between(300, 9000)))
        mail = f"{person.name.split()[0]}.{person.name.split()[1]}{n}@{MAIL}".lower()
        part.add(
            m.Employee,
            (
                f"E{10_001 + n}",
                person.name,
                ids(m.Department, code),
                title,
                title in words.SAFETY_TITLES,
                hired,
                born,
                person.phone,
                mail,
                person.address,
                40,
            ),
        )


def _physicians(part: Part, chance: Chance, claims: int, *, today: date) -> None:
    names = [
        ("physician", f"{chance.pick(words.FIRST_NAMES)} {chance.pick(words.LAST_NAMES)}")
        for _ in range(min(200, 24 + claims // 1000))
    ]
    names += [("facility", name) for name in words.FACILITIES]
    names += [("pharmacy", name) for name in words.PHARMACIES]
    for n, (kind, name) in enumerate(names, 1):
        is_person = kind == "physician"
        credential = chance.pick(words.CREDENTIALS) if is_person else None
        specialty = chance.pick(words.PHYSICIAN_SPECIALTIES) if is_person else None
        signed = days_after(today, -chance.between(100, 2500))
        part.add(
            m.Physician,
            (
                f"D-{n:04d}",
                name,
                kind,
                npi(chance),
                credential,
                specialty,
                chance.likely(0.85),
                phone(chance),
                phone(chance),
                address(chance),
                signed,
            ),
        )
        _payee(part, chance, "PR", n, (name, None, signed))


def _policies(part: Part, companies: dict[str, list[Any]], *, today: date, first: date) -> None:
    policy = partial(_policy, part, companies["broker"][0], today)
    for line, number, form, retention, limit, premium in COVER.values():
        for year in range(fiscal_year(first) - 1, fiscal_year(today) + 1):
            policy(
                (line, f"{number}-{year}", form, retention, limit, premium),
                companies["pool"][0],
                date(year, 7, 1),
            )
    for n, (line, number, form, retention, limit, premium, left) in enumerate(OTHER_COVER):
        ends = days_after(today, left)
        carrier = companies["pool"][0] if number.startswith("ACJ") else companies["carrier"][n]
        for expiry in (add_years(ends, -1), ends):
            policy(
                (line, f"{number}-{expiry.year}", form, retention, limit, premium), carrier, expiry
            )


def _policy(
    part: Part, broker: Any, today: date, told: tuple[Any, ...], carrier: Any, expiry: date
) -> None:
    """One policy of one year, and when it ends within ninety days the entry that says so."""
    line, number, form, retention, limit, premium = told
    kind = "sir" if number.startswith("ACJ") else "deductible"
    status = "in_force" if expiry > today else "expired"
    part.add(
        m.Policy,
        (
            number,
            line,
            carrier,
            broker,
            form,
            add_years(expiry, -1),
            expiry,
            kind,
            retention * 100,
            limit and limit * 100,
            limit and limit * 200,
            premium * 100,
            premium * 3,
            status,
            "Claims desk",
        ),
    )
