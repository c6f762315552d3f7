"""The page, the widget's files, and what the health address says."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import aiohttp
import pytest

from channels.web import assets
from channels.web.health import Health
from coach.settings import Settings
from coach.store import load_facts
from tests.conftest import free_port
from tests.web.conftest import Connect
from tests.web.stage import Stage


async def test_the_page_allows_itself_nothing_but_the_widget(stage: Stage, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{stage.url}/chat") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "Set-Cookie" not in answer.headers


async def test_with_a_slash_the_page_is_found_too_also_below_another_path(stage: Stage, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{stage.url}/chat/", allow_redirects=False) as answer:
        assert answer.status == 308
        assert answer.headers["Location"] == "../chat"


@pytest.mark.parametrize("page", [assets.PAGE, assets.PAGE_WITHOUT_WIDGET], ids=lambda page: page.name)
def test_pages_have_relative_addresses_only(page: Path) -> None:
    """So that they work below any path of a reverse proxy."""
    found = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.read_text(encoding="utf-8"))
    assert all(not address.startswith(("/", "http:", "https:")) for address in found)


def built(folder: Path) -> Path:
    (folder / "widget.js").write_text("/* loader */" * 50)
    (folder / "app-1234ABCD.js").write_text("/* app */")
    return folder


def test_without_a_widget_the_page_says_how_to_build_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    found = assets.read_assets()
    assert set(found) == {""}
    assert b"make run" in found[""].body


def test_files_are_packed_and_the_hashed_one_is_kept_by_browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "BUILT", built(tmp_path))
    found = assets.read_assets()
    assert gzip.decompress(found["widget.js"].packed) == found["widget.js"].body
    assert found["widget.js"].headers["Cache-Control"] == "no-cache"
    assert "immutable" in found["app-1234ABCD.js"].headers["Cache-Control"]
    assert b"widget.js" in found[""].body


async def test_history_is_given_to_who_has_the_token(stage: Stage, connect: Connect, http: aiohttp.ClientSession) -> None:
    client = await connect()
    await client.ask("hello", id="x")
    async with http.get(f"{stage.url}/chat/history", headers={"Authorization": f"Bearer {client.token}"}) as answer:
        assert [message["id"] for message in (await answer.json())["messages"]] == ["x", "x.0"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_restart_moves_every_tab_to_a_new_conversation_and_deletes_the_old(
    stage: Stage, connect: Connect, http: aiohttp.ClientSession
) -> None:
    one = await connect()
    await one.ask("hello")
    other = await connect(begin=False)
    await other.begin(one.token)
    async with http.post(f"{stage.url}/chat/restart", headers={"Authorization": f"Bearer {one.token}"}) as answer:
        fresh = (await answer.json())["session_id"]
    for tab in (one, other):
        assert (await tab.next("session_ended"))["session_id"] == fresh
        assert await tab.utter({"message": "still here?"}) == {"ok": False, "reason": "no_session"}
    assert (await one.begin(fresh))["messages"] == []
    assert (await other.begin(other.token))["messages"] == []


class Agent:
    def __init__(self, ready: bool) -> None:
        self.is_ready = lambda: ready


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    database = f"sqlite:///{tmp_path / 'health.db'}"
    load_facts(database)
    return Settings.from_environment({"COACH_HOME": str(tmp_path), "COACH_DATABASE_URL": database, "COACH_ACTIONS_PORT": str(free_port())})


async def actions(port: int) -> asyncio.Server:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    return await asyncio.start_server(answer, "127.0.0.1", port)


async def test_health_is_good_when_every_part_works(settings: Settings) -> None:
    async with await actions(settings.actions_port):
        assert await Health(settings, lambda: Agent(True)).parts() == {"model": True, "actions": True, "database": True}


async def test_health_names_what_does_not_work(settings: Settings, tmp_path: Path) -> None:
    async with await actions(settings.actions_port):
        assert not (await Health(settings, lambda: None).parts())["model"]
        assert not (await Health(settings, lambda: Agent(False)).parts())["model"]
        empty = Settings.from_environment({"COACH_HOME": str(tmp_path), "COACH_DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}"})
        assert not (await Health(empty, lambda: Agent(True)).parts())["database"]
    assert await Health(settings, lambda: Agent(True)).parts() == {"model": True, "actions": False, "database": True}


async def test_the_health_address_of_a_coach_without_actions_is_503(stage: Stage, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{stage.url}/chat/health") as answer:
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "model": True, "actions": False, "database": True}
