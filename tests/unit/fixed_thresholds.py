"""Thresholds of the tests' own, so that calibrating the real ones changes no test."""

from __future__ import annotations

from coach.language.thresholds import Thresholds

THRESHOLDS = Thresholds(temperature=1.0, in_scope=0.5, clear_part=0.5, sure=0.75, unsure=0.2, careful={"self_harm": 0.2})
