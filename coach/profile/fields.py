"""The fields of a profile. Each may be named in a fact's `when`, `because` and `needs`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One thing the advice can depend on."""

    name: str
    question: str
    """What the coach says it would like to know."""
    values: tuple[str, ...] = ()
    """The values it can take; empty if any lexicon id or number is possible."""
    many: bool = False
    """Whether it can hold several values at once."""
    steady: bool = False
    """Whether another value than before is a contradiction, to be asked about."""
    grows: bool = False
    """Whether a later one of its values may come with time, which contradicts nothing."""


FIELDS = {
    field.name: field
    for field in (
        Field(
            "route",
            "how you learn: alone, in a bootcamp, online or at a university",
            ("self_taught", "bootcamp", "mooc", "degree"),
            steady=True,
        ),
        Field("degree_level", "your highest degree", ("none", "bachelor", "master", "phd"), steady=True, grows=True),
        Field("degree_field", "the field of your degree", ("ml", "tangential", "unrelated"), steady=True),
        Field("experience", "what you have worked as", ("none", "tangential", "software", "data", "ml"), steady=True, grows=True),
        Field("projects", "how many projects you have"),
        Field("portfolio", "how many projects you have", ("none", "few", "many")),
        Field("interests", "what interests you besides ML", many=True),
        Field("target", "whether you aim at a big company or a startup", ("big_company", "startup"), steady=True),
        Field("years", "how many years you have worked"),
        Field("languages", "which programming languages you know", many=True),
        Field("skills", "what else you know", many=True),
        Field("hours", "how many hours a week you have for this"),
        Field("deadline", "by when you want an internship"),
    )
}

DERIVED = {"projects": "portfolio"}
"""Fields whose value decides that of another one."""

TOGETHER = frozenset({*DERIVED, *DERIVED.values()})
"""Fields that say the same thing, of which a new one takes the place of both."""

FEW_PROJECTS = 2
"""Up to this many projects are few; the article speaks of a portfolio that is full."""


def portfolio_of(projects: int) -> str:
    """The size of a portfolio, `none`, `few` or `many`, from a number of projects."""
    if projects <= 0:
        return "none"
    return "few" if projects <= FEW_PROJECTS else "many"


_DESCRIPTIONS = {
    ("route", "self_taught"): "that you teach yourself",
    ("route", "bootcamp"): "your bootcamp",
    ("route", "mooc"): "your online courses",
    ("route", "degree"): "your university studies",
    ("degree_level", "none"): "that you have no degree",
    ("degree_level", "bachelor"): "your bachelor's degree",
    ("degree_level", "master"): "your master's degree",
    ("degree_level", "phd"): "your PhD",
    ("degree_field", "ml"): "your studies in machine learning",
    ("degree_field", "tangential"): "your studies in a related field",
    ("degree_field", "unrelated"): "your studies in another field",
    ("experience", "none"): "that you have not worked yet",
    ("experience", "tangential"): "your related work",
    ("experience", "software"): "your work in software",
    ("experience", "data"): "your work with data",
    ("experience", "ml"): "your work in machine learning",
    ("portfolio", "none"): "that you have no projects yet",
    ("portfolio", "few"): "your first projects",
    ("portfolio", "many"): "your many projects",
    ("target", "big_company"): "that you aim at a big company",
    ("target", "startup"): "that you aim at a startup",
}

_PHRASES = {
    "years": "your {} years of work",
    "languages": "that you know {}",
    "skills": "that you know {}",
    "hours": "your {} hours a week",
    "deadline": "your deadline {}",
}
"""What is said of fields whose values are not known beforehand."""


def describe(field: str, value: str) -> str:
    """What the coach says it has heard; empty for a number, which its size (`portfolio`) describes."""
    if field == "interests":
        return f"your interest in {value}"
    if field in _PHRASES and value:
        return _PHRASES[field].format(value)
    return _DESCRIPTIONS.get((field, value), "")
