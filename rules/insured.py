"""What the City requires of an insurance, and what a certificate of it shows."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from rules.inputs import Dollars


@dataclass(frozen=True)
class Requirement:
    """What the City requires; what is absent or no is not required.

    Attributes:
        first_day: the first day of use, setting up included.
        last_day: the last day of use, clearing away included.
        am_best: as A-:VII.
        additional_insured: forms that are accepted, as CG 20 12, apart by commas; one without its
            edition takes any.
    """

    ABSENT: ClassVar[str] = "no"

    applicant: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    gl_each_occurrence: Dollars | None = None
    gl_general_aggregate: Dollars | None = None
    alcohol: bool = False
    vehicles: bool = False
    employees: bool = False
    am_best: str | None = None
    cancellation_days: int | None = None
    filing_business_days: int | None = None
    additional_insured: list[str] | None = None
    primary_wording: bool = False
    waiver_gl: bool = False
    waiver_wc: bool = False
    severability: bool = False
    activities: list[str] | None = None
    max_deductible: Dollars | None = None
    holder: str | None = None

    @property
    def gl(self) -> bool:
        """Whether general liability is required."""
        return self.gl_each_occurrence is not None or self.gl_general_aggregate is not None


@dataclass(frozen=True)
class Umbrella:
    """Umbrella or excess liability."""

    each_occurrence: Dollars | None = None
    follow_form: bool = False
    effective: date | None = None
    expires: date | None = None


@dataclass(frozen=True)
class GeneralLiability:
    """General liability; `aggregate_per` is policy, project or location."""

    form: str | None = None
    each_occurrence: Dollars | None = None
    general_aggregate: Dollars | None = None
    aggregate_per: str | None = None
    effective: date | None = None
    expires: date | None = None
    additional_insured: list[str] | None = None
    primary: bool = False
    waiver: bool = False
    severability: bool = False
    exclusions: list[str] | None = None
    deductible: Dollars | None = None


@dataclass(frozen=True)
class Auto:
    """Auto liability; `covers` of owned, hired, non_owned, scheduled."""

    any: bool = False
    covers: list[str] | None = None
    combined_single_limit: Dollars | None = None
    effective: date | None = None
    expires: date | None = None


@dataclass(frozen=True)
class WorkersCompensation:
    """Workers' compensation and employers' liability."""

    statutory: bool = False
    el_each_accident: Dollars | None = None
    effective: date | None = None
    expires: date | None = None
    waiver: bool = False


@dataclass(frozen=True)
class Liquor:
    """Liquor liability."""

    each_occurrence: Dollars | None = None


@dataclass(frozen=True)
class Certificate:
    """What a certificate of insurance shows; what it does not show is absent."""

    insured: str | None = None
    received: date | None = None
    am_best: str | None = None
    cancellation_days: int | None = None
    gl: GeneralLiability = field(default=GeneralLiability())
    umbrella: Umbrella = field(default=Umbrella())
    auto: Auto = field(default=Auto())
    wc: WorkersCompensation = field(default=WorkersCompensation())
    liquor: Liquor = field(default=Liquor())
    signed: bool | None = None
    dated: bool | None = None
    producer: bool | None = None
    holder: str | None = None
