"""The same plan in four formats: each is parsed back, and nothing a person typed is read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from coach.plan.as_calendar import as_calendar
from coach.plan.as_json import as_json
from coach.plan.as_markdown import as_markdown
from coach.plan.as_pdf import as_pdf
from coach.plan.plan import Plan
from tests.unit.plan import people
from tests.unit.plan.people import plan_of

PROGRESS = {"learn-check": "done", "learn-statistics": "skipped"}
PLANS = {
    "nothing known": plan_of({}),
    "hours": plan_of({"hours": "10"}),
    "in progress": plan_of({**people.BOOTCAMP, "hours": "8"}, PROGRESS),
    "too short": plan_of({**people.CS_STUDENT, "hours": "2", "deadline": "2026-02-01"}),
    "all done": plan_of({}, people.all_of({}, "done")),
}
HOSTILE = [
    "<b>x</b> <script>alert(1)</script>",
    "</para><para>",
    "&amp; &lt; &#0; <!-- -->",
    "**bold** _it_ [a](http://b.example) `c` | d # e",
    "![](http://b.example/x.png)",
    "a; b, c \\ d \\n e: f",
    "x\r\nBEGIN:VEVENT\r\nSUMMARY:boo\r\nEND:VEVENT",
    "x\n\n# Heading\n- [x] item",
    "{route} %s $(id)",
    "naïve café Größe 机器学习 🚀 \u202e \u200b",
    "x" * 3000,
    "\x00\x07\x1b",
]
EXPORTS: list[Callable[[Plan], str | bytes]] = [as_markdown, as_pdf, as_calendar, as_json]


def pdf_text(content: bytes) -> str:
    """The text of a PDF, its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def entries(content: bytes) -> list:
    """The components of a calendar file."""
    return list(Calendar.from_ical(content).subcomponents)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_all_formats_have_the_same_steps_in_the_same_order(plan: Plan) -> None:
    titles = [step.title for step in plan.steps]
    markdown = [line.partition("**")[2].partition("**")[0] for line in as_markdown(plan).splitlines() if line.startswith("- [")]
    from_json = [step["title"] for phase in json.loads(as_json(plan))["phases"] for step in phase["steps"]]
    from_calendar = [str(entry["summary"]) for entry in entries(as_calendar(plan))]
    text = pdf_text(as_pdf(plan))
    places = [text.find(f"{title} ") for title in titles]
    assert markdown == from_json == from_calendar == titles
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_all_formats_say_what_why_when_done_and_where_from(plan: Plan) -> None:
    described = " ".join(str(entry["description"]) for entry in entries(as_calendar(plan)))
    for text in (re.sub(r"\\(.)", r"\1", as_markdown(plan)), pdf_text(as_pdf(plan)), described, as_json(plan)):
        flat = " ".join(text.replace('\\"', '"').split())
        for step in plan.steps:
            assert [part for part in (step.do, step.why, step.done_when, step.source) if " ".join(part.split()) not in flat] == []
        assert "my own rough estimates" in flat


def test_markdown_ticks_what_is_done() -> None:
    lines = [line for line in as_markdown(PLANS["in progress"]).splitlines() if line.startswith("- [")]
    assert sum(line.startswith("- [x]") for line in lines) == 1
    assert [line for line in lines if "skipped" in line] == ["- [ ] **Learn probability and statistics** (skipped)"]


def test_what_was_left_out_is_said() -> None:
    plan = PLANS["too short"]
    assert plan.left_out
    for text in (as_markdown(plan).replace("\\", ""), pdf_text(as_pdf(plan)), as_json(plan)):
        assert all(step.title in text for step in plan.left_out)
    assert [step["title"] for step in json.loads(as_json(plan))["left_out"]] == [step.title for step in plan.left_out]


def test_a_step_with_a_day_is_an_event_of_that_whole_day() -> None:
    plan = PLANS["hours"]
    for step, entry in zip(plan.steps, entries(as_calendar(plan)), strict=True):
        assert entry.name == "VEVENT"
        assert type(entry["dtstart"].dt) is date
        assert (entry["dtstart"].dt, entry["dtend"].dt) == (step.due, step.due + timedelta(days=1))


def test_a_step_without_a_day_is_a_task_with_its_status() -> None:
    found = {str(entry["uid"]).partition("@")[0]: entry for entry in entries(as_calendar(PLANS["in progress"]))}
    assert found["learn-check"].name == found["learn-statistics"].name == "VTODO"
    assert (found["learn-check"]["status"], found["learn-statistics"]["status"]) == ("COMPLETED", "CANCELLED")
    assert {entry["status"] for entry in entries(as_calendar(PLANS["nothing known"]))} == {"NEEDS-ACTION"}


def test_a_calendar_has_what_calendar_programs_demand() -> None:
    content = as_calendar(PLANS["hours"])
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"VERSION:2.0\r\n" in content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert all(entry["uid"] and entry["dtstamp"] for entry in entries(content))


def test_a_step_keeps_its_uid_when_its_day_changes() -> None:
    slow, fast = (entries(as_calendar(plan_of({"hours": hours}))) for hours in ("5", "20"))
    assert [entry["uid"] for entry in slow] == [entry["uid"] for entry in fast]
    assert len({entry["uid"] for entry in slow}) == len(slow)
    assert [entry["dtstart"].dt for entry in slow] != [entry["dtstart"].dt for entry in fast]


def test_json_has_days_as_iso_texts() -> None:
    content = json.loads(as_json(PLANS["hours"]))
    assert [step["due"] for phase in content["phases"] for step in phase["steps"]] == [
        step.due.isoformat() for step in PLANS["hours"].steps if step.due
    ]
    assert content["made"] == "2026-01-05"
    assert content["source"]["url"].startswith("https://")


@pytest.mark.parametrize("export", EXPORTS)
def test_the_same_plan_makes_the_same_file(export: Callable[[Plan], str | bytes]) -> None:
    assert export(plan_of({"hours": "6"})) == export(plan_of({"hours": "6"}))


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_person_typed_is_only_text(typed: str) -> None:
    plan, plain = plan_of({"interests": typed, "hours": "9"}), plan_of({"interests": "tea", "hours": "9"})
    topic = plan.step("portfolio-topic")
    assert topic is not None
    markdown = as_markdown(plan)
    assert len(markdown.splitlines()) == len(as_markdown(plain).splitlines())
    assert re.search(r"(?<!\\)<(?!https://candor)|(?<!\\)!\[|[^\\]\]\(|://b", markdown) is None
    assert [entry.name for entry in entries(as_calendar(plan))] == ["VEVENT"] * len(plan.steps)
    assert b"\r\nSUMMARY:boo" not in as_calendar(plan)
    steps = [step for phase in json.loads(as_json(plan))["phases"] for step in phase["steps"]]
    assert next(step["why"] for step in steps if step["id"] == topic.id) == topic.why
    assert topic.title in pdf_text(as_pdf(plan))


def test_markup_that_a_person_typed_is_seen_as_they_typed_it() -> None:
    plan = plan_of({"interests": "<b>tea</b> & naïve"})
    assert "interested in <b>tea</b> & naïve." in pdf_text(as_pdf(plan))
    assert any("interested in <b>tea</b> & naïve." in str(entry["description"]) for entry in entries(as_calendar(plan)))


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60), st.text(max_size=10), st.text(max_size=12))
def test_no_text_breaks_an_export(interest: str, hours: str, deadline: str) -> None:
    plan = plan_of({"interests": interest, "hours": hours, "deadline": deadline})
    assert len(entries(as_calendar(plan))) == len(plan.steps)
    assert len(PdfReader(BytesIO(as_pdf(plan))).pages) >= 2
    assert as_markdown(plan)
    json.loads(as_json(plan))


def test_the_calendar_can_hold_any_text_of_a_person() -> None:
    plan = plan_of({"interests": "x" * 5000})
    assert max(len(line) for line in as_calendar(plan).split(b"\r\n")) <= 75
