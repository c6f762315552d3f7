"""What a person says of themselves is heard; what is said of others, denied, asked or wished is not."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.normalise import normalised
from coach.facts.files import load_knowledge
from coach.lexicon import Lexicon
from coach.profile.fields import FIELDS
from coach.profile.heard import hear


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_knowledge().lexicon


def _heard(pipeline: Any, lexicon: Lexicon, message: str) -> set[tuple[str, str]]:
    return {(heard.field, heard.value) for heard in hear(pipeline(message), lexicon)}


OF_ONESELF = [
    ("I'm self-taught", {"route": "self_taught"}),
    ("I AM SELF-TAUGHT!!", {"route": "self_taught"}),
    ("I am teaching myself machine learning at night", {"route": "self_taught"}),
    ("I'm in a bootcamp right now.", {"route": "bootcamp"}),
    ("I did a bootcamp last year", {"route": "bootcamp"}),
    ("My bootcamp ends in May", {"route": "bootcamp"}),
    ("bootcamp grad here", {"route": "bootcamp"}),
    ("I take online courses in the evening", {"route": "mooc"}),
    ("I have a master's degree in computer science", {"degree_level": "master", "degree_field": "tangential"}),
    ("i got a bsc in cs", {"degree_level": "bachelor", "degree_field": "tangential"}),
    ("I have a PhD", {"degree_level": "phd"}),
    ("I'm a physics PhD", {"degree_level": "phd", "degree_field": "tangential"}),
    ("I don't have a degree", {"degree_level": "none"}),
    ("I dropped out of university", {"degree_level": "none"}),
    ("I studied English literature", {"degree_field": "unrelated"}),
    ("I have a degree in history", {"degree_field": "unrelated"}),
    ("I studied music and philosophy", {"degree_field": "unrelated"}),
    ("I'm a web developer", {"experience": "software"}),
    ("I worked as a data analyst for two years", {"experience": "data", "years": "2"}),
    ("I'm a software developer with 5 years behind me, is that enough?", {"experience": "software", "years": "5"}),
    ("I have no experience", {"experience": "none"}),
    ("I love aviation", {"interests": "aviation"}),
    ("I'm passionate about psychology", {"interests": "psychology"}),
    ("I'd like to work at a startup", {"target": "startup"}),
    ("I want to work for a big company", {"target": "big_company"}),
    ("I aim at startups", {"target": "startup"}),
]
COUNTED = [
    ("I have 3 projects", "3", "many"),
    ("I have three projects", "3", "many"),
    ("I've built two projects so far", "2", "few"),
    ("I finished one project", "1", "few"),
    ("I have ten projects on GitHub", "10", "many"),
    ("I've done 12 small projects", "12", "many"),
    ("I have no projects yet", "0", "none"),
    ("I have zero projects", "0", "none"),
    ("The 4 projects I built are on GitHub", "4", "many"),
    ("I have 3 projects, is that enough?", "3", "many"),
    ("I had 1 project last year. Now I have 4 projects.", "4", "many"),
    ("I have a couple of projects", None, "few"),
    ("I've done a few side projects", None, "few"),
    ("I have lots of projects", None, "many"),
    ("I finished several projects at work", None, "many"),
]
SEVERAL = [
    ("self taught, no degree, two projects", {("route", "self_taught"), ("degree_level", "none"), ("projects", "2"), ("portfolio", "few")}),
    ("I love aviation and psychology", {("interests", "aviation"), ("interests", "psychology")}),
    ("I like history and music", {("interests", "history"), ("interests", "music")}),
    (
        "I went to a bootcamp. Later I got a master's degree in mathematics.",
        {("route", "bootcamp"), ("degree_level", "master"), ("degree_field", "tangential")},
    ),
    ("My sister did a bootcamp, but I taught myself.", {("route", "self_taught")}),
    ("I have a bachelor's degree and want to know if I need a PhD.", {("degree_level", "bachelor")}),
    ("I have a PhD. Do I still need projects?", {("degree_level", "phd")}),
    ("I did a bachelor's degree. Then I did a master's degree.", {("degree_level", "master")}),
]
NOT_OF_ONESELF = [
    # of others
    "My sister has a PhD",
    "My brother is a data analyst",
    "A friend of mine did a bootcamp",
    "My friend has four projects",
    "Recruiters want a master's degree",
    "They hire people with a PhD",
    "She dropped out of college and works at a startup",
    # denied
    "I don't have a PhD",
    "I never did a bootcamp",
    "I'm not a web developer",
    "I have no master's degree",
    "I can't afford a bootcamp",
    # asked
    "Should I do a bootcamp?",
    "Do I need a PhD?",
    "do i need a phd",
    "Is a bootcamp worth it?",
    "What does a data analyst do?",
    "Would a startup hire me?",
    "How many projects do I need?",
    "Are three projects enough?",
    "Do I need 3 projects?",
    "Should I show two projects or more?",
    "Does Google hire people without a master's degree?",
    # wished, planned, supposed
    "I'm thinking about a bootcamp",
    "I plan to do a bootcamp",
    "I wish I had a master's degree",
    "If I had a PhD, would Google take me?",
    "I need 3 projects for my resume",
    "I'm looking for a machine learning internship",
    "I would like a machine learning job",
    # about neither
    "My business needs a website",
    "Do I need a degree in history?",
    "My brother studied music",
    "Kaggle has 50,000 datasets",
    "Tell me about portfolios",
    "hello",
    "🫖🫖",
]


@pytest.mark.parametrize(("message", "expected"), OF_ONESELF, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_said_of_oneself_is_heard(pipeline: Any, lexicon: Lexicon, message: str, expected: dict[str, str]) -> None:
    assert _heard(pipeline, lexicon, message) == set(expected.items())


@pytest.mark.parametrize(("message", "number", "size"), COUNTED)
def test_projects_are_counted_in_digits_and_words(pipeline: Any, lexicon: Lexicon, message: str, number: str | None, size: str) -> None:
    expected = {("portfolio", size), ("projects", number)} if number else {("portfolio", size)}
    assert _heard(pipeline, lexicon, message) == expected


@pytest.mark.parametrize(("message", "expected"), SEVERAL, ids=lambda value: value if isinstance(value, str) else "")
def test_several_things_are_heard_apart_and_the_last_wins(
    pipeline: Any, lexicon: Lexicon, message: str, expected: set[tuple[str, str]]
) -> None:
    assert _heard(pipeline, lexicon, message) == expected


@pytest.mark.parametrize("message", NOT_OF_ONESELF)
def test_what_is_not_said_of_oneself_is_not_heard(pipeline: Any, lexicon: Lexicon, message: str) -> None:
    assert _heard(pipeline, lexicon, message) == set()


@pytest.mark.parametrize("message", [message for message, _ in OF_ONESELF])
def test_each_thing_heard_stands_where_it_says(pipeline: Any, lexicon: Lexicon, message: str) -> None:
    doc = pipeline(message)
    for heard in hear(doc, lexicon):
        assert 0 <= heard.start < heard.end <= len(message)
        assert doc.char_span(heard.start, heard.end) is not None


WORDS = st.sampled_from(
    "I my sister have no never 3 two PhD projects bootcamp ? . startup should aviation and 🫖 \n , 99999 of -".split(" ")
)


@given(message=st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200).map(normalised))
@settings(max_examples=60)
def test_any_message_gives_only_what_a_profile_can_hold(pipeline: Any, lexicon: Lexicon, message: str) -> None:
    for field, value in _heard(pipeline, lexicon, message):
        assert not FIELDS[field].values or value in FIELDS[field].values


def test_many_names_in_one_sentence_are_heard_in_a_moment(pipeline: Any, lexicon: Lexicon) -> None:
    doc = pipeline("I have a PhD and " + "PhD " * 1_000)
    began = time.process_time()
    assert {heard.value for heard in hear(doc, lexicon)} == {"phd"}
    assert time.process_time() - began < 0.3
