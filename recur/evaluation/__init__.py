"""Exact values of recurrences: formulas compiled to closures, sizes followed down to the base cases."""
