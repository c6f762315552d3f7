"""Times by which somebody wants to be done, counted from a given day."""

from __future__ import annotations

import datetime

import pytest

from coach.profile.deadline import deadlines

TODAY = datetime.date(2026, 11, 23)
FOUND = [
    ("by June", "2027-06"),
    ("by december", "2026-12"),
    ("by November", "2026-11"),
    ("before summer 2027", "2027-06"),
    ("by June 15", "2027-06-15"),
    ("by June 15th, 2028", "2028-06-15"),
    ("by 3rd of May", "2027-05-03"),
    ("by 2027-04-01", "2027-04-01"),
    ("by the end of the year", "2026-12"),
    ("by the end of March", "2027-03"),
    ("before Christmas", "2026-12"),
    ("by next year", "2027-01"),
    ("in 3 months", "2027-02"),
    ("within two weeks", "2026-12-07"),
    ("in 10 days", "2026-12-03"),
    ("in a year", "2027-11"),
    ("I have 6 months left", "2027-05"),
    ("I have 6 months of rent", ""),
    ("by 31 February", ""),
    ("in 999999 years", ""),
    ("by bus", ""),
    ("in the summery garden", ""),
]


@pytest.mark.parametrize(("text", "when"), FOUND)
def test_a_time_is_a_date_or_a_month(text: str, when: str) -> None:
    assert [found for found, *_ in deadlines(text, TODAY)] == ([when] if when else [])


@pytest.mark.parametrize("text", ["I need it by June 15th, 2028 at last", "hired within two weeks, please"])
def test_a_time_stands_where_it_is_said(text: str) -> None:
    ((_, start, end, _),) = deadlines(text, TODAY)
    assert text[start:end] in {"by June 15th, 2028", "within two weeks"}


def test_by_is_a_deadline_in_itself_and_in_is_not() -> None:
    assert [sure for *_, sure in deadlines("by June", TODAY)] == [True]
    assert [sure for *_, sure in deadlines("in June", TODAY)] == [False]
