"""Measures what the coach promises; each module prints what it found."""
