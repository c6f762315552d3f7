"""Values of a profile in words, and the size of a portfolio."""

from __future__ import annotations

import pytest

from coach.profile.fields import FIELDS, describe, portfolio_of


@pytest.mark.parametrize(
    ("projects", "size"), [(-1, "none"), (0, "none"), (1, "few"), (2, "few"), (3, "many"), (12, "many"), (999, "many")]
)
def test_a_portfolio_has_a_size(projects: int, size: str) -> None:
    assert portfolio_of(projects) == size
    assert size in FIELDS["portfolio"].values


@pytest.mark.parametrize(("field", "value"), [(field.name, value) for field in FIELDS.values() for value in field.values])
def test_every_value_a_field_can_take_has_words(field: str, value: str) -> None:
    described = describe(field, value)
    assert described
    assert value.replace("_", " ") in described or "_" not in described


def test_an_interest_is_named() -> None:
    assert describe("interests", "aviation") == "your interest in aviation"


@pytest.mark.parametrize(("field", "value"), [("projects", "3"), ("route", "osmosis"), ("colour", "red"), ("route", "")])
def test_what_has_no_words_is_not_said(field: str, value: str) -> None:
    assert describe(field, value) == ""
