"""Settings from the environment, each with a default that is safe on one's own machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError

PROJECT = Path(__file__).resolve().parent.parent
MOST_DAYS = 36_500
"""A hundred years."""


@dataclass(frozen=True)
class Settings:
    """What may differ between one installation and another."""

    home: Path
    """Folder of everything the coach keeps: database, secret, spaCy pipeline."""
    database_url: str
    host: str
    port: int
    actions_port: int
    encoder_dir: Path | None
    """Folder of another sentence encoder (`model.onnx`, `tokenizer.json`); None for the one that ships."""
    retention_days: int = 365
    """For how long people and conversations are kept after they were last seen."""

    @property
    def actions_url(self) -> str:
        """Where Rasa reaches the action server."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"

    @property
    def spacy_dir(self) -> Path:
        """Where the set-up saves our spaCy pipeline."""
        return self.home / "spacy"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the `COACH_*` variables.

        Raises:
            CoachError: a variable holds something that cannot be meant.

        """
        env = os.environ if environment is None else environment
        home = Path(env.get("COACH_HOME") or PROJECT / ".coach").absolute()
        encoder = env.get("COACH_ENCODER_DIR")
        return cls(
            home=home,
            database_url=env.get("COACH_DATABASE_URL") or f"sqlite:///{home / 'coach.db'}",
            host=env.get("COACH_HOST") or "127.0.0.1",
            port=_port(env, "COACH_PORT", 5005),
            actions_port=_port(env, "COACH_ACTIONS_PORT", 5055),
            encoder_dir=Path(encoder) if encoder else None,
            retention_days=_number(env, "COACH_RETENTION_DAYS", 365, "a number of days", MOST_DAYS),
        )


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    return _number(env, name, default, "a port number", 65535)


def _number(env: Mapping[str, str], name: str, default: int, what: str, most: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= most:
        raise CoachError(f"{name} is {text!r}; it takes {what} from 1 to {most}.")
    return int(text)
