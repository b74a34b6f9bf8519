"""The numbers held against an answer, apart from all theorems."""
