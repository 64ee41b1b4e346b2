"""Cost lines by rate card: the rate in force on the day of the work, kept with the line."""

from datetime import date
from decimal import Decimal

import pytest
from desk import TODAY, claim, do, look, make, reasons, row, user, words

import models as m
from rules.errors import Invalid
from workflow.verbs import VERBS

pytestmark = pytest.mark.usefixtures("office")
SOURCE = "Pay schedule, resolution 2026-44"


@pytest.fixture
def ann(office):
    return user("ann", "technician")


@pytest.fixture
def cards(office):
    """A technician's rate until June and from July on, a truck, a pole, a car by the mile."""
    old = {"kind": "labor", "code": "SIG2", "title": "Signal technician II", "source": SOURCE}
    make("ratecard", **old, first_day=date(2025, 7, 1), last_day=date(2026, 6, 30), rate=46_80)
    new = {
        "first_day": date(2026, 7, 1), "rate": 48_20, "burden_percent": Decimal(62),
        "overtime_factor": Decimal("1.5"), "overtime_burden_percent": Decimal("9.25"),
    }  # fmt: skip
    begun = {"first_day": date(2025, 7, 1), "source": SOURCE}
    found = {"SIG2": make("ratecard", **old, **new)}
    for kind, code, unit, facts in (
        ("equipment", "BUCKET", "hour", {"rate": 44_00}),
        ("equipment", "CAR", "mile", {"rate": 70}),
        ("material", "POLE", "each", {"rate": 3_120_00}),
        ("overhead", "ADMIN", "percent", {"percent": Decimal(15)}),
    ):
        found[code] = make(
            "ratecard", kind=kind, code=code, title=code.title(), unit=unit, **begun, **facts
        )
    return found


def _added(ann, lines: str) -> list[m.RecoveryCost]:
    do(ann, "add_recovery_cost", "recovery", make("recovery"), lines=lines)
    return list(m.RecoveryCost.select().order_by(m.RecoveryCost.id))


@pytest.mark.parametrize(
    ("worked", "rate"),
    [("2026-06-30", 46_80), ("2026-07-01", 48_20), ("2025-07-01", 46_80)],
)
def test_a_line_takes_the_rate_in_force_on_the_day_of_the_work(ann, cards, worked, rate):
    (line,) = _added(ann, f"labor: SIG2; 3 h; on {worked}; burden 0")
    assert (line.rate, line.amount) == (rate, 3 * rate)


def test_a_line_keeps_rate_card_and_source(ann, cards):
    (line,) = _added(ann, "labor: sig2, night shift; 3 h")
    assert (line.rate_card, line.rate, line.burden_percent, line.source, line.description) == (
        cards["SIG2"], 48_20, Decimal(62), SOURCE, "Signal technician II, night shift",
    )  # fmt: skip
    assert (line.amount, line.work_date) == (234_25, TODAY)


def test_overtime_takes_the_factor_and_the_burden_of_overtime(ann, cards):
    (line,) = _added(ann, "labor: SIG2; 5 h; overtime")
    assert (line.multiplier, line.burden_percent, line.amount) == (
        Decimal("1.5"), Decimal("9.25"), 394_94,
    )  # fmt: skip


def test_what_is_typed_comes_before_the_card(ann, cards):
    first, second = _added(ann, "labor: SIG2; 3 h at 50.00\nlabor: SIG2; 3 h; burden 10")
    assert (first.rate, first.rate_card, first.description) == (50_00, None, "SIG2")
    assert (second.rate, second.burden_percent) == (48_20, Decimal(10))


def test_overtime_without_a_card_is_time_and_a_half(ann):
    (line,) = _added(ann, "labor: Crew; 2 h at 10.00; overtime; burden 0")
    assert (line.multiplier, line.amount) == (Decimal("1.5"), 30_00)


def test_the_whole_worked_example_by_card(ann, cards):
    lines = _added(
        ann,
        "labor: SIG2; 3 h\nequipment: BUCKET; 8 h\nequipment: CAR; 12 miles\n"
        "material: POLE; 1 each; tax 8.75 %\noverhead: ADMIN",
    )
    assert [(line.element, line.amount) for line in lines] == [
        ("labor", 234_25),
        ("equipment", 352_00),
        ("equipment", 8_40),
        ("material", 3_393_00),
        ("overhead", 598_15),
    ]
    assert (lines[3].quantity, lines[3].tax_percent) == (Decimal(1), Decimal("8.75"))
    assert lines[4].percent == Decimal(15)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("labor: SIG2; 3 h; on 2025-06-30", "No rate SIG2 is in force on Mon 30 Jun 2025"),
        ("labor: SIG2; 3 h; on 2025-06-30", "from 1 Jul 2025 to 30 Jun 2026, from 1 Jul 2026"),
        ("equipment: CAR; 3 h", "CAR is billed by the mile: write how many, as “12 miles”."),
        ("material: POLE", "POLE is billed by the piece: write how many, as “2 each”."),
        ("equipment: BUCKET; 3 miles", "BUCKET is billed by the hour: write the hours, as “3 h”."),
        ("labor: SIG9; 3 h", "needs rate an hour"),
    ],
)
def test_a_line_that_no_card_fits_says_what_to_do(ann, cards, line, said):
    with pytest.raises(Invalid) as refused:
        look(ann, "add_recovery_cost", "recovery", make("recovery"), lines=line)
    assert said in refused.value.problems[0].message


def test_first_costs_take_the_rates_of_the_day_of_the_damage(ann, cards):
    one = claim(loss_date=date(2026, 6, 30))
    do(ann, "open_recovery", "claim", one, costs="labor: SIG2; 3 h; burden 0")
    assert m.RecoveryCost.get().rate == 46_80
    with pytest.raises(Invalid, match="No rate SIG2 is in force"):
        look(ann, "open_recovery", "claim", claim(loss_date=date(2025, 6, 1)),
             costs="labor: SIG2; 3 h")  # fmt: skip


def test_the_form_takes_a_code_too(ann, cards):
    one = make("recovery")
    plan = look(
        ann, "add_recovery_cost", "recovery", one,
        element="material", description="POLE", quantity="2", tax_percent="0",
    )  # fmt: skip
    assert "Pole: 2 × $3,120.00 = $6,240.00." in words(plan)


def test_a_card_in_the_trash_gives_no_rate(ann, cards):
    do(user("rita", "risk_manager"), "put_in_trash", "ratecard", cards["BUCKET"])
    assert row(m.RateCard, cards["BUCKET"]).trashed_at
    with pytest.raises(Invalid, match="needs rate an hour"):
        look(ann, "add_recovery_cost", "recovery", make("recovery"), lines="equipment: BUCKET; 1 h")


# --- The day of the work -------------------------------------------------------------------------


def _on(ann, recovery: int, **given) -> list[m.RecoveryCost]:
    do(ann, "add_recovery_cost", "recovery", recovery, **given)
    return list(m.RecoveryCost.select().order_by(m.RecoveryCost.id))


def test_the_day_on_the_form_is_that_of_each_line_without_its_own(ann, cards):
    lines = "labor: SIG2; 3 h; burden 0\nlabor: SIG2; 3 h; burden 0; on 2026-07-01"
    first, second = _on(
        ann, make("recovery"), work_date=date(2026, 3, 20), source="Time card 12", lines=lines
    )
    assert (first.work_date, first.rate) == (date(2026, 3, 20), 46_80)
    assert (second.work_date, second.rate) == (date(2026, 7, 1), 48_20)
    assert [line.source for line in (first, second)] == ["Time card 12"] * 2


@pytest.mark.parametrize(
    "piece",
    ["3 h on 2026-03-20", "3 h at 46.80 on 3/20/2026", "3 h; on March 20, 2026", "3 h; 2026-03-20"],
)
def test_a_line_may_say_its_day_behind_what_it_belongs_to(ann, cards, piece):
    (line,) = _added(ann, f"labor: SIG2; {piece}; burden 0")
    assert (line.work_date, line.rate, line.hours) == (date(2026, 3, 20), 46_80, 3)


def test_a_source_keeps_the_day_that_stands_in_it(ann, cards):
    (line,) = _added(ann, "labor: SIG2; 3 h; source Card 4 on 2026-03-20")
    assert (line.source, line.work_date) == ("Card 4 on 2026-03-20", TODAY)


def test_the_day_of_the_work_is_asked_for_typed_lines_too():
    asked = {
        param.name: param.shown_for for param in VERBS.get("add_recovery_cost").facts["params"]
    }
    assert (asked["work_date"], asked["source"]) == (None, None)


@pytest.mark.parametrize("given", [
    {"lines": "other: Crane; 90.00; on 2026-11-25"},
    {"element": "other", "amount": 90_00, "work_date": date(2026, 11, 25)},
])  # fmt: skip
def test_work_that_lies_ahead_is_refused_before_it_is_written(ann, given):
    said = reasons(look(ann, "add_recovery_cost", "recovery", make("recovery"), **given))
    assert "(Wed 25 Nov 2026) lies ahead of today" in said


@pytest.mark.parametrize(("worked", "refused"), [
    (date(2026, 8, 12), True), (date(2026, 8, 13), False), (date(2026, 8, 14), False),
])  # fmt: skip
def test_work_is_not_older_than_the_day_before_the_damage(ann, worked, refused):
    """Repair follows the damage (Veh. Code 17300); a night is left for a shift that began before."""
    one = make("recovery", damage_date=date(2026, 8, 14))
    given = {"element": "other", "amount": 90_00, "work_date": worked}
    said = reasons(look(ann, "add_recovery_cost", "recovery", one, **given))
    assert ("lies before the damage of Fri 14 Aug 2026" in said) is refused


@pytest.mark.parametrize("costs", ["other: Crane; 9.00; on 2026-11-25",
                                   "other: Crane; 9.00; on 2026-08-12"])  # fmt: skip
def test_first_costs_are_not_dated_ahead_or_before_the_damage(ann, costs):
    one = claim(loss_date=date(2026, 8, 14))
    with pytest.raises(Invalid, match="lies ahead|lies before"):
        look(ann, "open_recovery", "claim", one, costs=costs)


def test_overtime_is_not_paid_below_the_regular_rate(ann):
    with pytest.raises(Invalid, match="of 0.5 is below 1"):
        look(ann, "add_recovery_cost", "recovery", make("recovery"),
             lines="labor: Crew; 2 h at 10.00; factor 0.5")  # fmt: skip
    (line,) = _added(ann, "labor: Crew; 2 h at 10.00; factor 1; burden 0")
    assert line.amount == 20_00
