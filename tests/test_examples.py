"""Every example file is run: each recurrence in it has a checked solution."""

from pathlib import Path

import pytest

from recur.solving.solver import solve_all

EXAMPLES = Path(__file__).parent.parent / "examples" / "recurrences"
LINES = [
    line.strip()
    for path in sorted(EXAMPLES.glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES)
def test_the_example_is_solved_and_checked(line):
    for solution in solve_all(line):
        assert solution.bounds.lower is not None or solution.bounds.upper is not None
        assert solution.verification.status == "checked", solution.verification.reason
