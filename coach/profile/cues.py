"""The words of `data/hearing/cues.yml` that tell facts about a person from what they say of others, wish, ask or deny."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from coach.errors import CoachError
from coach.settings import PROJECT

FILE = PROJECT / "data" / "hearing" / "cues.yml"


@dataclass(frozen=True)
class Cues:
    """Lists of lower-case words; what each is for stands in the file."""

    self: frozenset[str]
    person: frozenset[str]
    roles: frozenset[str]
    others: frozenset[str]
    being: frozenset[str]
    having: frozenset[str]
    starts: frozenset[str]
    knowing: frozenset[str]
    liking: frozenset[str]
    wish: frozenset[str]
    wish_pairs: frozenset[str]
    supposing: frozenset[str]
    aim: frozenset[str]
    openers: frozenset[str]
    asking: frozenset[str]
    inverted: frozenset[str]
    inverting: frozenset[str]
    topic: frozenset[str]
    generic: frozenset[str]
    denying: frozenset[str]
    not_denying: frozenset[str]
    gave_up: frozenset[str]
    breaks: frozenset[str]
    connectors: frozenset[str]
    corrections: frozenset[str]
    study: frozenset[str]
    study_links: frozenset[str]
    student: frozenset[str]
    nth: frozenset[str]
    ml_degrees: frozenset[str]
    unclear_degrees: frozenset[str]
    degree_signs: frozenset[str]
    not_degrees: frozenset[str]
    ml_subjects: frozenset[str]
    learning: frozenset[str]
    alone: frozenset[str]
    some: Mapping[str, str]
    not_projects: frozenset[str]
    portfolio_sizes: Mapping[str, str]


@functools.lru_cache(maxsize=1)
def cues(file: Path = FILE) -> Cues:
    """The cues of this process.

    Raises:
        CoachError: the file cannot be read, or a list is missing, unknown or none.

    """
    try:
        values = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (every word is text, `no` and `on` too)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CoachError(f"{file.name} cannot be read: {error}") from error
    names = {field.name for field in fields(Cues)}
    given = set(values) if isinstance(values, dict) else set()
    if given != names:
        raise CoachError(f"{file.name}: missing {sorted(names - given)}, unknown {sorted(given - names)}")
    if wrong := [name for name, words in values.items() if not isinstance(words, (list, dict))]:
        raise CoachError(f"{file.name}: {', '.join(wrong)} must be lists of words")
    lists: dict[str, Any] = {name: words if isinstance(words, dict) else frozenset(words) for name, words in values.items()}
    return Cues(**lists)
