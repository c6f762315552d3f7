"""The encoder: the same vector for the same text, near vectors for near texts, clear errors for wrong files."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import coach.language.encoder
from coach.errors import CoachError
from coach.language.encoder import DIMENSION, SentenceEncoder, encoder_digest, encoder_files, shared_encoder

TEXTS = ["Do I need a portfolio?", "How much does it pay?", "hello", "", "🫖", "x" * 5_000, "word " * 2_000, "你好", "مرحبا"]


def test_the_same_text_has_the_same_vector_every_time() -> None:
    np.testing.assert_array_equal(shared_encoder().encode(TEXTS), shared_encoder().encode(TEXTS))


def test_another_encoder_of_the_same_files_gives_the_same_vectors() -> None:
    np.testing.assert_array_equal(SentenceEncoder().encode(TEXTS[:3]), shared_encoder().encode(TEXTS[:3]))


def test_a_text_has_one_vector_whatever_stands_beside_it() -> None:
    together = shared_encoder().encode(TEXTS)
    for index, text in enumerate(TEXTS):
        np.testing.assert_array_equal(shared_encoder().encode([text])[0], together[index])


def test_vectors_have_length_one() -> None:
    vectors = shared_encoder().encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-4)


def test_no_texts_have_no_vectors() -> None:
    assert shared_encoder().encode([]).shape == (0, DIMENSION)


def test_a_batch_moves_vectors_only_a_little() -> None:
    texts = [f"question number {number} about portfolios" for number in range(9)]
    one_by_one, batched = shared_encoder().encode(texts), shared_encoder().encode(texts, batch=4)
    assert (one_by_one * batched).sum(axis=1).min() > 0.97


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("What does a machine learning engineer earn?", "How high is the salary?", "Which tea do you like?"),
        ("Do I need a portfolio?", "Should I build projects to show?", "Good morning"),
    ],
)
def test_texts_of_the_same_meaning_are_nearer(text: str, near: str, far: str) -> None:
    vectors = shared_encoder().encode([text, near, far])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_the_encoder_of_a_process_is_loaded_once() -> None:
    assert shared_encoder() is shared_encoder()


@pytest.mark.parametrize("present", [(), ("model.onnx",), ("tokenizer.json",)])
def test_a_folder_without_one_of_the_files_is_named_with_it(tmp_path: Path, present: tuple[str, ...]) -> None:
    for name in present:
        (tmp_path / name).write_text("")
    missing = "tokenizer.json" if "model.onnx" in present else "model.onnx"
    with pytest.raises(CoachError, match=rf"COACH_ENCODER_DIR names {tmp_path}, which holds no {missing}"):
        encoder_files(tmp_path)


def test_files_of_ones_own_are_taken_as_they_are(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("mine")
    assert encoder_files(tmp_path) == (tmp_path / "model.onnx", tmp_path / "tokenizer.json")


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_files_that_are_no_encoder_are_named(tmp_path: Path, broken: str) -> None:
    for path in encoder_files():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / broken).unlink()
    (tmp_path / broken).write_text("not an encoder")
    with pytest.raises(CoachError, match=rf"{tmp_path} cannot be read.*COACH_ENCODER_DIR"):
        SentenceEncoder(tmp_path)


def test_another_encoder_has_another_digest(tmp_path: Path) -> None:
    digests = {encoder_digest()}
    for content in ("one", "two", "one"):
        for name in ("model.onnx", "tokenizer.json"):
            (tmp_path / name).write_text(content)
        digests.add(encoder_digest(tmp_path))
    assert len(digests) == 3


def test_a_shipped_file_that_is_not_the_tested_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "changed_weights"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "model.onnx").write_bytes(b"not the tested weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(coach.language.encoder, "_SHIPPED", {"model.onnx": ("changed_weights", "model.onnx", "0" * 64)})
    with pytest.raises(CoachError, match=r"changed_weights/model\.onnx is not the one that was tested.*make"):
        encoder_files()


@pytest.mark.parametrize("package", ["no_such_weights", "empty_weights"])
def test_a_shipped_file_that_is_missing_names_the_package_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    (tmp_path / "empty_weights").mkdir()
    (tmp_path / "empty_weights" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(coach.language.encoder, "_SHIPPED", {"model.onnx": (package, "model.onnx", "0" * 64)})
    with pytest.raises(CoachError, match=rf"model\.onnx is missing.*make setup.*{package}"):
        encoder_files()
    sys.modules.pop(package, None)


def test_the_shipped_files_are_the_tested_ones() -> None:
    assert [path.name for path in encoder_files()] == ["model.onnx", "tokenizer.json"]
