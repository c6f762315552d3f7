"""What was said: the events of conversations, as the dialogue engine hands them over."""
