"""T(n) = a(n) T(n − c) + f(n): sums, summation factors, ratios of successive values."""
