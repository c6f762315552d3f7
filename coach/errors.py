"""Errors that a person running the coach can mend; their text names the cause and the remedy."""


class CoachError(Exception):
    """Something outside the code is wrong: a setting, a file, a database."""
