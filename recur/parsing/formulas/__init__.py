"""Signs to formulas: the one arithmetic, with products that are not written and functions without brackets."""
