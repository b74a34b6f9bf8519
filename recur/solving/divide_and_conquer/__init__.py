"""T(n) = Σ aᵢ T(bᵢ n) + f(n): the master theorem, Akra–Bazzi, and the constants and closed forms beyond Θ."""
