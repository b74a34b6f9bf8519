"""The asymptotic scale: monomials, expansions, the sums over levels and over sizes."""
