"""The coach's own sentences, from `data/wording/`, so that they can be edited without Python."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from coach.errors import CoachError
from coach.settings import PROJECT
from coach.yaml_files import read_entries

FOLDER = PROJECT / "data" / "wording"


@functools.lru_cache(maxsize=8)
def _texts(file: str) -> Mapping[str, str]:
    entries, problems = read_entries(FOLDER / file)
    if problems or not entries:
        raise CoachError("\n".join(map(str, problems)) or f"data/wording/{file} is empty.")
    return {key: str(value) for key, value in entries[0].values.items()}


def say(name: str, **values: object) -> str:
    """The sentence `name` of `replies.yml`, or `file.name` of another file, with its placeholders filled in.

    Raises:
        CoachError: there is no such sentence, or it has a placeholder that nobody fills.

    """
    file, _, key = name.rpartition(".")
    path = f"{file or 'replies'}.yml"
    try:
        return _texts(path)[key].format(**values)
    except (KeyError, IndexError, ValueError) as error:
        raise CoachError(f"data/wording/{path}: `{key}` is missing or has a wrong placeholder: {error}") from error


def is_topic(intent: str) -> bool:
    """Whether an intent is that of a topic, `ask_<topic>`."""
    return intent.startswith("ask_") and intent.removeprefix("ask_") in topics()


def topics() -> Mapping[str, str]:
    """Topics and what a button that offers them says, in the order they are offered."""
    return _texts("topics.yml")
