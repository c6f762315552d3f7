"""What of a message is read: a bounded part of it, and its clauses."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from channels.normalise import normalised
from coach.language.reading import MOST_CHARACTERS, MOST_CLAUSES, bounded, clauses, has_words

FILLER = "and then some more of my long story went on "


@pytest.mark.parametrize(
    ("text", "read"),
    [("", ""), ("hello", "hello"), ("  a \n b\tc  ", "a b c"), ("x" * MOST_CHARACTERS, "x" * MOST_CHARACTERS), ("🫖 é 你好", "🫖 é 你好")],
)
def test_a_short_message_is_read_whole_on_one_line(text: str, read: str) -> None:
    assert bounded(text) == read


@given(text=st.text(max_size=300) | st.text(max_size=40).map(lambda text: text * 60))
@settings(max_examples=80)
@example(text="?" * 20_000)
@example(text="what " * 4_000)
@example(text="\n" * 20_000 + "x" * 20_000)
@example(text="ab" * 10_000)
def test_what_is_read_is_bounded_and_on_one_line(text: str) -> None:
    read = bounded(text)
    assert len(read) <= MOST_CHARACTERS
    assert len(read.splitlines()) <= 1 or read == " ".join(text.split())
    assert bool(read) == bool(text.split())


@pytest.mark.parametrize("before", [0, 5, 40])
@pytest.mark.parametrize("after", [0, 5, 40])
@pytest.mark.parametrize("question", ["Do I need a portfolio?", "How do I write a resume.", "Tell me about Kaggle."])
def test_the_question_of_a_long_story_is_read(before: int, after: int, question: str) -> None:
    story = "I was a nurse. " + FILLER * before + ". " + question + " " + "It was long. " + FILLER * (after + 12)
    assert question in bounded(story)


def test_of_a_long_story_without_a_question_the_beginning_and_the_end_are_read() -> None:
    read = bounded("Nurses like me " + FILLER * 60 + "never found a project")
    assert read.startswith("Nurses like me")
    assert read.endswith("never found a project")


@pytest.mark.parametrize("text", ["a", "1", "é", "你好", "🫖 ok", "/x", "...7"])
def test_a_letter_or_digit_of_any_script_is_words(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", " ", "🫖🫖", "?!", "___", "\n\t", "👍🏽", "...", "\u0301"])
def test_without_a_letter_or_digit_there_are_no_words(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What is Kaggle? How do I use GitHub?", ("Kaggle", "GitHub")),
        ("What is Kaggle? And how do I use GitHub?", ("Kaggle", "GitHub")),
        ("how much does it pay and what should i learn", ("pay", "learn")),
        ("Do I need a website, and also what goes into a readme", ("website", "readme")),
        ("which math n which languages", ("math", "languages")),
        ("Is LinkedIn useful; how about GitHub?\nAnd Kaggle too", ("LinkedIn", "GitHub", "Kaggle")),
    ],
)
def test_a_message_that_asks_several_things_is_split(text: str, parts: tuple[str, ...]) -> None:
    found = clauses(text)
    assert len(found) == len(parts)
    for clause, word in zip(found, parts, strict=True):
        assert word in clause
        assert clause == clause.strip()


@pytest.mark.parametrize("text", ["", "What is Kaggle?", "probability and statistics", "🫖", "and", "and and and", "Hi. Ok. Yes."])
def test_a_message_that_asks_one_thing_or_none_has_no_clauses(text: str) -> None:
    assert clauses(text) == []


def test_too_many_clauses_are_a_story_and_not_split() -> None:
    assert clauses("I went there. " * (MOST_CLAUSES + 1)) == []
    assert len(clauses("I went there. " * MOST_CLAUSES)) == MOST_CLAUSES


@given(text=st.text(max_size=200).map(normalised))
@settings(max_examples=60)
@example(text=" and " * 150)
@example(text="a" + " " * 650 + "and")
def test_clauses_are_parts_of_the_message_with_words(text: str) -> None:
    found = clauses(text)
    assert len(found) != 1
    assert len(found) <= MOST_CLAUSES
    assert all(clause in text and has_words(clause) for clause in found)
