"""Says where the last answer comes from, how old it is and how sure."""

from __future__ import annotations

from collections.abc import Sequence

from coach.facts.repository import FactRepository
from coach.reply import Reply, sources_of
from coach.wording import say


def explain_source(repository: FactRepository, answered: Sequence[str], *, age: bool) -> Reply:
    """The source of the facts told last.

    Args:
        repository: the facts.
        answered: ids of the facts told last; may be empty.
        age: whether the person asked how old it is rather than where it comes from.

    """
    article = repository.article()
    facts = repository.get(answered)
    named = {"title": article.title, "publisher": article.publisher, "year": article.year, "url": article.url}
    if not facts:
        return Reply("source", say("no_answer_yet", **named))
    figure = next((fact for fact in facts if fact.as_of and fact.as_of != article.year), None)
    if age:
        text = say("how_old_figure", as_of=figure.as_of, **named) if figure else say("how_old", **named)
    else:
        where = say("from_section", section=article.sections[facts[0].section], **named)
        named_org = next((f"{fact.source_org}, {fact.as_of}. " for fact in facts if fact.source_org), "")
        text = f"{named_org}{where}\n{say('how_sure')}"
    return Reply("source", text, facts=tuple(fact.id for fact in facts), sources=tuple(sources_of(facts, article)))
