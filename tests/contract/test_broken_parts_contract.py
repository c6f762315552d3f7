"""A part that is missing or broken is an error that names it, never a component that runs untrained or half."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage

from coach.errors import CoachError
from coach.language.encoder import encoder_files, shared_encoder
from coach.language.names import shared_pipeline
from coach.settings import PROJECT
from components.answer_ranker import AnswerRanker
from components.name_extractor import NameExtractor
from components.sentence_featurizer import SentenceFeaturizer
from tests.conftest import coach_home
from tests.contract.component_cases import CASES, Case, create, examples, is_trainable, load, train

TRAINABLE = [case for case in CASES if is_trainable(case.component)]


@pytest.fixture(autouse=True)
def nothing_loaded_before() -> Iterator[None]:
    """What this process has loaded already must not hide what is missing; and what is broken must not stay."""
    caches = (shared_encoder, shared_pipeline)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The storage folder of a whole trained pipeline."""
    folder = tmp_path_factory.mktemp("model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", str(coach_home(tmp_path_factory.mktemp("components") / "home")))
        for case in TRAINABLE:
            train(case, folder, examples(most=6))
    return folder


def test_without_the_spacy_pipeline_there_is_no_name_extractor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    with pytest.raises(CoachError, match=r"make setup"):
        create(NameExtractor, LocalModelStorage.create(tmp_path))


@pytest.mark.parametrize(
    ("file", "content"),
    [("config.cfg", None), ("config.cfg", b"[nlp"), ("tokenizer", b"\xff\xff"), ("vocab/strings.json", b'["cut o'), ("meta.json", b"")],
)
def test_a_broken_spacy_pipeline_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: bytes | None
) -> None:
    shutil.copytree(PROJECT / ".coach" / "spacy", tmp_path / "spacy")
    _break(tmp_path / "spacy" / file, content)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    with pytest.raises(Exception, match=_named(str(tmp_path / "spacy"), "make setup")):
        create(NameExtractor, LocalModelStorage.create(tmp_path))


@pytest.mark.parametrize(
    ("file", "content"),
    [("model.onnx", None), ("tokenizer.json", None), ("model.onnx", b""), ("model.onnx", b"not a model"), ("tokenizer.json", b"{}")],
)
def test_a_broken_encoder_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: bytes | None
) -> None:
    for shipped in encoder_files(None):
        shutil.copyfile(shipped, tmp_path / shipped.name)
    _break(tmp_path / file, content)
    monkeypatch.setenv("COACH_ENCODER_DIR", str(tmp_path))
    with pytest.raises(Exception, match=_named(str(tmp_path), "COACH_ENCODER_DIR")):
        create(SentenceFeaturizer, LocalModelStorage.create(tmp_path))


@pytest.mark.parametrize("case", TRAINABLE, ids=str)
def test_a_component_that_was_never_persisted_cannot_be_loaded(case: Case, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=f"train_{case}"):
        load(case.component, LocalModelStorage.create(tmp_path))


def _remove(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _scribble(path: Path) -> None:
    path.write_bytes(b"not a model")


@pytest.mark.parametrize("harm", [_remove, _empty, _cut, _scribble])
@pytest.mark.parametrize("case", TRAINABLE, ids=str)
def test_a_broken_model_file_is_an_error_that_names_it(case: Case, model: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    files = sorted(path.name for path in (model / f"train_{case}").iterdir())
    assert files
    for file in files:
        storage = _harmed(model, tmp_path / file, case, file, harm)
        with pytest.raises(Exception, match=_named(file, "make train")):
            load(case.component, storage)


def _lose_a_label(path: Path) -> None:
    described = json.loads(path.read_text())
    described["labels"].pop()
    path.write_text(json.dumps(described))


def _lose_labels_key(path: Path) -> None:
    described = json.loads(path.read_text())
    del described["labels"]
    path.write_text(json.dumps(described))


def _lose_a_dimension(path: Path) -> None:
    with np.load(path) as arrays:
        np.savez(path, **{**arrays, "dense": arrays["dense"][1:]})


def _lose_a_word(path: Path) -> None:
    with np.load(path) as arrays:
        np.savez(path, **{**arrays, "sparse": arrays["sparse"][1:]})


@pytest.mark.parametrize(
    ("file", "harm"),
    [
        ("classifier.json", _lose_a_label),
        ("classifier.json", _lose_labels_key),
        ("classifier.npz", _lose_a_dimension),
        ("classifier.npz", _lose_a_word),
    ],
)
def test_files_of_two_different_models_are_an_error_when_they_are_loaded(
    model: Path, tmp_path: Path, file: str, harm: Callable[[Path], None]
) -> None:
    storage = _harmed(model, tmp_path, Case(AnswerRanker), file, harm)
    with pytest.raises(Exception, match=_named(file, "make train")):
        load(AnswerRanker, storage)


def _named(*names: str) -> str:
    """A pattern of a text that has one of these: the place that is broken, or what mends it."""
    return "|".join(map(re.escape, names))


def _harmed(model: Path, folder: Path, case: Case, file: str, harm: Callable[[Path], None]) -> LocalModelStorage:
    shutil.copytree(model, folder / "model")
    harm(folder / "model" / f"train_{case}" / file)
    return LocalModelStorage.create(folder / "model")


def _break(path: Path, content: bytes | None) -> None:
    assert path.exists()
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
