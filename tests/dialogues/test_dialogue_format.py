"""The dialogue files' own rules: a wrong file is an error, and a wrong reply does not pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dialogues.dialogue import Expected, FormatError, known_facts, parse_dialogue
from tests.dialogues.judging import Reply, broken_promises, misses

SALARY = known_facts()["market.salary"]
SOURCE = {"title": "an article", "section": "a section", "as_of": 2019, "url": "https://example.org"}


def reply(text: str = SALARY.say, **metadata: Any) -> Reply:
    buttons = metadata.pop("buttons", [])
    data = {"kind": "answer", "facts": [SALARY.id], "sources": [SOURCE], "because": [], **metadata}
    return Reply.of([{"text": text, "metadata": data, "buttons": buttons}])


NOTHING = {"facts": [], "sources": []}
BUTTON = {"title": "Pay and demand", "payload": "/ask_market"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "a list of turns"),
        ("[]", "a list of turns"),
        ("- hello", "not a mapping"),
        ("- {user: hi}", "expects nothing"),
        ("- {user: hi, button: hi, coach: {no_facts: true}}", "exactly one of"),
        ("- {coach: {no_facts: true}}", "exactly one of"),
        ("- {user: hi, bot: {no_facts: true}}", "unknown keys: ['bot']"),
        ("- {user: hi, coach: {fact: [market.salary]}}", "the unknown key 'fact'"),
        ("- {user: hi, coach: [no_facts]}", "`coach` is not a mapping"),
        ("- {user: 5, coach: {no_facts: true}}", "must be text"),
        ("- {user: {say: 5, times: 5}, coach: {no_facts: true}}", "must be text"),
        ("- {user: hi, coach: {facts: [market.wages]}}", "there is no fact 'market.wages'"),
        ("- {user: hi, coach: {facts: []}}", "`facts` must be text or a list of texts"),
        ("- {user: hi, coach: {not_facts: [wages.*]}}", "no fact is named 'wages.*'"),
        ("- {user: hi, coach: {kind: chatty}}", "there is no kind 'chatty'"),
        ("- {user: hi, coach: {no_facts: 'yes please'}}", "`no_facts` must be a bool"),
        ("- {user: hi, coach: {no_facts: false}}", "`no_facts` can only be true"),
        ("- {user: hi, coach: {max_words: many}}", "`max_words` must be a int"),
    ],
)
def test_a_wrong_file_is_an_error_that_says_why(text: str, said: str) -> None:
    with pytest.raises(FormatError) as error:
        parse_dialogue(text)
    assert said in str(error.value)


def test_a_right_file_is_read_whole() -> None:
    turns = parse_dialogue("""
- user: {say: "ab", times: 3}
- button: "A title"
  coach: {kind: answer, facts_any: [market.salary], because: false, max_words: 60}
""")
    assert [(turn.number, turn.action, turn.text) for turn in turns] == [(1, "user", "ababab"), (2, "button", "A title")]
    assert turns[1].expected == Expected(kind=("answer",), facts_any=("market.salary",), because=False, max_words=60)


@pytest.mark.parametrize(
    ("expected", "good", "bad"),
    [
        (Expected(kind=("answer", "unsure")), reply(), reply(kind="unknown")),
        (Expected(facts=("market.salary",)), reply(), reply(**NOTHING)),
        (Expected(facts=("market.salary",)), reply(), reply("A lot.")),
        (Expected(facts_any=("market.salary", "role.sought-after")), reply(), reply(**NOTHING)),
        (Expected(facts_only=("market.*",)), reply(), reply(facts=["role.products"])),
        (Expected(facts_only=("market.*",)), reply(**NOTHING), reply(facts=["market.salary", "role.products"])),
        (Expected(not_facts=("role.*",)), reply(), reply(facts=["role.products"])),
        (Expected(no_facts=True), reply(**NOTHING), reply()),
        (Expected(no_facts=True), reply(**NOTHING), reply(facts=[])),
        (Expected(no_figures=True), reply("I don't know."), reply("About 5.")),
        (Expected(text_contains=("INDEED", "2019")), reply(), reply("Indeed says so.")),
        (Expected(text_any=("wages", "INDEED")), reply(), reply("Nobody knows.")),
        (Expected(text_lacks=("Interns earn",)), reply(), reply("interns earn less")),
        (Expected(differs=True), reply("Something else."), reply("What was said before.")),
        (Expected(buttons_contain=("Pay and demand",)), reply(buttons=[BUTTON]), reply()),
        (Expected(buttons_lack=("Pay and demand",)), reply(), reply(buttons=[BUTTON])),
        (Expected(no_buttons=True), reply(), reply(buttons=[BUTTON])),
        (Expected(files=("PDF",)), reply(files=[{"label": "PDF", "path": "export/plan.pdf"}]), reply()),
        (Expected(offers_topics=True), reply(buttons=[BUTTON]), reply(buttons=[{"title": "LinkedIn", "payload": "/choose"}])),
        (Expected(max_words=3), reply("one two three"), reply("one two three four")),
        (Expected(because=True), reply("I say this because you asked.", because=["you asked"]), reply("It is so.", because=["you asked"])),
        (Expected(because=False), reply(), reply("I say this because you asked.", because=["you asked"])),
    ],
)
def test_each_expectation_accepts_a_right_reply_and_refuses_a_wrong_one(expected: Expected, good: Reply, bad: Reply) -> None:
    before = reply("What was said before.")
    assert misses(expected, good, before) == []
    assert len(misses(expected, bad, before)) == 1


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (reply(" "), "says nothing"),
        (reply("<b>Hello</b>", **NOTHING), "HTML"),
        (reply("Hello {name}.", **NOTHING), "placeholder"),
        (reply(buttons=[BUTTON] * 5), "more than 4"),
        (reply(buttons=[{**BUTTON, "title": "x" * 41}]), "unfit length"),
        (reply(buttons=[{**BUTTON, "payload": "/say(hi)"}]), "not a plain intent"),
        (reply(buttons=[{**BUTTON, "payload": "hello"}]), "not a plain intent"),
        (reply(facts=["market.wages"]), "no fact 'market.wages'"),
        (reply("About $146,085."), "figure of market.salary"),
        (reply("It is $146,085, as of 2019."), "figure of market.salary"),
        (reply(sources=[]), "without a source"),
        (reply(facts=[SALARY.id, SALARY.id]), "told twice"),
    ],
)
def test_what_no_reply_may_do_is_found(broken: Reply, said: str) -> None:
    assert broken_promises(reply()) == []
    assert any(said in each for each in broken_promises(broken))
