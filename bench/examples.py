"""What every system learns from: the same examples that `components.fact_importer` gives to Rasa."""

from __future__ import annotations

import yaml

from bench.found import Example
from coach.facts.files import DATA, load_knowledge


def read_examples() -> list[Example]:
    examples = []
    for fact in load_knowledge().facts:
        examples += [Example(text, fact.id, "question") for text in fact.questions]
        examples += [Example(fact.title, fact.id, "title"), Example(fact.say, fact.id, "statement")]
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples += [Example(example["text"], intent["intent"], "message") for example in intent["examples"]]
    return examples
