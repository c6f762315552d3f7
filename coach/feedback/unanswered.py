"""Questions the coach could not answer, kept without who asked, for whoever looks after the facts."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.feedback.masking import masked
from coach.person.models import UnansweredRow
from coach.person.privacy import asker

LONGEST_QUESTION = 300
ALIKE = 0.5
"""From this cosine on two questions are of one group."""


@dataclass(frozen=True)
class Group:
    """Questions that ask much the same."""

    texts: tuple[str, ...]
    """Each once, the most frequent first."""
    count: int
    """How often they were asked in all."""


def record_unanswered(session: Session, conversation: str, text: str) -> None:
    """Keep a question that had no answer; what tells who asked is masked. The caller commits."""
    line = masked(text, LONGEST_QUESTION)
    if line:
        session.add(UnansweredRow(text=line, asked_at=time.time(), asked_by=asker(conversation)))
        session.flush()


def unanswered(session: Session, since: float = 0.0) -> list[str]:
    """The questions without an answer since a time in seconds since 1970, in the order they were asked."""
    query = select(UnansweredRow.text).where(UnansweredRow.asked_at >= since).order_by(UnansweredRow.asked_at, UnansweredRow.id)
    return list(session.scalars(query))


def group(texts: Sequence[str], vectors: np.ndarray) -> list[Group]:
    """Put similar questions together, the largest group first.

    Greedy: a question joins the group whose first, most frequent one it is nearest to, if it is near enough.

    Args:
        texts: the questions; the same one may stand several times.
        vectors: their vectors, of length 1, shape (number of texts, dimension).

    """
    frequency = Counter(texts)
    place = {text: index for index, text in reversed(list(enumerate(texts)))}
    members: list[list[str]] = []
    for text, _ in frequency.most_common():
        near = [float(vectors[place[text]] @ vectors[place[others[0]]]) for others in members]
        best = int(np.argmax(near)) if near else -1
        if near and near[best] >= ALIKE:
            members[best].append(text)
        else:
            members.append([text])
    groups = [Group(tuple(each), sum(frequency[text] for text in each)) for each in members]
    return sorted(groups, key=lambda each: -each.count)
