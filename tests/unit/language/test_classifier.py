"""The classifier: learns, gives the same model for the same data, and comes back from its files as it was."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CoachError
from coach.language.classifier import AnswerClassifier
from coach.language.encoder import DIMENSION

SENTENCES = {
    "water.heat": ("how hot must the water be", "which heat for the water", "how hot is hot water", "what heat does water need"),
    "leaves.green": ("what are green leaves", "tell me of green leaves", "are the leaves green", "green leaves please"),
    "greet": ("hello there", "hello to you there", "good day hello", "hello hello there"),
}
TEXTS = [text for texts in SENTENCES.values() for text in texts]
LABELS = [label for label, texts in SENTENCES.items() for _ in texts]
NEW = ["is the water hot enough", "leaves of green", "hello", "", "🫖", "xyz " * 100]


def _vectors(texts: list[str]) -> np.ndarray:
    """Stand-ins for sentence vectors: the same for the same text, of length 1."""
    rows = [np.random.default_rng(sum(text.encode()) + len(text)).normal(size=DIMENSION) for text in texts]
    return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


@pytest.fixture(scope="module")
def classifier() -> AnswerClassifier:
    return AnswerClassifier.train(TEXTS, _vectors(TEXTS), LABELS)


def test_what_it_was_taught_it_knows(classifier: AnswerClassifier) -> None:
    best = classifier.probabilities(TEXTS, _vectors(TEXTS)).argmax(axis=1)
    assert [classifier.labels[index] for index in best] == LABELS


def test_probabilities_of_anything_sum_to_one(classifier: AnswerClassifier) -> None:
    probabilities = classifier.probabilities(NEW, _vectors(NEW))
    assert probabilities.shape == (len(NEW), 3)
    assert np.isfinite(probabilities).all()
    assert (probabilities > 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_a_text_has_the_same_probabilities_alone_and_among_others(classifier: AnswerClassifier) -> None:
    together = classifier.probabilities(NEW, _vectors(NEW))
    for index, text in enumerate(NEW):
        np.testing.assert_allclose(classifier.probabilities([text], _vectors([text]))[0], together[index], rtol=1e-4)


def test_words_count_beside_the_vector(classifier: AnswerClassifier) -> None:
    same_vector = _vectors(["anything"]).repeat(2, axis=0)
    water, leaves = classifier.probabilities(["how hot must the water be", "tell me of green leaves"], same_vector)
    heat = classifier.labels.index("water.heat")
    assert water[heat] > leaves[heat]


def test_a_temperature_makes_the_model_humbler_and_keeps_its_ranking(classifier: AnswerClassifier) -> None:
    sharp = classifier.probabilities(NEW, _vectors(NEW))
    humble = classifier.probabilities(NEW, _vectors(NEW), temperature=3.0)
    np.testing.assert_array_equal(sharp.argsort(axis=1), humble.argsort(axis=1))
    assert (humble.max(axis=1) < sharp.max(axis=1)).all()
    np.testing.assert_allclose(humble.sum(axis=1), 1, rtol=1e-5)


def test_training_again_gives_the_very_same_model(classifier: AnswerClassifier) -> None:
    again = AnswerClassifier.train(TEXTS, _vectors(TEXTS), LABELS)
    assert again.labels == classifier.labels
    for name in ("dense", "sparse", "bias"):
        np.testing.assert_array_equal(getattr(again, name), getattr(classifier, name))


def test_a_model_comes_back_from_its_files_as_it_was(classifier: AnswerClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    loaded = AnswerClassifier.load(tmp_path)
    assert loaded.labels == classifier.labels
    texts = TEXTS + NEW
    # half-precision weights on disk: the third decimal stays
    np.testing.assert_allclose(loaded.probabilities(texts, _vectors(texts)), classifier.probabilities(texts, _vectors(texts)), atol=2e-3)


def test_a_loaded_model_saved_again_is_exactly_the_same(classifier: AnswerClassifier, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    classifier.save(first)
    AnswerClassifier.load(first).save(second)
    one, two = (AnswerClassifier.load(folder).probabilities(NEW, _vectors(NEW)) for folder in (first, second))
    np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("file", ["classifier.json", "classifier.npz"])
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: b"not a model", id="something else"),
        pytest.param(lambda content: content[: len(content) // 2], id="cut off"),
        pytest.param(lambda content: b"{}", id="another object"),
    ],
)
def test_a_damaged_model_is_an_error_and_never_an_untrained_one(classifier: AnswerClassifier, tmp_path: Path, file: str, damage) -> None:
    classifier.save(tmp_path)
    (tmp_path / file).write_bytes(damage((tmp_path / file).read_bytes()))
    with pytest.raises(CoachError, match="make train"):
        AnswerClassifier.load(tmp_path)


def test_files_of_two_models_are_an_error(classifier: AnswerClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    numbers = (tmp_path / "classifier.npz").read_bytes()
    texts = [*TEXTS, "how is black tea made", "black tea is made how", "is black tea made", "made black tea"]
    AnswerClassifier.train(texts, _vectors(texts), [*LABELS, *["leaves.black"] * 4]).save(tmp_path)
    (tmp_path / "classifier.npz").write_bytes(numbers)
    with pytest.raises(CoachError, match="two different models"):
        AnswerClassifier.load(tmp_path)


@pytest.mark.parametrize("file", ["classifier.json", "classifier.npz"])
def test_a_missing_file_is_an_error(classifier: AnswerClassifier, tmp_path: Path, file: str) -> None:
    classifier.save(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(CoachError, match=rf"{file}.*make train"):
        AnswerClassifier.load(tmp_path)


def test_a_file_that_would_run_code_is_refused(classifier: AnswerClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    objects = np.array([{"a": 1}], dtype=object)
    np.savez(tmp_path / "classifier.npz", dense=objects, sparse=objects, bias=objects, idf0=objects, idf1=objects)
    with pytest.raises(CoachError, match="pickle"):
        AnswerClassifier.load(tmp_path)


def test_the_files_are_numbers_and_text(classifier: AnswerClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"classifier.json", "classifier.npz"}
    assert json.loads((tmp_path / "classifier.json").read_text())["labels"] == classifier.labels
