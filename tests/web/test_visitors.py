"""Who may embed the coach, and by what address a visitor is counted."""

from __future__ import annotations

import pytest

from channels.web.visitors import Visitors
from coach.errors import CoachError

NOBODY = Visitors(frozenset(), 0)


@pytest.mark.parametrize(
    ("origin", "headers", "allowed"),
    [
        (None, {"host": "coach.example"}, True),
        ("https://coach.example", {"host": "coach.example"}, True),
        ("https://coach.example", {"host": "coach.example:443"}, True),
        ("http://coach.example:8080", {"host": "coach.example:8080"}, True),
        ("https://COACH.example", {"host": "coach.example"}, True),
        ("https://coach.example", {"host": "127.0.0.1:5005", "x-forwarded-host": "coach.example"}, True),
        ("https://coach.example", {"host": "127.0.0.1:5005", "x-forwarded-host": "coach.example, inner"}, True),
        ("https://coach.example:8443", {"host": "coach.example"}, False),
        ("https://evil.example", {"host": "coach.example"}, False),
        ("https://coach.example.evil.example", {"host": "coach.example"}, False),
        ("https://coach.example@evil.example", {"host": "coach.example"}, False),
        ("https://coach.example/path", {"host": "coach.example"}, False),
        ("http://localhost:3000", {"host": "127.0.0.1:5005"}, True),
        ("http://[::1]:3000", {"host": "localhost:5005"}, True),
        ("http://localhost:3000", {"host": "coach.example"}, False),
        ("http://localhost.evil.example", {"host": "127.0.0.1:5005"}, False),
        ("https://coach.example:99999", {"host": "coach.example"}, False),
        ("https://[", {"host": "coach.example"}, False),
        ("null", {"host": "null"}, False),
        ("", {"host": ""}, False),
        ("https://coach.example", {}, False),
    ],
)
def test_pages_of_the_own_host_and_of_this_machine_may_embed(origin: str | None, headers: dict[str, str], allowed: bool) -> None:
    assert NOBODY.may_embed(origin, headers) is allowed


def test_listed_sites_may_embed_and_a_star_means_all() -> None:
    assert Visitors.from_environment({"COACH_WEB_ORIGINS": "https://a.example, https://b.example"}).may_embed("https://b.example", {})
    assert Visitors.from_environment({"COACH_WEB_ORIGINS": "*"}).may_embed("https://any.example", {})


@pytest.mark.parametrize(
    "environment",
    [
        {"COACH_WEB_ORIGINS": "example.org"},
        {"COACH_WEB_ORIGINS": "https://example.org/"},
        {"COACH_WEB_ORIGINS": "https://example.org/chat"},
        {"COACH_WEB_ORIGINS": "https://*.example.org:x"},
        {"COACH_WEB_PROXIES": "-1"},
        {"COACH_WEB_PROXIES": "two"},
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(CoachError, match=next(iter(environment))):
        Visitors.from_environment(environment)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "somebody", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_only_the_owners_proxies_say_where_a_visitor_is_from(proxies: int, forwarded: str, address: str) -> None:
    assert Visitors(frozenset(), proxies).address("192.0.2.1", {"x-forwarded-for": forwarded}) == address
