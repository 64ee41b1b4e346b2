"""The files of the product, as the tests of its layout read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (".py", ".md", ".toml", ".txt", ".csv", ".html", ".css", ".js", ".mjs", ".svg", ".json", "")
SKIPPED = (".git", ".venv", "instance", "build", "dist", "node_modules", "__pycache__")


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository, as a path from its top; what is ignored is left out."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        return tuple(sorted(str(n) for n in names if not set(n.parts) & set(SKIPPED)))
    return tuple(sorted(name for name in done.stdout.splitlines() if (ROOT / name).is_file()))


def modules(*, tests: bool = False) -> list[str]:
    """Every Python file of the product; with `tests` those of the tests too."""
    return [f for f in files() if f.endswith(".py") and (tests or not f.startswith("tests/"))]


@cache
def tree(name: str) -> ast.Module:
    """The parsed text of a Python file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    """Every node of a Python file."""
    return tuple(ast.walk(tree(name)))


def functions(name: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file."""
    return [n for n in nodes(name) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def texts() -> dict[str, str]:
    """Path -> text of every text file."""
    return {
        name: (ROOT / name).read_text(encoding="utf-8", errors="replace")
        for name in files()
        if Path(name).suffix in TEXT
    }
