"""The widget: its types, its units, and journeys through it in a real browser."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browser.servers import WIDGET, missing, servers

JOURNEYS = sorted(path.name for path in (WIDGET / "journeys").glob("*.test.mjs"))
AT_ONCE = 2

Run = subprocess.CompletedProcess


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Run]]]:
    """All journeys, under way."""
    if missing():
        pytest.skip(missing())
    with servers(tmp_path_factory.mktemp("browser")) as environment, ThreadPoolExecutor(AT_ONCE) as pool:

        def run(name: str) -> Run:
            return subprocess.run(["node", "--test", f"journeys/{name}"], cwd=WIDGET, env=environment, capture_output=True, text=True)

        yield {name: pool.submit(run, name) for name in JOURNEYS}


@pytest.mark.parametrize("name", JOURNEYS)
def test_journey(journeys: dict[str, Future[Run]], name: str) -> None:
    run = journeys[name].result()
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("command", [["tsc", "--noEmit"], ["vitest", "run"]], ids=" ".join)
def test_widget_alone(command: list[str]) -> None:
    if not shutil.which("node") or not Path(WIDGET, "node_modules").exists():
        pytest.skip("Node 20 is not installed, or `make widget` was not run")
    run = subprocess.run(["node_modules/.bin/" + command[0], *command[1:]], cwd=WIDGET, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_all_that_is_loaded_is_small() -> None:
    """The build refuses to grow beyond its limits, so a build that is there is within them."""
    if not (WIDGET / "dist" / "widget.js").exists():
        pytest.skip("the widget is not built; `make widget` builds it")
    import gzip

    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in (WIDGET / "dist").glob("*.js")}
    assert sizes["widget.js"] <= 3 * 1024
    assert sum(sizes.values()) <= 50 * 1024
