"""What tests of channels share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.channels.fake_rasa import FakeRasa


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def reason() -> Callable[[list[dict[str, Any]]], str]:
    """Why a gate did not answer; empty if it did."""

    def of(messages: list[dict[str, Any]]) -> str:
        metadata = [message.get("metadata") or {} for message in messages]
        return " ".join(one.get("reason", "") for one in metadata).strip()

    return of
