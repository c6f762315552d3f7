"""The facts: what they are, how they are read, checked, stored and found."""
