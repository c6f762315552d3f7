"""Every rule of fact files: breaking it is reported with file and line; what breaks none is accepted as written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coach.facts.fact import Case, Conditions
from coach.facts.files import load_knowledge, read_knowledge
from tests.unit.sample_article import FACTS, Values, fact, questions, render, write_article, write_facts


@dataclass(frozen=True)
class Break:
    """A change of a valid fact that breaks a rule."""

    rule: str
    changes: Values
    """What the fact's keys become; None takes a key away."""
    key: str
    """Where the problem stands."""
    names: str
    """What the problem must name."""


ALIEN: tuple[Any, ...] = (7, 1.5, True, ["a text"], {"a": "text"})
BREAKS = (
    *(Break(f"{key} is missing", {key: None}, key, key) for key in ("id", "kind", "title", "say", "section", "questions")),
    *(Break(f"{key} is empty", {key: ""}, key, key) for key in ("id", "kind", "title", "say", "section")),
    *(Break(f"{key} is blank", {key: "  "}, key, key) for key in ("kind", "title", "say", "section")),
    Break("questions are empty", {"questions": []}, "questions", "questions"),
    *(
        Break(f"{key} is {value!r}", {key: value}, key, key)
        for key in ("id", "kind", "title", "say", "section", "source_org", "because", "why")
        for value in ALIEN
    ),
    *(
        Break(f"{key} is {value!r}", {key: value}, key, key)
        for key in ("points", "mentions", "needs", "see_also", "questions")
        for value in ("one text", 7, [7], [""], ["  "], [None], {"a": "text"}, [["a text"]])
    ),
    *(
        Break(f"as_of is {value!r}", {"as_of": value}, "as_of", "as_of")
        for value in ("2020", "soon", 20, 12020, 2020.5, True, -2020, [2020], {})
    ),
    *(
        Break(f"when is {value!r}", {"when": value}, "when", "when")
        for value in ("route", ["route"], 7, {"route": "bootcamp"}, {"route": 1})
    ),
    *(
        Break(f"the id is {id_!r}", {"id": id_}, "id", id_)
        for id_ in (
            "tea.x",
            "water",
            "water.",
            "water.X",
            "water.a b",
            "water.a_b",
            "water.a--b",
            "water.-a",
            "water.a.b",
            "Water.a",
            " water.a",
        )
    ),
    Break("an unknown key", {"colour": "green"}, "colour", "colour"),
    Break("a misspelled key", {"see-also": []}, "see-also", "see-also"),
    Break("an unknown kind", {"kind": "rumour"}, "kind", "rumour"),
    Break("a figure without a year", {"kind": "figure"}, "kind", "as_of"),
    Break("a figure that does not say its year", {"kind": "figure", "as_of": 2018, "say": "It cost 40 euros."}, "say", "year"),
    Break("a figure that says another year", {"kind": "figure", "as_of": 2018, "say": "It cost 40 in 2019."}, "say", "year"),
    Break("a title too long for a button", {"title": "t" * 41}, "title", "40"),
    Break("a statement of 61 words", {"say": "word " * 61}, "say", "60"),
    Break("five points", {"points": ["a", "b", "c", "d", "e"]}, "points", "4"),
    Break("eleven questions", {"questions": questions("few", 11)}, "questions", "12"),
    Break("an unknown section", {"section": "kitchen"}, "section", "kitchen"),
    Break("an unknown name", {"mentions": ["samovar", "teapot"]}, "mentions", "teapot"),
    Break("a condition on an unknown field", {"when": {"colour": ["red"]}, "because": "it is red"}, "when", "colour"),
    Break("a condition on a value that cannot be", {"when": {"route": ["osmosis"]}, "because": "so"}, "when", "osmosis"),
    Break("a condition with a blank reason", {"when": {"route": ["mooc"]}, "because": "  "}, "when", "because"),
    Break("a condition with a value twice", {"when": {"route": ["mooc", "mooc"]}, "because": "so"}, "when", "twice"),
    Break("a condition without its reason", {"when": {"route": ["bootcamp"]}}, "when", "because"),
    Break("a reason without a condition", {"because": "so"}, "because", "when"),
    Break("a condition without values", {"when": {"route": []}, "because": "so"}, "when", "no value"),
    Break("any value beside another", {"when": {"route": ["any", "mooc"]}, "because": "so"}, "when", "any"),
    Break("a reason with what need not be known", {"when": {"route": ["mooc"]}, "because": "you aim at {target}"}, "because", "target"),
    *(
        Break(f"the cases {cases!r}", {"cases": cases}, "cases", names)
        for cases, names in (
            ("route", "list"),
            ([], "list"),
            ({"when": {"route": ["mooc"]}, "because": "so"}, "list"),
            ([7], "case"),
            ([{"because": "so"}], "when"),
            ([{"when": {}, "because": "so"}], "when"),
            ([{"when": {"route": "mooc"}, "because": "so"}], "when"),
            ([{"when": {"route": ["mooc"]}}], "because"),
            ([{"when": {"route": ["mooc"]}, "because": " "}], "because"),
            ([{"when": {"route": ["mooc"]}, "because": 7}], "because"),
            ([{"when": {"route": ["mooc"]}, "because": "so", "unless": {}}], "unless"),
            ([{"when": {"colour": ["red"]}, "because": "so"}], "colour"),
            ([{"when": {"route": ["osmosis"]}, "because": "so"}], "osmosis"),
            ([{"when": {"route": ["mooc", "mooc"]}, "because": "so"}], "twice"),
            ([{"when": {"route": ["mooc"]}, "because": "you like {"}], "placeholder"),
            ([{"when": {"route": ["mooc"]}, "because": "you like {colour}"}], "profile field"),
            ([{"when": {"route": ["mooc"]}, "because": "go"}, {"when": {"target": ["startup"]}, "because": "{route}"}], "route"),
        )
    ),
    Break(
        "both forms of a case",
        {"when": {"route": ["mooc"]}, "because": "so", "cases": [{"when": {"route": ["bootcamp"]}, "because": "so"}]},
        "cases",
        "either",
    ),
    *(
        Break(f"unless is {unless!r}", {"unless": unless}, "unless", names)
        for unless, names in (
            ("route", "unless"),
            (7, "unless"),
            ({"route": "mooc"}, "unless"),
            ([["route"]], "unless"),
            ({"colour": ["red"]}, "colour"),
            ([{"route": ["mooc"]}, {"route": ["osmosis"]}], "osmosis"),
            ({"route": ["mooc", "mooc"]}, "twice"),
            ({"route": []}, "no value"),
        )
    ),
    Break("a need for an unknown field", {"needs": ["colour"]}, "needs", "colour"),
    *(
        Break(f"the reason {reason!r}", {"when": {"route": ["bootcamp"]}, "because": reason}, "because", "placeholder")
        for reason in (
            "you like {",
            "you like }",
            "you like {interests",
            "you like {interests!x}",
            "you like {interests:5d}",
            "you like {interests!r}",
        )
    ),
    *(
        Break(f"the reason {reason!r}", {"when": {"route": ["bootcamp"]}, "because": reason}, "because", "profile field")
        for reason in ("you like {colour}", "you like {}", "you like {0}", "you like {interests.upper}", "you like {interests[0]}")
    ),
    Break("a reason that is no fact", {"why": "water.never"}, "why", "water.never"),
    Break("a reason that is the fact itself", {"why": "water.last"}, "why", "water.last"),
    Break("a link to no fact", {"see_also": ["water.heat", "water.never"]}, "see_also", "water.never"),
    Break("a link to the fact itself", {"see_also": ["water.last"]}, "see_also", "water.last"),
    Break("an id that is taken", {"id": "water.heat", "questions": questions("twin")}, "id", "water.heat"),
    Break("a question twice", {"questions": [*questions("same"), "How is it with same, way 3?"]}, "questions", "way 3"),
    Break(
        "a question of another fact, in other spacing and case",
        {"questions": [*questions("last"), "how is  it WITH water.heat, way 3?"]},
        "questions",
        "water.heat",
    ),
)


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.rule)
def test_a_broken_rule_is_reported_with_file_and_line(data: Path, broken: Break) -> None:
    last = {key: value for key, value in {**fact("water.last"), **broken.changes}.items() if value is not None}
    rendered = write_facts(data, "water", [*FACTS["water"], last])
    _, problems = read_knowledge(data)
    found = {(problem.file, problem.line) for problem in problems if broken.names in problem.message}
    assert ("water.yml", rendered.line(-1, broken.key)) in found
    assert all(problem.file == "water.yml" and problem.line in rendered.lines[-1].values() for problem in problems), "others were blamed"


def test_an_empty_reason_is_no_reason_and_no_crash(data: Path) -> None:
    text = render([fact("water.last", because="SOON")]).text.replace('"SOON"', "")
    (data / "facts" / "steam.yml").write_text(text.replace("water.last", "steam.last"))
    knowledge, problems = read_knowledge(data)
    assert problems == []
    assert knowledge is not None
    assert {fact.id: fact.cases for fact in knowledge.facts}["steam.last"] == ()


def test_a_problem_of_a_case_stands_where_the_case_begins(data: Path) -> None:
    head = render([fact("steam.last")]).text.rstrip("\n")
    cases = """
  cases:
    - when: {route: [mooc]}
      because: so
    - when: {route: [osmosis]}
      because: you like {colour}
    - just text"""
    (data / "facts" / "steam.yml").write_text(head + cases)
    begin = len(head.splitlines()) + 2  # of the first case
    assert [(problem.file, problem.line) for problem in read_knowledge(data)[1]] == [("steam.yml", begin + 4)]
    (data / "facts" / "steam.yml").write_text(head + cases.replace("    - just text", ""))
    problems = read_knowledge(data)[1]
    assert {problem.line for problem in problems if problem.file == "steam.yml"} >= {begin + 2}
    assert sorted(name for problem in problems for name in ("osmosis", "colour") if name in problem.message) == ["colour", "osmosis"]


@pytest.mark.parametrize("content", ["", "\n", "# nothing yet\n", "[]", "---\n"])
def test_fact_files_without_a_single_fact_are_reported(data: Path, content: str) -> None:
    for topic in FACTS:
        (data / "facts" / f"{topic}.yml").write_text(content)
    assert read_knowledge(data)[1]


def test_a_folder_without_fact_files_is_reported(tmp_path: Path) -> None:
    write_article(tmp_path)
    assert any("no fact files" in problem.message for problem in read_knowledge(tmp_path)[1])


def test_a_key_that_stands_twice_is_reported_where_it_stands_again(data: Path) -> None:
    rendered = write_facts(data, "water", FACTS["water"])
    path = data / "facts" / "water.yml"
    path.write_text(rendered.text + '\n  title: "Again"\n')
    (problem,) = read_knowledge(data)[1]
    assert (problem.file, problem.line) == ("water.yml", len(path.read_text().splitlines()))
    assert "title" in problem.message


# Words of letters, digits, punctuation and symbols of any script; nothing that YAML escapes or that splits words
WORDS = st.text(st.characters(categories=("L", "N", "P", "S"), codec="utf-8"), min_size=1, max_size=8)
PLAIN = st.text(st.characters(categories=("L", "N"), codec="utf-8"), min_size=1, max_size=8)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
ROUTES = ("self_taught", "bootcamp", "mooc", "degree")


@st.composite
def valid_facts(draw: st.DrawFn) -> list[Values]:
    """Facts of one topic with nothing wrong, using any of the keys a fact may have."""
    entries = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        values = fact(
            f"zest.{name}",
            title=draw(st.text(st.characters(categories=("L", "N", "P", "S"), codec="utf-8"), min_size=1, max_size=40)),
            say=" ".join(draw(st.lists(WORDS, min_size=1, max_size=60))),
            section=draw(st.sampled_from(["water", "leaves"])),
        )
        values["questions"] = [f"{question} {draw(PLAIN)}" for question in questions(name)]
        if draw(st.booleans()):
            values |= {"kind": "figure", "as_of": draw(st.integers(1991, 2099))}
            values["say"] = f"In {values['as_of']} it was {draw(PLAIN)}."
        if draw(st.booleans()):
            routes = draw(st.lists(st.sampled_from(ROUTES), min_size=1, unique=True))
            case: Values = {"when": {"route": routes}, "because": f"you go {{route}} and {draw(PLAIN)}"}
            short, more = draw(st.booleans()), draw(st.lists(st.just({"when": {"interests": ["any"]}, "because": "so"}), max_size=1))
            values |= case if short else {"cases": [case, *more]}
            others: list[Values] = [{"target": ["startup"]}, {"route": ["any"]}]
            values |= draw(st.sampled_from([{}, {"unless": others[0]}, {"unless": others}]))
        if draw(st.booleans()):
            values |= {"points": draw(st.lists(WORDS, max_size=4)), "mentions": ["samovar"], "needs": ["route"], "why": "water.heat"}
        entries.append(values)
    return entries


@given(entries=valid_facts())
@settings(max_examples=60)
def test_a_valid_file_is_accepted_and_read_as_written(data: Path, entries: list[Values]) -> None:
    write_facts(data, "zest", entries)
    read = {fact.id: fact for fact in load_knowledge(data).facts}
    for values in entries:
        for key, value in values.items():
            if key not in ("when", "because", "cases", "unless"):
                assert getattr(read[values["id"]], key) == (tuple(value) if isinstance(value, list) else value)
        cases = values.get("cases", [values] if "when" in values else [])
        assert read[values["id"]].cases == tuple(Case(_conditions(case["when"]), case["because"]) for case in cases)
        unless = values.get("unless", [])
        assert read[values["id"]].unless == tuple(map(_conditions, unless if isinstance(unless, list) else [unless]))


def _conditions(written: dict[str, list[str]]) -> Conditions:
    return {name: tuple(items) for name, items in written.items()}


@given(entries=valid_facts(), index=st.integers(0, 3), change=st.sampled_from(BREAKS))
@settings(max_examples=100, phases=(Phase.explicit, Phase.generate))
def test_one_broken_fact_among_valid_ones_is_found(data: Path, entries: list[Values], index: int, change: Break) -> None:
    at = index % len(entries)
    values = {**entries[at], "when": None, "because": None, "cases": None, "as_of": None, "kind": "advice", **change.changes}
    if "itself" in change.rule:
        values |= {"why": entries[at]["id"]}
    entries[at] = {key: value for key, value in values.items() if value is not None}
    rendered = write_facts(data, "zest", entries)
    _, problems = read_knowledge(data)
    assert ("zest.yml", True) in {(problem.file, problem.line in rendered.lines[at].values()) for problem in problems}, change.rule
