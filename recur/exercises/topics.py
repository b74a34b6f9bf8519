"""What exercises are drawn from: a function a topic, from a source of chance to a text; nothing here is solved."""

from collections.abc import Callable
from random import Random

from recur.exercises.exercise import BOUND, FORMULA, PROOF
from recur.model.records import frozen


@frozen
class Draft:
    """A text that may become an exercise; `measure` is the work or the span of a program."""

    recurrence: str
    asked: str
    kind: str = BOUND
    program: str = ""
    language: str = ""
    measure: str = ""


Draw = Callable[[Random], Draft]
TOPICS: dict[str, Draw] = {}
NAMES = ("T", "T", "T", "S", "R", "M")
BOUNDED = "Give a tight bound Θ for the solution."


def topic(name: str) -> Callable[[Draw], Draw]:
    """Register the decorated function under the name."""

    def register(draw: Draw) -> Draw:
        TOPICS[name] = draw
        return draw

    return register


def _term(coefficient: int, body: str) -> str:
    return body if coefficient == 1 and body else f"{coefficient}{body}"


def _power(k: int, halves: bool = False) -> str:
    """n^(k/2) where `halves`, else n^k; nothing for n^0."""
    if halves and k % 2:
        return "sqrt(n)" if k == 1 else "n sqrt(n)" if k == 3 else f"n^({k}/2)"
    k = k // 2 if halves else k
    return "" if k == 0 else "n" if k == 1 else f"n^{k}"


def _divided(name: str, a: int, b: int) -> str:
    return f"{name}(n) = {_term(a, f'{name}(n/{b})')}"


@topic("master")
def master(chance: Random) -> Draft:
    """a·T(n/b) + c·n^k, in one of the three cases."""
    name, b = chance.choice(NAMES), chance.choice((2, 2, 2, 3, 3, 4, 5))
    a, k = chance.randint(1, 27), chance.randint(0, 6)
    return Draft(f"{_divided(name, a, b)} + {_term(chance.randint(1, 9), _power(k, halves=True))}", BOUNDED)


@topic("logarithms")
def logarithms(chance: Random) -> Draft:
    """The watershed function, or a neighbour of it, times a power of the logarithm: p above, at and below −1."""
    name, b, k = chance.choice(NAMES), chance.choice((2, 2, 3, 4, 5)), chance.randint(0, 3)
    p = chance.choice((-3, -2, -1, -1, 1, 2, 3))
    a = b**k if chance.random() < 0.75 else max(1, b**k + chance.choice((-1, 1, 2)))
    power = f"log^{abs(p)} n" if abs(p) > 1 else "log n"
    front = _power(k) or ("1" if p < 0 else "")
    body = f"{front}/{power}" if p < 0 else f"{front} {power}".strip()
    c = chance.randint(1, 9)
    return Draft(f"{_divided(name, a, b)} + {body if c == 1 or front == '1' else f'{c} {body}'}", BOUNDED)


@topic("akra-bazzi")
def akra_bazzi(chance: Random) -> Draft:
    """Calls of different fractions of the size."""
    name = chance.choice(NAMES)
    fractions = chance.sample(("n/2", "n/3", "n/4", "n/5", "n/6", "2n/3", "3n/4", "2n/5", "3n/5", "n/8"), 2)
    calls = " + ".join(_term(chance.choice((1, 1, 2, 3)), f"{name}({each})") for each in fractions)
    return Draft(f"{name}(n) = {calls} + {_term(chance.randint(1, 9), _power(chance.randint(1, 3)))}", BOUNDED)


@topic("unrolling")
def unrolling(chance: Random) -> Draft:
    """One call of a smaller size: the recurrence becomes a sum."""
    name, step, first = chance.choice(NAMES), chance.choice((1, 1, 1, 2)), chance.randint(0, 5)
    a = chance.choice((1, 1, 1, 2, 3))
    toll = _term(chance.randint(1, 9), _power(chance.randint(0, 3)))
    base = f", {name}(0) = {first}" if step == 1 else ""
    return Draft(f"{name}(n) = {_term(a, f'{name}(n-{step})')} + {toll}{base}", BOUNDED)


@topic("trees")
def trees(chance: Random) -> Draft:
    """Two unequal parts that make the whole, or less: what does a level of the tree cost?"""
    name, b = chance.choice(NAMES), chance.randint(3, 10)
    small = chance.randint(1, (b - 1) // 2)
    parts = [small, b - small] if chance.random() < 0.7 else [small, max(1, b - small - 1)]
    calls = " + ".join(f"{name}({'' if part == 1 else part}n/{b})" for part in parts)
    asked = "Draw the recursion tree, and give a tight bound Θ for the solution."
    return Draft(f"{name}(n) = {calls} + {_term(chance.randint(1, 9), _power(chance.randint(1, 2)))}", asked)


@topic("general")
def general_solutions(chance: Random) -> Draft:
    """Two calls with constant coefficients, and roots that are whole numbers, equal ones among them."""
    one, other = chance.choice((-3, -2, -1, 1, 2, 3, 4, 5)), chance.choice((1, 2, 3, 4, 5))
    parts = [(one + other, "a_{n-1}"), (-one * other, "a_{n-2}")]
    right = "".join(f"{'-' if c < 0 else '+'}{_term(abs(c), body)}" for c, body in parts if c).removeprefix("+")
    toll = chance.choice(("", "", "", " + n", " + 1", f" + {chance.randint(2, 7)}", f" + {chance.randint(2, 5)}^n"))
    return Draft(f"a_n = {right}{toll}", "Find the general solution.", FORMULA)


@topic("programs")
def programs(chance: Random) -> Draft:
    """A fork-join program: its work, or its span."""
    name = chance.choice(("SORT", "SUM", "SCAN", "FOLD", "MERGE-ALL", "REDUCE", "SPLIT"))
    a, b = chance.choice((2, 2, 2, 3, 3, 4, 4, 5, 6, 8, 9)), chance.choice((2, 2, 2, 3, 3, 4, 4, 5, 6, 8))
    calls = [f"    x{i} = spawn {name}(A, n/{b})" for i in range(1, a)] + [f"    x{a} = {name}(A, n/{b})", "    sync"]
    loop = chance.choice(("for", "parallel for"))
    depth = chance.choice((1, 1, 1, 2, 2, 3))
    body = [
        f"{'    ' * level}{loop if level == 1 else 'for'} {'ijk'[level - 1]} = 1 to n" for level in range(1, depth + 1)
    ]
    body += [f"{'    ' * (depth + 1)}A[i] = A[i] + 1"]
    order = [*calls, *body] if chance.random() < 0.5 else [*body, *calls]
    lines = [f"{name}(A, n):", "    if n <= 1", "        return A[1]", *order, "    return x1", ""]
    measure = chance.choice(("work", "span"))
    asked = f"Give a tight bound Θ for the {measure} of the program."
    return Draft("", asked, program="\n".join(lines), language="spawn", measure=measure)


@topic("code")
def code(chance: Random) -> Draft:
    """A function in Python: loops, and calls of itself."""
    name = chance.choice(("total", "search", "measure", "build", "walk", "score"))
    a, b = chance.randint(1, 4), chance.choice((2, 2, 3, 4))
    step = chance.choice((f"n // {b}", f"n // {b}", "n - 1"))
    a = 1 if step == "n - 1" and a > 2 else a
    loop = chance.choice((
        [],
        ["    for i in range(n):", "        count += i"],
        ["    for i in range(n):", "        for j in range(i):", "            count += 1"],
        ["    for i in range(n):", "        for j in range(n):", "            count += 1"],
    ))  # fmt: skip
    calls = [f"    count += {name}({step})"] * a
    first = chance.randint(0, 9)
    head = [f"def {name}(n):", "    if n <= 1:", f"        return {first}", "    count = 0"]
    lines = [*head, *loop, *calls, "    return count", ""]
    asked = "Give a tight bound Θ for the running time of the function."
    return Draft("", asked, program="\n".join(lines), language="python", measure="work")


@topic("proofs")
def proofs(chance: Random) -> Draft:
    """A bound to be proved by induction."""
    name, b = chance.choice(NAMES), chance.choice((2, 2, 3, 4))
    a, k = chance.randint(1, 8), chance.randint(0, 2)
    toll = _term(chance.randint(1, 9), _power(k))
    return Draft(f"{_divided(name, a, b)} + {toll}, {name}(1) = 1", "Prove by induction:", PROOF)
