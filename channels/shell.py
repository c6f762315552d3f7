"""The terminal: Rasa's console talks to this channel, and so stands behind the gate too."""

from __future__ import annotations

from channels.rest import RestChannel


class ShellChannel(RestChannel):
    """Takes the place of Rasa's `cmdline` channel; the console posts to /webhooks/rest."""

    @classmethod
    def name(cls) -> str:
        """The name by which Rasa starts its console."""
        return "cmdline"

    def url_prefix(self) -> str:
        """Where the console posts to."""
        return RestChannel.name()
