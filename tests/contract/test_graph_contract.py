"""Rasa accepts config.yml: its graph validation, and a training with a small part of the data through Rasa's own API."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rasa
import yaml
from rasa.core.agent import Agent
from rasa.engine.exceptions import GraphSchemaValidationException
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.validation import validate
from rasa.model_training import CODE_NEEDS_TO_BE_RETRAINED
from rasa.shared.data import TrainingType
from rasa.shared.nlu.constants import TEXT

import components.fact_importer
from coach.facts.files import Knowledge, load_knowledge
from coach.settings import PROJECT
from tests.conftest import coach_home
from tests.contract.component_cases import CASES, CONFIG, Case

TRAINED = 0
LARGEST_PARSE = 4_000


def _validate(config: dict[str, Any]) -> None:
    validate(DefaultV1Recipe().graph_config_for_recipe(copy.deepcopy(config), {}, training_type=TrainingType.BOTH))


def _name(value: Case | type) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def test_rasa_accepts_the_annotations_and_the_order_of_the_components() -> None:
    _validate(CONFIG)


@pytest.mark.parametrize(("case", "needed"), [(case, needed) for case in CASES for needed in case.needs], ids=_name)
def test_rasa_refuses_a_component_without_one_that_it_needs(case: Case, needed: type) -> None:
    pipeline = [part for part in CONFIG["pipeline"] if not part["name"].endswith(f".{needed.__name__}")]
    assert len(pipeline) == len(CONFIG["pipeline"]) - 1
    with pytest.raises(GraphSchemaValidationException, match=needed.__name__):
        _validate({**CONFIG, "pipeline": pipeline})


@pytest.mark.parametrize("case", CASES, ids=str)
def test_config_sets_nothing_that_the_component_does_not_know(case: Case) -> None:
    part = next(part for part in CONFIG["pipeline"] if part["name"].endswith(f".{case}"))
    assert set(part) - {"name"} <= set(case.component.get_default_config())


class Workshop:
    """Trains and asks whether it would train again, on a few facts and a few intents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.models = folder / "models"

    def train(self, dry_run: bool = False) -> Any:
        return rasa.train(
            str(PROJECT / "domain.yml"),
            str(PROJECT / "config.yml"),
            [str(PROJECT / "data" / "rules"), str(self.folder / "nlu.yml")],
            output=str(self.models),
            fixed_model_name="small",
            dry_run=dry_run,
        )


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("workshop")
    social = yaml.safe_load((PROJECT / "data" / "nlu" / "social.yml").read_text(encoding="utf-8"))
    few = [{**block, "examples": block["examples"][:12]} for block in social["nlu"][:3]]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": few}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", str(coach_home(folder / "home")))
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        patch.delenv("COACH_ENCODER_DIR", raising=False)
        patch.setattr(components.fact_importer, "load_knowledge", _few_facts)
        workshop = Workshop(folder)
        assert workshop.train().code == TRAINED
        yield workshop


def _few_facts() -> Knowledge:
    knowledge = load_knowledge()
    return Knowledge(knowledge.article, tuple(fact for fact in knowledge.facts if fact.topic in ("market", "source")), knowledge.lexicon)


async def test_a_model_trained_by_rasa_answers_with_facts(workshop: Workshop) -> None:
    agent = Agent.load(workshop.models / "small.tar.gz")
    parsed = await agent.parse_message("how much do machine learning engineers earn")
    assert parsed["intent"]["name"] == "ask_market"
    assert parsed["facts"][0]["id"] == "market.salary"
    assert 0 < parsed["facts"][0]["confidence"] <= 1
    assert json.loads(json.dumps(parsed)) == parsed
    assert len(json.dumps(parsed)) < LARGEST_PARSE


@pytest.mark.parametrize(
    ("payload", "intent", "entities"),
    [
        ("/ask_resume", "ask_resume", []),
        ('/choose{"fact": "resume.experience"}', "choose", [("fact", "resume.experience")]),
    ],
)
async def test_a_button_reaches_the_dialogue_as_the_intent_it_names(
    workshop: Workshop, payload: str, intent: str, entities: list[tuple[str, str]]
) -> None:
    parsed = await Agent.load(workshop.models / "small.tar.gz").parse_message(payload)
    assert parsed[TEXT] == payload
    assert parsed["intent"] == {"name": intent, "confidence": 1.0}
    assert [(entity["entity"], entity["value"]) for entity in parsed["entities"]] == entities
    assert not parsed.get("facts")


def test_what_did_not_change_is_not_trained_again(workshop: Workshop) -> None:
    assert workshop.train(dry_run=True).code == TRAINED


def test_a_new_question_of_a_fact_trains_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    _change_a_fact(monkeypatch, questions=("a question nobody has asked yet", *_few_facts().facts[0].questions))
    assert workshop.train(dry_run=True).code == CODE_NEEDS_TO_BE_RETRAINED


def test_another_id_of_a_fact_trains_again(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    _change_a_fact(monkeypatch, id="market.renamed")
    assert workshop.train(dry_run=True).code == CODE_NEEDS_TO_BE_RETRAINED


def _change_a_fact(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    knowledge = _few_facts()
    facts = (dataclasses.replace(knowledge.facts[0], **changes), *knowledge.facts[1:])
    monkeypatch.setattr(components.fact_importer, "load_knowledge", lambda: Knowledge(knowledge.article, facts, knowledge.lexicon))
