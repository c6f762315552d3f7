"""What is said about data: everything known, where it came from, what can be done; nothing more, and not at length."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.orm import Session

from coach.person.data_reply import (
    ask_to_forget,
    code_made,
    correct_profile,
    forgotten,
    hand_out,
    linked,
    show_profile,
    unlinked,
    wrong_code,
)
from coach.person.links import find_code
from coach.person.person import Person, Remembered
from coach.person.privacy import export_person
from coach.profile.fields import FIELDS
from coach.reply import Reply
from coach.wording import say
from tests.unit.person.conftest import talk

NOON_23 = 1_795_435_200.0  # 23 November 2026, 12:00 UTC
DAY = 86_400.0
MOST_WORDS = 120


def _person(*remembered: tuple[str, str, float, str], **more: object) -> Person:
    return Person("rest-a", "1", tuple(Remembered(*item) for item in remembered), **more)  # type: ignore[arg-type]


FULL = _person(
    *(
        (name, field.values[-1] if field.values else "12", NOON_23 + 40 * DAY * number, source)
        for number, (name, field) in enumerate(FIELDS.items())
        for source in ("question",)
    ),
    *(("interests", f"the number {number}", NOON_23, "message") for number in range(60)),
    steps={f"step {number}": "done" for number in range(20)},
)


def test_what_is_known_is_said_with_where_and_when_it_came_from() -> None:
    person = _person(
        ("route", "bootcamp", NOON_23, "message"),
        ("degree_level", "phd", NOON_23 + 60, "message"),
        ("target", "startup", NOON_23 - DAY, "question"),
        ("interests", "jazz", NOON_23 - 2 * DAY, "correction"),
        ("projects", "7", NOON_23 - 2 * DAY, "correction"),
        ("portfolio", "many", NOON_23 - 2 * DAY, "correction"),
        steps={"a": "done", "b": "done", "c": "skipped"},
    )
    assert show_profile(person, 90).text.splitlines() == [
        "This is what I know about you:",
        "- You said in passing on 23 Nov 2026: your PhD, your bootcamp",
        "- You answered me on 22 Nov 2026: that you aim at a startup",
        "- You corrected me on 21 Nov 2026: your interest in jazz, how many projects you have: 7",
        "Steps of your plan: 2 done, 1 skipped.",
        say("data.kept", days=90),
        say("data.rights"),
    ]
    assert "90 days" in say("data.kept", days=90)


def test_of_somebody_unknown_it_says_so() -> None:
    for person in (Person("rest-a"), _person()):
        assert show_profile(person, 365).text == say("data.nothing", days=365)
        assert correct_profile(person) == Reply("profile", say("data.nothing_to_correct"))


def test_a_plan_without_a_profile_is_shown() -> None:
    text = show_profile(_person(steps={"a": "skipped"}), 365).text
    assert say("data.plan", done=0, skipped=1) in text
    assert say("data.known") not in text


def test_a_full_profile_stays_short_and_says_how_much_is_left_out(session: Session) -> None:
    exported = export_person(session, "rest-a")
    for reply in (show_profile(FULL, 365), correct_profile(FULL), hand_out(FULL, exported)):
        assert len(reply.text.split()) <= MOST_WORDS
        assert "more; your export has them all" in reply.text
    listed = show_profile(FULL, 365).text
    left_out = int(listed.split(" more; ")[0].split()[-1])
    shown = [item for item in FULL.remembered if item.in_words in listed]
    assert len(shown) + left_out in (len(FULL.remembered), len(FULL.remembered) - 1)  # projects say what portfolio says
    assert left_out > 30


def test_up_to_three_steady_things_can_be_forgotten_by_a_button_the_newest_first() -> None:
    person = _person(
        ("route", "bootcamp", NOON_23, "message"),
        ("interests", "jazz", NOON_23, "message"),
        ("degree_field", "ml", NOON_23, "message"),
        ("experience", "none", NOON_23, "message"),
        ("target", "big_company", NOON_23, "message"),
    )
    reply = correct_profile(person)
    assert [(button.title, button.payload) for button in reply.buttons] == [
        ("Forget that you aim at a big company", '/answer{"field": "target", "value": ""}'),
        ("Forget that you have not worked yet", '/answer{"field": "experience", "value": ""}'),
        ("Forget your studies in machine learning", '/answer{"field": "degree_field", "value": ""}'),
    ]
    assert all(item.in_words in reply.text for item in person.remembered)
    assert reply.text.endswith(say("data.correct_how"))


def test_without_anything_steady_there_are_no_buttons_and_none_are_spoken_of() -> None:
    reply = correct_profile(_person(("interests", "jazz", NOON_23, "message")))
    assert reply.buttons == ()
    assert reply.text.endswith(say("data.correct_in_words"))


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.steady])
def test_everything_steady_fits_on_a_button(name: str) -> None:
    for value in FIELDS[name].values:
        (button,) = correct_profile(_person((name, value, NOON_23, "question"))).buttons
        assert 0 < len(button.title) <= 40
        assert json.loads(button.payload.removeprefix("/answer")) == {"field": name, "value": ""}


def test_an_export_comes_as_a_file_and_in_words(session: Session) -> None:
    person = talk(session, "rest-a", "tea")
    reply = hand_out(person, export_person(session, "rest-a"))
    assert reply.metadata["files"] == [{"label": "Your data (JSON)", "path": "export/data.json"}]
    assert say("data.export", profile=4, plan=1, messages=2, feedback=1, unanswered=1) in reply.text
    assert "your PhD" in reply.text


def test_forgetting_asks_once_with_two_buttons() -> None:
    assert [button.payload for button in ask_to_forget().buttons] == ['/forget_me{"sure": "yes"}', "/deny"]


def test_a_code_is_said_so_that_it_is_found_when_typed_back() -> None:
    line = next(line for line in code_made("K7QM-2XWD").text.splitlines() if line.startswith("link "))
    assert find_code(line) == "K7QM-2XWD"


OUTCOMES = {
    "data.forgotten": forgotten(),
    "data.linked": linked(Person("slack-a", "2"), Person("slack-a", "1")),
    "linked, unknown before": linked(Person("slack-a"), Person("slack-a", "1")),
    "typed where it was made": linked(Person("web-a", "1"), Person("web-a", "1")),
    "wrong": wrong_code(too_many=False),
    "too many": wrong_code(too_many=True),
    "data.unlinked": unlinked(True),
    "not linked": unlinked(False),
}


def test_every_outcome_has_a_sentence_of_its_own() -> None:
    assert OUTCOMES["data.linked"] == OUTCOMES["linked, unknown before"]
    assert len({reply.text for reply in OUTCOMES.values()}) == len(OUTCOMES) - 1
    assert all(reply.buttons == () and "files" not in reply.metadata for reply in OUTCOMES.values())
