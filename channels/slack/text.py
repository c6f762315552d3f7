"""Turns what Slack calls text into what the person wrote, and text of ours into what Slack shows as it is."""

from __future__ import annotations

import re

_TAG = re.compile(r"<([^<>\n]+)>")
_EMPHASIS = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])")
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)")


def plain(text: str, me: str = "") -> str:
    """What the person wrote.

    Args:
        text: Slack's text, with its tags for links and people, and with `&`, `<` and `>` as entities.
        me: the coach's own user id, whose mentions are taken out.

    """
    read = _TAG.sub(lambda match: _tag(match[1], me), text)
    read = _EMPHASIS.sub(r"\2", read)
    return read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def escaped(text: str) -> str:
    """Text in which Slack sees no tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tag(inside: str, me: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return "" if target[1:] == me else f"@{label or 'someone'}"
    if target.startswith("#"):
        return f"#{label}" if label else "a channel"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return _link(target, label)


def _link(target: str, label: str) -> str:
    """An address as it was typed, or under what name it was put."""
    bare = _SCHEME.sub("", target)
    if not label or label == target:
        return bare if target.startswith(("mailto:", "tel:")) else target
    return label if label.rstrip("/") == bare.rstrip("/") else f"{label} ({bare if bare != target and '//' not in target else target})"
