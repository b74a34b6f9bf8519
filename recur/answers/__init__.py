"""Answers held against what is proved: one claim, or a class of them."""
