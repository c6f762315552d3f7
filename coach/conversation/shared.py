"""Conversations in which others read along: nothing is noted or told there of anybody."""

from __future__ import annotations

SHARED = "shared_"
"""How the name of such a conversation begins. A channel gives it, since only a channel knows who reads."""


def is_shared(conversation: str) -> bool:
    """Whether others read along."""
    return conversation.startswith(SHARED)
