"""What letters on a light-duty offer have in common: duties, restrictions, days, hours, wages."""

from typing import Any

from exports.letters.declared import About
from exports.letters.on_claims import injury_values
from exports.letters.parties import row_of
from exports.letters.wording import in_full
from journal import light_duty as duty
from journal.duty_notes import notes_within
from journal.duty_wages import effect_of_offer
from models import Department, LightDutyOffer, LightDutyTask, Restriction, WorkStatus
from rules.capacities import ACTIVITIES, FREQUENCIES, SIDES
from rules.light_duty_days import Span
from rules.money import dollars

WAGES = {
    "en": {
        "same": "Your wages stay the same.",
        "fewer_hours": "Your rate of pay stays the same for fewer hours.",
        "lower_rate": "Your rate of pay is lower while you do this work.",
        "paid": "This work pays {} a week.",
    },
    "es": {
        "same": "Su salario no cambia.",
        "fewer_hours": "Su salario por hora no cambia; trabajará menos horas.",
        "lower_rate": "Su salario por hora es menor mientras haga este trabajo.",
        "paid": "Este trabajo paga {} por semana.",
    },
}
"""How light duty changes wages, and what it pays where that is known."""
BODY_ES = {
    "lift": "Levantar", "carry": "Cargar", "push_pull": "Empujar o jalar",
    "stand": "Estar de pie", "walk": "Caminar", "sit": "Estar sentado", "climb": "Subir",
    "bend": "Agacharse", "twist": "Girar el torso", "kneel": "Arrodillarse o ponerse en cuclillas",
    "crawl": "Gatear", "balance": "Mantener el equilibrio",
    "reach_above": "Alcanzar por encima del hombro",
    "reach_below": "Alcanzar por debajo del hombro",
    "grip": "Agarrar", "fine_hand": "Trabajo fino de la mano", "keyboard": "Escribir en teclado",
    "foot_control": "Usar un pedal", "drive": "Conducir", "heights": "Escaleras o alturas",
    "machinery": "Maquinaria en movimiento",
    "safety_driving": "Conducir cuando de ello depende la seguridad",
    "confrontation": "Armas, custodia o confrontación",
    "respirator": "Respirador o equipo de respiración", "dust_fumes": "Polvo, humos o químicos",
    "wet": "Lugares mojados", "heat_cold": "Calor o frío", "vibration": "Vibración",
    "noise": "Ruido fuerte", "outdoors": "Sol o aire libre", "night": "Trabajo de noche",
    "alone": "Trabajar solo",
}  # fmt: skip
OFTEN = {
    "en": {code: label.lower() for code, label in FREQUENCIES},
    "es": {
        "once": "de vez en cuando",
        "occasional": "hasta un tercio del día",
        "frequent": "de un tercio a dos tercios del día",
        "constant": "más de dos tercios del día",
    },
}
FROM = {"en": "From {}: {}", "es": "Desde el {}: {}"}
SIDES_ES = {"left": "izquierda", "right": "derecha", "both": "ambos lados"}
WORDS = {
    "en": {"never": "not at all", "pounds": "at most {} pounds", "minutes": "at most {} minutes at "
           "a time", "hours": "at most {} hours a day", "day": "{} hours a day",
           "week": "{} days a week"},
    "es": {"never": "no permitido", "pounds": "no más de {} libras",
           "minutes": "no más de {} minutos seguidos", "hours": "no más de {} horas al día",
           "day": "{} horas al día", "week": "{} días a la semana"},
}  # fmt: skip


ONE = {
    "1 pounds": "1 pound", "1 minutes": "1 minute", "1 hours": "1 hour", "1 days": "1 day",
    "1 libras": "1 libra", "1 minutos seguidos": "1 minuto seguido", "1 horas": "1 hora",
    "1 días": "1 día",
}  # fmt: skip
"""How one of a thing is written."""


def offer_values(of: About) -> dict[str, Any]:
    """What is offered."""
    offer, words = of.record, WORDS[of.language]
    note = row_of(WorkStatus, offer.work_status)
    task = row_of(LightDutyTask, offer.task)
    department = row_of(Department, offer.department)
    hours = [
        _said(words[name], number)
        for name, number in (("day", offer.hours_a_day), ("week", offer.days_a_week))
        if number
    ]
    return {
        **injury_values(of),
        "supervisor": offer.supervisor,
        "duties": offer.duties or (task.description or task.title if task else None),
        "work_place": task.location if task else None,
        "department": department.name if department else None,
        "note_date": in_full(note.signed_date or note.from_date, of.language) if note else None,
        "review_date": in_full(duty.review_day(offer.first_day, offer.last_day), of.language),
        "restrictions": restrictions_within(offer, of.language),
        "first_day": in_full(offer.first_day, of.language),
        "last_day": in_full(offer.last_day, of.language),
        "hours_words": ", ".join(hours) or None,
        "schedule": offer.schedule,
        "wage_words": wage_words(offer, of.language),
        "accept_by": in_full(of["accept_by"] or offer.answer_by_date, of.language),
    }


def wage_words(offer: Any, language: str) -> str:
    """What becomes of wages, as the figures of the offer say."""
    words = WAGES[language]
    said = words.get(effect_of_offer(offer), "")
    paid = "" if offer.weekly_wage is None else words["paid"].format(dollars(offer.weekly_wage))
    return f"{said} {paid}".strip()


def earlier(offer: LightDutyOffer) -> Any:
    """The offer that one extends."""
    return row_of(LightDutyOffer, offer.extends)


def restrictions_within(offer: LightDutyOffer, language: str = "en") -> list[str]:
    """What the physician allows on the days of an offer: by its note, then with its day by each
    that begins later.
    """
    span = Span(offer.first_day, offer.last_day)
    later = [note for note in notes_within(offer.claim, span) if note.from_date > offer.first_day]
    return restrictions(offer.work_status, language) + [
        FROM[language].format(in_full(note.from_date, language), line)
        for note in later
        for line in restrictions(note.id, language)
    ]


def restrictions(note_id: int | None, language: str = "en") -> list[str]:
    """What the physician allows, a line each; a note without lines is told in its own words."""
    query = Restriction.select().where(
        Restriction.work_status == note_id, Restriction.trashed_at.is_null()
    )
    lines = [_line(row, language) for row in query.order_by(Restriction.id)]
    note = row_of(WorkStatus, note_id)
    words = WORDS[language]
    if note and note.hours_a_day:
        lines.append(_said(words["day"], note.hours_a_day))
    if note and note.days_a_week:
        lines.append(_said(words["week"], note.days_a_week))
    if note and note.as_written and not lines:
        lines = [line.strip() for line in note.as_written.splitlines() if line.strip()]
    return lines


def _line(row: Restriction, language: str) -> str:
    """One restriction: "Lift: at most 10 pounds"."""
    words = WORDS[language]
    name = ACTIVITIES[row.activity].label if language == "en" else BODY_ES[row.activity]
    side = dict(SIDES)[row.side].lower() if row.side else ""
    if side and language == "es":
        side = SIDES_ES[row.side]
    limits = [words["never"]] if row.is_never else []
    for unit in ("pounds", "minutes", "hours"):
        if getattr(row, unit) is not None and not row.is_never:
            limits.append(_said(words[unit], getattr(row, unit)))
    if row.frequency and not row.is_never:
        limits.append(OFTEN[language][row.frequency])
    return f"{name}{f' ({side})' if side else ''}: {', '.join(limits) or words['never']}"


def _said(words: str, number: Any) -> str:
    """A limit in words; one hour is not hours."""
    plain = f"{number.normalize():f}" if hasattr(number, "normalize") else str(number)
    said = words.format(plain)
    many = next((one for one in ONE if plain == "1" and one in said), "")
    return said.replace(many, ONE[many]) if many else said
