"""Whether a text is an e-mail address."""

from email_validator import EmailNotValidError, validate_email

from rules.errors import BadValue


def email_address(text: str) -> str:
    """An e-mail address without the blanks round it.

    Raises:
        BadValue: the text is none.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise BadValue(
            f"“{text.strip()[:80]}” is not an e-mail address, such as ann@city.gov."
        ) from None
    return str(found.normalized)
