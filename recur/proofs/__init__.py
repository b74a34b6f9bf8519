"""Proofs by induction that a reader can check: explicit constants, an explicit first size, a reason for every link."""
