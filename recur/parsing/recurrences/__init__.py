"""Statements to recurrences: names, base cases, conditions, the normal form."""
