"""The file of cue words: whole, in lower case, and what is wrong with it is said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.profile.cues import FILE, cues


def test_every_cue_is_a_lower_case_word() -> None:
    lists = dataclasses.asdict(cues())
    assert {name: word for name, words in lists.items() for word in words if word != word.lower() or word != word.strip()} == {}
    assert [name for name, words in lists.items() if not words] == []


def test_words_that_yaml_takes_for_truth_values_are_words() -> None:
    assert "no" in cues().denying
    assert "on" in cues().study_links


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("liking:", "linking:"), "linking"),
        (lambda text: text.replace("liking:", "linking:"), "liking"),
        (lambda text: text + "\naiming: [x]", "aiming"),
        (lambda text: text.replace("liking: [", "liking: ["[:-1] + "'", 1), "cannot be read"),
        (lambda text: "- a", "missing"),
        (lambda text: "", "missing"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, change: object, told: str) -> None:
    file = tmp_path / "cues.yml"
    file.write_text(change(FILE.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(CoachError, match=told):
        cues(file)


def test_a_file_that_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"cues\.yml cannot be read"):
        cues(tmp_path / "cues.yml")
