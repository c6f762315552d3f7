"""YAML read with the line of every key, so that whoever edits a file is told where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ODD_VALUE = (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError)
"""What reading a value that is none, say the date 2020-13-45, raises."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file that a person edits."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {' '.join(self.message.split())}"


@dataclass(frozen=True)
class Entry:
    """A mapping of a file, with the line it begins on, of each of its keys, and of each item of a list (`key[0]`, `key[1]`)."""

    values: dict[str, Any]
    line: int
    lines: dict[str, int]


def read_entries(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The mappings of a YAML file that is a list of them, or one of them; with what is wrong with it."""
    problems: list[Problem] = []
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    except (OSError, UnicodeDecodeError) as error:
        return [], [Problem(path.name, 1, f"cannot be read: {error}")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [], [Problem(path.name, mark.line + 1 if mark else 1, f"is not valid YAML: {getattr(error, 'problem', error)}")]
    if node is None:
        return [], []
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    entries = []
    for item in nodes:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            problems.append(Problem(path.name, line, "is not an entry of the form `key: value`"))
            continue
        lines, doubled = _lines(item)
        problems += [Problem(path.name, at, f"`{name}` stands twice in one entry") for name, at in doubled]
        try:
            values = _construct(item)
        except _ODD_VALUE as error:
            problems.append(Problem(path.name, line, f"cannot be understood: {error}"))
            continue
        entries.append(Entry({str(key): value for key, value in values.items()}, line, lines))
    return entries, problems


def _lines(node: yaml.MappingNode) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """Where each key and each item of a list stands, and the keys that stand twice with the place of the second."""
    lines: dict[str, int] = {}
    doubled = []
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in lines:
            doubled.append((name, line))
        lines[name] = line
        for number, item in enumerate(value.value if isinstance(value, yaml.SequenceNode) else ()):
            lines[f"{name}[{number}]"] = item.start_mark.line + 1
    return lines, doubled


def _construct(node: yaml.MappingNode) -> dict[Any, Any]:
    loader = yaml.SafeLoader("")
    try:
        return dict(loader.construct_document(node))
    finally:
        loader.dispose()
