"""The values that everything hands on: formulas, recurrences, programs, derivations, solutions, errors."""
