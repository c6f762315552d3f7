"""What the lexicon's names mean for a person's profile, where they say them of themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from coach.lexicon import Lexicon, Term
from coach.profile.reading import Heard, Reading
from coach.profile.stance import Mood

SUBJECT, FIELD, DEGREE, WORK, ROUTE, INTEREST, SKILL = (
    "subject",
    "field_of_study",
    "degree",
    "occupation",
    "way_of_learning",
    "interest",
    "skill",
)
"""Lexicon files whose names are read with rules of their own."""
SUBJECT_REACH = 8
"""How many words may stand between a degree and its subject."""
GAVE_UP_WITHIN = 4
DENIED_FAR = 7
"""How many words may stand between "not" and what is denied in many words."""
_SHOP_TALK = frozenset(
    """salary salaries requirements requirement tips ideas vs versus interview interviews application applications search people
    person folks friend friends candidates applicants programs pending""".split()
)
"""After a name: it is talked about, not claimed."""
_GOAL = frozenset("internship internships job".split())
_PAST = frozenset("did had done completed finished previous past last former was worked during summer interned".split())
_LESSONS = frozenset("bootcamp course courses class classes degree boot tutorial tutorials".split())
_AT_WORK = frozenset("years yrs year former ex worked working".split()) | _PAST
_PLURALS = frozenset("analysts devs engineers scientists developers".split())
_PLACED = frozenset("at for join joining into in on or and , target is be / like".split())
_LIMITS = frozenset("in with using for offer offers as at on from building of since now right currently atm".split())
"""After "no experience" or "no degree": it is one of a kind that is missing."""
_BETWEEN_DENIED = frozenset(
    """any a an have hv hav
    has had got get been done held did kind of sort college university uni formal real yet proper single the even ever
    finished academic professional industry relevant prior previous paid actual work working whatsoever related practical do actually
    really either or and certificate certificates certification certifications""".split()
)
_DEGREES = frozenset("degree degrees diploma degre".split())
_WORK_WORDS = frozenset("internship internships experience exp experiance job worked employed".split())
_OFFERED = frozenset({"internship", "job"})
_EVER = frozenset("had did done any single ever held".split())
"""Who has no job at the moment may have had one."""
_CAMPUS = frozenset("uni university college".split())


def names(reading: Reading, lexicon: Lexicon) -> Iterator[Heard]:
    """What the names of a message say about the writer."""
    levels = {
        name.lower(): term.means["degree_level"]
        for term in lexicon.terms.values()
        if term.label == DEGREE and term.means
        for name in (term.name, *term.aliases)
    }
    for entity in reading.doc.ents:
        term = lexicon.terms.get(entity.ent_id_)
        if term is None or reading.word(entity.end) in _SHOP_TALK:
            continue
        if reading.word(entity.end) == "or" and term.label in _CHOSEN and "none" not in term.means.values():
            continue
        rule = _RULES.get(term.label, _plainly)
        for field, value in rule(reading, entity, term):
            yield Heard(field, value, entity.start_char, entity.end_char)
        if term.label == FIELD and reading.is_fact(entity.start, entity.end):
            for token in entity:
                if (level := levels.get(token.lower_)) and level != "none":
                    yield Heard("degree_level", level, token.idx, token.idx + len(token))
                    if _is_student(reading, token.i, token.i + 1):
                        yield Heard("route", "degree", token.idx, token.idx + len(token))
    yield from _in_machine_learning(reading)
    yield from _scarcity(reading)
    yield from _at_university(reading)


_CHOSEN = frozenset({ROUTE, DEGREE, FIELD, WORK})
"""Before "or": one of several ways to choose from, "a bootcamp or a degree"."""
Meaning = Iterator[tuple[str, str]]


def _plainly(reading: Reading, entity: Any, term: Term) -> Meaning:
    if term.means and "target" in term.means:
        yield from _target(reading, entity, term)
    elif term.means and reading.stances[entity.start].who == "self" and reading.is_fact(entity.start, entity.end):
        yield from term.means.items()


def _route(reading: Reading, entity: Any, term: Term) -> Meaning:
    place = entity.start
    if any(word in reading.cues.gave_up for word in reading.before(place, 3)):
        return
    if entity.text.lower() in reading.cues.alone:
        first, last = reading.clause(place)
        if not set(reading.words[first:last]) & reading.cues.learning:
            return
    if reading.is_fact(place, entity.end):
        yield from term.means.items()


def _degree(reading: Reading, entity: Any, term: Term) -> Meaning:
    place, last = entity.start, entity.end
    if term.means.get("degree_level") == "none":
        dropped = "drop" in entity.text.lower()
        if dropped and any(reading.doc[at].ent_type_ in {DEGREE, ROUTE} for at in range(last, min(last + 5, reading.clause(place)[1]))):
            return
        if reading.word(last) not in {"in", "required", "needed", "requirement", "requirements"} and reading.is_fact(
            place, last, denies=True
        ):
            yield from term.means.items()
        return
    if not _is_degree(reading, entity) or _given_up(reading, place) or not reading.is_fact(place, last):
        return
    yield from term.means.items()
    if _is_student(reading, place, last):
        yield "route", "degree"


def _is_degree(reading: Reading, entity: Any) -> bool:
    """Whether a short name such as "ms" or "master" means a degree."""
    word, after = entity.text.lower(), reading.word(entity.end)
    if word in {"phds"} or after in reading.cues.not_degrees:
        return False
    if word not in reading.cues.unclear_degrees or entity.text.isupper():
        return True
    before = reading.word(entity.start - 1)
    return not before or before in reading.cues.degree_signs or after in {"in", "of", "degree", "student", "from", "'s", "@", "at"}


def _given_up(reading: Reading, place: int) -> bool:
    """Whether a study was left: "dropped out of my PhD", "started a PhD but quit"."""
    sentence = reading.ends[bisect_right(reading.ends, place)]
    for at in range(place + 1, min(place + 6, sentence)):
        if reading.words[at] in reading.cues.gave_up and (not reading.word(at + 1).isalpha() or reading.word(at + 1) in {"it", "out"}):
            return True
    return any(word in reading.cues.gave_up for word in reading.before(place, GAVE_UP_WITHIN))


def _is_student(reading: Reading, start: int, end: int) -> bool:
    """Whether somebody is still studying for a degree: "a CS student", "finishing my PhD"."""
    cues, after = reading.cues, reading.word(end)
    if after in {"grad", "graduate"} or "grad" in reading.words[start:end]:
        return False
    if cues.student & {*reading.words[start:end], after}:
        return True
    for at in range(start - 1, max(-1, start - 6), -1):
        if reading.words[at] in cues.student or _is_nth_year(reading, at):
            return reading.doc[at - 1].ent_type_ != ROUTE
        if reading.words[at] not in cues.study_links and reading.doc[at].ent_type_ not in {DEGREE, FIELD}:
            return False
    return False


def _is_nth_year(reading: Reading, place: int) -> bool:
    return reading.words[place] in {"year", "semester"} and reading.word(place - 1) in reading.cues.nth


def _field(reading: Reading, entity: Any, term: Term) -> Meaning:
    place, last = entity.start, entity.end
    if not _is_studied(reading, place, last) or _given_up(reading, place) or not reading.is_fact(place, last):
        return
    yield from term.means.items()
    if _is_student(reading, place, last):
        yield "route", "degree"


def _subject(reading: Reading, entity: Any, term: Term) -> Meaning:
    """A degree far from machine learning, or something to love."""
    place, last = entity.start, entity.end
    if _is_studied(reading, place, last):
        if reading.is_fact(place, last) and not _given_up(reading, place):
            yield "degree_field", "unrelated"
            if _is_student(reading, place, last):
                yield "route", "degree"
        return
    if not reading.is_fact(place, last) and not (reading.stances[place].likes and _liked(reading, place)):
        return
    if term.means:
        yield from term.means.items()
    elif _liked(reading, place):
        yield "interests", entity.text.lower()


def _liked(reading: Reading, place: int) -> bool:
    stance = reading.stances[place]
    return stance.likes and stance.who != "other" and stance.mood is Mood.FACT and not reading.denied(place)


def _is_studied(reading: Reading, start: int, end: int) -> bool:
    """Whether a subject stands next to a degree: "history major", "a degree in history", "studied music and history"."""
    study, links = reading.cues.study, reading.cues.study_links
    named = reading.word(end + 1) in study and reading.doc[end].ent_type_ != ""
    if named or reading.word(end) in study or set(reading.words[start:end]) & study:
        return True
    strangers = 2 if {"in", "is"} & {reading.word(start - 1), reading.word(start - 2)} else 0
    for at in range(start - 1, max(-1, start - 1 - SUBJECT_REACH), -1):
        word = reading.words[at]
        if word in study or _is_nth_year(reading, at):
            return True
        if reading.doc[at].ent_type_ in {SUBJECT, FIELD, INTEREST, DEGREE} or word in links:
            continue
        strangers -= 1
        if strangers < 0 or not word.isalpha() or word in reading.cues.wish or word in reading.cues.self:
            return False
    return False


def _work(reading: Reading, entity: Any, term: Term) -> Meaning:
    place, last = entity.start, entity.end
    value, after = term.means.get("experience"), reading.word(last)
    if value == "none":
        if after not in _LIMITS and reading.is_fact(place, last, denies=True):
            yield "experience", "none"
    elif value and after not in {"offer", "offers"} and reading.is_fact(place, last) and _is_work(reading, place, last, value):
        yield "experience", value


def _is_work(reading: Reading, place: int, last: int, value: str) -> bool:
    """Whether the name of an occupation is what the writer does or did, and no lesson, no goal and nobody else's."""
    before = reading.before(place, 4)
    if set(reading.words[place:last]) & _GOAL:
        return bool(set(reading.words[reading.stances[place].clause : place]) & _PAST)
    if reading.word(last) in _LESSONS or (before[:1] in (["in"], ["on"], ["for"]) and set(before) & _LESSONS):
        return False
    if reading.words[last - 1] in _PLURALS:
        return False
    note = reading.stances[place].who != "self" and value == "ml"
    return not note or bool(_AT_WORK & set(reading.words[max(0, place - 6) : last + 6]))


def _interest(reading: Reading, entity: Any, term: Term) -> Meaning:
    yield from _subject(reading, entity, term)


def _skill(reading: Reading, entity: Any, term: Term) -> Meaning:
    """A language or a skill; the names of one letter only as a capital or beside another one."""
    place, last = entity.start, entity.end
    if not term.means:
        return
    neighbours = any(reading.doc[at].ent_type_ == SKILL for at in (place - 2, last + 1, place - 3) if 0 <= at < len(reading.doc))
    if len(entity.text) == 1 and not (entity.text.isupper() or neighbours):
        return
    stance = reading.stances[place]
    if stance.mood is not Mood.FACT or stance.who == "other" or reading.denied(place) or {"about", "than"} & set(reading.before(place, 3)):
        return
    if _is_studied(reading, place, last) and "languages" not in term.means:
        return
    first, end = reading.clause(place)
    if stance.who == "self":
        known = stance.knows or (stance.has and not stance.likes) or ("languages" in term.means and stance.likes)
    else:
        listed = reading.word(first) in {"stack", "skills", "languages"}
        known = listed or (reading.is_note(place, last) and (neighbours or len(reading.doc) - (last - place) >= 2))
    if known and not ({"question", "questions", "course", "bootcamp"} & set(reading.words[first:end])):
        yield from term.means.items()


def _target(reading: Reading, entity: Any, term: Term) -> Meaning:
    """Where somebody wants to go, not where they are."""
    place = entity.start
    stance, before = reading.stances[place], reading.before(place, 5)
    if stance.who == "other" or stance.mood is Mood.ASKED or stance.denied >= 0:
        return
    if {"than", "over", "instead", "about", "from"} & set(before[:3]) or before[:1] == ["my"] or reading.word(entity.end) in _SHOP_TALK:
        return
    named = term.label == "company"
    if named and not (stance.aims and before[:1] and before[0] in _PLACED):
        return
    worked = {"worked", "working", "works", "founded", "run", "left", "interned", "at", "was"} & set(before)
    if stance.aims or stance.mood is Mood.WISH:
        if stance.aims and not ({"worked", "founded", "interned", "was"} & set(before)):
            yield from term.means.items()
    elif not worked and stance.who != "self" and reading.is_note(place, entity.end):
        yield from term.means.items()


def _in_machine_learning(reading: Reading) -> Iterator[Heard]:
    """A degree in machine learning, however it is put."""
    cues = reading.cues
    for place, word in enumerate(reading.words):
        pair = f"{word} {reading.word(place + 1)}"
        length = 2 if pair in cues.ml_subjects else 1 if word in cues.ml_subjects else 0
        if not length:
            continue
        end, degrees = place + length, cues.ml_degrees
        near = reading.word(end) in degrees
        for at in range(place - 1, max(-1, place - 5), -1):
            if near or reading.words[at] not in cues.study_links | cues.student | degrees:
                break
            near = reading.words[at] in degrees
        if near and reading.is_fact(place, end) and not _given_up(reading, place):
            yield Heard("degree_field", "ml", reading.doc[place].idx, reading.doc[end - 1].idx + len(reading.doc[end - 1]))


def _scarcity(reading: Reading) -> Iterator[Heard]:
    """What is denied in many words, such as "I haven't got any kind of degree"."""
    for place, word in enumerate(reading.words):
        field = "degree_level" if word in _DEGREES else "experience" if word in _WORK_WORDS else ""
        denied = reading.stances[place].denied
        if field == "degree_level" and _is_none(reading, place):
            yield Heard(field, "none", reading.doc[place].idx, reading.doc[place].idx + len(reading.doc[place]))
        if not field or reading.doc[place].ent_type_ in {DEGREE, FIELD, WORK} or not 0 < place - denied <= DENIED_FAR:
            continue
        between = set(reading.words[denied + 1 : place])
        if not between <= _BETWEEN_DENIED or reading.word(place + 1) in _LIMITS or (word in _OFFERED and not between & _EVER):
            continue
        if reading.is_fact(denied, place + 1, denies=True):
            yield Heard(field, "none", reading.doc[denied].idx, reading.doc[place].idx + len(reading.doc[place]))


def _is_none(reading: Reading, place: int) -> bool:
    """Whether a note says none of something after its name: "degree: none"."""
    after = [word for word in reading.words[place + 1 : place + 3] if word not in {":", "="}]
    return after[:1] in (["none"], ["no"]) and reading.is_fact(place, place + 1)


def _at_university(reading: Reading) -> Iterator[Heard]:
    """A student whose subject is not known."""
    for place, word in enumerate(reading.words):
        spent = _is_nth_year(reading, place) and reading.word(place + 1) not in _LIMITS
        if (spent or (word == "student" and reading.word(place - 1) in _CAMPUS)) and reading.is_fact(place, place + 1):
            yield Heard("route", "degree", reading.doc[place - 1].idx, reading.doc[place].idx + len(word))


_RULES: dict[str, Callable[[Reading, Any, Term], Meaning]] = {
    ROUTE: _route,
    DEGREE: _degree,
    FIELD: _field,
    SUBJECT: _subject,
    WORK: _work,
    INTEREST: _interest,
    SKILL: _skill,
}
