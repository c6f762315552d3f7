"""Shares in words, alone and by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def share(items: Iterable[bool]) -> str:
    """A share as `94.7 %  (142 of 150)`."""
    values = list(items)
    return f"{100 * sum(values) / max(1, len(values)):5.1f} %  ({sum(values)} of {len(values)})"


def print_shares(title: str, items: Iterable[tuple[str, bool]]) -> None:
    """Print the share of each group.

    Args:
        title: what they are grouped by.
        items: of each item its group, and whether it counts.

    """
    groups: dict[str, list[bool]] = defaultdict(list)
    for name, counts in items:
        groups[name].append(counts)
    print(f"\n{title}")
    for name, values in sorted(groups.items()):
        print(f"  {name:<16} {share(values)}")
