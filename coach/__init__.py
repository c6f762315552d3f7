"""The coach itself: facts, profile, advice, reply. It knows nothing of Rasa or the web."""
