"""Settings: safe defaults, every variable read, and a clear error that names the one that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.settings import PROJECT, Settings


def test_without_variables_everything_stays_on_this_machine() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings(
        home=PROJECT / ".coach",
        database_url=f"sqlite:///{PROJECT / '.coach' / 'coach.db'}",
        host="127.0.0.1",
        port=5005,
        actions_port=5055,
        encoder_dir=None,
        retention_days=365,
    )
    assert settings.actions_url == "http://127.0.0.1:5055/webhook"
    assert settings.spacy_dir == PROJECT / ".coach" / "spacy"


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "COACH_HOME": str(tmp_path),
            "COACH_DATABASE_URL": "postgresql://db/coach",
            "COACH_HOST": "0.0.0.0",
            "COACH_PORT": "80",
            "COACH_ACTIONS_PORT": "65535",
            "COACH_ENCODER_DIR": "/models/other",
            "COACH_RETENTION_DAYS": "30",
        }
    )
    assert settings == Settings(tmp_path, "postgresql://db/coach", "0.0.0.0", 80, 65535, Path("/models/other"), 30)


def test_the_database_lives_in_the_home(tmp_path: Path) -> None:
    assert Settings.from_environment({"COACH_HOME": str(tmp_path)}).database_url == f"sqlite:///{tmp_path / 'coach.db'}"


def test_a_relative_home_means_the_same_wherever_it_is_used() -> None:
    assert Settings.from_environment({"COACH_HOME": "here"}).home.is_absolute()


def test_an_empty_variable_is_no_variable() -> None:
    names = (
        "COACH_HOME",
        "COACH_DATABASE_URL",
        "COACH_HOST",
        "COACH_PORT",
        "COACH_ACTIONS_PORT",
        "COACH_ENCODER_DIR",
        "COACH_RETENTION_DAYS",
    )
    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings.from_environment({})


@pytest.mark.parametrize("name", ["COACH_PORT", "COACH_ACTIONS_PORT"])
@pytest.mark.parametrize("value", ["0", "65536", "-1", "80.0", "http", " 80", "8O", "99999999999", "²", "0x50"])
def test_a_port_that_is_none_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(CoachError, match=rf"^{name} is .*1 to 65535"):
        Settings.from_environment({name: value})


@pytest.mark.parametrize("value", ["0", "-1", "36501", "forever", "1.5", "1e3"])
def test_a_retention_that_is_none_names_its_variable(value: str) -> None:
    with pytest.raises(CoachError, match=r"^COACH_RETENTION_DAYS is .*days from 1 to 36500"):
        Settings.from_environment({"COACH_RETENTION_DAYS": value})


def test_the_environment_of_the_process_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_PORT", "4711")
    assert Settings.from_environment().port == 4711
