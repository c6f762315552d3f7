"""The tables of the fact store. They are rebuilt from `data/facts/`; nothing of a person is kept here."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Text
from sqlalchemy.orm import relationship

from coach.database import Base


class ArticleRow(Base):
    """The article the facts come from, with the digest of the files it was loaded from."""

    __tablename__ = "article"
    id = Column(Integer, primary_key=True)
    title = Column(Text, nullable=False)
    publisher = Column(Text, nullable=False)
    year = Column(Integer, nullable=False)
    url = Column(Text, nullable=False)
    digest = Column(String(64), nullable=False)


class SectionRow(Base):
    """A section of the article."""

    __tablename__ = "section"
    id = Column(String(64), primary_key=True)
    title = Column(Text, nullable=False)
    position = Column(Integer, nullable=False)


class FactRow(Base):
    """A fact."""

    __tablename__ = "fact"
    id = Column(String(128), primary_key=True)
    topic = Column(String(64), nullable=False, index=True)
    position = Column(Integer, nullable=False)
    kind = Column(String(32), nullable=False)
    title = Column(String(64), nullable=False)
    say = Column(Text, nullable=False)
    section_id = Column(String(64), ForeignKey("section.id"), nullable=False)
    as_of = Column(Integer)
    source_org = Column(Text)
    why = Column(String(128))
    details = relationship("DetailRow", order_by="DetailRow.position", lazy="selectin", cascade="all, delete-orphan")
    cases = relationship("CaseRow", order_by="CaseRow.number", lazy="selectin", cascade="all, delete-orphan")


class DetailRow(Base):
    """One item of one of a fact's lists: a point, a mention, a need, a link to another fact or a question."""

    __tablename__ = "fact_detail"
    fact_id = Column(String(128), ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True)
    role = Column(String(16), primary_key=True)
    position = Column(Integer, primary_key=True)
    value = Column(Text, nullable=False)


class CaseRow(Base):
    """A kind of person for whom a fact is the advice to give (`case`), with the reason, or for whom it is wrong (`unless`)."""

    __tablename__ = "fact_case"
    fact_id = Column(String(128), ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True)
    role = Column(String(16), primary_key=True)
    number = Column(Integer, primary_key=True)
    because = Column(Text, nullable=False, default="")
    conditions = relationship("ConditionRow", order_by="ConditionRow.position", lazy="selectin", cascade="all, delete-orphan")


class ConditionRow(Base):
    """A value of the profile that a case asks for."""

    __tablename__ = "fact_condition"
    __table_args__ = (
        ForeignKeyConstraint(
            ["fact_id", "role", "number"], ["fact_case.fact_id", "fact_case.role", "fact_case.number"], ondelete="CASCADE"
        ),
    )
    fact_id = Column(String(128), primary_key=True)
    role = Column(String(16), primary_key=True)
    number = Column(Integer, primary_key=True)
    field = Column(String(32), primary_key=True)
    value = Column(String(64), primary_key=True)
    position = Column(Integer, nullable=False)
