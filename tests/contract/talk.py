"""A conversation with the real action server over several turns: what an action remembers, the next one is given, as Rasa does it."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from actions.turn import MEMORY
from coach.database import open_session
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.settings import PROJECT, Settings
from tests.contract.action_calls import Outcome, entity, message, new_conversation, ranked, remember, remembered, send

DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
_RULES = [rule for path in (PROJECT / "data" / "rules").glob("*.yml") for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]]
ACTION_OF = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in _RULES}


class Talk:
    """One conversation of a person, of whom something may be known before."""

    def __init__(self, address: str, **known: Any) -> None:
        self.address = address
        self.conversation = new_conversation()
        self.slots: dict[str, Any] = {}
        self.outcome: Outcome | None = None
        if known:
            remember(self.conversation, known)

    def say(self, text: str, intent: str, *facts: str, **said: str) -> Outcome:
        """A message that was understood as `intent`, to be answered by `facts`, and by which the person said something."""
        entities = [entity(name, value) for name, value in said.items()]
        return self._send(message(text, intent, entities=entities, facts=ranked(*((fact, 0.95) for fact in facts))))

    def press(self, button: str) -> Outcome:
        """A button of the last reply by its title, or any payload."""
        payload = button if button.startswith("/") else self.payload(button)
        intent, carried = re.fullmatch(r"/(\w+)(\{.*\})?", payload).groups()
        return self._send(message(payload, intent, entities=[entity(*pair) for pair in json.loads(carried or "{}").items()]))

    def payload(self, title: str) -> str:
        """What a button of the last reply sends."""
        return {button["title"]: button["payload"] for button in self.outcome.reply["buttons"]}[title]

    @property
    def profile(self) -> dict[str, Any]:
        """What the store knows of the person."""
        return remembered(self.conversation)

    @property
    def person(self) -> Person:
        """The person as the store has them."""
        with open_session(Settings.from_environment().database_url) as session:
            return PersonRepository(session).of_conversation(self.conversation)

    def _send(self, latest_message: dict[str, Any]) -> Outcome:
        self.outcome = send(self.address, self.conversation, ACTION_OF[latest_message["intent"]["name"]], latest_message, self.slots)
        if self.outcome.status == 200:
            assert _broken(self.outcome) == [], self.outcome.text
            self.slots = self.outcome.slots
        return self.outcome


def _broken(outcome: Outcome) -> list[str]:
    """What every reply promises, and this one does not keep."""
    buttons = outcome.reply["buttons"]
    pressed = [re.fullmatch(r"/(\w+)(\{.*\})?", button["payload"]).groups() for button in buttons]
    checks = {
        "no HTML, no blank line, no placeholder left": not re.search(r"</?[a-z]+>|\n\s*\n|\{\w*\}|None\b(?! yet)", outcome.text),
        "at most four buttons, each once": len({button["payload"] for button in buttons}) == len(buttons) <= 4,
        "short titles": all(0 < len(button["title"]) <= 40 for button in buttons),
        "buttons name intents": {intent for intent, _ in pressed} <= set(DOMAIN["intents"]),
        "buttons carry entities": {name for _, carried in pressed for name in json.loads(carried or "{}")} <= set(DOMAIN["entities"]),
        "one slot": set(outcome.slots) == {MEMORY},
    }
    return [promise for promise, kept in checks.items() if not kept]
