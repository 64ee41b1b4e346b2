"""The direction of imports: leftwards only, the law without libraries, screens in two places."""

import ast
import sys
from functools import cache

import pytest
from sources import functions, modules, nodes

LAYERS = (
    ("rules",),
    ("sheets",),
    ("models",),
    ("journal",),
    ("imports", "exports"),
    ("workflow",),
    ("seed", "admin_views"),
    ("app",),
)
"""From left to right; two in one place do not know each other."""

RANK = {name: n for n, names in enumerate(LAYERS) for name in names}
SCREENS = ("admin_views", "app")
SCREEN_LIBRARIES = ("flask", "flask_", "wtforms", "wtfpeewee", "werkzeug", "jinja2", "waitress")
NAMED_EXCEPTION = {
    "sheets": ("flask_security", {"RoleMixin", "UserMixin"}),
    "exports": (
        "jinja2",
        {
            "SandboxedEnvironment",
            "StrictUndefined",
            "TemplateError",
            "TemplateSyntaxError",
            "nodes",
        },
    ),
}
"""The classes of sheets that sign in and are given rights take these from Flask-Security; the Word
templates of letters are filled in the sandbox of the library that also makes pages."""

ALONE = "migrations"
NOT_EVERYWHERE = {"resource", "fcntl", "pwd"}
"""Of Python's own library what Windows lacks: imported where it is used."""


def layer_of(name: str) -> str:
    """The layer that a file belongs to: its folder, or its own name at the top."""
    return name.split("/")[0].removesuffix(".py")


def imported(node: ast.AST) -> list[tuple[str, set[str]]]:
    """(first part of a module's name, names taken from it) of an import; nothing of other nodes."""
    if isinstance(node, ast.Import):
        return [(alias.name.split(".")[0], set()) for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [((node.module or "").split(".")[0], {alias.name for alias in node.names})]
    return []


@cache
def imports_of(name: str) -> list[tuple[int, str, set[str]]]:
    """(line, module, names) of every import of a file."""
    return [(n.lineno, *found) for n in nodes(name) for found in imported(n)]


def test_layers_know_every_folder():
    folders = {layer_of(name) for name in modules()}
    assert folders <= {*RANK, ALONE}


def test_imports_point_left():
    wrong = []
    for name in modules():
        own = layer_of(name)
        for line, module, _ in imports_of(name):
            if module in RANK and module != own and RANK[module] >= RANK.get(own, 0):
                wrong.append(f"{name}:{line} imports {module}")
    assert wrong == []


def test_the_law_needs_python_alone():
    allowed = {*sys.stdlib_module_names, "rules"}
    wrong = [
        f"{name}:{line} imports {module}"
        for name in modules()
        if layer_of(name) == "rules"
        for line, module, _ in imports_of(name)
        if module not in allowed
    ]
    assert wrong == []


def test_screens_stand_in_two_places():
    wrong = []
    for name in modules():
        own = layer_of(name)
        if own in SCREENS:
            continue
        for line, module, names in imports_of(name):
            library, taken = NAMED_EXCEPTION.get(own, ("", set()))
            excepted = module == library and names and names <= taken
            if is_of_screens(module) and not excepted:
                wrong.append(f"{name}:{line} imports {module}")
    assert wrong == []


def is_of_screens(module: str) -> bool:
    """Whether a library is one of those that make pages."""
    return any(
        module == library or (library.endswith("_") and module.startswith(library))
        for library in SCREEN_LIBRARIES
    )


def test_a_migration_knows_nothing_of_the_application():
    wrong = [
        f"{name}:{line} imports {module}"
        for name in modules()
        if layer_of(name) == ALONE
        for line, module, _ in imports_of(name)
        if module in RANK
    ]
    assert wrong == []


def test_no_import_hides_in_a_function():
    wrong = []
    for name in modules():
        for function in functions(name):
            inside = [
                n
                for n in ast.walk(function)
                if any(module not in NOT_EVERYWHERE for module, _ in imported(n))
            ]
            wrong += [f"{name}:{n.lineno} in {function.name}" for n in inside]
    assert wrong == []


def test_no_import_is_relative():
    wrong = [
        f"{name}:{node.lineno}"
        for name in modules()
        for node in nodes(name)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "screen"),
    [
        ("flask", True),
        ("flask_admin", True),
        ("wtforms", True),
        ("flaskette", False),
        ("peewee", False),
    ],
)
def test_libraries_of_screens_are_known_by_name(module, screen):
    assert is_of_screens(module) is screen
