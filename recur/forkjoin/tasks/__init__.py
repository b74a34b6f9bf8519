"""Fork-join programs in Python: tasks, counted and held against what they declare."""
