"""People: profile, plan, links between channels, feedback, unanswered questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _owner(**more: bool) -> sa.Column:
    return sa.Column("person_id", sa.String(32), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, **more)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("seen", sa.Float, nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_table(
        "person_conversation",
        sa.Column("conversation_id", sa.String(128), primary_key=True),
        _owner(index=True),
    )
    op.create_table(
        "profile_value",
        _owner(primary_key=True),
        sa.Column("field", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(128), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("said_at", sa.Float, nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
    )
    op.create_table(
        "plan_step",
        _owner(primary_key=True),
        sa.Column("step_id", sa.String(128), primary_key=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("changed", sa.Float, nullable=False),
    )
    op.create_table(
        "link_code",
        sa.Column("digest", sa.String(64), primary_key=True),
        _owner(index=True),
        sa.Column("expires", sa.Float, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String(128), nullable=False, index=True),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("fact_id", sa.String(128), nullable=False, index=True),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("given_at", sa.Float, nullable=False),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_at", sa.Float, nullable=False, index=True),
        sa.Column("asked_by", sa.String(64), nullable=False, index=True),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("unanswered", "feedback", "link_code", "plan_step", "profile_value", "person_conversation", "person"):
        op.drop_table(table)
