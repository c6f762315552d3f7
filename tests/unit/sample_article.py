"""A small article about tea, as fact files: what tests load, change and break."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Values = dict[str, Any]

ARTICLE: Values = {
    "title": "How to Brew Tea",
    "publisher": "Leafhouse",
    "year": 2020,
    "url": "https://tea.example/how-to-brew",
    "sections": [{"id": "water", "title": "Heat the water"}, {"id": "leaves", "title": "Choose the leaves"}],
}
LEXICON = {"resource": [{"id": "samovar", "name": "Samovar", "aliases": ["tea urn"]}]}


def questions(about: str, number: int = 12) -> list[str]:
    """As many different questions as a fact needs."""
    return [f"How is it with {about}, way {way}?" for way in range(number)]


def fact(id_: str, **changes: Any) -> Values:
    """A valid fact with only what every fact needs, changed as wanted; None takes a key away."""
    topic, _, name = id_.partition(".")
    values = {
        "id": id_,
        "kind": "advice",
        "title": f"All about {name}",
        "say": f"Mind the {name} of your {topic}.",
        "section": topic,
        "questions": questions(id_),
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


FACTS: dict[str, list[Values]] = {
    "water": [
        fact("water.heat", why="water.why-hot", see_also=["water.kettle-price", "water.bootcamp", "water.alone", "leaves.green"]),
        fact("water.why-hot", kind="background", see_also=["water.heat"]),
        fact("water.kettle-price", kind="figure", say="A kettle cost 40 euros in 2018.", as_of=2018, source_org="Tea Board"),
        fact("water.bootcamp", when={"route": ["bootcamp"]}, because="you go through a bootcamp", see_also=["water.heat"]),
        fact("water.alone", when={"route": ["self_taught"]}, because="you teach yourself", mentions=["samovar"]),
        fact("water.tea-bags", unless={"route": ["self_taught"]}, see_also=["water.bootcamp", "water.alone"]),
        fact("water.topic", when={"interests": ["any"]}, because="you are interested in {interests}", see_also=["water.hobby"]),
        fact("water.hobby", when={"interests": ["aviation"]}, because="you like {interests}"),
    ],
    "leaves": [
        fact("leaves.green", see_also=["leaves.kinds", "leaves.sharper"]),
        fact(
            "leaves.black",
            cases=[
                {"when": {"experience": ["data"], "route": ["mooc"]}, "because": "you measure what you learn online"},
                {"when": {"experience": ["none", "data"]}, "because": "you have time for it"},
            ],
            unless=[{"target": ["startup"]}, {"degree_level": ["phd"], "degree_field": ["ml"]}],
        ),
        fact("leaves.kinds", kind="checklist", say="There are four kinds:", points=["green", "black", "white", "oolong"]),
        fact("leaves.sharper", needs=["route", "degree_level", "target"]),
        fact("leaves.harvest", kind="figure", say="The harvest of 2020 was large.", as_of=2020),
    ],
}


@dataclass(frozen=True)
class Rendered:
    """A fact file, with the line of every key of every entry."""

    text: str
    lines: tuple[Mapping[str, int], ...]

    def line(self, entry: int, key: str) -> int:
        """Where a key of an entry stands; where the entry begins if it has no such key."""
        lines = self.lines[entry]
        return lines.get(key, min(lines.values()))


def render(entries: Iterable[Mapping[str, Any]]) -> Rendered:
    """A YAML file with one line for each key, and an empty line between entries."""
    rows: list[str] = []
    lines: list[dict[str, int]] = []
    for entry in entries:
        at: dict[str, int] = {}
        for key, value in entry.items():
            rows.append(f"{'  ' if at else '- '}{key}: {json.dumps(value, ensure_ascii=False)}")
            at[key] = len(rows)
        rows.append("")
        lines.append(at)
    return Rendered("\n".join(rows), tuple(lines))


def write_article(data: Path, article: Mapping[str, Any] = ARTICLE) -> None:
    """Write `article.yml`."""
    (data / "facts").mkdir(parents=True, exist_ok=True)
    (data / "facts" / "article.yml").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")


def write_facts(data: Path, topic: str, entries: Sequence[Mapping[str, Any]]) -> Rendered:
    """Write the fact file of a topic."""
    rendered = render(entries)
    (data / "facts").mkdir(parents=True, exist_ok=True)
    (data / "facts" / f"{topic}.yml").write_text(rendered.text, encoding="utf-8")
    return rendered


def write_sample(data: Path) -> Path:
    """Write everything; nothing is wrong with it."""
    write_article(data)
    for topic, entries in FACTS.items():
        write_facts(data, topic, entries)
    (data / "lexicon").mkdir(parents=True, exist_ok=True)
    for label, terms in LEXICON.items():
        (data / "lexicon" / f"{label}.yml").write_text(json.dumps(terms), encoding="utf-8")
    return data
