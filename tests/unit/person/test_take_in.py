"""What a person says in passing is remembered; an odd number is not, and a contradiction is asked about once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coach.person.repository import PersonRepository
from coach.person.take_in import take_in

HERE = "rest-a"


def tell(people: PersonRepository, *heard: tuple[str, str], text: str = "some words", asked: tuple[str, ...] = ()) -> Any:
    """Take in what was heard; gives what is to be settled."""
    person, doubt = take_in(people, people.of_conversation(HERE), heard, text, asked)
    assert person == people.of_conversation(HERE)
    return doubt


def known(people: PersonRepository) -> dict[str, Any]:
    values = people.of_conversation(HERE).profile.values
    return {field: list(value) if len(value) > 1 else value[0] for field, value in values.items()}


@pytest.mark.parametrize(
    ("before", "heard", "after"),
    [
        ([], [("route", "mooc"), ("hours", "10")], {"route": "mooc", "hours": "10"}),
        ([("hours", "5")], [("hours", "10")], {"hours": "10"}),
        ([("interests", "aviation")], [("interests", "jazz")], {"interests": ["aviation", "jazz"]}),
        ([("degree_level", "bachelor")], [("degree_level", "master")], {"degree_level": "master"}),
        ([("projects", "5"), ("portfolio", "many")], [("portfolio", "few")], {"portfolio": "few"}),
        ([("portfolio", "few")], [("projects", "5"), ("portfolio", "many")], {"projects": "5", "portfolio": "many"}),
        ([("route", "mooc")], [], {"route": "mooc"}),
    ],
)
def test_the_newest_counts(people: PersonRepository, before: list[Any], heard: list[Any], after: dict[str, Any]) -> None:
    tell(people, *before)
    assert tell(people, *heard) is None
    assert known(people) == after


def test_who_says_nothing_of_themselves_stays_unknown(people: PersonRepository) -> None:
    assert tell(people) is None
    assert people.of_conversation(HERE).id is None


@pytest.mark.parametrize(
    ("heard", "after"),
    [
        ([("hours", "300")], {}),
        ([("hours", "300"), ("route", "mooc")], {"route": "mooc"}),
        ([("projects", "900"), ("portfolio", "many")], {}),
        ([("years", "99"), ("projects", "5"), ("portfolio", "many")], {"projects": "5", "portfolio": "many"}),
        ([("deadline", "1999-01")], {}),
    ],
)
def test_an_odd_number_is_named_and_nothing_that_follows_from_it_is_kept(
    people: PersonRepository, heard: list[Any], after: dict[str, str]
) -> None:
    text, buttons = tell(people, *heard)
    assert heard[0][1] in text
    assert buttons == ()
    assert known(people) == after


def test_an_odd_number_leaves_what_was_known(people: PersonRepository) -> None:
    tell(people, ("projects", "5"), ("portfolio", "many"))
    assert tell(people, ("projects", "900"), ("portfolio", "many"))
    assert known(people) == {"projects": "5", "portfolio": "many"}


def test_a_contradiction_is_asked_about_with_a_button_for_each_value(people: PersonRepository) -> None:
    tell(people, ("route", "bootcamp"))
    text, buttons = tell(people, ("route", "self_taught"))
    assert "your bootcamp" in text
    assert "teach yourself" in text
    carried = [json.loads(button.payload.removeprefix("/answer")) for button in buttons]
    assert carried == [{"field": "route", "value": "self_taught"}, {"field": "route", "value": "bootcamp"}]
    assert known(people) == {"route": "self_taught"}, "until it is settled the newest counts"


def test_each_field_is_asked_about_once(people: PersonRepository) -> None:
    tell(people, ("route", "bootcamp"), ("target", "startup"))
    assert tell(people, ("route", "self_taught"))
    assert tell(people, ("route", "mooc")) is None
    assert tell(people, ("target", "big_company"))
    assert known(people) == {"route": "mooc", "target": "big_company"}


def test_an_open_correction_is_taken_without_a_question(people: PersonRepository) -> None:
    tell(people, ("route", "bootcamp"))
    assert tell(people, ("route", "self_taught"), text="actually I teach myself") is None
    assert known(people) == {"route": "self_taught"}


@pytest.mark.parametrize("heard", [("route", "self_taught"), ("hours", "300")])
def test_what_the_coach_has_just_asked_for_is_doubted_by_whoever_asked(people: PersonRepository, heard: tuple[str, str]) -> None:
    tell(people, ("route", "bootcamp"))
    assert tell(people, heard, asked=("route", "hours")) is None
    assert "hours" not in known(people)


def test_what_was_not_asked_for_is_doubted_all_the_same(people: PersonRepository) -> None:
    tell(people, ("target", "startup"))
    assert tell(people, ("route", "mooc"), ("target", "big_company"), asked=("route",))
    assert tell(people, ("route", "mooc"), ("years", "99"), asked=("route",))
