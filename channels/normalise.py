"""Makes any text that arrives safe to read and to store."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_COMMAND = re.compile(r"^[\s/]+")


def normalised(text: str) -> str:
    """The text in composed form, without control, surrogate, zero-width and direction characters, trimmed."""
    visible = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Co") else " " for char in visible)
    return _BLANK_LINES.sub("\n", unicodedata.normalize("NFC", kept)).strip()


def as_text(text: str) -> str:
    """A typed command as plain text: what follows its slashes."""
    return _COMMAND.sub("", text)
