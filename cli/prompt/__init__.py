"""The prompt: a conversation in which nothing needs quotation marks."""
