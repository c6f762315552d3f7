"""The questions to measure with: written by people who did not see what the systems learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coach.settings import PROJECT

QUESTIONS = PROJECT / "tests" / "nlu"
OUT_OF_SCOPE_KINDS = ("near", "far")


@dataclass(frozen=True)
class Asked:
    """A question, and the facts of which any one answers it; none if it is out of scope."""

    text: str
    style: str
    facts: frozenset[str]


def read(pattern: str, folder: Path = QUESTIONS) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries of the question files of a folder, each with the name of its file."""
    for path in sorted(folder.glob(pattern)):
        yield from ((path.name, entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))


def in_scope() -> list[Asked]:
    return [Asked(entry["text"], entry["style"], frozenset(entry["facts"])) for _, entry in read("in_scope*.yml")]


def out_of_scope() -> list[Asked]:
    entries = (entry for _, entry in read("out_of_scope*.yml") if entry["kind"] in OUT_OF_SCOPE_KINDS)
    return [Asked(entry["text"], entry.get("style", ""), frozenset()) for entry in entries]
