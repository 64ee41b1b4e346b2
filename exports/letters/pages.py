"""Several letters, envelopes or sheets as one document, each on pages of its own."""

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO

from docx import Document as open_docx
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn

from exports.letters.templates import still


def joined(documents: Sequence[bytes]) -> bytes:
    """Documents made by one template as one, in their order; each begins a page.

    Args:
        documents: at least one; page size, head and styles are those of the first.
    """
    whole = open_docx(BytesIO(documents[0]))
    if len(documents) == 1:
        return documents[0]
    body = whole.element.body
    end = body.find(qn("w:sectPr"))
    for data in documents[1:]:
        parts = [e for e in open_docx(BytesIO(data)).element.body if e.tag != qn("w:sectPr")]
        first = parts[0] if parts and parts[0].tag == qn("w:p") else None
        if first is None:
            whole.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for part in map(deepcopy, parts):
            end.addprevious(part)
            if first is not None:
                _begins_page(part)
                first = None
    made = BytesIO()
    whole.save(made)
    return still(made.getvalue())


def _begins_page(paragraph) -> None:
    """The paragraph stands at the head of a page."""
    properties = paragraph.get_or_add_pPr()
    properties._add_pageBreakBefore()
