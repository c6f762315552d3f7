"""A reply: one neutral message, built here and rendered by every channel."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coach.facts.fact import Article, Fact

MOST_BUTTONS = 4
LONGEST_TITLE = 40


@dataclass(frozen=True)
class Button:
    """Something to choose instead of typing."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What the coach says: `text` stands alone, the rest is for channels that can show more."""

    kind: str
    """answer | unsure | source | unknown | profile | failure | plan | interview"""
    text: str
    buttons: tuple[Button, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    plan: Mapping[str, Any] | None = None
    """The person's plan as it stands, for channels that can draw it."""
    picture: Mapping[str, Any] | None = None
    """Something to draw: `kind` (`sections`, an order), `title` and `items`."""
    interview: Mapping[str, int] | None = None
    """Of the coach's own questions, the one this is (`step`) and how many there will be (`of`)."""
    files: tuple[Mapping[str, str], ...] = ()
    """What can be taken away: `label`, and `path` relative to the channel."""

    def __post_init__(self) -> None:
        assert len(self.buttons) <= MOST_BUTTONS, "a reply has at most four buttons"
        assert all(len(button.title) <= LONGEST_TITLE for button in self.buttons), "a button's title has at most 40 characters"

    def followed_by(self, text: str, buttons: Sequence[Button] = ()) -> Reply:
        """The reply with one more sentence at its end, and the buttons that answer it; those before give way if there are too many."""
        kept = self.buttons[: MOST_BUTTONS - len(buttons)]
        return replace(self, text=f"{self.text}\n{text}", buttons=(*kept, *buttons))

    @property
    def metadata(self) -> dict[str, Any]:
        """What channels may render beside the text."""
        return {
            "kind": self.kind,
            "facts": list(self.facts),
            "sources": list(self.sources),
            "because": list(self.because),
            "missing": list(self.missing),
            **({"plan": dict(self.plan)} if self.plan is not None else {}),
            **({"picture": dict(self.picture)} if self.picture is not None else {}),
            **({"interview": dict(self.interview)} if self.interview is not None else {}),
            **({"files": [dict(file) for file in self.files]} if self.files else {}),
        }


@dataclass(frozen=True)
class Draft:
    """The parts of an answer, before they are put in order."""

    facts: Sequence[Fact]
    because: Sequence[str] = ()
    missing: Sequence[str] = ()
    lead: str = ""
    """A sentence before the facts."""
    close: str = ""
    """A sentence after them, before the source."""
    buttons: Sequence[Button] = field(default_factory=tuple)
    kind: str = "answer"


def offer(fact: Fact) -> Button:
    """The button that asks for a fact."""
    return Button(fact.title, f"/choose{json.dumps({'fact': fact.id})}")


def compose(draft: Draft, article: Article) -> Reply:
    """Put an answer together: what was asked, then bullets, then why for this person, then one source line."""
    blocks = [draft.lead] if draft.lead else []
    for fact in draft.facts:
        bullets = "".join(f"\n- {point}" for point in fact.points)
        blocks.append(fact.say + bullets)
    if draft.because:
        blocks.append(f"I say this because {' and '.join(draft.because)}.")
    if draft.close:
        blocks.append(draft.close)
    if draft.facts:
        blocks.append(source_line(draft.facts, article))
    return Reply(
        kind=draft.kind,
        text="\n".join(blocks),
        buttons=tuple(draft.buttons),
        facts=tuple(fact.id for fact in draft.facts),
        sources=tuple(sources_of(draft.facts, article)),
        because=tuple(draft.because),
        missing=tuple(draft.missing),
    )


def source_line(facts: Iterable[Fact], article: Article) -> str:
    """Where an answer comes from, with the year, in one line."""
    figures = {f"{fact.source_org} {fact.as_of}" for fact in facts if fact.source_org}
    through = f"{', '.join(sorted(figures))}, in " if figures else ""
    return f"Source: {through}{article.publisher}'s article of about {article.year}."


def sources_of(facts: Iterable[Fact], article: Article) -> list[dict[str, Any]]:
    """The sources of an answer, one for each section and year, in the order of its facts."""
    sources: list[dict[str, Any]] = []
    for fact in facts:
        source = {
            "title": article.title,
            "section": article.sections[fact.section],
            "as_of": fact.as_of or article.year,
            "url": article.url,
        }
        if fact.source_org:
            source["org"] = fact.source_org
        if source not in sources:
            sources.append(source)
    return sources
