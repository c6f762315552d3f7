"""The rules of data/plan: breaking one is reported with file and line; the real files break none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from coach.cli import main
from coach.errors import CoachError
from coach.plan import steps
from coach.plan.steps import load_steps, read_steps
from tests.unit.plan.people import knowledge
from tests.unit.sample_article import render

PHASES = {"heat": "Heat the water", "steep": "Steep the leaves"}
FACTS = ("water.heat", "leaves.green")


def step(id_: str, **changes: Any) -> dict[str, Any]:
    """A valid step, changed as wanted; None takes a key away."""
    values = {
        "id": id_,
        "phase": "heat",
        "title": f"Do {id_}",
        "do": "Do it well.",
        "fact": "water.heat",
        "done_when": "It is done.",
        "hours": 2,
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


def write(folder: Path, *entries: Mapping[str, Any], phases: Any = PHASES) -> Any:
    """A plan folder with these steps; the lines of its step file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "phases.yml").write_text(json.dumps(phases))
    rendered = render(entries)
    (folder / "steps.yml").write_text(rendered.text)
    return rendered


ROUTE = {"route": ["bootcamp"]}
BROKEN = [
    *((f"no {key}", {key: None}, key, key) for key in ("id", "phase", "title", "do", "fact", "done_when", "hours")),
    *((f"blank {key}", {key: " "}, key, key) for key in ("phase", "title", "do", "fact", "done_when")),
    *((f"{key} is no text", {key: ["a"]}, key, "text") for key in ("id", "phase", "title", "do", "fact", "done_when", "because")),
    *((f"{key} is no list", {key: "a"}, key, "list") for key in ("names", "after")),
    *((f"hours are {value!r}", {"hours": value}, "hours", "1 to 200") for value in (0, -1, 201, 1.5, "2", True, [2])),
    *((f"optional is {value!r}", {"optional": value}, "optional", "true or false") for value in ("yes", 1, [])),
    *(
        (f"{key} is {value!r}", {key: value, "because": "you are"}, key, "profile fields")
        for key in ("when", "unless")
        for value in ("route", 7, {}, ["route"], {"route": "bootcamp"}, {"route": []}, [{"route": ["bootcamp"]}, {}], {"route": [1]})
    ),
    ("an unknown key", {"colour": "green"}, "colour", "colour"),
    ("an odd id", {"id": "Heat It"}, "id", "small letters"),
    ("a long title", {"title": "t" * 41}, "title", "40"),
    ("an unknown phase", {"phase": "freeze"}, "phase", "freeze"),
    ("an unknown fact", {"fact": "water.ice"}, "fact", "water.ice"),
    ("an unknown field in when", {"when": {"mood": ["good"]}, "because": "you are"}, "when", "mood"),
    ("an unknown value in when", {"when": {"route": ["train"]}, "because": "you are"}, "when", "train"),
    ("an unknown field in unless", {"unless": {"mood": ["good"]}}, "unless", "mood"),
    ("an unknown value in unless", {"unless": [ROUTE, {"route": ["train"]}]}, "unless", "train"),
    ("when without because", {"when": ROUTE}, "when", "because"),
    ("because for everybody", {"because": "it is you"}, "because", "everybody"),
    ("because with an unknown field", {"when": ROUTE, "because": "you {mood}"}, "because", "mood"),
    ("because with a broken brace", {"when": ROUTE, "because": "you {route"}, "because", "braces"),
    ("because with a number", {"when": ROUTE, "because": "you {0}"}, "because", "braces"),
    ("after a step that is not there", {"after": ["z"]}, "after", "`z`"),
    ("after a step of a later phase", {"after": ["last"]}, "after", "later phase"),
    ("after itself", {"after": ["b"]}, "after", "circle"),
]


@pytest.mark.parametrize(("changes", "key", "names"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_rule_is_reported_where_it_is_broken(tmp_path: Path, changes: dict[str, Any], key: str, names: str) -> None:
    last = step("last", phase="steep", fact="leaves.green")
    rendered = write(tmp_path / "plan", step("a"), step("b", **changes), last)
    _, problems = read_steps(tmp_path / "plan", FACTS)
    assert [(problem.file, problem.line) for problem in problems] == [("steps.yml", rendered.line(1, key))]
    assert names in problems[0].message


def test_steps_that_break_no_rule_are_read_as_written(tmp_path: Path) -> None:
    conditions = {"when": ROUTE, "unless": [{"experience": ["ml"]}, {"target": ["startup"]}], "because": "you like {interests}"}
    write(tmp_path / "plan", step("a"), step("b", **conditions, names=["bee"], after=["a"], optional=True))
    found, problems = read_steps(tmp_path / "plan", FACTS)
    assert problems == []
    assert found.phases == PHASES
    written = found.steps[1]
    assert written.when == ({"route": ("bootcamp",)},)
    assert written.unless == ({"experience": ("ml",)}, {"target": ("startup",)})
    assert (written.names, written.after, written.optional, written.hours) == (("bee",), ("a",), True, 2)


def test_a_doubled_id_is_reported_at_the_second_place(tmp_path: Path) -> None:
    rendered = write(tmp_path / "plan", step("a"), step("a"))
    assert [problem.line for problem in read_steps(tmp_path / "plan", FACTS)[1]] == [rendered.line(1, "id")]


def test_a_circle_of_steps_is_named_once(tmp_path: Path) -> None:
    write(tmp_path / "plan", step("a", after=["c"]), step("b", after=["a"]), step("c", after=["b"]))
    problems = read_steps(tmp_path / "plan", FACTS)[1]
    assert len(problems) == 1
    circle = problems[0].message.partition("circle: ")[2].split(" after ")
    assert circle[0] == circle[-1]
    assert set(pairwise(circle)) == {("a", "c"), ("b", "a"), ("c", "b")}


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ({}, ["a", "b", "c"]),
        ({"a": ["b"]}, ["b", "a", "c"]),
        ({"a": ["c"], "b": ["a"]}, ["c", "a", "b"]),
        ({"c": ["a"]}, ["a", "b", "c"]),
    ],
)
def test_steps_stand_in_the_order_of_the_file_but_after_what_they_need(
    tmp_path: Path, after: dict[str, list[str]], order: list[str]
) -> None:
    write(tmp_path / "plan", *(step(id_, after=after.get(id_)) for id_ in "abc"))
    assert [each.id for each in read_steps(tmp_path / "plan", FACTS)[0].steps] == order


def test_phases_set_the_order_before_the_file_does(tmp_path: Path) -> None:
    write(tmp_path / "plan", step("late", phase="steep"), step("early"))
    assert [each.id for each in read_steps(tmp_path / "plan", FACTS)[0].steps] == ["early", "late"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("steps.yml", ""),
        ("steps.yml", "- [a]"),
        ("steps.yml", "- id: {"),
        ("steps.yml", "just text"),
        ("phases.yml", ""),
        ("phases.yml", "heat: 7"),
        ("phases.yml", "heat: ''"),
    ],
)
def test_a_file_that_holds_nothing_usable_is_named(tmp_path: Path, file: str, text: str) -> None:
    write(tmp_path / "plan", step("a"))
    (tmp_path / "plan" / file).write_text(text)
    assert file in {problem.file for problem in read_steps(tmp_path / "plan", FACTS)[1]}


@pytest.mark.parametrize("file", ["steps.yml", "phases.yml"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    write(tmp_path / "plan", step("a"))
    (tmp_path / "plan" / file).unlink()
    assert file in {problem.file for problem in read_steps(tmp_path / "plan", FACTS)[1]}


def test_steps_with_problems_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "plan", step("a", hours=0))
    monkeypatch.setattr(steps, "FOLDER", tmp_path / "plan")
    with pytest.raises(CoachError, match=r"steps\.yml:\d+: a: "):
        load_steps.__wrapped__()


def test_no_folder_is_no_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "FOLDER", tmp_path / "none")
    with pytest.raises(CoachError, match="no steps"):
        load_steps.__wrapped__()


def test_facts_check_reports_the_plan_too(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rendered = write(data / "plan", step("a", fact="water.ice"))
    monkeypatch.setattr("coach.cli.DATA", data)
    monkeypatch.setattr("sys.argv", ["coach", "facts", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert f"steps.yml:{rendered.line(0, 'fact')}: a: " in capsys.readouterr().out


def test_nothing_is_wrong_with_the_real_steps() -> None:
    found, problems = read_steps(facts=knowledge()[1])
    assert problems == []
    assert {each.phase for each in found.steps} == {"learn", "portfolio", "resume", "search"}
