"""Rasa graph components. They know Rasa, and nothing of careers beyond the names of facts."""
