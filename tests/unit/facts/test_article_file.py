"""`article.yml`: whatever it lacks is reported, and the facts of another file with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coach.errors import CoachError
from coach.facts.files import load_knowledge, read_knowledge
from tests.unit.sample_article import ARTICLE, write_article


@pytest.mark.parametrize("key", ARTICLE)
@pytest.mark.parametrize("value", [None, "", []])
def test_an_article_that_lacks_a_key_is_reported(data: Path, key: str, value: Any) -> None:
    write_article(data, {**ARTICLE, key: value})
    knowledge, problems = read_knowledge(data)
    assert knowledge is None
    assert [(problem.file, key in problem.message) for problem in problems] == [("article.yml", True)]


@pytest.mark.parametrize(
    "changes",
    [
        {"year": "about 2020"},
        {"sections": "water"},
        {"sections": ["water"]},
        {"sections": [{"id": "water"}]},
        {"sections": [{"title": "Heat the water"}]},
        {"sections": 7},
    ],
)
def test_an_article_of_another_form_is_reported(data: Path, changes: dict[str, Any]) -> None:
    write_article(data, {**ARTICLE, **changes})
    knowledge, problems = read_knowledge(data)
    assert knowledge is None
    assert [problem.file for problem in problems] == ["article.yml"]


@pytest.mark.parametrize("content", ["", "# soon", "just text", "[1, 2]"])
def test_an_article_file_without_an_article_is_reported(data: Path, content: str) -> None:
    (data / "facts" / "article.yml").write_text(content)
    knowledge, problems = read_knowledge(data)
    assert knowledge is None
    assert {problem.file for problem in problems} == {"article.yml"}


def test_a_missing_article_is_reported(data: Path) -> None:
    (data / "facts" / "article.yml").unlink()
    assert [problem.file for problem in read_knowledge(data)[1]] == ["article.yml"]


def test_loading_wrong_files_names_every_problem_on_a_line_of_its_own(data: Path) -> None:
    (data / "facts" / "water.yml").write_text("- id: water.a\n- id: water.b\n")
    with pytest.raises(CoachError) as caught:
        load_knowledge(data)
    lines = str(caught.value).splitlines()
    assert lines == [str(problem) for problem in read_knowledge(data)[1]]
    assert any(line.startswith("water.yml:1: water.a lacks") for line in lines)
    assert any(line.startswith("water.yml:2: water.b lacks") for line in lines)
