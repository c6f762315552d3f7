"""Typos become the word they are nearest to; right words, slang, names and everything else stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.language.encoder import encoder_files
from coach.language.spelling import Speller, english_words, words_of

COUNTS = {"portfolio": 200, "resume": 150, "project": 90, "learning": 300, "data": 120, "ngl": 9, "model": 40, "need": 100, "job": 60}
KNOWN = {*COUNTS, "protect", "need", "a", "i", "the"} - {"ngl"}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(KNOWN, COUNTS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("protfolio", "portfolio"),
        ("do i need a PROTFOLIO?", "do i need a portfolio?"),
        ("porfolio", "portfolio"),
        ("portfollio", "portfolio"),
        ("my resmue", "my resume"),
        ("lerning", "learning"),
        ("lraening", "learning"),
        ("dtaa", "data"),
        ("modle, datta; projct!", "model, data; project!"),
    ],
)
def test_a_typo_becomes_the_word_it_is_nearest_to(speller: Speller, written: str, meant: str) -> None:
    assert speller.correct(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "I need a Portfolio",
        "protect the data",
        "ngl",
        "xylophone",
        "Kubernetes",
        "jb",
        "a1 b2 50,000 $108k",
        "🫖 ?! \n\t",
        "你好",
        "https://x.example/a_b",
        "portoflxyz",
    ],
)
def test_what_is_right_or_means_something_else_stays(speller: Speller, written: str) -> None:
    assert speller.correct(written) == written


def test_of_several_near_words_the_nearest_and_then_the_most_common_is_taken() -> None:
    speller = Speller({"heats", "heaps", "cheap"}, {"heats": 20, "heaps": 50, "cheap": 90})
    assert speller.correct("heaxs") == "heaps"


def test_a_short_word_is_corrected_only_to_a_very_common_one() -> None:
    assert Speller({"tea"}, {"tea": 10}).correct("tae") == "tae"
    assert Speller({"tea"}, {"tea": 1_000}).correct("tae") == "tea"


def test_a_word_that_is_common_itself_stays() -> None:
    assert Speller({"kettle"}, {"kettle": 40, "kettel": 20}).correct("kettel") == "kettel"
    assert Speller({"kettle"}, {"kettle": 40, "kettel": 2}).correct("kettel") == "kettle"


def test_training_counts_words_in_any_case() -> None:
    trained = Speller.train({"kettle"}, ["Kettle kettle", "KETTLE!"] * 10)
    assert trained.correct("ketle") == "kettle"


def test_a_word_nobody_ever_asked_with_is_no_correction() -> None:
    assert Speller({"kettle"}, {}).correct("ketle") == "ketle"


@given(text=st.text(max_size=60))
def test_only_words_change_and_a_corrected_text_is_not_corrected_again(text: str) -> None:
    speller = Speller(KNOWN, COUNTS)
    corrected = speller.correct(text)
    assert speller.correct(corrected) == corrected
    assert [char for char in corrected if char.isdigit() or char.isspace()] == [char for char in text if char.isdigit() or char.isspace()]


def test_a_speller_comes_back_from_its_file_as_it_was(speller: Speller, tmp_path: Path) -> None:
    speller.save(tmp_path / "speller.json")
    loaded = Speller.load(tmp_path / "speller.json")
    for text in ("protfolio resmue ngl", "lerning dtaa xylophone"):
        assert loaded.correct(text) == speller.correct(text)


@pytest.mark.parametrize("content", ["", "not json", "[]", "{}", '{"known": []}', "7", '{"known": [], "counts": {"a": "b"}}'])
def test_a_file_that_is_no_speller_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "speller.json").write_text(content)
    with pytest.raises(CoachError, match=r"speller\.json is broken.*make train"):
        Speller.load(tmp_path / "speller.json")


def test_a_missing_speller_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="make train"):
        Speller.load(tmp_path / "none.json")


def test_words_are_letters_of_any_script_in_small_letters() -> None:
    assert words_of("Don't panic, 42 Ärzte x_y!") == ["don", "t", "panic", "ärzte", "x", "y"]


def test_common_english_words_come_from_the_tokenizer() -> None:
    words = english_words(encoder_files()[1])
    assert {"machine", "internship", "the"} <= words
    assert all(word.isalpha() and len(word) > 1 for word in words)
    assert "protfolio" not in words
