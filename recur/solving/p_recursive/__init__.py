"""Recurrences whose coefficients are polynomials in n, of any order: their hypergeometric solutions."""
