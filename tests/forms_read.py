"""Reads the form of a record off its page, as a browser would send it."""

from html.parser import HTMLParser


class Sheet(HTMLParser):
    """The names and values of the form of a record; `choices` are the names of its drop-downs."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.choices: set[str] = set()
        self._inside, self._text, self._select = False, "", ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == "record"
        name = given.get("name", "")
        if not self._inside or (not name and tag != "option"):
            return
        if tag == "textarea":
            self._text, self.sent[name] = name, ""
        elif tag == "select":
            self._select, self.sent[name] = name, ""
            self.choices.add(name)
        elif tag == "option" and "selected" in given:
            self.sent[self._select] = given["value"]
        elif tag == "input" and (given.get("type") != "radio" or "checked" in given):
            self.sent[name] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = ""
        if tag == "form":
            self._inside = False

    def handle_data(self, data):
        if self._text:
            self.sent[self._text] += data


def form_of(page) -> dict[str, str]:
    """What a browser would send of the form of a record as it stands on a page."""
    return read(page).sent


def read(page) -> Sheet:
    """The form of a record on a page."""
    sheet = Sheet()
    sheet.feed(page.text)
    return sheet
