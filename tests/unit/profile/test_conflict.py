"""What contradicts what was said before, and what only grows, is added or is put right."""

from __future__ import annotations

import pytest

from coach.profile.conflict import Conflict, conflict
from coach.profile.profile import Profile

KNOWN = {
    "route": "bootcamp",
    "degree_level": "master",
    "degree_field": "ml",
    "experience": "software",
    "target": "startup",
    "projects": "5",
    "portfolio": "many",
    "interests": "aviation",
    "years": "3",
    "languages": "python",
    "skills": "docker",
    "hours": "10",
    "deadline": "2027-06",
}
PROFILE = Profile({field: (value,) for field, value in KNOWN.items()})


@pytest.mark.parametrize(
    ("field", "now"),
    [
        ("route", "self_taught"),
        ("degree_level", "bachelor"),
        ("degree_level", "none"),
        ("degree_field", "unrelated"),
        ("experience", "none"),
        ("target", "big_company"),
    ],
)
def test_another_value_of_what_stays_is_a_contradiction(field: str, now: str) -> None:
    assert conflict(PROFILE, [(field, now)], "some words") == Conflict(field, KNOWN[field], now)


@pytest.mark.parametrize(
    ("field", "now"),
    [
        *KNOWN.items(),
        ("degree_level", "phd"),
        ("experience", "ml"),
        ("projects", "6"),
        ("portfolio", "none"),
        ("interests", "psychology"),
        ("years", "4"),
        ("languages", "java"),
        ("skills", "sql"),
        ("hours", "20"),
        ("deadline", "2027-09"),
    ],
)
def test_the_same_and_what_grows_adds_or_changes_with_time_is_none(field: str, now: str) -> None:
    assert conflict(PROFILE, [(field, now)], "some words") is None


def test_nothing_contradicts_what_is_not_known() -> None:
    assert conflict(Profile(), KNOWN.items(), "some words") is None


def test_of_several_contradictions_the_first_that_was_said_counts() -> None:
    heard = [("hours", "20"), ("target", "big_company"), ("route", "mooc")]
    assert conflict(PROFILE, heard, "some words") == Conflict("target", "startup", "big_company")


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("Actually I teach myself", True),
        ("correction: self-taught", True),
        ("I mean self-taught", True),
        ("I MEANT self-taught", True),
        ("no wait, self-taught", True),
        ("sorry, self-taught", True),
        ("I'm not in a bootcamp anymore, I teach myself", True),
        ("I'm not any more, I teach myself", True),
        ("do I need any more projects? I teach myself", False),
        ("not anymore, I teach myself now", True),
        ("I no longer do the bootcamp, I'm self-taught", True),
        ("by now I teach myself", True),
        ("I teach myself", False),
        ("I teach myself factually sorrythings", False),
        ("I meander, self-taught", False),
    ],
)
def test_an_open_correction_is_no_contradiction(text: str, corrects: bool) -> None:
    assert (conflict(PROFILE, [("route", "self_taught")], text) is None) == corrects
