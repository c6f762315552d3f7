"""However long a text is and whatever it is made of, no component keeps the event loop for longer than a moment."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from tests.conftest import coach_home
from tests.contract.component_cases import CASES, Line, examples, train

LENGTH = 60_000
SECONDS = 0.3
HOPELESS_SECONDS = 3.0
"""When a measurement is broken off."""
TRIES = 3
"""The best of so many counts, in processor time: other work of the machine is not the component's fault."""

ASKED = "how many datasets does Kaggle have"
"""A question that is answered from facts, so that the whole of a component runs."""
TEXTS = {
    "words": "some more words about my week ",
    "one word": "a",
    "questions": "How many datasets does Kaggle have? ",
    "joined questions": "how many datasets does Kaggle have and ",
    "names": "Python, SQL, Kaggle, Google. ",
    "things said of oneself": "I have 3 projects and I know Python. ",
    "things said in one sentence": "i have 3 projects ",
    "other people's things": "my sister has 3 projects and knows Python ",
    "names said of oneself in one sentence": "i did a bootcamp and a phd and ",
    "sentences without a space": "what.next?so!",
    "spaces": " ",
    "tabs": "\t",
    "lines": "\n",
    "commas": ",",
    "quotes": "'",
    "brackets": "(",
    "possessives": "'s",
    "underscores": "_",
    "emoji": "\U0001f600",
    "Chinese": "机器学习",
    "an address": "example.org/a-b?c=d&",
}


@pytest.fixture(scope="module", params=CASES, ids=str)
def ready(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A component that has parsed before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", str(coach_home(tmp_path_factory.mktemp("components") / "home")))
        line = train(request.param, tmp_path_factory.mktemp("model"), examples())
        line.parse(ASKED, "I know Python.", "hello, you!", ASKED)
        yield line


@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
def test_a_long_text_takes_a_moment(ready: Line, piece: str) -> None:
    took = []
    for number in range(TRIES):
        took.append(_seconds(ready.component, ready.prepare(Message({TEXT: _long(piece, number)}))))
        if took[-1] <= SECONDS or took[-1] >= HOPELESS_SECONDS:
            break
    assert min(took) <= SECONDS, f"it took {', '.join(f'{seconds:.2f}' for seconds in took)} s"


def _long(piece: str, number: int) -> str:
    """A long text that no cache knows: the number stands in its first word."""
    return f"{ASKED}{number}{piece * LENGTH}"[: LENGTH - len(ASKED)] + ASKED


def _seconds(component: Any, messages: list[Message]) -> float:
    began = time.process_time()
    with contextlib.suppress(_TooLong), _broken_off_after(HOPELESS_SECONDS):
        component.process(messages)
    return time.process_time() - began


class _TooLong(Exception):
    """It is no use to wait for more."""


@contextlib.contextmanager
def _broken_off_after(seconds: float) -> Iterator[None]:
    def break_off(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, break_off)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
