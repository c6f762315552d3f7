"""The coach's own questions, the plan and the person's data over several turns: called over HTTP, as Rasa calls the actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import MetaData, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions.turn import MEMORY
from coach.database import open_session
from coach.interview.questions import load_questions
from coach.settings import Settings
from coach.store import load_facts
from tests.contract.action_calls import Outcome, serving
from tests.contract.talk import Talk
from tests.unit.plan.people import plan_of

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


def test_an_interview_goes_on_after_the_conversation_forgot_what_was_said_last(address: str) -> None:
    talk = Talk(address, **all_but("target", "hours"))
    OPEN(talk)
    SKIP(talk)
    talk.slots = {}
    assert asked(OPEN(talk)) == "time"


def test_the_interview_ends_with_a_plan_that_can_be_taken_away(address: str) -> None:
    talk = Talk(address, **all_but("hours"))
    OPEN(talk)
    shown = talk.say("10", "out_of_scope").reply["metadata"]
    assert [step["id"] for phase in shown["plan"]["phases"] for step in phase["steps"]] == IDS
    assert {file["path"].rpartition(".")[2] for file in shown["files"]} == {"pdf", "ics", "md", "json"}


PLAN = plan_of(EVERYTHING)
FIRST, SECOND = PLAN.steps[:2]
IDS = [step.id for step in PLAN.steps]
NEXT, DONE = says("what's next", "next_step"), says("done", "step_done")
OVERVIEW = OPEN


def step_button(intent: str, step: str) -> Turn:
    return presses(f'/{intent}{{"step": "{step}"}}')


@dataclass(frozen=True)
class Move:
    """What a person with a plan does, and what becomes of their steps."""

    says: str
    turns: tuple[Turn, ...]
    steps: Mapping[str, str] = field(default_factory=dict)
    has: tuple[str, ...] = ()
    kind: str = "plan"

    def __str__(self) -> str:
        return self.says


ALL_DONE, ALL_SKIPPED = (tuple(step_button(intent, step) for step in IDS) for intent in ("step_done", "skip"))

MOVES = (
    Move("the plan in short", (OVERVIEW,), has=(f"Next: {FIRST.title}.", "Source:")),
    Move("the next step in full", (NEXT,), has=(FIRST.do, FIRST.why, FIRST.done_when)),
    Move("yes to the plan is the next step", (OVERVIEW, YES), has=(FIRST.do, FIRST.done_when)),
    Move("more of the plan is the next step", (OVERVIEW, says("more", "ask_more")), has=(FIRST.do, FIRST.done_when)),
    Move("why this first", (NEXT, WHY), has=(FIRST.title, FIRST.why, "The order is mine")),
    Move("done by name", (says("done with the readme", "step_done"),), {"portfolio-readme": "done"}, has=(FIRST.title,)),
    Move("done by button", (NEXT, presses("I've done it")), {FIRST.id: "done"}, has=(FIRST.title, SECOND.do)),
    Move("done, while the plan is spoken of", (NEXT, DONE), {FIRST.id: "done"}, has=(SECOND.do,)),
    Move("done, while something else is spoken of", (DONE,), has=("Do you mean the next one?",)),
    Move("skipped by button", (NEXT, presses("Skip it")), {FIRST.id: "skipped"}, has=(SECOND.do,)),
    Move("skipped by word", (NEXT, SKIP), {FIRST.id: "skipped"}, has=(SECOND.do,)),
    Move("skipped by name", (NEXT, says("skip the readme", "skip")), {"portfolio-readme": "skipped"}),
    Move("done after it was skipped", (NEXT, SKIP, step_button("step_done", FIRST.id)), {FIRST.id: "done"}),
    Move("done twice", (step_button("step_done", FIRST.id),) * 2, {FIRST.id: "done"}, has=("1 of",)),
    Move("a step that is not in the plan", (NEXT, step_button("step_done", "gone")), has=("don't find that step",)),
    Move("a step of other people", (NEXT, step_button("step_done", "search-phd")), has=("don't find that step",)),
    Move("a name that several steps have", (says("done with the education part", "step_done"),), {"resume-education-last": "done"}),
    Move("to take away", (says("as pdf please", "export_plan"),), has=("to take away",)),
    Move(
        "after a question the plan is not what yes means",
        (NEXT, says("what do they earn", "ask_market", SALARY), YES),
        kind="social",
    ),
    Move("all done", ALL_DONE, dict.fromkeys(IDS, "done"), has=("Your plan is finished",)),
    Move("nothing left to do next", (*ALL_SKIPPED, NEXT), dict.fromkeys(IDS, "skipped"), has=("Nothing in your plan is left",)),
)


@pytest.mark.parametrize("move", MOVES, ids=str)
def test_the_plan_goes_its_way(address: str, move: Move) -> None:
    talk = Talk(address, **EVERYTHING)
    for turn in move.turns:
        outcome = turn(talk)
    assert outcome.kind == move.kind, outcome.text
    assert [words for words in move.has if words not in outcome.text] == [], outcome.text
    assert dict(talk.person.steps) == move.steps


def test_there_is_a_plan_before_anything_is_known(address: str) -> None:
    assert NEXT(Talk(address)).kind == "plan"


def test_what_is_known_is_shown_with_where_it_came_from(address: str) -> None:
    talk = Talk(address, route="bootcamp", degree_level="none")
    for turn in (OPEN, SKIP, SKIP, presses("A startup")):
        turn(talk)
    shown = talk.say("what do you know about me", "show_profile")
    in_passing, answered = (next(line for line in shown.text.splitlines() if words in line) for words in ("in passing", "answered me"))
    assert "your bootcamp" in in_passing
    assert "startup" in answered


def test_one_thing_is_forgotten_by_button(address: str) -> None:
    talk = Talk(address, route="bootcamp", interests=["aviation"])
    talk.say("that's wrong", "correct_profile")
    assert talk.press("Forget your bootcamp").kind == "profile"
    assert talk.profile == {"interests": ["aviation"]}


def test_what_is_known_can_be_corrected_while_a_question_waits(address: str) -> None:
    talk = Talk(address, **all_but("hours"))
    OPEN(talk)
    talk.say("that's wrong", "correct_profile")
    talk.press("Forget that you aim at a startup")
    assert talk.profile == all_but("hours", "target")


@pytest.mark.parametrize("carried", ['"field": "route", "value": "osmosis"', '"field": "tea", "value": ""', '"value": "bootcamp"', ""])
def test_a_button_that_settles_nothing_changes_nothing(address: str, carried: str) -> None:
    talk = Talk(address, route="bootcamp")
    assert talk.press(f"/answer{{{carried}}}").kind == "social"
    assert talk.profile == {"route": "bootcamp"}


def test_all_data_is_handed_out(address: str) -> None:
    talk = Talk(address, route="bootcamp")
    outcome = talk.say("export my data", "export_data")
    assert "your bootcamp" in outcome.text
    assert [file["path"] for file in outcome.reply["metadata"]["files"]] == ["export/data.json"]


def _rows() -> set[str]:
    """Every row of every table, as the database itself lists them."""
    with open_session(Settings.from_environment().database_url) as session:
        metadata = MetaData()
        metadata.reflect(session.connection())
        return {f"{table.name}: {dict(row._mapping)}" for table in metadata.tables.values() for row in session.execute(select(table))}


def _leave_traces(talk: Talk) -> None:
    talk.say("I'm in a bootcamp", "tell_profile", route="bootcamp")
    talk.say("make me a plan", "make_plan")
    talk.say("stop", "stop_interview")
    talk.say("who won the cup?", "out_of_scope")
    talk.press(f'/step_done{{"step": "{FIRST.id}"}}')
    talk.say("link my slack", "link_channel")


@pytest.mark.parametrize("yes", [YES, presses("Yes, forget me")], ids=["in words", "by button"])
def test_whoever_is_forgotten_is_in_no_table(address: str, yes: Turn) -> None:
    before = _rows()
    talk = Talk(address)
    _leave_traces(talk)
    left = {row.partition(":")[0] for row in _rows() - before}
    assert left == {"person", "person_conversation", "profile_value", "plan_step", "unanswered", "link_code"}
    assert FORGET(talk).slots[MEMORY] is not None
    assert _rows() - before, "it must ask first"
    assert "deleted" in yes(talk).text
    assert _rows() == before
    assert talk.slots == {MEMORY: None}


def test_being_forgotten_is_one_question_while_another_waits(address: str) -> None:
    talk = Talk(address, **all_but("target"))
    OPEN(talk)
    FORGET(talk)
    YES(talk)
    assert talk.profile == {}
    assert asked(OPEN(talk)) == "route"


@pytest.mark.parametrize(
    "turns",
    [
        (YES,),
        (FORGET, NO),
        (FORGET, NO, YES),
        (FORGET, presses("No, keep it")),
        (FORGET, says("what do they earn", "ask_market", SALARY), YES),
        (NEXT, YES),
    ],
)
def test_nobody_is_forgotten_who_did_not_say_so(address: str, turns: tuple[Turn, ...]) -> None:
    talk = Talk(address, route="bootcamp")
    for turn in turns:
        assert "deleted" not in turn(talk).text.replace("I'd delete", "")
    assert talk.profile == {"route": "bootcamp"}


def _code(talk: Talk) -> str:
    return talk.say("link my slack", "link_channel").text.splitlines()[1]


def test_two_conversations_of_one_person_share_what_is_known_until_they_are_unlinked(address: str) -> None:
    here, there = Talk(address, route="bootcamp", target="startup"), Talk(address, target="big_company", hours="10")
    assert "Linked" in there.say(_code(here), "link_channel").text
    together = {"route": "bootcamp", "target": "startup", "hours": "10"}
    assert here.profile == there.profile == together
    there.say("I have a PhD", "tell_profile", degree_level="phd")
    there.press(f'/step_done{{"step": "{FIRST.id}"}}')
    assert here.profile == {**together, "degree_level": "phd"}
    assert dict(here.person.steps) == {FIRST.id: "done"}
    there.say("unlink", "unlink_channel")
    assert there.profile == {}
    assert here.profile == {**together, "degree_level": "phd"}


def test_a_code_works_once_and_a_wrong_one_never(address: str) -> None:
    here, there, elsewhere = Talk(address, route="bootcamp"), Talk(address), Talk(address)
    code = _code(here)
    assert "wrong" in elsewhere.say("link K7QM-2XWD", "link_channel").text
    there.say(code, "link_channel")
    assert "wrong" in elsewhere.say(code, "link_channel").text
    assert elsewhere.profile == {}


def test_whoever_is_linked_during_the_questions_is_not_asked_what_is_known_there(address: str) -> None:
    here, there = Talk(address, **all_but("hours")), Talk(address)
    OPEN(there)
    there.say(_code(here), "link_channel")
    assert asked(there.outcome) == asked(OPEN(there)) == "time"


def test_whoever_is_linked_during_the_questions_to_a_person_who_said_all_is_asked_no_more(address: str) -> None:
    here, there = Talk(address, **EVERYTHING), Talk(address)
    OPEN(there)
    assert asked(there.say(_code(here), "link_channel")) is None
    assert OPEN(there).kind == "plan"


def test_whoever_is_unlinked_during_the_questions_is_asked_no_more(address: str) -> None:
    here, there = Talk(address, route="bootcamp"), Talk(address)
    there.say(_code(here), "link_channel")
    OPEN(there)
    assert asked(there.say("unlink", "unlink_channel")) is None


@pytest.mark.parametrize(("button", "kept"), [("Keep that you teach yourself", "self_taught"), ("Keep your bootcamp", "bootcamp")])
def test_a_contradiction_is_asked_about_once_and_settled_by_button(address: str, button: str, kept: str) -> None:
    talk = Talk(address, route="bootcamp")
    assert "Which shall I keep?" in talk.say("I teach myself", "tell_profile", route="self_taught").text
    assert "Thanks" in talk.press(button).text
    assert talk.profile == {"route": kept}
    assert [item.source for item in talk.person.remembered] == ["correction"]
    for route in ("mooc", "degree"):
        assert "Which shall I keep?" not in talk.say("again otherwise", "tell_profile", route=route).text


@pytest.mark.parametrize(
    ("known", "said", "text"),
    [
        ({"degree_level": "bachelor"}, {"degree_level": "master"}, "I have a master"),
        ({"route": "bootcamp"}, {"route": "self_taught"}, "actually I teach myself"),
        ({"interests": ["aviation"]}, {"interests": "psychology"}, "I like psychology"),
        ({"hours": "5"}, {"hours": "10"}, "I have 10 hours a week"),
        ({"route": "bootcamp"}, {"route": "bootcamp"}, "I'm in a bootcamp"),
    ],
)
def test_what_grows_changes_or_is_corrected_is_no_contradiction(
    address: str, known: dict[str, Any], said: dict[str, str], text: str
) -> None:
    assert "Which shall I keep?" not in Talk(address, **known).say(text, "tell_profile", **said).text


@contextmanager
def failing_commits() -> Iterator[None]:
    """A store that refuses at the last moment what is to be written."""

    def refuse(_: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    event.listen(Session, "before_commit", refuse)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", refuse)


@pytest.mark.parametrize(
    "turn",
    [
        says("I have a PhD", "tell_profile", degree_level="phd"),
        OPEN,
        step_button("step_done", FIRST.id),
        says("who won the cup?"),
        says("link my slack", "link_channel"),
        presses('/forget_me{"sure": "yes"}'),
        presses('/answer{"field": "route", "value": "mooc"}'),
        presses('/answer{"question": "target", "choice": "0"}'),
    ],
)
def test_what_cannot_be_stored_is_not_said_to_be(address: str, turn: Turn, caplog: pytest.LogCaptureFixture) -> None:
    talk = Talk(address, route="bootcamp")
    before = _rows()
    with failing_commits():
        assert turn(talk).status == 500
    assert _rows() == before
    assert "disk is full" in caplog.text
    assert "PhD" not in caplog.text
    assert turn(talk).status == 200
    assert _rows() != before


@pytest.mark.parametrize("fail", ["reply", "commit"])
def test_an_answer_to_a_question_is_stored_with_the_next_question_or_not_at_all(
    address: str, fail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(address, **all_but("target", "hours"))
    OPEN(talk)
    before = _rows()
    with monkeypatch.context() as patch, failing_commits() if fail == "commit" else nullcontext():
        if fail == "reply":
            patch.setattr("actions.interviewing.interview_reply.ask", lambda *_, **__: 1 / 0)
        assert talk.say("a startup", "tell_profile", target="startup").status == 500
    assert _rows() == before
    assert asked(talk.say("a startup", "tell_profile", target="startup")) == "time"
