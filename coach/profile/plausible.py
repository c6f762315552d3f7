"""Whether a number a person gives can be meant so; if not, the coach asks before it remembers it."""

from __future__ import annotations

import datetime

BOUNDS = {"projects": (0, 100), "hours": (1, 80), "years": (0, 60)}
MOST_YEARS_AHEAD = 5


def plausible(field: str, value: str, today: datetime.date | None = None) -> bool:
    """Whether a value of a profile field may be remembered as it is."""
    if field == "deadline":
        today = today or datetime.date.today()
        return f"{today:%Y-%m}" <= value < f"{today.year + MOST_YEARS_AHEAD}"
    if field not in BOUNDS:
        return True
    least, most = BOUNDS[field]
    return value.isascii() and value.isdigit() and least <= int(value) <= most
