"""Products of earlier values."""
