"""Reads and writes people. The caller commits: what an answer says is remembered and the answer's turn stand or fall together."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coach.person.models import ID_LENGTH, PersonConversationRow, PersonRow, PlanStepRow, ProfileValueRow
from coach.person.person import Person, Remembered
from coach.profile.fields import FIELDS, TOGETHER

SEEN_SECONDS = 3600.0
"""How exactly the time of the last visit is kept; a write at every turn would cost milliseconds."""


class PersonRepository:
    """People of the store of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def session(self) -> Session:
        """The session, for what shall stand or fall together with what is written here."""
        return self._session

    def of_conversation(self, conversation: str) -> Person:
        """Who speaks in a conversation; somebody unknown if nothing is remembered."""
        query = select(PersonRow).join(PersonConversationRow).where(PersonConversationRow.conversation_id == conversation)
        row = self._session.scalars(query).first()
        if row is None:
            return Person(conversation)
        if time.time() - row.seen > SEEN_SECONDS:
            row.seen = time.time()
        values = select(ProfileValueRow).where(ProfileValueRow.person_id == row.id).order_by(ProfileValueRow.position)
        steps = select(PlanStepRow).where(PlanStepRow.person_id == row.id)
        return Person(
            conversation,
            row.id,
            tuple(
                Remembered(item.field, item.value, item.said_at, item.source)
                for item in self._session.scalars(values)
                if item.field in FIELDS
            ),
            {step.step_id: step.status for step in self._session.scalars(steps)},
            json.loads(row.state),
        )

    def conversations(self, person: str) -> list[str]:
        """The conversations of a person."""
        query = select(PersonConversationRow.conversation_id).where(PersonConversationRow.person_id == person)
        return list(self._session.scalars(query))

    def remember(self, person: Person, said: Iterable[tuple[str, str]], source: str) -> Person:
        """The person after they said `(field, value)`; a field that holds one value gets the new one in place of the old."""
        said = list(said)
        if not said:
            return person
        id_ = self._known(person)
        if not TOGETHER.isdisjoint(name for name, _ in said):
            self._session.execute(delete(ProfileValueRow).where(ProfileValueRow.person_id == id_, ProfileValueRow.field.in_(TOGETHER)))
        for name, value in said:
            theirs = (ProfileValueRow.person_id == id_, ProfileValueRow.field == name)
            same = delete(ProfileValueRow).where(*theirs)
            self._session.execute(same.where(ProfileValueRow.value == value) if FIELDS[name].many else same)
            last = self._session.scalar(
                select(ProfileValueRow.position).where(ProfileValueRow.person_id == id_).order_by(ProfileValueRow.position.desc()).limit(1)
            )
            row = ProfileValueRow(person_id=id_, field=name, value=value, position=(last or 0) + 1, said_at=time.time(), source=source)
            self._session.add(row)
            self._session.flush()
        return self.of_conversation(person.conversation)

    def unlearn(self, person: Person, field: str) -> Person:
        """The person without what they said of one field."""
        self._session.execute(delete(ProfileValueRow).where(ProfileValueRow.person_id == person.id, ProfileValueRow.field == field))
        return self.of_conversation(person.conversation)

    def mark(self, person: Person, step: str, status: str) -> Person:
        """The person after a step of the plan was `done`, `skipped` or is `open` again."""
        id_ = self._known(person)
        self._session.execute(delete(PlanStepRow).where(PlanStepRow.person_id == id_, PlanStepRow.step_id == step))
        if status != "open":
            self._session.add(PlanStepRow(person_id=id_, step_id=step, status=status, changed=time.time()))
        self._session.flush()
        return self.of_conversation(person.conversation)

    def keep(self, person: Person, state: Mapping[str, Any]) -> Person:
        """The person with another state."""
        row = self._session.get(PersonRow, self._known(person))
        row.state = json.dumps(dict(state), sort_keys=True)
        self._session.flush()
        return self.of_conversation(person.conversation)

    def join(self, conversation: str, person: str) -> None:
        """Let a conversation be one of a person's."""
        self._session.merge(PersonConversationRow(conversation_id=conversation, person_id=person))
        self._session.flush()

    def _known(self, person: Person) -> str:
        """The id of a person, who becomes known if they were not."""
        of_theirs = PersonConversationRow.conversation_id == person.conversation
        known = self._session.scalar(select(PersonConversationRow.person_id).where(of_theirs))
        if known is not None:
            return str(known)
        id_ = secrets.token_hex(ID_LENGTH // 2)
        now = time.time()
        self._session.add(PersonRow(id=id_, created=now, seen=now, state="{}"))
        self._session.flush()
        self.join(person.conversation, id_)
        return id_
