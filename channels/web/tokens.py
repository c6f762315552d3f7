"""Session tokens: minted and signed here, so that nobody reads or continues a conversation by naming it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt

from channels.identity import mint

LIFETIME_SECONDS = 90 * 86_400
RENEWAL_SECONDS = 86_400
"""A token older than this is replaced when it is used, so that a conversation in use does not end."""
_AUDIENCE = "coach-web"
_ALGORITHM = "HS256"


@dataclass(frozen=True)
class Session:
    """A conversation of the web channel and the token that opens it."""

    conversation: str
    token: str


class Tokens:
    """Mints and reads tokens."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key, self._clock = key, clock

    def begin(self) -> Session:
        """A new conversation."""
        return self._session(f"web-{mint()}")

    def read(self, token: object) -> Session | None:
        """The session a token opens, with a younger token if this one is a day old; None if it is forged, expired or no token."""
        if not isinstance(token, str):
            return None
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["exp", "iat", "sub"], "verify_exp": False, "verify_iat": False},  # our clock decides below
            )
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            return None
        now = self._clock()
        if claims["exp"] <= now:
            return None
        return Session(claims["sub"], token) if now - claims["iat"] < RENEWAL_SECONDS else self._session(claims["sub"])

    def _session(self, conversation: str) -> Session:
        now = int(self._clock())
        claims = {"sub": conversation, "aud": _AUDIENCE, "iat": now, "exp": now + LIFETIME_SECONDS}
        return Session(conversation, jwt.encode(claims, self._key, algorithm=_ALGORITHM))
