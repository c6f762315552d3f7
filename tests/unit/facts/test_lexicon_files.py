"""`data/lexicon/`: terms are read with their label; what is wrong is reported with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.facts.files import load_knowledge
from coach.lexicon import Term, read_lexicon
from coach.profile.fields import FIELDS


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("- {name: Samovar}", 1),
        ("- {id: samovar}", 1),
        ("- {id: 7, name: Samovar}", 1),
        ("- {id: samovar, name: 7}", 1),
        ("- {id: samovar, name: Samovar, aliases: urn}", 1),
        ("- {id: samovar, name: Samovar, aliases: [7]}", 1),
        ("- {id: samovar, name: Samovar, means: self_taught}", 1),
        ("- {id: samovar, name: Samovar, colour: brass}", 1),
        ("- {id: samovar, name: Samovar, means: {colour: brass}}", 1),
        ("- {id: samovar, name: Samovar, means: {route: osmosis}}", 1),
        ("- {id: samovar, name: Samovar}\n- {id: samovar, name: Urn}", 2),
        ("- {id: samovar, name: Samovar}\n- Urn", 2),
        ("- {id: samovar, name: Samovar\n", 2),
    ],
)
def test_a_wrong_term_is_reported_with_its_line(tmp_path: Path, wrong: str, line: int) -> None:
    (tmp_path / "resource.yml").write_text(wrong)
    _, problems = read_lexicon(tmp_path)
    assert [(problem.file, problem.line) for problem in problems] == [("resource.yml", line)]


def test_an_id_of_another_file_is_taken_too(tmp_path: Path) -> None:
    (tmp_path / "company.yml").write_text("- {id: samovar, name: Samovar Inc}")
    (tmp_path / "resource.yml").write_text("\n- {id: samovar, name: Samovar}")
    _, problems = read_lexicon(tmp_path)
    assert [(problem.file, problem.line) for problem in problems] == [("resource.yml", 2)]


@pytest.mark.parametrize("name", ["tea urn", "Tea Urn", "samovar", "SAMOVAR"])
@pytest.mark.parametrize(
    ("other", "line"), [("- id: boiler\n  name: {}\n  aliases: [kettle]", 2), ("- id: boiler\n  name: Boiler\n  aliases: [kettle, {}]", 3)]
)
def test_a_name_of_another_term_is_reported_where_it_stands_again(tmp_path: Path, name: str, other: str, line: int) -> None:
    (tmp_path / "company.yml").write_text("- {id: samovar, name: Samovar, aliases: [tea urn]}")
    (tmp_path / "resource.yml").write_text(other.format(name))
    _, (problem,) = read_lexicon(tmp_path)
    assert (problem.file, problem.line) == ("resource.yml", line)
    assert f"`{name}`" in problem.message
    assert "samovar" in problem.message


def test_a_term_may_spell_its_own_name_in_several_ways(tmp_path: Path) -> None:
    (tmp_path / "degree.yml").write_text("- {id: phd, name: Ph.D., aliases: [ph.d., PH.D.]}")
    assert read_lexicon(tmp_path)[1] == []


def test_a_term_has_the_label_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "resource.yml").write_text("- {id: samovar, name: Samovar, aliases: [urn], means: {route: mooc}}")
    lexicon, problems = read_lexicon(tmp_path)
    assert problems == []
    assert lexicon.terms == {"samovar": Term("samovar", "resource", "Samovar", ("urn",), {"route": "mooc"})}
    assert lexicon.ids == {"samovar"}


def test_no_lexicon_is_an_empty_lexicon(tmp_path: Path) -> None:
    assert read_lexicon(tmp_path / "none") == (read_lexicon(tmp_path)[0], [])
    assert read_lexicon(tmp_path)[0].terms == {}


def test_every_name_of_the_project_means_only_what_a_profile_can_hold() -> None:
    for term in load_knowledge().lexicon.terms.values():
        for name, value in term.means.items():
            assert name in FIELDS, term
            assert not FIELDS[name].values or value in FIELDS[name].values, term
