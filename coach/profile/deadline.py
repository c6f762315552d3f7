"""Dates by which somebody wants to be done: "by June", "in 3 months", "before summer 2027"."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from coach.profile.numbers import NUMBER, number

_MONTHS = {name.lower(): place for names in (calendar.month_name, calendar.month_abbr) for place, name in enumerate(names) if name}
_MONTHS |= {"sept": 9, "spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12, "christmas": 12, "xmas": 12}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = (
    rf"(?:(?P<iso>20\d\d-\d\d(?:-\d\d)?)|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?:of\s{{1,3}})?)?(?:(?:next|this|coming|following)\s{{1,3}})?(?P<month>{_NAME})\b\.?"
    r"(?:\s{1,3}(?P<day_after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:,?\s{1,3}(?:of\s{1,3})?(?P<year>20\d\d))?"
    r"|(?P<end>end\s{1,3}of\s{1,3}(?:the\s{1,3}|this\s{1,3}|next\s{1,3})?year)|(?P<next>next\s{1,3}(?:year|month))|(?P<only_year>20\d\d)\b)"
)
_VAGUE = (
    r"(?:the\s{1,3})?(?:(?:end|start|beginning|middle)\s{1,3}of\s{1,3}(?!(?:the\s{1,3}|this\s{1,3}|next\s{1,3})?year)(?:the\s{1,3})?"
    r"|early\s{1,3}|mid[\s-]?|late\s{1,3})?"
)
_BY = re.compile(rf"\b(?:by|before|no later than|deadline\s{{0,3}}(?:is|:)?(?:\s{{1,3}}in)?|due)\s{{1,3}}{_VAGUE}{_TIME}", re.IGNORECASE)
_AT = re.compile(
    rf"\b(?:until|till|in|for|this|next)\s{{1,3}}{_VAGUE}{_TIME}(?!\s{{1,3}}(?:internship|job|program|programme|school|course|intake))",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?:in|within|in\s{{1,3}}the\s{{1,3}}next|have|got)\s{{1,3}}(?:about\s{{1,3}}|around\s{{1,3}}|only\s{{1,3}}|just\s{{1,3}}|like\s{{1,3}}|less\s{{1,3}}than\s{{1,3}})?{NUMBER}\s{{1,3}}(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\s{1,3}(?:left|to\s{1,3}(?:prepare|get|find|go|land|be)|until|till|before)\b", re.IGNORECASE)

Found = tuple[str, int, int, bool]
"""An ISO date or month, where it stands, and whether it is a deadline in itself, whatever the sentence says."""


def deadlines(text: str, today: datetime.date) -> Iterator[Found]:
    """Every time in a text that may be a deadline."""
    taken: list[range] = []
    for pattern, sure in ((_BY, True), (_AT, False)):
        for match in pattern.finditer(text):
            when = _when(match, today)
            if when and not any(match.end() - 1 in span for span in taken):
                taken.append(range(*match.span()))
                yield when, *match.span(), sure
    for match in _WITHIN.finditer(text):
        count = number(match["number"])
        left = bool(_LEFT.match(text, match.end()))
        if count and (left or match[0].lower().startswith(("in", "within"))) and (when := _after(today, count, match["unit"].lower())):
            yield when, *match.span(), left


def _when(match: re.Match[str], today: datetime.date) -> str:
    if match["iso"]:
        return match["iso"]
    if match["only_year"]:
        return f"{match['only_year']}-01"
    if match["end"]:
        return f"{today.year + ('next' in match['end'].lower())}-12"
    if match["next"]:
        return _after(today, 1, "month") if "month" in match["next"].lower() else f"{today.year + 1}-01"
    month = _MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else today.year + (month < today.month)
    day = match["day"] or match["day_after"]
    if not day:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{int(day):02}" if 1 <= int(day) <= calendar.monthrange(year, month)[1] else ""


def _after(today: datetime.date, count: int, unit: str) -> str:
    """The date after some days or weeks, the month after some months or years; empty beyond the calendar."""
    try:
        if unit in {"day", "week"}:
            return (today + datetime.timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
        months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
        return f"{datetime.date(months // 12, months % 12 + 1, 1):%Y-%m}"
    except (OverflowError, ValueError):
        return ""
