"""Two people never mix; a code joins two conversations once, for ten minutes; what was known stays."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.database import open_session
from coach.person.links import MOST_WRONG, Attempts, find_code, is_about_code, make_code, redeem, unlink
from coach.person.models import LinkCodeRow, PersonRow
from coach.person.person import Person
from coach.person.repository import PersonRepository
from coach.store import migrate

Said = Iterable[tuple[str, str]]


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(clock: Clock) -> Attempts:
    return Attempts(clock)


def _know(people: PersonRepository, conversation: str, *said: tuple[str, str]) -> Person:
    return people.remember(people.of_conversation(conversation), said, "message")


def _values(people: PersonRepository, conversation: str) -> list[tuple[str, str]]:
    return [(item.field, item.value) for item in people.of_conversation(conversation).remembered]


def test_two_people_never_mix(people: PersonRepository) -> None:
    conversations = [f"rest-{number}" for number in range(8)]
    for turn in range(3):
        for conversation in conversations:
            person = _know(people, conversation, ("interests", f"{conversation} {turn}"))
            people.mark(person, f"{conversation} {turn}", "done")
    for conversation in conversations:
        mine = [f"{conversation} {turn}" for turn in range(3)]
        person = people.of_conversation(conversation)
        assert _values(people, conversation) == [("interests", value) for value in mine]
        assert sorted(person.steps) == mine


def test_a_code_is_of_a_form_that_can_be_typed(people: PersonRepository, session: Session) -> None:
    person = _know(people, "web-a", ("degree_level", "phd"))
    codes = {make_code(people, person) for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", code) for code in codes)
    kept = session.scalars(select(LinkCodeRow)).all()
    assert len(kept) == 1, "a new code ends the one before"
    assert all(code.replace("-", "") not in repr(vars(row)).upper() for code in codes for row in kept)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("link K7QM-2XWD", "K7QM-2XWD"),
        ("k7qm-2xwd", "K7QM-2XWD"),
        ("my code is k7qm 2xwd, thanks", "K7QM-2XWD"),
        ("K7QM2XWD.", "K7QM-2XWD"),
        ("K7QM\u20132XWD", "K7QM-2XWD"),
        ("link slack with abcd-efg2", "ABCD-EFG2"),
        ("link my slack", None),
        ("please help with that link", None),
        ("projects", None),
        ("2345-6789", None),
        ("K7QM-2XWDE", None),
        ("XK7QM-2XWD", None),
        ("K7QM-2XW", None),
        ("K0QM-2XWD", None),
        ("", None),
    ],
)
def test_a_code_is_found_in_what_people_type(text: str, code: str | None) -> None:
    assert find_code(text) == code


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("link K7QM-2XWD", True),
        ("k7qm-2xwd", True),
        ("my code is K7QM-2XWD", True),
        ("link my slack", False),
        ("my project K7QM-2XWD sorts photos of cats by their mood", False),
        ("", False),
    ],
)
def test_a_short_message_with_a_code_hands_it_in(text: str, about: bool) -> None:
    assert is_about_code(text) is about


def test_every_code_is_found_again(people: PersonRepository) -> None:
    person = _know(people, "web-a", ("degree_level", "phd"))
    for _ in range(200):
        code = make_code(people, person)
        assert find_code(f"link {code.lower()}") == find_code(code.replace("-", " ")) == code


MERGES: list[tuple[str, Said, Said, Said]] = [
    ("nothing here", [("degree_level", "phd")], [], [("degree_level", "phd")]),
    ("nothing there", [], [("degree_level", "phd")], [("degree_level", "phd")]),
    ("both, apart", [("route", "mooc")], [("target", "startup")], [("route", "mooc"), ("target", "startup")]),
    ("both, the same", [("route", "mooc")], [("route", "mooc")], [("route", "mooc")]),
    ("a contradiction", [("route", "mooc")], [("route", "bootcamp"), ("target", "startup")], [("route", "mooc"), ("target", "startup")]),
    (
        "several values",
        [("interests", "tea"), ("interests", "art")],
        [("interests", "art"), ("interests", "jazz")],
        [("interests", "tea"), ("interests", "art"), ("interests", "jazz")],
    ),
    ("a number and its size", [("portfolio", "many")], [("projects", "1"), ("portfolio", "few")], [("portfolio", "many")]),
]


@pytest.mark.parametrize(("there", "here", "expected"), [case[1:] for case in MERGES], ids=[case[0] for case in MERGES])
def test_what_was_said_here_is_added_and_nothing_overwritten(
    people: PersonRepository, session: Session, there: Said, here: Said, expected: Said
) -> None:
    owner = _know(people, "web-a", *there)
    own = _know(people, "slack-a", *here)
    joined = redeem(people, "slack-a", make_code(people, owner))
    assert joined is not None
    assert joined.conversation == "slack-a"
    assert _values(people, "slack-a") == _values(people, "web-a") == list(expected)
    assert people.of_conversation("web-a").id == joined.id
    assert sorted(people.conversations(joined.id or "")) == ["slack-a", "web-a"]
    assert own.id is None or session.get(PersonRow, own.id) is None
    assert len(session.scalars(select(PersonRow)).all()) == 1


def test_where_a_value_came_from_comes_along(people: PersonRepository) -> None:
    own = people.remember(people.of_conversation("slack-a"), [("route", "mooc")], "correction")
    joined = redeem(people, "slack-a", make_code(people, people.of_conversation("web-a")))
    assert joined is not None
    assert joined.remembered == own.remembered


def test_plan_and_state_are_added_and_nothing_overwritten(people: PersonRepository) -> None:
    owner = people.keep(people.mark(people.of_conversation("web-a"), "readme", "done"), {"asked_about": ["route"]})
    own = people.mark(people.mark(people.of_conversation("slack-a"), "readme", "skipped"), "kaggle", "done")
    people.keep(own, {"asked_about": ["target"], "interview": {"question": "route"}})
    joined = redeem(people, "slack-a", make_code(people, owner))
    assert joined is not None
    assert joined.steps == {"readme": "done", "kaggle": "done"}
    assert joined.state == {"asked_about": ["route"], "interview": {"question": "route"}}


def test_what_is_said_in_one_channel_is_known_in_the_other(people: PersonRepository) -> None:
    redeem(people, "slack-a", make_code(people, people.of_conversation("web-a")))
    _know(people, "slack-a", ("route", "mooc"))
    _know(people, "web-a", ("target", "startup"))
    assert _values(people, "web-a") == _values(people, "slack-a") == [("route", "mooc"), ("target", "startup")]


def test_a_code_works_once(people: PersonRepository, attempts: Attempts) -> None:
    code = make_code(people, _know(people, "web-a", ("route", "mooc")))
    assert redeem(people, "slack-a", code, attempts=attempts)
    assert redeem(people, "slack-b", code, attempts=attempts) is None
    assert _values(people, "slack-b") == []


def test_a_code_typed_where_it_was_made_stays_valid(people: PersonRepository, attempts: Attempts) -> None:
    owner = _know(people, "web-a", ("route", "mooc"))
    code = make_code(people, owner)
    assert redeem(people, "web-a", code, attempts=attempts) == owner
    assert redeem(people, "slack-a", code, attempts=attempts)


@pytest.mark.parametrize(("seconds", "works"), [(0, True), (599, True), (601, False), (86_400, False)])
def test_a_code_works_for_ten_minutes(people: PersonRepository, clock: Clock, attempts: Attempts, seconds: float, works: bool) -> None:
    code = make_code(people, _know(people, "web-a", ("route", "mooc")), clock)
    clock.now += seconds
    assert bool(redeem(people, "slack-a", code, clock, attempts)) is works
    assert bool(_values(people, "slack-a")) is works


@pytest.mark.parametrize("wrong", ["K7QM-2XWD", "", "x" * 9000, "' OR 1=1 --", "%", "K7QM\x00"])
def test_a_wrong_code_changes_nothing(people: PersonRepository, session: Session, attempts: Attempts, wrong: str) -> None:
    code = make_code(people, _know(people, "web-a", ("route", "mooc")))
    _know(people, "slack-a", ("target", "startup"))
    assert redeem(people, "slack-a", wrong, attempts=attempts) is None
    assert _values(people, "slack-a") == [("target", "startup")]
    assert redeem(people, "slack-a", code, attempts=attempts), "the right one still works"


def test_after_five_wrong_codes_the_right_one_does_not_work_either(people: PersonRepository, clock: Clock, attempts: Attempts) -> None:
    person = _know(people, "web-a", ("route", "mooc"))
    for number in range(MOST_WRONG):
        assert not attempts.over("slack-a")
        assert redeem(people, "slack-a", f"K7QM-2XW{number + 2}", clock, attempts) is None
        clock.now += 60
    assert attempts.over("slack-a")
    assert redeem(people, "slack-a", make_code(people, person, clock), clock, attempts) is None
    assert not attempts.over("slack-b"), "others may still try"
    assert redeem(people, "slack-b", make_code(people, person, clock), clock, attempts)
    clock.now += 301  # the first wrong one is ten minutes old now
    assert redeem(people, "slack-a", make_code(people, person, clock), clock, attempts)


def test_wrong_codes_are_watched_in_bounded_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.person.links.MOST_WATCHED", 3)
    attempts = Attempts(clock)
    for conversation in "abcd":
        for _ in range(9):
            attempts.wrong(conversation)
    assert [attempts.over(conversation) for conversation in "abcd"] == [False, True, True, True]


def test_two_who_type_a_code_at_once_do_not_both_get_in(database_url: str) -> None:
    migrate(database_url)
    with open_session(database_url) as session, session.begin():
        people = PersonRepository(session)
        code = make_code(people, _know(people, "web-a", ("route", "mooc")))
    start, joined = threading.Barrier(4), []

    def try_it(conversation: str) -> None:
        start.wait()
        with open_session(database_url) as session, session.begin():
            if redeem(PersonRepository(session), conversation, code, attempts=Attempts()):
                joined.append(conversation)

    threads = [threading.Thread(target=try_it, args=(f"slack-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(joined) == 1
    with open_session(database_url) as session:
        people = PersonRepository(session)
        assert sorted(people.conversations(people.of_conversation("web-a").id or "")) == sorted(["web-a", *joined])


def test_an_unlinked_conversation_is_nobodys_and_the_person_stays(people: PersonRepository) -> None:
    redeem(people, "slack-a", make_code(people, _know(people, "web-a", ("route", "mooc"))))
    assert unlink(people, "slack-a")
    assert people.of_conversation("slack-a") == Person("slack-a")
    assert _values(people, "web-a") == [("route", "mooc")]
    _know(people, "slack-a", ("route", "bootcamp"))
    assert _values(people, "web-a") == [("route", "mooc")]


@pytest.mark.parametrize("known", [True, False])
def test_a_conversation_that_is_not_linked_cannot_be_unlinked(people: PersonRepository, known: bool) -> None:
    if known:
        _know(people, "web-a", ("route", "mooc"))
    assert not unlink(people, "web-a")
    assert bool(_values(people, "web-a")) is known


def test_one_of_three_that_goes_to_another_person_leaves_the_others_theirs(people: PersonRepository) -> None:
    owner = _know(people, "web-a", ("route", "mooc"))
    for conversation in ("slack-a", "slack-b"):
        redeem(people, conversation, make_code(people, owner))
    assert redeem(people, "slack-b", make_code(people, _know(people, "web-b", ("target", "startup"))))
    assert _values(people, "web-a") == _values(people, "slack-a") == [("route", "mooc")]
    assert _values(people, "slack-b") == _values(people, "web-b") == [("target", "startup"), ("route", "mooc")]
