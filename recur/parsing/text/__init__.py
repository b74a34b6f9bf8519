"""Text to signs: what surrounds a formula cleaned away, the rest cut into numbers, words and marks."""
