"""Nobody reads or continues a conversation by naming it; only a token that the server signed opens it."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable

import jwt
import pytest

from channels.web.tokens import LIFETIME_SECONDS, RENEWAL_SECONDS, Tokens
from tests.web.conftest import Connect

KEY = b"k" * 32


def claims(**changes: object) -> dict[str, object]:
    return {"sub": "web-1", "aud": "coach-web", "iat": time.time(), "exp": time.time() + 1000, **changes}


def signed(key: bytes = KEY, algorithm: str = "HS256", **changes: object) -> str:
    given = {name: value for name, value in claims(**changes).items() if value is not None}
    return jwt.encode(given, key, algorithm=algorithm)


def unsigned() -> str:
    parts = [{"alg": "none", "typ": "JWT"}, claims()]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def with_other_conversation(token: str) -> str:
    head, body, signature = token.split(".")
    given = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**given, "sub": "web-2"}).encode()).decode().rstrip("=")
    return f"{head}.{changed}.{signature}"


def conversation_of(token: str) -> str:
    return jwt.decode(token, options={"verify_signature": False})["sub"]


FORGED: dict[str, object] = {
    "nothing": None,
    "empty": "",
    "a word": "web-0123456789abcdef0123456789abcdef",
    "a number": 7,
    "a list": ["x"],
    "an object": {"sub": "web-1"},
    "a long text": "e" * 100_000,
    "not base64": "a.b.c",
    "lone surrogate": "\ud800.\ud800.\ud800",
    "another key": signed(b"x" * 32),
    "no signature": unsigned(),
    "another algorithm": signed(b"k" * 64, "HS512"),
    "expired": signed(exp=time.time() - 1),
    "never expires": signed(exp=None),
    "no age": signed(iat=None),
    "no conversation": signed(sub=None),
    "for another audience": signed(aud="coach-link"),
    "changed conversation": with_other_conversation(signed()),
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
def test_a_token_the_server_did_not_sign_for_this_opens_nothing(token: object) -> None:
    assert Tokens(KEY).read(token) is None


def test_a_signed_token_opens_its_conversation() -> None:
    session = Tokens(KEY).begin()
    assert Tokens(KEY).read(session.token) == session


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, "same"),
        (RENEWAL_SECONDS - 5, "same"),
        (RENEWAL_SECONDS + 5, "younger"),
        (LIFETIME_SECONDS - 5, "younger"),
        (LIFETIME_SECONDS + 5, "none"),
    ],
)
def test_a_token_in_use_is_renewed_and_an_unused_one_ends(age: float, expected: str) -> None:
    begun = Tokens(KEY, lambda: 1_000_000.0).begin()
    read = Tokens(KEY, lambda: 1_000_000.0 + age).read(begun.token)
    if expected == "none":
        assert read is None
    else:
        assert read is not None
        assert read.conversation == begun.conversation
        assert (read.token == begun.token) is (expected == "same")


async def test_a_conversation_goes_on_with_its_token(connect: Connect) -> None:
    first = await connect()
    await first.ask("hello", id="one")
    second = await connect(begin=False)
    confirmed = await second.begin(first.token)
    assert confirmed["resumed"] is True
    assert [(message["from"], message["text"]) for message in confirmed["messages"]] == [
        ("me", "hello"),
        ("coach", "Hello, what would you like to know?"),
    ]


async def test_the_server_does_not_say_how_it_names_a_conversation(connect: Connect) -> None:
    client = await connect()
    await client.ask("hello")
    assert conversation_of(client.token) not in json.dumps(client.all).replace(client.token, "")


@pytest.mark.parametrize(
    "forge",
    [conversation_of, with_other_conversation, lambda token: token[:-4]],
)
async def test_somebody_elses_session_is_not_opened_by_guessing(connect: Connect, forge: Callable[[str], str]) -> None:
    victim = await connect()
    await victim.ask("my secret")
    thief = await connect(begin=False)
    confirmed = await thief.begin(forge(victim.token))
    assert confirmed["resumed"] is False
    assert confirmed["messages"] == []
    assert confirmed["session_id"] != victim.token


@pytest.mark.parametrize("data", [None, "x", 7, [], {"session_id": {"a": 1}}, {"session_id": ["x"] * 1000}, {}])
async def test_a_session_request_of_any_form_gives_a_new_session(connect: Connect, data: object) -> None:
    client = await connect(begin=False)
    confirmed = await client.socket.call("session_request", data, timeout=5)
    assert confirmed["resumed"] is False


async def test_without_a_session_nothing_is_answered(connect: Connect) -> None:
    client = await connect(begin=False)
    assert await client.utter({"message": "hello"}) == {"ok": False, "reason": "no_session"}
