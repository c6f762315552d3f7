"""Reads `data/interview.yml` and says what is wrong with it, with file and line."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.profile.fields import FIELDS
from coach.reply import LONGEST_TITLE
from coach.settings import PROJECT
from coach.yaml_files import Entry, Problem, read_entries

FILE = PROJECT / "data" / "interview.yml"
MOST_ANSWERS = 8
"""More than there are buttons: those that come last can be said and not pressed."""
_KEYS = {"id", "fields", "ask", "why", "answers", "number", "units", "when"}
_REQUIRED = ("id", "fields", "ask", "why", "answers")


@dataclass(frozen=True)
class Choice:
    """An answer that can be said and, if it is among the first, pressed."""

    title: str
    sets: Mapping[str, str]
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question."""

    id: str
    fields: tuple[str, ...]
    ask: str
    why: str
    answers: tuple[Choice, ...]
    number: str = ""
    """The field that a bare number answers; empty if none."""
    units: tuple[str, ...] = ()
    """Words that may stand beside that number."""
    when: Mapping[str, tuple[str, ...]] | None = None


@functools.lru_cache(maxsize=1)
def load_questions() -> Mapping[str, Question]:
    """The questions by id, in their order.

    Raises:
        CoachError: every problem of the file, one a line.

    """
    questions, problems = read_questions(FILE)
    if problems:
        raise CoachError("\n".join(map(str, problems)))
    return {question.id: question for question in questions}


def read_questions(path: Path = FILE) -> tuple[list[Question], list[Problem]]:
    """The questions of a file that are as they should be, and what is wrong with the others."""
    entries, problems = read_entries(path)
    questions: list[Question] = []
    for entry in entries:
        wrong = [Problem(path.name, entry.lines.get(key, entry.line), message) for key, message in _malformed(entry)]
        if any(question.id == entry.values.get("id") for question in questions):
            wrong.append(Problem(path.name, entry.line, f"{entry.values['id']}: this id is taken by another question"))
        problems += wrong
        if not wrong:
            questions.append(_question(entry.values))
    if not entries and not problems:
        problems.append(Problem(path.name, 1, "holds no questions"))
    return questions, problems


def _malformed(entry: Entry) -> Iterator[tuple[str, str]]:
    values = entry.values
    name = values.get("id", "a question without id")
    yield from ((key, f"{name} lacks `{key}`") for key in _REQUIRED if not values.get(key))
    yield from ((key, f"{name}: `{key}` is not a key of a question") for key in values if key not in _KEYS)
    yield from (
        (key, f"{name}: `{key}` must be text")
        for key in ("id", "ask", "why", "number")
        if key in values and not isinstance(values[key], str)
    )
    fields = values.get("fields")
    if not isinstance(fields, list) or any(str(field) not in FIELDS for field in fields):
        yield "fields", f"{name}: `fields` must be a list of profile fields"
        return
    if values.get("number", fields[0] if fields else "") not in fields:
        yield "number", f"{name}: `number` must be one of its fields"
    if not _texts(values.get("units", [])):
        yield "units", f"{name}: `units` must be a list of texts"
    if not _is_condition(values.get("when", {})):
        yield "when", f"{name}: `when` must map profile fields to lists of values they can have"
    yield from (("answers", f"{name}: {message}") for message in _wrong_answers(values.get("answers"), fields))


def _wrong_answers(answers: Any, fields: list[str]) -> Iterator[str]:
    if not isinstance(answers, list) or len(answers) > MOST_ANSWERS:
        yield f"`answers` must be a list of at most {MOST_ANSWERS}"
        return
    taken: set[str] = set()
    for answer in answers:
        if message := _wrong_answer(answer, fields):
            yield message
            continue
        phrases = {words.lower() for words in (answer["title"], *answer.get("says", []))}
        if shared := sorted(phrases & taken):
            yield f"{', '.join(map(repr, shared))} means another answer already"
        taken |= phrases


def _wrong_answer(answer: Any, fields: list[str]) -> str:
    if not isinstance(answer, dict) or set(answer) - {"title", "sets", "says"} or not isinstance(answer.get("title"), str):
        return "an answer has a `title`, `sets` and `says`"
    title, sets = answer["title"], answer.get("sets")
    if len(title) > LONGEST_TITLE:
        return f"the title {title!r} is longer than {LONGEST_TITLE} characters"
    if not isinstance(sets, dict) or not all(_can_be(*pair) for pair in sets.items()):
        return f"{title!r} sets what a profile does not have"
    if stray := [field for field in sets if field not in fields]:
        return f"{title!r} sets {', '.join(stray)}, which is none of its `fields`"
    return "" if _texts(answer.get("says", [])) else f"`says` of {title!r} must be a list of texts; put yes and no in quotes"


def _is_condition(when: Any) -> bool:
    return isinstance(when, dict) and all(
        isinstance(values, list) and values and all(_can_be(field, value) for value in values) for field, values in when.items()
    )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _can_be(field: Any, value: Any) -> bool:
    return field in FIELDS and isinstance(value, str) and (not FIELDS[field].values or value in FIELDS[field].values)


def _question(values: Mapping[str, Any]) -> Question:
    answers = tuple(Choice(each["title"], dict(each["sets"]), tuple(each.get("says", ()))) for each in values["answers"])
    when = {field: tuple(map(str, each)) for field, each in values.get("when", {}).items()}
    texts = (values["id"], tuple(values["fields"]), values["ask"], values["why"])
    return Question(*texts, answers, values.get("number", ""), tuple(values.get("units", ())), when)
