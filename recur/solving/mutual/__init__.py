"""Functions that call each other."""
