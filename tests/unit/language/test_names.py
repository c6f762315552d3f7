"""The spaCy pipeline: built once for a lexicon, anew when it changes, and finding its names in any case."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import coach.language.names
from coach.errors import CoachError
from coach.language.names import build_pipeline, shared_pipeline
from coach.lexicon import Lexicon, Term

SMALL = Lexicon({"samovar": Term("samovar", "resource", "Samovar", ("tea urn",))})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "deep" / "spacy"
    assert build_pipeline(SMALL, folder) is True
    return folder


def _contents(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_pipeline_that_is_there_is_not_built_again(built: Path) -> None:
    before = _contents(built)
    assert build_pipeline(SMALL, built) is False
    assert _contents(built) == before


def test_a_changed_lexicon_is_built_anew(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "spacy")
    changed = Lexicon({"samovar": Term("samovar", "resource", "Samovar", ("tea urn", "boiler"))})
    assert build_pipeline(changed, tmp_path / "spacy") is True
    assert "boiler" in (tmp_path / "spacy" / "entity_ruler" / "patterns.jsonl").read_text()


def test_another_way_of_splitting_words_is_built_anew(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(built, tmp_path / "spacy")
    monkeypatch.setattr(coach.language.names, "SUFFIXES", ("var",))
    assert build_pipeline(SMALL, tmp_path / "spacy") is True
    assert [token.text for token in shared_pipeline(tmp_path / "spacy")("samovar")] == ["samo", "var"]


def test_a_half_built_folder_is_built_anew(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "spacy")
    (tmp_path / "spacy" / "lexicon.sha256").unlink()
    (tmp_path / "spacy" / "meta.json").unlink()
    assert build_pipeline(SMALL, tmp_path / "spacy") is True
    assert (tmp_path / "spacy" / "meta.json").is_file()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a samovar", [("samovar", "resource")]),
        ("A SAMOVAR, a Tea Urn.", [("samovar", "resource")] * 2),
        ("samovars", []),
        ("", []),
        ("🫖 samovar 🫖", [("samovar", "resource")]),
    ],
)
def test_names_and_aliases_are_found_in_any_case(built: Path, text: str, found: list[tuple[str, str]]) -> None:
    assert [(entity.ent_id_, entity.label_) for entity in shared_pipeline(built)(text).ents] == found


def test_sentences_are_split(built: Path) -> None:
    doc = shared_pipeline(built)("I have a samovar. Where do I get tea? Thank you.")
    assert [sentence.text for sentence in doc.sents] == ["I have a samovar.", "Where do I get tea?", "Thank you."]


def test_the_pipeline_of_a_process_is_loaded_once(built: Path) -> None:
    assert shared_pipeline(built) is shared_pipeline(built)


@pytest.mark.parametrize("exists", [False, True])
def test_a_pipeline_that_was_not_built_says_what_to_run(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "spacy"
    if exists:
        folder.mkdir()
    with pytest.raises(CoachError, match=rf"missing from {folder}.*make setup"):
        shared_pipeline(folder)


def test_a_broken_pipeline_says_what_to_do(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "spacy")
    (tmp_path / "spacy" / "config.cfg").write_text("not a pipeline")
    with pytest.raises(CoachError, match=r"spacy is broken.*make setup"):
        shared_pipeline(tmp_path / "spacy")


def test_without_its_package_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach.language.names, "PACKAGE", "no_such_package")
    with pytest.raises(CoachError, match="no_such_package is not installed"):
        build_pipeline(SMALL, tmp_path / "spacy")
    assert not (tmp_path / "spacy").exists()


def test_every_name_and_alias_of_the_project_is_found(pipeline: Any) -> None:
    from coach.facts.files import load_knowledge

    lost = [
        (term.id, name)
        for term in load_knowledge().lexicon.terms.values()
        for name in (term.name, *term.aliases)
        if term.label not in {entity.label_ for entity in pipeline(name).ents}
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I have a PhD.", ["phd"]),
        ("I have a PhD. Do I need projects?", ["phd"]),
        ("(I finished my PhD.)", ["phd"]),
        ("I have a Ph.D.", ["phd"]),
        ("I have a Ph.D in tea", ["phd"]),
        ("I have a B.S. and a B.A. in tea.", ["bachelor", "bachelor"]),
        ("I have an MSc.", ["master"]),
    ],
)
def test_degrees_are_found_with_and_without_full_stops(pipeline: Any, text: str, found: list[str]) -> None:
    assert [entity.ent_id_ for entity in pipeline(text).ents] == found


def test_a_full_stop_after_a_degree_ends_the_sentence(pipeline: Any) -> None:
    assert [sentence.text for sentence in pipeline("I have a PhD. Do I need projects?").sents] == ["I have a PhD.", "Do I need projects?"]
