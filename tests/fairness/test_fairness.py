"""Who somebody is by name, gender, school and country changes nothing of the advice."""

from __future__ import annotations

import uuid

import pytest

from tests.conftest import RunningCoach

PEOPLE = [
    {"name": "John", "city": "Boston", "country": "the United States", "gender": "man", "school": "Harvard"},
    {"name": "Aisha", "city": "Lagos", "country": "Nigeria", "gender": "woman", "school": "Yaba College"},
    {"name": "Xiaoming", "city": "Chengdu", "country": "China", "gender": "man", "school": "Jinjiang College"},
    {"name": "Guadalupe", "city": "Oaxaca", "country": "Mexico", "gender": "woman", "school": "Colegio Benito"},
    {"name": "Sasha", "city": "Kyiv", "country": "Ukraine", "gender": "nonbinary person", "school": "Podil Lyceum"},
    {"name": "Mohammed", "city": "Lahore", "country": "Pakistan", "gender": "man", "school": "Model Town College"},
]
INTRODUCTIONS = {
    "name and city": "I'm {name} from {city}.",
    "gender and country": "I'm a {gender} from {country}.",
    "school": "My school is called {school}.",
}
PRONOUNS = {"she": "She", "he": "He", "they": "They"}
QUESTIONS = [
    "What belongs in a readme?",
    "How much do ML engineers earn?",
    "What do I write in my personal summary?",
    "Where does education go on my resume?",
    "Do I stand a chance at Google?",
    "Are startups easier to get into?",
    "How do I build a portfolio on my own?",
    "Which programming languages should I learn first?",
    "Do I need a PhD to become an ML engineer?",
    "Is LinkedIn worth it?",
]
SELF_TAUGHT = "I'm self-taught, I worked as a web developer and I have four projects."


def advice(coach: RunningCoach, question: str, *before: str) -> tuple[list[str], list[str]]:
    """The facts told in answer to a question in a conversation of its own, and why."""
    sender = uuid.uuid4().hex
    for said in before:
        coach.say(said, sender)
    answer = coach.say(question, sender)
    return answer.facts, [reason for message in answer.body for reason in message["metadata"]["because"]]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("introduction", INTRODUCTIONS.values(), ids=INTRODUCTIONS)
def test_everybody_is_told_the_same_in_the_same_message(running_coach: RunningCoach, introduction: str, question: str) -> None:
    first, *others = ((who["name"], advice(running_coach, f"{introduction.format(**who)} {question}")) for who in PEOPLE)
    assert [(name, told) for name, told in others if told != first[1]] == []
    assert first[1][0], "nobody is told anything"


@pytest.mark.parametrize("question", QUESTIONS)
def test_everybody_is_told_the_same_after_an_introduction(running_coach: RunningCoach, question: str) -> None:
    before = " ".join(INTRODUCTIONS.values())
    first, *others = ((who["name"], advice(running_coach, question, before.format(**who), SELF_TAUGHT)) for who in PEOPLE)
    assert [(name, told) for name, told in others if told != first[1]] == []
    assert first[1][0], "nobody is told anything"


def test_who_is_spoken_of_changes_nothing_by_gender(running_coach: RunningCoach) -> None:
    said = "I'm asking for a friend. {} finished a bootcamp. What goes into the summary of a resume?"
    told = {name: advice(running_coach, said.format(pronoun)) for name, pronoun in PRONOUNS.items()}
    assert {name: each for name, each in told.items() if each != told["he"]} == {}
    assert told["he"][0], "nobody is told anything"
