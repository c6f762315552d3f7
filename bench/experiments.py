"""Compares heads of the answer classifier by cross-validation on what it is trained with: `python -m bench.experiments`.

The questions of `tests/nlu` play no part here, so that choosing a head does not spend them.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import StratifiedKFold

from bench.examples import read_examples
from bench.found import is_fact
from bench.heads import HEADS, SEED, Corpus, Head
from bench.refusal import below, threshold
from bench.table import percent, table
from coach.facts.files import load_knowledge
from coach.language.decision import OUT_OF_SCOPE
from coach.language.encoder import SentenceEncoder
from coach.language.reading import bounded
from coach.language.vocabulary import train_speller
from coach.settings import Settings

FOLDS = 5
REPORT = Path(__file__).with_name("experiments.md")
HEADER = ("head", "right label first", "within two", "within three", "out of scope refused", "training, s")
NOTES = """\
# Heads of the answer classifier

Made by `python -m bench.experiments`: {folds}-fold stratified cross-validation on {examples} examples of {labels} labels (questions
of `data/facts/`, messages of `data/nlu/`); titles and statements of facts are always learnt from, never asked. Right labels are
counted over the {questions} questions of facts, each against all labels. Out of scope refused: the share of the {outside}
out-of-scope examples that is refused at the threshold at which each fold refuses 3 % of its good questions. Training: seconds a
fold on one core, without the encoder's. Typos are corrected first, as before the coach reads a message; the speller saw all examples.

The examples of a label were written together and differ on purpose, so these numbers compare heads; how the coach does on the
questions of `tests/nlu/` is in `compare.md`.

"""


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # a head that stops early is judged by its answers
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    corpus = read_corpus()
    rows = []
    for name, head in HEADS.items():
        rows.append([name, *measured(head, corpus)])
        print(" | ".join(rows[-1]), flush=True)
    sources = [example.source for example in corpus.examples]
    notes = NOTES.format(
        folds=FOLDS,
        examples=sources.count("question") + sources.count("message"),
        labels=len(set(corpus.labels)),
        questions=sources.count("question"),
        outside=int((corpus.labels == OUT_OF_SCOPE).sum()),
    )
    REPORT.write_text(notes + table(HEADER, rows) + "\n", encoding="utf-8")
    print(f"\n{table(HEADER, rows)}\n\nWritten to {REPORT}.")


def read_corpus() -> Corpus:
    """The examples with their vectors, which are kept from one run to the next."""
    written = read_examples()
    speller = train_speller(load_knowledge(), [example.text for example in written])
    examples = [example._replace(text=speller.correct(bounded(example.text))) for example in written]
    texts = [example.text for example in examples]
    digest = hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]
    kept = Settings.from_environment().home / "bench" / f"vectors-{digest}.npy"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, SentenceEncoder().encode(texts))
    return Corpus(examples, np.load(kept))


def measured(head: Head, corpus: Corpus) -> list[str]:
    """The cells of one head: means over the folds."""
    asked_for = np.array([row for row, example in enumerate(corpus.examples) if example.source in ("question", "message")])
    always = np.setdiff1d(np.arange(len(corpus.examples)), asked_for)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(asked_for, corpus.labels[asked_for])
    results = [_fold(head, corpus[np.concatenate([always, asked_for[known]])], corpus[asked_for[asked]]) for known, asked in folds]
    first, second, third, refused, seconds = np.mean(results, axis=0)
    return [percent(first), percent(second), percent(third), percent(refused), f"{seconds:.1f}"]


def _fold(head: Head, known: Corpus, asked: Corpus) -> list[float]:
    began = time.process_time()
    score = head(known)
    seconds = time.process_time() - began
    scores = score(asked)
    good = np.array([is_fact(label) for label in asked.labels])
    ranked = np.array(scores.labels)[np.argsort(-scores.matrix[good], axis=1, kind="stable")[:, :3]]
    right = np.cumsum(ranked == asked.labels[good][:, None], axis=1).mean(axis=0)
    refused = below(scores.in_scope[asked.labels == OUT_OF_SCOPE], threshold(scores.in_scope[good]))
    return [*right, refused, seconds]


if __name__ == "__main__":
    main()
