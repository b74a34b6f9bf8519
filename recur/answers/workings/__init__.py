"""A student's working, line by line: read into links, each held against the recurrence at exact sizes."""
