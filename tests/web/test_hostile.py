"""Whatever arrives, the server goes on serving others, and nothing is stored that nobody could have said."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio

from tests.web.conftest import PATIENCE, Connect
from tests.web.stage import Stage

NOT_MESSAGES: list[Any] = [
    None,
    "hello",
    b"\x00\x01",
    7,
    [],
    {},
    {"message": None},
    {"message": b"\xff\xfe"},
    {"message": ["hello"]},
    {"message": {"text": "hello"}},
    {"text": "hello"},
    [b"\x00"] * 20,
]


@pytest.mark.parametrize("data", NOT_MESSAGES, ids=str)
async def test_what_is_no_message_is_refused(connect: Connect, data: object) -> None:
    client = await connect()
    assert (await client.utter(data))["ok"] is False
    assert (await client.ask("hello"))["text"].startswith("Hello")


@pytest.mark.parametrize("message_id", [None, 7, "", "x" * 49, "a b", "ü", "<b>", {"a": 1}, b"x", "../..", "a.0", "\x00"], ids=str)
async def test_an_odd_message_id_is_replaced(connect: Connect, message_id: object) -> None:
    client = await connect()
    acknowledged = await client.utter({"message": "hello", "id": message_id})
    assert acknowledged["ok"] is True
    assert acknowledged["id"] != message_id
    assert (await client.reply())["re"] == acknowledged["id"]


async def test_eight_thousand_characters_are_read(connect: Connect) -> None:
    client = await connect()
    assert (await client.ask("ä" * 8_000))["text"] == f"Answer to: {'ä' * 8_000}"


@pytest.mark.parametrize("length", [8_001, 10_000])
async def test_more_are_refused_in_words(connect: Connect, length: int) -> None:
    client = await connect()
    reply = await client.ask("x" * length)
    assert reply["metadata"]["reason"] == "too_long"
    assert str(length) in reply["text"]
    assert (await client.begin(client.token))["messages"] == []


async def test_many_more_are_refused_at_once(connect: Connect) -> None:
    client = await connect()
    assert await client.utter({"message": "x" * 50_000}) == {"ok": False, "reason": "too_long"}


async def test_a_packet_beyond_reason_ends_only_its_own_connection(connect: Connect) -> None:
    client, other = await connect(), await connect()
    await client.socket.emit("user_uttered", {"message": "x" * 3_000_000})
    await asyncio.wait_for(client.socket.wait(), PATIENCE)
    assert (await other.ask("hello"))["text"].startswith("Hello")


async def test_a_flood_of_one_session_is_slowed_down_and_others_are_not(connect: Connect) -> None:
    client, other = await connect(), await connect()
    for number in range(60):
        await client.socket.emit("user_uttered", {"message": f"flood {number}", "id": f"f{number}"})
    assert (await asyncio.wait_for(other.ask("hello"), 2))["text"].startswith("Hello")
    replies = [await client.reply() for _ in range(60)]
    reasons = [reply["metadata"].get("reason") for reply in replies]
    assert reasons.count(None) <= 25
    assert reasons.count("too_fast") >= 35


async def test_a_flood_of_one_address_over_many_sessions_is_slowed_down(connect: Connect) -> None:
    crowd = [await connect(headers={"X-Forwarded-For": "203.0.113.9"}) for _ in range(12)]
    answers = await asyncio.gather(*(client.utter({"message": f"{n}"}) for client in crowd for n in range(15)))
    refused = [answer for answer in answers if not answer["ok"]]
    assert len(refused) >= 50
    assert {answer["reason"] for answer in refused} == {"too_fast"}
    other = await connect()
    assert (await other.ask("hello"))["text"].startswith("Hello")


async def test_a_flood_of_connections_is_refused(connect: Connect) -> None:
    async def one() -> bool:
        try:
            await connect(headers={"X-Forwarded-For": "203.0.113.10"}, begin=False)
        except socketio.exceptions.ConnectionError:
            return False
        return True

    opened = [await one() for _ in range(130)]
    assert all(opened[:100])
    assert opened.count(False) >= 10


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "4",
        "42",
        "42[",
        '42["user_uttered"',
        "42[]",
        "42{}",
        '451-["user_uttered"]',
        "4" * 1000,
        "99",
        "\x00",
        '42["disconnect"]',
        '42["connect"]',
        '42["_turn",1]',
    ],
)
async def test_broken_packets_break_nothing_else(stage: Stage, connect: Connect, http: aiohttp.ClientSession, packet: str) -> None:
    async with http.ws_connect(f"{stage.url}/chat/socket.io/?EIO=4&transport=websocket") as raw:
        await raw.receive(timeout=PATIENCE)
        await raw.send_str("40")
        await raw.receive(timeout=PATIENCE)
        await raw.send_str(packet)
        await raw.send_bytes(b"\x00\xff")
    client = await connect()
    assert (await client.ask("hello"))["text"].startswith("Hello")


async def test_lone_surrogates_and_controls_do_not_reach_the_store(stage: Stage, connect: Connect, http: aiohttp.ClientSession) -> None:
    client = await connect()
    await client.utter({"message": "a\u0000b\u200bc", "id": "c1"})
    await client.reply()
    said = (await client.begin(client.token))["messages"][0]
    assert said["text"] == "a bc"


ORIGINS = [
    ("https://evil.example", False),
    ("https://friend.example", True),
    ("https://friend.example.evil.example", False),
    ("http://friend.example", False),
    ("https://friend.example:8443", False),
    ("null", False),
    ("file://", False),
    ("http://localhost:3000", True),
    ("http://127.0.0.1:8000", True),
    ("chrome-extension://abc", False),
    ("", False),
]


@pytest.mark.parametrize(("origin", "allowed"), ORIGINS)
async def test_only_pages_of_allowed_sites_connect(connect: Connect, origin: str, allowed: bool) -> None:
    try:
        client = await connect(headers={"Origin": origin})
    except socketio.exceptions.ConnectionError:
        assert not allowed
    else:
        assert allowed
        assert (await client.ask("hello"))["text"].startswith("Hello")


@pytest.mark.parametrize(("origin", "allowed"), [case for case in ORIGINS if case[0]])
async def test_only_pages_of_allowed_sites_poll(stage: Stage, http: aiohttp.ClientSession, origin: str, allowed: bool) -> None:
    url = f"{stage.url}/chat/socket.io/?EIO=4&transport=polling"
    async with http.get(url, headers={"Origin": origin}) as answer:
        assert answer.status == (200 if allowed else 400)
        assert answer.headers.getall("Access-Control-Allow-Origin", []) == ([origin] if allowed else [])


@pytest.mark.parametrize(("origin", "allowed"), ORIGINS)
async def test_only_pages_of_allowed_sites_may_read_over_http(
    stage: Stage, connect: Connect, http: aiohttp.ClientSession, origin: str, allowed: bool
) -> None:
    client = await connect()
    headers = {"Authorization": f"Bearer {client.token}", "Origin": origin}
    preflight = {"Origin": origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    async with (
        http.get(f"{stage.url}/chat/history", headers=headers) as got,
        http.options(f"{stage.url}/chat/history", headers=preflight) as asked,
    ):
        for answer in (got, asked):
            assert answer.status in (200, 204)
            assert answer.headers.getall("Access-Control-Allow-Origin", []) == ([origin] if allowed else [])
        assert not allowed or "authorization" in asked.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("path", ["history", "restart"])
@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer x.y.z", "Basic dTpw", "Bearer " + "x" * 5_000])
async def test_without_its_token_nothing_is_given_away(
    stage: Stage, http: aiohttp.ClientSession, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    method = "GET" if path == "history" else "POST"
    async with http.request(method, f"{stage.url}/chat/{path}", headers=headers) as answer:
        assert answer.status == 401
        assert set(await answer.json()) == {"error"}


@pytest.mark.parametrize(
    "path",
    [
        "../credentials.yml",
        "..%2f..%2fcredentials.yml",
        "%2e%2e/page.html",
        "page.html",
        "widget.js.map",
        "app-.js",
        "socket.io/../page.html",
    ],
)
async def test_no_other_file_is_served(stage: Stage, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(f"{stage.url}/chat/{path}") as answer:
        assert answer.status in (400, 404)
        assert "rest" not in await answer.text()


async def test_what_people_write_is_in_no_log(stage: Stage, connect: Connect) -> None:
    client = await connect()
    await client.ask("canary-7719")
    await client.utter({"message": ["canary-7719"]})
    assert "canary-7719" not in Path(stage.environment["COACH_HOME"], "stage.log").read_text()
