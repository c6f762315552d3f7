"""The step a person means when they speak of it in their own words."""

from __future__ import annotations

import pytest

from coach.plan.find import find_step
from tests.unit.plan import people
from tests.unit.plan.people import plan_of


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("done with the readme", "portfolio-readme"),
        ("I finished the read me files", "portfolio-readme"),
        ("wrote all READMEs!!", "portfolio-readme"),
        ("done with the redme", "portfolio-readme"),
        ("skip kaggle", "portfolio-kaggle"),
        ("linkedin is up to date now", "search-linkedin"),
        ("skip the statistics", "learn-statistics"),
        ("stats done", "learn-statistics"),
        ("i learned python", "learn-languages"),
        ("done with my first project", "portfolio-first"),
        ("skip open source", "portfolio-open-source"),
        ("i've entered a compettition", "portfolio-competition"),
        ("personal summary is written", "resume-summary"),
        ("system design, done", "learn-design"),
        ("Write a readme for each project", "portfolio-readme"),
    ],
)
def test_a_step_is_found_by_its_words(text: str, id_: str) -> None:
    found = find_step(plan_of({}), text)
    assert found.step is not None
    assert found.step.id == id_
    assert found.candidates == ()


@pytest.mark.parametrize("person", [people.UNKNOWN, people.WEB_DEVELOPER, people.BOOTCAMP, people.PHD_STUDENT, people.MANY_PROJECTS])
def test_every_step_is_found_by_its_title(person: dict[str, str]) -> None:
    plan = plan_of(person)
    assert {step.id: getattr(find_step(plan, f"done with: {step.title}").step, "id", None) for step in plan.steps} == {
        step.id: step.id for step in plan.steps
    }


@pytest.mark.parametrize("text", ["done", "", "I did it", "skip that one please", "the xylophone", "?!", "项目", "done " * 10_000])
def test_words_that_name_no_step_find_none(text: str) -> None:
    found = find_step(plan_of({}), text)
    assert (found.step, found.candidates) == (None, ())


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("done with the project", {"portfolio-first", "portfolio-next"}),
        ("readme and linkedin", {"portfolio-readme", "search-linkedin"}),
    ],
)
def test_words_that_fit_several_steps_leave_the_choice(text: str, among: set[str]) -> None:
    found = find_step(plan_of({}), text)
    assert found.step is None
    assert 2 <= len(found.candidates) <= 4
    assert among <= {step.id for step in found.candidates}


def test_an_open_step_is_meant_before_one_that_is_done() -> None:
    before = find_step(plan_of({}), "done with the algorithms")
    assert before.step is None or before.step.id in {"learn-algorithms", "learn-programming"}
    plan = plan_of({}, {"learn-algorithms": "done"})
    found = find_step(plan, "done with the algorithms")
    assert found.step is not None
    assert found.step.id == "learn-programming"


def test_a_step_that_is_done_can_still_be_named() -> None:
    found = find_step(plan_of({}, {"portfolio-readme": "done"}), "the readme")
    assert found.step is not None
    assert found.step.status == "done"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("done!", False),
        ("finally finished that one today", False),
        ("done with the barbecue", True),
        ("skip the readme", True),
        ("", False),
    ],
)
def test_it_is_known_whether_anything_was_named(text: str, named: bool) -> None:
    assert find_step(plan_of({}), text).named is named
