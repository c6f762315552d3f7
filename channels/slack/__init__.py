"""Slack: one app, by Socket Mode or over HTTP. It keeps nothing of its own; whom Slack's ids belong to stays with Slack."""
