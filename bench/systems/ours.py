"""The coach's own parser: `models/coach.tar.gz`, as the running coach loads it."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.found import Example, Finder, Found
from coach.facts.files import load_knowledge
from coach.language.decision import topic_intent
from coach.settings import PROJECT
from launch.train import STAMP, digest

MODEL = PROJECT / "models" / "coach.tar.gz"


def train(examples: Sequence[Example], folder: Path, epochs: int) -> None:
    """Train the whole model again from its own files, only to measure it."""
    import rasa

    with tempfile.TemporaryDirectory() as cache:
        os.environ["RASA_CACHE_DIRECTORY"] = cache
        rasa.train("domain.yml", "config.yml", "data", output=str(folder))


def load(folder: Path) -> Finder:
    from rasa.core.agent import Agent

    if MODEL.with_name(STAMP).read_text() != digest():
        sys.exit(f"{MODEL.name} was not trained from the present files; run `make train`")
    agent = Agent.load(str(MODEL))
    topics = {topic_intent(fact.id) for fact in load_knowledge().facts}
    loop = asyncio.new_event_loop()

    def find(text: str) -> Found:
        parsed = loop.run_until_complete(agent.parse_message(text))
        rankings = [[(item["id"], item["confidence"]) for item in facts] for facts in parsed.get("questions") or [parsed["facts"]]]
        facts = [(item["id"], item["confidence"]) for item in parsed["facts"]]
        answers = parsed["intent"]["name"] in topics
        about_facts = sum(item["confidence"] for item in parsed["intent_ranking"] if item["name"] in topics)
        return Found(facts, parsed["intent"]["confidence"] if answers else about_facts, answers, rankings)

    return find
