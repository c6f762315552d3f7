"""The project's own Python source, as contracts about its structure see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from coach.settings import PROJECT

PACKAGES = ("coach", "actions", "channels", "components", "launch")
SCRIPTS = ("coach.__main__", "coach.migrations.env")
"""What runs by being imported: the command, and what Alembic runs to migrate."""


def sources(package: str) -> list[Path]:
    """The files of a package."""
    return sorted(path for path in (PROJECT / package).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    """A file as its syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    """The name a file is imported by."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(package: str) -> list[str]:
    """The modules of a package that can be imported by name."""
    names = map(module_name, sources(package))
    return [name for name in names if name not in SCRIPTS and ".versions." not in name]


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, by whatever statement."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                package = module_name(path).split(".")[: None if path.name == "__init__.py" else -1]
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
            else:
                base = node.module or ""
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _name(node.func) in ("import_module", "__import__"):
            yield from (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
