"""Exercises made to measure: recurrences drawn by topic, each solved, verified, and given wrong answers that teach."""
