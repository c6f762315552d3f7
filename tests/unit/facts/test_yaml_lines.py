"""Files are read with the line of every entry and key, and problems print as `file:line: message`."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.yaml_files import Problem, read_entries


def test_entries_and_keys_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "tea.yml"
    path.write_text("# tea\n- id: a\n  say: |\n    two\n    lines\n  kind: x\n\n- {id: b, kind: y}\n")
    entries, problems = read_entries(path)
    assert problems == []
    assert [(entry.line, entry.lines) for entry in entries] == [(2, {"id": 2, "say": 3, "kind": 6}), (8, {"id": 8, "kind": 8})]
    assert entries[0].values == {"id": "a", "say": "two\nlines\n", "kind": "x"}


def test_one_mapping_is_one_entry(tmp_path: Path) -> None:
    path = tmp_path / "tea.yml"
    path.write_text("portfolio: Building\n1: one\n")
    entries, problems = read_entries(path)
    assert problems == []
    assert [entry.values for entry in entries] == [{"portfolio": "Building", "1": "one"}]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"- id: a\n  say: 'open\n", 3, "not valid YAML"),
        (b"- id: a\n- just text\n", 2, "not an entry"),
        (b"text", 1, "not an entry"),
        (b"- id: a\n  id: b\n", 2, "twice"),
        (b"- id: a\n\t- id: b\n", 2, "not valid YAML"),
        (b"\xff\xfe\x00", 1, "cannot be read"),
        (b"- id: a\n- ? [1]\n  : 2\n", 2, "cannot be understood"),
        (b"- id: a\n- as_of: 2020-13-45\n", 2, "cannot be understood"),
        (b"- id: a\n- as_of: 0x_\n", 2, "cannot be understood"),
        (b"- id: a\n- as_of: !!bool maybe\n", 2, "cannot be understood"),
        (b"- id: a\n- as_of: !!timestamp soon\n", 2, "cannot be understood"),
        (b"- id: a\n- as_of: !!int ''\n", 2, "cannot be understood"),
    ],
)
def test_what_cannot_be_read_is_reported_where_it_stands(tmp_path: Path, content: bytes, line: int, says: str) -> None:
    path = tmp_path / "tea.yml"
    path.write_bytes(content)
    _, (problem,) = read_entries(path)
    assert (problem.file, problem.line) == ("tea.yml", line)
    assert says in problem.message


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    assert [str(problem).partition(" ")[0] for problem in read_entries(tmp_path / "none.yml")[1]] == ["none.yml:1:"]


@pytest.mark.parametrize(
    "content", [b"- id: a\n  say: 'open\n", b"- ? [1]\n  : 2\n", b"\xff", b"- id: &a [*b]\n", b"- id: !!binary \xc3\xa9"]
)
def test_a_problem_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tea.yml"
    path.write_bytes(content)
    assert [len(str(problem).splitlines()) for problem in read_entries(path)[1]] == [1]


def test_a_problem_prints_as_an_editor_understands_it() -> None:
    assert str(Problem("tea.yml", 7, "too hot")) == "tea.yml:7: too hot"
