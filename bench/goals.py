"""How often the trained model knows what people want of plan, questions and data: on `tests/nlu/goals.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.parsing import parse_all
from bench.shares import print_shares, share

WORST = 20


@dataclass(frozen=True)
class Wanted:
    """A message, what it wants, and what it was taken for."""

    text: str
    style: str
    intent: str
    taken_for: str

    @property
    def right(self) -> bool:
        """Whether it was understood."""
        return self.intent == self.taken_for


def judge(path: Path) -> list[Wanted]:
    """Every message of a file."""
    messages = yaml.safe_load(path.read_text(encoding="utf-8"))
    parsed = parse_all(each["text"] for each in messages)
    return [
        Wanted(each["text"], each["style"], each["intent"], made["intent"]["name"]) for each, made in zip(messages, parsed, strict=False)
    ]


def report(wanted: list[Wanted]) -> None:
    """Print how many were understood, by intent and by style, and which were not."""
    print(f"\nwhat people want, understood     {share(item.right for item in wanted)}")
    print_shares("understood, by intent", ((item.intent, item.right) for item in wanted))
    print_shares("understood, by style", ((item.style, item.right) for item in wanted))
    wrong = [item for item in wanted if not item.right]
    print(f"\nmisunderstood ({min(WORST, len(wrong))} of {len(wrong)}):")
    for item in wrong[:: max(1, len(wrong) // WORST)][:WORST]:
        print(f"- [{item.style}] {item.text}\n    wanted {item.intent}, taken for {item.taken_for}")
