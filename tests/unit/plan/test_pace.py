"""Hours a week and a deadline: what fits, what goes, and what is said plainly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.plan.pace import Pace, describe_pace, keep_pace
from tests.unit.plan.people import TODAY, plan_of

STEPS = [("a", 4, False), ("b", 6, True), ("c", 2, True), ("d", 8, False)]


def pace(hours: str, weeks: float | None = None, deadline: str = "") -> Pace:
    end = (TODAY + timedelta(days=round(weeks * 7))).isoformat() if weeks is not None else deadline
    return keep_pace(STEPS, hours, end, TODAY)


@pytest.mark.parametrize(
    ("hours", "weeks", "outcome", "dropped", "needed"),
    [
        ("10", 2, "fits", (), 2),
        ("10", 20, "fits", (), 2),
        ("20", 1, "fits", (), 1),
        ("9", 2, "shortened", ("b",), 2),
        ("6", 2, "shortened", ("b", "c"), 2),
        ("5", 2, "too_short", ("b", "c"), 3),
        ("1", 1, "too_short", ("b", "c"), 12),
        ("168", 1, "fits", (), 1),
        ("2.5", 8, "fits", (), 8),
        ("10", None, "open", (), 2),
        ("3", None, "open", (), 7),
        ("0.5", None, "open", (), 40),
    ],
)
def test_steps_fit_or_the_longest_optional_ones_go_first(
    hours: str, weeks: float | None, outcome: str, dropped: tuple[str, ...], needed: int
) -> None:
    found = pace(hours, weeks)
    assert (found.outcome, found.dropped, found.weeks_needed) == (outcome, dropped, needed)


@pytest.mark.parametrize(
    ("hours", "deadline", "outcome"),
    [
        ("", "", "order"),
        ("", "2026-06-01", "order"),
        ("0", "2026-06-01", "no_time"),
        ("0.0", "", "no_time"),
        ("300", "2026-06-01", "impossible"),
        ("169", "", "impossible"),
        ("999999", "", "impossible"),
        ("-5", "", "unclear"),
        ("many", "", "unclear"),
        ("5-10", "", "unclear"),
        ("nan", "", "unclear"),
        ("inf", "", "unclear"),
        ("1e9", "", "unclear"),
        ("1/0", "", "unclear"),
        ("²", "", "unclear"),
        ("9" * 5000, "", "unclear"),
    ],
)
def test_hours_that_cannot_be_kept_give_the_order_and_no_dates(hours: str, deadline: str, outcome: str) -> None:
    found = pace(hours, deadline=deadline)
    assert (found.outcome, found.dropped) == (outcome, ())
    assert [(found.week(id_), found.due(id_)) for id_ in "abcd"] == [(None, None)] * 4
    assert describe_pace(found)


@pytest.mark.parametrize(
    ("deadline", "outcome"),
    [
        ("2025-12-01", "past"),
        ("0001-01-01", "past"),
        (TODAY.isoformat(), "past"),
        ("summer", "unreadable"),
        ("2026-13-01", "unreadable"),
        ("2026-02-30", "unreadable"),
        ("2026-13", "unreadable"),
        ("2025-12", "past"),
        ("99999-01-01", "unreadable"),
    ],
)
def test_a_deadline_that_is_none_is_said_and_the_plan_goes_on(deadline: str, outcome: str) -> None:
    found = pace("10", deadline=deadline)
    assert (found.outcome, found.dropped) == (outcome, ())
    assert found.due("d") == TODAY + timedelta(weeks=2)


def test_a_month_lasts_to_its_last_day() -> None:
    assert pace("10", deadline="2026-02").weeks_left == pace("10", deadline="2026-02-28").weeks_left
    assert pace("10", deadline="2026-02").outcome == "fits"


def test_a_step_is_due_when_its_hours_have_passed() -> None:
    found = pace("10")
    assert [(found.week(id_), found.due(id_)) for id_ in "abcd"] == [
        (1, date(2026, 1, 8)),
        (1, date(2026, 1, 12)),
        (2, date(2026, 1, 14)),
        (2, date(2026, 1, 19)),
    ]


def test_days_beyond_the_calendar_are_none() -> None:
    found = keep_pace([("a", 200, False)] * 30_000, "0.001", "", TODAY)
    assert found.due("a") is None
    assert describe_pace(found)


@given(st.integers(1, 168), st.integers(1, 400))
def test_whatever_fits_is_due_before_the_deadline(hours: int, days: int) -> None:
    deadline = TODAY + timedelta(days=days)
    found = keep_pace(STEPS, str(hours), deadline.isoformat(), TODAY)
    kept = [step[0] for step in STEPS if step[0] not in found.dropped]
    last = found.due(kept[-1])
    assert last is not None
    assert (last <= deadline) == (found.outcome != "too_short")


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_breaks_the_pace(hours: str, deadline: str) -> None:
    assert describe_pace(keep_pace(STEPS, hours, deadline, TODAY))


@pytest.mark.parametrize(
    ("hours", "weeks", "says"),
    [
        ("10", 3, ("10 hours a week", "fits", "needed: 2", "left: 3", "2026-01-26")),
        ("9", 2, ("9 hours a week", "optional", "1 of them", "2026-01-19")),
        ("5", 2, ("does not fit", "12 hours", "at 5 a week", "need 3 weeks", "there are 2", "2026-01-19")),
        ("10", None, ("10 hours a week", "weeks: 2")),
    ],
)
def test_the_outcome_is_said_with_its_numbers(hours: str, weeks: float | None, says: tuple[str, ...]) -> None:
    text = describe_pace(pace(hours, weeks))
    assert [part for part in says if part not in text] == []


def test_a_plan_leaves_out_only_optional_steps_that_are_open() -> None:
    person = {"hours": "1", "deadline": "2026-02-01"}
    plan = plan_of(person, {"learn-special": "done"})
    optional = {step.id for step in plan_of({}).steps if step.optional}
    assert {step.id for step in plan.left_out} == optional - {"learn-special"}
    assert plan.step("learn-special") is not None
    assert plan.pace.outcome == "too_short"


def test_only_open_steps_have_days() -> None:
    plan = plan_of({"hours": "10"}, {"learn-check": "done", "learn-languages": "skipped"})
    assert {step.status for step in plan.steps if step.due is None} == {"done", "skipped"}
    assert all((step.week is None) == (step.due is None) for step in plan.steps)


def test_days_follow_the_order_of_the_steps() -> None:
    days = [step.due for step in plan_of({"hours": "10"}).steps if step.due]
    assert days == sorted(days)
