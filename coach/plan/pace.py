"""How fast a person gets through open steps: hours a week against a deadline."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from coach.wording import say

HOURS_OF_A_WEEK = 7 * 24
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")

Sized = tuple[str, int, bool]
"""A step's id, its hours, and whether it may go."""


@dataclass(frozen=True)
class Pace:
    """What comes of hours and deadline."""

    outcome: str
    """
    order: no hours known, so no dates; no_time: 0 hours a week; impossible: more hours than a week has;
    unclear: hours that are no number; open: hours but no deadline; past, unreadable: a deadline that is over or no date, so none;
    fits: all is done by the deadline; shortened: it is, without some optional steps; too_short: not even without all of them
    """
    hours: int
    """Of the steps that are kept."""
    a_week: str = ""
    """What the person said."""
    deadline: str = ""
    weeks_left: int | None = None
    """Whole weeks to the deadline."""
    weeks_needed: int | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    """Step id to the days until it is done."""
    dropped: tuple[str, ...] = ()
    start: date = date.min

    def week(self, id_: str) -> int | None:
        """The week, from 1, in which a step is done."""
        return math.ceil(self.days[id_] / 7) if id_ in self.days else None

    def due(self, id_: str) -> date | None:
        """The day by which a step is done; None if it is beyond the calendar."""
        try:
            return self.start + timedelta(days=self.days[id_]) if id_ in self.days else None
        except OverflowError:
            return None


def keep_pace(steps: Sequence[Sized], hours: str, deadline: str, today: date) -> Pace:
    """Spread open steps over the weeks. If they do not fit, optional ones go, the longest first, until they do.

    Args:
        steps: in their order.
        hours: hours a week as text, empty if unknown.
        deadline: an ISO date as text, empty if unknown.
        today: when the work begins.

    """
    total = _sum(steps)
    if unusable := _unusable(hours):
        return Pace(unusable, total, hours)
    speed = Fraction(hours)
    if not deadline:
        return _spread("open", steps, hours, today)
    end = _date(deadline)
    if end is None or end <= today:
        return _spread("past" if end else "unreadable", steps, hours, today, deadline)
    capacity = speed * (end - today).days / 7
    kept = list(steps)
    for step in sorted((step for step in steps if step[2]), key=lambda step: -step[1]):
        if _sum(kept) <= capacity:
            break
        kept.remove(step)
    outcome = "too_short" if _sum(kept) > capacity else "fits" if len(kept) == len(steps) else "shortened"
    dropped = tuple(step[0] for step in steps if step not in kept)
    return _spread(outcome, kept, hours, today, deadline, (end - today).days // 7, dropped)


def describe_pace(pace: Pace) -> str:
    """The outcome in words, with its numbers."""
    return _SAYS[pace.outcome](
        {
            "a_week": pace.a_week,
            "hours": pace.hours,
            "needed": pace.weeks_needed,
            "deadline": pace.deadline,
            "left": pace.weeks_left,
            "dropped": len(pace.dropped),
            "most": HOURS_OF_A_WEEK,
        }
    )


_SAYS: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "order": lambda values: say("plan.pace_order", **values),
    "no_time": lambda values: say("plan.pace_no_time", **values),
    "impossible": lambda values: say("plan.pace_impossible", **values),
    "unclear": lambda values: say("plan.pace_unclear", **values),
    "open": lambda values: say("plan.pace_open", **values),
    "past": lambda values: say("plan.pace_past", **values),
    "unreadable": lambda values: say("plan.pace_unreadable", **values),
    "fits": lambda values: say("plan.pace_fits", **values),
    "shortened": lambda values: say("plan.pace_shortened", **values),
    "too_short": lambda values: say("plan.pace_too_short", **values),
}


def _unusable(hours: str) -> str:
    """Why no pace can be kept with these hours a week; empty if one can."""
    if not hours:
        return "order"
    if not _NUMBER.fullmatch(hours):
        return "unclear"
    if Fraction(hours) == 0:
        return "no_time"
    return "impossible" if Fraction(hours) > HOURS_OF_A_WEEK else ""


def _date(text: str) -> date | None:
    """The day, or the last one of a month such as `2027-06`; None if the text is neither."""
    try:
        if _MONTH.fullmatch(text):
            return date.fromisoformat(f"{text}-{monthrange(*map(int, text.split('-')))[1]}")
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sum(steps: Sequence[Sized]) -> int:
    return sum(hours for _, hours, _ in steps)


def _spread(
    outcome: str,
    steps: Sequence[Sized],
    a_week: str,
    today: date,
    deadline: str = "",
    weeks_left: int | None = None,
    dropped: tuple[str, ...] = (),
) -> Pace:
    days: dict[str, int] = {}
    passed = 0
    for id_, hours, _ in steps:
        passed += hours
        days[id_] = math.ceil(Fraction(passed) / Fraction(a_week) * 7)
    needed = math.ceil(Fraction(passed) / Fraction(a_week))
    return Pace(outcome, passed, a_week, deadline, weeks_left, needed, days, dropped, today)
