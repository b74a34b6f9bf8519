"""T(n) from all earlier values: Σ w(n, k) T(k) + f(n)."""
