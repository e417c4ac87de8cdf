"""The project's source as the guards read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("chat", "documents", "forms_engine", "messerprise")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[Path, ast.Module]:
    """Return every module of ours but migrations, by its path in the project."""
    files = (file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts)
    return {file.relative_to(ROOT): ast.parse(file.read_text()) for file in files}


def in_layer(name: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the modules of a layer, a file or a package of that name in any app."""
    return ((path, tree) for path, tree in modules().items() if name in {path.parent.name, path.stem})


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def templates() -> dict[Path, str]:
    """Return the templates' text."""
    return {file.relative_to(ROOT): file.read_text() for file in (ROOT / "templates").rglob("*.html")}
