"""What a person says of themselves in a message, heard by rules over spaCy's tokens and the lexicon's names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coach.lexicon import Lexicon
from coach.profile.fields import FIELDS, portfolio_of


@dataclass(frozen=True)
class Heard:
    """One thing a person said of themselves."""

    field: str
    value: str
    start: int
    end: int


_SELF = {"i", "im", "my", "me", "mine", "myself", "we", "ive"}
_OTHERS = frozenset(
    """
    sister brother friend friends wife husband partner girlfriend boyfriend mom mum mother dad father cousin uncle aunt son
    daughter kid colleague coworker roommate flatmate neighbor neighbour boss professor teacher mentor recruiter recruiters they
    he she them his her their people someone somebody everyone anybody
    """.split()
)
_HAVING = frozenset(
    """
    am 'm m im was been being have 've ve had did done got finished finish completed complete graduated graduate hold earned
    studied study studying learned learnt learning taught teaching attended attending doing took taking worked work working come
    came from with as background self currently now just former ex recent enrolled after left love loves like enjoy into
    passionate interested obsessed fan hobby
    """.split()
)
_STUDY = frozenset(
    """
    degree bachelor bachelors bachelor's master masters master's ba bs bsc msc ma phd doctorate diploma major majored majoring minor student
    studied study studying graduate graduated grad undergrad undergraduate
    """.split()
)
SUBJECT = "subject"
"""The lexicon file of subjects."""
SUBJECT_REACH = 4
"""How many words may stand between a degree and its subject."""
_ASKING = frozenset(
    """
    need should worth better if whether would could consider considering thinking planning want
    """.split()
)
_NO = {"no", "not", "n't", "never", "without", "haven't", "don't", "dont", "didn't", "didnt", "havent", "zero", "isn't"}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("zero no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
_MANY = {"many", "lots", "loads", "tons", "dozens", "plenty", "bunch", "several", "numerous"}
_FEW = {"couple", "few"}
_PROJECT = re.compile(r"^(?:side)?-?projects?$|^proj(?:ect)?s?$", re.IGNORECASE)
_REACH = 4
"""How many words may stand between a number and the projects it counts."""


def hear(doc: Any, lexicon: Lexicon) -> list[Heard]:
    """What the writer says of themselves in a message.

    Args:
        doc: the message, read by our spaCy pipeline.
        lexicon: what its names mean for a profile.

    Returns:
        One `Heard` for each field, in the order of the text; the last one said wins.

    """
    found: dict[str, Heard] = {}
    names = defaultdict(list)
    starts = [sentence.start for sentence in doc.sents]
    for entity in doc.ents:
        names[bisect_right(starts, entity.start) - 1].append(entity)
    for place, sentence in enumerate(doc.sents):
        for heard in (*_names(sentence, names[place], lexicon), *_subjects(sentence, names[place]), *_projects(sentence)):
            if FIELDS[heard.field].many:
                found[f"{heard.field}:{heard.value}"] = heard
            else:
                found.pop(heard.field, None)
                found[heard.field] = heard
    return list(found.values())


def _names(sentence: Any, entities: list[Any], lexicon: Lexicon) -> Iterator[Heard]:
    for entity in entities:
        term = lexicon.terms.get(entity.ent_id_)
        if term is None or not term.means:
            continue
        negating = term.id.startswith("no-")
        if _said_of_oneself(sentence, entity, negating):
            for field, value in term.means.items():
                yield Heard(field, value, entity.start_char, entity.end_char)


def _subjects(sentence: Any, entities: list[Any]) -> Iterator[Heard]:
    """A degree in a subject that is far from machine learning."""
    for entity in entities:
        if entity.label_ != SUBJECT:
            continue
        before = [token.lower_ for token in sentence if entity.start - SUBJECT_REACH <= token.i < entity.start]
        after = [token.lower_ for token in sentence if token.i >= entity.end][:1]
        if any(word in _STUDY for word in (*before, *after)) and _said_of_oneself(sentence, entity, negating=False):
            yield Heard("degree_field", "unrelated", entity.start_char, entity.end_char)


def _said_of_oneself(sentence: Any, entity: Any, negating: bool) -> bool:
    before = [token.lower_ for token in sentence.doc[max(sentence.start, entity.start - 40) : entity.start]]
    near = before[-6:]
    if any(word in _OTHERS for word in near) and not any(word in {"i", "im"} for word in near[-4:]):
        return False
    if not negating and any(word in _NO for word in near[-3:]):
        return False
    after = [token.lower_ for token in sentence.doc[entity.end : min(sentence.end, entity.end + 40)]]
    asks = sentence[-3:].text.rstrip().endswith("?") or any(word in _ASKING for word in before)
    speaks = any(word in _SELF for word in before) and any(word in _HAVING for word in (*before, *(token.lower_ for token in entity)))
    if speaks and not any(word in _ASKING for word in near):
        return True
    bare = len(before) + len(after) <= 10 and not asks and not any(word in _OTHERS for word in before)
    return bare or (before[:1] == ["as"] and not asks)


def _projects(sentence: Any) -> Iterator[Heard]:
    tokens = list(sentence)
    words = [token.lower_ for token in tokens]
    if any(word in _OTHERS for word in words) and "i" not in words:
        return
    for index, token in enumerate(tokens):
        if not _PROJECT.match(token.text):
            continue
        for back in range(1, min(_REACH, index) + 1):
            word = words[index - back]
            size = _size(word)
            if size is None:
                continue
            asked = sentence[-3:].text.rstrip().endswith("?") and not any(
                other in _SELF for other in words[max(0, index - back - 40) : index - back]
            )
            if asked or (back < index and words[index - back - 1] == "how"):
                break
            start, end = tokens[index - back].idx, token.idx + len(token.text)
            if isinstance(size, int):
                yield Heard("projects", str(size), start, end)
                size = portfolio_of(size)
            yield Heard("portfolio", size, start, end)
            break


def _size(word: str) -> int | str | None:
    if word.isascii() and word.isdigit() and len(word) < 4:
        return int(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    if word in _MANY:
        return "many"
    return "few" if word in _FEW else None
