"""What somebody else decides before a letter goes out."""

from exports.letters.declared import kind_of
from rules.registry import Entry
from workflow import authority
from workflow.tasks import Need, Task


def need_of(task: Task, entry: Entry, given_up: int) -> Need | None:
    """Who approves a letter, or one that gives up an amount, in cents; None: nobody has to."""
    kind = kind_of(entry)
    if kind.authority:
        return authority.need(task.who, kind.authority, given_up, line=None, on=task.on)
    if not kind.approver or task.who.operator or task.who.roles & set(kind.approver):
        return None
    whom = authority.titles(kind.approver)
    sentence = f"“{entry.title}” goes out with approval. It waits for {whom}."
    return Need(authority.LETTER, None, None, sentence, kind.approver)
