"""The time limit: it ends what never asks, it nests, and it keeps silent where nobody could hear it."""

from __future__ import annotations

import ast
import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import pytest

import recur
from recur import worked_example
from recur.cli import main
from recur.measurement import prediction
from recur.model import limits
from recur.model.errors import InvalidLimit, LimitExceeded, RecurError
from recur.model.limits import check, time_limit, work_limit
from tests.test_architecture import parsed


def spin() -> None:
    """Work that never asks for the time, nor ends."""
    while True:
        pass


def ring() -> None:
    """The alarm of the limit that runs, here and now."""
    signal.raise_signal(signal.SIGALRM)


def test_work_that_never_asks_is_ended() -> None:
    with pytest.raises(LimitExceeded, match=r"0\.05 s"), time_limit(0.05):
        spin()


def test_the_outer_limit_rings_after_an_inner_one_has_ended() -> None:
    with pytest.raises(LimitExceeded, match=r"2 s"), time_limit(2):
        with time_limit(1.9):
            pass
        spin()


def test_a_longer_limit_inside_never_lengthens_the_outer_one() -> None:
    with pytest.raises(LimitExceeded, match=r"0\.05 s"), time_limit(0.05), time_limit(20):
        spin()


def test_a_finaliser_is_not_interrupted() -> None:
    """What is raised in one is only printed, and would be lost; the next alarm comes when it is over."""
    finished = []

    class Finalised:
        def __del__(self) -> None:
            ring()
            finished.append(True)

    with pytest.raises(LimitExceeded), time_limit(1_000):
        Finalised()
        assert finished
        ring()


def test_a_callback_of_the_collector_is_not_interrupted() -> None:
    finished = []

    def rung(_phase: str, _info: dict[str, int]) -> None:
        ring()
        finished.append(True)

    gc.callbacks.append(rung)
    try:
        with pytest.raises(LimitExceeded), time_limit(1_000):
            gc.collect()
            assert len(finished) >= 2
            gc.callbacks.remove(rung)
            ring()
    finally:
        if rung in gc.callbacks:
            gc.callbacks.remove(rung)


def test_an_import_is_not_ended_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who imports the module next would be given one that is missing parts."""
    (tmp_path / "rung_while_imported.py").write_text(
        "import signal\nsignal.raise_signal(signal.SIGALRM)\nwhole = True\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LimitExceeded), time_limit(1_000):
        import rung_while_imported  # type: ignore[import-not-found]

        ring()
    assert rung_while_imported.whole


def test_what_is_just_being_left_is_not_interrupted() -> None:
    """A second ring on the way out would pass the limit by, and leave its timer running."""
    deaf = []

    @contextmanager
    def left() -> Iterator[None]:
        yield
        deaf.append(limits._is_deaf(sys._getframe()))

    with left():
        deaf.append(limits._is_deaf(sys._getframe()))
    assert deaf == [False, True]


def test_a_ring_while_the_time_is_over_anyway_leaves_no_timer_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    for _ in range(3):
        with pytest.raises(LimitExceeded), time_limit(0.01), time_limit(20), time_limit(None):
            spin()
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert signal.getsignal(signal.SIGALRM) == before


def test_a_process_of_recurs_own_keeps_what_answers_its_alarms(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGALRM)
    monkeypatch.setattr(limits._Alarms, "kept", False)
    try:
        limits.keep_alarms()
        kept = signal.getsignal(signal.SIGALRM)
        monkeypatch.setattr(signal, "signal", lambda *_: pytest.fail("it is put in place anew"))
        for _ in range(2):
            with pytest.raises(LimitExceeded), time_limit(20), time_limit(0.01):
                spin()
        signal.raise_signal(signal.SIGALRM)  # between two limits it says nothing
        assert signal.getsignal(signal.SIGALRM) is kept
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    finally:
        monkeypatch.undo()
        signal.signal(signal.SIGALRM, before)


def test_what_ends_the_time_is_no_error_of_the_work() -> None:
    """Code that takes any error for an answer would say something false; only the end of the time passes it."""
    with pytest.raises(LimitExceeded, match=r"0\.05 s"), time_limit(0.05):
        try:
            spin()
        except Exception:
            pytest.fail("the work has seen the end of its time")


def test_work_is_counted_and_the_clock_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: pytest.fail("a clock decides"))
    with work_limit(10):
        for _ in range(10):
            check()
    with pytest.raises(LimitExceeded, match="steps"), work_limit(10):
        for _ in range(11):
            check()


def test_the_outer_work_is_spent_inside_too() -> None:
    done = []
    with pytest.raises(LimitExceeded), work_limit(10):
        with work_limit(6):
            check(6)
        with work_limit(6):
            check(6)
            done.append("the outer ten were fewer")
    assert not done


@pytest.mark.parametrize("seconds", ["5", float("nan"), [1], 1j])
def test_a_limit_that_is_no_number_is_told_and_harms_no_later_call(seconds: object) -> None:
    with pytest.raises(InvalidLimit, match="a number of seconds or None"):
        recur.solve("4T(n/2)+1", timeout=seconds)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        recur.check("4T(n/2)+1", "n", timeout=seconds)  # type: ignore[arg-type]
    assert str(recur.solve("4T(n/2)+1").theta) == "n**2"


@pytest.mark.parametrize("seconds", [0, -1, -0.5, float("-inf"), Fraction(0)])
def test_a_limit_in_which_nothing_can_be_done_is_told(seconds: float) -> None:
    for face in (recur.solve, recur.check, recur.compare, recur.evaluate):
        with pytest.raises(InvalidLimit, match="more than 0 seconds"):
            face("4T(n/2)+1", *(() if face is recur.solve else ("n",)), timeout=seconds)  # type: ignore[operator]


def test_a_hundred_threads_are_answered_beside_one_that_takes_all_its_time() -> None:
    """Each as it would be alone: what is shared between them is no answer's own."""
    texts = [f"T(n) = {a}T(n/{b}) + n^{k}" for a in range(1, 6) for b in range(2, 7) for k in range(4)][:99]
    found: dict[str, str] = {}

    def answer(text: str, seconds: float) -> None:
        try:
            found[text] = str(recur.solve(text, timeout=seconds).theta)
        except RecurError as problem:
            found[text] = problem.kind

    hostile = "T(n) = T(n-1)^2 + T(n-2)*n! + sum(k=0..n-1, T(k)^3), T(0)=1, T(1)=1"
    threads = [threading.Thread(target=answer, args=(text, 1e6)) for text in texts]
    threads.append(threading.Thread(target=answer, args=(hostile, 1e-9)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.pop(hostile) == "limit"
    assert found == {text: str(recur.solve(text).theta) for text in texts}


@pytest.mark.parametrize(
    "seconds", [float("inf"), 1e300, None, 10**400, Fraction(20)], ids=["inf", "1e300", "None", "10^400", "20"]
)
def test_no_limit_may_be_asked_for(seconds: float | None) -> None:
    assert str(recur.solve("4T(n/2)+1", timeout=seconds).theta) == "n**2"


def test_a_timer_of_the_caller_goes_on_with_what_was_left_of_it() -> None:
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(True))
    try:
        signal.setitimer(signal.ITIMER_REAL, 1_000, 7)
        recur.solve("4T(n/2)+1", timeout=100)
        left, interval = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= 1_000 and interval == 7
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with time_limit(100):
            end = time.monotonic() + 0.2
            while time.monotonic() < end:
                pass
        signal.sigtimedwait([], 1)  # a moment for the alarm that fell due meanwhile
        assert rung == [True]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


#: What waits for other processes and what measures times; what decides an answer is none of them.
TIMED = (
    "recur/model/limits.py",
    "recur/executors/",
    "recur/runs/",
    "recur/crew.py",
    "recur/answers/grading/records.py",
)


def test_nothing_that_decides_an_answer_has_a_clock() -> None:
    folder = Path(recur.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        name = file.relative_to(folder.parent).as_posix()
        tree = parsed(file)
        taken = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
        taken |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not taken & {"time", "timeit"} or name.startswith(TIMED), name


UNDER_NO_CLOCK = [
    "T(n) = T(n-1) + T(n-2) + T(n/2) + 1",  # bounded by recurrences with fewer calls
    "T(n) = 2T(n/2) + n, T(1) = 0",
    "T(n) = T(n/2) + T(sqrt(n))",
    "T(n) = (2/n) * sum(k=0..n-1, T(k)) + n - 1, T(0) = 0",
    "T(n) = T(n-1)^2 + 1, T(0) = 1",
]


def test_without_a_time_limit_no_clock_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """So an answer cannot depend on how busy the machine is, other than by the one limit that says so."""

    def broken() -> float:
        raise AssertionError("a clock decides")

    program = (Path(__file__).parent.parent / "examples/programs/merge_sort.spawn").read_text(encoding="utf-8")
    for name in ("monotonic", "perf_counter", "process_time", "time", "thread_time"):
        monkeypatch.setattr(time, name, broken)
    for text in UNDER_NO_CLOCK:
        worked_example.study(text, None)
        recur.check(text, "n^2 log n", None)
    recur.analyze(program, [1024], None)
    prediction.growth_of(recur.parse("T(n) = 2T(n/2) + n"), "T")


def test_the_environment_says_how_long_an_answer_may_take_that_is_given_no_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The tests themselves are given none: no answer in them depends on how busy the machine is."""
    assert limits.DEFAULT_SECONDS > limits.LONGEST_SECONDS
    for said, meant in (("0.5", 0.5), ("inf", float("inf")), ("soon", 10), ("", 10), ("-1", 10), ("nan", 10)):
        monkeypatch.setenv("RECUR_TIMEOUT", said)
        assert limits._usual_seconds() == meant


@pytest.mark.parametrize("said", ["abc", "-1", "0", "nan", "10s"])
def test_a_variable_that_is_no_time_is_told_and_never_passed_over(
    said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECUR_TIMEOUT", said)
    assert main(["solve", "4T(n/2)+1"]) == 2
    assert f"RECUR_TIMEOUT is {said}" in capsys.readouterr().err
