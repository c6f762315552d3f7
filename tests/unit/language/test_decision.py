"""From probabilities to what a message asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.decision import MOST_FACTS, OUT_OF_SCOPE, Decision, decide, topic_intent
from coach.language.thresholds import Thresholds
from tests.unit.fixed_thresholds import THRESHOLDS


def _decide(probabilities: Mapping[str, float], thresholds: Thresholds = THRESHOLDS) -> Decision:
    return decide(list(probabilities), np.array(list(probabilities.values())), thresholds)


@pytest.mark.parametrize(
    ("probabilities", "intent"),
    [
        ({"water.heat": 0.9, "greet": 0.1}, "ask_water"),
        ({"water.heat": 0.1, "greet": 0.9}, "greet"),
        ({"water.heat": 0.3, "water.kettle": 0.3, "greet": 0.4}, "ask_water"),
        ({"water.heat": 0.2, "leaves.green": 0.35, "greet": 0.45}, "ask_leaves"),
        ({"water.heat": 0.2, "water.kettle": 0.2, "leaves.green": 0.3, "greet": 0.3}, "ask_water"),
        ({"water.heat": 0.49, "greet": 0.26, "thank": 0.25}, "greet"),
        ({"water.heat": 0.5, "greet": 0.5}, "ask_water"),
        ({"water.heat": 0.4, OUT_OF_SCOPE: 0.35, "greet": 0.25}, OUT_OF_SCOPE),
        ({"water.heat": 0.75, "self_harm": 0.25}, "self_harm"),
        ({"water.heat": 0.8, "self_harm": 0.2}, "self_harm"),
        ({"water.heat": 0.81, "self_harm": 0.19}, "ask_water"),
        ({"greet": 0.75, "self_harm": 0.25, "water.heat": 0.0}, "self_harm"),
    ],
)
def test_facts_together_compete_with_other_intents_and_care_goes_first(probabilities: dict[str, float], intent: str) -> None:
    assert _decide(probabilities).intent == intent


def test_nothing_but_unlikely_facts_is_out_of_scope() -> None:
    decision = _decide({"water.heat": 0.2, "leaves.green": 0.1})
    assert (decision.intent, decision.confidence) == (OUT_OF_SCOPE, pytest.approx(0.7))


def test_an_intent_that_only_looks_like_a_topic_competes_as_an_intent() -> None:
    assert _decide({"water.heat": 0.3, "ask_more": 0.7}).intent == "ask_more"


def test_the_confidence_is_that_of_all_facts_or_of_the_intent() -> None:
    assert _decide({"water.heat": 0.4, "leaves.green": 0.3, "greet": 0.3}).confidence == pytest.approx(0.7)
    assert _decide({"water.heat": 0.3, "greet": 0.7}).confidence == pytest.approx(0.7)
    assert _decide({"water.heat": 0.7, "self_harm": 0.3}).confidence == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("label", "intent"), [("water.heat", "ask_water"), ("greet", "greet"), ("ask_more", "ask_more"), ("a.b.c", "ask_a")]
)
def test_a_fact_belongs_to_the_intent_of_its_topic(label: str, intent: str) -> None:
    assert topic_intent(label) == intent


NAMES = st.sampled_from(
    ["water.a", "water.b", "leaves.a", "leaves.b", "cups.a", "cups.b", "cups.c", "greet", "thank", OUT_OF_SCOPE, "self_harm"]
)


@given(weights=st.dictionaries(NAMES, st.floats(0.01, 1), min_size=1), in_scope=st.floats(0.01, 1))
def test_rankings_are_sorted_bounded_and_add_up(weights: dict[str, float], in_scope: float) -> None:
    total = sum(weights.values())
    probabilities = {name: weight / total for name, weight in weights.items()}
    decision = _decide(probabilities, replace(THRESHOLDS, in_scope=in_scope))
    assert len(decision.facts) <= MOST_FACTS
    assert all("." in name and probabilities[name] == pytest.approx(value) for name, value in decision.facts)
    for ranking in (decision.ranking, decision.facts):
        assert [value for _, value in ranking] == sorted((value for _, value in ranking), reverse=True)
    assert sum(value for _, value in decision.ranking) == pytest.approx(1)
    assert 0 <= decision.confidence <= 1 + 1e-9
    if probabilities.get("self_harm", 0) >= 0.2:
        assert decision.intent == "self_harm"
