"""The `coach` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import typer

from coach.database import open_session
from coach.errors import CoachError
from coach.facts.fact import Fact
from coach.facts.files import DATA, load_knowledge, read_knowledge
from coach.facts.repository import FactRepository
from coach.facts.search import search_facts
from coach.feedback.commands import report
from coach.interview.questions import read_questions
from coach.person.commands import people
from coach.plan.commands import plan
from coach.plan.steps import read_steps
from coach.settings import Settings
from coach.store import load_facts, migrate

app = typer.Typer(help="Career Coach.", no_args_is_help=True, add_completion=False)
facts = typer.Typer(help="The facts the coach answers from.", no_args_is_help=True)
app.add_typer(facts, name="facts")
app.add_typer(people, name="people")
app.add_typer(plan, name="plan")
app.add_typer(report, name="report")


@app.callback()
def _root() -> None:
    """Career Coach."""


@app.command()
def prepare() -> None:
    """Verify the encoder's files, build the spaCy pipeline and load the facts; does nothing twice."""
    from coach.setup import prepare as prepare_all

    for line in prepare_all(Settings.from_environment()):
        typer.echo(line)


@facts.command()
def check() -> None:
    """Say what is wrong with data/facts, data/lexicon, data/plan and data/interview.yml, with file and line."""
    knowledge, problems = read_knowledge(DATA)
    problems += read_steps(DATA / "plan", [fact.id for fact in knowledge.facts] if knowledge else None)[1]
    problems += read_questions(DATA / "interview.yml")[1]
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    assert knowledge is not None
    questions = sum(len(fact.questions) for fact in knowledge.facts)
    typer.echo(f"{len(knowledge.facts)} facts, {questions} questions, {len(knowledge.lexicon.terms)} names: nothing is wrong.")


@facts.command()
def load() -> None:
    """Put the facts into the store; nothing else in the database is touched."""
    number, changed = load_facts(Settings.from_environment().database_url)
    typer.echo(f"{number} facts {'loaded' if changed else 'are in the store already'}.")


@facts.command()
def show(topic: str) -> None:
    """Show the facts of a TOPIC, or one fact by its id."""
    url = Settings.from_environment().database_url
    migrate(url)
    with open_session(url) as session:
        repository = FactRepository(session)
        found = repository.get([topic]) or repository.of_topic(topic)
        if not found:
            topics = dict.fromkeys(fact.topic for fact in repository.all())
            known = f"Topics: {', '.join(topics)}." if topics else "The fact store is empty. Run `coach facts load`."
            raise CoachError(f"There is no topic or fact {topic!r}. {known}")
        for fact in found:
            _print(fact)


@facts.command()
def search(question: str, most: int = typer.Option(5, help="How many facts to show.")) -> None:
    """Find facts by the words of a QUESTION (the coach itself understands more than words)."""
    for score, fact in search_facts(load_knowledge().facts, question, most):
        typer.echo(f"{score:.2f}  {fact.id}")
        _print(fact, indent="      ")


def _print(fact: Fact, indent: str = "") -> None:
    as_of = f", {fact.as_of}" if fact.as_of else ""
    typer.echo(f"{indent}{fact.id} ({fact.kind}{as_of}): {fact.say}")
    for point in fact.points:
        typer.echo(f"{indent}  - {point}")


def main(run: Callable[[], Any] = app) -> None:
    """Run the command; an error that a person can mend is one line, not a traceback."""
    try:
        run()
    except CoachError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
