"""The laws of parallel time."""
