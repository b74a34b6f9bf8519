"""How a document looks in a medium: one writer a file, and none of them knows a value."""
