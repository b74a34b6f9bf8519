"""Values far out: multiplied in halves, taken from the shortest recurrence, or with old values forgotten: the same."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.evaluation import binary_splitting, evaluator as evaluating, moving_window, upwards
from recur.evaluation.evaluator import Evaluator
from recur.evaluation.recurring_sequence import RecurringSequence, shortest_recurrence
from recur.model import limits
from recur.model.errors import InvalidRecurrence, LimitExceeded
from recur.numbers.exact import harmonic
from recur.parsing import parse

SMALL = st.integers(-3, 3) | st.fractions(-2, 2, max_denominator=3)


def by_hand(coefficients, first, count):
    found = list(map(Fraction, first))
    while len(found) < count:
        found.append(sum((c * found[-i] for i, c in enumerate(coefficients, 1)), Fraction(0)))
    return found


@given(coefficients=st.lists(SMALL, min_size=1, max_size=4), data=st.data(), n=st.integers(0, 400))
def test_a_far_term_is_that_of_the_recurrence(coefficients, data, n):
    first = data.draw(st.lists(SMALL, min_size=len(coefficients), max_size=len(coefficients)))
    terms = by_hand(coefficients, first, max(n + 1, 2 * len(first)))
    assert RecurringSequence(terms[: 2 * len(first)]).term(n) == terms[n]
    assert len(shortest_recurrence(terms[: 2 * len(first)])) <= len(first)


def test_a_root_that_does_not_occur_makes_no_digits():
    """2^n solves T(n) = 10 T(n-1) - 16 T(n-2): that 8 is a root too costs nothing."""
    value = Evaluator(parse("T(n) = 10T(n-1) - 16T(n-2), T(0) = 1, T(1) = 2")).number("T", 3_000_000)
    assert value == 1 << 3_000_000


STEPS = {
    "T(n) = n*T(n-1) + 1, T(0) = 1": lambda n, t: n * t[n - 1] + 1,
    "T(n) = (n-5)*T(n-1) + 2^n, T(0) = 3": lambda n, t: (n - 5) * t[n - 1] + 2**n,
    "T(n) = n*T(n-2) - n, T(0) = 1, T(1) = 4": lambda n, t: n * t[n - 2] - n,
    "T(n) = (n-1)*(T(n-1) + T(n-2)), T(0) = 1, T(1) = 0": lambda n, t: (n - 1) * (t[n - 1] + t[n - 2]),
    "T(n) = max(T(n-1), T(n-3)) + n, T(0) = 0, T(1) = 5, T(2) = 1": lambda n, t: max(t[n - 1], t[n - 3]) + n,
    "T(n) = T(n-1) + 1/n, T(0) = 0": lambda n, t: t[n - 1] + Fraction(1, n),
    "T(n) = sum(k=0..n-1, T(k)) + n, T(0) = 1": lambda n, t: sum(t.values()) + n,
    "T(n) = n + max(k=0..n-1, T(k)), T(0) = 1": lambda n, t: max(t.values()) + n,
    "T(n) = sum(k=1..n, T(n-k)) + T(n-2), T(0) = 1, T(1) = 1": lambda n, t: sum(t.values()) + t[n - 2],
    "T(n) = sum(k=floor(n/2)..n-1, T(k)), T(0) = 1": lambda n, t: sum(t[k] for k in range(n // 2, n)),
    "T(n) = S(n-1) + n*T(n-1), S(n) = T(n-1) + S(n-1), T(0) = 1, S(0) = 1": None,
}
#: whose old values nobody comes back to
FORGETTING = [text for text in STEPS if "floor" not in text]


def stepped(text, last):
    step = STEPS[text]
    found = {case.high: case.value.value for case in parse(text).recurrences[0].initial}
    if step is None:
        s = {0: 1}
        for n in range(1, last + 1):
            found[n], s[n] = s[n - 1] + n * found[n - 1], found[n - 1] + s[n - 1]
        return found
    for n in range(max(found) + 1, last + 1):
        found[n] = step(n, found)
    return found


@pytest.mark.parametrize("held", [1 << 28, 1 << 14], ids=["roomy", "tight"])
@pytest.mark.parametrize("text", STEPS)
def test_what_is_forgotten_is_asked_for_by_nobody(text, held, monkeypatch):
    """The same values, however little is kept: at far sizes, then at nearer ones, then at one in between."""
    monkeypatch.setattr(upwards, "MOST_HELD", held)
    known, evaluator = stepped(text, 1300), Evaluator(parse(text))
    for n in (1200, 1300, 1100, 40, 1250):
        assert evaluator.number("T", n) == known[n]


@pytest.mark.parametrize("text", FORGETTING)
def test_few_values_are_kept(text, monkeypatch):
    monkeypatch.setattr(upwards, "MOST_HELD", 1 << 18)
    evaluator = Evaluator(parse(text))
    evaluator.number("T", 3000)
    for equation in evaluator.equations.values():
        assert len(equation.memo) < 1200
        assert all(len(total.totals) < 1200 for total in equation.totals)


@pytest.mark.parametrize("text", STEPS)
def test_what_was_stopped_after_values_were_forgotten_may_be_asked_again(text, monkeypatch):
    monkeypatch.setattr(upwards, "MOST_HELD", 1 << 14)
    known = stepped(text, 700)
    for steps in (150, 450):
        evaluator = Evaluator(parse(text))
        with suppress(LimitExceeded), limits.work_limit(steps):
            evaluator.number("T", 700)
        for n in (130, 699, 16):
            assert evaluator.number("T", n) == known[n]


def test_more_sizes_than_are_worked_out_are_refused_as_before(monkeypatch):
    monkeypatch.setattr(evaluating, "MOST_SIZES", 2000)
    with pytest.raises(LimitExceeded, match="smaller values"):
        Evaluator(parse("T(n) = n*T(n-1), T(0) = 1")).number("T", 5000)


def test_a_break_on_the_way_is_told_with_its_size():
    with pytest.raises(InvalidRecurrence, match=r"T\(7\)"):
        Evaluator(parse("T(n) = T(n-1)/(n-7) + 1, T(0) = 1")).number("T", 3000)


def test_a_question_that_was_stopped_leaves_nothing_waiting():
    evaluator = Evaluator(parse("T(n) = T(n-1)/n + T(n-2), T(0) = 1, T(1) = 1"))
    with pytest.raises(LimitExceeded), limits.work_limit(300):
        evaluator.number("T", 900)
    t = {0: Fraction(1), 1: Fraction(1)}
    for n in range(2, 902):
        t[n] = t[n - 1] / n + t[n - 2]
    assert evaluator.number("T", 901) == t[901]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("T(n) = n*T(n-1), T(0) = 0", 0),
        ("T(n) = n*T(n-1) + 2n - n^2, T(0) = 0", 400_000),
        ("T(n) = (n+7)*T(n-1) + 1 - (n+7), T(0) = 1", 1),
    ],
)
def test_long_products_are_made_of_long_values_alone(text, value):
    """n! has seven million bits at this size, and none of it is in T(n)."""
    assert Evaluator(parse(text)).number("T", 400_000) == value


def test_the_scale_of_a_recurrence_is_no_larger_than_is_easily_seen():
    halves = [Fraction(1), Fraction(1)]
    while len(halves) < 6:
        halves.append(halves[-1] / 2 + halves[-2] / 4)
    assert RecurringSequence(halves).scale == 2


def test_a_far_fraction_that_is_too_long_is_refused_before_it_is_made(monkeypatch):
    from recur.evaluation import recurring_sequence

    multiplied = []
    original = recurring_sequence.guard
    monkeypatch.setattr(recurring_sequence, "guard", lambda x: multiplied.append(x) or original(x))
    with pytest.raises(LimitExceeded):
        Evaluator(parse("T(n) = T(n-1)/2 + 3T(n-2), T(0) = 1, T(1) = 1")).number("T", 10**30)
    assert max(abs(x).numerator.bit_length() for x in multiplied) < 20_000


#: weights and driving terms that divide; sums over earlier values from both ends, with weights and with other terms
MOVING = (
    "C(n) = n - 1 + (2/n)*sum(k=0..n-1, C(k)), C(0) = 0",
    "T(n) = n + sum(k=1..n-1, T(n-k) + T(k) + k), T(0) = 1",
    "T(n) = T(n-1)/(n+1) + (n-1)^2/n + sum(k=0..n-2, (n-k)*T(k)), T(0) = 0, T(1) = 2",
    "T(n) = 2/n^2*sum(k=1..n-3, (n-k)^2*T(k)/k) + 1, T(1) = 1, T(2) = 1, T(3) = 1, T(4) = 5",
    "T(n) = T(n-3)/n + sum(k=3..n-2, T(n-k)), T(0) = 0, T(1) = 1, T(2) = 1",
    "T(n) = n + 1/(n+3)*sum(k=2..n-1, k*T(k) + 1/k), T(0) = 1, T(1) = 1",
    "T(n) = T(n-1) + T(n-2)/n, T(0) = 1, T(1) = 1",
    "T(n) = n*T(n-2) - 1/n, T(0) = 1, T(1) = 4",
    "T(n) = 2^n*T(n-1)/3^n + 1/n!, T(0) = 1",
    "n*T(n) = (n-1)*T(n-1) + 2(n-1), T(0) = 1/3",
    "T(n) = ((2n+1)*T(n-1) + (3n-3)*T(n-2))/(n+2), T(0) = 1, T(1) = 1",
)


@pytest.mark.parametrize("text", MOVING)
def test_steps_in_halves_give_the_fraction_that_stepping_gives(text, monkeypatch):
    monkeypatch.setattr(binary_splitting, "WORTHWHILE", 50)
    system = parse(text)
    function, stepping, far = system.functions[-1], Evaluator(system), Evaluator(system)
    monkeypatch.setattr(evaluating, "in_halves", lambda *_: None)
    known = [stepping.number(function, n) for n in (151, 90, 152)]
    monkeypatch.setattr(evaluating, "in_halves", binary_splitting.in_halves)
    monkeypatch.setattr(evaluating, "upwards", None)
    assert [far.number(function, n) for n in (151, 90, 152)] == known
    assert len(far.equations[function].memo) < 20  # of the rest none was worked out


def test_the_mean_of_quicksort_is_told_far_out():
    """2(n + 1)·H(n) − 4n."""
    n, h = 20_000, harmonic(20_000)
    assert Evaluator(parse(MOVING[0])).number("C", n) == 2 * (n + 1) * h - 4 * n


@pytest.mark.parametrize(
    "text", ["T(n) = T(n-1)/(n-2000) + 1, T(0) = 1", "T(n) = sum(k=0..n-1, T(k)/(k-2000)), T(0) = 1"]
)
def test_a_pole_on_the_way_is_told_with_its_size(text):
    with pytest.raises(InvalidRecurrence, match="division by zero"):
        Evaluator(parse(text)).number("T", 5000)


def test_a_pole_that_cancels_is_one_all_the_same():
    cancelled = "T(n) = (n-2000)*(n+1)/((n-2000)*n)*T(n-1) + 1, T(0) = 1"
    found = []
    for way in (binary_splitting.in_halves, lambda *_: None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evaluating, "in_halves", way)
            try:
                found.append(Evaluator(parse(cancelled)).number("T", 2500))
            except InvalidRecurrence as problem:
                found.append(problem.message)
    assert found[0] == found[1]


def test_what_will_be_too_long_is_refused_by_the_digits_at_its_beginning(monkeypatch):
    lengths = []
    original = binary_splitting._bits
    monkeypatch.setattr(binary_splitting, "_bits", lambda state: lengths.append(original(state)) or lengths[-1])
    with pytest.raises(LimitExceeded, match="binary digits"):
        Evaluator(parse("T(n) = T(n-1)/n + 1, T(0) = 1")).number("T", 1_900_000)
    assert max(lengths) < limits.MAX_BITS / 3


WINDOWS = (
    "T(n) = T(n-1) + T(floor(n/2)), T(0) = 1",
    "T(n) = T(n-1) - 2T(n/3+1) + n, T(0) = 1, T(1) = 1, T(2) = 3",
    "T(n) = n*T(ceil(n/2)) + T(n-2)/n + T(n-1), T(0) = 1, T(1) = 1",
    "T(n) = T(n-1) + T(floor((2n+1)/3)) + T(5) + log(n), T(n) = n for n <= 7",
)


@pytest.mark.parametrize("text", WINDOWS)
def test_a_window_gives_the_values_that_are_worked_out_from_above(text, monkeypatch):
    monkeypatch.setattr(moving_window, "WORTHWHILE", 50)
    monkeypatch.setattr(moving_window, "_TIDIED", 4)
    system, opened = parse(text), []
    original = moving_window._Window.value
    monkeypatch.setattr(moving_window._Window, "value", lambda self, n: opened.append(n) or original(self, n))
    found = [Evaluator(system).value("T", n) for n in (120, 251)]
    assert opened
    monkeypatch.setattr(evaluating, "through_window", lambda *_: None)
    assert found == [Evaluator(system).value("T", n) for n in (120, 251)]


def test_half_the_values_are_kept_in_the_window():
    evaluator = Evaluator(parse(WINDOWS[0]))
    window = moving_window._Window(evaluator.equations["T"], evaluator.run)
    window.value(40_000)
    assert len(window.values) < 24_000
    assert len(evaluator.equations["T"].memo) < 10


def test_a_window_of_long_values_is_refused(monkeypatch):
    monkeypatch.setattr(moving_window, "MOST_LIVE_BITS", 10_000_000)
    with pytest.raises(LimitExceeded, match="memory"):
        Evaluator(parse("T(n) = 2T(n-1) + T(floor(n/2)), T(0) = 1")).number("T", 20_000)
