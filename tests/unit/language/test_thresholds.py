"""Thresholds come from their file; a file that cannot be meant says what to run."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.language.thresholds import Thresholds, read_thresholds

WHOLE = "temperature: 1.2\nin_scope: 0.4\nclear_part: 0.5\nsure: 0.7\nunsure: 0.1\ncareful: {self_harm: 0.2}\n"


def test_a_file_gives_its_thresholds(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.yml"
    path.write_text(WHOLE)
    assert read_thresholds(path) == Thresholds(
        temperature=1.2, in_scope=0.4, clear_part=0.5, sure=0.7, unsure=0.1, careful={"self_harm": 0.2}
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# soon",
        "in_scope",
        "[1, 2]",
        "in_scope: {",
        WHOLE.replace("sure: 0.7", "sure: often"),
        WHOLE.replace("sure: 0.7", "sure:"),
        WHOLE.replace("sure: 0.7", "sure: [0.7]"),
        WHOLE.replace("in_scope: 0.4\n", ""),
        WHOLE.replace("careful: {self_harm: 0.2}\n", ""),
        WHOLE.replace("{self_harm: 0.2}", "self_harm"),
        WHOLE.replace("{self_harm: 0.2}", "{self_harm: often}"),
        WHOLE + "certain: 0.9\n",
        WHOLE + "in_scope: 0.9\n",
    ],
)
def test_a_file_that_is_not_as_expected_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "thresholds.yml"
    path.write_text(content)
    with pytest.raises(CoachError, match=r"thresholds\.yml"):
        read_thresholds(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"none\.yml"):
        read_thresholds(tmp_path / "none.yml")


def test_the_thresholds_of_the_project_are_probabilities_in_order() -> None:
    thresholds = read_thresholds()
    assert 0 < thresholds.unsure < thresholds.sure < 1
    assert thresholds.temperature > 0
    for field in fields(Thresholds):
        if field.name not in ("temperature", "careful"):
            assert 0 < getattr(thresholds, field.name) < 1, field.name
    assert 0 < thresholds.careful["self_harm"] < thresholds.in_scope
