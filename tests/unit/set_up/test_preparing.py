"""The set-up: everything at first, nothing twice, and a clear error if a part is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.facts.files import load_knowledge
from coach.settings import Settings
from coach.setup import prepare


def _settings(home: Path) -> Settings:
    return Settings.from_environment({"COACH_HOME": str(home)})


def test_the_first_run_builds_and_loads_and_the_second_does_nothing_twice(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    number = len(load_knowledge().facts)
    first = prepare(settings)
    assert [line.partition(":")[0] for line in first] == ["Encoder", "Names", "Facts"]
    assert f"{number} loaded" in first[-1]
    before = {path: path.stat().st_mtime_ns for path in settings.spacy_dir.rglob("*")}
    second = prepare(settings)
    assert [line.partition(":")[0] for line in second] == ["Encoder", "Facts"]
    assert f"{number} in the store" in second[-1]
    assert {path: path.stat().st_mtime_ns for path in settings.spacy_dir.rglob("*")} == before


def test_an_encoder_that_is_not_there_stops_the_set_up_before_anything_is_made(tmp_path: Path) -> None:
    settings = replace(_settings(tmp_path / "home"), encoder_dir=tmp_path / "none")
    with pytest.raises(CoachError, match="COACH_ENCODER_DIR"):
        prepare(settings)
    assert not (tmp_path / "home").exists()
