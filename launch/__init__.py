"""Starts and stops the coach's processes."""
