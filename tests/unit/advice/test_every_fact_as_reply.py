"""Every fact of the project as a reply: short, with its source and year, and safe to show anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from coach.facts.fact import ANY, Case, Fact
from coach.facts.files import Knowledge, load_knowledge
from coach.profile.fields import FIELDS
from coach.profile.profile import Profile
from coach.reply import LONGEST_TITLE, Draft, Reply, compose, offer

MOST_WORDS = 75
MOST_ANSWER_WORDS = 60


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def _words(text: str) -> int:
    return len(re.findall(r"\S*\w\S*", text))


def _plain(fact: Fact, knowledge: Knowledge) -> Reply:
    return compose(Draft([fact]), knowledge.article)


def _person(case: Case) -> Profile:
    """Somebody whom a case names first."""
    return Profile({name: ("tea",) if values == (ANY,) else values[:1] for name, values in case.when.items()})


def _tailored(fact: Fact, knowledge: Knowledge) -> Reply:
    """The longest of what is said to those for whom it was made."""
    reasons = [[profile.reason(fact)] for profile in map(_person, fact.cases)] or [[]]
    replies = [compose(Draft([fact], because=because), knowledge.article) for because in reasons]
    return max(replies, key=lambda reply: len(reply.text))


def _failing(knowledge: Knowledge, holds: Callable[[Fact], bool]) -> list[str]:
    return [fact.id for fact in knowledge.facts if not holds(fact)]


@pytest.mark.parametrize("said", [_plain, _tailored])
def test_a_reply_has_at_most_75_words(knowledge: Knowledge, said: Callable[[Fact, Knowledge], Reply]) -> None:
    assert _failing(knowledge, lambda fact: _words(said(fact, knowledge).text) <= MOST_WORDS) == []


def test_what_answers_the_question_has_at_most_60_words(knowledge: Knowledge) -> None:
    assert _failing(knowledge, lambda fact: _words(fact.say) <= MOST_ANSWER_WORDS) == []


def test_a_reply_ends_with_its_source(knowledge: Knowledge) -> None:
    article = knowledge.article

    def holds(fact: Fact) -> bool:
        last = _plain(fact, knowledge).text.splitlines()[-1]
        return last.startswith("Source: ") and article.publisher in last and str(article.year) in last

    assert _failing(knowledge, holds) == []


def test_a_reply_names_the_section_its_fact_stands_in(knowledge: Knowledge) -> None:
    def holds(fact: Fact) -> bool:
        (source,) = _plain(fact, knowledge).sources
        return source["section"] == knowledge.article.sections[fact.section] and source["url"] == knowledge.article.url

    assert _failing(knowledge, holds) == []


def test_a_figure_carries_its_year_and_who_published_it(knowledge: Knowledge) -> None:
    def holds(fact: Fact) -> bool:
        reply = _plain(fact, knowledge)
        return str(fact.as_of) in fact.say and (fact.source_org or "") in reply.text and reply.sources[0]["as_of"] == fact.as_of

    figures = [fact for fact in knowledge.facts if fact.kind == "figure"]
    assert figures
    assert [fact.id for fact in figures if not holds(fact)] == []


def test_money_percentages_and_large_numbers_are_said_with_a_year(knowledge: Knowledge) -> None:
    large = re.compile(r"[$€£%]|\d{2},\d{3}")
    assert _failing(knowledge, lambda fact: not large.search(fact.say) or bool(re.search(r"\b(19|20)\d\d\b", fact.say))) == []


def test_a_reply_is_light_markdown_without_html_or_open_placeholders(knowledge: Knowledge) -> None:
    marked = re.compile(r"[<>{}\t]|\n\n|^\s*[*•#]", re.MULTILINE)
    assert _failing(knowledge, lambda fact: not marked.search(_tailored(fact, knowledge).text)) == []


def test_a_fact_fits_the_person_it_was_made_for_and_says_so(knowledge: Knowledge) -> None:
    made_for_someone = [(fact, case) for fact in knowledge.facts for case in fact.cases]
    assert made_for_someone
    for fact, case in made_for_someone:
        assert _person(case).fit(fact) == 1, (fact.id, case)
        reason = _person(case).reason(fact)
        assert reason in {_person(case).because(each) for each in fact.cases}
        assert f"I say this because {reason}." in compose(Draft([fact], because=[reason]), knowledge.article).text


def test_each_case_is_the_first_that_its_person_meets(knowledge: Knowledge) -> None:
    assert [(fact.id, case) for fact in knowledge.facts for case in fact.cases if _person(case).case(fact) is not case] == []


def test_every_fact_can_be_offered_as_a_button(knowledge: Knowledge) -> None:
    assert _failing(knowledge, lambda fact: 0 < len(offer(fact).title) <= LONGEST_TITLE) == []


def test_no_two_buttons_say_the_same(knowledge: Knowledge) -> None:
    titles = [fact.title for fact in knowledge.facts]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_conditions_and_needs_can_come_true(knowledge: Knowledge) -> None:
    heard = {(name, value) for term in knowledge.lexicon.terms.values() for name, value in term.means.items()}
    heard |= {("portfolio", size) for size in FIELDS["portfolio"].values}

    fields = {name for name, _ in heard}

    def holds(name: str, values: tuple[str, ...]) -> bool:
        return name in fields and (values == (ANY,) or any((name, value) in heard for value in values))

    for fact in knowledge.facts:
        for conditions in (*(case.when for case in fact.cases), *fact.unless):
            assert all(holds(name, values) for name, values in conditions.items()), (fact.id, conditions)
        assert fields.issuperset(fact.needs), fact.id
