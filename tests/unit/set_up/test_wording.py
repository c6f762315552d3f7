"""The coach's own sentences: all there, all filled in, all used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

import pytest

import coach.wording
from coach.errors import CoachError
from coach.settings import PROJECT
from coach.wording import is_topic, say
from coach.yaml_files import read_entries

SENTENCES = {
    key if path.stem == "replies" else f"{path.stem}.{key}": text
    for path in coach.wording.FOLDER.glob("*.yml")
    if path.stem != "topics"
    for key, text in read_entries(path)[0][0].values.items()
}


def _strings() -> Iterator[str]:
    """Every literal text of the source."""
    for package in ("coach", "actions", "channels", "components"):
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def _said() -> Iterator[str]:
    """The name of every sentence the source says by name."""
    for package in ("coach", "actions", "channels", "components"):
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


def test_every_sentence_the_code_says_is_there() -> None:
    assert sorted(set(_said()) - set(SENTENCES)) == []


def test_every_sentence_that_is_there_is_said() -> None:
    assert sorted(set(SENTENCES) - set(_strings())) == []


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_is_said_with_its_placeholders_filled_in(name: str) -> None:
    placeholders = [field for _, field, _, _ in Formatter().parse(SENTENCES[name]) if field is not None]
    said = say(name, **{placeholder: f"<{placeholder}>" for placeholder in placeholders})
    assert all(f"<{placeholder}>" in said for placeholder in placeholders)
    assert not {"{", "}"} & set(said)


@pytest.mark.parametrize("name", ["no_such_sentence", "", "portfolio"])
def test_a_sentence_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(CoachError, match=rf"replies\.yml: `{name}`"):
        say(name)


def test_a_placeholder_nobody_fills_is_an_error() -> None:
    with pytest.raises(CoachError, match=r"replies\.yml: `too_long`"):
        say("too_long", length=9_000)


def test_what_people_wrote_is_never_read_as_a_placeholder() -> None:
    assert "{year} {0}" in say("noted", heard="{year} {0}")


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("ask_portfolio", True),
        ("ask_source", True),
        ("ask_more", False),
        ("ask_", False),
        ("portfolio", False),
        ("greet", False),
        ("", False),
    ],
)
def test_the_intent_of_a_topic_is_told_from_others_that_ask(intent: str, expected: bool) -> None:
    assert is_topic(intent) is expected
