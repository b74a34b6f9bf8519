"""Sizes such as √n, n − √n and log n: another variable, or the orbit of the size."""
