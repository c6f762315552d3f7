"""Two people who talk to the coach at the same time stay two people."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.conftest import RunningCoach

TURNS = [
    ("I'm in a bootcamp and have put five projects on GitHub", "I'm a self-taught web developer with one project"),
    ("My degree is in history", "My degree is in computer science"),
    ("What do I write in my personal summary?", "What do I write in my personal summary?"),
    ("I love psychology", "I love aviation"),
    ("make me a plan", "make me a plan"),
    ("never had a job", "skip"),
    ("what do you know about me?", "stop asking"),
    ("a startup", "what do you know about me?"),
    ("stop asking", "Where does education go on my resume?"),
    ("Where does education go on my resume?", "I've done the readme"),
]
OWN = [
    ("your bootcamp", "your interest in psychology", "your studies in another field"),
    ("that you teach yourself", "your interest in aviation", "your studies in a related field"),
]
"""What the coach says it knows of each of them."""


def test_twenty_turns_at_once_never_mix(running_coach: RunningCoach) -> None:
    senders = [uuid.uuid4().hex, uuid.uuid4().hex]
    told: list[list[str]] = [[], []]
    texts: list[list[str]] = [[], []]
    with ThreadPoolExecutor(2) as pool:
        for pair in TURNS:
            for who, answer in enumerate(pool.map(running_coach.say, pair, senders)):
                assert answer.status == 200
                assert "failure" not in answer.kinds
                told[who] += answer.facts
                texts[who].append(answer.text)
    assert {"resume.summary-bootcamp", "resume.education-last"} <= set(told[0])
    assert {"resume.summary-self-taught", "resume.education-near"} <= set(told[1])
    for who, other in ((0, 1), (1, 0)):
        known = running_coach.say("what do you know about me?", senders[who]).text
        assert [word for word in OWN[who] if word not in known] == []
        assert [word for word in OWN[other] if word in "\n".join([known, *texts[who]])] == []


def test_who_is_forgotten_takes_nobody_along(running_coach: RunningCoach) -> None:
    leaves, stays = uuid.uuid4().hex, uuid.uuid4().hex
    for sender in (leaves, stays):
        running_coach.say("I'm in a bootcamp", sender)
    asked = running_coach.say("forget me", leaves)
    stranger = running_coach.say(asked.buttons[0]["payload"], stays)
    assert "deleted" not in stranger.text, "a button is only good in the conversation that offered it"
    assert "deleted" in running_coach.say(asked.buttons[0]["payload"], leaves).text
    assert "nothing about you" in running_coach.say("what do you know about me?", leaves).text
    assert "your bootcamp" in running_coach.say("what do you know about me?", stays).text
