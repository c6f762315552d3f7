"""The chat page and the widget that other sites embed."""

from channels.web.channel import WebChannel

__all__ = ["WebChannel"]
