"""The task bank of the demonstration: light work that departments of a city give."""

from typing import NamedTuple


class Work(NamedTuple):
    """A task: title, department, where, hours a day, places, duties, and what it asks for.

    A demand is written as a note's line is: activity, then pounds, minutes at a time, hours a day.
    """

    title: str
    department: str
    where: str
    hours: int
    places: int
    duties: str
    demands: tuple[tuple[str, int | None, int | None, int | None], ...]


SUPERVISORS = ("Carmen Whitfield", "Obi Natarajan", "Lena Marsh", "Tomas Quiroga", "June Adair")
"""Who leads the light work, each of them some of the tasks."""

DESK = (("sit", None, 60, 6), ("keyboard", None, 45, 4), ("grip", 2, 10, 2))
COUNTER = (("stand", None, 20, 2), ("sit", None, 45, 5), ("keyboard", None, 20, 2))

BANK = (
    Work("Answer the service telephone", "PW", "Corporation yard, office", 8, 2,
         "Take calls for service, enter them, pass them to the crews.", DESK),
    Work("Check closed work orders", "PW", "Corporation yard, office", 6, 2,
         "Compare work orders with time cards; note what is missing.", DESK),
    Work("Scan and index plans", "PW-EN", "City hall, second floor", 6, 1,
         "Scan as-built plans, name the files, check the images.",
         (("lift", 8, None, 1), ("stand", None, 20, 2), ("sit", None, 45, 4), *DESK[1:])),
    Work("Photograph street signs from a car", "PW-TR", "Traffic operations", 6, 1,
         "As passenger, photograph signs and note what is faded.",
         (("sit", None, 50, 5), ("grip", 2, 10, 2), ("outdoors", None, None, None))),
    Work("Count traffic at intersections", "PW-TR", "In the field, seated", 6, 2,
         "Count vehicles and walkers on a tablet, from a chair.",
         (("sit", None, 60, 5), ("outdoors", None, None, None), ("noise", None, None, None))),
    Work("Issue tools and keys", "PW-FL", "Fleet, tool room", 8, 1,
         "Hand out tools, keep the log; heavy ones are taken by the mechanic.",
         (("lift", 15, None, 2), ("stand", None, 45, 4), ("walk", None, 15, 2))),
    Work("Order parts by telephone", "PW-FL", "Fleet, parts desk", 8, 1,
         "Ask for prices, place orders, follow deliveries.", DESK),
    Work("Walk facilities for hazards", "PW-FA", "City buildings", 4, 1,
         "Walk buildings with a checklist; report trips, spills and dead lamps.",
         (("walk", None, 30, 3), ("climb", None, 5, 1))),
    Work("Greet and direct at city hall", "CMO", "City hall, lobby", 8, 1,
         "Greet visitors, direct them, hand out forms.", COUNTER),
    Work("Sort and deliver inside mail", "CLK", "City hall", 4, 1,
         "Sort the mail, deliver it by cart twice a day.",
         (("lift", 20, None, 1), ("push_pull", 25, None, 1), ("walk", None, 30, 2),
          ("stand", None, 30, 2))),
    Work("Redact records for requests", "CLK", "City clerk", 6, 2,
         "Prepare copies for records requests with the redaction tool.", DESK),
    Work("Enter invoices", "FIN", "Finance", 8, 1, "Enter and file supplier invoices.", DESK),
    Work("Check applications for completeness", "CD", "Permit desk", 8, 1,
         "Compare applications with the checklist, telephone for what is missing.", COUNTER),
    Work("Answer the permit telephone", "CD-BL", "Building desk", 6, 1,
         "Give the status of permits, book inspections.", DESK),
    Work("Mend and cover books", "LB", "Main library, workroom", 6, 2,
         "Cover new books, mend torn pages at a table.",
         (("lift", 4, None, 2), ("fine_hand", None, 30, 4), ("grip", 4, 15, 3),
          ("sit", None, 60, 5))),
    Work("Shelve paperbacks", "LB", "Branch libraries", 4, 2,
         "Shelve from a cart between waist and shoulder.",
         (("lift", 5, None, 3), ("stand", None, 60, 3), ("walk", None, 30, 2),
          ("reach_below", None, 20, 2), ("bend", None, 5, 1))),
    Work("Check in at the recreation center", "RC", "Recreation center, desk", 6, 2,
         "Check members in, book courts, answer questions.", COUNTER),
    Work("Watch cameras at the transit yard", "TN", "Transit, operations desk", 8, 1,
         "Watch the cameras, log what happens, call the supervisor.",
         (("sit", None, 60, 7), ("alone", None, None, None))),
    Work("Telephone for lost pets", "AN", "Shelter, front office", 6, 1,
         "Match found animals with reports, telephone owners.", DESK),
    Work("Water nursery plants by hose", "PK", "Parks nursery", 6, 1,
         "Water rows by hose, pull small weeds standing.",
         (("lift", 10, None, 1), ("stand", None, 60, 4), ("walk", None, 30, 3),
          ("outdoors", None, None, None), ("wet", None, None, None))),
    Work("Review body-camera recordings", "PD", "Police, records", 8, 2,
         "View recordings for requests and mark the times.", DESK),
    Work("Check hydrant records", "FD", "Fire prevention", 8, 2,
         "Compare inspection cards with the hydrant list.", DESK),
)  # fmt: skip
"""Twenty-two tasks of all kinds of departments, from a chair to a nursery."""
