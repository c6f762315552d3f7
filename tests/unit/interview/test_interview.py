"""The way through the questions: what is asked of whom, skipped, gone back over, left and taken up again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.interview.interview import MOST_QUESTIONS, Interview
from coach.interview.questions import load_questions
from coach.profile.profile import Profile

ALL = ["route", "degree", "degree-field", "experience", "projects", "target", "interests", "time"]
KNOWN = {
    "route": "mooc",
    "degree_level": "bachelor",
    "degree_field": "ml",
    "experience": "none",
    "portfolio": "few",
    "target": "startup",
    "interests": "aviation",
    "hours": "5",
}


def profile(**values: str) -> Profile:
    return Profile({name: (value,) for name, value in values.items()})


def id_of(interview: Interview) -> str | None:
    return interview.question.id if interview.question else None


def asked_of(known: Mapping[str, str], answers: Mapping[str, Mapping[str, str]] = {}) -> list[str]:
    """The questions asked of somebody of whom `known` is known, who gives these answers and skips the others."""
    person, interview, ids = profile(**known), Interview().next(profile(**known)), []
    while interview.question:
        ids.append(interview.question.id)
        person = person.told(answers.get(interview.question.id, {}).items())
        interview = interview.next(person)
    return ids


@pytest.mark.parametrize(
    ("known", "answers", "expected"),
    [
        ({}, {"degree": {"degree_level": "master"}}, ALL),
        ({}, {}, [id_ for id_ in ALL if id_ != "degree-field"]),
        ({}, {"degree": {"degree_level": "none"}}, [id_ for id_ in ALL if id_ != "degree-field"]),
        ({"degree_level": "phd"}, {}, [id_ for id_ in ALL if id_ != "degree"]),
        ({"degree_field": "ml"}, {"degree": {"degree_level": "phd"}}, [id_ for id_ in ALL if id_ != "degree-field"]),
        ({}, {"route": {"route": "mooc", "experience": "data", "hours": "5"}}, ["route", "degree", "projects", "target", "interests"]),
        ({"portfolio": "many"}, {}, ["route", "degree", "experience", "target", "interests", "time"]),
        ({"projects": "3"}, {}, ["route", "degree", "experience", "target", "interests", "time"]),
        ({name: value for name, value in KNOWN.items() if name != "target"}, {}, ["target"]),
        (KNOWN, {}, []),
    ],
)
def test_only_what_is_not_known_and_changes_the_advice_is_asked(
    known: dict[str, str], answers: dict[str, dict[str, str]], expected: list[str]
) -> None:
    assert asked_of(known, answers) == expected
    assert len(expected) <= MOST_QUESTIONS == 8


def test_the_same_question_waits_until_it_is_moved_on() -> None:
    interview = Interview().next(profile())
    assert interview.question == interview.question == load_questions()["route"]


def test_back_leads_over_a_skipped_question_to_the_first() -> None:
    person = profile(degree_level="master")
    interview = Interview().next(person).next(person).next(person)
    path = [interview]
    while path[-1].back() != path[-1]:
        path.append(path[-1].back())
    assert [each.question.id for each in path if each.question] == ["experience", "degree-field", "route"]


def test_another_answer_after_going_back_changes_what_follows() -> None:
    person = profile(route="mooc", degree_level="master")
    at_field = Interview(("route", "degree", "degree-field"), waiting=True)
    again = at_field.back()
    assert again.question == load_questions()["degree"]
    without = again.next(person.told([("degree_level", "none")]))
    assert without.question == load_questions()["experience"]
    assert again.next(person).question == load_questions()["degree-field"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [({}, "degree"), ({"degree_level": "none"}, "experience"), ({**KNOWN}, None), ({**KNOWN, "degree_level": "none"}, None)],
)
def test_a_stopped_interview_asks_nothing_and_goes_on_with_what_is_still_unknown(known: dict[str, str], expected: str | None) -> None:
    stopped = Interview(("route", "degree"), waiting=True).stop()
    assert stopped.question is None
    tomorrow = Interview.of(json.loads(json.dumps(stopped.state)))
    assert tomorrow == stopped
    resumed = tomorrow.next(profile(**known))
    assert id_of(resumed) == expected


def test_an_interview_that_is_over_asks_nothing_twice() -> None:
    over = Interview(tuple(ALL), waiting=True).next(profile())
    assert over.question is None
    assert over.next(profile()).question is None


@pytest.mark.parametrize(
    ("state", "asked", "question", "following"),
    [
        (None, (), None, "route"),
        (5, (), None, "route"),
        ([], (), None, "route"),
        ({}, (), None, "route"),
        ({"asked": None}, (), None, "route"),
        ({"asked": "route", "waiting": True}, (), None, "route"),
        ({"asked": [["route"], None, 3], "waiting": True}, (), None, "route"),
        ({"asked": ["route"], "waiting": True}, ("route",), "route", "degree"),
        ({"asked": ["route"], "waiting": True, "stopped": True}, ("route",), None, "route"),
        ({"asked": ["a-question-of-last-year", "route"], "waiting": True}, ("route",), "route", "degree"),
        ({"asked": ["route", "a-question-of-last-year"], "waiting": True}, ("route",), None, "degree"),
        ({"asked": [], "waiting": True}, (), None, "route"),
    ],
)
def test_a_state_of_other_questions_or_none_is_read_as_far_as_it_goes(
    state: Any, asked: tuple[str, ...], question: str | None, following: str
) -> None:
    interview = Interview.of(state)
    assert interview.asked == asked
    assert id_of(interview) == question
    assert id_of(interview.next(profile())) == following


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))


@given(st.fixed_dictionaries({}, optional={"asked": st.lists(st.sampled_from(ALL)) | _JSON, "waiting": _JSON, "stopped": _JSON}))
def test_no_state_breaks_it(state: Any) -> None:
    interview = Interview.of(state)
    assert Interview.of(interview.state) == interview
    interview.next(profile()).stop().next(profile()).back()
