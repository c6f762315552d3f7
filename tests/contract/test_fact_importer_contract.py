"""What Rasa gets from the importer: the examples of data/nlu, and the questions of the facts as examples of their topic."""

from __future__ import annotations

import functools
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

import components.fact_importer
from coach.errors import CoachError
from coach.facts.files import DATA, load_knowledge
from coach.settings import PROJECT
from components.fact_importer import FACT, FactImporter


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, with some of the real files in it, which the importer reads."""
    for file in ("facts/article.yml", "facts/market.yml", "facts/source.yml", "nlu/social.yml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copyfile(DATA / file, tmp_path / file)
    shutil.copytree(DATA / "lexicon", tmp_path / "lexicon")
    monkeypatch.setattr(components.fact_importer, "load_knowledge", functools.partial(load_knowledge, tmp_path))
    return tmp_path


def importer(data: Path = DATA) -> FactImporter:
    return FactImporter(str(PROJECT / "config.yml"), str(PROJECT / "domain.yml"), [str(data)])


@functools.cache
def real_data() -> TrainingData:
    """What the real files give; not to be changed."""
    return importer().get_nlu_data()


def labelled(data: TrainingData) -> set[tuple[str, str, str | None]]:
    return {(message.get(TEXT), message.get(INTENT), message.get(FACT)) for message in data.training_examples}


def test_every_question_of_every_fact_is_an_example_of_its_topic_and_names_the_fact() -> None:
    given = labelled(real_data())
    for fact in load_knowledge().facts:
        topic = fact.id.split(".")[0]
        assert {(question, f"ask_{topic}", fact.id) for question in fact.questions} <= given


def test_the_examples_of_the_nlu_files_are_kept_and_name_no_fact() -> None:
    given = labelled(real_data())
    for file in (DATA / "nlu").glob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            assert {(example["text"], block["intent"], None) for example in block["examples"]} <= given, file.name


def test_every_intent_it_gives_is_in_the_domain() -> None:
    given = {message.get(INTENT) for message in real_data().training_examples}
    assert given <= set(Domain.load(str(PROJECT / "domain.yml")).intents)


def test_no_text_is_an_example_of_two_labels() -> None:
    labels = Counter(text.lower() for text, _, _ in labelled(real_data()))
    assert [text for text, number in labels.items() if number > 1] == []


def test_config_makes_rasa_use_it() -> None:
    data = TrainingDataImporter.load_from_config(str(PROJECT / "config.yml"), str(PROJECT / "domain.yml"), [str(DATA)]).get_nlu_data()
    assert {message.get(FACT) for message in data.training_examples} - {None} == {fact.id for fact in load_knowledge().facts}


def test_the_same_files_give_the_same_data(files: Path) -> None:
    assert importer(files).get_nlu_data().fingerprint() == importer(files).get_nlu_data().fingerprint()


def test_what_is_done_to_the_data_is_not_seen_by_who_asks_next(files: Path) -> None:
    one = importer(files)
    before = labelled(one.get_nlu_data())
    for message in one.get_nlu_data().training_examples:
        message.set(FACT, "changed")
    assert labelled(one.get_nlu_data()) == before
    assert labelled(importer(files).get_nlu_data()) == before


@pytest.mark.parametrize(
    ("files_pattern", "old", "new"),
    [
        ("facts/*.yml", "market.salary", "market.wages"),
        ("facts/market.yml", "  questions:\n", '  questions:\n    - "a question that nobody has asked yet"\n'),
        ("nlu/social.yml", '"Hello."', '"Hello to you."'),
    ],
    ids=["another id of a fact", "another question of a fact", "another example"],
)
def test_a_change_of_the_files_changes_the_fingerprint_of_the_data(files: Path, files_pattern: str, old: str, new: str) -> None:
    before = importer(files).get_nlu_data().fingerprint()
    changed = 0
    for path in files.glob(files_pattern):
        text = path.read_text(encoding="utf-8")
        changed += old in text
        path.write_text(text.replace(old, new, 1 if "\n" in old else -1), encoding="utf-8")
    assert changed
    assert importer(files).get_nlu_data().fingerprint() != before


@pytest.mark.parametrize(
    ("file", "content", "named"),
    [
        ("facts/market.yml", "- id: market.salary\n  kind: figure\n", "market.yml:1"),
        ("facts/market.yml", "- id: [", "market.yml:"),
        ("facts/market.yml", None, "market"),
        ("facts/article.yml", "", "article.yml"),
        ("lexicon/skill.yml", "- name: Python\n", "skill.yml:1"),
        ("lexicon/skill.yml", "- id: python\n  name: Python\n  means: {rout: bootcamp}\n", "skill.yml:[13].*rout"),
        ("lexicon/skill.yml", "- id: python\n  name: Python\n  means: {route: by osmosis}\n", "skill.yml:[13].*osmosis"),
    ],
)
def test_a_broken_file_is_an_error_that_names_it_and_no_smaller_model(files: Path, file: str, content: str | None, named: str) -> None:
    if content is None:
        (files / file).unlink()
    else:
        (files / file).write_text(content, encoding="utf-8")
    with pytest.raises(CoachError, match=named):
        importer(files).get_nlu_data()


def test_without_any_fact_there_is_an_error_and_no_model_of_small_talk(files: Path) -> None:
    for path in (files / "facts").glob("*.yml"):
        if path.name != "article.yml":
            path.unlink()
    with pytest.raises(CoachError, match="no fact files"):
        importer(files).get_nlu_data()
