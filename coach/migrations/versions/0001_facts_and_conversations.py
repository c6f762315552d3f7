"""The fact store and the events of conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "article",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("topic", sa.String(64), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(64), nullable=False),
        sa.Column("say", sa.Text, nullable=False),
        sa.Column("section_id", sa.String(64), sa.ForeignKey("section.id"), nullable=False),
        sa.Column("as_of", sa.Integer),
        sa.Column("source_org", sa.Text),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("why", sa.String(128)),
    )
    op.create_table(
        "fact_detail",
        sa.Column("fact_id", sa.String(128), sa.ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "fact_condition",
        sa.Column("fact_id", sa.String(128), sa.ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("field", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), primary_key=True),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "conversation_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String(128), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("timestamp", sa.Float, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("conversation_event_by_kind", "conversation_event", ["conversation_id", "kind", "id"])


def downgrade() -> None:
    """Take back."""
    for table in ("conversation_event", "conversation", "fact_condition", "fact_detail", "fact", "section", "article"):
        op.drop_table(table)
