"""What the coach says while it asks: the question with its answers, why it asks, and that it may be left."""

from __future__ import annotations

import json

import pytest

from coach.interview import reply
from coach.interview.interview import Interview
from coach.interview.questions import load_questions
from coach.profile.profile import Profile

NOBODY = Profile()
AT_PROJECTS = Interview(("route", "degree", "experience", "projects"), waiting=True)


def test_a_question_is_asked_with_its_place_its_answers_and_a_way_round_it() -> None:
    asked = reply.ask(AT_PROJECTS, NOBODY, lead="Thanks.")
    question = load_questions()["projects"]
    assert asked.text == f"Thanks.\nQuestion 4 of 7: {question.ask}"
    assert asked.metadata["interview"] == {"step": 4, "of": 7}
    assert [button.title for button in asked.buttons] == ["None yet", "One or two", "Three or more", "Skip"]
    assert asked.buttons[-1].payload == "/skip"
    name, _, carried = asked.buttons[1].payload.partition("{")
    assert (name, json.loads("{" + carried)) == ("/answer", {"question": "projects", "choice": "1"})


@pytest.mark.parametrize("question", load_questions().values(), ids=lambda question: question.id)
def test_every_question_can_be_asked_and_explained_in_few_words(question) -> None:  # type: ignore[no-untyped-def]
    interview = Interview((question.id,), waiting=True)
    for said in (reply.ask(interview, NOBODY), reply.explain(interview, NOBODY)):
        assert question.ask in said.text
        assert said.buttons
        assert all(button.payload.startswith(("/answer{", "/skip")) for button in said.buttons)
        assert len(said.text.split()) <= 60
    assert question.why in reply.explain(interview, NOBODY).text


@pytest.mark.parametrize(
    "said", [reply.repeat, reply.not_read, reply.no_way_back, lambda interview, profile: reply.odd(interview, profile, "900")]
)
def test_whatever_comes_between_the_question_stays_open(said) -> None:  # type: ignore[no-untyped-def]
    assert said(AT_PROJECTS, NOBODY).text.endswith(load_questions()["projects"].ask)
    assert said(AT_PROJECTS, NOBODY).buttons == reply.ask(AT_PROJECTS, NOBODY).buttons
    assert said(AT_PROJECTS, NOBODY).metadata["interview"] == {"step": 4, "of": 7}


def test_a_doubted_number_is_named() -> None:
    assert "900" in reply.odd(AT_PROJECTS, NOBODY, "900").text


def test_once_stopped_nothing_waits() -> None:
    assert reply.stopped().buttons == ()
    assert "interview" not in reply.stopped().metadata
    with pytest.raises(ValueError, match="no question waits"):
        reply.ask(AT_PROJECTS.stop(), NOBODY)
