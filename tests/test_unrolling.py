"""Every line of an unrolling is T(n) again, explicit, general, at the bottom and closed; level i costs a^i·f(n/b^i)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from math import floor

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.model.domain import Powers
from recur.model.errors import RecurError
from recur.model.expressions import number, substitute
from recur.model.solution import Unsolved
from recur.notation import python
from recur.notation.text import write
from recur.trees.chain_checks import solved_form
from recur.trees.unrolling import Unrolling, unroll
from tests.answers import answer
from tests.unrolled_by_hand import Value, equal, expanded, worked_out

DRIVING = ("1", "n", "n^2", "n(n-1)/2", "3n + 2", "n lg n", "n^3 + n", "sqrt n")


def values(unrolled: Unrolling) -> Value:
    evaluator = Evaluator(unrolled.system)

    @cache
    def value(size: int) -> Fraction:
        return evaluator.number(unrolled.recurrence.function, size)  # type: ignore[return-value]

    return value


def assert_every_line_is_the_value(unrolled: Unrolling, size: int, steps: int) -> None:
    """`size` must allow that many steps before the base is met, and meet it exactly."""
    value = values(unrolled)
    wanted = value(size)
    for line in unrolled.lines:
        assert equal(worked_out(line, size, value), wanted), write(line)
    for k in range(1, steps + 1):
        general = worked_out(unrolled.general, size, value, **{unrolled.steps.name: k})
        assert equal(general, wanted), (write(unrolled.general), k)
    for line in (*unrolled.at_bottom, *([unrolled.closed] if unrolled.closed else ())):
        assert equal(worked_out(line, size, value), wanted), write(line)


@pytest.mark.parametrize(("a", "b"), list(product((1, 2, 3, 4), (2, 3, 4))))
def test_every_line_of_a_division_is_the_value_it_unrolls(a: int, b: int) -> None:
    for driving in DRIVING:
        unrolled = unroll(f"T(n) = {a}T(n/{b}) + {driving}, T(1) = 7")
        assert_every_line_is_the_value(unrolled, b**4, 4)


@pytest.mark.parametrize(("a", "c"), list(product((1, 2, 3), (1, 2, 3))))
def test_every_line_of_a_decrement_is_the_value_it_unrolls(a: int, c: int) -> None:
    for driving in ("1", "n", "n^2 - n", "2^n", "n 3^n", "5 + n"):
        bases = ", ".join(f"T({low}) = {low + 3}" for low in range(c))
        unrolled = unroll(f"T(n) = {a}T(n-{c}) + {driving}, {bases}")
        assert_every_line_is_the_value(unrolled, 5 * c, 5)


@pytest.mark.parametrize("a", (1, 2, 3))
@pytest.mark.parametrize("r", (2, 3))
def test_every_line_of_a_root_is_the_value_it_unrolls(a: int, r: int) -> None:
    root = "sqrt(n)" if r == 2 else "n^(1/3)"
    for driving in ("1", "lg n", "lg(n)^2", "n"):
        unrolled = unroll(f"T(n) = {a}T({root}) + {driving}, T(2) = 5")
        assert_every_line_is_the_value(unrolled, 2**r**3, 3)


@pytest.mark.parametrize(
    ("text", "size", "steps"),
    [
        ("T(n) = T(n/3) + T(2n/3) + n, T(n) = 1 for n <= 1", 3**5, 5),
        ("T(n) = 2T(n/4) + T(n/2) + n lg n, T(n) = 1 for n <= 1", 4**4, 4),
        ("T(n) = T(n/2) + T(n/4) + T(n/8) + n^2, T(n) = 4 for n <= 1", 8**3, 3),
        ("T(n) = 3T(n/6) + T(n/2) + 1, T(n) = 2 for n <= 1", 6**4, 4),
        ("T(n) = T(n-1) + T(n-2) + n, T(0) = 1, T(1) = 1", 12, 5),
        ("T(n) = T(n-1) + 2T(n-3) + 1, T(n) = 1 for n <= 2", 20, 5),
        ("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1", 12, 5),
    ],
)
def test_the_lines_of_an_unequal_split_count_its_nodes_by_binomials(text: str, size: int, steps: int) -> None:
    assert_every_line_is_the_value(unroll(text), size, steps)


@pytest.mark.parametrize(
    ("text", "size", "steps"),
    [
        ("T(n) = n T(n-1) + 1, T(0) = 1", 7, 6),
        ("T(n) = sqrt(n) T(sqrt n) + n, T(2) = 1", 2**16, 4),
        ("T(n) = n T(n/2) + 1, T(1) = 1", 2**5, 5),
        ("T(n) = 2n T(n/2) + n^2, T(1) = 3", 2**5, 5),
        ("T(n) = (n+1) T(n-1) + n, T(0) = 2", 6, 5),
    ],
)
def test_coefficients_that_vary_multiply_up_along_the_levels(text: str, size: int, steps: int) -> None:
    assert_every_line_is_the_value(unroll(text), size, steps)


@pytest.mark.parametrize("text", ["T(n) = T(⌊n/2⌋) + T(⌈n/2⌉) + n, T(1) = 0", "T(n) = 3T(n/2) + n, T(4) = 11"])
def test_roundings_and_other_bases_are_met_on_their_chain(text: str) -> None:
    assert_every_line_is_the_value(unroll(text), 2**7, 3)


@pytest.mark.parametrize(("a", "b"), list(product((1, 2, 3, 4), (2, 3, 4))))
def test_a_level_costs_what_its_nodes_cost_together(a: int, b: int) -> None:
    for driving, f in (("1", lambda m: 1), ("n", lambda m: m), ("n^2 + n", lambda m: m * m + m)):
        unrolled = unroll(f"T(n) = {a}T(n/{b}) + {driving}")
        size = b**4
        for level in range(5):
            nodes = expanded(Fraction(size), [(a, lambda m: m / b)], level)
            together = sum(f(node) * count for node, count in nodes.items())
            for cost in (unrolled.level, unrolled.level_written):
                found = substitute(cost, unrolled.index.name, number(level))
                assert worked_out(found, size, lambda _: Fraction(0)) == together


def test_the_levels_of_a_constant_cost_grow_by_the_number_of_calls() -> None:
    """Adding up one constant for each level is a common slip; level i has a^i nodes that each cost it."""
    unrolled = unroll("T(n) = 4T(n/2) + 1")
    assert write(unrolled.level) == "4^i"
    assert write(unrolled.general) == "4^k·T(n/2^k) + Σ_{i=0}^{k−1} 4^i"
    assert write(unroll("T(n) = 4T(n/2) + Θ(1)").general) == "4^k·T(n/2^k) + Σ_{i=0}^{k−1} Θ(4^i)"


@pytest.mark.parametrize(
    ("text", "closed", "domain"),
    [
        ("T(n) = 2T(n/2) + n, T(1) = 0", "n log₂ n", "n = 2^j"),
        ("T(n) = 2T(n/2) + n", "n log₂ n + T(1)·n", "n = 2^j"),
        ("3T(n/2) + n", "(T(1) + 2)·n^(log₂ 3) − 2n", "n = 2^j"),
        ("T(n) = 2T(n-1) + 1, T(0) = 0", "2^n − 1", "n ≥ 0"),
        ("T(n) = T(n-2) + n, T(0) = 0, T(1) = 1", "n²/4 + n/2", "n = 2j"),
        ("T(n) = T(n/2) + 1, T(1) = 1", "log₂ n + 1", "n = 2^j"),
        ("T(n) = T(sqrt n) + 1, T(2) = 0", "log₂ log₂ n", "n = 2^(2^j)"),
        ("T(n) = 2T(n/2) + n/lg n, T(1) = 0", "n·H_(log₂ n)", "n = 2^j"),
        ("T(n) = 2T(n/2) + cn", "c·n log₂ n + T(1)·n", "n = 2^j"),
    ],
)
def test_closed_forms_read_as_one_writes_them(text: str, closed: str, domain: str) -> None:
    unrolled = unroll(text)
    assert unrolled.closed is not None and unrolled.domain is not None
    assert (write(unrolled.closed), str(unrolled.domain)) == (closed, domain)
    assert unrolled.verification.status == "checked"


def test_sizes_that_are_no_whole_numbers_are_checked_along_their_chain() -> None:
    unrolled = unroll("T(n) = 2T(2n/3) + n, T(1) = 1")
    assert unrolled.verification.status == "checked"
    assert unrolled.domain == Powers("n", Fraction(3, 2))


def test_a_closed_form_on_powers_is_held_against_powers_alone() -> None:
    """Between the powers of 2 the roundings show, and T is no value of the form."""
    solution = answer("T(n) = 2T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 1")
    assert solution.system is not None
    closed, domain, verification = solved_form(solution.system, solution)
    assert closed is not None and domain == Powers("n", 2) and verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "depths"),
    [
        ("T(n) = 3T(n/2) + n", ["log₂ n"]),
        ("T(n) = 2T(n/4) + n, T(4) = 1", ["log₄(n/4)"]),
        ("T(n) = 2T(n-3) + 1", ["n/3"]),
        ("T(n) = T(n-1) + 1, T(5) = 1", ["n − 5"]),
        ("T(n) = T(sqrt n) + 1", ["log₂ log₂ n"]),
        ("T(n) = T(n/3) + T(2n/3) + n", ["log₃ n", "log_(3/2) n"]),
        ("T(n) = T(2n/3) + T(n/3) + n", ["log₃ n", "log_(3/2) n"]),
        ("T(n) = T(n-1) + T(n-2) + 1", ["⌊(n+1)/2⌋", "n"]),
        ("T(n) = aT(n/b) + n^c", ["log_b n"]),
    ],
)
def test_the_depth_is_the_number_of_steps_to_the_base(text: str, depths: list[str]) -> None:
    assert [write(end.depth) for end in unroll(text).bottoms] == depths


@pytest.mark.parametrize(
    ("text", "dominance"),
    [
        ("4T(n/2) + n", "leaf-heavy"),
        ("2T(n/2) + n", "balanced"),
        ("2T(n/2) + n^2", "root-heavy"),
        ("2T(n/2) + n/log n", "balanced"),
        ("T(n) = 2T(n-1) + n", "leaf-heavy"),
        ("T(n) = T(n-1) + n", "balanced"),
        ("T(n) = T(n-1) + 2^n", "root-heavy"),
        ("T(n) = T(n/5) + T(7n/10) + n", "root-heavy"),
        ("T(n) = T(n/3) + T(2n/3) + n", "balanced"),
        ("T(n) = T(n-1) + T(n-2) + 1", "leaf-heavy"),
        ("4T(n/2)", "leaf-heavy"),
    ],
)
def test_dominance_follows_root_leaves_and_sum(text: str, dominance: str) -> None:
    assert unroll(text).dominance == dominance


def test_of_a_system_the_function_that_stands_on_the_others_is_unrolled() -> None:
    unrolled = unroll("M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1")
    assert unrolled.recurrence.function == "M"
    assert write(unrolled.lines[-1]) == "512·M(n/8) + 64·A(n/4) + 8·A(n/2) + A(n)"
    assert unrolled.bounds is not None and unrolled.bounds.theta is not None
    assert write(unrolled.bounds.theta.expression()) == "n³"
    assert unroll("M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1", function="A").recurrence.function == "A"


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = T(n - sqrt n) + 1", "sizes with a general formula"),
        ("T(n) = T(log n) + 1", "sizes with a general formula"),
        ("T(n) = T(n/log n) + 1", "sizes with a general formula"),
        ("T(n) = 2T(n/2 + 17) + n", "sizes n/b"),
        ("T(n) = T(n/2) + T(sqrt n) + n", "calls of one kind"),
        ("T(n) = max(T(n/2), T(n/3)) + n", "linear in the calls"),
        ("T(n) = n", "a recursive call"),
        ("T(n) = n T(n-1) + T(n-2)", "constant coefficients"),
    ],
)
def test_what_has_no_general_line_is_refused_by_name(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        unroll(text)
    assert [refusal.hypothesis for refusal in refused.value.refusals] == [hypothesis]


@pytest.mark.parametrize("text", ["T(n) = T(n) + 1", "T(n) = T(⌊2n⌋) + 1", "T(n) = 2T(n/2"])
def test_what_never_shrinks_or_cannot_be_read_is_an_error_of_its_own(text: str) -> None:
    with pytest.raises(RecurError) as problem:
        unroll(text)
    assert problem.value.kind in ("invalid", "syntax")


@pytest.mark.parametrize("text", ["T(n) = 2T(n/2) + O(n)", "T(n) <= 2T(n/2) + n", "T(n) = 2T(n/2) + Θ(n)"])
def test_no_closed_form_is_claimed_of_what_is_known_up_to_growth(text: str) -> None:
    assert unroll(text).closed is None


def test_as_many_lines_are_written_as_asked_for() -> None:
    assert [len(unroll("T(n) = 2T(n/2) + n", lines=k).lines) for k in (1, 2, 5)] == [1, 3, 6]


def test_names_that_are_taken_do_not_serve_as_indices() -> None:
    unrolled = unroll("T(n) = kT(n/2) + i")
    assert {unrolled.steps.name, unrolled.index.name} & {"k", "i"} == set()


def leaf_depths(steps: tuple[int, ...], base: int, n: int) -> set[int]:
    """The levels on which the recursion from n meets a size of at most base."""
    return {0} if n <= base else {1 + depth for c in steps for depth in leaf_depths(steps, base, n - c)}


@pytest.mark.parametrize(
    ("text", "steps", "base"),
    [
        ("T(n) = T(n-1) + T(n-2) + 1, T(0) = 0, T(1) = 1", (1, 2), 1),
        ("S(m) = S(m-1) + S(m-2) + m", (1, 2), 0),
        ("T(n) = T(n-2) + T(n-5) + n", (2, 5), 0),
        ("T(n) = 2T(n-1) + T(n-3), T(0) = 1, T(1) = 1, T(2) = 1", (1, 3), 2),
        ("a(n) = a(n-3) + 4a(n-4) + 1", (3, 4), 0),
    ],
)
def test_the_first_and_the_last_leaf_lie_where_they_are_counted(text: str, steps: tuple[int, ...], base: int) -> None:
    unrolled = unroll(text)
    first, last = (python.write(bottom.depth) for bottom in unrolled.bottoms)
    for n in range(max(steps) + base, 24):
        counted = leaf_depths(steps, base, n)
        names = {unrolled.recurrence.variable: Fraction(n), "floor": floor}
        assert (min(counted), max(counted)) == (eval(first, names), eval(last, names)), n
