"""What connects the coach to a Slack workspace, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True)
class SlackSettings:
    """Tokens and secrets, as Slack shows them to the owner of an app."""

    bot_token: str
    app_token: str
    """For Socket Mode; empty without it."""
    signing_secret: str
    """For events over HTTP; empty without them. Nothing is taken over HTTP then."""
    api: str
    """Where Slack's Web API is."""

    @property
    def problem(self) -> str:
        """Why Slack stays off; empty if it can be on."""
        if not (self.bot_token or self.app_token or self.signing_secret):
            return "Slack is off; docs/slack.md says how to turn it on."
        if not self.bot_token:
            return "Slack is off: SLACK_BOT_TOKEN is missing."
        if not (self.app_token or self.signing_secret):
            return "Slack is off: set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for events over HTTP."
        return ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> SlackSettings:
        """Read the `SLACK_*` variables."""
        env = os.environ if environment is None else environment
        bot, app, secret = (env.get(f"SLACK_{name}", "").strip() for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"))
        return cls(bot, app, secret, env.get("SLACK_API_BASE_URL", "").strip() or SLACK_API)
