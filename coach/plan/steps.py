"""Reads `data/plan/` into steps and says what is wrong with it, with file and line."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from string import Formatter
from typing import Any

from coach.errors import CoachError
from coach.profile.fields import FIELDS
from coach.settings import PROJECT
from coach.yaml_files import Entry, Problem, read_entries

FOLDER = PROJECT / "data" / "plan"
LONGEST_TITLE = 40
MOST_HOURS = 200

Condition = Mapping[str, tuple[str, ...]]
"""Profile fields and their values, all to be met."""


@dataclass(frozen=True)
class Step:
    """One step, as written in `data/plan/steps.yml`."""

    id: str
    phase: str
    title: str
    do: str
    fact: str
    """Id of the fact it comes from."""
    done_when: str
    hours: int
    """A rough estimate of ours."""
    names: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    """Who gets it: whoever meets one of these; everybody, if there is none."""
    unless: tuple[Condition, ...] = ()
    """Who does not get it: whoever meets one of these."""
    because: str = ""
    optional: bool = False
    after: tuple[str, ...] = ()

    @property
    def asks_for(self) -> list[str]:
        """The profile fields that its `because` names."""
        return [name for _, name, _, _ in Formatter().parse(self.because) if name]


@dataclass(frozen=True)
class Steps:
    """All steps, each phase's in an order that keeps `after`, and the titles of the phases by id."""

    phases: Mapping[str, str]
    steps: tuple[Step, ...]


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = {"id", "phase", "title", "do", "fact", "done_when", "because"}
_LISTS = {"names", "after"}
_CONDITIONS = {"when", "unless"}
_REQUIRED = ("id", "phase", "title", "do", "fact", "done_when", "hours")
_KNOWN = {field.name for field in fields(Step)}


@functools.lru_cache(maxsize=1)
def load_steps() -> Steps:
    """The steps, if nothing is wrong with their files. Whether their facts are there is the caller's to see.

    Raises:
        CoachError: every problem of the files, one a line.

    """
    steps, problems = read_steps(FOLDER)
    if problems or not steps.steps:
        raise CoachError("\n".join(map(str, problems)) or "data/plan holds no steps.")
    return steps


def read_steps(folder: Path = FOLDER, facts: Iterable[str] | None = None) -> tuple[Steps, list[Problem]]:
    """The steps of a folder and all that is wrong with them; nothing of either if there is no such folder.

    Args:
        folder: where `phases.yml` and `steps.yml` are.
        facts: ids of the facts there are; None to leave that unchecked.

    """
    if not folder.is_dir():
        return Steps({}, ()), []
    phases, problems = _read_phases(folder / "phases.yml")
    path = folder / "steps.yml"
    entries, found = read_entries(path)
    problems += found
    if not entries and not found:
        problems.append(Problem(path.name, 1, "holds no steps"))
    placed: list[tuple[Step, Entry]] = []
    for entry in entries:
        wrong = [Problem(path.name, entry.lines.get(key, entry.line), message) for key, message in _malformed(entry)]
        problems += wrong
        if not wrong:
            placed.append((_step(entry.values), entry))
    known = None if facts is None else set(facts)
    for key, message, entry in _relations(placed, phases, known):
        problems.append(Problem(path.name, entry.lines.get(key, entry.line), f"{entry.values['id']}: {message}"))
    problems.sort(key=lambda problem: (problem.file, problem.line))
    if problems:
        return Steps(phases, tuple(step for step, _ in placed)), problems
    return Steps(phases, _ordered([step for step, _ in placed], list(phases))), []


def _read_phases(path: Path) -> tuple[dict[str, str], list[Problem]]:
    entries, problems = read_entries(path)
    if not entries:
        return {}, problems or [Problem(path.name, 1, "holds no phases")]
    wrong = [key for key, value in entries[0].values.items() if not isinstance(value, str) or not value.strip()]
    problems += [Problem(path.name, entries[0].lines[key], f"the title of `{key}` must be text") for key in wrong]
    return {key: str(value) for key, value in entries[0].values.items()}, problems


def _malformed(entry: Entry) -> Iterator[tuple[str, str]]:
    """What is wrong with one entry taken alone, as (key, message)."""
    values = entry.values
    name = values.get("id", "a step without id")
    for key in _REQUIRED:
        if values.get(key) is None or not str(values[key]).strip():
            yield key, f"{name} lacks `{key}`"
    for key, value in values.items():
        if key not in _KNOWN:
            yield key, f"{name}: `{key}` is not a key of a step"
        elif value is not None and (demand := _demand(key, value)):
            yield key, f"{name}: `{key}` must be {demand}"
    if isinstance(values.get("id"), str) and not _ID.fullmatch(name):
        yield "id", f"{name}: an id is words in small letters joined by hyphens"


def _demand(key: str, value: Any) -> str:
    """What the value of a key should have been; empty if it is."""
    checks = (
        (key in _TEXTS, isinstance(value, str), "text"),
        (key in _LISTS, _texts(value), "a list of texts"),
        (key in _CONDITIONS, all(map(_is_condition, _listed(value))), "profile fields with lists of values, or a list of such"),
        (key == "hours", type(value) is int and 0 < value <= MOST_HOURS, f"a whole number from 1 to {MOST_HOURS}"),
        (key == "optional", isinstance(value, bool), "true or false"),
    )
    return next((demand for concerns, fine, demand in checks if concerns and not fine), "")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _is_condition(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(_texts(items) and items for items in value.values())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _step(values: Mapping[str, Any]) -> Step:
    given: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items() if value is not None}
    for key in _CONDITIONS & set(given):
        given[key] = tuple({str(name): tuple(items) for name, items in condition.items()} for condition in _listed(given[key]))
    return Step(**given)


def _relations(placed: list[tuple[Step, Entry]], phases: Mapping[str, str], facts: set[str] | None) -> Iterator[tuple[str, str, Entry]]:
    """What is wrong with steps that are well formed: limits, and names that lead nowhere."""
    by_id = {step.id: step for step, _ in placed}
    seen: set[str] = set()
    for step, entry in placed:
        found = [*_limits(step, phases, facts), *_conditions(step), *_order(step, by_id, list(phases))]
        if step.id in seen:
            found.append(("id", "this id is taken by another step"))
        seen.add(step.id)
        yield from ((key, message, entry) for key, message in found)
    circle = _circle(by_id.values())
    if circle:
        entry = next(entry for step, entry in placed if step.id == circle[0])
        yield "after", f"`after` goes in a circle: {' after '.join(circle)}", entry


def _limits(step: Step, phases: Mapping[str, str], facts: set[str] | None) -> Iterator[tuple[str, str]]:
    if step.phase not in phases:
        yield "phase", f"the phase `{step.phase}` is none of {', '.join(phases)}"
    if facts is not None and step.fact not in facts:
        yield "fact", f"`{step.fact}` is not a fact"
    if len(step.title) > LONGEST_TITLE:
        yield "title", f"the title is longer than {LONGEST_TITLE} characters"


def _conditions(step: Step) -> Iterator[tuple[str, str]]:
    for key, conditions in (("when", step.when), ("unless", step.unless)):
        for name, values in (item for condition in conditions for item in condition.items()):
            if name not in FIELDS:
                yield key, f"`{name}` is not a profile field"
            elif FIELDS[name].values and (unknown := [value for value in values if value not in FIELDS[name].values]):
                yield key, f"`{name}` is never {', '.join(unknown)}"
    if step.when and not step.because.strip():
        yield "when", "a step with `when` says why in `because`"
    try:
        asked = step.asks_for
        step.because.format_map(dict.fromkeys(FIELDS, ""))
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        yield "because", f"the placeholders are not profile fields in braces: {error}"
    else:
        if step.because and not step.when and not asked:
            yield "because", "would be said to everybody; it needs `when`, or a profile field in braces"


def _order(step: Step, by_id: Mapping[str, Step], phases: list[str]) -> Iterator[tuple[str, str]]:
    for other in step.after:
        if other not in by_id:
            yield "after", f"`{other}` is not a step"
        elif {step.phase, by_id[other].phase} <= set(phases) and phases.index(by_id[other].phase) > phases.index(step.phase):
            yield "after", f"`{other}` stands in a later phase"


def _circle(steps: Iterable[Step]) -> list[str]:
    """Ids of steps that wait for each other, the first one again at the end; empty if there are none."""
    try:
        TopologicalSorter({step.id: step.after for step in steps}).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _ordered(steps: list[Step], phases: list[str]) -> tuple[Step, ...]:
    """The steps by phase, in the order of the file but none before one that it comes after."""
    waiting = sorted(steps, key=lambda step: phases.index(step.phase))
    ordered: list[Step] = []
    placed: set[str] = set()
    while waiting:
        step = next(step for step in waiting if placed.issuperset(step.after))
        waiting.remove(step)
        ordered.append(step)
        placed.add(step.id)
    return tuple(ordered)
