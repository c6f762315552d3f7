"""Alembic's entry: migrates the database whose address `coach.store` hands over."""

from __future__ import annotations

from alembic import context

import coach.conversation.models
import coach.facts.models
import coach.person.models  # noqa: F401  (all register their tables)
from coach.database import Base, engine_for

url = context.config.attributes["url"]
with engine_for(url).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
