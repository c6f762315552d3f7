"""The graph components under contract: how each is made, what stands before it, and what it gives for a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path

from coach.facts.files import load_knowledge
from coach.language.decision import topic_intent
from coach.settings import PROJECT
from components.fact_importer import FACT

SAMPLE_TOPICS = ("portfolio", "market")
SAMPLE_INTENTS = ("greet", "ask_more", "self_harm", "out_of_scope")
CONFIG = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Case:
    """A component, and the components of config.yml whose work it needs, in their order."""

    component: type[GraphComponent]
    needs: tuple[type[GraphComponent], ...] = ()

    def __str__(self) -> str:
        return self.component.__name__


@dataclass(frozen=True)
class Line:
    """A component that can be used, those before it, and the storage they were persisted to."""

    component: Any
    before: tuple[Any, ...]
    storage: LocalModelStorage

    def prepare(self, *messages: Message) -> list[Message]:
        """The messages as they reach the component."""
        prepared = list(messages)
        for each in self.before:
            prepared = each.process(prepared)
        return prepared

    def process(self, *messages: Message) -> list[Message]:
        """The messages as they leave the component."""
        return self.component.process(self.prepare(*messages))

    def parse(self, *texts: str) -> list[dict[str, Any]]:
        """What is given for texts that arrive together."""
        return [seen(message) for message in self.process(*(Message({TEXT: text}) for text in texts))]


def _pipeline() -> list[type[GraphComponent]]:
    return [class_from_module_path(part["name"]) for part in CONFIG["pipeline"] if part["name"].startswith("components.")]


def _needed(component: type[GraphComponent]) -> set[type[GraphComponent]]:
    direct = set(component.required_components())
    return direct.union(*map(_needed, direct))


CASES = tuple(Case(each, tuple(other for other in _pipeline() if other in _needed(each))) for each in _pipeline())


def is_trainable(component: type[GraphComponent]) -> bool:
    """As the component registered itself with Rasa."""
    return DefaultV1Recipe._from_registry(component.__name__).is_trainable


def create(component: type[GraphComponent], storage: LocalModelStorage, **config: Any) -> Any:
    """A new component, made the way Rasa's graph makes it for training."""
    return component.create({**component.get_default_config(), **config}, storage, _resource(component), _context(component))


def load(component: type[GraphComponent], storage: LocalModelStorage, **config: Any) -> Any:
    """A trained component, made the way Rasa's graph makes it to run."""
    return component.load({**component.get_default_config(), **config}, storage, _resource(component), _context(component))


def train(case: Case, folder: Path, examples: TrainingData) -> Line:
    """Train a component and those it needs, as Rasa's training graph does."""
    folder.mkdir(parents=True, exist_ok=True)
    storage = LocalModelStorage.create(folder)
    line = []
    for each in (*case.needs, case.component):
        component = create(each, storage)
        if is_trainable(each):
            component.train(examples)
        if hasattr(component, "process_training_data"):
            examples = component.process_training_data(examples)
        line.append(component)
    return Line(line[-1], tuple(line[:-1]), storage)


def load_line(case: Case, folder: Path) -> Line:
    """A component and those it needs, from a folder they were persisted to."""
    storage = LocalModelStorage.create(folder)
    return Line(load(case.component, storage), tuple(load(each, storage) for each in case.needs), storage)


def output(message: Message) -> dict[str, Any]:
    """What reaches actions and the tracker store."""
    return message.as_dict(only_output_properties=True)


def seen(message: Message) -> dict[str, Any]:
    """All that a component can have done to a message, in a form that can be compared."""
    vectors = [(features.attribute, features.type, features.origin, features.features.tolist()) for features in message.features]
    return {"data": message.data, "output": output(message), "vectors": vectors}


def examples(topics: Sequence[str] = SAMPLE_TOPICS, intents: Sequence[str] = SAMPLE_INTENTS, most: int = 12) -> TrainingData:
    """A small part of the real training data: the first questions of some facts, and examples of some intents."""
    asked = [
        Message({TEXT: question, INTENT: topic_intent(fact.id), FACT: fact.id})
        for topic in topics
        for fact in [fact for fact in load_knowledge().facts if fact.topic == topic][:4]
        for question in fact.questions[:most]
    ]
    said = [
        Message({TEXT: example["text"], INTENT: block["intent"]})
        for file in sorted((PROJECT / "data" / "nlu").glob("*.yml"))
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        if block["intent"] in intents
        for example in block["examples"][:most]
    ]
    return TrainingData([*asked, *said])


def _resource(component: type[GraphComponent]) -> Resource:
    return Resource(f"train_{component.__name__}")


def _context(component: type[GraphComponent]) -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), node_name=f"run_{component.__name__}")
