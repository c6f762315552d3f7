"""A profile: it grows with what is said, knows which facts fit the person, and says why."""

from __future__ import annotations

import pytest

from coach.facts.fact import ANY, Case, Conditions, Fact
from coach.profile.fields import FIELDS
from coach.profile.profile import Profile


def _fact(because: str = "", needs: tuple[str, ...] = (), **when: tuple[str, ...]) -> Fact:
    return _for_several([Case(when, because)] if when else [], needs=needs)


def _for_several(cases: list[Case], unless: tuple[Conditions, ...] = (), needs: tuple[str, ...] = ()) -> Fact:
    return Fact("tea.a", "advice", "A", "A.", "water", cases=tuple(cases), unless=unless, needs=needs)


def test_what_is_said_later_replaces_what_was_said_before() -> None:
    profile = Profile().told([("route", "bootcamp")]).told([("route", "mooc"), ("target", "startup")])
    assert profile.values == {"route": ("mooc",), "target": ("startup",)}


def test_interests_add_up_each_once() -> None:
    profile = Profile().told([("interests", "aviation")]).told([("interests", "psychology"), ("interests", "aviation")])
    assert profile.values == {"interests": ("aviation", "psychology")}


def test_a_profile_itself_never_changes() -> None:
    profile = Profile({"route": ("bootcamp",)})
    profile.told([("route", "mooc")])
    assert profile.values == {"route": ("bootcamp",)}


@pytest.mark.parametrize(
    ("known", "when", "fit"),
    [
        ({}, {}, 0),
        ({"route": "bootcamp"}, {}, 0),
        ({}, {"route": ("bootcamp",)}, 0),
        ({"target": "startup"}, {"route": ("bootcamp",)}, 0),
        ({"route": "bootcamp"}, {"route": ("bootcamp",)}, 1),
        ({"route": "mooc"}, {"route": ("bootcamp", "mooc")}, 1),
        ({"route": "mooc"}, {"route": ("bootcamp",)}, -1),
        ({"route": "bootcamp"}, {"route": ("bootcamp",), "experience": ("software",)}, 0),
        ({"route": "bootcamp", "experience": "software"}, {"route": ("bootcamp",), "experience": ("software",)}, 1),
        ({"route": "bootcamp", "experience": "data"}, {"route": ("bootcamp",), "experience": ("software",)}, -1),
        ({"experience": "data"}, {"route": ("bootcamp",), "experience": ("software",)}, -1),
        ({"interests": "psychology"}, {"interests": ("aviation",)}, -1),
    ],
)
def test_a_fact_fits_if_every_condition_is_known_to_be_met(known: dict[str, str], when: dict[str, tuple[str, ...]], fit: int) -> None:
    assert Profile({name: (value,) for name, value in known.items()}).fit(_fact("so", **when)) == fit


BOOTCAMP_OR_WRITER = [
    Case({"route": ("bootcamp",)}, "you come from a bootcamp"),
    Case({"experience": ("software",), "target": ("startup",)}, "you write software for a startup"),
    Case({"interests": (ANY,)}, "you like {interests}"),
]


@pytest.mark.parametrize(
    ("known", "fit", "reason"),
    [
        ({}, 0, ""),
        ({"route": ("mooc",)}, 0, ""),
        ({"route": ("mooc",), "target": ("big_company",)}, 0, ""),
        ({"route": ("bootcamp",)}, 1, "you come from a bootcamp"),
        ({"route": ("bootcamp",), "experience": ("data",)}, 1, "you come from a bootcamp"),
        ({"experience": ("software",), "target": ("startup",)}, 1, "you write software for a startup"),
        ({"route": ("bootcamp",), "experience": ("software",), "target": ("startup",)}, 1, "you come from a bootcamp"),
        ({"route": ("mooc",), "interests": ("tea-making",)}, 1, "you like tea making"),
    ],
)
def test_one_case_is_enough_to_fit_and_the_first_one_gives_the_reason(known: dict[str, tuple[str, ...]], fit: int, reason: str) -> None:
    fact = _for_several(BOOTCAMP_OR_WRITER)
    assert (Profile(known).fit(fact), Profile(known).reason(fact)) == (fit, reason)


def test_a_fact_is_contradicted_only_if_every_case_is() -> None:
    fact = _for_several(BOOTCAMP_OR_WRITER[:2])
    assert Profile({"route": ("mooc",)}).fit(fact) == 0
    assert Profile({"route": ("mooc",), "target": ("big_company",)}).fit(fact) == -1


@pytest.mark.parametrize(
    ("known", "fit"),
    [
        ({"route": ("bootcamp",)}, 1),
        ({"route": ("bootcamp",), "degree_level": ("phd",)}, 1),
        ({"route": ("bootcamp",), "degree_level": ("phd",), "degree_field": ("unrelated",)}, 1),
        ({"route": ("bootcamp",), "degree_level": ("phd",), "degree_field": ("ml",)}, -1),
        ({"route": ("bootcamp",), "target": ("startup",)}, -1),
        ({"target": ("startup",)}, -1),
    ],
)
def test_a_fact_is_wrong_for_whom_it_names_so_whatever_its_cases_say(known: dict[str, tuple[str, ...]], fit: int) -> None:
    unless = ({"degree_level": ("phd",), "degree_field": ("ml", "tangential")}, {"target": ("startup",)})
    profile = Profile(known)
    assert profile.fit(_for_several(BOOTCAMP_OR_WRITER[:1], unless)) == fit
    assert bool(profile.reason(_for_several(BOOTCAMP_OR_WRITER[:1], unless))) is (fit > 0)
    assert profile.fit(_for_several([], unless)) == min(fit, 0)


@pytest.mark.parametrize(("values", "broad"), [({"route": (ANY,)}, True), ({"route": ("mooc",)}, False)])
def test_a_case_that_asks_only_that_something_is_known_is_broad(values: Conditions, broad: bool) -> None:
    assert Case(values).broad is broad
    assert not Case({**values, "target": ("startup",)}).broad


def test_one_of_several_interests_is_enough_to_fit() -> None:
    assert Profile({"interests": ("psychology", "aviation")}).fit(_fact("so", interests=("aviation",))) == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"interests": ("aviation",)}, "you like aviation"),
        ({"interests": ("aviation", "psychology")}, "you like aviation and psychology"),
        ({"interests": ("psychology",)}, ""),
        ({}, ""),
    ],
)
def test_the_reason_is_given_in_the_persons_own_values_and_only_if_it_fits(values: dict[str, tuple[str, ...]], reason: str) -> None:
    assert Profile(values).reason(_fact("you like {interests}", interests=("aviation",))) == reason


def test_what_a_fact_needs_and_nobody_said_is_unknown() -> None:
    fact = _fact(needs=("route", "target", "degree_level"))
    assert Profile({"target": ("startup",)}).unknown(fact) == ["route", "degree_level"]
    assert Profile().unknown(_fact()) == []


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_can_be_asked_for(name: str) -> None:
    assert FIELDS[name].name == name
    assert FIELDS[name].question
    assert not FIELDS[name].question.endswith("?")  # it stands inside "Tell me ..., and I can be more exact."
