"""Fixes for Rasa 3.6.21, which is frozen upstream: work that it repeats on every message is done once."""

from __future__ import annotations

import functools
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event


def apply_fixes() -> None:
    """Apply them to the Rasa of this process."""
    _check_the_schema_of_action_results_once()
    _find_the_class_of_an_event_once()


def _check_the_schema_of_action_results_once() -> None:
    """`jsonschema.validate` checks the schema itself on every call (RasaHQ/rasa#11717)."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(_: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def _find_the_class_of_an_event_once() -> None:
    """Every event of every tracker read walks all subclasses of `Event`."""
    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=None)(Event.resolve_by_type))
