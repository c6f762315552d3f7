"""The `coach` command: what it prints, its exit codes, and errors of one line without a traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import coach.cli
from coach.cli import main
from coach.facts.files import load_knowledge
from coach.settings import PROJECT
from launch.trial import free_port


class Outcome:
    """What a call printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Calls `coach` in this process, with a home of its own."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)

    def call(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["coach", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else int(bool(code)), printed.out, printed.err)

    return call


def test_facts_check_counts_what_is_right(run) -> None:
    outcome = run("facts", "check")
    assert outcome.code == 0
    assert outcome.out.startswith(f"{len(load_knowledge().facts)} facts, ")
    assert "nothing is wrong" in outcome.out


STEP = "- {id: brew, phase: learn, title: Brew it, do: Brew it well., fact: leaves.green, done_when: It is brewed., hours: 1}\n"


def _add_plan_and_questions(data: Path) -> None:
    """What the sample lacks: a plan of one step, and the coach's own questions."""
    (data / "plan").mkdir()
    (data / "plan" / "phases.yml").write_text("learn: Learn\n")
    (data / "plan" / "steps.yml").write_text(STEP)
    shutil.copy(coach.cli.DATA / "interview.yml", data)


def test_facts_check_prints_each_problem_on_a_line_and_fails(run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "facts" / "water.yml").write_text("- id: water.a\n")
    _add_plan_and_questions(data)
    monkeypatch.setattr(coach.cli, "DATA", data)
    outcome = run("facts", "check")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert [line for line in lines if line.startswith("water.yml:1: water.a")]
    assert [line for line in lines if not re.match(r"[a-z]+\.yml:\d+: \S", line)] == []


def test_facts_load_says_whether_anything_changed(run) -> None:
    assert run("facts", "load").out.endswith("facts loaded.\n")
    assert run("facts", "load").out.endswith("facts are in the store already.\n")


def test_facts_show_prints_a_topic_or_one_fact(run) -> None:
    run("facts", "load")
    topic, one = run("facts", "show", "market"), run("facts", "show", "market.salary")
    assert topic.code == one.code == 0
    market = [fact for fact in load_knowledge().facts if fact.topic == "market"]
    assert all(fact.say in topic.out for fact in market)
    assert [fact.id for fact in market if fact.say in one.out] == ["market.salary"]
    assert "(figure, 2019)" in one.out


def test_facts_search_shows_the_best_first_with_scores(run) -> None:
    outcome = run("facts", "search", "average base salary of a machine learning engineer", "--most", "2")
    scores = [float(line.split()[0]) for line in outcome.out.splitlines() if line[:1].isdigit()]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)
    assert "market.salary" in outcome.out


def test_facts_search_that_finds_nothing_prints_nothing(run) -> None:
    assert run("facts", "search", "xylophone").code == 0
    assert run("facts", "search", "xylophone").out == ""


@pytest.mark.parametrize(
    ("environment", "arguments", "says"),
    [
        ({}, ("facts", "show", "market"), "coach facts load"),
        ({"COACH_PORT": "http"}, ("facts", "load"), "COACH_PORT"),
        ({"COACH_DATABASE_URL": "nonsense"}, ("facts", "load"), "COACH_DATABASE_URL"),
        ({"COACH_DATABASE_URL": "sqlite:////proc/none/coach.db"}, ("facts", "load"), "/proc/none"),
        ({"COACH_DATABASE_URL": f"sqlite:///{PROJECT / 'README.md'}"}, ("facts", "show", "market"), "COACH_DATABASE_URL"),
        ({"COACH_DATABASE_URL": "postgresql://coach:hunter2@127.0.0.1:{port}/coach"}, ("facts", "load"), "COACH_DATABASE_URL"),
        ({"COACH_ENCODER_DIR": "/none"}, ("prepare",), "COACH_ENCODER_DIR"),
    ],
)
def test_an_error_a_person_can_mend_is_one_line(
    run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], arguments: tuple[str, ...], says: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value.replace("{port}", str(free_port())))
    outcome = run(*arguments)
    assert outcome.code == 1
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert says in outcome.err
    assert "hunter2" not in outcome.err


def test_an_unknown_topic_is_one_line_that_names_the_topics(run) -> None:
    run("facts", "load")
    outcome = run("facts", "show", "tea")
    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 1
    assert all(topic in outcome.err for topic in ("'tea'", "portfolio", "market"))


def test_facts_check_reads_the_questions_and_the_plan_too(run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _add_plan_and_questions(data)
    monkeypatch.setattr(coach.cli, "DATA", data)
    assert run("facts", "check").code == 0
    (data / "plan" / "steps.yml").write_text(STEP.replace("leaves.green", "leaves.gone"))
    (data / "interview.yml").write_text("- id: tea\n")
    outcome = run("facts", "check")
    assert outcome.code == 1
    assert {line.partition(":")[0] for line in outcome.out.splitlines()} == {"steps.yml", "interview.yml"}


@pytest.mark.parametrize("arguments", [(), ("facts",), ("--help",)])
def test_help_names_the_commands(run, arguments: tuple[str, ...]) -> None:
    assert "facts" in run(*arguments).out


@pytest.mark.parametrize("arguments", [("tea",), ("facts", "tea"), ("facts", "show"), ("facts", "search", "a", "--most", "many")])
def test_a_wrong_call_is_explained_without_a_traceback(run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert outcome.err


def test_the_module_runs_as_a_program_and_ends_with_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "COACH_HOME": str(tmp_path), "COACH_DATABASE_URL": "nonsense"}
    ended = subprocess.run(
        [sys.executable, "-m", "coach", "facts", "load"], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert "COACH_DATABASE_URL" in ended.stderr
