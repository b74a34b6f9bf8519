"""What belongs to no family: no calls, constant and periodic values, bounds from two sides, parameters."""
