"""Answering: one fact when sure, two when close, an honest lead when unsure, each of several questions, and the profile."""

from __future__ import annotations

import pytest

import coach.advice.answer
from coach.advice.answer import CLOSE, FIT, Ranked, answer, overview
from coach.facts.repository import FactRepository
from coach.profile.profile import Profile
from coach.reply import MOST_BUTTONS
from coach.wording import say
from tests.unit.fixed_thresholds import THRESHOLDS

SURE, UNSURE = THRESHOLDS.sure, THRESHOLDS.unsure
BETWEEN = (SURE + UNSURE) / 2
NOBODY = Profile()


@pytest.fixture(autouse=True)
def _fixed_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach.advice.answer, "read_thresholds", lambda: THRESHOLDS)


def _ranked(*facts: tuple[str, float]) -> list[Ranked]:
    return [Ranked(id_, confidence) for id_, confidence in facts]


@pytest.mark.parametrize("confidence", [SURE, 0.9, 1.0])
def test_a_sure_fact_is_told_alone(repository: FactRepository, confidence: float) -> None:
    given = answer(repository, [_ranked(("leaves.green", confidence), ("water.heat", confidence - 0.01))], NOBODY)
    assert given.answered == given.reply.facts == ("leaves.green",)
    assert given.reply.kind == "answer"
    assert given.reply.buttons == ()


def test_a_close_second_is_told_too_while_the_best_is_not_sure(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("leaves.green", BETWEEN), ("water.heat", BETWEEN * CLOSE + 0.01), ("leaves.kinds", 0.01))], NOBODY)
    assert given.answered == ("leaves.green", "water.heat")
    assert given.reply.kind == "answer"


def test_a_far_second_is_not_told(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("leaves.green", BETWEEN), ("water.heat", BETWEEN * CLOSE - 0.01))], NOBODY)
    assert given.answered == ("leaves.green",)


def test_never_more_than_two_facts_answer_one_question(repository: FactRepository) -> None:
    ids = ("leaves.green", "water.heat", "leaves.kinds", "leaves.sharper", "water.why-hot")
    given = answer(repository, [_ranked(*((id_, BETWEEN) for id_ in ids))], NOBODY)
    assert len(given.answered) == 2


def test_an_unsure_answer_says_so_and_offers_others(repository: FactRepository) -> None:
    unsure = UNSURE - 0.05
    ids = ("leaves.green", "water.heat", "leaves.kinds", "leaves.sharper", "water.why-hot")
    given = answer(repository, [_ranked(*((id_, unsure - 0.2 * unsure * index) for index, id_ in enumerate(ids)))], NOBODY)
    assert given.reply.kind == "unsure"
    assert given.reply.text.startswith(say("unsure"))
    assert given.reply.text.splitlines()[-1].startswith("Source: ")
    assert given.answered[0] == "leaves.green"
    assert given.offered
    assert not set(given.offered) & set(given.answered)
    assert len(given.reply.buttons) == len(given.offered) <= MOST_BUTTONS
    titles = {fact.id: fact.title for fact in repository.all()}
    assert [button.title for button in given.reply.buttons] == [titles[id_] for id_ in given.offered]


def test_an_unsure_answer_with_nothing_else_offers_nothing(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("leaves.green", UNSURE - 0.05))], NOBODY)
    assert (given.answered, given.offered, given.reply.buttons) == (("leaves.green",), (), ())


def test_each_of_several_questions_is_answered_with_its_best_fact(repository: FactRepository) -> None:
    questions = [_ranked(("leaves.green", 0.3), ("leaves.kinds", 0.29)), _ranked(("water.heat", 0.9)), _ranked(("leaves.harvest", 0.6))]
    given = answer(repository, questions, NOBODY)
    assert given.answered == ("leaves.green", "water.heat", "leaves.harvest")


def test_the_same_fact_for_two_questions_is_told_once(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("leaves.green", 0.9)), _ranked(("leaves.green", 0.8))], NOBODY)
    assert given.answered == ("leaves.green",)
    assert given.reply.text.count("Mind the green") == 1


def test_facts_the_store_does_not_know_are_passed_over(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("no.such", 0.9), ("leaves.green", 0.8)), _ranked(("no.more", 0.9))], NOBODY)
    assert given.answered == ("leaves.green",)


@pytest.mark.parametrize("questions", [[], [[]], [[Ranked("no.such", 0.9)]]])
def test_without_any_known_fact_there_is_no_answer(repository: FactRepository, questions: list[list[Ranked]]) -> None:
    with pytest.raises(ValueError, match="no fact"):
        answer(repository, questions, NOBODY)


@pytest.mark.parametrize(("route", "first"), [("bootcamp", "water.bootcamp"), ("self_taught", "water.alone")])
def test_of_two_near_facts_the_one_made_for_this_person_comes_first(repository: FactRepository, route: str, first: str) -> None:
    profile = Profile({"route": (route,)})
    for order in (("water.bootcamp", "water.alone"), ("water.alone", "water.bootcamp")):
        given = answer(repository, [_ranked((order[0], 0.5), (order[1], 0.45))], profile)
        assert given.answered[0] == first


def test_a_fact_made_for_somebody_else_stands_behind_one_for_everybody(repository: FactRepository) -> None:
    ranking = [_ranked(("water.bootcamp", 0.5), ("leaves.green", 0.3))]
    assert answer(repository, ranking, Profile({"route": ("mooc",)})).answered[0] == "leaves.green"
    assert answer(repository, ranking, NOBODY).answered[0] == "water.bootcamp"


def test_a_profile_nudges_and_does_not_overrule(repository: FactRepository) -> None:
    far = 0.9 / FIT**3 - 0.01
    given = answer(repository, [_ranked(("water.bootcamp", 0.9), ("water.alone", far))], Profile({"route": ("self_taught",)}))
    assert given.answered[0] == "water.bootcamp"


def test_an_unknown_profile_leaves_the_ranking_as_it_is(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("water.bootcamp", 0.5), ("water.alone", 0.49))], NOBODY)
    assert given.answered[0] == "water.bootcamp"


def test_a_fact_made_for_this_person_says_why(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("water.hobby", 0.9))], Profile({"interests": ("aviation",)}))
    assert given.reply.because == ("you like aviation",)
    assert "I say this because you like aviation." in given.reply.text


def test_a_fact_made_for_somebody_else_gives_no_reason(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("water.bootcamp", 1.0))], Profile({"route": ("mooc",)}))
    assert given.reply.because == ()
    assert "because" not in given.reply.text


def test_a_sure_general_answer_brings_the_one_related_fact_made_for_this_person(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("water.heat", 1.0))], Profile({"route": ("self_taught",)}))
    assert given.answered == ("water.heat", "water.alone")
    assert given.reply.because == ("you teach yourself",)


def test_an_answer_made_for_this_person_already_brings_no_other(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("water.bootcamp", 1.0))], Profile({"route": ("bootcamp",)}))
    assert given.answered == ("water.bootcamp",)


IN_BETWEEN_AND_CLOSE = (BETWEEN, BETWEEN * (CLOSE * FIT + 0.01))


@pytest.mark.parametrize(
    ("best", "second", "known", "told"),
    [
        ("leaves.green", "water.bootcamp", {}, ("leaves.green", "water.bootcamp")),
        ("leaves.green", "water.bootcamp", {"route": "bootcamp"}, ("leaves.green", "water.bootcamp")),
        ("leaves.green", "leaves.black", {"target": "startup"}, ("leaves.green",)),
        ("water.alone", "water.hobby", {"route": "self_taught"}, ("water.alone",)),
        ("water.alone", "leaves.kinds", {"route": "self_taught"}, ("water.alone", "leaves.kinds")),
        ("water.alone", "leaves.black", {"route": "self_taught", "experience": "none"}, ("water.alone", "leaves.black")),
    ],
)
def test_a_close_second_must_not_be_for_somebody_else(
    repository: FactRepository, best: str, second: str, known: dict[str, str], told: tuple[str, ...]
) -> None:
    first, close = IN_BETWEEN_AND_CLOSE
    profile = Profile({name: (value,) for name, value in known.items()})
    assert answer(repository, [_ranked((best, first), (second, close))], profile).answered == told


def test_a_third_is_told_where_the_profile_is_against_the_second(repository: FactRepository) -> None:
    first, close = IN_BETWEEN_AND_CLOSE
    ranking = _ranked(("leaves.green", first), ("leaves.black", first * 0.9), ("leaves.kinds", close))
    assert answer(repository, [ranking], Profile({"target": ("startup",)})).answered == ("leaves.green", "leaves.kinds")


@pytest.mark.parametrize(("confidence", "told"), [(SURE, ("water.tea-bags", "water.alone")), (BETWEEN, ("water.alone", "water.tea-bags"))])
def test_what_is_wrong_for_this_person_comes_with_what_is_right_which_goes_first_unless_the_question_is_clear(
    repository: FactRepository, confidence: float, told: tuple[str, ...]
) -> None:
    ranking = _ranked(("water.tea-bags", confidence), ("leaves.kinds", 0.01))
    given = answer(repository, [ranking], Profile({"route": ("self_taught",)}))
    assert (given.reply.kind, given.answered, given.reply.because) == ("answer", told, ("you teach yourself",))
    assert answer(repository, [ranking], Profile({"route": ("degree",)})).answered[0] == "water.tea-bags"


@pytest.mark.parametrize(
    ("interest", "told", "because"),
    [
        ("aviation", ("water.topic", "water.hobby"), ("you like aviation",)),
        ("tea", ("water.topic",), ("you are interested in tea",)),
    ],
)
def test_a_broad_reason_gives_way_to_a_related_fact_made_for_this_person(
    repository: FactRepository, interest: str, told: tuple[str, ...], because: tuple[str, ...]
) -> None:
    given = answer(repository, [_ranked(("water.topic", SURE))], Profile({"interests": (interest,)}))
    assert (given.answered, given.reply.because) == (told, because)


def test_what_would_make_the_advice_sharper_is_asked_for_two_things_at_most(repository: FactRepository) -> None:
    given = answer(repository, [_ranked(("leaves.sharper", 1.0))], NOBODY)
    assert given.reply.missing == ("route", "degree_level", "target")
    asked = given.reply.text.splitlines()[-2]
    assert asked.startswith("Tell me how you learn")
    assert "your highest degree" in asked
    assert "startup" not in asked


def test_what_is_known_is_not_asked_for(repository: FactRepository) -> None:
    known = Profile({"route": ("mooc",), "degree_level": ("phd",), "target": ("startup",)})
    given = answer(repository, [_ranked(("leaves.sharper", 1.0))], known)
    assert given.reply.missing == ()
    assert "Tell me" not in given.reply.text


def test_the_same_question_gets_the_same_answer(repository: FactRepository) -> None:
    ranking = [_ranked(("leaves.green", 0.4), ("water.heat", 0.4), ("leaves.kinds", 0.4))]
    assert answer(repository, ranking, NOBODY) == answer(repository, ranking, NOBODY)


@pytest.mark.parametrize("confidence", [1.0, BETWEEN, UNSURE - 0.05])
def test_what_was_told_last_and_is_asked_again_comes_with_its_neighbours_to_choose_from(
    repository: FactRepository, confidence: float
) -> None:
    given = answer(repository, [_ranked(("water.heat", confidence), ("leaves.kinds", 0.01))], NOBODY, ["water.heat"])
    assert given.answered == ("water.heat",)
    assert given.reply.text.startswith(say("again"))
    assert given.offered
    assert set(given.offered) <= {"water.kettle-price", "water.bootcamp", "water.alone", "leaves.green"}


def test_another_fact_than_the_one_told_last_is_told_as_ever(repository: FactRepository) -> None:
    ranking = [_ranked(("leaves.green", 1.0))]
    assert answer(repository, ranking, NOBODY, ["water.heat"]) == answer(repository, ranking, NOBODY)


@pytest.mark.parametrize("confidence", [1.0, BETWEEN])
def test_the_part_of_a_message_without_an_answer_is_admitted(repository: FactRepository, confidence: float) -> None:
    given = answer(repository, [_ranked(("leaves.green", confidence))], NOBODY, partly=True)
    assert given.answered == ("leaves.green",)
    assert say("partly") in given.reply.text.splitlines()
    assert given.reply.text.splitlines()[-1].startswith("Source: ")


def test_a_topic_chosen_by_button_begins_with_its_first_fact_and_offers_what_belongs_to_it(repository: FactRepository) -> None:
    given = overview(repository, "water")
    assert given.answered == ("water.heat",)
    assert given.offered == ("water.kettle-price", "water.bootcamp", "water.alone", "leaves.green")
    assert len(given.reply.buttons) == 4


@pytest.mark.parametrize("topic", ["", "tea", "water.heat"])
def test_a_topic_that_is_not_there_has_no_overview(repository: FactRepository, topic: str) -> None:
    with pytest.raises(ValueError, match="no topic"):
        overview(repository, topic)
