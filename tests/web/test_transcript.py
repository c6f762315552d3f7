"""What the widget is given back of a conversation."""

from __future__ import annotations

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, Restarted, SlotSet, UserUttered

from channels.web.transcript import MOST_MESSAGES, transcript

BUTTONS = [{"title": "Yes please", "payload": "/affirm"}]


def me(text: str, message_id: str) -> UserUttered:
    return UserUttered(text, message_id=message_id)


def coach(text: str, **metadata: object) -> BotUttered:
    return BotUttered(text, {"buttons": BUTTONS}, metadata={"utter_action": "utter_x", "metadata": metadata})


def read(*events: Event) -> list[tuple[str, str, str]]:
    return [(message["id"], message["from"], message["text"]) for message in transcript(events)]


def test_messages_are_told_in_order_with_the_ids_they_had_live() -> None:
    events = [
        ActionExecuted("action_listen"),
        me("hello", "a"),
        coach("Hi."),
        SlotSet("x", 1),
        coach("And you?"),
        me("fine", "b"),
        coach("Good."),
    ]
    assert read(*events) == [
        ("a", "me", "hello"),
        ("a.0", "coach", "Hi."),
        ("a.1", "coach", "And you?"),
        ("b", "me", "fine"),
        ("b.0", "coach", "Good."),
    ]


def test_buttons_and_metadata_come_back() -> None:
    message = transcript([me("hello", "a"), coach("Hi.", kind="social")])[1]
    assert message["buttons"] == BUTTONS
    assert message["metadata"] == {"kind": "social"}
    assert message["re"] == "a"


def test_a_choice_is_told_by_its_title() -> None:
    message = transcript([me("hello", "a"), coach("Hi."), me("/affirm", "b")])[2]
    assert (message["text"], message["payload"]) == ("Yes please", "/affirm")


def test_a_message_that_was_sent_again_is_told_once() -> None:
    assert read(me("hello", "a"), me("hello", "a"), coach("Hi.")) == [("a", "me", "hello"), ("a.0", "coach", "Hi.")]


def test_what_was_before_a_restart_is_over() -> None:
    assert read(me("hello", "a"), coach("Hi."), Restarted(), me("again", "b")) == [("b", "me", "again")]


def test_a_long_conversation_comes_back_from_its_end() -> None:
    told = read(*(me(f"message {number}", f"m{number}") for number in range(MOST_MESSAGES + 50)))
    assert len(told) == MOST_MESSAGES
    assert told[-1][2] == f"message {MOST_MESSAGES + 49}"


def test_an_empty_conversation_has_no_messages() -> None:
    assert transcript([]) == []


def test_what_was_before_being_forgotten_is_over_and_so_is_asking_for_it() -> None:
    asked = me('/forget_me{"sure": "yes"}', "b")
    assert read(me("hello", "a"), coach("Hi."), asked, coach("Done.", kind="forgotten")) == [("b.0", "coach", "Done.")]
    assert read(asked, coach("Done.", kind="forgotten"), me("hello", "c")) == [("b.0", "coach", "Done."), ("c", "me", "hello")]
