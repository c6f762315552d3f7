"""A model is trained again when anything changed that it is made from, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.engine.training.fingerprinting import calculate_fingerprint_key

import coach.language
import launch.train
from coach.language.encoder import encoder_files
from tests.contract.component_cases import CASES, Case, is_trainable

LEARNING = [case for case in CASES if is_trainable(case.component) or hasattr(case.component, "process_training_data")]
LANGUAGE = Path(str(coach.language.__file__)).parent


def fingerprint(case: Case) -> str:
    """The key under which Rasa remembers what the component made of its inputs."""
    return calculate_fingerprint_key(case.component, case.component.get_default_config(), {})


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encoder of the test's own, at the place where the coach looks for it."""
    for file in encoder_files(None):
        shutil.copyfile(file, tmp_path / file.name)
    monkeypatch.setenv("COACH_ENCODER_DIR", str(tmp_path))
    return tmp_path


def _change_one_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("case", LEARNING, ids=str)
def test_nothing_changed_and_the_fingerprint_is_the_same(case: Case, encoder: Path) -> None:
    assert fingerprint(case) == fingerprint(case)


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_another_encoder_in_the_same_place_and_of_the_same_size_changes_the_fingerprint_of_the_featurizer(encoder: Path, file: str) -> None:
    case = next(case for case in CASES if str(case) == "SentenceFeaturizer")
    before = fingerprint(case)
    _change_one_byte(encoder / file)
    assert fingerprint(case) != before


@pytest.mark.parametrize("case", [case for case in LEARNING if is_trainable(case.component)], ids=str)
def test_a_change_of_the_code_that_learns_changes_the_fingerprint(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(case)
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"\n# changed" if path.parent == LANGUAGE else read(path))
    assert fingerprint(case) != before


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_another_encoder_makes_the_trained_model_stale(encoder: Path, file: str) -> None:
    before = launch.train.digest()
    _change_one_byte(encoder / file)
    assert launch.train.digest() != before


def test_the_same_encoder_elsewhere_leaves_the_trained_model_as_it_is(encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = launch.train.digest()
    monkeypatch.delenv("COACH_ENCODER_DIR")
    assert launch.train.digest() == elsewhere


def test_the_model_is_stale_once_a_file_changed_that_is_read_for_training() -> None:
    made_from = set(launch.train.made_from())
    assert set(LANGUAGE.glob("*.py")) <= made_from
    assert {
        path for folder in ("facts", "nlu", "lexicon", "rules") for path in (launch.train.PROJECT / "data" / folder).glob("*.yml")
    } <= made_from
    assert {launch.train.PROJECT / name for name in ("config.yml", "domain.yml", "requirements.lock")} <= made_from
