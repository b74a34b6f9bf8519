"""The work and the span of a program as recurrences, with its sizes left open."""
