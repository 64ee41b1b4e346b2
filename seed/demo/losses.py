"""What goes wrong in a city, and how often: the losses that the claims are made of."""

from typing import NamedTuple

from seed.demo.chance import weighted


class Loss(NamedTuple):
    """A kind of liability loss: cause code, weight, department, claimed injury, what is told.

    `median` is the usual amount in dollars, `sigma` how far amounts lie apart; in the texts
    {street}, {vehicle} and {equipment} are filled in.
    """

    cause: str
    weight: float
    department: str
    kind: str
    median: float
    sigma: float
    texts: tuple[str, ...]


PROPERTY, INJURY, REAL, RIGHTS, OTHER = (
    "personal_property",
    "injury",
    "real_property",
    "civil_rights",
    "other",
)

LOSSES = (
    Loss(
        "ST-POTH",
        16,
        "PW-ST",
        PROPERTY,
        850,
        0.7,
        (
            "Struck a pothole on {street}; two tires and one wheel of a {vehicle} damaged.",
            "Pavement edge broken on {street}; {vehicle} needs alignment and a new tire.",
        ),
    ),
    Loss(
        "SW-TRIP",
        11,
        "PW-ST",
        INJURY,
        18_000,
        1.1,
        (
            "Tripped on a raised sidewalk panel on {street}; wrist and knee hurt.",
            "Fell over a lifted sidewalk at a tree well on {street}; shoulder hurt.",
        ),
    ),
    Loss(
        "TR-VEH",
        9,
        "PK",
        PROPERTY,
        2_900,
        0.8,
        (
            "Limb of a City tree fell on a parked {vehicle} on {street}.",
            "Tree came down in the wind on {street} and crushed the hood of a {vehicle}.",
        ),
    ),
    Loss(
        "TR-ROOT",
        5,
        "PK",
        REAL,
        7_500,
        0.8,
        ("Roots of a parkway tree cracked a driveway and a lateral on {street}.",),
    ),
    Loss(
        "SE-BACK",
        8,
        "UT-WW",
        REAL,
        12_500,
        0.9,
        (
            "Sewer backed up through a floor drain on {street}; flooring and furniture lost.",
            "Main stoppage on {street}; sewage in the hallway and two rooms.",
        ),
    ),
    Loss(
        "WA-BREAK",
        5,
        "UT-WA",
        REAL,
        9_000,
        0.9,
        ("Water main broke on {street}; garage and yard flooded.",),
    ),
    Loss(
        "FL-REAREND",
        7,
        "PD",
        INJURY,
        14_000,
        1.1,
        ("City {equipment} ran into the rear of a {vehicle} on {street}; neck and back pain.",),
    ),
    Loss(
        "FL-BACK",
        6,
        "PW-SW",
        PROPERTY,
        2_400,
        0.6,
        ("City {equipment} backed into a parked {vehicle} on {street}.",),
    ),
    Loss(
        "FL-PARKED",
        7,
        "PW-SW",
        PROPERTY,
        2_100,
        0.6,
        ("City {equipment} sideswiped a parked {vehicle} on {street} and left a note.",),
    ),
    Loss(
        "FL-INTER",
        4,
        "PD",
        INJURY,
        22_000,
        1.2,
        ("Collision of a City {equipment} and a {vehicle} in the crossing of {street}.",),
    ),
    Loss(
        "FL-DEBRIS",
        4,
        "PK",
        PROPERTY,
        650,
        0.5,
        ("Stone thrown by a mower broke the windshield of a {vehicle} on {street}.",),
    ),
    Loss(
        "FL-EMERG",
        1.5,
        "FD",
        INJURY,
        45_000,
        1.2,
        ("Fire engine responding with lights and siren struck a {vehicle} on {street}.",),
    ),
    Loss(
        "TC-SIGNAL",
        1.5,
        "PW-TR",
        INJURY,
        30_000,
        1.1,
        ("Signal showed green both ways on {street}; two vehicles collided.",),
    ),
    Loss(
        "ST-DEFECT",
        3,
        "PW-ST",
        PROPERTY,
        1_100,
        0.7,
        ("Loose drainage grate on {street} turned up under a {vehicle}.",),
    ),
    Loss(
        "PK-FALL",
        3,
        "RC",
        INJURY,
        11_000,
        1.0,
        ("Child fell from play equipment in the park on {street}; forearm broken.",),
    ),
    Loss(
        "FA-BLDG",
        2,
        "PW-FA",
        INJURY,
        9_500,
        1.0,
        ("Slipped on a wet floor in the lobby of the building on {street}.",),
    ),
    Loss(
        "PO-TOW",
        4,
        "PD",
        OTHER,
        700,
        0.5,
        ("Vehicle towed from {street}; owner says that no sign stood there.",),
    ),
    Loss(
        "PO-SEARCH",
        2,
        "PD",
        PROPERTY,
        1_800,
        0.7,
        ("Front door on {street} damaged during service of a warrant.",),
    ),
    Loss(
        "PO-FORCE",
        1.2,
        "PD",
        RIGHTS,
        120_000,
        1.1,
        ("Claimant says that force was used without need during an arrest on {street}.",),
    ),
    Loss(
        "GR-GRAF",
        1.5,
        "PW-ST",
        PROPERTY,
        900,
        0.5,
        ("Overspray from graffiti removal on the paint of a {vehicle} on {street}.",),
    ),
    Loss(
        "VN-CONTR",
        2,
        "PW-EN",
        PROPERTY,
        3_800,
        0.8,
        ("Contractor repaving {street} struck a wall and an irrigation line.",),
    ),
    Loss(
        "UT-BILL",
        2,
        "FIN",
        OTHER,
        450,
        0.5,
        ("Water bill for {street} four times the usual; owner asks for a refund.",),
    ),
    Loss(
        "ST-FLOOD",
        1.5,
        "PW",
        REAL,
        26_000,
        1.0,
        ("Storm drain on {street} overflowed; crawl space and heater under water.",),
    ),
    Loss(
        "ZZ-OTHER",
        2,
        "CMO",
        OTHER,
        1_500,
        0.9,
        ("Loss on {street}; the claimant asks the City to pay.",),
    ),
)
LIABILITY = weighted(LOSSES, [loss.weight for loss in LOSSES])


class Injury(NamedTuple):
    """A kind of injury at work; `days` is how long people are off work, usually."""

    weight: float
    body_part: str
    nature: str
    diagnosis: str
    text: str
    days: int


INJURIES = (
    Injury(
        14, "Lower back", "Strain", "Lumbar strain", "Felt a pull in the back while lifting", 24
    ),
    Injury(10, "Knee", "Sprain", "Sprain of the knee", "Twisted a knee stepping off a curb", 30),
    Injury(9, "Shoulder", "Strain", "Rotator cuff strain", "Shoulder gave way while pulling", 38),
    Injury(9, "Hand", "Laceration", "Laceration of the hand", "Cut a hand on sheet metal", 4),
    Injury(7, "Finger", "Contusion", "Contusion of the finger", "Caught a finger in a door", 1),
    Injury(6, "Ankle", "Sprain", "Ankle sprain", "Stepped into a hole and rolled an ankle", 14),
    Injury(5, "Eye", "Foreign body", "Foreign body in the eye", "Dust blew into an eye", 1),
    Injury(
        5,
        "Wrist",
        "Repetitive strain",
        "Tendinitis of the wrist",
        "Wrist pain after weeks of typing",
        10,
    ),
    Injury(4, "Neck", "Strain", "Cervical strain", "Struck from behind in a City vehicle", 28),
    Injury(3, "Multiple", "Contusion", "Multiple contusions", "Hurt while making an arrest", 12),
    Injury(
        3,
        "Hearing",
        "Hearing loss",
        "Noise-induced hearing loss",
        "Hearing loss over years of service",
        0,
    ),
    Injury(
        2,
        "Heart",
        "Cardiovascular",
        "Hypertension",
        "Heart trouble found at the yearly examination",
        60,
    ),
    Injury(
        2,
        "Arm",
        "Dog bite",
        "Bite wound of the forearm",
        "Bitten by a dog while reading a meter",
        3,
    ),
    Injury(2, "Skin", "Dermatitis", "Contact dermatitis", "Rash after clearing poison oak", 2),
)
COMPENSATION = weighted(INJURIES, [injury.weight for injury in INJURIES])

WORKFORCE = weighted(
    ("PD", "FD", "PW", "UT", "PK", "RC", "LB", "TN", "FIN", "CD", "AN"),
    (26, 20, 22, 9, 8, 4, 1, 5, 1, 3, 1),
)
"""Where the injured work."""


class Damage(NamedTuple):
    """Damage to City property by somebody outside; `median` is the usual cost in dollars."""

    weight: float
    asset: str
    department: str
    median: float
    text: str


DAMAGES = (
    Damage(
        8,
        "Street light pole",
        "PW-TR",
        5_400,
        "Vehicle left the road and knocked down a street light on {street}.",
    ),
    Damage(
        7,
        "Traffic signal",
        "PW-TR",
        9_800,
        "Truck turned too short and hit the signal on {street}.",
    ),
    Damage(6, "Stop sign", "PW-TR", 640, "Sign knocked down on {street}."),
    Damage(6, "Fire hydrant", "UT-WA", 4_300, "Hydrant sheared off by a vehicle on {street}."),
    Damage(5, "Guard rail", "PW-ST", 7_200, "Guard rail bent by a vehicle on {street}."),
    Damage(4, "Parkway tree", "PK", 3_100, "Tree destroyed by a vehicle on {street}."),
    Damage(4, "City vehicle", "PW-FL", 4_800, "City vehicle struck from behind on {street}."),
    Damage(
        3, "Block wall of the park", "PK", 6_500, "Vehicle went through the park wall on {street}."
    ),
    Damage(2, "Conduit", "UT", 5_900, "Contractor cut a City conduit on {street}."),
)
PROPERTY_DAMAGE = weighted(DAMAGES, [damage.weight for damage in DAMAGES])
