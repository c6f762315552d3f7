"""The pipeline of `rasa init`, one intent for each fact beside the other intents.

Left out are the two components that find nothing to train on in our data: EntitySynonymMapper and ResponseSelector.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import yaml

from bench.found import Example, Finder, Found, is_fact

MODEL = "model.tar.gz"
FALLBACK = {"threshold": 0.3, "ambiguity_threshold": 0.1}


def pipeline(epochs: int) -> list[dict[str, object]]:
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "random_seed": 20},
        {"name": "FallbackClassifier", **FALLBACK},
    ]


def train(examples: Sequence[Example], folder: Path, epochs: int) -> None:
    from rasa.model_training import train_nlu

    asked = defaultdict(list)
    for example in examples:
        asked[example.label].append({"text": example.text})
    data = {"version": "3.1", "nlu": [{"intent": label, "examples": texts} for label, texts in asked.items()]}
    config = {"recipe": "default.v1", "language": "en", "assistant_id": "bench", "pipeline": pipeline(epochs)}
    with tempfile.TemporaryDirectory() as name:
        os.environ["RASA_CACHE_DIRECTORY"] = str(Path(name) / "cache")
        for file, content in (("nlu.yml", data), ("config.yml", config)):
            (Path(name) / file).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        train_nlu(f"{name}/config.yml", f"{name}/nlu.yml", str(folder), fixed_model_name=MODEL.removesuffix(".tar.gz"))


def load(folder: Path) -> Finder:
    from rasa.core.agent import Agent

    agent = Agent.load(str(folder / MODEL))
    loop = asyncio.new_event_loop()

    def find(text: str) -> Found:
        parsed = loop.run_until_complete(agent.parse_message(text))
        facts = [(item["name"], item["confidence"]) for item in parsed["intent_ranking"] if is_fact(item["name"])]
        return Found(facts, sum(confidence for _, confidence in facts), is_fact(parsed["intent"]["name"]))

    return find
