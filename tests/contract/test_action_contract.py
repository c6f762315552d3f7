"""What each custom action says and remembers, for the states a conversation can be in: called over HTTP, as Rasa calls it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

from actions.turn import MEMORY
from coach.facts.files import load_knowledge
from coach.settings import PROJECT
from coach.store import load_facts
from coach.wording import topics
from tests.contract.action_calls import Outcome, call, entity, message, ranked, serving

FACTS = {fact.id: fact for fact in load_knowledge().facts}
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
KINDS = {"answer", "unsure", "source", "unknown", "profile"}
METADATA = {"kind", "facts", "sources", "because", "missing"}
UNTOLD = "portfolio.no-such-fact"
FIRST_TOPICS = tuple(f"/ask_{topic}" for topic in list(topics())[:4])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The action server, with the facts in a database of its own."""
    with pytest.MonkeyPatch.context() as patch:
        url = f"sqlite:///{tmp_path_factory.mktemp('actions') / 'coach.db'}"
        patch.setenv("COACH_DATABASE_URL", url)
        load_facts(url)
        with serving() as address:
            yield address


def memory(*answered: str, offered: tuple[str, ...] = (), told: tuple[str, ...] = (), misses: int = 0) -> dict[str, Any]:
    """The slot of what was said last."""
    return {MEMORY: {"answered": list(answered), "offered": list(offered), "told": list(told or answered), "misses": misses}}


def choose(fact: str) -> str:
    return f'/choose{{"fact": "{fact}"}}'


@dataclass(frozen=True)
class Row:
    """A state of a conversation, and what is expected of the action then."""

    says: str
    action: str
    message: Mapping[str, Any]
    slots: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "answer"
    facts: tuple[str, ...] = ()
    remembers: Mapping[str, Any] = field(default_factory=dict)
    """Of the slot `memory`; what is not named is not looked at."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """What the store knows of the person before."""
    profile: Mapping[str, Any] = field(default_factory=dict)
    """What it knows besides afterwards."""
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    payloads: tuple[str, ...] = ()
    """The buttons, from the first on."""

    def __str__(self) -> str:
        return f"{self.action.removeprefix('action_')}: {self.says}"


ANSWER, SOURCE, UNKNOWN, FOLLOW, NOTE = (
    f"action_{name}" for name in ("answer_question", "explain_source", "admit_not_knowing", "follow_up", "note_profile")
)
SALARY, DATASETS = "market.salary", "portfolio.kaggle-datasets"

ROWS = (
    Row(
        "a sure fact is told alone, with its year and its source",
        ANSWER,
        message("what do they earn", "ask_market", facts=ranked((SALARY, 0.95), ("market.best-job", 0.02))),
        facts=(SALARY,),
        remembers={"answered": [SALARY], "told": [SALARY], "misses": 0},
        has=("$146,085", "2019", "Indeed", "Source:"),
        lacks=("I'm not certain",),
    ),
    Row(
        "two facts that are as likely are both told",
        ANSWER,
        message(intent="ask_market", facts=ranked((SALARY, 0.45), ("market.best-job", 0.44), (DATASETS, 0.01))),
        facts=(SALARY, "market.best-job"),
        remembers={"answered": [SALARY, "market.best-job"]},
    ),
    Row(
        "an unlikely fact is told as such, and the others are offered",
        ANSWER,
        message(intent="ask_market", facts=ranked((SALARY, 0.1), ("market.best-job", 0.01), ("market.postings-growth", 0.005))),
        kind="unsure",
        facts=(SALARY,),
        remembers={"offered": ["market.best-job", "market.postings-growth"]},
        payloads=(choose("market.best-job"), choose("market.postings-growth")),
        has=("I'm not certain",),
    ),
    Row(
        "each of several questions gets its best fact",
        ANSWER,
        message(
            intent="ask_market",
            facts=ranked((SALARY, 0.5), (DATASETS, 0.4)),
            questions=[ranked((SALARY, 0.9), ("market.best-job", 0.05)), ranked((DATASETS, 0.9))],
        ),
        facts=(SALARY, DATASETS),
        remembers={"answered": [SALARY, DATASETS]},
    ),
    Row(
        "two questions for the same fact get it once",
        ANSWER,
        message(intent="ask_market", questions=[ranked((SALARY, 0.9)), ranked((SALARY, 0.8))]),
        facts=(SALARY,),
    ),
    Row(
        "a topic chosen by button gets its first fact and offers what goes with it",
        ANSWER,
        message("/ask_market", "ask_market"),
        facts=("market.postings-growth",),
        payloads=(choose("market.best-job"), choose(SALARY)),
        remembers={"answered": ["market.postings-growth"], "offered": ["market.best-job", SALARY]},
    ),
    Row(
        "advice for the route that the profile names is given with the reason",
        ANSWER,
        message(intent="ask_portfolio", facts=ranked(("portfolio.capstone", 0.95))),
        known={"route": "bootcamp"},
        facts=("portfolio.capstone",),
        has=("because",),
    ),
    Row(
        "what the person says in the same message counts already, and is kept",
        ANSWER,
        message(
            intent="ask_portfolio",
            facts=ranked(("portfolio.capstone", 0.95)),
            entities=[entity("route", "bootcamp"), entity("way_of_learning", "bootcamp"), entity("skill", "python")],
        ),
        facts=("portfolio.capstone",),
        profile={"route": "bootcamp"},
        has=("because",),
    ),
    Row(
        "without a profile it says what it would like to know, and gives no reason",
        ANSWER,
        message(intent="ask_resume", facts=ranked(("resume.summary", 0.95))),
        facts=("resume.summary",),
        has=("how you learn",),
        lacks=("because",),
    ),
    Row(
        "a fact that the store does not know is passed over",
        ANSWER,
        message(intent="ask_portfolio", facts=ranked((UNTOLD, 0.6), (DATASETS, 0.9))),
        facts=(DATASETS,),
        remembers={"answered": [DATASETS], "told": [DATASETS]},
    ),
    Row(
        "what was told before is not forgotten",
        ANSWER,
        message(intent="ask_market", facts=ranked((SALARY, 0.95))),
        slots=memory("resume.structure", told=("resume.structure", "resume.sections"), misses=2),
        facts=(SALARY,),
        remembers={"answered": [SALARY], "told": ["resume.structure", "resume.sections", SALARY], "misses": 0},
    ),
    Row(
        "asked for again: the same fact, with its neighbours to choose from",
        ANSWER,
        message(intent="ask_market", facts=ranked((SALARY, 0.95))),
        slots=memory(SALARY),
        facts=(SALARY,),
        payloads=(choose("market.best-job"), choose("market.postings-growth")),
        remembers={"offered": ["market.best-job", "market.postings-growth"], "told": [SALARY]},
    ),
    Row(
        "where a figure comes from: the article, its section and who counted",
        SOURCE,
        message("says who", "ask_where_from"),
        slots=memory(SALARY),
        kind="source",
        facts=(SALARY,),
        remembers={"answered": [SALARY]},
        has=("Indeed", "2019", "candor.co"),
    ),
    Row(
        "how old a figure is: its own year before the article's",
        SOURCE,
        message("how old is that", "ask_how_old"),
        slots=memory(SALARY),
        kind="source",
        facts=(SALARY,),
        has=("2019", "2020"),
    ),
    Row(
        "how old advice is: the article's year",
        SOURCE,
        message("how old is that", "ask_how_old"),
        slots=memory("resume.structure"),
        kind="source",
        facts=("resume.structure",),
        has=("2020",),
        lacks=("2019",),
    ),
    Row(
        "the source stays open for more of the last answer",
        SOURCE,
        message("says who", "ask_where_from"),
        slots=memory("resume.structure", offered=("resume.sections",), told=("resume.structure", SALARY)),
        kind="source",
        facts=("resume.structure",),
        remembers={"answered": ["resume.structure"], "offered": ["resume.sections"], "told": ["resume.structure", SALARY]},
    ),
    Row(
        "before any answer the source of all answers is named",
        SOURCE,
        message("says who", "ask_where_from"),
        kind="source",
        has=("candor.co", "haven't told you anything"),
    ),
    Row(
        "an answer that the store no longer knows has no source",
        SOURCE,
        message("says who", "ask_where_from"),
        slots=memory(UNTOLD),
        kind="source",
        has=("candor.co",),
        lacks=("section",),
    ),
    Row(
        "no answer, no fact, no figure; topics to choose from",
        UNKNOWN,
        message("who won the cup", "out_of_scope", facts=ranked((SALARY, 0.001))),
        kind="unknown",
        remembers={"answered": [], "told": [], "misses": 1},
        has=("don't know",),
        lacks=("Source:", "146"),
        payloads=FIRST_TOPICS,
    ),
    Row(
        "a second miss is said in other words and counted",
        UNKNOWN,
        message("who won the cup", "out_of_scope", facts=[]),
        slots=memory("resume.structure", misses=1),
        kind="unknown",
        remembers={"answered": ["resume.structure"], "misses": 2},
        has=("either",),
    ),
    Row(
        "a miss does not take away what the last answer was",
        UNKNOWN,
        message("who won the cup", None, facts=[]),
        slots=memory("resume.structure", offered=("resume.sections",)),
        kind="unknown",
        remembers={"answered": ["resume.structure"], "told": ["resume.structure"]},
    ),
    Row(
        "a near fact is offered and not told",
        UNKNOWN,
        message("salary of a nurse", "out_of_scope", facts=ranked((SALARY, 0.4), (UNTOLD, 0.3))),
        kind="unknown",
        remembers={"answered": []},
        lacks=("146",),
    ),
    Row(
        "a message that was not parsed at all is admitted too",
        UNKNOWN,
        {"text": "hm"},
        kind="unknown",
        payloads=FIRST_TOPICS,
    ),
    Row(
        "why: the reason that the article gives",
        FOLLOW,
        message("why", "ask_why"),
        slots=memory("portfolio.website"),
        facts=("portfolio.why",),
        remembers={"answered": ["portfolio.why"], "told": ["portfolio.website", "portfolio.why"]},
    ),
    Row(
        "why, where the article gives no reason: it says so and makes none up",
        FOLLOW,
        message("why", "ask_why"),
        slots=memory(SALARY),
        has=("no reason",),
        lacks=("Source:",),
        remembers={"answered": [SALARY], "told": [SALARY]},
    ),
    Row(
        "more: what goes with the last answer and was not told yet",
        FOLLOW,
        message("more", "ask_more"),
        slots=memory("market.postings-growth", told=("market.postings-growth", "market.best-job")),
        facts=(SALARY,),
        remembers={"answered": [SALARY], "told": ["market.postings-growth", "market.best-job", SALARY]},
    ),
    Row(
        "more, when all was told: it says that this is all",
        FOLLOW,
        message("more", "ask_more"),
        slots=memory(SALARY, told=("market.postings-growth", "market.best-job", SALARY)),
        has=("all my source says",),
        payloads=FIRST_TOPICS,
        remembers={"answered": [SALARY]},
    ),
    Row(
        "once more: the same fact",
        FOLLOW,
        message("again?", "ask_repeat"),
        slots=memory(SALARY),
        facts=(SALARY,),
        remembers={"answered": [SALARY], "told": [SALARY]},
    ),
    Row(
        "a button: the fact that it names",
        FOLLOW,
        message(choose(DATASETS), "choose", entities=[entity("fact", DATASETS)]),
        slots=memory(SALARY, offered=("market.best-job",)),
        facts=(DATASETS,),
        remembers={"answered": [DATASETS]},
    ),
    Row(
        "a button of a fact that is gone: what is left of the offer",
        FOLLOW,
        message(choose(UNTOLD), "choose", entities=[entity("fact", UNTOLD)]),
        slots=memory(SALARY, offered=("market.best-job", "market.postings-growth")),
        kind="unsure",
        payloads=(choose("market.best-job"), choose("market.postings-growth")),
        remembers={"answered": [SALARY], "offered": ["market.best-job", "market.postings-growth"]},
    ),
    Row(
        "the second one: the second of what was offered",
        FOLLOW,
        message("the second one please", "choose"),
        slots=memory(SALARY, offered=("market.best-job", "market.postings-growth")),
        facts=("market.postings-growth",),
    ),
    Row(
        "named by its words: that one",
        FOLLOW,
        message("the growth of postings", "choose"),
        slots=memory(SALARY, offered=("market.best-job", "market.postings-growth")),
        facts=("market.postings-growth",),
    ),
    Row(
        "a choice of nothing that was offered: the offer again",
        FOLLOW,
        message("zzz", "choose"),
        slots=memory(SALARY, offered=("market.best-job", "market.postings-growth")),
        kind="unsure",
        payloads=(choose("market.best-job"), choose("market.postings-growth")),
    ),
    *(
        Row(
            f"{intent} before any answer: topics to choose from",
            FOLLOW,
            message("hm", intent),
            kind="unsure",
            has=("haven't said anything yet",),
            payloads=FIRST_TOPICS,
            remembers={"answered": []},
        )
        for intent in ("ask_why", "ask_more", "ask_repeat", "choose")
    ),
    *(
        Row(
            f"{intent} on an answer that the store no longer knows: topics to choose from",
            FOLLOW,
            message("hm", intent),
            slots=memory(UNTOLD, offered=(UNTOLD,)),
            kind="unsure",
            payloads=FIRST_TOPICS,
        )
        for intent in ("ask_why", "ask_more", "ask_repeat", "choose")
    ),
    Row(
        "what was heard is said back and kept",
        NOTE,
        message(
            "I did a bootcamp and have 5 projects", "tell_profile", entities=[entity("route", "bootcamp"), entity("portfolio", "many")]
        ),
        kind="profile",
        profile={"route": "bootcamp", "portfolio": "many"},
        has=("your bootcamp", "your many projects"),
    ),
    Row(
        "an interest is added to those known",
        NOTE,
        message("I like psychology", "tell_profile", entities=[entity("interests", "psychology")]),
        known={"interests": ["aviation"]},
        kind="profile",
        profile={"interests": ["aviation", "psychology"]},
        has=("psychology",),
        lacks=("aviation",),
    ),
    Row(
        "a correction takes the place of what was said before",
        NOTE,
        message("a master, not a bachelor", "tell_profile", entities=[entity("degree_level", "master")]),
        known={"degree_level": "bachelor", "route": "degree"},
        kind="profile",
        profile={"degree_level": "master"},
        has=("master's",),
        lacks=("bachelor",),
    ),
    Row(
        "nothing that it can use: no claim to have understood",
        NOTE,
        message("I have a dog", "tell_profile", entities=[entity("company", "google")]),
        slots=memory(SALARY),
        kind="profile",
        lacks=("account",),
        payloads=FIRST_TOPICS,
        remembers={"answered": [SALARY]},
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_action_says_and_remembers(address: str, row: Row) -> None:
    outcome = call(address, row.action, row.message, row.slots, **row.known)
    assert outcome.kind == row.kind, outcome.text
    assert tuple(outcome.facts) == row.facts
    assert tuple(outcome.payloads[: len(row.payloads)]) == row.payloads
    assert [words for words in row.has if words.lower() not in outcome.text.lower()] == [], outcome.text
    assert [words for words in row.lacks if words.lower() in outcome.text.lower()] == [], outcome.text
    remembered = outcome.slots[MEMORY]
    assert {key: remembered[key] for key in row.remembers} == row.remembers
    assert set(outcome.slots) == {MEMORY}
    assert outcome.learnt == row.profile


def test_of_two_facts_as_likely_the_one_that_fits_the_profile_comes_first(address: str) -> None:
    asked = message(intent="ask_portfolio", facts=ranked(("portfolio.capstone", 0.46), ("portfolio.solo-options", 0.45)))
    assert call(address, ANSWER, asked, route="self_taught").facts[0] == "portfolio.solo-options"
    assert call(address, ANSWER, asked, route="bootcamp").facts[0] == "portfolio.capstone"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_reply_keeps_what_all_replies_promise(address: str, row: Row) -> None:
    outcome = call(address, row.action, row.message, row.slots, **row.known)
    assert promises_broken(outcome) == []


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_same_state_gets_the_same_reply(address: str, row: Row) -> None:
    assert call(address, row.action, row.message, row.slots, **row.known) == call(address, row.action, row.message, row.slots, **row.known)


def _parsed_for(action: str) -> list[dict[str, Any]]:
    """What the parser found when Rasa calls this action: nothing, if the coach is to admit that it does not know."""
    return [] if action == UNKNOWN else ranked((SALARY, 0.95))


def promises_broken(outcome: Outcome) -> list[str]:
    """What `coach/reply.py` and the design promise of every reply, and this one does not keep."""
    metadata, text = outcome.reply["metadata"], outcome.text
    cited = {source["section"] for source in metadata["sources"]}
    chosen = [json.loads(payload.removeprefix("/choose"))["fact"] for payload in outcome.payloads if payload.startswith("/choose")]
    remembered = outcome.slots[MEMORY]
    checks = {
        "the text stands alone": bool(text.strip()),
        "no HTML, no blank line, no placeholder left": not re.search(r"</?[a-z]+>|\n\s*\n|\{\w*\}|None", text),
        "metadata has the five keys": set(metadata) == METADATA,
        "the kind is known": metadata["kind"] in KINDS,
        "the facts are known and told once": len(set(metadata["facts"])) == len(metadata["facts"]) and set(metadata["facts"]) <= set(FACTS),
        "every told fact is told by the text": metadata["kind"] == "source" or all(FACTS[fact].say in text for fact in metadata["facts"]),
        "every fact has its source, and no source is named without one": bool(cited) == bool(metadata["facts"]),
        "one source line for facts, none without": text.count("Source:") == (bool(metadata["facts"]) and metadata["kind"] != "source"),
        "at most four buttons": len(outcome.payloads) <= 4,
        "no button twice": len(set(outcome.payloads)) == len(outcome.payloads),
        "titles of at most 40 characters": all(0 < len(button["title"]) <= 40 for button in outcome.reply["buttons"]),
        "payloads without parentheses": not any(set("()") & set(payload) for payload in outcome.payloads),
        "payloads name intents": all(re.match(r"/(\w+)", payload).group(1) in DOMAIN["intents"] for payload in outcome.payloads),
        "payloads name facts": set(chosen) <= set(FACTS),
        "no button offers what is told": not set(chosen) & set(metadata["facts"]),
        "what a button offers can be chosen by its place too": set(chosen) <= set(remembered["offered"]),
        "memory has its five parts": set(remembered) == {"answered", "offered", "told", "misses", "spoke_of"},
        "slots are in the domain": set(outcome.slots) <= set(DOMAIN["slots"]),
        "short": len(json.dumps(outcome.body)) < 4_000,
    }
    return [promise for promise, kept in checks.items() if not kept]


def test_only_a_bounded_number_of_told_facts_is_remembered(address: str) -> None:
    told = tuple(f"resume.fact-{number}" for number in range(500))
    outcome = call(address, ANSWER, message(facts=ranked((SALARY, 0.95))), memory("resume.structure", told=told))
    remembered = outcome.slots[MEMORY]["told"]
    assert len(remembered) <= 50
    assert remembered[-1] == SALARY
    assert remembered[0] in told


@pytest.mark.parametrize("action", [ANSWER, SOURCE, UNKNOWN, FOLLOW, NOTE])
def test_a_conversation_without_any_slot_is_a_new_one(address: str, action: str) -> None:
    outcome = call(address, action, message(intent="ask_market", facts=_parsed_for(action)))
    assert promises_broken(outcome) == []


ODD_SLOTS: dict[str, Mapping[str, Any]] = {
    "memory is nothing": {MEMORY: None},
    "memory is empty": {MEMORY: {}},
    "memory is text": {MEMORY: "resume.structure"},
    "memory is a list": {MEMORY: ["resume.structure"]},
    "memory of nothing": {MEMORY: {"answered": None, "offered": None, "told": None, "misses": None}},
    "memory of texts": {MEMORY: {"answered": "resume.structure", "offered": "x", "told": "y", "misses": "3"}},
    "memory of numbers": {MEMORY: {"answered": [1, 2], "offered": [None], "told": [3.5], "misses": 0}},
    "memory with a key from another version": {MEMORY: {"answered": [SALARY], "goal": "x"}},
}


@pytest.mark.parametrize("action", [ANSWER, SOURCE, UNKNOWN, FOLLOW, NOTE])
@pytest.mark.parametrize("slots", ODD_SLOTS.values(), ids=ODD_SLOTS)
def test_odd_values_of_slots_are_no_reason_to_fail(address: str, action: str, slots: Mapping[str, Any]) -> None:
    heard = [entity("interests", "psychology"), entity("route", "bootcamp")]
    outcome = call(address, action, message("more", "ask_more", facts=_parsed_for(action), entities=heard), slots)
    assert promises_broken(outcome) == []
    assert outcome.learnt == {"route": "bootcamp", "interests": ["psychology"]}


ODD_MESSAGES: dict[str, Any] = {
    "no message": None,
    "an empty message": {},
    "no intent": {"text": "hm", "intent": None, "entities": None, "facts": None},
    "only facts that the store does not know": message(intent="ask_portfolio", facts=ranked((UNTOLD, 0.9))),
    "questions for facts that the store does not know": message(questions=[ranked((UNTOLD, 0.9)), ranked((UNTOLD, 0.8))]),
    "no facts and an intent that is no topic": message(intent="ask_weather", facts=[]),
    "a value that is a list": message("/choose", "choose", entities=[entity("fact", [SALARY])]),
    "a value that is nothing": message("/choose", "choose", entities=[entity("fact", None), entity("route", None)]),
    "a value that does not exist": message("hm", "tell_profile", entities=[entity("route", "by osmosis")]),
}


@pytest.mark.parametrize("action", [ANSWER, SOURCE, UNKNOWN, FOLLOW, NOTE])
@pytest.mark.parametrize("latest_message", ODD_MESSAGES.values(), ids=ODD_MESSAGES)
def test_odd_messages_get_a_true_reply(address: str, action: str, latest_message: Any) -> None:
    outcome = call(address, action, latest_message)
    assert promises_broken(outcome) == []
    assert "osmosis" not in outcome.text


def test_a_value_that_does_not_exist_is_not_kept(address: str) -> None:
    said = message("hm", "tell_profile", entities=[entity("route", "by osmosis"), entity("degree_level", "None")])
    assert call(address, NOTE, said).learnt == {}
