"""Which questions a system answers, as it is configured or at a threshold set on questions it is not judged by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.found import Found
from bench.questions import Asked
from bench.refusal import below, threshold


@dataclass(frozen=True)
class Outcome:
    """What is answered of the questions in scope, and the share of the others that is refused."""

    answered: np.ndarray
    refused_outside: float


def as_configured(good: Sequence[Found], outside: Sequence[Found]) -> Outcome | None:
    """By the system's own thresholds; None if it has none."""
    if good[0].answers is None:
        return None
    return Outcome(np.array([bool(found.answers) for found in good]), 1 - float(np.mean([bool(found.answers) for found in outside])))


def at_threshold(asked: Sequence[Asked], good: Sequence[Found], outside: Sequence[Found]) -> Outcome:
    """Each half of the questions is judged at the threshold that refuses 3 % of the other half."""
    scores, scores_outside = in_scope(good), in_scope(outside)
    half = _halves(asked)
    answered = np.zeros(len(good), dtype=bool)
    refused = []
    for judged in (0, 1):
        least = threshold(scores[half != judged])
        answered[half == judged] = scores[half == judged] >= least
        refused.append(below(scores_outside, least))
    return Outcome(answered, float(np.mean(refused)))


def in_scope(found: Sequence[Found]) -> np.ndarray:
    return np.array([item.in_scope for item in found])


def _halves(asked: Sequence[Asked]) -> np.ndarray:
    """0 or 1 for each question, as many of one as of the other in each style."""
    seen: Counter[str] = Counter()
    halves = []
    for question in asked:
        halves.append(seen[question.style] % 2)
        seen[question.style] += 1
    return np.array(halves)
