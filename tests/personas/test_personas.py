"""People of many kinds ask, and get the advice that the article has for them, for the right reason, and not what is meant for others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import coach.advice.answer
from coach.advice.answer import CLOSE, Ranked, answer
from coach.database import open_session
from coach.facts.repository import FactRepository
from coach.profile.profile import Profile
from coach.store import load_facts
from tests.unit.fixed_thresholds import THRESHOLDS

PERSONAS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("personas.yml").read_text(encoding="utf-8"))
SURE = (THRESHOLDS.sure + 1) / 2
BETWEEN = (THRESHOLDS.sure + THRESHOLDS.unsure) / 2
CLOSE_BEHIND = BETWEEN * (CLOSE + 1) / 2
"""A second fact with this confidence is told too, unless the profile speaks against it."""

PROFILE_IS_SILENT = {
    "Should the theatre degree stand at the top?",
    "What kind of employer is likelier to hire me?",
    "What belongs in my personal summary?",
}
"""Where what is wrong depends on something the person did not say: the level of the degree, or how they learn."""


@dataclass(frozen=True)
class Case:
    """One question of one persona."""

    persona: str
    profile: Profile
    ask: str
    facts: tuple[str, ...]
    because: frozenset[str]
    wrong: tuple[str, ...]


def _cases() -> Iterator[Case]:
    for persona in PERSONAS:
        known = {name: tuple(map(str, value)) if isinstance(value, list) else (str(value),) for name, value in persona["profile"].items()}
        for question in persona["questions"]:
            facts, because, wrong = tuple(question["facts"]), frozenset(question["because"]), tuple(question["not"])
            yield Case(persona["persona"], Profile(known), question["ask"], facts, because, wrong)


CASES = list(_cases())


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactRepository]:
    """The facts of the project."""
    url = f"sqlite:///{tmp_path_factory.mktemp('facts') / 'coach.db'}"
    load_facts(url)
    with open_session(url) as session:
        yield FactRepository(session)


@pytest.fixture(autouse=True)
def _fixed_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach.advice.answer, "read_thresholds", lambda: THRESHOLDS)


def _fields_of_reasons(repository: FactRepository, case: Case, told: tuple[str, ...]) -> set[str]:
    """The profile fields on which the reasons of the facts that were told rest."""
    met = [case.profile.case(fact) for fact in repository.get(told)]
    return {name for each in met if each is not None for name in each.when}


def _judged(repository: FactRepository, case: Case, ranking: list[Ranked]) -> list[str]:
    """What is wrong with the answer."""
    given = answer(repository, [ranking], case.profile)
    wrong = [f"{name} is told" for name in given.answered if name in case.wrong]
    if not set(given.answered) & set(case.facts):
        wrong.append(f"{given.answered} has none of {case.facts}")
    if unnamed := case.because - _fields_of_reasons(repository, case, given.answered):
        wrong.append(f"{given.reply.because} does not speak of {sorted(unnamed)}")
    if case.because and not given.reply.because:
        wrong.append("no reason is given")
    return wrong


def _second(repository: FactRepository, case: Case) -> str:
    """What else the parser may have found: advice that is wrong for the person if any is likely, else a neighbour."""
    (best,) = repository.get(case.facts[:1])
    tempting = [name for name in case.wrong if name.startswith(f"{best.topic}.")]
    return (*tempting, *(name for name in best.see_also if name.startswith(f"{best.topic}.")), *best.see_also)[0]


def _named(case: Case) -> str:
    return f"{case.persona}: {case.ask}"


@pytest.mark.parametrize("case", CASES, ids=_named)
@pytest.mark.parametrize(("first", "second"), [(SURE, 1 - SURE), (BETWEEN, CLOSE_BEHIND)], ids=["sure", "not sure"])
def test_everybody_gets_the_advice_for_them(repository: FactRepository, case: Case, first: float, second: float) -> None:
    ranking = [Ranked(case.facts[0], first), Ranked(_second(repository, case), second)]
    assert _judged(repository, case, ranking) == []


@pytest.mark.parametrize("case", [case for case in CASES if case.wrong and case.ask not in PROFILE_IS_SILENT], ids=_named)
def test_advice_for_others_that_the_parser_likes_a_little_better_does_not_win(repository: FactRepository, case: Case) -> None:
    wrong = min(repository.get(case.wrong), key=case.profile.fit)
    right = max(repository.get(case.facts), key=case.profile.fit)
    assert _judged(repository, case, [Ranked(wrong.id, BETWEEN), Ranked(right.id, BETWEEN * 0.9)]) == []


def test_the_profile_speaks_against_what_is_wrong_advice(repository: FactRepository) -> None:
    silent = {case.ask for case in CASES if case.wrong and min(map(case.profile.fit, repository.get(case.wrong))) >= 0}
    assert silent == PROFILE_IS_SILENT
