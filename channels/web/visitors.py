"""Who may reach the coach from a browser: the sites that may embed it, and the address that a visitor is counted by."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from coach.errors import CoachError

_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Visitors:
    """The rules of one installation."""

    origins: frozenset[str]
    """Other sites that may embed the coach, such as `https://example.org`; `*` for any."""
    proxies: int
    """How many reverse proxies of the owner stand before the coach; each appends to X-Forwarded-For."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Visitors:
        """Read COACH_WEB_ORIGINS (separated by commas or spaces) and COACH_WEB_PROXIES.

        Raises:
            CoachError: a variable holds something that cannot be meant.

        """
        env = os.environ if environment is None else environment
        origins = frozenset(env.get("COACH_WEB_ORIGINS", "").replace(",", " ").split())
        for origin in origins - {"*"}:
            if _normal(origin) != origin:
                raise CoachError(f"COACH_WEB_ORIGINS has {origin!r}; an origin looks like https://example.org, without a path.")
        proxies = env.get("COACH_WEB_PROXIES") or "0"
        if not (proxies.isascii() and proxies.isdigit()):
            raise CoachError(f"COACH_WEB_PROXIES is {proxies!r}; it takes the number of reverse proxies before the coach.")
        return cls(origins, int(proxies))

    def may_embed(self, origin: str | None, headers: Mapping[str, str]) -> bool:
        """Whether a page of `origin` may talk to the coach.

        The coach's own page may, also behind a proxy that forwards the host; so may the listed sites, and from this machine any page
        of this machine. Programs send no origin; what this protects is people's browsers, and no cookie speaks for them here.
        """
        if origin is None or "*" in self.origins:
            return True
        normal = _normal(origin)
        if normal is None:
            return False
        own = {_host(headers.get("host", ""), normal), _host(headers.get("x-forwarded-host", ""), normal)}
        return normal in self.origins or _host(normal, normal) in own or (_is_loopback(normal) and any(map(_is_loopback, own)))

    def address(self, peer: str, headers: Mapping[str, str]) -> str:
        """The address to count a visitor by: the peer's, or what the owner's own proxies say it is."""
        forwarded = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
        if not self.proxies or len(forwarded) < self.proxies:
            return peer
        try:
            address = ipaddress.ip_address(forwarded[-self.proxies])
        except ValueError:
            return peer
        if address.version == 6:  # whoever has one address of IPv6 has a whole /64
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address)


def _normal(origin: str) -> str | None:
    """`scheme://host[:port]` in one form; None if it is no origin of a web page."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


def _host(address: str, origin: str) -> str:
    """Host and port of an address or a Host header, as they would be on a page of `origin`'s scheme."""
    scheme = urlsplit(origin).scheme
    normal = _normal(address if "://" in address else f"{scheme}://{address.split(',')[0].strip()}")
    return normal.split("://", 1)[1] if normal else ""


def _is_loopback(address: str) -> bool:
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname in _LOOPBACK_NAMES
    except ValueError:
        return False
