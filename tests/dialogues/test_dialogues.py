"""Plays every dialogue file against the real coach: the trained model, the action server, over REST."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.dialogues.dialogue import FOLDER, Turn, read_dialogue
from tests.dialogues.judging import Reply, broken_promises, misses

if TYPE_CHECKING:
    from launch.trial import RunningCoach

FILES = sorted(FOLDER.glob("*/user_*.yml"))


def test_every_file_in_the_folders_is_played() -> None:
    assert sorted(FOLDER.glob("**/*.y*ml")) == FILES
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
def test_the_coach_answers_as_a_user_should_expect(running_coach: RunningCoach, path: Path) -> None:
    wrong, talk = play(running_coach, read_dialogue(path), sender=f"{path.stem}-{uuid.uuid4().hex}")
    assert not wrong, "\n".join(["", *wrong, "", *talk])


def play(coach: RunningCoach, turns: Sequence[Turn], sender: str) -> tuple[list[str], list[str]]:
    """What went wrong, and the whole talk."""
    wrong: list[str] = []
    talk: list[str] = []
    before: Reply | None = None
    for turn in turns:
        text, problem = _to_send(turn, before)
        answer = coach.say(text, sender)
        talk.append(f"{turn.number} user:  {_shown(text)}")
        if answer.status != 200:
            return [*wrong, f"turn {turn.number}: status {answer.status}: {answer.body}"], talk
        reply = Reply.of(answer.body)
        talk.append(f"  coach: {reply.text}\n  {'+'.join(reply.kinds)} facts={list(reply.facts)} buttons={reply.titles}")
        found = [*problem, *broken_promises(reply), *misses(turn.expected, reply, before)]
        wrong += [f"turn {turn.number}: {each}" for each in found]
        before = reply
    return wrong, talk


def _to_send(turn: Turn, before: Reply | None) -> tuple[str, list[str]]:
    if turn.action != "button":
        return turn.text, []
    offered = {button["title"]: button["payload"] for button in (before.buttons if before else ())}
    if turn.text in offered:
        return offered[turn.text], []
    return turn.text, [f"there is no button {turn.text!r} among {list(offered)}"]


def _shown(text: str) -> str:
    return json.dumps(text[:300], ensure_ascii=not text[:300].isprintable())
