"""What Rasa, the actions and the tracker store may rely on, for every graph component alike."""

from __future__ import annotations

import contextvars
import copy
import importlib
import inspect
import json
import math
import pkgutil
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import GraphComponent
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

import components
from coach.conversation.context import previous_question
from tests.conftest import coach_home
from tests.contract.component_cases import CASES, Case, Line, create, examples, is_trainable, load_line, output, seen, train

LARGEST_PARSE = 4_000
MOST_FACTS = 5
HALF_PRECISION = 5e-3
"""The weights are persisted in half precision."""
SAME_MACHINE = 1e-3

ORDINARY = (
    "how many datasets does Kaggle have",
    "I know Python and I have three projects. What pays better, and how fast do postings grow?",
    "hlelo",
    "i want to hurt myself",
    "more please",
)
RESUME = (
    "Profile: self-taught developer with a bachelor's degree in psychology, four finished projects, looking for an internship.\n"
    "Skills: Python, SQL, R, Java, C++, Git, TensorFlow, PyTorch, scikit-learn, pandas, NumPy, Docker, Linux, Tableau, Excel.\n"
    "Experience: data analyst at a hospital, web developer at a startup, tutor for statistics.\n"
    "Courses: Coursera machine learning, fast.ai, a bootcamp at Springboard. Competitions: Kaggle, DrivenData.\n"
    "I am interested in aviation, robotics, music and health care, and I aim at Google, Amazon or Microsoft.\n"
)
LISTED = "Python, SQL, Java, Kaggle, Google, Amazon, bootcamp, PhD, psychology, aviation. " * 90
NOTHING_TO_READ = ("", " ", "\n\t ", "???", "…", "👋👋", "\u200b")
PAYLOADS = ("/ask_resume", '/choose{"fact": "resume.experience"}', "/nobody_knows_this", "/choose{broken", "/")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A COACH_HOME that has the spaCy pipeline and nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        folder = coach_home(tmp_path_factory.mktemp("components") / "home")
        patch.setenv("COACH_HOME", str(folder))
        patch.delenv("COACH_ENCODER_DIR", raising=False)
        yield folder


@pytest.fixture(scope="module", params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture(scope="module")
def line(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Line:
    return train(case, tmp_path_factory.mktemp("model"), examples())


def test_every_component_is_under_contract() -> None:
    modules = [importlib.import_module(f"components.{module.name}") for module in pkgutil.iter_modules(components.__path__)]
    defined = {
        thing
        for module in modules
        for _, thing in inspect.getmembers(module, inspect.isclass)
        if issubclass(thing, GraphComponent) and thing.__module__ == module.__name__
    }
    assert defined == {case.component for case in CASES}


def test_it_is_created_from_its_default_config(case: Case, tmp_path: Path) -> None:
    assert isinstance(create(case.component, LocalModelStorage.create(tmp_path)), case.component)


def test_its_default_config_can_be_changed_by_nobody(case: Case) -> None:
    before = copy.deepcopy(case.component.get_default_config())
    handed_out = case.component.get_default_config()
    for key, value in handed_out.items():
        handed_out[key] = "changed"
        if isinstance(value, dict):
            value["changed"] = True
    assert case.component.get_default_config() == before


@pytest.mark.parametrize("case", [case for case in CASES if is_trainable(case.component)], ids=str, indirect=True)
def test_an_untrained_component_refuses_to_answer(case: Case, line: Line, tmp_path: Path) -> None:
    untrained = create(case.component, LocalModelStorage.create(tmp_path))
    with pytest.raises(Exception, match="neither trained nor loaded"):
        untrained.process(line.prepare(Message({TEXT: "how many datasets does Kaggle have"})))


def test_it_does_something(line: Line) -> None:
    untouched = [seen(message) for message in line.prepare(Message({TEXT: ORDINARY[1]}))]
    assert line.parse(ORDINARY[1]) != untouched


def test_the_persisted_component_parses_like_the_trained_one(case: Case, line: Line, tmp_path: Path) -> None:
    shutil.copytree(line.storage._storage_path, tmp_path / "elsewhere")
    loaded = load_line(case, tmp_path / "elsewhere")
    assert _alike(loaded.parse(*ORDINARY), line.parse(*ORDINARY), HALF_PRECISION)


def test_training_again_gives_the_same_parse(case: Case, line: Line, tmp_path: Path) -> None:
    assert _alike(train(case, tmp_path, examples()).parse(*ORDINARY), line.parse(*ORDINARY), SAME_MACHINE)


def test_no_message_gives_no_message(line: Line) -> None:
    assert line.component.process([]) == []


@pytest.mark.parametrize("text", NOTHING_TO_READ, ids=ascii)
def test_a_text_with_nothing_to_read_asks_for_nothing(line: Line, text: str) -> None:
    given = line.parse(text)[0]["output"]
    assert given.get(TEXT) == text
    assert not given.get("facts")
    assert not given.get(ENTITIES)
    assert given.get(INTENT, {}).get("name") in (None, "out_of_scope")


def test_a_message_without_text_is_no_error(line: Line) -> None:
    assert not output(line.process(Message())[0]).get("facts")


def test_messages_come_back_themselves_and_in_order(line: Line) -> None:
    messages = [Message({TEXT: text}) for text in ORDINARY]
    returned = line.process(*messages)
    assert [id(message) for message in returned] == [id(message) for message in messages]
    assert [message.get(TEXT) for message in returned] == list(ORDINARY)


def test_a_message_gets_the_same_parse_alone_and_among_others(line: Line) -> None:
    assert line.parse(*ORDINARY) == [line.parse(text)[0] for text in ORDINARY]


def test_the_same_text_gets_the_same_parse_again(line: Line) -> None:
    assert line.parse(*ORDINARY) == line.parse(*ORDINARY)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_button_payload_passes_through_untouched(line: Line, payload: str) -> None:
    read_by_rasa = {
        TEXT: payload,
        INTENT: {"name": "choose", "confidence": 1.0},
        ENTITIES: [{"entity": "fact", "value": "resume.experience", "start": 7, "end": 36}],
    }
    message = Message(copy.deepcopy(read_by_rasa), output_properties={TEXT, INTENT, ENTITIES})
    line.process(message)
    assert message.data == read_by_rasa
    assert message.features == []
    assert message.output_properties == {TEXT, INTENT, ENTITIES}


def test_what_earlier_components_found_is_kept(line: Line) -> None:
    earlier = {"entity": "city", "value": "Boston", "start": 0, "end": 6, "extractor": "Earlier"}
    message = Message({TEXT: "Boston, where I know Python", ENTITIES: [earlier], "note": 7})
    line.process(message)
    assert message.get(TEXT) == "Boston, where I know Python"
    assert earlier in message.get(ENTITIES)
    assert message.get("note") == 7


def test_two_instances_share_no_state(case: Case, line: Line, tmp_path: Path) -> None:
    before = line.parse(*ORDINARY)
    other = train(case, tmp_path, examples(topics=("resume",), intents=("thank", "goodbye")))
    other.parse("how should I structure my resume", "thanks")
    assert line.parse(*ORDINARY) == before


def test_the_question_before_counts_in_its_own_conversation_only(line: Line) -> None:
    def in_another_conversation(text: str) -> list[dict[str, Any]]:
        previous_question.set("how many datasets does Kaggle have? " * 500)
        return line.parse(text)

    before = line.parse("and how fast does that grow")
    there = contextvars.copy_context().run(in_another_conversation, "and how fast does that grow")
    assert there == contextvars.copy_context().run(in_another_conversation, "and how fast does that grow")
    assert line.parse("and how fast does that grow") == before


@pytest.mark.parametrize(
    "text", [*ORDINARY, *NOTHING_TO_READ, *PAYLOADS, RESUME, RESUME * 8, LISTED], ids=lambda text: f"{text[:30]!a}-{len(text)}"
)
def test_what_it_gives_is_json_and_short(line: Line, text: str) -> None:
    given = line.parse(text)[0]["output"]
    given.pop(TEXT)
    assert json.loads(json.dumps(given, allow_nan=False)) == given
    assert len(given.get("facts", [])) <= MOST_FACTS
    assert all(len(facts) <= MOST_FACTS for facts in given.get("questions", []))
    size = len(json.dumps(given).encode())
    assert size < LARGEST_PARSE, f"{size} bytes, of which { ({key: len(json.dumps(value)) for key, value in given.items()}) }"


def _alike(one: Any, other: Any, tolerance: float) -> bool:
    """Whether two parses are the same up to `tolerance` in their numbers."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=tolerance)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key], tolerance) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(_alike(a, b, tolerance) for a, b in zip(one, other, strict=True))
    return bool(one == other)
