"""Where one decision gives way to another: read from `data/thresholds.yml`, which `make calibrate` writes."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.settings import PROJECT
from coach.yaml_files import read_entries

FILE = PROJECT / "data" / "thresholds.yml"


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, each found by cross-validation on the training examples."""

    temperature: float
    """What the classifier's scores are divided by, so that its probabilities say how often it is right (Guo et al. 2017)."""
    in_scope: float
    """Least probability of all facts together at which a message is answered from them."""
    clear_part: float
    """Least probability of a part's best fact at which a part of a message counts as a question of its own."""
    sure: float
    """From this probability on the best fact is told alone."""
    unsure: float
    """Below this one the coach says that it is not certain."""
    careful: Mapping[str, float]
    """Intents that win from a low probability on, because missing them would hurt someone."""


@functools.lru_cache(maxsize=2)
def read_thresholds(path: Path = FILE) -> Thresholds:
    """The thresholds of a file.

    Raises:
        CoachError: the file is not as it should be.
    """
    entries, problems = read_entries(path)
    if problems or not entries:
        raise CoachError("\n".join(map(str, problems)) or f"{path} is empty; `make calibrate` writes it.")
    try:
        values = dict(entries[0].values)
        careful = {str(intent): float(value) for intent, value in values.pop("careful").items()}
        return Thresholds(**{name: float(value) for name, value in values.items()}, careful=careful)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise CoachError(f"{path} is not as expected ({error}); `make calibrate` writes it anew.") from error
