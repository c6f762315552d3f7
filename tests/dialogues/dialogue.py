"""The format of a dialogue file: what a user does, turn by turn, and what they should get.

A file is a list of turns. A turn says one thing the user does and, under `coach`, what the reply must be like:

    - user: "what they type"          # or {say: "ha ", times: 5000}
      coach:
        facts: [market.salary]        # all of these are told
    - button: "title of a button that the last reply offered"
    - payload: "text sent as if a button had sent it"

Every key of `coach` is a field of `Expected`. A key, kind or fact that does not exist is an error, so a slip of the pen
cannot make a test that never fails.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from coach.facts.fact import Fact
from coach.facts.files import load_knowledge

FOLDER = Path(__file__).parent
KINDS = ("answer", "unsure", "source", "unknown", "profile", "forgotten", "interview", "plan", "failure", "social", "care", "crisis")
ACTIONS = ("user", "button", "payload")


class FormatError(Exception):
    """A dialogue file that cannot be meant; the text says why."""


@dataclass(frozen=True)
class Expected:
    """What a reply must be like; what is None is not looked at."""

    kind: tuple[str, ...] | None = None
    """One of these kinds."""
    facts: tuple[str, ...] | None = None
    """Each of these is told: the metadata names it and the text says it."""
    facts_any: tuple[str, ...] | None = None
    """At least one of these is told."""
    facts_only: tuple[str, ...] | None = None
    """Nothing but these may be told; nothing at all is fine too. `resume.*` stands for a topic."""
    not_facts: tuple[str, ...] | None = None
    """None of these is told. `resume.*` stands for a topic."""
    no_facts: bool | None = None
    """No fact is told and no source is claimed."""
    no_figures: bool | None = None
    """There is no digit, per cent or currency sign in the text."""
    text_contains: tuple[str, ...] | None = None
    """The text has each of these; case does not matter."""
    text_any: tuple[str, ...] | None = None
    """The text has at least one of these; case does not matter."""
    text_lacks: tuple[str, ...] | None = None
    """The text has none of these; case does not matter."""
    differs: bool | None = None
    """The text is another one than that of the reply before."""
    buttons_contain: tuple[str, ...] | None = None
    """Buttons with these titles are offered."""
    buttons_lack: tuple[str, ...] | None = None
    """No button with one of these titles is offered."""
    no_buttons: bool | None = None
    """Nothing is offered."""
    files: tuple[str, ...] | None = None
    """Files with these labels can be taken away."""
    offers_topics: bool | None = None
    """A topic of data/wording/topics.yml is offered."""
    max_words: int | None = None
    """The text has at most so many words."""
    because: bool | None = None
    """The answer says that it was shaped by the profile; false: it was not."""


@dataclass(frozen=True)
class Turn:
    """One thing the user does, and what they should get."""

    number: int
    action: str
    """user | button | payload"""
    text: str
    expected: Expected


@functools.lru_cache(maxsize=1)
def known_facts() -> dict[str, Fact]:
    """Every fact by its id."""
    return {fact.id: fact for fact in load_knowledge().facts}


def matching(patterns: tuple[str, ...], facts: list[str]) -> list[str]:
    """Those of `facts` that a pattern names."""
    return [fact for fact in facts if any(fnmatchcase(fact, pattern) for pattern in patterns)]


def read_dialogue(path: Path) -> list[Turn]:
    """The turns of a file."""
    return parse_dialogue(path.read_text(encoding="utf-8"))


def parse_dialogue(text: str) -> list[Turn]:
    """The turns of a file's text.

    Raises:
        FormatError: it is not a dialogue in this format.

    """
    items = yaml.safe_load(text)
    if not isinstance(items, list) or not items:
        raise FormatError("a dialogue is a list of turns")
    turns = [_turn(number, item) for number, item in enumerate(items, 1)]
    if all(turn.expected == Expected() for turn in turns):
        raise FormatError("the dialogue expects nothing")
    return turns


def _turn(number: int, item: Any) -> Turn:
    if not isinstance(item, dict):
        raise FormatError(f"turn {number} is not a mapping")
    unknown = set(item) - {*ACTIONS, "coach"}
    if unknown:
        raise FormatError(f"turn {number} has unknown keys: {sorted(unknown)}")
    done = [action for action in ACTIONS if action in item]
    if len(done) != 1:
        raise FormatError(f"turn {number} must have exactly one of {', '.join(ACTIONS)}")
    coach = item.get("coach", {})
    if not isinstance(coach, dict):
        raise FormatError(f"turn {number}: `coach` is not a mapping")
    return Turn(number, done[0], _said(number, item[done[0]]), _expected(number, coach))


def _said(number: int, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and set(value) == {"say", "times"} and isinstance(value["say"], str) and isinstance(value["times"], int):
        return str(value["say"] * value["times"])
    raise FormatError(f"turn {number}: what the user does must be text, or {{say: text, times: number}}")


def _expected(number: int, coach: dict[str, Any]) -> Expected:
    types = {field.name: str(field.type) for field in fields(Expected)}
    values: dict[str, Any] = {}
    for key, value in coach.items():
        if key not in types:
            raise FormatError(f"turn {number}: `coach` has the unknown key {key!r}")
        values[key] = _value(f"turn {number}: `{key}`", types[key], value)
    for key in ("no_facts", "no_figures", "differs", "no_buttons", "offers_topics"):
        if values.get(key) is False:
            raise FormatError(f"turn {number}: `{key}` can only be true")
    _check_names(number, values)
    return Expected(**values)


def _value(where: str, kind: str, value: Any) -> Any:
    if kind.startswith("tuple"):
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
            raise FormatError(f"{where} must be text or a list of texts")
        return tuple(items)
    wanted = bool if kind.startswith("bool") else int
    if type(value) is not wanted:
        raise FormatError(f"{where} must be a {wanted.__name__}")
    return value


def _check_names(number: int, values: dict[str, Any]) -> None:
    for kind in values.get("kind", ()):
        if kind not in KINDS:
            raise FormatError(f"turn {number}: there is no kind {kind!r}")
    for key in ("facts", "facts_any"):
        for fact in values.get(key, ()):
            if fact not in known_facts():
                raise FormatError(f"turn {number}: there is no fact {fact!r}")
    for key in ("facts_only", "not_facts"):
        for pattern in values.get(key, ()):
            if not matching((pattern,), list(known_facts())):
                raise FormatError(f"turn {number}: no fact is named {pattern!r}")
