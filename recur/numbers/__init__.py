"""Exact numbers: reals compared with proof, rationals and intervals for values, and the formulas they are written as."""
