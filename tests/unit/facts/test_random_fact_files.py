"""Whatever stands in the files, reading them ends with facts or with problems, never with a crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.facts.files import load_knowledge, read_knowledge

FILES = ("facts/article.yml", "facts/water.yml", "lexicon/resource.yml")
KEYS = st.sampled_from(
    "id kind title say section questions because when cases unless as_of points why see_also needs mentions".split()
    + "publisher year url sections name aliases means colour".split()
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates() | st.binary(max_size=4)
TREES: Any = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.integers() | st.text(max_size=5), inner, max_size=5),
    max_leaves=12,
)
MARKS = (
    "- ",
    ": ",
    "? ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "&a ",
    "*a",
    "!!set ",
    "!!int ",
    "<<: ",
    "|",
    ">",
    "#",
    "%",
    "---",
    "...",
    "\t",
)
TOKENS = ("id: ", "say: ", "2020-13-45", "0x_", ".inf", ".nan", "1:99", "water.heat", "null", "\ufeff", "é", "🫖")
SNIPPETS = st.lists(st.sampled_from(MARKS + TOKENS), max_size=20).map("".join)


def _read(data: Path, name: str, content: bytes) -> None:
    whole = (data / name).read_bytes()
    (data / name).write_bytes(content)
    try:
        knowledge, problems = read_knowledge(data)
    finally:
        (data / name).write_bytes(whole)
    assert knowledge is not None or problems
    assert all(problem.line >= 1 and problem.message for problem in problems)


@given(name=st.sampled_from(FILES), tree=TREES)
@settings(max_examples=120)
@example(
    name="facts/article.yml", tree={"title": "a", "publisher": "b", "year": float("inf"), "url": "c", "sections": [{"id": 1, "title": 2}]}
)
@example(name="facts/water.yml", tree=[{"id": "water.a", "because": None}])
def test_any_tree_of_values_is_read_or_reported(data: Path, name: str, tree: Any) -> None:
    _read(data, name, yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(name=st.sampled_from(FILES), text=SNIPPETS)
@settings(max_examples=120)
@example(name="facts/water.yml", text="- as_of: 2020-13-45")
@example(name="facts/water.yml", text="- as_of: 0x_")
@example(name="facts/water.yml", text="- !!set {section}")
@example(name="facts/water.yml", text="- id: !!bool maybe")
@example(name="facts/water.yml", text="- &a {id: *a}")
def test_any_scrap_of_yaml_is_read_or_reported(data: Path, name: str, text: str) -> None:
    _read(data, name, text.encode())


@given(name=st.sampled_from(FILES), content=st.binary(max_size=60))
@settings(max_examples=100)
def test_any_bytes_are_read_or_reported(data: Path, name: str, content: bytes) -> None:
    _read(data, name, content)


@given(change=st.dictionaries(KEYS, TREES, max_size=3))
@settings(max_examples=80)
def test_a_valid_fact_with_any_of_its_values_replaced_is_read_or_reported(data: Path, change: dict[str, Any]) -> None:
    entry = {"id": "steam.a", "kind": "advice", "title": "A", "say": "A.", "section": "water", "questions": ["a"] * 12, **change}
    (data / "facts" / "steam.yml").write_text(yaml.safe_dump([entry]))
    read_knowledge(data)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_folder_is_reported(data: Path, name: str) -> None:
    (data / name).unlink()
    (data / name).mkdir()
    assert any("cannot be read" in problem.message for problem in read_knowledge(data)[1])


def test_the_files_of_the_project_have_nothing_wrong() -> None:
    knowledge = load_knowledge()
    assert knowledge.facts
    assert json.dumps([fact.say for fact in knowledge.facts])
