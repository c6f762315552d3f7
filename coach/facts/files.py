"""Reads `data/facts/` into facts and says what is wrong with it, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from string import Formatter
from typing import Any

from coach.errors import CoachError
from coach.facts.fact import KINDS, Article, Fact
from coach.lexicon import Lexicon, read_lexicon
from coach.profile.fields import FIELDS
from coach.settings import PROJECT
from coach.yaml_files import Entry, Problem, read_entries

DATA = PROJECT / "data"
FEWEST_QUESTIONS = 12
LONGEST_TITLE = 40
MOST_WORDS = 60
MOST_POINTS = 4

_ID = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")
_LISTS = {"points", "mentions", "needs", "see_also", "questions"}
_TEXTS = {"id", "kind", "title", "say", "section", "source_org", "because", "why"}
_REQUIRED = ("id", "kind", "title", "say", "section", "questions")
_KNOWN = {field.name for field in fields(Fact)}


@dataclass(frozen=True)
class Knowledge:
    """Everything `data/facts/` and `data/lexicon/` say."""

    article: Article
    facts: tuple[Fact, ...]
    lexicon: Lexicon


def load_knowledge(data: Path = DATA) -> Knowledge:
    """The facts, if nothing is wrong with them.

    Raises:
        CoachError: every problem of the files, one a line.

    """
    knowledge, problems = read_knowledge(data)
    if problems or knowledge is None:
        raise CoachError("\n".join(map(str, problems)))
    return knowledge


def read_knowledge(data: Path = DATA) -> tuple[Knowledge | None, list[Problem]]:
    """The facts under `data` and all that is wrong with them; None if there is no usable article file."""
    lexicon, problems = read_lexicon(data / "lexicon")
    article, article_problems = _read_article(data / "facts" / "article.yml")
    problems += article_problems
    placed: list[tuple[Fact, str, Entry]] = []
    files = sorted(path for path in (data / "facts").glob("*.yml") if path.name != "article.yml")
    if not files:
        problems.append(Problem(str(data / "facts"), 1, "holds no fact files"))
    for path in files:
        entries, found = read_entries(path)
        problems += found
        if not entries and not found:
            problems.append(Problem(path.name, 1, "holds no facts"))
        for entry in entries:
            wrong = [Problem(path.name, entry.lines.get(key, entry.line), message) for key, message in _malformed(entry, path.stem)]
            problems += wrong
            if not wrong:
                placed.append((_fact(entry.values), path.name, entry))
    if article is not None:
        problems += _relations(placed, article, lexicon)
    problems.sort(key=lambda problem: (problem.file, problem.line))
    if article is None:
        return None, problems
    return Knowledge(article, tuple(fact for fact, _, _ in placed), lexicon), problems


def _read_article(path: Path) -> tuple[Article | None, list[Problem]]:
    entries, problems = read_entries(path)
    if not entries:
        return None, problems or [Problem(path.name, 1, "is empty; it names the article the facts come from")]
    values = entries[0].values
    missing = [key for key in ("title", "publisher", "year", "url", "sections") if not values.get(key)]
    if missing:
        return None, [*problems, Problem(path.name, 1, f"lacks {', '.join(missing)}")]
    try:
        sections = {str(section["id"]): str(section["title"]) for section in values["sections"]}
        article = Article(str(values["title"]), str(values["publisher"]), int(values["year"]), str(values["url"]), sections)
    except (TypeError, KeyError, ValueError, OverflowError) as error:
        return None, [*problems, Problem(path.name, 1, f"is not as expected: {error!r}")]
    return article, problems


def _malformed(entry: Entry, topic: str) -> Iterable[tuple[str, str]]:
    """What is wrong with one entry taken alone, as (key, message)."""
    values = entry.values
    name = values.get("id", "an entry without id")
    for key in _REQUIRED:
        if not str(values.get(key) or "").strip():
            yield key, f"{name} lacks `{key}`"
    for key, value in values.items():
        if key not in _KNOWN:
            yield key, f"{name}: `{key}` is not a key of a fact"
        elif key in _TEXTS and value is not None and not isinstance(value, str):
            yield key, f"{name}: `{key}` must be text"
        elif key in _LISTS and not (isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)):
            yield key, f"{name}: `{key}` must be a list of texts"
        elif key == "as_of" and not (isinstance(value, int) and 1990 < value < 2100):
            yield key, f"{name}: `as_of` must be a year"
        elif key == "when" and not (isinstance(value, dict) and all(isinstance(item, list) for item in value.values())):
            yield key, f"{name}: `when` must map profile fields to lists of values"
    if not isinstance(name, str) or not _ID.fullmatch(name) or not name.startswith(f"{topic}."):
        yield "id", f"{name}: an id of this file is `{topic}.` and words in small letters joined by hyphens"


def _fact(values: dict[str, Any]) -> Fact:
    given: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items() if value is not None}
    given["when"] = {key: tuple(str(item) for item in items) for key, items in values.get("when", {}).items()}
    return Fact(**given)


def _relations(placed: list[tuple[Fact, str, Entry]], article: Article, lexicon: Lexicon) -> Iterable[Problem]:
    """What is wrong with facts that are well formed: limits, and names that lead nowhere."""
    ids = [fact.id for fact, _, _ in placed]
    asked: dict[str, str] = {}
    for index, (fact, file, entry) in enumerate(placed):
        found = [*_limits(fact), *_conditions(fact), *_names(fact, set(ids), article, lexicon)]
        if fact.id in ids[:index]:
            found.append(("id", "this id is taken by another fact"))
        for question in fact.questions:
            words = " ".join(question.lower().split())
            if words in asked:
                found.append(("questions", f"the question {question!r} already stands at {asked[words]}"))
            asked[words] = fact.id
        for key, message in found:
            yield Problem(file, entry.lines.get(key, entry.line), f"{fact.id}: {message}")


def _limits(fact: Fact) -> Iterable[tuple[str, str]]:
    figure = fact.kind == "figure"
    checks = (
        (fact.kind in KINDS, "kind", f"kind `{fact.kind}` is none of {', '.join(KINDS)}"),
        (not figure or fact.as_of is not None, "kind", "a figure needs `as_of`"),
        (not figure or str(fact.as_of) in fact.say, "say", "a figure says its year"),
        (len(fact.title) <= LONGEST_TITLE, "title", f"the title is longer than {LONGEST_TITLE} characters"),
        (len(fact.say.split()) <= MOST_WORDS, "say", f"more than {MOST_WORDS} words"),
        (len(fact.points) <= MOST_POINTS, "points", f"more than {MOST_POINTS} points"),
        (len(fact.questions) >= FEWEST_QUESTIONS, "questions", f"{len(fact.questions)} questions; at least {FEWEST_QUESTIONS} are needed"),
    )
    return ((key, message) for fine, key, message in checks if not fine)


def _conditions(fact: Fact) -> Iterable[tuple[str, str]]:
    for name, values in fact.when.items():
        if name not in FIELDS:
            yield "when", f"`{name}` is not a profile field"
        elif FIELDS[name].values and (unknown := [value for value in values if value not in FIELDS[name].values]):
            yield "when", f"`{name}` is never {', '.join(unknown)}"
        if len(set(values)) < len(values):
            yield "when", f"`{name}` has a value twice"
    if fact.when and not fact.because.strip():
        yield "when", "a fact with `when` says why in `because`"
    for name in fact.needs:
        if name not in FIELDS:
            yield "needs", f"`{name}` is not a profile field"
    for message in _placeholders(fact.because):
        yield "because", message


def _placeholders(because: str) -> Iterable[str]:
    """What is wrong with the placeholders of a reason; each is a profile field in braces."""
    try:
        parts = list(Formatter().parse(because))
    except ValueError as error:
        yield f"the placeholders are broken: {error}"
        return
    for _, name, layout, conversion in parts:
        if name is not None and name not in FIELDS:
            yield f"`{{{name}}}` is not a profile field"
        elif layout or conversion:
            yield f"the placeholder `{{{name}}}` holds more than a profile field"


def _names(fact: Fact, ids: set[str], article: Article, lexicon: Lexicon) -> Iterable[tuple[str, str]]:
    if fact.section not in article.sections:
        yield "section", f"section `{fact.section}` is not in article.yml"
    for mention in fact.mentions:
        if mention not in lexicon.ids:
            yield "mentions", f"`{mention}` is not in data/lexicon"
    for key, linked in (("why", (fact.why,) if fact.why else ()), ("see_also", fact.see_also)):
        for other in linked:
            if other not in ids or other == fact.id:
                yield key, f"`{other}` is not another fact"
