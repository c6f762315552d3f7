"""The manifests that an owner pastes: valid, alike, and asking for what the app uses and no more."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from channels.slack.app import COMMAND, SHORTCUT
from channels.slack.channel import SlackChannel
from coach.settings import PROJECT
from tests.contract.source_files import sources

FOLDER = PROJECT / "deploy" / "slack"
GUIDE = (PROJECT / "docs" / "slack.md").read_text(encoding="utf-8")
ADDRESS = re.compile(rf"https://[^/]+/webhooks/{SlackChannel.name()}/webhook")
SCOPES = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "conversations_open": "im:write",
    "files_upload_v2": "files:write",
    "assistant_threads_setStatus": "assistant:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "views_publish": "",
    "auth_test": "",
    "apps_connections_open": "",
}
"""By Slack's reference, what each method that the app calls takes."""
EVENTS = {"app_home_opened": "", "app_mention": "app_mentions:read", "message.im": "im:history"}
LIMITS = {"name": 35, "description": 140, "display_name": 80}


def _manifest(transport: str) -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / f"manifest.{transport}.yml").read_text(encoding="utf-8")))


def _addresses(thing: Any) -> list[str]:
    if isinstance(thing, dict):
        return [text for value in thing.values() for text in _addresses(value)]
    if isinstance(thing, list):
        return [text for value in thing for text in _addresses(value)]
    return [thing] if str(thing).startswith("http") else []


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_a_manifest_keeps_to_slacks_limits_and_asks_for_what_is_used(transport: str) -> None:
    manifest = _manifest(transport)
    assert set(manifest) == {"display_information", "features", "oauth_config", "settings"}
    features, settings = manifest["features"], manifest["settings"]
    for key in ("name", "description"):
        assert 0 < len(manifest["display_information"][key]) <= LIMITS[key]
    assert 0 < len(features["bot_user"]["display_name"]) <= LIMITS["display_name"]
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    (shortcut,) = features["shortcuts"]
    assert (shortcut["callback_id"], shortcut["type"]) == (SHORTCUT, "message")
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    assert set(features["agent_view"]) == {"agent_description", "suggested_prompts"}
    assert all(set(prompt) == {"title", "message"} for prompt in features["agent_view"]["suggested_prompts"])
    assert features["app_home"]["home_tab_enabled"]
    assert features["app_home"]["messages_tab_enabled"]
    assert not features["app_home"]["messages_tab_read_only_enabled"]
    assert set(settings["event_subscriptions"]["bot_events"]) == set(EVENTS)
    assert settings["interactivity"]["is_enabled"]
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert set(scopes["bot"]) == {*_used(), *filter(None, EVENTS.values()), "commands"}


def _used() -> set[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources("channels") if path.parent.name == "slack")
    called = set(re.findall(r"client\.(\w+_\w+)\(", code)) | set(re.findall(r"client\.(\w+_\w+)$", code, re.MULTILINE))
    assert called <= set(SCOPES), "a new method: look up what it takes"
    return {SCOPES[method] for method in called} - {""}


def test_the_two_differ_by_where_slack_sends_to() -> None:
    socket, http = _manifest("socket"), _manifest("http")
    assert socket["settings"].pop("socket_mode_enabled") is True
    assert http["settings"].pop("socket_mode_enabled") is False
    assert _addresses(socket) == []
    found = [http["features"]["slash_commands"][0].pop("url")]
    found += [http["settings"][part].pop("request_url") for part in ("event_subscriptions", "interactivity")]
    assert len(set(found)) == 1
    assert ADDRESS.fullmatch(found[0])
    assert socket == http


def test_the_guide_gives_a_reason_for_every_permission_and_names_what_exists() -> None:
    told = set(re.findall(r"^\| `([\w.]+:?\w*)`", GUIDE, re.MULTILINE))
    assert set(_manifest("socket")["oauth_config"]["scopes"]["bot"]) <= told
    for path in re.findall(r"\]\(\.\./([^)]+)\)", GUIDE):
        assert (PROJECT / path).is_file(), path
