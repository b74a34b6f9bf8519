"""Exact numbers: reals compared with proof, rationals and intervals for values, and how they are written."""
