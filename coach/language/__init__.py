"""Understanding what a person writes: reading, encoding, classifying, splitting. Knows no careers, only labels."""
