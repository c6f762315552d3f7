"""Numbers as people write them, and which of them can be meant."""

from __future__ import annotations

import datetime

import pytest

from coach.profile.numbers import number
from coach.profile.plausible import plausible


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("3", 3),
        ("10+", 10),
        ("~5", 5),
        ("1,000", 1000),
        ("three", 3),
        ("Twelve", 12),
        ("nineteen", 19),
        ("twenty", 20),
        ("twenty-five", 25),
        ("twenty five", 25),
        ("a", 1),
        ("", None),
        ("3.5", None),
        ("five twenty", None),
        ("tea", None),
        ("٣", None),
        ("99999999999", None),
    ],
)
def test_a_number_is_read(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("field", "value", "can_be"),
    [
        ("projects", "0", True),
        ("projects", "12", True),
        ("projects", "900", False),
        ("projects", "-1", False),
        ("projects", "many", False),
        ("hours", "10", True),
        ("hours", "0", False),
        ("hours", "300", False),
        ("years", "5", True),
        ("years", "200", False),
        ("deadline", "2027-06", True),
        ("deadline", "2026-11", True),
        ("deadline", "2026-12-07", True),
        ("deadline", "2026-10", False),
        ("deadline", "2090-01", False),
        ("route", "bootcamp", True),
    ],
)
def test_what_nobody_can_mean_is_told(field: str, value: str, can_be: bool) -> None:
    assert plausible(field, value, datetime.date(2026, 11, 23)) is can_be
