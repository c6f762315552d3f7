"""What a reply would tell: the facts of the coach's answer to a person of whom nothing is known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.found import Found
from coach.advice.answer import Ranked, answer
from coach.database import open_session
from coach.facts.repository import FactRepository
from coach.profile.profile import Profile
from coach.store import load_facts


class Replies:
    """Replies from a store."""

    def __init__(self, repository: FactRepository) -> None:
        self._repository = repository

    def facts(self, found: Found) -> set[str]:
        """The facts told; a system without replies of its own tells its best fact."""
        if found.questions is None:
            return {fact for fact, _ in found.facts[:1]}
        questions = [[Ranked(*fact) for fact in facts] for facts in found.questions]
        return set(answer(self._repository, questions, Profile()).reply.facts)


@contextmanager
def replies() -> Iterator[Replies]:
    """Replies from a store of its own, made of the fact files."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'facts.db'}"
        load_facts(url)
        with open_session(url) as session:
            yield Replies(FactRepository(session))
