"""How many projects a person has, and what they say of their portfolio."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from coach.profile.fields import portfolio_of
from coach.profile.numbers import number
from coach.profile.reading import Heard, Reading
from coach.profile.stance import Mood

REACH = 5
"""How many words may stand between a number and the projects it counts."""
_UNITS = frozenset(
    "year years month months week weeks hour hours day days kids courses course % percent lines k first last top next".split()
)
"""What else a number before "projects" may count."""
_NOUNS = ("project", "projects", "proj", "projs")
_KNOWN = frozenset("protect protects product products prospect prospects projected projector subject subjects progect".split())


def is_project(word: str) -> bool:
    """Whether a word is "project", however it is spelt."""
    if word in _NOUNS:
        return True
    if not 6 <= len(word) <= 9 or word[0] != "p" or word in _KNOWN:
        return False
    return min(OSA.distance(word, noun) for noun in _NOUNS[:2]) <= 1


def projects(reading: Reading) -> Iterator[Heard]:
    """Every number of projects that the writer says they have."""
    for place, word in enumerate(reading.words):
        if not is_project(word) or reading.word(place + 1) in reading.cues.not_projects:
            continue
        counted = _count(reading, place) or _count_after(reading, place)
        if counted is None:
            continue
        at, size, denies = counted
        if not _is_had(reading, at, place + 1, denies):
            continue
        start, end = reading.doc[min(at, place)].idx, reading.doc[max(at, place)].idx + len(reading.doc[max(at, place)])
        if isinstance(size, int):
            yield Heard("projects", str(size), start, end)
            size = portfolio_of(size)
        yield Heard("portfolio", size, start, end)
        yield from _corrected(reading, place)


def _count(reading: Reading, place: int) -> tuple[int, int | str, bool] | None:
    """Where the count of projects stands, how many they are, and whether it is the count that denies them."""
    for at in range(place - 1, max(reading.stances[place].clause, place - REACH) - 1, -1):
        word, size, before = reading.words[at], _size(reading, at), reading.word(at - 1)
        if word in _UNITS or is_project(word) or (size is not None and before in {"how", "that"}):
            return None
        if word in reading.cues.denying:
            ours = {"my", "the", "these", "those", "this"} & set(reading.words[at + 1 : place])
            return None if ours or reading.word(at + 1) in reading.cues.not_denying else (at, 0, True)
        if size is None or (isinstance(size, int) and size and before in reading.cues.denying):
            continue
        if before in reading.cues.denying and size == "many":
            return at - 1, "few", True
        part = _size(reading, at - 2) if before == "of" else None
        return (at, size, False) if part is None else (at - 2, part, False)
    return None


def _count_after(reading: Reading, place: int) -> tuple[int, int | str, bool] | None:
    """A count as in a form: "projects: 3"."""
    at = place + 2 if reading.word(place + 1) in {":", "=", "-"} else place + 1
    size, after = _size(reading, at), reading.word(at + 1)
    return (at, size, False) if size is not None and (not after or not after[0].isalnum()) else None


def _size(reading: Reading, at: int) -> int | str | None:
    word = reading.word(at)
    if word == "dozen" and "half" in {reading.word(at - 1), reading.word(at - 2)}:
        return 6
    if word in reading.cues.some:
        some = reading.cues.some[word]
        return number(some) if some.isdigit() else some
    return None if word in {"a", "an"} else number(word)


def _is_had(reading: Reading, at: int, end: int, denies: bool) -> bool:
    stance = reading.stances[at]
    if reading.is_fact(at, end, denies=denies):
        return True
    if stance.who == "other" or stance.mood is not Mood.FACT or (not denies and reading.denied(at)):
        return False
    return stance.who == "self"


def _corrected(reading: Reading, place: int) -> Iterator[Heard]:
    """A number that corrects the one before it: "3 projects, no wait, 4"."""
    for at in range(place + 1, min(place + 8, len(reading.words))):
        value = number(reading.words[at]) if reading.words[at] not in {"a", "an"} else None
        if value is None or not (set(reading.words[place:at]) & (reading.cues.corrections | {"but"})):
            continue
        if at + 1 == len(reading.words) or not reading.words[at + 1].isalnum() or reading.words[at + 1] == "not":
            start = reading.doc[at].idx
            end = start + len(reading.doc[at])
            yield Heard("projects", str(value), start, end)
            yield Heard("portfolio", portfolio_of(value), start, end)
            return


def portfolios(reading: Reading) -> Iterator[Heard]:
    """What the writer says of the size of their portfolio without counting."""
    for place, word in enumerate(reading.words):
        if word in {"portfolio", "github"}:
            size, length = _portfolio_size(reading, place), 1
        elif word == "nothing" and reading.word(place + 1) in {"built", "done"}:
            size, length = "none", 2
        else:
            continue
        if size and reading.is_fact(place, place + length, denies=size == "none"):
            last = reading.doc[place + length - 1]
            yield Heard("portfolio", size, reading.doc[place].idx, last.idx + len(last))


def _portfolio_size(reading: Reading, place: int) -> str:
    sizes, before, after = reading.cues.portfolio_sizes, reading.before(place, 4), reading.words[place + 1 : place + 5]
    if "nothing" in before or ("empty" in after and {"is", "'s"} & set(after)):
        return "none"
    if reading.words[place] == "github":
        return "none" if before[:1] == ["empty"] else ""
    if reading.denied(place) and {"have", "got", "any"} & set(before):
        return "none"
    return next((sizes[word] for word in before[:2] if word in sizes), "")
