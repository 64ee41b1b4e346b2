"""What is worked out once from a sheet's columns goes through one mechanism, which forgets it all."""

import ast

from sources import functions, modules

from sheets.prepared import forget, prepared

LAYERS = ("sheets", "models.py", "journal", "imports", "exports", "workflow", "admin_views")
ON_COLUMNS = {"model", "field", "fields", "column", "columns", "sheet", "question", "query", "view"}
"""Names of parameters whose answers rest on the columns of a sheet."""
STAYS = {
    "journal/twins.py:past": "the class of a twin stays; columns are put on it and taken off",
    "admin_views/case.py:page_beside": "a page, which asks for the columns each time",
    "imports/names.py:letters": "a number of a file's column",
    "workflow/tasks.py:_column": "it reads a parameter of an action",
}
"""Function that is remembered for good -> why that is right."""


def remembered(name: str):
    """The functions of a file that Python's own cache remembers."""
    for function in functions(name):
        for mark in function.decorator_list:
            called = mark.func if isinstance(mark, ast.Call) else mark
            if getattr(called, "id", getattr(called, "attr", "")) in ("cache", "lru_cache"):
                yield function


def test_no_answer_on_columns_is_remembered_past_a_change_of_them():
    wrong = [
        f"{name}:{function.name}"
        for name in modules()
        if name.startswith(LAYERS)
        for function in remembered(name)
        if ON_COLUMNS
        & {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    ]
    assert [one for one in wrong if one not in STAYS] == []
    assert set(STAYS) <= {
        f"{name}:{function.name}" for name in modules() for function in remembered(name)
    }


def test_what_is_prepared_is_forgotten_in_one_go():
    asked = []

    @prepared(most=4)
    def twice(number: int, *, more: int = 0) -> int:
        asked.append(number)
        return 2 * number + more

    assert [twice(1), twice(1), twice(1, more=1)] == [2, 2, 3]
    assert asked == [1, 1]
    forget()
    assert twice(1) == 2
    assert asked == [1, 1, 1]


def test_an_answer_that_was_begun_before_a_change_is_not_kept():
    turns = []

    @prepared()
    def slow() -> int:
        turns.append(len(turns))
        if len(turns) == 1:
            forget()  # another thread changes the columns meanwhile
        return turns[-1]

    assert slow() == 0
    assert slow() == 1
    assert slow() == 1
