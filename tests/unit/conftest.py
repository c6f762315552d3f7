"""What unit tests share: a small article in files and in a store, and the spaCy pipeline of the real lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from coach.database import open_session
from coach.facts.files import load_knowledge
from coach.facts.repository import FactRepository
from coach.store import load_facts
from tests.unit.sample_article import write_sample

settings.register_profile(
    "unit",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("unit")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The files of the small article, in a folder that the test may change."""
    return write_sample(tmp_path / "data")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactRepository]:
    """The facts of the small article, out of a store that no test changes."""
    folder = tmp_path_factory.mktemp("sample")
    url = f"sqlite:///{folder / 'coach.db'}"
    load_facts(url, write_sample(folder / "data"))
    with open_session(url) as session:
        yield FactRepository(session)


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The spaCy pipeline that the set-up makes of `data/lexicon/`."""
    from coach.language.names import build_pipeline, shared_pipeline

    folder = tmp_path_factory.mktemp("names") / "spacy"
    build_pipeline(load_knowledge().lexicon, folder)
    return shared_pipeline(folder)
