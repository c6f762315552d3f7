"""Takes out of a text what tells who wrote it or where to reach them, and bounds its length."""

from __future__ import annotations

import re

MOST_READ = 1_000

_MASKS = (
    (re.compile(r"\S*@\S*|\b[\w.+-]+ [(\[]?at[)\]]? [\w-]+ [(\[]?dot[)\]]? \w+", re.IGNORECASE), "[email]"),
    (re.compile(r"\b(?:https?:|www\.)\S*|\b[\w.-]+\.[a-z]{2,}/\S*", re.IGNORECASE), "[link]"),
    (re.compile(r"(?<![\w,.])\+?\(?\d(?:[ ()./-]{0,2}\d){6,}(?!\w)"), "[number]"),
)


def masked(text: str, longest: int) -> str:
    """One line of at most `longest` characters in which emails, links and phone numbers are masked."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(shown.split())
    if len(line) > MOST_READ:
        line = line[:MOST_READ].rpartition(" ")[0] or line[:MOST_READ]  # a word cut in two might not be known for what it is
    for pattern, mask in _MASKS:
        line = pattern.sub(mask, line)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
