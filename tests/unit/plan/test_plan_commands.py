"""`coach plan`: the plan of who speaks in a conversation, in four formats, to the terminal or a file; errors of one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner, Result

from coach.cli import app
from coach.database import open_session
from coach.errors import CoachError
from coach.person.repository import PersonRepository
from coach.plan.commands import Format
from coach.plan.formats import FORMATS
from coach.settings import Settings
from coach.store import load_facts, migrate
from tests.unit.plan.people import plan_of

BOOTCAMP = {"route": "bootcamp", "hours": "10"}
STEPS = [step.id for step in plan_of(BOOTCAMP).steps]
TITLES = [step.title for step in plan_of(BOOTCAMP).steps]

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `coach` in a home where one person is known."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    url = Settings.from_environment().database_url
    load_facts(url)
    with open_session(url) as session, session.begin():
        people = PersonRepository(session)
        person = people.remember(people.of_conversation("rest-a"), BOOTCAMP.items(), "message")
        people.mark(person, STEPS[0], "done")
    return lambda *arguments: CliRunner(mix_stderr=False).invoke(app, arguments)


def test_every_format_can_be_named() -> None:
    assert [each.value for each in Format] == list(FORMATS)


def test_the_plan_is_shown_with_what_is_done(run: Run) -> None:
    shown = run("plan", "show", "rest-a")
    assert shown.exit_code == 0
    assert f"- [x] **{TITLES[0]}**" in shown.stdout
    assert f"- [ ] **{TITLES[1]}**" in shown.stdout
    assert run("plan", "export", "rest-a").stdout == shown.stdout, "Markdown is what is exported if nothing else is said"


def _steps_of_json(content: bytes) -> list[str]:
    return [step["title"] for phase in json.loads(content)["phases"] for step in phase["steps"]]


def _steps_of_calendar(content: bytes) -> list[str]:
    return [str(entry["summary"]) for entry in Calendar.from_ical(content).subcomponents]


def _steps_of_markdown(content: bytes) -> list[str]:
    lines = content.decode().splitlines()
    return [line.split("**")[1] for line in lines if line.startswith(("- [x] ", "- [ ] "))]


@pytest.mark.parametrize(("format_", "read"), [("json", _steps_of_json), ("ics", _steps_of_calendar), ("md", _steps_of_markdown)])
def test_the_same_steps_are_in_every_file(run: Run, tmp_path: Path, format_: str, read: Callable[[bytes], list[str]]) -> None:
    file = tmp_path / f"plan.{format_}"
    written = run("plan", "export", "rest-a", "--format", format_, "-o", str(file))
    assert written.exit_code == 0
    assert str(file) in written.stdout
    assert read(file.read_bytes()) == TITLES
    assert run("plan", "export", "rest-a", "--format", format_).stdout_bytes == file.read_bytes()


def test_a_pdf_is_written_to_a_file_or_a_pipe(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    assert run("plan", "export", "rest-a", "--format", "pdf", "-o", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert run("plan", "export", "rest-a", "--format", "pdf").stdout_bytes == file.read_bytes()


def test_a_pdf_is_not_poured_into_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.plan.commands.is_terminal", lambda: True)
    refused = run("plan", "export", "rest-a", "--format", "pdf")
    assert "-o" in str(refused.exception)
    assert refused.stdout_bytes == b""


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("show", "rest-b"), "'rest-b'"),
        (("export", "rest-b"), "coach people list"),
        (("export", "rest-a", "-o", "/none/plan.md"), "/none/plan.md"),
        (("export", "rest-a", "-o", "/"), "/ cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], names: str) -> None:
    failed = run("plan", *arguments)
    assert isinstance(failed.exception, CoachError)
    assert len(str(failed.exception).splitlines()) == 1
    assert names in str(failed.exception)
    assert failed.stdout == ""


def test_a_store_without_facts_names_the_remedy(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    monkeypatch.setenv("COACH_DATABASE_URL", url)
    migrate(url)
    with open_session(url) as session, session.begin():
        people = PersonRepository(session)
        people.remember(people.of_conversation("rest-a"), BOOTCAMP.items(), "message")
    assert "coach facts load" in str(run("plan", "show", "rest-a").exception)


def test_an_unknown_format_is_refused_with_those_there_are(run: Run) -> None:
    refused = run("plan", "export", "rest-a", "--format", "docx")
    assert refused.exit_code == 2
    assert all(name in refused.stderr for name in FORMATS)
