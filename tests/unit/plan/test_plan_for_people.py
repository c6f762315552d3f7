"""Who gets which steps, and why: what a career adviser who knows the article would expect."""

from __future__ import annotations

from itertools import combinations

import pytest

from coach.plan.plan import Plan, plan_for
from coach.plan.steps import load_steps
from coach.profile.fields import FIELDS
from coach.profile.profile import Profile
from tests.unit.plan import people
from tests.unit.plan.people import TODAY, knowledge, plan_of

EVERYBODY = {
    "learn-check",
    "portfolio-github",
    "portfolio-story",
    "portfolio-readme",
    "resume-projects",
    "search-linkedin",
    "search-openings",
    "search-apply",
}
PEOPLE = {
    "unknown": people.UNKNOWN,
    "web developer": people.WEB_DEVELOPER,
    "bootcamp": people.BOOTCAMP,
    "many projects": people.MANY_PROJECTS,
    "no projects": people.NO_PROJECTS,
    "related work": people.RELATED_WORK,
    "CS student": people.CS_STUDENT,
    "PhD student": people.PHD_STUDENT,
    "career changer": people.CAREER_CHANGER,
    "ML worker": people.ML_WORKER,
}
EXPECTED = [
    (
        "web developer",
        "resume-summary-developer learn-course search-startups portfolio-website",
        "learn-languages learn-programming learn-design resume-summary",
    ),
    (
        "bootcamp",
        "portfolio-capstone resume-summary-bootcamp resume-education-last search-startups",
        "learn-course portfolio-first learn-languages resume-education-near",
    ),
    (
        "many projects",
        "portfolio-best resume-projects-first",
        "portfolio-first portfolio-next portfolio-topic learn-algorithms",
    ),
    (
        "no projects",
        "portfolio-first portfolio-topic portfolio-kaggle portfolio-ways",
        "portfolio-best resume-projects-first",
    ),
    (
        "related work",
        "resume-experience-related search-developer",
        "resume-experience resume-experience-ml",
    ),
    (
        "CS student",
        "learn-statistics learn-refresh resume-education-near",
        "learn-languages resume-education-last resume-phd search-phd",
    ),
    (
        "PhD student",
        "resume-phd search-phd learn-algorithms",
        "learn-statistics search-startups search-developer resume-education-last",
    ),
    (
        "career changer",
        "learn-languages learn-programming resume-education-last search-startups learn-order",
        "resume-education-near resume-phd",
    ),
    (
        "ML worker",
        "resume-experience-ml",
        "learn-modelling learn-algorithms resume-experience search-developer",
    ),
    (
        "unknown",
        "learn-languages learn-statistics portfolio-first resume-summary resume-experience",
        "resume-education-last search-startups search-phd resume-phd",
    ),
]


def ids(plan: Plan) -> set[str]:
    return {step.id for step in plan.steps}


@pytest.mark.parametrize(("name", "has", "lacks"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_a_person_gets_the_steps_that_fit(name: str, has: str, lacks: str) -> None:
    found = ids(plan_of(PEOPLE[name]))
    assert set(has.split()) | EVERYBODY <= found
    assert found & set(lacks.split()) == set()


@pytest.mark.parametrize(("one", "other"), combinations(PEOPLE, 2))
def test_different_people_get_different_plans(one: str, other: str) -> None:
    assert ids(plan_of(PEOPLE[one])) != ids(plan_of(PEOPLE[other]))


@pytest.mark.parametrize(
    ("changes", "has", "lacks"),
    [
        ({"target": "big_company", "degree_field": "unrelated"}, "search-big-harder search-startups", "search-big-requirements"),
        ({"target": "big_company", "degree_level": "none"}, "search-big-harder search-startups", "search-big-requirements"),
        ({"target": "big_company", **people.CS_STUDENT}, "search-big-requirements", "search-big-harder search-startups-fit"),
        ({"target": "big_company", **people.PHD_STUDENT}, "search-phd", "search-big-harder search-startups"),
        ({"target": "startup", **people.BOOTCAMP}, "search-startups-fit", "search-startups search-big-harder"),
        ({"target": "startup", **people.PHD_STUDENT}, "search-startups-fit", "search-phd"),
        ({"degree_level": "phd", "degree_field": "unrelated"}, "resume-education-last search-startups", "resume-phd search-phd"),
        ({"interests": "aviation"}, "portfolio-topic-aviation", "portfolio-topic portfolio-topic-psychology"),
        ({"interests": "psychology"}, "portfolio-topic-psychology", "portfolio-topic portfolio-topic-aviation"),
        ({"interests": ("aviation", "cooking")}, "portfolio-topic-aviation", "portfolio-topic"),
        ({"interests": "cooking"}, "portfolio-topic", "portfolio-topic-aviation portfolio-topic-psychology"),
        ({"projects": "0"}, "portfolio-first portfolio-ways", "portfolio-best"),
        ({"projects": "2"}, "portfolio-next", "portfolio-first portfolio-best"),
        ({"projects": "12"}, "portfolio-best", "portfolio-first portfolio-next"),
        ({"projects": "lots of"}, "portfolio-first", "portfolio-best"),
        ({"portfolio": "few", "experience": "none"}, "resume-projects-first", "portfolio-best"),
        ({"portfolio": "few", "experience": "software"}, "resume-experience", "resume-projects-first"),
        ({"portfolio": "many", "experience": "ml"}, "resume-experience-ml", "resume-projects-first"),
        ({"languages": ("html", "python")}, "learn-programming", "learn-languages"),
        ({"languages": "html"}, "learn-programming learn-languages", ""),
        ({"route": "mooc"}, "learn-certificate learn-order portfolio-website", "learn-course"),
    ],
)
def test_what_a_person_aims_at_and_likes_changes_the_plan(changes: dict[str, str], has: str, lacks: str) -> None:
    found = ids(plan_of(changes))
    assert set(has.split()) <= found
    assert found & set(lacks.split()) == set()


@pytest.mark.parametrize(
    ("person", "step", "why"),
    [
        (people.WEB_DEVELOPER, "resume-summary-developer", "Because you taught yourself and come from software."),
        ({"interests": "cooking"}, "portfolio-topic", "Because you are interested in cooking."),
        ({"interests": ("jazz", "tea")}, "portfolio-topic", "Because you are interested in jazz and tea."),
        ({"interests": "{route} {0}"}, "portfolio-topic", "Because you are interested in {route} {0}."),
        ({"interests": "a\nb"}, "portfolio-topic", "Because you are interested in a b."),
    ],
)
def test_the_reason_is_what_the_person_said(person: dict[str, str], step: str, why: str) -> None:
    found = plan_of(person).step(step)
    assert found is not None
    assert found.why == why


def test_without_a_reason_of_the_person_the_article_gives_it() -> None:
    facts = knowledge()[1]
    readme, topic = (plan_of({}).step(id_) for id_ in ("portfolio-readme", "portfolio-topic"))
    assert readme is not None
    assert readme.why == facts["portfolio.recruiters"].say
    assert topic is not None
    assert topic.why == facts["portfolio.choose-dataset"].say
    assert (readme.because, topic.because) == ("", "")


def test_every_step_is_somebodys() -> None:
    """A step that nobody can get is a mistake in its conditions."""
    somebody = set()
    for step in load_steps().steps:
        for condition in step.when or ({},):
            person = {name: values[0] for name, values in condition.items()}
            if step.id in ids(plan_of(person)):
                somebody.add(step.id)
    assert {step.id for step in load_steps().steps} - somebody == set()


@pytest.mark.parametrize("name", [name for name in FIELDS if FIELDS[name].values])
def test_no_single_answer_empties_a_phase(name: str) -> None:
    for value in FIELDS[name].values:
        assert [phase.id for phase in plan_of({name: value}).phases] == ["learn", "portfolio", "resume", "search"]


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_no_step_comes_before_one_that_it_comes_after(person: dict[str, str]) -> None:
    order = [step.id for step in plan_of(person).steps]
    for step in plan_of(person).steps:
        assert all(order.index(other) < order.index(step.id) for other in step.after if other in order)


def test_progress_is_kept_and_counted() -> None:
    plan = plan_of({}, {"learn-check": "done", "learn-languages": "skipped", "no-such-step": "done", "learn-statistics": "eaten"})
    assert {step.id: step.status for step in plan.steps[:4]} == {
        "learn-check": "done",
        "learn-languages": "skipped",
        "learn-programming": "open",
        "learn-statistics": "open",
    }
    assert plan.next_step is not None
    assert plan.next_step.id == "learn-programming"
    assert plan.done == 1
    assert plan.total == len(plan.steps) - 1
    assert plan.hours_left == sum(step.hours for step in plan.steps if step.status == "open")


def test_what_is_done_stays_though_it_no_longer_fits() -> None:
    progress = {"portfolio-first": "done", "portfolio-topic": "skipped"}
    found = {step.id: step for step in plan_of({"portfolio": "many"}, progress).steps}
    assert found["portfolio-first"].status == "done"
    assert "portfolio-topic" not in found


def test_a_reason_that_no_longer_holds_is_not_given() -> None:
    found = plan_of({"route": "degree"}, {"portfolio-capstone": "done"}).step("portfolio-capstone")
    assert found is not None
    assert not found.why.startswith("Because")


@pytest.mark.parametrize("status", ["done", "skipped"])
def test_nothing_is_next_when_nothing_is_open(status: str) -> None:
    plan = plan_of({}, people.all_of({}, status))
    assert plan.next_step is None
    assert plan.hours_left == 0
    assert plan.done == (len(plan.steps) if status == "done" else 0)


def test_a_step_without_its_fact_is_left_out() -> None:
    article, facts = knowledge()
    rest = {id_: fact for id_, fact in facts.items() if id_ != "portfolio.readme"}
    assert "portfolio-readme" not in ids(plan_for(Profile(), rest, article, {}, TODAY))


def test_the_same_arguments_make_the_same_plan() -> None:
    person = {**people.BOOTCAMP, "hours": "7", "deadline": "2026-05-01"}
    assert plan_of(person) == plan_of(dict(reversed(person.items())))


def test_steps_name_their_source_and_its_year() -> None:
    article, _ = knowledge()
    for step in plan_of({}).steps:
        assert article.publisher in step.source
        assert str(article.year) in step.source
        assert article.sections[step.fact.section] in step.source
