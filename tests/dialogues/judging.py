"""Compares a reply with what a user should get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from coach.facts.fact import Fact
from coach.wording import topics
from tests.dialogues.dialogue import Expected, known_facts, matching

MOST_BUTTONS = 4
LONGEST_TITLE = 40

_FIGURE = re.compile(r"[\d%$€£]")
_NUMBER = re.compile(r"\d+(?:,\d{3})+|\d{3,}")
_MARKUP = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\w*\}")
_PAYLOAD = re.compile(r"/[^()]+")


@dataclass(frozen=True)
class Reply:
    """All messages of one turn, as one."""

    text: str
    kinds: tuple[str, ...]
    facts: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    because: tuple[str, ...]
    buttons: tuple[dict[str, str], ...]
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, messages: list[dict[str, Any]]) -> Reply:
        """Read what the REST channel gave."""
        metadata = [message.get("metadata") or {} for message in messages]
        return cls(
            text="\n".join(message.get("text", "") for message in messages),
            kinds=tuple(data.get("kind", "") for data in metadata),
            facts=tuple(fact for data in metadata for fact in data.get("facts", ())),
            sources=tuple(source for data in metadata for source in data.get("sources", ())),
            because=tuple(reason for data in metadata for reason in data.get("because", ())),
            buttons=tuple(button for message in messages for button in message.get("buttons", ())),
            files=tuple(file["label"] for data in metadata for file in data.get("files", ())),
        )

    @property
    def titles(self) -> list[str]:
        """What the buttons say."""
        return [button["title"] for button in self.buttons]

    def tells(self, fact: str) -> bool:
        """Whether the metadata names the fact and the text says it."""
        return fact in self.facts and known_facts()[fact].say in self.text


def broken_promises(reply: Reply) -> list[str]:
    """What is wrong with a reply whatever was asked."""
    rules = [
        (not reply.text.strip(), "the coach says nothing"),
        (bool(_MARKUP.search(reply.text)), "there is HTML in the text"),
        (bool(_PLACEHOLDER.search(reply.text)), "a placeholder is not filled in"),
        (len(reply.buttons) > MOST_BUTTONS, f"{len(reply.buttons)} buttons are more than {MOST_BUTTONS}"),
        (bool(reply.facts) and not reply.sources, "facts are told without a source"),
        (len(reply.facts) != len(set(reply.facts)), "a fact is told twice in one reply"),
        *((id_ not in known_facts(), f"there is no fact {id_!r}") for id_ in reply.facts),
        *((_bare_figure(fact, reply), f"a figure of {fact.id} is told without its year or its source") for fact in known_facts().values()),
        *((not 0 < len(title) <= LONGEST_TITLE, f"the button {title!r} has an unfit length") for title in reply.titles),
        *((not _PAYLOAD.fullmatch(button["payload"]), f"{button['payload']!r} is not a plain intent") for button in reply.buttons),
    ]
    return [said for broken, said in rules if broken]


def _bare_figure(fact: Fact, reply: Reply) -> bool:
    if "plan" in reply.kinds and fact.id not in reply.facts:  # a plan counts hours, weeks and steps of its own
        return False
    numbers = set(_NUMBER.findall(fact.say)) - {str(fact.as_of)}
    told = fact.kind == "figure" and any(number in reply.text for number in numbers)
    return told and not (str(fact.as_of) in reply.text and (fact.source_org or "") in reply.text)


def misses(expected: Expected, reply: Reply, before: Reply | None) -> list[str]:
    """In what a reply is not as expected.

    Args:
        expected: what a user should get.
        reply: what they got.
        before: the reply of the turn before, if there was one.

    """
    checks = {
        "kind": lambda wanted: bool(set(reply.kinds) & set(wanted)),
        "facts": lambda wanted: all(map(reply.tells, wanted)),
        "facts_any": lambda wanted: any(map(reply.tells, wanted)),
        "facts_only": lambda wanted: len(matching(wanted, list(reply.facts))) == len(reply.facts),
        "not_facts": lambda wanted: not matching(wanted, list(reply.facts)),
        "no_facts": lambda _: not reply.facts and not reply.sources,
        "no_figures": lambda _: not _FIGURE.search(reply.text),
        "text_contains": lambda wanted: all(part.lower() in reply.text.lower() for part in wanted),
        "text_any": lambda wanted: any(part.lower() in reply.text.lower() for part in wanted),
        "text_lacks": lambda wanted: not any(part.lower() in reply.text.lower() for part in wanted),
        "differs": lambda _: before is not None and reply.text != before.text,
        "buttons_contain": lambda wanted: set(wanted) <= set(reply.titles),
        "buttons_lack": lambda wanted: not set(wanted) & set(reply.titles),
        "no_buttons": lambda _: not reply.buttons,
        "files": lambda wanted: set(wanted) <= set(reply.files),
        "offers_topics": lambda _: bool(set(topics().values()) & set(reply.titles)),
        "max_words": lambda wanted: len(reply.text.split()) <= wanted,
        "because": lambda wanted: (bool(reply.because) and "because" in reply.text.lower()) is wanted,
    }
    values = {key: getattr(expected, key) for key in checks}
    return [f"{key}: {values[key]}" for key, holds in checks.items() if values[key] is not None and not holds(values[key])]
