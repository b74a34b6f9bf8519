"""What a line costs exactly, so that a recurrence and the program it stands for count the same.

- A line that is no spawn, sync, call, loop or header costs 1: assignments, `return`, the test of an `if` (each test
  that is made) and free text. The calls inside it are made first, one after the other.
- A cost stated behind the line replaces the 1: `// Θ(g)` is exactly ⌈g⌉, with logarithms to base 2.
- spawn, sync and a call itself cost 0; the procedure that is called has its own recurrence.
- A serial loop of m iterations costs 1 + Σ (1 + body): a test for each, and the one that ends it.
- A parallel loop of m iterations is ⌈log₂(m + 1)⌉ strands of control, then all iterations side by side, each 1 + body:
  work Θ(m), span Θ(log m) above the longest body (CLRS 4e, section 26.1). An iteration waits for what it spawned.
- The branch that costs more is taken where a condition depends on the data; where it depends on the size, the size
  decides.
"""

from math import ceil

from recur.model import Expr, expressions as ex

STRAND = 1
LOOP_END = 1
ITERATION = 1


def control_levels(iterations: int) -> int:
    """⌈log₂(m + 1)⌉ for m iterations.

    >>> [control_levels(m) for m in (0, 1, 2, 3, 4)]
    [0, 1, 2, 2, 3]
    """
    return iterations.bit_length()


def control_formula(iterations: Expr) -> Expr:
    return ex.Apply("ceiling", (ex.Log(ex.add(iterations, ex.number(1)), ex.TWO),))


def whole_cost(value: object) -> int:
    """⌈g⌉, never below 0."""
    return max(0, ceil(value))  # type: ignore[call-overload,no-any-return]
