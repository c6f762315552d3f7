"""Makes the plan of one person: which steps, why, what became of them, and by when the rest can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from coach.facts.fact import Article, Fact
from coach.plan.pace import Pace, keep_pace
from coach.plan.steps import Condition, Step, load_steps
from coach.profile.fields import portfolio_of
from coach.profile.profile import Profile
from coach.wording import say

OPEN, DONE, SKIPPED = "open", "done", "skipped"


@dataclass(frozen=True)
class PlannedStep:
    """A step of one person's plan."""

    id: str
    phase: str
    title: str
    do: str
    why: str
    """One sentence: because of what the person said, or else the reason the article has."""
    done_when: str
    fact: Fact
    source: str
    """Publisher, year and section."""
    hours: int
    status: str = OPEN
    """open | done | skipped"""
    because: str = ""
    """What the person said that made it a step for them, without "because"; empty if it is for everybody."""
    optional: bool = False
    names: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    week: int | None = None
    """The week it ends in, from 1; None without a pace, and for steps that are not open."""
    due: date | None = None


@dataclass(frozen=True)
class PlannedPhase:
    """A phase with its steps, of which there is at least one."""

    id: str
    title: str
    steps: tuple[PlannedStep, ...]

    @property
    def done(self) -> int:
        """How many of its steps are done."""
        return sum(step.status == DONE for step in self.steps)

    @property
    def total(self) -> int:
        """How many of its steps count: those not skipped."""
        return sum(step.status != SKIPPED for step in self.steps)


@dataclass(frozen=True)
class Plan:
    """The plan of one person, as it stands on the day it is made."""

    phases: tuple[PlannedPhase, ...]
    pace: Pace
    article: Article
    made: date
    left_out: tuple[PlannedStep, ...] = field(default_factory=tuple)
    """Optional steps that went because time is short."""

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        """All steps in their order."""
        return tuple(step for phase in self.phases for step in phase.steps)

    @property
    def next_step(self) -> PlannedStep | None:
        """The first open step; None if the plan is finished."""
        return next((step for step in self.steps if step.status == OPEN), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(phase.done for phase in self.phases)

    @property
    def total(self) -> int:
        """How many steps count: those not skipped."""
        return sum(phase.total for phase in self.phases)

    @property
    def hours_left(self) -> int:
        """The hours of the open steps, as we estimate them."""
        return sum(step.hours for step in self.steps if step.status == OPEN)

    def step(self, id_: str) -> PlannedStep | None:
        """The step of an id, if the plan has it."""
        return next((step for step in self.steps if step.id == id_), None)

    def builds_on(self, step: PlannedStep) -> tuple[PlannedStep, ...]:
        """The open steps that come after a step by their own demand."""
        return tuple(other for other in self.steps if step.id in other.after and other.status == OPEN)


def plan_for(
    profile: Profile,
    facts: Mapping[str, Fact],
    article: Article,
    progress: Mapping[str, str] = {},
    today: date | None = None,
) -> Plan:
    """The plan for a person. The same arguments make the same plan.

    Args:
        profile: who it is for; its `hours` a week and `deadline` set the pace.
        facts: the facts by id. A step whose fact is not among them has no source, and is left out.
        article: where the facts come from.
        progress: step id to `done` or `skipped`. What is done stays in the plan, even if it is no longer a step for this person.
        today: the day the plan is made; None is the day it is.

    """
    today = today or date.today()
    profile = _with_portfolio(profile)
    written = load_steps()
    chosen = [
        _planned(step, profile, facts, article, progress)
        for step in written.steps
        if step.fact in facts and (progress.get(step.id) == DONE or _is_for(step, profile))
    ]
    sized = [(step.id, step.hours, step.optional) for step in chosen if step.status == OPEN]
    pace = keep_pace(sized, _one(profile, "hours"), _one(profile, "deadline"), today)
    kept = [replace(step, week=pace.week(step.id), due=pace.due(step.id)) for step in chosen if step.id not in pace.dropped]
    grouped = ((id_, title, tuple(step for step in kept if step.phase == id_)) for id_, title in written.phases.items())
    phases = tuple(PlannedPhase(id_, title, steps) for id_, title, steps in grouped if steps)
    return Plan(phases, pace, article, today, tuple(step for step in chosen if step.id in pace.dropped))


def _is_for(step: Step, profile: Profile) -> bool:
    return (not step.when or _meets_one(profile, step.when)) and not _meets_one(profile, step.unless)


def _meets_one(profile: Profile, conditions: Iterable[Condition]) -> bool:
    return any(all(set(profile.values.get(name, ())) & set(values) for name, values in condition.items()) for condition in conditions)


def _planned(step: Step, profile: Profile, facts: Mapping[str, Fact], article: Article, progress: Mapping[str, str]) -> PlannedStep:
    fact = facts[step.fact]
    because = _because(step, profile)
    reason = facts.get(fact.why or "", fact)
    status = progress.get(step.id, OPEN)
    return PlannedStep(
        id=step.id,
        phase=step.phase,
        title=step.title,
        do=step.do,
        why=say("plan.because", because=because) if because else reason.say,
        done_when=step.done_when,
        fact=fact,
        source=_source(fact, article),
        hours=step.hours,
        status=status if status in (DONE, SKIPPED) else OPEN,
        because=because,
        optional=step.optional,
        names=step.names,
        after=step.after,
    )


def _because(step: Step, profile: Profile) -> str:
    """Why the step is for this person, if it is, and if they said all that the reason names."""
    if not step.because or not _is_for(step, profile) or any(not profile.values.get(name) for name in step.asks_for):
        return ""
    return step.because.format_map({name: _listed(profile.values.get(name, ())) for name in step.asks_for})


def _listed(values: Sequence[str]) -> str:
    return " and ".join(" ".join(value.split()) for value in values)


def _source(fact: Fact, article: Article) -> str:
    figure = f"{fact.source_org} {fact.as_of}, in " if fact.source_org else ""
    return say("plan.source", figure=figure, publisher=article.publisher, year=article.year, section=article.sections.get(fact.section, ""))


def _with_portfolio(profile: Profile) -> Profile:
    """The profile with the size of its portfolio, where only a number of projects is known."""
    number = _one(profile, "projects")
    if "portfolio" in profile.values or not (number.isascii() and number.isdigit()):
        return profile
    return Profile({**profile.values, "portfolio": (portfolio_of(int(number)),)})


def _one(profile: Profile, name: str) -> str:
    return next(iter(profile.values.get(name, ())), "").strip()
