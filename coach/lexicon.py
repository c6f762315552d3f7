"""Names the parser must know (`data/lexicon/<label>.yml`): companies, resources, skills, degrees, each with aliases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coach.profile.fields import FIELDS
from coach.yaml_files import Entry, Problem, read_entries


@dataclass(frozen=True)
class Term:
    """One thing with a name."""

    id: str
    label: str
    """The file it stands in; the entity it is extracted as."""
    name: str
    aliases: tuple[str, ...] = ()
    means: dict[str, str] = field(default_factory=dict, hash=False)
    """Profile fields it sets when a person says it of themselves."""


@dataclass(frozen=True)
class Lexicon:
    """All terms, by id."""

    terms: dict[str, Term]

    @property
    def ids(self) -> set[str]:
        """The ids of all terms."""
        return set(self.terms)


def read_lexicon(folder: Path) -> tuple[Lexicon, list[Problem]]:
    """The terms of a folder, and what is wrong with its files."""
    terms: dict[str, Term] = {}
    taken: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        entries, found = read_entries(path)
        problems += found
        for entry in entries:
            values = entry.values
            id_, name, aliases, means = (values.get(key) for key in ("id", "name", "aliases", "means"))
            unknown = set(values) - {"id", "name", "aliases", "means"}
            if unknown:
                problems.append(Problem(path.name, entry.line, f"{id_}: {', '.join(sorted(unknown))} is not a key of a term"))
            elif not isinstance(id_, str) or not isinstance(name, str):
                problems.append(Problem(path.name, entry.line, "a term needs `id` and `name`, both text"))
            elif not isinstance(aliases or [], list) or not all(isinstance(alias, str) for alias in aliases or []):
                problems.append(Problem(path.name, entry.line, f"{id_}: `aliases` must be a list of texts"))
            elif not isinstance(means or {}, dict):
                problems.append(Problem(path.name, entry.line, f"{id_}: `means` must map profile fields to values"))
            elif wrong := [f"{name}: {value}" for name, value in (means or {}).items() if not _can_be(str(name), str(value))]:
                problems.append(Problem(path.name, entry.line, f"{id_}: a profile has no {', '.join(wrong)}"))
            elif id_ in terms:
                problems.append(Problem(path.name, entry.line, f"{id_}: this id is taken by another term"))
            else:
                terms[id_] = Term(id_, path.stem, name, tuple(aliases or ()), dict(means or {}))
                problems += _shared(terms[id_], taken, path.name, entry)
    return Lexicon(terms), problems


def _shared(term: Term, taken: dict[str, str], file: str, entry: Entry) -> Iterator[Problem]:
    """The names of a term that an earlier term has too, in any case; a name can mean only one thing."""
    for key, names in (("name", (term.name,)), ("aliases", term.aliases)):
        for name in names:
            other = taken.setdefault(name.lower(), term.id)
            if other != term.id:
                yield Problem(file, entry.lines.get(key, entry.line), f"{term.id}: `{name}` is a name of {other} already")


def _can_be(name: str, value: str) -> bool:
    return name in FIELDS and (not FIELDS[name].values or value in FIELDS[name].values)
