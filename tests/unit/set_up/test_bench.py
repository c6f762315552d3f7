"""What measures the coach can be started; a whole measurement takes minutes and is no test."""

from __future__ import annotations

import importlib

import pytest

from bench.questions import in_scope, out_of_scope
from coach.settings import PROJECT

MODULES = sorted(path.stem for path in (PROJECT / "bench").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_bench_can_be_imported(name: str) -> None:
    importlib.import_module(f"bench.{name}")


def test_there_are_as_many_questions_as_are_promised() -> None:
    assert len(in_scope()) >= 300
    assert len(out_of_scope()) >= 200
