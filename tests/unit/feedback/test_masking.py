"""What tells who wrote a text is masked; the rest stays as it is, on one line of bounded length."""

from __future__ import annotations

import time

import pytest

from coach.feedback.masking import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to jane.doe+ml@mail.example.org please", "write to [email] please"),
        ("jane.doe at mail dot com is mine", "[email] is mine"),
        ("ping @jane or <@U02ABC>", "ping [email] or [email]"),
        ("see https://jane.dev/cv?x=1 and www.jane.dev", "see [link] and [link]"),
        ("my page is linkedin.com/in/jane-doe", "my page is [link]"),
        ("call +49 (0)170 123-4567", "call [number]"),
        ("call 555-123-4567 or 5551234567.", "call [number] or [number]."),
    ],
)
def test_what_leads_to_a_person_is_masked(text: str, expected: str) -> None:
    assert masked(text, 300) == expected


@pytest.mark.parametrize(
    "text",
    [
        "are there 50,000 datasets on kaggle.com?",
        "is fast.ai from 2016 or 2017 better than node.js?",
        "do I need 3 projects, 2.5 years and/or a degree?",
        "what is 1/2 of $112,000 in €?",
        "was ist mit Übersetzung und 日本語?",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert masked(text, 300) == text


def test_the_text_is_one_line_that_any_database_takes() -> None:
    assert masked("  a\n\tb\x00c \ud800d\u202e e ", 300) == "a b c d e"


@pytest.mark.parametrize("longest", [10, 300])
@pytest.mark.parametrize("text", ["word " * 2000, "x" * 8000, "a@b.co " * 1000])
def test_the_text_is_bounded(text: str, longest: int) -> None:
    line = masked(text, longest)
    assert 0 < len(line) <= longest
    assert line.endswith("…")


def test_an_address_at_the_place_of_the_cut_is_not_half_kept() -> None:
    for before in range(960, 1000):
        assert "jane" not in masked("x" * before + " jane.doe.of.the.west@mail.example.org", 2000)


@pytest.mark.parametrize("text", ["1 " * 4000, "a." * 4000, "(" * 8000, "a at b dot " * 700, "@" * 8000, "www." * 2000, "1-" * 4000])
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    masked(text, 300)
    assert time.perf_counter() - began < 0.5
