"""`make eval`: asks the running coach every question of `tests/nlu/` and prints how it did.

A reply counts as right if it tells one of the facts that the question's author named; of a message with two questions,
both. A message from outside the article counts as handled if no fact is told. What people say of themselves and
what they want of the coach are measured apart, in `heard` and `goals`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench import goals, heard
from bench.questions import QUESTIONS, read
from bench.shares import print_shares, share
from launch.trial import Answer, RunningCoach, start_coach

WORST = 20


@dataclass(frozen=True)
class Asked:
    """A question, what a right reply tells, and what was replied."""

    text: str
    style: str
    kind: str
    source: str
    wanted: tuple[tuple[str, ...], ...]
    """Groups of facts: one of each group must be told; empty if none may be."""
    reply: Answer

    @property
    def right(self) -> bool:
        """Whether the reply is a right one."""
        if not self.wanted:
            return not self.reply.facts
        return all(set(group) & set(self.reply.facts) for group in self.wanted)

    @property
    def first_right(self) -> bool:
        """Whether the first fact told is a right one."""
        return bool(self.reply.facts) and self.reply.facts[0] in self.wanted[0]

    @property
    def refused(self) -> bool:
        """Whether the coach told no fact."""
        return not self.reply.facts

    @property
    def topic(self) -> str:
        """The topic of the best fact."""
        return self.wanted[0][0].partition(".")[0] if self.wanted else self.kind


def ask_all(coach: RunningCoach, folder: Path = QUESTIONS) -> list[Asked]:
    """Every question, each in a conversation of its own."""
    asked = []
    for name, q in read("in_scope*.yml", folder):
        asked.append(Asked(q["text"], q["style"], "in", name, (tuple(q["facts"]),), coach.say(q["text"])))
    for name, q in read("two_questions*.yml", folder):
        asked.append(Asked(q["text"], q["style"], "two", name, tuple(map(tuple, q["all_of"])), coach.say(q["text"])))
    for name, q in read("out_of_scope*.yml", folder):
        asked.append(Asked(q["text"], q.get("style", ""), q["kind"], name, (), coach.say(q["text"])))
    return asked


def report(asked: list[Asked]) -> None:
    """Print what was found."""
    single = [item for item in asked if item.kind == "in"]
    outside = [item for item in asked if item.kind in ("near", "far")]
    print(f"right fact in the reply          {share(item.right for item in single)}")
    print(f"right fact told first            {share(item.first_right for item in single)}")
    print(f"good questions refused           {share(item.refused for item in single)}")
    print(f"both answers to two questions    {share(item.right for item in asked if item.kind == 'two')}")
    print(f"outside the article, handled     {share(item.right for item in outside)}")
    print_shares("by set", ((item.source, item.right) for item in [*single, *outside]))
    print_shares("by topic", ((item.topic, item.right) for item in single))
    print_shares("by style", ((item.style, item.right) for item in single))
    print_shares("no fact told, by kind", ((item.kind, item.right) for item in asked if not item.wanted))
    words = [len(item.reply.text.split()) for item in single]
    facts = Counter(len(item.reply.facts) for item in single)
    print(f"\nlength of a reply: median {statistics.median(words):.0f} words, longest {max(words)}")
    print("facts in a reply: " + ", ".join(f"{number}: {count}" for number, count in sorted(facts.items())))
    wrong = [item for item in asked if not item.right]
    print(f"\nwrong ({min(WORST, len(wrong))} of {len(wrong)}):")
    for item in wrong[:: max(1, len(wrong) // WORST)][:WORST]:
        print(f"- [{item.kind}, {item.style}] {item.text}\n    wanted {[*map(list, item.wanted)]}, told {item.reply.facts}")


def main() -> None:
    """Run."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS
    with tempfile.TemporaryDirectory() as home, start_coach(Path(home)) as coach:
        report(ask_all(coach, folder))
    for measure, path in ((heard, folder / "profile.yml"), (goals, folder / "goals.yml")):
        if path.is_file():
            measure.report(measure.judge(path))


if __name__ == "__main__":
    main()
