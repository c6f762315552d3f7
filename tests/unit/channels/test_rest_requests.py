"""What the REST channel takes from a request, and the clear refusal of everything else."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.rest import LARGEST_BODY, LONGEST_NAME, RequestError, RestChannel, _read


def _request(body: bytes) -> Any:
    return SimpleNamespace(body=body)


def _posted(**values: Any) -> tuple[str, str, str | None]:
    return _read(_request(json.dumps(values).encode()))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"sender": "me", "message": "hello"}, ("me", "hello", None)),
        ({"sender": "me", "message": "hello", "message_id": "7"}, ("me", "hello", "7")),
        ({"sender": "me", "message": "", "message_id": ""}, ("me", "", None)),
        ({"sender": "me", "message": "hello", "metadata": {"a": 1}, "input_channel": "x"}, ("me", "hello", None)),
        ({"sender": "é 你好 🫖", "message": "\u0000\ud800"}, ("é 你好 🫖", "\u0000\ud800", None)),
        ({"sender": "n" * LONGEST_NAME, "message": "m"}, ("n" * LONGEST_NAME, "m", None)),
    ],
)
def test_a_request_gives_sender_text_and_message_id(body: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    assert _posted(**body) == expected


@pytest.mark.parametrize("sender", [{}, {"sender": ""}, {"sender": None}])
def test_without_a_sender_a_name_nobody_can_guess_is_minted(sender: dict[str, Any]) -> None:
    names = {_posted(message="hello", **sender)[0] for _ in range(20)}
    assert len(names) == 20
    assert all(re.fullmatch(r"[0-9a-f]{32}", name) for name in names)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{",
        b"\xff\xfe",
        b"\xff" * 100,
        b"[" * 100_000,
        b'{"message": ' * 15_000,
        b'{"message": ' + b"9" * 10_000 + b"}",
        b"null",
        b"7",
        b'"hello"',
        b"[]",
        b'[{"message": "hello"}]',
        b"{}",
        b'{"sender": "me"}',
        b'{"message": null}',
        b'{"message": 7}',
        b'{"message": ["hello"]}',
        b'{"message": {"text": "hello"}}',
        b'{"message": NaN}',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_request_that_cannot_be_meant_is_refused(body: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        _read(_request(body))
    assert caught.value.status == 400
    assert str(caught.value)


@pytest.mark.parametrize("key", ["sender", "message_id"])
@pytest.mark.parametrize(
    "value", [7, 0.5, True, ["me"], {"a": 1}, "n" * (LONGEST_NAME + 1), "a\x00b", "\ud800", "\n", "a\u200bb", "\u202e", "\x7f"], ids=repr
)
def test_a_name_that_is_no_short_printable_text_is_refused_by_its_key(key: str, value: Any) -> None:
    with pytest.raises(RequestError, match=f"`{key}`") as caught:
        _posted(**{"message": "hello", key: value})
    assert caught.value.status == 400


def test_a_huge_request_is_refused_before_it_is_read() -> None:
    assert _read(_request(json.dumps({"sender": "me", "message": "x" * (LARGEST_BODY - 100)}).encode()))[0] == "me"
    with pytest.raises(RequestError) as caught:
        _read(_request(b"[" * (LARGEST_BODY + 1)))
    assert caught.value.status == 413


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(RequestError) as caught:
        _read(_request(b'{"sender": "\\u0000private words", "message": "hello"}'))
    assert "private" not in str(caught.value)


@given(
    body=st.binary(max_size=300)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists, max_leaves=5).map(json.dumps).map(str.encode)
)
@example(body=b'{"message": "a", "message": "b"}')
def test_any_body_is_read_or_refused(body: bytes) -> None:
    with suppress(RequestError):
        sender, text, message_id = _read(_request(body))
        assert sender.isprintable()
        assert isinstance(text, str)
        assert message_id is None or message_id.isprintable()


def test_the_channel_keeps_the_address_of_rasas_own() -> None:
    channel = RestChannel()
    assert (channel.name(), channel.url_prefix()) == ("rest", "rest")
