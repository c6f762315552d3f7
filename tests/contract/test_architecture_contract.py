"""One direction, no way back: who may import whom, and that importing does nothing else."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from actions.action import CoachAction
from coach.settings import PROJECT
from tests.contract import import_watch
from tests.contract.source_files import PACKAGES, imports, module_name, modules, sources

FORBIDDEN = {
    "coach": {"rasa", "rasa_sdk", "sanic", "actions", "channels", "components", "launch", "tests", "bench"},
    "actions": {"rasa", "channels", "components", "launch", "tests", "bench", "spacy", "onnxruntime", "sklearn", "tensorflow"},
    "components": {"rasa_sdk", "sanic", "actions", "channels", "launch", "tests", "bench", "tensorflow"},
    "channels": {"rasa_sdk", "actions", "components", "launch", "tests", "bench", "tensorflow"},
    "launch": {"tests", "bench"},
}
MODELS = {"rasa", "tensorflow", "keras", "spacy", "onnxruntime", "tokenizers", "torch"}
"""What an action server has no use for: it runs no model."""
ALLOWED_TO_ACTIONS = {"rasa_sdk", "coach", "actions"}
ALLOWED_TO_THE_ACTION_SERVER = ALLOWED_TO_ACTIONS | {"sanic"}
KNOWS_CAREERS = {"coach.advice"}


def test_every_package_is_under_contract() -> None:
    assert set(PACKAGES) == set(FORBIDDEN)
    ours = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - {"tests", "bench"}
    assert ours == set(PACKAGES)


@pytest.mark.parametrize("path", [path for package in PACKAGES for path in sources(package)], ids=module_name)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    layer = module_name(path).partition(".")[0]
    assert {name.partition(".")[0] for name in imports(path)} & FORBIDDEN[layer] == set()


@pytest.mark.parametrize("path", sources("actions"), ids=module_name)
def test_an_action_imports_the_sdk_and_the_coach_and_nothing_else(path: Path) -> None:
    allowed = ALLOWED_TO_THE_ACTION_SERVER if path.name == "server.py" else ALLOWED_TO_ACTIONS
    assert {name.partition(".")[0] for name in imports(path)} - set(sys.stdlib_module_names) <= allowed


@pytest.mark.parametrize("path", [*sources("components"), *sources("channels")], ids=module_name)
def test_the_parser_and_the_channels_know_nothing_of_advice(path: Path) -> None:
    assert [name for name in imports(path) if name.startswith(tuple(KNOWS_CAREERS))] == []


@pytest.mark.parametrize(
    ("statement", "imported"),
    [
        ("import rasa.core", "rasa"),
        ("from rasa import core", "rasa"),
        ("from rasa.core import run", "rasa"),
        ("def f():\n    import rasa as r", "rasa"),
        ("import importlib\nimportlib.import_module('rasa.core')", "rasa"),
        ("__import__('rasa')", "rasa"),
        ("from ..rasa import core", "rasa"),
    ],
)
def test_no_way_to_import_is_overlooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, imported: str) -> None:
    monkeypatch.setattr("tests.contract.source_files.PROJECT", tmp_path)
    (tmp_path / "coach").mkdir()
    path = tmp_path / "coach" / "thing.py"
    path.write_text(statement)
    assert imported in {name.partition(".")[0] for name in imports(path)}


def _watched(names: list[str], classes: tuple[str, ...] = (), folder: Path = PROJECT) -> dict[str, Any]:
    command = [sys.executable, str(import_watch.__file__), *names, "--make", *classes]
    done = subprocess.run(command, cwd=folder, env=_environment(folder), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}


@pytest.mark.parametrize(
    "doing",
    [
        "open(__file__).read()",
        "import pathlib; pathlib.Path(__file__).read_text()",
        "import os; os.listdir('.')",
        "import pathlib; pathlib.Path('made').mkdir(exist_ok=True)",
        "import socket; socket.socket()",
        "import sqlite3; sqlite3.connect(':memory:')",
        "import sqlalchemy; sqlalchemy.create_engine('sqlite://').connect()",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_what_a_module_does_while_it_is_imported_is_seen(tmp_path: Path, doing: str) -> None:
    (tmp_path / "probe.py").write_text(f"{doing}\n")
    assert _watched(["probe"], folder=tmp_path)["seen"]


def test_what_an_object_does_while_it_is_made_is_seen(tmp_path: Path) -> None:
    (tmp_path / "probe.py").write_text("class Probe:\n    def __init__(self):\n        open(__file__).close()\n")
    assert _watched(["probe"], folder=tmp_path)["seen"] == []
    assert _watched(["probe"], ("probe:Probe",), folder=tmp_path)["seen"]


@pytest.mark.parametrize("packages", [("coach", "actions"), ("channels", "components", "launch")], ids=" and ".join)
def test_importing_reads_no_file_and_opens_no_connection(packages: tuple[str, ...]) -> None:
    assert _watched([name for package in packages for name in modules(package)])["seen"] == []


def test_actions_are_made_without_reading_anything_and_without_a_model_in_their_process() -> None:
    classes = tuple(f"{cls.__module__}:{cls.__name__}" for cls in _action_classes())
    watched = _watched(modules("actions"), classes)
    assert watched["seen"] == []
    assert set(watched["modules"]) & MODELS == set()


def test_one_action_a_file_named_after_it() -> None:
    for cls in _action_classes():
        assert cls().name() == f"action_{cls.__module__.rpartition('.')[2]}"
    assert len({cls.__module__ for cls in _action_classes()}) == len(_action_classes())


def _action_classes() -> list[type[CoachAction]]:
    found = [thing for name in modules("actions") for _, thing in inspect.getmembers(importlib.import_module(name), inspect.isclass)]
    classes = {thing for thing in found if issubclass(thing, CoachAction) and not inspect.isabstract(thing)}
    assert classes
    return sorted(classes, key=lambda cls: cls.__name__)
