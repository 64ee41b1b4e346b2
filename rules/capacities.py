"""What a body is asked for at work: the words of physicians' notes and of the task bank alike.

Source: Physician's Return-to-Work and Voucher Report (DWC-AD 10133.36) and the work-status forms of
treating physicians (8 CCR 9785).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Activity:
    """Something that work may ask for. `measured` says by what: pounds, minutes at one time, hours
    a day; nothing where it is asked for or not. `sided`: it has a left and a right. `doing`: what
    it is called where it is forbidden; blank: as its label.
    """

    label: str
    measured: tuple[str, ...] = ("hours", "minutes")
    sided: bool = False
    doing: str = ""


LIFTED = ("pounds", "hours", "minutes")
ACTIVITIES: Mapping[str, Activity] = {
    "lift": Activity("Lift", LIFTED, doing="lifting"),
    "carry": Activity("Carry", LIFTED, doing="carrying"),
    "push_pull": Activity("Push or pull", LIFTED, doing="pushing or pulling"),
    "stand": Activity("Stand", doing="standing"),
    "walk": Activity("Walk", doing="walking"),
    "sit": Activity("Sit", doing="sitting"),
    "climb": Activity("Climb", doing="climbing"),
    "bend": Activity("Bend", doing="bending"),
    "twist": Activity("Twist", doing="twisting"),
    "kneel": Activity("Kneel or squat", doing="kneeling or squatting"),
    "crawl": Activity("Crawl", doing="crawling"),
    "balance": Activity("Balance", doing="balancing"),
    "reach_above": Activity(
        "Reach above the shoulder", sided=True, doing="reaching above the shoulder"
    ),
    "reach_below": Activity(
        "Reach below the shoulder", sided=True, doing="reaching below the shoulder"
    ),
    "grip": Activity("Grip", ("pounds", "hours", "minutes"), sided=True, doing="gripping"),
    "fine_hand": Activity("Fine work of the hand", sided=True),
    "keyboard": Activity("Type", sided=True, doing="typing"),
    "foot_control": Activity("Work a foot control", sided=True, doing="working a foot control"),
    "drive": Activity("Drive", doing="driving"),
    "heights": Activity("Ladders or heights", ()),
    "machinery": Activity("Moving machinery", ()),
    "safety_driving": Activity("Driving on which safety depends", ()),
    "confrontation": Activity("Firearm, custody or confrontation", ()),
    "respirator": Activity("Respirator or breathing apparatus", ()),
    "dust_fumes": Activity("Dust, fumes or chemicals", ()),
    "wet": Activity("Wet surroundings", ()),
    "heat_cold": Activity("Heat or cold", ()),
    "vibration": Activity("Vibration", ()),
    "noise": Activity("Loud noise", ()),
    "outdoors": Activity("Sun or outdoors", ()),
    "night": Activity("Night work", ()),
    "alone": Activity("Working alone", ()),
}
"""Code -> what is asked for, in the order of the forms."""

FREQUENCIES = (
    ("once", "Once in a while"),
    ("occasional", "Up to a third of the day"),
    ("frequent", "A third to two thirds"),
    ("constant", "More than two thirds"),
)
"""How often something is done, most of all a weight handled, from seldom to most of the day."""

RANK = {code: rank for rank, (code, _) in enumerate(FREQUENCIES)}
ALWAYS = len(FREQUENCIES) - 1
THIRDS = (1, 2)
"""Thirds of the day beyond which something is done frequently, constantly."""

SIDES = (("left", "Left"), ("right", "Right"), ("both", "Both"))

MEASURES = ("pounds", "minutes", "hours")
"""Figures of a line: pounds, minutes at one time, hours a day."""


def amiss(line: Mapping[str, Any], *, limits: bool = True) -> tuple[str, str]:
    """What keeps a line from saying something, as the column to mend and the reason in words; two
    empty texts where nothing does.

    Args:
        line: activity, side, is_never, pounds, minutes, hours, frequency; blank or absent: not
            said. How often limits by itself, but for more than two thirds of the day.
        limits: it is a line of a physician's note, which limits something; else one of what a
            task asks for, whose figures may not be known.
    """
    activity = ACTIVITIES.get(line.get("activity") or "")
    if activity is None:
        return "activity", f"“{line.get('activity')}” is no activity of a physician's note."
    name, never = activity.label, limits and line.get("is_never")
    figures = [one for one in MEASURES if line.get(one) is not None]
    wrong = [one for one in figures if one not in activity.measured]
    if wrong and not activity.measured:
        return wrong[0], f"{name} is allowed or not, no figures."
    if wrong:
        return wrong[0], f"{name} is not measured in {wrong[0]}."
    if line.get("side") and not activity.sided:
        return "side", f"{name} has no left and right."
    if never and figures:
        return figures[0], f"{name}: the line says both that nothing is allowed and how much."
    seldom = RANK.get(line.get("frequency") or "", ALWAYS) < ALWAYS
    if limits and not never and not figures and not seldom:
        return "is_never", f"{name}: the line does not say how much is allowed, or “Not at all”."
    return "", ""
