"""Any text that arrives becomes safe to read and to store, and readable text stays as it is."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.normalise import as_text, normalised

ANY_TEXT = st.text(st.characters(), max_size=200)
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello", "hello"),
        ("  hello \n", "hello"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n \nb", "a\nb"),
        ("tab\there", "tab\there"),
        ("nul\x00here", "nul here"),
        ("bell\x07", "bell"),
        ("\ud800", ""),
        ("a\udfffb", "a b"),
        ("e\u0301", "é"),
        ("ﬁne ½ ①", "ﬁne ½ ①"),
        ("pass\u200bword", "password"),
        ("\ufeffhello", "hello"),
        ("soft\u00adhyphen", "softhyphen"),
        ("abc\u202ecba", "abccba"),
        ("مرحبا بك", "مرحبا بك"),
        ("שלום", "שלום"),
        ("你好 世界", "你好 世界"),
        ("👍🏽 ❤️ 🇫🇷", "👍🏽 ❤️ 🇫🇷"),
        ("\ue000\U000f0000", ""),
        ("\ufffe\uffff", ""),
        ("", ""),
    ],
)
def test_readable_text_stays_and_the_rest_goes(text: str, expected: str) -> None:
    assert normalised(text) == expected


@pytest.mark.parametrize("char", [*BIDI, *ZERO_WIDTH], ids=lambda char: f"U+{ord(char):04X}")
def test_no_zero_width_or_direction_character_is_left(char: str) -> None:
    assert char not in normalised(f"a{char}b{char}c")
    assert normalised(char) == ""


@given(text=ANY_TEXT)
@example(text="\U000e0041\U000e0042")
@example(text="a" + "\u0301" * 100)
@example(text="\ufb2c" * 20)
def test_any_text_becomes_storable_composed_and_trimmed(text: str) -> None:
    clean = normalised(text)
    clean.encode("utf-8")
    json.dumps(clean)
    assert clean == clean.strip()
    assert clean == unicodedata.normalize("NFC", clean)
    assert not [char for char in clean if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]
    assert "\n\n" not in clean


@given(text=ANY_TEXT)
@example(text="\u200b \u0301")
@example(text="\n\u2028\n")
def test_clean_text_is_not_cleaned_again(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize("text", ["\n" * 200_000, " \n" * 100_000, "\u200b" * 200_000, "\n" + " " * 200_000 + "x", "a\u0301" * 100_000])
def test_a_huge_message_is_cleaned_without_quadratic_work(text: str) -> None:
    assert len(normalised(text)) <= len(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/restart", "restart"),
        ("///a", "a"),
        ("/ / a", "a"),
        ("/", ""),
        ("a/b", "a/b"),
        ("", ""),
        ("/\n/x/y", "x/y"),
        ('/a{"b": 1}', 'a{"b": 1}'),
    ],
)
def test_a_typed_command_is_what_follows_its_slashes(typed: str, text: str) -> None:
    assert as_text(typed) == text


@given(text=ANY_TEXT)
def test_text_never_begins_a_command(text: str) -> None:
    assert not as_text(normalised(text)).strip().startswith("/")
