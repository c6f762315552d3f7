"""The questions to measure with: written by people who did not see what the systems learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


def in_scope() -> list[Asked]:
    return [Asked(entry["text"], entry["style"], frozenset(entry["facts"])) for entry in _read("in_scope*.yml")]


def out_of_scope() -> list[Asked]:
    entries = (entry for entry in _read("out_of_scope*.yml") if entry["kind"] in OUT_OF_SCOPE_KINDS)
    return [Asked(entry["text"], entry.get("style", ""), frozenset()) for entry in entries]


def _read(pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted(QUESTIONS.glob(pattern)):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))
