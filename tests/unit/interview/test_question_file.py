"""The rules of data/interview.yml: breaking one is reported with file and line; the real file breaks none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coach.interview.questions import FILE, read_questions
from tests.unit.sample_article import render

NO = {"title": "No", "sets": {"route": "mooc"}}


def question(**changes: Any) -> dict[str, Any]:
    """A valid question, changed as wanted; None takes a key away."""
    values = {"id": "tea", "fields": ["route"], "ask": "Green or black?", "why": "The water is hotter for one.", "answers": [NO], **changes}
    return {key: value for key, value in values.items() if value is not None}


def read(path: Path, *entries: dict[str, Any]) -> Any:
    rendered = render(entries)
    (path / "interview.yml").write_text(rendered.text)
    return rendered, *read_questions(path / "interview.yml")


BROKEN = [
    *((f"no {key}", {key: None}, key, key) for key in ("id", "fields", "ask", "why", "answers")),
    *((f"{key} is no text", {key: ["a"]}, key, "text") for key in ("id", "ask", "why")),
    ("unknown key", {"colour": "green"}, "colour", "not a key"),
    *((f"fields are {value!r}", {"fields": value}, "fields", "profile fields") for value in ("route", ["colour"], [["route"]], [3])),
    ("number of another field", {"number": "hours"}, "number", "one of its fields"),
    *((f"units are {value!r}", {"units": value}, "units", "list of texts") for value in ("h", [1])),
    *(
        (f"when is {value!r}", {"when": value}, "when", "values they can have")
        for value in ("route", ["route"], {"colour": ["green"]}, {"route": "mooc"}, {"route": ["school"]}, {"route": []}, {"route": [[1]]})
    ),
    *((f"answers are {value!r}", {"answers": value}, "answers", "list of at most 8") for value in ("No", [NO] * 9)),
    *(
        (f"an answer is {value!r}", {"answers": [value]}, "answers", expected)
        for value, expected in (
            ("No", "`title`, `sets`"),
            ({"sets": {}}, "`title`, `sets`"),
            ({**NO, "payload": "/no"}, "`title`, `sets`"),
            ({**NO, "title": False}, "`title`, `sets`"),
            ({**NO, "title": "N" * 41}, "longer than 40"),
            ({"title": "No"}, "does not have"),
            ({**NO, "sets": {"route": "school"}}, "does not have"),
            ({**NO, "sets": {"colour": "green"}}, "does not have"),
            ({**NO, "sets": {"route": ["mooc"]}}, "does not have"),
            ({**NO, "sets": {"hours": "5"}}, "none of its `fields`"),
            ({**NO, "says": "no"}, "list of texts"),
            ({**NO, "says": [False]}, "in quotes"),
        )
    ),
    ("words of two answers", {"answers": [NO, {"title": "Never", "sets": {}, "says": ["no"]}]}, "answers", "another answer"),
]


@pytest.mark.parametrize(("changes", "key", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, changes: dict[str, Any], key: str, message: str) -> None:
    rendered, questions, problems = read(tmp_path, question(id="first"), question(**changes))
    assert [each.id for each in questions] == ["first"]
    assert any(message in problem.message for problem in problems), problems
    at = rendered.lines[1].get(key) or min(rendered.lines[1].values())
    assert {(problem.file, problem.line) for problem in problems} == {("interview.yml", at)}


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    _, questions, problems = read(tmp_path, question(), question())
    assert len(questions) == 1
    assert "taken" in problems[0].message


def test_a_file_without_questions_is_reported(tmp_path: Path) -> None:
    (tmp_path / "interview.yml").write_text("# nothing\n")
    assert [problem.message for problem in read_questions(tmp_path / "interview.yml")[1]] == ["holds no questions"]
    assert read_questions(tmp_path / "none.yml")[1]


def test_nothing_is_wrong_with_the_real_file() -> None:
    questions, problems = read_questions(FILE)
    assert problems == []
    assert len(questions) == 8
