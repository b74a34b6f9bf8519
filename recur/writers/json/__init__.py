"""Values as JSON documents, schema 1: one file a value."""
