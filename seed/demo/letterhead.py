"""The head of the letters of the demonstration office: invented like the rest of it."""

from datetime import date

import models as m
from journal.clicks import Click
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from seed.demo import words

HEAD = {
    "city_name": f"City of {words.CITY}",
    "office_address": f"100 Civic Plaza|{words.CITY}, CA {words.POSTAL_CODE}",
    "office_phone": "(209) 555-0100",
    "clerk_address": f"City Clerk|100 Civic Plaza, Room 2|{words.CITY}, CA {words.POSTAL_CODE}",
    "county_name": words.CITY,
    "mailing_city": words.CITY,
    "pay_to": f"City of {words.CITY}",
    "tax_id": "00-0000000",
    "finance_director": "Director of Finance",
}


def set_letterhead(*, today: date, mark: str) -> None:
    """Fill the settings of letters that are blank, as one change."""
    draft = Draft("Head of the letters", source="seed", on=today)
    for row in m.Setting.select().where(m.Setting.name << list(HEAD)):
        if not row.value:
            draft.change(m.Setting, row.id, value=HEAD[row.name])
    if draft:
        commit(OPERATOR, draft, key=Click(f"{mark} letterhead"))
