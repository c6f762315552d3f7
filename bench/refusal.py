"""Where to refuse: the threshold that costs a fixed share of good questions."""

from __future__ import annotations

import numpy as np

REFUSED = 0.03
"""Share of good questions that may be refused."""


def threshold(good: np.ndarray, refused: float = REFUSED) -> float:
    """The highest score at which at most that share of the good questions scores lower."""
    return float(np.sort(good)[int(refused * len(good))])


def below(scores: np.ndarray, least: float) -> float:
    """The share of scores that is refused."""
    return float(np.mean(np.asarray(scores) < least))
