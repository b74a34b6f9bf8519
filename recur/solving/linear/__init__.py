"""T(n) = Σ cᵢ T(n − i) + f(n) with constant coefficients: characteristic polynomials, their roots, closed forms."""
