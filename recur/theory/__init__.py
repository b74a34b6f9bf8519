"""What several solving methods share, one piece of mathematics a file."""
