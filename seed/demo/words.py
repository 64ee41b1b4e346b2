"""Invented words of the demonstration city: people, streets, companies. None of them is anybody.

Phone numbers are of the 555-01xx range kept for fiction, plates bear a letter that California
never prints in that place, the postal code is not assigned, and provider numbers begin with a
digit not yet given out.
"""


def _listed(text: str) -> tuple[str, ...]:
    """The names of a list with commas between."""
    return tuple(" ".join(text.split()).split(", "))


CITY = "Alder Bay"
POSTAL_CODE = "96199"
AREA_CODES = _listed("209, 310, 408, 510, 559, 626, 707, 714, 805, 831, 909, 916")
FIRST_NAMES = _listed("""
    Rosa, Daniel, Mei, Andre, Priya, Thomas, Lucia, Kevin, Fatima, Walter, Nina, Jorge, Grace,
    Omar, Helen, Victor, Soledad, Patrick, Linh, Marcus, Irene, Samuel, Aisha, Peter, Carmen,
    Julian, Naomi, Hector, Bettina, Raymond, Yolanda, Felix, Anjali, Douglas, Teresa, Ivan,
    Marisol, Curtis, Hana, Leonard, Paula, Emilio, Sandra, Quentin, Olga, Ramon, Judith,
    Darnell, Kim, Alfonso, Theresa, Nathan, Vera, Isaac, Gloria, Tobias, Monique, Ernesto
""")
LAST_NAMES = _listed("""
    Alvarez, Bennett, Chau, Delgado, Eastman, Farias, Grady, Hinojosa, Ibarra, Jansen,
    Kowalski, Lindqvist, Morales, Nakamura, Okafor, Petrov, Quintero, Rosales, Sandoval, Tran,
    Underhill, Vasquez, Whitaker, Ximenez, Yamada, Zepeda, Abernathy, Barrios, Castellano,
    Dhillon, Escobedo, Fontaine, Guerrero, Holloway, Iyer, Jefferson, Kaplan, Lombardi,
    Mendoza, Nguyen, Orozco, Pham, Quigley, Ramirez, Sorensen, Takahashi, Upton, Valdez,
    Wexler, Yarbrough, Zamora, Arriaga, Blackwell, Cisneros, Dorsey, Espinoza, Fairbanks,
    Galvan, Hargrove, Ito, Juarez, Kessler, Ledesma, McAllister, Novak, Ontiveros, Partridge,
    Rivas, Steiner, Trujillo, Villanueva
""")
STREETS = _listed("""
    Alder Street, Harbor Avenue, Mariposa Way, Cannery Row East, Juniper Court, Mission Ridge
    Road, Old Mill Lane, Pelican Drive, Quarry Road, Sycamore Boulevard, Terrace View,
    Vineyard Avenue, Willow Glen, Lighthouse Road, Orchard Street, Bayview Parkway, Canyon Oak
    Drive, Depot Street, El Camino Viejo, Foothill Boulevard, Granite Way, Heron Place, Laguna
    Street, Marina Boulevard, North Plaza, Ocean Terrace, Poppy Lane, Railroad Avenue, Salinas
    Court, Third Street, Union Avenue, Verbena Street, Wharf Street, Yarrow Lane, Civic Center
    Drive, Eucalyptus Avenue
""")
VEHICLES = _listed("""
    sedan, pickup, minivan, delivery van, hatchback, SUV, coupe, motorcycle
""")
EQUIPMENT = _listed("""
    dump truck, patrol car, street sweeper, refuse truck, pickup, mower, utility van, engine
""")
CARRIERS = _listed("""
    Harborlight Mutual Insurance, Tamarack Assurance, Golden Quail Insurance Exchange,
    Meridian Coast Indemnity, Bluefin Casualty, Three Oaks Auto Insurance, Saltmarsh General
    Insurance, Copper Canyon Insurance
""")
POOLS = _listed("Alder Coast Joint Powers Insurance Pool")
BROKERS = _listed("""
    Ostrander and Vale Insurance Brokers, Penhallow Risk Partners
""")
ADMINISTRATORS = _listed("Larkspur Claims Services, Redbud Benefit Administrators")
LAW_FIRMS = _listed("""
    Whitlow Marsh LLP, Pettibone Arden LLP, Law Offices of Tam and Corrigan, Brightwater Legal
    Group, Haldane Ruiz LLP, Stonecrop Trial Lawyers, Inverness Defense Counsel, Calloway
    Finch LLP
""")
VENDORS = _listed("""
    Bayline Auto Body, Quillen Investigations, Cypress Court Reporters, Driftwood Restoration,
    Ironwood Plumbing, Lantern Street Engineering, Marlow Appraisers, Northstar Records
    Retrieval, Pinecone Tree Experts, Seabright Signal Supply, Tidewater Towing, Verdant
    Concrete
""")
PHYSICIAN_SPECIALTIES = _listed("""
    Occupational medicine, Orthopedic surgery, Physical medicine and rehabilitation,
    Neurology, Psychiatry, Internal medicine, Hand surgery, Pain management, Chiropractic,
    Ophthalmology
""")
CREDENTIALS = _listed("MD, MD, MD, DO, DC, PhD")
FACILITIES = _listed("""
    Alder Bay Occupational Health, Harbor Imaging Center, Mission Ridge Surgery Center,
    Bayview Physical Therapy, Alder Bay Community Hospital
""")
PHARMACIES = _listed("""
    Wharf Street Pharmacy, Orchard Pharmacy, Terrace Compounding Pharmacy
""")

JOB_TITLES = {
    "PD": _listed("Police officer, Police sergeant, Dispatcher, Records clerk"),
    "FD": _listed("Firefighter, Fire engineer, Fire captain, Paramedic"),
    "PW": _listed("Maintenance worker, Senior maintenance worker, Equipment operator, Crew lead"),
    "UT": _listed("Utility worker, Meter reader, Plant operator, Collections technician"),
    "PK": _listed("Groundskeeper, Tree trimmer, Park ranger, Irrigation technician"),
    "RC": _listed("Recreation leader, Lifeguard, Program coordinator"),
    "LB": _listed("Librarian, Library aide"),
    "TN": _listed("Bus operator, Dispatcher"),
    "FIN": _listed("Accountant, Buyer"),
    "CD": _listed("Code enforcement officer, Building inspector, Planner"),
    "AN": _listed("Animal control officer"),
}
"""Department -> job titles there."""
SAFETY_TITLES = frozenset(
    _listed("Fire captain, Fire engineer, Firefighter, Police officer, Police sergeant")
)
"""Titles with salary instead of temporary disability (Lab. Code 4850)."""
