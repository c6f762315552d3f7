"""Reads `data/interview.yml` and says what is wrong with it, with file and line."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import CoachError
from coach.profile.fields import FIELDS
from coach.reply import LONGEST_TITLE, MOST_BUTTONS
from coach.settings import PROJECT
from coach.yaml_files import Entry, Problem, read_entries

FILE = PROJECT / "data" / "interview.yml"
_KEYS = {"id", "fields", "ask", "why", "answers", "number", "when"}
_REQUIRED = ("id", "fields", "ask", "why", "answers")


@dataclass(frozen=True)
class Choice:
    """An answer that can be pressed or said."""

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
    fields, when, answers = values.get("fields"), values.get("when", {}), values.get("answers")
    if not isinstance(fields, list) or any(field not in FIELDS for field in fields):
        yield "fields", f"{name}: `fields` must be a list of profile fields"
    elif values.get("number", fields[0] if fields else "") not in fields:
        yield "number", f"{name}: `number` must be one of its fields"
    if not isinstance(when, dict) or any(field not in FIELDS or not isinstance(each, list) for field, each in when.items()):
        yield "when", f"{name}: `when` must map profile fields to lists of values"
    if not isinstance(answers, list) or len(answers) > MOST_BUTTONS:
        yield "answers", f"{name}: `answers` must be a list of at most {MOST_BUTTONS}"
        return
    for answer in answers:
        if not isinstance(answer, dict) or set(answer) - {"title", "sets", "says"} or not isinstance(answer.get("title"), str):
            yield "answers", f"{name}: an answer has a `title`, `sets` and `says`"
        elif len(answer["title"]) > LONGEST_TITLE:
            yield "answers", f"{name}: the title {answer['title']!r} is longer than {LONGEST_TITLE} characters"
        elif not isinstance(answer.get("sets"), dict) or not all(_can_be(*pair) for pair in answer["sets"].items()):
            yield "answers", f"{name}: {answer['title']!r} sets what a profile does not have"
        elif not isinstance(answer.get("says", []), list) or not all(isinstance(words, str) for words in answer.get("says", [])):
            yield "answers", f"{name}: `says` of {answer['title']!r} must be a list of texts"


def _can_be(field: Any, value: Any) -> bool:
    return field in FIELDS and isinstance(value, str) and (not FIELDS[field].values or value in FIELDS[field].values)


def _question(values: Mapping[str, Any]) -> Question:
    answers = tuple(Choice(each["title"], dict(each["sets"]), tuple(each.get("says", ()))) for each in values["answers"])
    when = {field: tuple(map(str, each)) for field, each in values.get("when", {}).items()}
    return Question(values["id"], tuple(values["fields"]), values["ask"], values["why"], answers, values.get("number", ""), when)
