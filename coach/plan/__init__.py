"""A plan for one person: which steps, in which order, by when, and the files to take it away in."""
