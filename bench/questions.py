"""The questions to measure with: written by people who did not see what the systems learn from."""

from __future__ import annotations

from dataclasses import dataclass

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
    return _read("in_scope_a") + _read("in_scope_b")


def out_of_scope() -> list[Asked]:
    return _read("out_of_scope")


def _read(name: str) -> list[Asked]:
    entries = yaml.safe_load((QUESTIONS / f"{name}.yml").read_text(encoding="utf-8"))
    return [
        Asked(entry["text"], entry["style"], frozenset(entry.get("facts", ())))
        for entry in entries
        if "facts" in entry or entry["kind"] in OUT_OF_SCOPE_KINDS
    ]
