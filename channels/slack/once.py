"""Knows what was handled already. Slack delivers again what it thinks was lost, and says some things in two ways."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_REMEMBERED = 20_000
REMEMBERED_SECONDS = 3600.0
"""Slack gives up on an event after some minutes."""


class Once:
    """Remembers the names of what was handled, for an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: OrderedDict[Hashable, float] = OrderedDict()

    def is_new(self, *names: Hashable) -> bool:
        """Whether nothing with one of these names was handled; from now on, something was. Empty names are none."""
        now = self._clock()
        while self._seen and (len(self._seen) > MOST_REMEMBERED or next(iter(self._seen.values())) < now - REMEMBERED_SECONDS):
            self._seen.popitem(last=False)
        given = [name for name in names if name]
        new = not any(name in self._seen for name in given)
        for name in given:
            self._seen.setdefault(name, now)
        return new

    def forget(self, name: Hashable) -> None:
        """Let something be handled again, for example because it failed."""
        self._seen.pop(name, None)
