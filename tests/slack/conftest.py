"""The real coach in a fake workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from launch.trial import RunningCoach, start_coach, wait_for
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack().start()
    yield fake
    fake.stop()


@dataclass
class Workspace:
    """A coach that runs, and the Slack it is in."""

    coach: RunningCoach
    slack: FakeSlack

    @property
    def webhook(self) -> str:
        return f"{self.coach.url}/webhooks/slack/webhook"


@pytest.fixture(scope="session")
def workspace(slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Both transports are on."""
    settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_BASE_URL": slack.api}
    with start_coach(tmp_path_factory.mktemp("slack"), **settings) as coach:
        wait_for(lambda: bool(slack.sockets), 20, "connecting to Slack")
        yield Workspace(coach, slack)
