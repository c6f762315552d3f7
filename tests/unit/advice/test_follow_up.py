"""Going on from the last answer: why, more, once more, and the choice of what was offered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.advice.answer import Answer
from coach.advice.follow_up import choose, explain_why, repeat, tell_more
from coach.database import open_session
from coach.facts.repository import FactRepository
from coach.reply import MOST_BUTTONS
from coach.store import load_facts
from coach.wording import say

OFFERED = ("water.kettle-price", "water.bootcamp", "leaves.green")


def _text(repository: FactRepository, id_: str) -> str:
    return repository.get([id_])[0].say


@pytest.mark.parametrize(
    "go_on",
    [
        pytest.param(lambda repository, answered: explain_why(repository, answered), id="why"),
        pytest.param(lambda repository, answered: tell_more(repository, answered, ()), id="more"),
        pytest.param(lambda repository, answered: repeat(repository, answered), id="repeat"),
        pytest.param(lambda repository, answered: choose(repository, "the first one", (), answered), id="choose"),
    ],
)
@pytest.mark.parametrize("answered", [(), ("no.such",)])
def test_before_any_answer_there_is_nothing_to_go_on_from(
    repository: FactRepository, go_on: Callable[[FactRepository, tuple[str, ...]], Answer], answered: tuple[str, ...]
) -> None:
    given = go_on(repository, answered)
    assert given.reply.text == say("nothing_before")
    assert given.reply.facts == given.answered == ()
    assert given.reply.buttons


def test_why_tells_the_reason_with_its_source(repository: FactRepository) -> None:
    given = explain_why(repository, ["water.heat"])
    assert given.answered == given.reply.facts == ("water.why-hot",)
    assert given.reply.text.startswith(_text(repository, "water.why-hot"))
    assert "Source:" in given.reply.text


@pytest.mark.parametrize("answered", [("leaves.green",), ("water.heat", "water.why-hot")])
def test_why_without_another_reason_says_so_and_keeps_the_thread(repository: FactRepository, answered: tuple[str, ...]) -> None:
    given = explain_why(repository, answered)
    assert given.reply.text == say("no_reason")
    assert given.reply.facts == ()
    assert given.answered == answered


def test_more_tells_what_belongs_to_it_and_offers_the_rest(repository: FactRepository) -> None:
    given = tell_more(repository, ["water.heat"], ["water.heat"])
    assert given.answered == ("water.kettle-price",)
    assert given.offered == ("water.bootcamp", "water.alone", "leaves.green")


def test_more_leaves_out_what_was_told(repository: FactRepository) -> None:
    given = tell_more(repository, ["water.heat"], ["water.heat", "water.kettle-price", "water.alone"])
    assert given.answered == ("water.bootcamp",)
    assert given.offered == ("leaves.green",)


@pytest.mark.parametrize("told", [(), ("water.heat", "water.bootcamp", "leaves.green", "water.alone", "water.kettle-price")])
def test_more_says_when_there_is_no_more(repository: FactRepository, told: tuple[str, ...]) -> None:
    answered = ["water.heat"] if told else ["leaves.harvest"]
    given = tell_more(repository, answered, told)
    assert given.reply.text == say("no_more")
    assert given.reply.facts == ()
    assert given.reply.buttons
    assert given.answered == tuple(answered)


@pytest.fixture(scope="module")
def project_facts(tmp_path_factory: pytest.TempPathFactory) -> FactRepository:
    url = f"sqlite:///{tmp_path_factory.mktemp('project') / 'coach.db'}"
    load_facts(url)
    with open_session(url) as session:
        return FactRepository(session)


def test_asking_for_more_again_and_again_ends_and_never_repeats(project_facts: FactRepository) -> None:
    for fact in project_facts.all():
        told = [fact.id]
        for _ in range(len(project_facts.all()) + 1):
            given = tell_more(project_facts, told[-1:], told)
            if not given.reply.facts:
                break
            assert not set(given.answered) & set(told)
            told += given.answered
        assert given.reply.text == say("no_more"), fact.id


def test_why_never_tells_the_fact_itself(project_facts: FactRepository) -> None:
    for fact in project_facts.all():
        assert fact.id not in explain_why(project_facts, [fact.id]).reply.facts


def test_once_more_tells_the_same_and_offers_neighbours(repository: FactRepository) -> None:
    given = repeat(repository, ["water.heat"])
    assert given.answered == ("water.heat",)
    assert given.reply.text.startswith(_text(repository, "water.heat"))
    assert set(given.offered) <= {"water.kettle-price", "water.bootcamp", "water.alone", "leaves.green"}
    assert 0 < len(given.reply.buttons) <= MOST_BUTTONS


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("the first one", 0),
        ("1", 0),
        ("the 1st", 0),
        ("number one please", 0),
        ("the second", 1),
        ("the second one", 1),
        ("SECOND ONE!", 1),
        ("2", 1),
        ("option two", 1),
        ("the third one", 2),
        ("3rd", 2),
        ("the last one", 2),
        ("the latter", 2),
        ("the bottom one", 2),
        ("the one with the kettle price", 0),
        ("bootcamp", 1),
        ("Green.", 2),
        ("tell me about the second one", 1),
        ("what about the third?", 2),
        ("either the last or the third", 2),
        ("at first I want the bootcamp", 1),
        ("first pls", 0),
        ("3, if I may", 2),
    ],
)
def test_what_was_offered_is_chosen_by_its_place_or_its_words(repository: FactRepository, said: str, chosen: int) -> None:
    assert choose(repository, said, OFFERED, ["water.heat"]).answered == (OFFERED[chosen],)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hm",
        "the fourth one",
        "the seventh one",
        "5",
        "that one",
        "all about it",
        "the first or the third",
        "first and third",
        "bootcamp or kettle",
        "🫖",
        "that",
        "yes please",
        "x" * 8_000,
    ],
)
def test_an_unclear_choice_is_asked_again_with_the_same_offers(repository: FactRepository, said: str) -> None:
    given = choose(repository, said, OFFERED, ["water.heat"])
    assert given.reply.text == say("not_offered")
    assert given.offered == OFFERED
    assert len(given.reply.buttons) == len(OFFERED)
    assert given.answered == ("water.heat",)


def test_without_an_offer_the_neighbours_of_the_last_answer_can_be_chosen(repository: FactRepository) -> None:
    assert choose(repository, "the last one", (), ["leaves.green"]).answered == ("leaves.sharper",)


@given(said=st.text(max_size=80))
@settings(max_examples=60)
def test_any_words_choose_something_offered_or_nothing(repository: FactRepository, said: str) -> None:
    given_ = choose(repository, said, OFFERED, ["water.heat"])
    assert given_.reply.facts == () or given_.reply.facts[0] in OFFERED
