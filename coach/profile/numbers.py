"""Numbers as people write them: "3", "three", "twenty-five"."""

from __future__ import annotations

import re

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS = {word: value for value, word in enumerate(_SMALL)} | {word: 20 + 10 * place for place, word in enumerate(_TENS)}
_DIGITS = re.compile(r"[~<>]?([0-9]{1,6}|[0-9]{1,3},[0-9]{3})\+?", re.ASCII)
_NAMES = "|".join(sorted(WORDS, key=len, reverse=True))
NUMBER = rf"(?P<number>[0-9]{{1,6}}(?![0-9])|(?:(?:{'|'.join(_TENS)})[\s-](?:{_NAMES})|{_NAMES}|an?)\b)"
"""A pattern with the group `number`."""


def number(text: str) -> int | None:
    """The number a text stands for; None if it is none."""
    text = text.lower()
    if digits := _DIGITS.fullmatch(text):
        return int(digits[1].replace(",", ""))
    if text in {"a", "an"}:
        return 1
    parts = re.split(r"[\s-]+", text)
    if not all(part in WORDS for part in parts) or len(parts) > 2 or (len(parts) == 2 and parts[0] not in _TENS):
        return None
    return sum(WORDS[part] for part in parts)
