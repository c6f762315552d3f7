"""The coach's own questions, the plan and the person's data over several turns: called over HTTP, as Rasa calls the actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from coach.interview.questions import load_questions
from coach.store import load_facts
from tests.contract.action_calls import Outcome, serving
from tests.contract.talk import Talk

SALARY = "market.salary"
EVERYTHING = {
    "route": "bootcamp",
    "degree_level": "bachelor",
    "degree_field": "unrelated",
    "experience": "none",
    "projects": "5",
    "portfolio": "many",
    "target": "startup",
    "interests": ["aviation"],
    "hours": "10",
}
PROJECTS = ("projects", "portfolio")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The action server, with the facts in a database of its own."""
    with pytest.MonkeyPatch.context() as patch:
        url = f"sqlite:///{tmp_path_factory.mktemp('actions') / 'coach.db'}"
        patch.setenv("COACH_DATABASE_URL", url)
        load_facts(url)
        with serving() as address:
            yield address


def all_but(*fields: str) -> dict[str, Any]:
    """Everything an interview asks for, without these fields."""
    return {name: value for name, value in EVERYTHING.items() if name not in fields}


def asked(outcome: Outcome) -> str | None:
    """The question that a reply asks."""
    return next((question.id for question in load_questions().values() if question.ask in outcome.text), None)


Turn = Callable[[Talk], Outcome]


def says(text: str, intent: str = "out_of_scope", *facts: str, **said: str) -> Turn:
    return lambda talk: talk.say(text, intent, *facts, **said)


def presses(button: str) -> Turn:
    return lambda talk: talk.press(button)


OPEN = says("make me a plan", "make_plan")
SKIP, BACK, WHY, STOP = says("skip", "skip"), says("back", "go_back"), says("why", "ask_why"), says("stop", "stop_interview")
YES, NO = says("yes", "affirm"), says("no", "deny")
FORGET = says("forget me", "forget_me")


@dataclass(frozen=True)
class Row:
    """What a person of whom all but some fields are known does after the first question, and what comes of it."""

    says: str
    unknown: tuple[str, ...]
    turns: tuple[Turn, ...]
    asks: str | None = None
    """The question that waits after the last turn."""
    learns: Mapping[str, str] = field(default_factory=dict)
    """Of the unknown fields, what is known afterwards."""
    kind: str = "interview"
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ("Which shall I keep",)

    def __str__(self) -> str:
        return self.says


TARGET_OLD = '/answer{"question": "target", "choice": "0"}'
AT_TIME = ("target", "hours")

INTERVIEW = (
    Row("opened: the first open question", AT_TIME, (), "target", has=("I'll ask you a few short questions",)),
    Row("a button answers", AT_TIME, (presses("A startup"),), "time", {"target": "startup"}),
    Row("words answer", AT_TIME, (says("a startup"),), "time", {"target": "startup"}),
    Row(
        "what was heard answers",
        AT_TIME,
        (says("I'd go for Google", "tell_profile", target="big_company"),),
        "time",
        {"target": "big_company"},
    ),
    Row("a number answers", (*PROJECTS, "hours"), (says("3"),), "time", {"projects": "3", "portfolio": "many"}),
    Row(
        "an absurd number is doubted once and not noted",
        (*PROJECTS, "hours"),
        (says("I have 900 projects", "tell_profile", projects="900", portfolio="many"),),
        "projects",
        has=("900 doesn't look right",),
        lacks=("By the way",),
    ),
    Row("an absurd bare number too", AT_TIME, (SKIP, says("300")), "time", has=("300 doesn't look right",)),
    Row(
        "an absurd number that nobody asked for is doubted beside the question",
        AT_TIME,
        (says("I have 300 hours a week", "tell_profile", hours="300"),),
        "target",
        kind="profile",
        has=("By the way, 300",),
    ),
    Row("skipped by word", AT_TIME, (SKIP,), "time"),
    Row("skipped by button", AT_TIME, (presses("/skip"),), "time"),
    Row("a no skips", AT_TIME, (NO,), "time"),
    Row("a yes answers nothing", AT_TIME, (YES,), "target", has=("couldn't read an answer",)),
    Row("what is no answer is asked again", AT_TIME, (says("lorem ipsum"),), "target", has=("couldn't read an answer",)),
    Row("back to the question before", AT_TIME, (SKIP, BACK), "target"),
    Row("back at the first", AT_TIME, (BACK,), "target", has=("That was the first question",)),
    Row("why it asks", AT_TIME, (WHY,), "target", has=(load_questions()["target"].why,)),
    Row("stopped", AT_TIME, (STOP,), has=("I stop asking",)),
    Row("after a stop it asks no more", AT_TIME, (STOP, says("what do they earn", "ask_market", SALARY)), kind="answer"),
    Row("resumed where it was", AT_TIME, (SKIP, STOP, OPEN), "time", has=("go on where we were",)),
    Row("asked for a plan again, it asks the same", AT_TIME, (OPEN,), "target", lacks=("I'll ask you",)),
    Row(
        "a question in between is answered, then it asks again",
        AT_TIME,
        (says("what do they earn?", "ask_market", SALARY),),
        "target",
        kind="answer",
        has=("$146,085", "Source:", "Back to my question"),
    ),
    Row(
        "a question it has no answer to in between",
        AT_TIME,
        (says("who won the cup?"),),
        "target",
        kind="unknown",
        has=("Back to my question",),
    ),
    Row(
        "an answer and a question in one message",
        AT_TIME,
        (says("a startup. What do they earn?", "ask_market", SALARY, target="startup"),),
        "time",
        {"target": "startup"},
        kind="answer",
        has=("$146,085",),
    ),
    Row("an old button changes an earlier answer", AT_TIME, (presses("A startup"), presses(TARGET_OLD)), "time", {"target": "big_company"}),
    Row("a choice that is not there", AT_TIME, (presses('/answer{"question": "target", "choice": "9"}'),), "target"),
    Row("a choice that is no number", AT_TIME, (presses('/answer{"question": "target", "choice": "-1"}'),), "target"),
    Row("a question that is not there", AT_TIME, (presses('/answer{"question": "tea", "choice": "0"}'),), "target"),
    Row(
        "an old button after a stop still counts",
        AT_TIME,
        (STOP, presses(TARGET_OLD)),
        None,
        {"target": "big_company"},
        kind="profile",
        has=("big company",),
    ),
    Row("no preference takes an earlier answer back", AT_TIME, (presses("A startup"), BACK, presses("Either")), "time"),
    Row(
        "another answer takes the place of a number",
        (*PROJECTS, "hours"),
        (says("5"), BACK, presses("One or two")),
        "time",
        {"portfolio": "few"},
    ),
    Row(
        "an answer that is changed is no contradiction",
        ("degree_level", "hours"),
        (says("a PhD", "tell_profile", degree_level="phd"), BACK, says("a bachelor", "tell_profile", degree_level="bachelor")),
        "time",
        {"degree_level": "bachelor"},
    ),
    Row(
        "a no to being forgotten answers no question",
        ("degree_level", "hours"),
        (FORGET, NO),
        "degree",
        kind="social",
    ),
    Row(
        "what was asked about being forgotten is not mixed up with a question",
        AT_TIME,
        (FORGET,),
        kind="profile",
        has=("Shall I forget you?",),
    ),
    Row("done, the plan is shown", ("hours",), (says("10"),), None, {"hours": "10"}, kind="plan", has=("Your plan has",)),
    Row("all skipped, the plan is shown", AT_TIME, (SKIP, SKIP), kind="plan", has=("Your plan has",)),
    Row(
        "a step skipped in between is no question skipped",
        ("hours",),
        (says("what's next", "next_step"), SKIP),
        kind="plan",
        has=("Skipped,",),
    ),
    Row(
        "and the question still waits",
        ("hours",),
        (says("what's next", "next_step"), SKIP, says("10")),
        None,
        {"hours": "10"},
        kind="plan",
        has=("Your plan has",),
    ),
)


@pytest.mark.parametrize("row", INTERVIEW, ids=str)
def test_the_interview_goes_its_way(address: str, row: Row) -> None:
    known = all_but(*row.unknown)
    talk = Talk(address, **known)
    for turn in (OPEN, *row.turns):
        outcome = turn(talk)
    assert outcome.kind == row.kind, outcome.text
    assert asked(outcome) == row.asks, outcome.text
    assert [words for words in row.has if outcome.text.count(words) != 1] == [], outcome.text
    assert [words for words in row.lacks if words in outcome.text] == [], outcome.text
    assert talk.profile == {**known, **row.learns}
    if row.asks:
        titles = [choice.title for choice in load_questions()[row.asks].answers]
        assert [button["title"] for button in outcome.reply["buttons"]][: len(titles)] == titles
