"""A short message that means nothing alone is read together with the question before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.context import MOST_WORDS, continued

BEFORE = "Do I need a portfolio?"


@pytest.mark.parametrize(
    "text",
    [
        "and on GitHub?",
        "But I have no time",
        "what about Kaggle",
        "even if I have a PhD",
        "ok, and a website?",
        "how long should it be",
        "who reads them?",
        "with a bootcamp",
    ],
)
def test_what_goes_on_from_a_question_is_read_with_it(text: str) -> None:
    assert continued(text, BEFORE) == f"{BEFORE} {text}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I meant the resume", "the resume"),
        ("no, i mean: how long is a resume", "how long is a resume"),
        ("sorry, wait, I meant Kaggle", "Kaggle"),
    ],
)
def test_a_correction_takes_the_place_of_the_question(text: str, meant: str) -> None:
    assert continued(text, BEFORE) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "how do I write a resume",
        "android apps",
        "item",
        "theory",
        "and " + "word " * MOST_WORDS,
        "🫖",
        "do recruiters read it in the evening or in the early morning",
    ],
)
def test_what_stands_on_its_own_is_read_alone(text: str) -> None:
    assert continued(text, BEFORE) == ""


@pytest.mark.parametrize("text", ["and on GitHub?", "it", "hello"])
def test_without_a_question_before_there_is_nothing_to_go_on_from(text: str) -> None:
    assert continued(text, "") == ""


@given(text=st.text(max_size=200), before=st.text(max_size=50))
def test_any_message_is_read_alone_or_after_the_question(text: str, before: str) -> None:
    read = continued(text, before)
    assert read == "" or read == f"{before} {text}" or text.endswith(read)
