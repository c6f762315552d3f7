"""One person in several channels: a code made in one and typed in the other joins the two."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from sqlalchemy import delete, func, or_, select

from coach.person.models import LinkCodeRow, PersonConversationRow, PersonRow, PlanStepRow, ProfileValueRow
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.profile.fields import FIELDS, TOGETHER

VALID_SECONDS = 600.0
MOST_WRONG = 5
"""How many wrong codes a conversation may try in `VALID_SECONDS`; after that none is taken."""
MOST_WATCHED = 10_000

MOST_WORDS = 6
"""A longer message that has a code in it is about something else."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which look alike; eight of these are almost 40 bits."""
_HALF = 4
_CODE = re.compile(rf"(?<![A-Z0-9])([{_ALPHABET}]{{{_HALF}}})[-\u2013\u2014 ]?([{_ALPHABET}]{{{_HALF}}})(?![A-Z0-9])", re.IGNORECASE)

Clock = Callable[[], float]


class Attempts:
    """Counts the wrong codes of each conversation, in memory."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def over(self, conversation: str) -> bool:
        """Whether a conversation has tried too many."""
        since = self._clock() - VALID_SECONDS
        return sum(moment > since for moment in self._wrong.get(conversation, ())) >= MOST_WRONG

    def wrong(self, conversation: str) -> None:
        """Note a wrong code."""
        self._wrong.setdefault(conversation, deque(maxlen=MOST_WRONG)).append(self._clock())
        self._wrong.move_to_end(conversation)
        while len(self._wrong) > MOST_WATCHED:
            self._wrong.popitem(last=False)


ATTEMPTS = Attempts()
"""The wrong codes tried in this process."""


def find_code(text: str) -> str | None:
    """The first code in a message, written as `make_code` writes it; None if there is none."""
    codes = (f"{match[1]}-{match[2]}".upper() for match in _CODE.finditer(text))
    return next(filter(_mixed, codes), None)


def is_about_code(text: str) -> bool:
    """Whether somebody hands in a code: a short message with one in it, such as "link K7QM-2XWD"."""
    return len(text.split()) <= MOST_WORDS and find_code(text) is not None


def make_code(people: PersonRepository, person: Person, clock: Clock = time.time) -> str:
    """A code such as `K7QM-2XWD` that joins one more conversation to a person, once, within `VALID_SECONDS`; the one before ends."""
    id_ = people.keep(person, person.state).id
    people.session.execute(delete(LinkCodeRow).where(or_(LinkCodeRow.person_id == id_, LinkCodeRow.expires <= clock())))
    code = _new_code()
    people.session.add(LinkCodeRow(digest=_digest(code), person_id=id_, expires=clock() + VALID_SECONDS))
    people.session.flush()
    return code


def redeem(
    people: PersonRepository, conversation: str, code: str, clock: Clock = time.time, attempts: Attempts = ATTEMPTS
) -> Person | None:
    """Let a conversation be one of the person who made a code.

    What was known in this conversation and not of that person is added to it; nothing is overwritten.

    Returns:
        The person; one to whom the conversation belongs already is given back and the code stays valid. None if the
        code is wrong, old or used, or `attempts.over(conversation)`.

    """
    if attempts.over(conversation):
        return None
    session = people.session
    valid = (LinkCodeRow.digest == _digest(find_code(code) or code), LinkCodeRow.expires > clock())
    owner = session.scalar(select(LinkCodeRow.person_id).where(*valid))
    own = people.of_conversation(conversation)
    if owner is not None and owner == own.id:
        return own
    # whoever deletes the code has it: two who type it at once cannot both
    if owner is None or session.execute(delete(LinkCodeRow).where(*valid)).rowcount != 1:
        attempts.wrong(conversation)
        return None
    people.join(conversation, owner)
    joined = people.of_conversation(conversation)
    if own.id is None:
        return joined
    _add(people, own, joined)
    if not people.conversations(own.id):
        for table in (ProfileValueRow, PlanStepRow, LinkCodeRow):
            session.execute(delete(table).where(table.person_id == own.id))
        session.execute(delete(PersonRow).where(PersonRow.id == own.id))
    return people.of_conversation(conversation)


def unlink(people: PersonRepository, conversation: str) -> bool:
    """Let a linked conversation be nobody's again; whether it was linked. The person stays, in the other channels."""
    person = people.of_conversation(conversation).id
    if person is None or len(people.conversations(person)) < 2:
        return False
    people.session.execute(delete(PersonConversationRow).where(PersonConversationRow.conversation_id == conversation))
    return True


def _mixed(code: str) -> bool:
    """Whether a code has letters and digits, by which it is told from words and numbers."""
    return any(map(str.isalpha, code)) and any(map(str.isdigit, code))


def _new_code() -> str:
    while True:
        code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_HALF)) for _ in range(2))
        if _mixed(code):
            return code


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _add(people: PersonRepository, own: Person, joined: Person) -> None:
    """Copy what `own` has and `joined` has not."""
    session = people.session
    known = {item.field for item in joined.remembered}
    known |= TOGETHER if known & TOGETHER else set()
    said = {(item.field, item.value) for item in joined.remembered}
    last = session.scalar(select(func.max(ProfileValueRow.position)).where(ProfileValueRow.person_id == joined.id)) or 0
    for item in own.remembered:
        if (item.field, item.value) in said or (item.field in known and not FIELDS[item.field].many):
            continue
        last += 1
        row = ProfileValueRow(
            person_id=joined.id, field=item.field, value=item.value, position=last, said_at=item.said_at, source=item.source
        )
        session.add(row)
    for step, status in own.steps.items():
        if step not in joined.steps:
            people.mark(joined, step, status)
    people.keep(joined, {**own.state, **joined.state})
