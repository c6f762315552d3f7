"""Compares the coach's parser with other systems, in one run on one machine: `python -m bench.compare [--epochs N]`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np

from bench.curve import Curve, draw
from bench.examples import read_examples
from bench.found import Found
from bench.lookalikes import ALIKE, lookalikes
from bench.measure import DidNotRunError, Measured, System
from bench.outcome import Outcome, as_configured, at_threshold, in_scope
from bench.questions import Asked
from bench.questions import in_scope as questions_in_scope
from bench.questions import out_of_scope as questions_out_of_scope
from bench.replies import Replies, replies
from bench.systems import chatterbot
from bench.table import percent, table
from launch.train import digest

REPORT = Path(__file__).with_name("compare.md")
PICTURE = Path(__file__).with_name("compare.png")
HEADER = (
    "system",
    "right fact first",
    "right within the reply",
    "without look-alikes",
    "out of scope refused",
    "good questions refused",
    "p50, ms",
    "p95, ms",
    "load, s",
    "training, s",
    "peak memory, MB",
)
NOTES = """\
# The coach's parser against other systems

Made by `python -m bench.compare{option}` in one run on a machine with {cores} cores. Every system learns from the same {examples} examples
(questions, titles and statements of the facts; messages of `data/nlu/`) and is asked the same questions of `tests/nlu/`, none of which
is an example: {good} that facts answer, {outside} that none does (near and far from the topic; small talk and care are not counted).

- *Right fact first*: an acceptable fact is ranked first among the facts, whether or not the system then refuses.
- *Right within the reply*: the system answers, and an acceptable fact is among those it tells. The coach may tell a second fact when it is
  not sure, and one for each of several questions; the others tell their first.
- *Without look-alikes*: the same, without the {alike} questions that nearly repeat an example (TF-IDF cosine of {least} and more).
- *As configured*: by the system's own thresholds. *At 3 %*: each half of the good questions is judged at the threshold that refuses 3 % of
  the other half; the questions out of scope at both thresholds, averaged.
- Similarities (BM25, nearest example) are sure by how far the best fact is ahead of the best of all that is no fact.
- Each system runs in a process of its own. Times are that process's processor time: on one core that is how long it takes if the
  machine does nothing else. *p50*, *p95*: from one text to its ranking, without a server. *Load*: the imports, and whatever stands
  before the first question. *Training*: of all its threads together. *Peak memory*: of the process that answers.
- BM25: `bm25s`. ChatterBot: as it comes, in a virtual environment of its own ({chatterbot}).
- `rasa init`: its pipeline with {epochs} epochs{fewer}; its dot and *as configured* are its thresholds of 0.3 and 0.1.

"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("--epochs", type=int, default=100, help="epochs of the pipeline of rasa init; 100 take hours")
    parser.add_argument("--skip", action="append", default=[], choices=[system.module for system in systems(0)], help="leave a system out")
    given = parser.parse_args()
    epochs = given.epochs
    examples = read_examples()
    good, outside = questions_in_scope(), questions_out_of_scope()
    alike = lookalikes(good, examples)
    texts = [question.text for question in (*good, *outside)]
    rows: list[list[str]] = []
    curves: dict[str, Curve] = {}
    with replies() as told:
        for system in systems(epochs):
            if system.module in given.skip:
                rows.append([f"{system.name}: not measured", *["—"] * (len(HEADER) - 1)])
                continue
            print(f"{system.name} ...", flush=True)
            try:
                measured = system.measure(examples, texts)
            except DidNotRunError as error:
                rows.append([f"{system.name} did not run: {error}", *["—"] * (len(HEADER) - 1)])
                continue
            new, curves[system.name] = judged(system.name, measured, good, told, alike)
            rows += new
    notes = NOTES.format(
        option="".join([*(f" --skip {name}" for name in given.skip), f" --epochs {epochs}" if epochs != 100 else ""]),
        cores=os.cpu_count(),
        examples=len(examples),
        good=len(good),
        alike=int(alike.sum()),
        least=ALIKE,
        outside=len(outside),
        chatterbot=", ".join(f"`{package}`" for package in chatterbot.ENVIRONMENT),
        epochs=epochs,
        fewer=" instead of 100" if epochs != 100 else "",
    )
    REPORT.write_text(f"{notes}{table(HEADER, rows)}\n\n![]({PICTURE.name})\n", encoding="utf-8")
    draw(curves, PICTURE)
    print(f"\n{table(HEADER, rows)}\n\nWritten to {REPORT} and {PICTURE.name}.")


def systems(epochs: int) -> list[System]:
    return [
        System("the coach", "ours", made_from=digest()),
        System("rasa init", "rasa_init", epochs=epochs),
        System("BM25", "bm25"),
        System("nearest example on the encoder", "nearest"),
        System("ChatterBot", "chatterbot", packages=chatterbot.ENVIRONMENT),
    ]


def judged(name: str, measured: Measured, asked: list[Asked], told: Replies, alike: np.ndarray) -> tuple[list[list[str]], Curve]:
    """The rows and the curve of one system."""
    good, outside = measured.found[: len(asked)], measured.found[len(asked) :]
    first = np.array([_first_is_right(question, found) for question, found in zip(asked, good, strict=True)])
    within = np.array([bool(told.facts(found) & question.facts) for question, found in zip(asked, good, strict=True)])
    configured = as_configured(good, outside)
    costs = [
        *(f"{value:.1f}" for value in np.percentile(measured.milliseconds, (50, 95))),
        *(f"{value:.1f}" for value in (measured.load_seconds, measured.training_seconds)),
        f"{measured.peak_mb:.0f}",
    ]

    def row(title: str, outcome: Outcome) -> list[str]:
        right = within & outcome.answered
        shares = (first.mean(), right.mean(), right[~alike].mean(), outcome.refused_outside, 1 - outcome.answered.mean())
        return [title, *map(percent, shares), *costs]

    rows = [row(f"{name}, as configured", configured)] if configured else []
    rows.append(row(f"{name}, at 3 %", at_threshold(asked, good, outside)))
    point = (configured.refused_outside, float((first & configured.answered).mean())) if configured else None
    return rows, Curve(first, in_scope(good), in_scope(outside), point)


def _first_is_right(question: Asked, found: Found) -> bool:
    return bool(found.facts) and found.facts[0][0] in question.facts


if __name__ == "__main__":
    main()
