"""Unrolling and the recursion tree, level by level."""
