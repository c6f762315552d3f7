"""The files that people edit agree with each other and with the code: domain, rules, facts, lexicon, topics, profile."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

from actions.turn import MEMORY
from coach.facts.files import load_knowledge
from coach.language.thresholds import read_thresholds
from coach.profile.fields import FIELDS
from coach.settings import PROJECT
from coach.wording import topics
from tests.contract.source_files import modules

FEWEST_EXAMPLES = 40
MOST_BUTTONS = 4
LONGEST_TITLE = 40
KINDS = {"answer", "unsure", "source", "unknown", "profile", "failure", "social", "care", "crisis"}
PRESSED_ONLY = {"answer"}
"""Intents that only buttons carry; nobody is to type them, so they have no examples."""
CARRIED = {"fact", "step", "question", "choice", "field", "value", "sure"}
"""Entities that only buttons carry."""


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


DOMAIN = _read(PROJECT / "domain.yml")
CONFIG = _read(PROJECT / "config.yml")
INTENTS: list[str] = DOMAIN["intents"]
KNOWLEDGE = load_knowledge()
FACTS = {fact.id for fact in KNOWLEDGE.facts}
RULES = [rule for path in sorted((PROJECT / "data" / "rules").glob("*.yml")) for rule in _read(path)["rules"]]
STEPS = [step for rule in RULES for step in rule["steps"]]
BUTTONS = [
    (name, button)
    for name, variations in DOMAIN["responses"].items()
    for variation in variations
    for button in variation.get("buttons", [])
]
EXAMPLES = [
    (path.name, block["intent"], example["text"])
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml"))
    for block in _read(path)["nlu"]
    for example in block["examples"]
]


def _custom_actions() -> Iterator[str]:
    for name in modules("actions"):
        for _, thing in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(thing, Action) and thing.__module__ == name and not inspect.isabstract(thing):
                yield thing().name()


CUSTOM_ACTIONS = sorted(_custom_actions())


def test_every_name_stands_once() -> None:
    for key in ("intents", "entities", "actions"):
        assert [name for name, times in Counter(DOMAIN[key]).items() if times > 1] == [], key


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_a_rule(intent: str) -> None:
    answering = [rule for rule in RULES if rule["steps"][0].get("intent") == intent]
    assert len(answering) == 1
    assert [step["action"] for step in answering[0]["steps"][1:]], "the rule does nothing"


def test_every_intent_of_a_rule_is_in_the_domain() -> None:
    assert {step["intent"] for step in STEPS if "intent" in step} <= set(INTENTS)


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent not in PRESSED_ONLY])
def test_every_intent_has_enough_examples(intent: str) -> None:
    questions = [question for fact in KNOWLEDGE.facts if f"ask_{fact.topic}" == intent for question in fact.questions]
    said = {text.lower() for _, name, text in EXAMPLES if name == intent}
    assert len(said.union(question.lower() for question in questions)) >= FEWEST_EXAMPLES


def test_every_intent_of_an_example_is_in_the_domain_and_can_be_typed() -> None:
    assert {intent for _, intent, _ in EXAMPLES} <= set(INTENTS) - PRESSED_ONLY


def test_the_intents_of_buttons_are_in_the_domain() -> None:
    assert set(INTENTS) >= PRESSED_ONLY


def test_no_example_stands_under_two_intents() -> None:
    labels: dict[str, set[str]] = {}
    for _, intent, text in EXAMPLES:
        labels.setdefault(" ".join(text.lower().split()), set()).add(intent)
    for fact in KNOWLEDGE.facts:
        for question in fact.questions:
            labels.setdefault(" ".join(question.lower().split()), set()).add(fact.id)
    assert {text: names for text, names in labels.items() if len(names) > 1} == {}


def test_every_action_of_a_rule_exists() -> None:
    known = {*CUSTOM_ACTIONS, *DOMAIN["responses"]}
    assert {step["action"] for step in STEPS if "action" in step} <= known
    assert CONFIG["policies"][0]["core_fallback_action_name"] in known


def test_the_actions_of_the_domain_are_those_that_the_action_server_has() -> None:
    assert sorted(DOMAIN["actions"]) == CUSTOM_ACTIONS


def test_every_action_and_every_response_is_used_by_a_rule() -> None:
    used = {step["action"] for step in STEPS if "action" in step} | {CONFIG["policies"][0]["core_fallback_action_name"]}
    assert {*CUSTOM_ACTIONS, *DOMAIN["responses"]} - used == set()


def test_one_action_answers_a_message() -> None:
    """Each custom action costs a call over HTTP with the whole conversation."""
    assert [rule["rule"] for rule in RULES if sum("action" in step for step in rule["steps"]) != 1] == []


@pytest.mark.parametrize(("response", "button"), BUTTONS, ids=lambda value: value if isinstance(value, str) else value["title"])
def test_every_button_of_a_response_leads_to_an_intent_and_a_fact_that_exist(response: str, button: dict[str, str]) -> None:
    assert 0 < len(button["title"]) <= LONGEST_TITLE
    assert not set("()") & set(button["payload"])
    match = re.fullmatch(r"/(\w+)(\{.*\})?", button["payload"])
    assert match, button["payload"]
    assert match[1] in INTENTS
    entities = json.loads(match[2] or "{}")
    assert set(entities) <= set(DOMAIN["entities"])
    assert {entities["fact"]} <= FACTS if "fact" in entities else match[1] != "choose"


@pytest.mark.parametrize("name", DOMAIN["responses"])
def test_every_response_is_a_reply_that_all_channels_can_show(name: str) -> None:
    for variation in DOMAIN["responses"][name]:
        assert variation["text"].strip()
        assert not re.search(r"<[a-z/]|\n\s*\n", variation["text"]), "light Markdown, no HTML, no blank line"
        assert variation["metadata"]["kind"] in KINDS
        assert len(variation.get("buttons", [])) <= MOST_BUTTONS
        payloads = [button["payload"] for button in variation.get("buttons", [])]
        assert len(set(payloads)) == len(payloads)
        assert "channel" not in variation, "one reply for all channels"


def test_no_response_tells_a_figure_or_names_a_year() -> None:
    """Figures are facts, with a year and a source; telephone numbers in a crisis are not figures."""
    told = {name: text for name, variations in DOMAIN["responses"].items() for text in (item["text"] for item in variations)}
    assert [name for name, text in told.items() if name != "utter_self_harm" and re.search(r"\d|%|\$", text)] == []


def test_the_one_slot_is_the_memory_of_the_dialogue() -> None:
    """What is known of a person is in the store, where they can see, correct and delete it."""
    assert set(DOMAIN["slots"]) == {MEMORY}


def test_slots_are_filled_by_actions_only_and_steer_no_policy() -> None:
    assert {name for name, slot in DOMAIN["slots"].items() if slot["mappings"] != [{"type": "custom"}]} == set()
    steering = {name for name, slot in DOMAIN["slots"].items() if slot["type"] != "any" and slot.get("influence_conversation", True)}
    assert steering == set()


def test_the_entities_are_the_names_of_the_lexicon_the_profile_and_what_buttons_carry() -> None:
    labels = {term.label for term in KNOWLEDGE.lexicon.terms.values()}
    assert set(DOMAIN["entities"]) == {*labels, *FIELDS, *CARRIED}


def test_every_meaning_of_a_name_is_a_value_of_the_profile() -> None:
    wrong = [
        (term.id, field, value)
        for term in KNOWLEDGE.lexicon.terms.values()
        for field, value in term.means.items()
        if field not in FIELDS or (FIELDS[field].values and value not in FIELDS[field].values) or not isinstance(value, str)
    ]
    assert wrong == []


def test_every_topic_of_a_fact_has_a_button_and_an_intent() -> None:
    of_facts = {fact.topic for fact in KNOWLEDGE.facts}
    assert set(topics()) == of_facts
    assert {f"ask_{topic}" for topic in of_facts} <= set(INTENTS)


@pytest.mark.parametrize(("topic", "title"), topics().items())
def test_a_topic_button_has_a_short_title_of_its_own(topic: str, title: str) -> None:
    assert 0 < len(title) <= LONGEST_TITLE
    assert list(topics().values()).count(title) == 1


def test_what_would_hurt_most_to_miss_is_watched_with_care() -> None:
    careful = read_thresholds().careful
    assert "self_harm" in careful
    assert set(careful) <= set(INTENTS)
    assert all(0 < least < 0.5 for least in careful.values())
