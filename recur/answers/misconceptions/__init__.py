"""The mistake behind a wrong answer, and the next hint: what a student is told."""
