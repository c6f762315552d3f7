"""Runs a system in processes of its own: trained once and kept, then asked."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.found import Example, Found
from coach.settings import PROJECT, Settings
from launch.server import quiet


class DidNotRunError(Exception):
    """A system cannot be measured; the message says why."""


@dataclass(frozen=True)
class Measured:
    """What a system found, and what that cost."""

    found: list[Found]
    milliseconds: list[float]
    load_seconds: float
    training_seconds: float
    peak_mb: float


@dataclass(frozen=True)
class System:
    """A module of `bench.systems`, and how to run it."""

    name: str
    module: str
    packages: tuple[str, ...] = ()
    """What its own virtual environment holds; none to run in ours."""
    made_from: str = ""
    """A digest of whatever it is made from beside the examples."""
    epochs: int = 0

    def measure(self, examples: Sequence[Example], texts: Sequence[str]) -> Measured:
        """Train it, unless that was done before, and ask it each text.

        Raises:
            DidNotRunError: it cannot be installed, trained or asked.

        """
        python = _environment(self.module, self.packages) if self.packages else Path(sys.executable)
        source = Path(str(importlib.util.find_spec(f"bench.systems.{self.module}").origin)).read_text(encoding="utf-8")  # type: ignore[union-attr]
        digest = hashlib.sha256(json.dumps([examples, source, self.made_from, self.epochs]).encode()).hexdigest()[:16]
        folder = _home() / f"{self.module}-{digest}"
        folder.mkdir(parents=True, exist_ok=True)
        job = {"folder": str(folder), "examples": examples, "texts": texts, "epochs": self.epochs}
        trained = folder / "trained.json"
        if not trained.is_file():
            _work(python, "train", self.module, job, trained)
        with tempfile.TemporaryDirectory() as name:
            asked = _work(python, "ask", self.module, job, Path(name) / "asked.json")
        found = [Found(**item) for item in asked["found"]]
        training = json.loads(trained.read_text())["seconds"]
        return Measured(found, asked["milliseconds"], asked["seconds"], training, asked["peak_mb"])


def _home() -> Path:
    return Settings.from_environment().home / "bench"


def _work(python: Path, action: str, module: str, job: dict[str, Any], result: Path) -> dict[str, Any]:
    os.environ["OMP_NUM_THREADS"] = "1" if action == "ask" else str(os.cpu_count())
    quiet()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(job, file)
        file.flush()
        _run([python, "-m", "bench.worker", action, module, file.name, result])
    return json.loads(result.read_text())


def _environment(module: str, packages: Sequence[str]) -> Path:
    """The interpreter of a virtual environment with these packages, made at first use."""
    folder = _home() / f"{module}-{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:16]}-env"
    python = folder / "bin" / "python"
    complete = folder / "complete"
    if not complete.is_file():
        _run([sys.executable, "-m", "venv", "--clear", folder])
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
        complete.touch()
    return python


def _run(command: Sequence[str | Path]) -> None:
    ended = subprocess.run(command, cwd=PROJECT, env=dict(os.environ), capture_output=True, text=True)
    if ended.returncode < 0:
        raise DidNotRunError(f"it was ended by signal {-ended.returncode}")
    if ended.returncode:
        raise DidNotRunError((ended.stderr.strip().splitlines() or [f"it ended with {ended.returncode}"])[-1])
