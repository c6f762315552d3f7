"""`make calibrate`: finds temperature and thresholds by cross-validation on the training examples, and writes them.

The questions of `tests/nlu/` play no part. The rule for each threshold stands beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from bench.experiments import read_corpus
from bench.found import is_fact
from bench.heads import SEED, Corpus
from bench.refusal import below, threshold
from bench.table import percent, table
from coach.language.classifier import AnswerClassifier
from coach.language.decision import OUT_OF_SCOPE
from coach.language.thresholds import FILE

FOLDS = 4
REPORT = Path(__file__).with_name("calibration.md")
PICTURE = Path(__file__).with_name("calibration.png")
REFUSED = 0.04
"""in_scope: refuses this share of the held-out questions, which are harder than most (no like of them was learnt)."""
CLEAR = 0.98
"""clear_part: of the questions at least as sure, this share is right."""
SURE = 0.99
"""sure: of the questions at least as sure, this share is right."""
UNSURE = 0.5
"""unsure: of the questions less sure, at most this share is right."""
FALSE_ALARMS = 0.0025
"""careful: at most this share of all other messages is taken for one."""
CAREFUL = ("self_harm",)
BINS = 10


def main() -> None:
    """Run."""
    corpus = read_corpus()
    labels, logits = held_out(corpus)
    names = np.array(labels)
    wanted = corpus.labels
    temperature = calibrated(logits, names, wanted)
    probabilities = softmax(logits / temperature)
    facts = np.array([is_fact(label) for label in labels])
    asked = np.array([is_fact(label) for label in wanted])
    best = probabilities[:, facts].max(axis=1)
    right = names[facts][probabilities[:, facts].argmax(axis=1)] == wanted
    in_scope = probabilities[:, facts].sum(axis=1)
    confidence, correct = best[asked], right[asked]
    found = {
        "temperature": temperature,
        "in_scope": threshold(in_scope[asked], REFUSED),
        "clear_part": least(confidence, lambda c: correct[confidence >= c].mean() >= CLEAR),
        "sure": least(confidence, lambda c: correct[confidence >= c].mean() >= SURE),
        "unsure": -least(-confidence, lambda c: correct[confidence < -c].mean() <= UNSURE if (confidence < -c).any() else True),
    }
    alarms = {name: alarm(probabilities[:, labels.index(name)], wanted == name) for name in CAREFUL}
    write(found, alarms)
    report(found, alarms, confidence, correct, in_scope, asked, wanted)


def held_out(corpus: Corpus) -> tuple[list[str], np.ndarray]:
    """The log-probability of every label for every example, from a model that did not learn from it; shape (examples, labels)."""
    labels: list[str] = []
    logits = np.zeros((len(corpus.examples), len(set(corpus.labels))))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(corpus.vectors, corpus.labels)
    for number, (known, rest) in enumerate(folds, 1):
        print(f"fold {number} of {FOLDS} ...", flush=True)
        learnt, asked = corpus[known], corpus[rest]
        model = AnswerClassifier.train(learnt.texts, learnt.vectors, learnt.labels.tolist())
        labels = model.labels
        logits[rest] = np.log(np.maximum(model.probabilities(asked.texts, asked.vectors), 1e-30))
    return labels, logits


def softmax(logits: np.ndarray) -> np.ndarray:
    """Each row as probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def calibrated(logits: np.ndarray, names: np.ndarray, wanted: np.ndarray) -> float:
    """The temperature with the least log loss (Guo et al. 2017)."""
    columns = np.searchsorted(names, wanted)
    rows = np.arange(len(wanted))

    def loss(temperature: float) -> float:
        return -float(np.log(softmax(logits / temperature)[rows, columns] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 2.0), method="bounded").x)


def least(values: np.ndarray, holds: Callable[[float], bool]) -> float:
    """The least of a hundred quantiles of `values` at which a condition holds."""
    return next((float(value) for value in np.quantile(values, np.linspace(0, 0.99, 100)) if holds(value)), float(values.max()))


def alarm(probabilities: np.ndarray, meant: np.ndarray) -> float:
    """The least probability that gives few enough false alarms."""
    return float(np.quantile(probabilities[~meant], 1 - FALSE_ALARMS))


def write(found: dict[str, float], alarms: dict[str, float]) -> None:
    """Write `data/thresholds.yml`."""
    lines = [f"{name}: {value:.3f}" for name, value in found.items()]
    careful = ", ".join(f"{name}: {value:.3f}" for name, value in alarms.items())
    head = "# Written by `make calibrate` from cross-validation; coach/language/thresholds.py says what each one means."
    FILE.write_text("\n".join([head, *lines, f"careful: {{{careful}}}", ""]), encoding="utf-8")


def report(
    found: dict[str, float],
    alarms: dict[str, float],
    confidence: np.ndarray,
    correct: np.ndarray,
    in_scope: np.ndarray,
    asked: np.ndarray,
    wanted: np.ndarray,
) -> None:
    """Print and keep what was found: thresholds, reliability, and what other thresholds would refuse."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    reliability = [
        (confidence[bins == b].mean(), correct[bins == b].mean(), int((bins == b).sum())) for b in range(BINS) if (bins == b).any()
    ]
    error = sum(abs(said - was) * count for said, was, count in reliability) / len(confidence)
    outside = in_scope[wanted == OUT_OF_SCOPE]
    curve = [(value, below(in_scope[asked], value), below(outside, value)) for value in (*np.arange(0.1, 0.8, 0.1), found["in_scope"])]
    text = "\n\n".join(
        (
            f"# Calibration\n\nPrinted by `make calibrate`: {FOLDS}-fold cross-validation on the training examples ({len(asked)}).",
            table(("threshold", "value"), [(name, f"{value:.3f}") for name, value in {**found, **alarms}.items()]),
            f"How sure the best fact is, and how often it is right (expected calibration error {percent(error)}):",
            table(("said", "was right", "questions"), [(percent(said), percent(was), str(count)) for said, was, count in reliability]),
            "What a threshold of the facts' probability refuses:",
            table(("threshold", "good questions", "out of scope"), [(f"{t:.2f}", percent(g), percent(o)) for t, g, o in sorted(curve)]),
        )
    )
    print(text)
    REPORT.write_text(text + "\n", encoding="utf-8")
    _draw([(said, was) for said, was, _ in reliability])


def _draw(points: list[tuple[float, float]]) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 5), dpi=130)
    axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
    axes.plot(*zip(*points, strict=True), "o-", color="#0072B2")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="probability of the best fact", ylabel="share that is right", title="Reliability, held out")
    figure.tight_layout()
    figure.savefig(PICTURE)
    plt.close(figure)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count()))
    main()
