"""Times held against growth: samples, the fit of a + b·W(n) in log space, the test of a prediction, the naming."""
