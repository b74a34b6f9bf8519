"""What is said of each value, as blocks that any medium can write: one file a value, and nothing of how it looks."""
