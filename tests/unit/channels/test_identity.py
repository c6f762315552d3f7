"""Names of conversations: minted or derived here, hard to guess, of one form, leading back to nobody."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import channels.identity
from channels.identity import conversation_id, mint
from coach.errors import CoachError
from coach.settings import PROJECT


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COACH_SECRET", raising=False)
    channels.identity._secret.cache_clear()
    return tmp_path / "home"


def test_minted_names_are_of_one_form_and_never_the_same() -> None:
    names = [mint() for _ in range(1_000)]
    assert len(set(names)) == 1_000
    assert all(re.fullmatch(r"[0-9a-f]{32}", name) for name in names)


@pytest.mark.parametrize("person", ["alice", "U024BE7LH", "é 你好 🫖", "a" * 10_000, "'; DROP TABLE x; --", "../../etc", "\x00", ""])
def test_a_conversation_id_is_of_one_form_and_does_not_show_the_person(person: str) -> None:
    name = conversation_id("rest", person)
    assert re.fullmatch(r"rest-[0-9a-f]{32}", name)
    assert len(name) <= 128
    assert not person or person not in name


def test_the_same_person_has_the_same_conversation_and_nobody_else() -> None:
    people = [(channel, person) for channel in ("rest", "slack", "web") for person in ("alice", "alice ", "Alice", "bob", "")]
    names = [conversation_id(channel, person) for channel, person in people]
    assert len(set(names)) == len(people)
    assert names == [conversation_id(channel, person) for channel, person in people]


def test_another_installation_gives_other_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = conversation_id("rest", "alice")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "elsewhere"))
    assert conversation_id("rest", "alice") != here


def test_the_secret_stays_for_the_next_start_and_only_its_owner_can_read_it(home: Path) -> None:
    before = conversation_id("rest", "alice")
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600
    assert len((home / "secret").read_bytes()) >= 32
    script = "from channels.identity import conversation_id; print(conversation_id('rest', 'alice'))"
    after = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    assert after.stdout.strip() == before


def test_a_given_secret_decides_and_no_file_is_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for secret in ("one", "two", "one"):
        monkeypatch.setenv("COACH_SECRET", secret)
        channels.identity._secret.cache_clear()
        names.add(conversation_id("rest", "alice"))
    assert len(names) == 2
    assert not (home / "secret").exists()


def test_an_empty_secret_file_is_never_used(home: Path) -> None:
    home.mkdir()
    (home / "secret").write_bytes(b"")
    try:
        secret = channels.identity._secret(home)
    except CoachError:
        return
    assert secret != b""


@pytest.mark.parametrize("obstacle", ["home is a file", "secret is a folder"])
def test_a_secret_that_cannot_be_kept_names_the_remedy(home: Path, obstacle: str) -> None:
    if obstacle == "home is a file":
        home.write_text("")
    else:
        (home / "secret").mkdir(parents=True)
    with pytest.raises(CoachError, match="COACH_SECRET or COACH_HOME"):
        conversation_id("rest", "alice")
