"""A fact may fit several kinds of people, each for a reason of its own, and be wrong for others.

The facts are dropped with their tables, and the article's row too, so that the next set-up finds no digest and loads them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _drop("fact_condition", "fact_detail", "fact")
    _create_facts()
    op.create_table(
        "fact_case",
        sa.Column("fact_id", sa.String(128), sa.ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("because", sa.Text, nullable=False),
    )
    op.create_table(
        "fact_condition",
        sa.Column("fact_id", sa.String(128), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("field", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_id", "role", "number"], ["fact_case.fact_id", "fact_case.role", "fact_case.number"], ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Take back."""
    _drop("fact_condition", "fact_case", "fact_detail", "fact")
    _create_facts(sa.Column("because", sa.Text, nullable=False))
    op.create_table(
        "fact_condition",
        sa.Column("fact_id", sa.String(128), sa.ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("field", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), primary_key=True),
    )


def _drop(*tables: str) -> None:
    for table in tables:
        op.drop_table(table)
    op.execute("DELETE FROM article")


def _create_facts(*more: sa.Column) -> None:
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
        sa.Column("why", sa.String(128)),
        *more,
    )
    op.create_table(
        "fact_detail",
        sa.Column("fact_id", sa.String(128), sa.ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
