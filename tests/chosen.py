"""A file chosen on the import desk, as a browser sends it."""

import io
from typing import Any


def bring(browser: Any, text: str, name: str = "register.csv", sheet: str = "claim") -> str:
    """Choose a file; gives the address of its page."""
    answer = browser.send(
        "/admin/import/", data={"sheet": sheet, "file": (io.BytesIO(text.encode()), name)}
    )
    assert answer.status_code == 302, answer.text
    return answer.location
