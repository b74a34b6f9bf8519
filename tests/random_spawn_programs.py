"""Random fork-join programs with calls in every place where one can stand, and what they cost, counted by hand.

The counting knows nothing of the reader: it follows the tree that the text was written from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random

NAMES = ("MY-SORT2", "my-sort2", "MYSORT2", "My_Sort2")


@dataclass
class Clock:
    """Work so far, the time of the procedure itself, and when its last child ends."""

    work: int = 0
    now: int = 0
    pending: int = 0

    def spend(self, work: int, span: int) -> None:
        self.work += work
        self.now += span

    def copy(self) -> Clock:
        return Clock(self.work, self.now, self.pending)

    def sync(self) -> None:
        self.now, self.pending = max(self.now, self.pending), 0


Cost = Callable[[int], tuple[int, int]]  # of a call with this divisor
Run = Callable[[Clock, Cost], None]


@dataclass
class Written:
    """Lines of a program, and what running them does to the clock."""

    lines: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def add(self, lines: list[str], run: Run) -> None:
        self.lines += lines
        self.runs.append(run)

    def run(self, clock: Clock, cost: Cost) -> None:
        for run in self.runs:
            run(clock, cost)


def program(seed: int) -> tuple[str, Callable[[int], tuple[int, int]]]:
    """A program of one procedure, and (work, span) at each size: 2 where n <= 1, for the test and the return."""
    random = Random(seed)
    body = _block(random, 2)
    text = "MY-SORT2(A, n):\n    if n <= 1 return A[1]\n" + "\n".join("    " + line for line in body.lines)

    @cache
    def cost(n: int) -> tuple[int, int]:
        if n <= 1:
            return 2, 2
        clock = Clock()
        clock.spend(1, 1)
        body.run(clock, lambda divisor: cost(n // divisor))
        clock.sync()
        return clock.work, clock.now

    return text, cost


def _call(random: Random) -> tuple[str, int]:
    divisor = random.choice((2, 2, 3))
    return f"{random.choice(NAMES)}(A, n/{divisor})", divisor


def _block(random: Random, depth: int) -> Written:
    found = Written()
    for _ in range(random.randint(1, 3)):
        kinds = [_inside, _inside, _listed, _beside, _spawned, _choice]
        random.choice(kinds + ([_branches, _loop, _parallel_block] if depth else []))(random, found, depth)
    return found


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def _serial(divisors: list[int], strand: int) -> Run:
    def run(clock: Clock, cost: Cost) -> None:
        for divisor in divisors:
            clock.spend(*cost(divisor))
        clock.spend(strand, strand)

    return run


def _inside(random: Random, found: Written, depth: int) -> None:
    """Calls in expressions, arguments and alone."""
    (one, a), (other, b) = _call(random), _call(random)
    line, divisors, strand = random.choice(
        (
            (one, [a], 0), (f"x = {one}", [a], 0), (f"x <- 1 + 2{one}", [a], 1), (f"x := n-{one}", [a], 1),
            (f"x ← {one} + {other}", [a, b], 1), (f"print(max(1, {one}))", [a], 1), (f"A[{one}] = 3", [a], 1),
            ("x = A[1] + floor(n/2)", [], 1), ("y = g(A)   // Θ(5)", [], 5), (f"y = g({one})   // Θ(5)", [a], 5),
        )
    )  # fmt: skip
    found.add([line], _serial(divisors, strand))


def _spawned(random: Random, found: Written, depth: int) -> None:
    call, divisor = _call(random)
    found.add([random.choice((f"spawn {call}", f"x <- spawn {call}"))], _spawns([divisor]))
    if random.random() < 0.5:
        found.add(["sync"], lambda clock, cost: clock.sync())


def _spawns(divisors: list[int]) -> Run:
    def run(clock: Clock, cost: Cost) -> None:
        for divisor in divisors:
            work, span = cost(divisor)
            clock.work += work
            clock.pending = max(clock.pending, clock.now + span)

    return run


def _listed(random: Random, found: Written, depth: int) -> None:
    (one, a), (other, b) = _call(random), _call(random)
    forms = (
        f"(x, y) = spawn {one}, spawn {other}", f"x, y <- spawn {one}, spawn {other}",
        f"spawn {one}, spawn {other}", f"x = spawn {one}, y = spawn {other}", f"spawn {one} and spawn {other}",
    )  # fmt: skip
    found.add([random.choice(forms)], _spawns([a, b]))
    found.add(["sync"], lambda clock, cost: clock.sync())


def _beside(random: Random, found: Written, depth: int) -> None:
    (one, a), (other, b) = _call(random), _call(random)

    def run(clock: Clock, cost: Cost) -> None:
        pairs = [cost(a), cost(b)]
        clock.spend(sum(work for work, _ in pairs), max(span for _, span in pairs))

    forms = (f"{one} || {other}", f"x = {one} ∥ y = {other}", f"in parallel: {one}, {other}")
    found.add([random.choice(forms)], run)


def _choice(random: Random, found: Written, depth: int) -> None:
    (one, a), (other, b) = _call(random), _call(random)
    forms = (
        (f"if A[2] > 0 then {one} else {other}", 0), (f"x = if A[2] > 0 then 1 + {one} else 2 + {other}", 1),
        (f"x = A[2] > 0 ? {one} : {other}", 0), (f"x = {one} if A[2] > 0 else {other}", 0),
    )  # fmt: skip
    line, strand = random.choice(forms)
    found.add([line], _worst([_serial([a], strand), _serial([b], strand)], []))


def _worst(branches: list[Run], asked: list[int]) -> Run:
    """The condition, then the branch that costs most."""

    def run(clock: Clock, cost: Cost) -> None:
        _serial(asked, 1)(clock, cost)
        ends = [clock.copy() for _ in branches]
        for branch, end in zip(branches, ends, strict=True):
            branch(end, cost)
        clock.work = max(end.work for end in ends)
        clock.now = max(end.now for end in ends)
        clock.pending = max(end.pending for end in ends)

    return run


def _branches(random: Random, found: Written, depth: int) -> None:
    call, divisor = _call(random)
    one, other = _block(random, depth - 1), _block(random, depth - 1)
    asked, divisors = random.choice(((f"{call} > 3", [divisor]), ("A[3] > 0", [])))
    lines = [f"if {asked}", *_indented(one.lines)]
    if random.random() < 0.5:
        found.add([*lines, "else", *_indented(other.lines)], _worst([one.run, other.run], divisors))
    else:
        found.add(lines, _worst([one.run, lambda clock, cost: None], divisors))


def _loop(random: Random, found: Written, depth: int) -> None:
    body, times = _block(random, depth - 1), random.randint(1, 3)
    body.add(["sync"], lambda clock, cost: clock.sync())
    parallel = random.random() < 0.5

    def run(clock: Clock, cost: Cost) -> None:
        once = Clock()
        once.spend(1, 1)
        body.run(once, cost)
        if parallel:
            control = times.bit_length()
            clock.spend(control + times * once.work, control + once.now)
        else:
            clock.spend(1 + times * once.work, 1 + times * once.now)

    # a sync inside a loop waits for the children of its own round only: none may be under way before it
    found.add(["sync"], lambda clock, cost: clock.sync())
    found.add([f"{'parallel ' if parallel else ''}for i = 1 to {times}", *_indented(body.lines)], run)


def _parallel_block(random: Random, found: Written, depth: int) -> None:
    (one, a), (other, b) = _call(random), _call(random)
    inner = _block(random, 0)

    def run(clock: Clock, cost: Cost) -> None:
        ends = [Clock(), Clock(), Clock()]
        _serial([a], 1)(ends[0], cost)
        _serial([b], 0)(ends[1], cost)
        _worst([inner.run, lambda clock, cost: None], [])(ends[2], cost)
        for end in ends:
            end.sync()
        clock.spend(sum(end.work for end in ends), max(end.now for end in ends))

    lines = [f"x = 1 + {one}", other, "if A[4] > 0", *_indented(inner.lines)]
    found.add(["in parallel:", *_indented(lines)], run)
