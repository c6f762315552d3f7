"""The formats a plan can be taken away in, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coach.plan.as_calendar import as_calendar
from coach.plan.as_json import as_json
from coach.plan.as_markdown import as_markdown
from coach.plan.as_pdf import as_pdf
from coach.plan.plan import Plan

FORMATS: Mapping[str, Callable[[Plan], bytes]] = {
    "md": lambda plan: as_markdown(plan).encode(),
    "pdf": as_pdf,
    "ics": as_calendar,
    "json": lambda plan: as_json(plan).encode(),
}
