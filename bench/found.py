"""What a system finds for one text, and what it learns from: the standard library only, for it runs in every environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

LONGEST = 5


class Example(NamedTuple):
    """A text to learn from. The label is a fact's id (with a dot) or an intent that is no topic."""

    text: str
    label: str
    source: str
    """question | title | statement (of a fact) | message (of data/nlu)"""


@dataclass(frozen=True)
class Found:
    """What a system makes of a text."""

    facts: list[tuple[str, float]]
    """The best facts, best first."""
    in_scope: float
    """The higher, the surer the system is that a fact answers the text; below a threshold it refuses."""
    answers: bool | None = None
    """Whether it answers from facts as it is configured; None if it has no threshold of its own."""
    questions: list[list[tuple[str, float]]] | None = None
    """The facts of each question, of a system that splits them."""


Finder = Callable[[str], Found]


def is_fact(label: str) -> bool:
    return "." in label


def by_similarity(scored: Iterable[tuple[str, float]]) -> Found:
    """Labels in the order of their best example; sure by how far the best fact is ahead of all that is no fact."""
    best: dict[str, float] = {}
    for label, score in scored:
        if score > best.get(label, float("-inf")):
            best[label] = score
    facts = sorted(((label, score) for label, score in best.items() if is_fact(label)), key=lambda item: -item[1])
    other = max((score for label, score in best.items() if not is_fact(label)), default=0.0)
    return Found(facts[:LONGEST], facts[0][1] - other)
