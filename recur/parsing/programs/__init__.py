"""The text of a fork-join program to the model of it."""
