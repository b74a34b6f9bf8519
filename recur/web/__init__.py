"""recur as a page to type into: one question as a JSON object, one answer as another."""
