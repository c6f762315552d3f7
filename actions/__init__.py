"""Custom actions, one a file: each turns a tracker into a call of `coach` and its result into a reply."""
