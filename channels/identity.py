"""Names of conversations: minted or derived here, hard to guess, of one form, and never chosen by the person."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from coach.errors import CoachError
from coach.settings import Settings

_SECRET_BYTES = 32
_NAME_LENGTH = 32


def mint() -> str:
    """A new name that nobody can guess."""
    return secrets.token_hex(_NAME_LENGTH // 2)


def conversation_id(channel: str, person: str) -> str:
    """The conversation of a person of a channel: the same for the same person, and nothing that leads back to them."""
    digest = hmac.new(_secret(Settings.from_environment().home), f"{channel}\0{person}".encode(), hashlib.sha256)
    return f"{channel}-{digest.hexdigest()[:_NAME_LENGTH]}"


def key_for(purpose: str) -> bytes:
    """A key of this installation for one purpose, which tells nothing of its other keys."""
    return hmac.new(_secret(Settings.from_environment().home), f"key\0{purpose}".encode(), hashlib.sha256).digest()


@functools.lru_cache(maxsize=4)
def _secret(home: Path) -> bytes:
    """`COACH_SECRET`, or the secret of this installation, made at first use and readable by its owner only.

    Raises:
        CoachError: the file can be neither read nor made.

    """
    given = os.environ.get("COACH_SECRET")
    if given:
        return given.encode()
    path = home / "secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(_SECRET_BYTES).encode())
    except FileExistsError:
        pass  # made before; if it is the home that is no folder, reading says so
    except OSError as error:
        raise CoachError(f"The secret {path} cannot be made: {error.strerror}. Set COACH_SECRET or COACH_HOME.") from error
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise CoachError(f"The secret {path} cannot be read: {error.strerror}. Set COACH_SECRET or COACH_HOME.") from error
    if len(secret) < _SECRET_BYTES:
        raise CoachError(f"The secret {path} is too short to be one. Remove the file, or set COACH_SECRET or COACH_HOME.")
    return secret
