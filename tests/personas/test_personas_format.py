"""The personas' own rules: every fact, field and value that they name exists, and a wrong one is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.facts.files import load_knowledge
from coach.profile.fields import FIELDS, portfolio_of

FILE = Path(__file__).with_name("personas.yml")
PERSONAS: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
FACTS = {fact.id for fact in load_knowledge().facts}
ENOUGH = 30
QUESTIONS_EACH = 5


def wrong_in_profile(profile: dict[str, Any]) -> list[str]:
    wrong = []
    for name, value in profile.items():
        field = FIELDS.get(name)
        if field is None:
            wrong.append(f"there is no field {name!r}")
        elif field.many != isinstance(value, list):
            wrong.append(f"{name} is {'not ' if field.many else ''}a list")
        elif field.values and value not in field.values:
            wrong.append(f"{name} cannot be {value!r}")
    projects = profile.get("projects")
    if isinstance(projects, int) and profile.get("portfolio") != portfolio_of(projects):
        wrong.append(f"{projects} projects do not make the portfolio {profile.get('portfolio')!r}")
    return wrong


def wrong_in_question(question: dict[str, Any], profile: dict[str, Any]) -> list[str]:
    if set(question) != {"ask", "facts", "because", "not"}:
        return [f"its keys are {sorted(question)}"]
    wrong = [f"there is no fact {name!r}" for name in (*question["facts"], *question["not"]) if name not in FACTS]
    wrong += [f"{name!r} is right and wrong" for name in question["facts"] if name in question["not"]]
    wrong += [f"the reason names {name!r}, which is not known" for name in question["because"] if name not in profile]
    if not question["facts"]:
        wrong.append("no fact is right")
    return wrong


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona["persona"])
def test_a_persona_names_only_what_exists(persona: dict[str, Any]) -> None:
    assert set(persona) == {"persona", "says", "profile", "questions"}
    assert persona["says"].strip()
    assert persona["profile"]
    assert wrong_in_profile(persona["profile"]) == []
    assert [wrong for each in persona["questions"] for wrong in wrong_in_question(each, persona["profile"])] == []


def test_there_are_enough_personas_and_none_twice() -> None:
    assert len(PERSONAS) >= ENOUGH
    assert {each["persona"]: len(each["questions"]) for each in PERSONAS if len(each["questions"]) != QUESTIONS_EACH} == {}
    names = Counter(each["persona"] for each in PERSONAS) + Counter(each["says"] for each in PERSONAS)
    assert [name for name, times in names.items() if times > 1] == []
    for each in PERSONAS:
        assert len({question["ask"] for question in each["questions"]}) == QUESTIONS_EACH, each["persona"]


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ({"shoe_size": 43}, "no field 'shoe_size'"),
        ({"route": "by_train"}, "cannot be 'by_train'"),
        ({"route": ["bootcamp"]}, "route is a list"),
        ({"interests": "aviation"}, "interests is not a list"),
        ({"projects": 1, "portfolio": "many"}, "1 projects do not make"),
        ({"projects": 1}, "1 projects do not make"),
    ],
)
def test_a_wrong_profile_is_found(profile: dict[str, Any], said: str) -> None:
    assert any(said in wrong for wrong in wrong_in_profile(profile))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"facts": ["resume.font"]}, "no fact 'resume.font'"),
        ({"not": ["resume.font"]}, "no fact 'resume.font'"),
        ({"facts": []}, "no fact is right"),
        ({"not": ["resume.sections"]}, "right and wrong"),
        ({"because": ["target"]}, "'target', which is not known"),
        ({"why": "so"}, "its keys are"),
    ],
)
def test_a_wrong_question_is_found(change: dict[str, Any], said: str) -> None:
    right = {"ask": "What now?", "facts": ["resume.sections"], "because": [], "not": []}
    profile = {"route": "bootcamp"}
    assert wrong_in_question(right, profile) == []
    assert any(said in wrong for wrong in wrong_in_question({**right, **change}, profile))
