"""What is said about a plan: short, with source, buttons that act, and the plan itself for channels that draw it."""

from __future__ import annotations

import json
import re

import pytest

from coach.plan.find import find_step
from coach.plan.reply import ask_which, export_files, finished, overview, plan_metadata, progress, show_step, take_away, why_first
from coach.reply import Reply
from tests.unit.plan import people
from tests.unit.plan.people import all_of, plan_of

EVERYBODY = [
    people.UNKNOWN,
    people.WEB_DEVELOPER,
    people.BOOTCAMP,
    people.MANY_PROJECTS,
    people.CS_STUDENT,
    people.PHD_STUDENT,
    people.CAREER_CHANGER,
]
PACES = [{}, {"hours": "10"}, {"hours": "10", "deadline": "2027-01-01"}, {"hours": "5", "deadline": "2026-02-01"}, {"hours": "300"}]
PAYLOAD = re.compile(r"/[a-z_]+(\{.*\})?")


def check(reply: Reply) -> None:
    """What holds for every reply of a plan."""
    assert reply.kind == "plan"
    assert reply.text.strip() == reply.text
    assert all(PAYLOAD.fullmatch(button.payload) for button in reply.buttons)
    assert all(len(button.title) <= 40 for button in reply.buttons)
    json.dumps(reply.metadata)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("pace", PACES)
def test_the_overview_is_short_and_names_phases_pace_and_next_step(person: dict[str, str], pace: dict[str, str]) -> None:
    plan = plan_of({**person, **pace})
    reply = overview(plan)
    check(reply)
    assert len(reply.text.split()) <= 90
    assert [line for line in reply.text.splitlines() if line.startswith("- ")] == [
        f"- {phase.title}: 0 of {len(phase.steps)} done" for phase in plan.phases
    ]
    assert plan.steps[0].title in reply.text
    assert "my own rough estimate" in reply.text
    assert "Source: Candor" in reply.text
    assert reply.metadata["plan"]["total"] == len(plan.steps)
    assert [file["path"] for file in reply.metadata["files"]] == [
        "export/plan.pdf",
        "export/plan.ics",
        "export/plan.md",
        "export/plan.json",
    ]


@pytest.mark.parametrize("person", EVERYBODY)
def test_every_step_can_be_shown(person: dict[str, str]) -> None:
    plan = plan_of(person)
    for step in plan.steps:
        reply = show_step(plan, step)
        check(reply)
        assert all(part in reply.text for part in (step.title, step.do, step.why, step.done_when, "Source: ", "not the article's"))
        assert len(reply.text.split()) <= 130
        assert reply.facts == (step.fact.id,)
        assert reply.because == ((step.because,) if step.because else ())
        assert [button.payload for button in reply.buttons] == [
            f'/step_done{{"step": "{step.id}"}}',
            f'/skip{{"step": "{step.id}"}}',
            "/ask_why",
        ]


def test_a_step_with_a_day_says_it() -> None:
    plan = plan_of({"hours": "7"})
    assert plan.steps[0].due is not None
    assert plan.steps[0].due.isoformat() in show_step(plan, plan.steps[0]).text


@pytest.mark.parametrize(
    ("status", "begins", "counts"),
    [("done", "Done", "1 of 24"), ("skipped", "Skipped", "0 of 23"), ("open", "Open again", "0 of 24")],
)
def test_after_a_change_it_says_what_became_of_the_step_and_what_is_next(status: str, begins: str, counts: str) -> None:
    assert len(plan_of({}).steps) == 24
    plan = plan_of({}, {"learn-statistics": status})
    step = plan.step("learn-statistics")
    assert step is not None
    reply = progress(plan, step)
    check(reply)
    first, second, *_ = reply.text.splitlines()
    assert first.startswith(begins)
    assert step.title in first
    assert counts in first
    assert plan.steps[0].title in second
    assert reply.buttons[0].payload == '/step_done{"step": "learn-check"}'
    assert reply.metadata["plan"]["phases"][0]["steps"][3]["status"] == status


@pytest.mark.parametrize(("status", "says"), [("done", "24 of 24"), ("skipped", "skipped every step")])
def test_the_last_change_says_that_the_plan_is_finished(status: str, says: str) -> None:
    plan = plan_of({}, all_of({}, status))
    for reply in (progress(plan, plan.steps[-1]), finished(plan), overview(plan), why_first(plan)):
        check(reply)
        assert says in reply.text
        assert reply.buttons == ()
        assert len(reply.metadata["files"]) == 4


def test_why_first_gives_the_reason_and_what_builds_on_it() -> None:
    plan = plan_of({})
    languages = plan.step("learn-languages")
    reply = why_first(plan, languages)
    check(reply)
    assert languages is not None
    assert languages.why in reply.text
    assert "Learn the programming fundamentals" in reply.text
    assert "not the article's" in reply.text
    assert why_first(plan) == why_first(plan, plan.steps[0])


@pytest.mark.parametrize("person", EVERYBODY)
def test_why_first_can_be_asked_of_every_step(person: dict[str, str]) -> None:
    plan = plan_of(person)
    for step in plan.steps:
        check(why_first(plan, step))


@pytest.mark.parametrize("intent", ["step_done", "skip"])
def test_an_unclear_step_is_asked_for(intent: str) -> None:
    plan = plan_of({})
    found = find_step(plan, "the project")
    reply = ask_which(plan, found, intent)
    check(reply)
    assert [button.payload for button in reply.buttons] == [f'/{intent}{{"step": "{step.id}"}}' for step in found.candidates]
    unknown = ask_which(plan, find_step(plan, "the xylophone"), intent)
    assert [button.payload for button in unknown.buttons] == [f'/{intent}{{"step": "learn-check"}}']


def test_an_unknown_step_of_a_finished_plan_offers_nothing() -> None:
    plan = plan_of({}, all_of({}, "done"))
    reply = ask_which(plan, find_step(plan, "the xylophone"), "skip")
    check(reply)
    assert reply.buttons == ()


def test_the_plan_is_drawn_with_these_keys() -> None:
    drawn = plan_metadata(plan_of({}))
    assert set(drawn) == {"phases", "done", "total"}
    assert set(drawn["phases"][0]) == {"id", "title", "steps"}
    assert set(drawn["phases"][0]["steps"][0]) == {"id", "title", "why", "done_when", "source", "status"}


def test_other_replies_have_neither_plan_nor_files() -> None:
    assert {"plan", "files"} & set(Reply("answer", "Hello.").metadata) == set()


@pytest.mark.parametrize("progress_so_far", [{}, {"learn-check": "done"}, all_of({}, "done")])
def test_a_plan_can_be_taken_away_at_any_time(progress_so_far: dict[str, str]) -> None:
    plan = plan_of({}, progress_so_far)
    reply = take_away(plan)
    check(reply)
    assert f"{plan.done} of {plan.total}" in reply.text
    assert reply.metadata["files"] == [dict(file) for file in export_files()]
    assert reply.metadata["plan"] == plan_metadata(plan)


def test_files_have_labels() -> None:
    assert all(set(file) == {"label", "path"} and file["label"] for file in export_files())
