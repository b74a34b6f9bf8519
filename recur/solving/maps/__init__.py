"""T(n) = F(T(n − 1)): each value by the one before it alone."""
