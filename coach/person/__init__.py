"""Who the coach talks to: what it remembers of a person, for how long, and how that is taken away."""
