"""max and min over all ways to split n."""
