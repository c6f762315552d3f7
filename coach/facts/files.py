"""Reads `data/facts/` into facts and says what is wrong with it, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from string import Formatter
from typing import Any

from coach.errors import CoachError
from coach.facts.fact import ANY, KINDS, Article, Case, Conditions, Fact
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
_SHORT = ("when", "because")
"""How a fact with one case writes it."""
_KNOWN = {field.name for field in fields(Fact)} | {*_SHORT}


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
        if message := _malformed_value(key, value):
            yield key, f"{name}: {message}"
    yield from ((key, f"{name}: {message}") for key, message in _malformed_cases(values))
    if not isinstance(name, str) or not _ID.fullmatch(name) or not name.startswith(f"{topic}."):
        yield "id", f"{name}: an id of this file is `{topic}.` and words in small letters joined by hyphens"


def _malformed_value(key: str, value: Any) -> str:
    """What is wrong with the form of one value; empty if nothing is."""
    checks = (
        (key in _KNOWN, "is not a key of a fact"),
        (key not in _TEXTS or value is None or isinstance(value, str), "must be text"),
        (
            key not in _LISTS or (isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)),
            "must be a list of texts",
        ),
        (key != "as_of" or (isinstance(value, int) and 1990 < value < 2100), "must be a year"),
        (key != "when" or _maps_to_lists(value), "must map profile fields to lists of values"),
        (
            key != "unless" or _maps_to_lists(value) or (isinstance(value, list) and all(map(_maps_to_lists, value))),
            "must map profile fields to lists of values, or be a list of such maps",
        ),
    )
    return next((f"`{key}` {message}" for fine, message in checks if not fine), "")


def _maps_to_lists(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, list) for item in value.values())


def _malformed_cases(values: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if "cases" not in values:
        if str(values.get("because") or "").strip() and not values.get("when"):
            yield "because", "`because` says why a person of `when` gets this advice, and there is no `when`"
        return
    cases = values["cases"]
    if not isinstance(cases, list) or not cases:
        yield "cases", "`cases` must be a list of entries with `when` and `because`"
        return
    if any(key in values for key in _SHORT):
        yield "cases", "a fact has either `cases` or one `when` with its `because`"
    for number, case in enumerate(cases):
        at = f"cases[{number}]"
        if not isinstance(case, dict):
            yield at, "a case must have `when` and `because`"
            continue
        if unknown := [str(key) for key in case if key not in _SHORT]:
            yield at, f"`{', '.join(unknown)}` is not a key of a case"
        if not case.get("when") or not _maps_to_lists(case["when"]):
            yield at, "the `when` of a case must map profile fields to lists of values"
        if not isinstance(case.get("because") or "", str):
            yield at, "the `because` of a case must be text"


def _fact(values: dict[str, Any]) -> Fact:
    given: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items() if value is not None}
    written = [{key: given.pop(key, None) for key in _SHORT}]
    cases = tuple(Case(_read_conditions(case["when"]), case.get("because") or "") for case in given.pop("cases", written) if case["when"])
    unless = given.pop("unless", [])
    excluded = tuple(map(_read_conditions, [unless] if isinstance(unless, dict) else unless))
    return Fact(**given, cases=cases, unless=tuple(conditions for conditions in excluded if conditions))


def _read_conditions(written: Mapping[Any, Iterable[Any]]) -> Conditions:
    return {str(name): tuple(str(value) for value in values) for name, values in written.items()}


def _relations(placed: list[tuple[Fact, str, Entry]], article: Article, lexicon: Lexicon) -> Iterable[Problem]:
    """What is wrong with facts that are well formed: limits, and names that lead nowhere."""
    ids = [fact.id for fact, _, _ in placed]
    asked: dict[str, str] = {}
    for index, (fact, file, entry) in enumerate(placed):
        found = [*_limits(fact), *_conditions(fact, entry), *_names(fact, set(ids), article, lexicon)]
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


def _conditions(fact: Fact, entry: Entry) -> Iterable[tuple[str, str]]:
    """What is wrong with whom the fact is for, whom it is not for, and what it says to them of that."""
    for number, case in enumerate(fact.cases):
        when, because = (f"cases[{number}]",) * 2 if "cases" in entry.values else _SHORT
        for message in _wrong(case.when):
            yield when, message
        if not case.because.strip():
            yield when, "`when` says why in `because`"
        for message in _placeholders(case):
            yield because, message
    for conditions in fact.unless:
        for message in _wrong(conditions):
            yield "unless", message
    for name in fact.needs:
        if name not in FIELDS:
            yield "needs", f"`{name}` is not a profile field"


def _wrong(conditions: Conditions) -> Iterable[str]:
    for name, values in conditions.items():
        if name not in FIELDS:
            yield f"`{name}` is not a profile field"
        elif FIELDS[name].values and (unknown := [value for value in values if value not in (*FIELDS[name].values, ANY)]):
            yield f"`{name}` is never {', '.join(unknown)}"
        if not values:
            yield f"`{name}` has no value"
        if len(set(values)) < len(values):
            yield f"`{name}` has a value twice"
        elif ANY in values and len(values) > 1:
            yield f"`{name}` has values beside `{ANY}`, which stands for all of them"


def _placeholders(case: Case) -> Iterable[str]:
    """What is wrong with the placeholders of a reason; each is a field of its case in braces, which is known when it is said."""
    try:
        parts = list(Formatter().parse(case.because))
    except ValueError as error:
        yield f"the placeholders are broken: {error}"
        return
    for _, name, layout, conversion in parts:
        if name is not None and name not in FIELDS:
            yield f"`{{{name}}}` is not a profile field"
        elif layout or conversion:
            yield f"the placeholder `{{{name}}}` holds more than a profile field"
        elif name is not None and name not in case.when:
            yield f"the placeholder `{{{name}}}` is not in this `when`, so nothing need be known of it"


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
