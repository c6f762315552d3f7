"""What a person's own words answer: only what they said, and nothing if they asked, refused or spoke of something else."""

from __future__ import annotations

import datetime

import pytest

from coach.interview.interview import said_in_answer
from coach.interview.questions import load_questions
from coach.profile.fields import FEW_PROJECTS, portfolio_of

NEXT_JUNE = f"June {datetime.date.today().year + 1}"

IN_WORDS = [
    ("route", "On my own", {"route": "self_taught"}),
    ("route", "by myself, with books and youtube", {"route": "self_taught"}),
    ("route", "in a BOOTCAMP right now", {"route": "bootcamp"}),
    ("route", "bootcmap", {"route": "bootcamp"}),
    ("route", "hmm, mostly coursera", {"route": "mooc"}),
    ("route", "uni student", {"route": "degree"}),
    ("route", "mostly by myself, off youtube", {"route": "self_taught"}),
    ("degree", "no", {"degree_level": "none"}),
    ("degree", "Nope.", {"degree_level": "none"}),
    ("degree", "I don't have one", {"degree_level": "none"}),
    ("degree", "I don\u2019t have one", {"degree_level": "none"}),
    ("degree", "a bachelor's", {"degree_level": "bachelor"}),
    ("degree", "just a bachelor\u2019s I guess", {"degree_level": "bachelor"}),
    ("degree", "PhD", {"degree_level": "phd"}),
    ("degree-field", "maths", {"degree_field": "tangential"}),
    ("degree-field", "computer science", {"degree_field": "tangential"}),
    ("degree-field", "something else", {"degree_field": "unrelated"}),
    ("experience", "nothing", {"experience": "none"}),
    ("experience", "as a software developer", {"experience": "software"}),
    ("experience", "data analyst", {"experience": "data"}),
    ("projects", "none yet", {"projects": "0", "portfolio": "none"}),
    ("projects", "a couple", {"portfolio": "few"}),
    ("projects", "one or two", {"portfolio": "few"}),
    ("projects", "loads", {"portfolio": "many"}),
    ("target", "start-up", {"target": "startup"}),
    ("target", "a big company", {"target": "big_company"}),
    ("target", "either is fine", {}),
    ("target", "no preference", {}),
    ("interests", "aviation", {"interests": "aviation"}),
    ("interests", "nothing in particular", {}),
    ("time", "About 10", {"hours": "10"}),
]
IN_NUMBERS = [
    ("projects", "0", "0"),
    ("projects", "zero", "0"),
    ("projects", "one", "1"),
    ("projects", "3", "3"),
    ("projects", "about ten", "10"),
    ("projects", "4 ml projects", "4"),
    ("projects", "three so far", "3"),
    ("projects", "haha ok 2", "2"),
    ("projects", "2-3", "2"),
    ("projects", "at least five I'd say", "5"),
    ("projects", "twenty five", "25"),
    ("time", "10h", "10"),
    ("time", "fine, twelve", "12"),
    ("time", "maybe 8 hours per week", "8"),
    ("time", "twenty-five", "25"),
    ("time", "7.5", "7"),
    ("time", f"10 hours by {NEXT_JUNE}", "10"),
]
NO_ANSWER = [
    ("route", "what is a bootcamp?"),
    ("route", "not a bootcamp"),
    ("route", "is coursera any good"),
    ("route", "why do you ask"),
    ("route", "42"),
    ("degree", "no idea"),
    ("degree", "No answer."),
    ("degree", "None of your business, next."),
    ("degree", "is a phd worth it"),
    ("degree", "skip"),
    ("experience", "not a developer"),
    ("experience", "what does a data analyst do"),
    ("projects", "what is 1 good project idea"),
    ("projects", "2 a day"),
    ("projects", "3 4 5 6"),
    ("projects", "some day"),
    ("target", "what is a startup"),
    ("target", "not a startup"),
    ("interests", "what else is there?"),
    ("time", "how long are 10 hours"),
    ("time", NEXT_JUNE),
    *(
        (id_, text)
        for id_ in ("route", "projects", "time")
        for text in ("", " ", "?!", "\U0001f600", "项目", "bootcamp " * 100, "9" * 5000)
    ),
]


@pytest.mark.parametrize(("id_", "text", "said"), IN_WORDS)
def test_words_are_taken_for_the_answer_they_mean(id_: str, text: str, said: dict[str, str]) -> None:
    assert said_in_answer(load_questions()[id_], text, []) == said


@pytest.mark.parametrize(("id_", "text", "number"), IN_NUMBERS)
def test_a_bare_number_answers_a_question_for_one(id_: str, text: str, number: str) -> None:
    expected = {"hours": number} if id_ == "time" else {"projects": number, "portfolio": portfolio_of(int(number))}
    assert said_in_answer(load_questions()[id_], text, []) == expected


@pytest.mark.parametrize(("id_", "text"), NO_ANSWER)
def test_a_question_a_refusal_or_anything_else_is_no_answer(id_: str, text: str) -> None:
    assert said_in_answer(load_questions()[id_], text, []) is None


@pytest.mark.parametrize(("text", "number"), [("-3", "-3"), ("900", "900"), ("1,000 projects", "1000")])
def test_a_strange_number_is_given_back_as_it_is_for_the_coach_to_doubt(text: str, number: str) -> None:
    said = said_in_answer(load_questions()["projects"], text, [])
    assert said is not None
    assert said["projects"] == number


@pytest.mark.parametrize(
    ("id_", "text", "heard", "said"),
    [
        ("route", "no, I went to a bootcamp", [("route", "bootcamp")], {"route": "bootcamp"}),
        ("degree", "bachelor", [("degree_level", "master")], {"degree_level": "master"}),
        ("degree", "a bachelor in history", [("degree_level", "bachelor"), ("degree_field", "unrelated")], {"degree_level": "bachelor"}),
        ("projects", "I have 3 projects", [("projects", "3"), ("portfolio", "many")], {"projects": "3", "portfolio": "many"}),
        ("time", "I am a nurse, what is a readme", [("experience", "none")], None),
        ("time", "10", [("route", "mooc")], {"hours": "10"}),
    ],
)
def test_what_was_heard_of_the_person_comes_first(id_: str, text: str, heard: list[tuple[str, str]], said: dict[str, str] | None) -> None:
    assert said_in_answer(load_questions()[id_], text, heard) == said


@pytest.mark.parametrize("question", load_questions().values(), ids=lambda question: question.id)
def test_every_answer_is_understood_by_its_title_and_its_words(question) -> None:  # type: ignore[no-untyped-def]
    for choice in question.answers:
        for words in (choice.title, *choice.says):
            assert said_in_answer(question, words.upper(), []) == choice.sets


def test_the_answers_on_projects_agree_with_what_few_means() -> None:
    few, many = load_questions()["projects"].answers[1:]
    assert (few.title, few.sets) == ("One or two", {"portfolio": portfolio_of(FEW_PROJECTS)})
    assert (many.title, many.sets) == ("Three or more", {"portfolio": portfolio_of(FEW_PROJECTS + 1)})
