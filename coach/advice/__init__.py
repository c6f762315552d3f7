"""What the coach says: each module turns what was asked, and who asks, into a reply."""
