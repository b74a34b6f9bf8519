"""The Python face: sympy out, cheap to import, values that show themselves."""

import json
import subprocess
import sys
from typing import Any

import pytest

import recur
from tests.child_processes import PATIENCE


def test_bounds_are_sympy_expressions_in_n():
    import sympy

    n = recur.n
    s = recur.solve("T(n) = 2T(n/2) + n log n")
    assert s.theta == n * sympy.log(n) ** 2
    assert s.lower == s.upper == s.theta
    loose = recur.solve("T(n) = 2T(n/2) + O(n)")
    assert loose.theta is None
    assert (loose.lower, loose.upper) == (n, n * sympy.log(n))


def test_closed_forms_are_taken_by_sympy_as_its_own():
    import sympy

    s = recur.solve("T(n) = 3T(n-1) + 1, T(0) = 1")
    assert sympy.simplify(sympy.sympify(s.exact) - (sympy.Integer(3) ** (recur.n + 1) - 1) / 2) == 0
    assert sympy.limit(sympy.sympify(s.leading) / sympy.sympify(s.exact), recur.n, sympy.oo) == 1


def test_values_are_exact_at_any_size():
    s = recur.solve("T(n) = 2T(n/2) + n, T(1) = 1")
    assert s.value(2**100) == 101 * 2**100
    assert [s.value(n) for n in range(1, 6)] == [1, 4, 5, 12, 13]


def test_a_solution_shows_itself_in_a_terminal_a_notebook_and_as_json():
    s = recur.solve("4T(n/2)+1")
    assert "Θ(n²)" in str(s)
    assert r"\Theta" in s._repr_latex_()
    document = json.loads(json.dumps(s.to_dict()))
    assert (document["theta"], document["method"], document["case"]) == ("n**2", "master theorem", "1")


def test_errors_are_of_one_family():
    with pytest.raises(recur.SyntaxProblem):
        recur.solve("T(n) = 2T(n/2")
    with pytest.raises(recur.InvalidRecurrence):
        recur.solve("T(n) = T(⌊2n⌋) + 1")
    with pytest.raises(recur.LimitExceeded):
        recur.evaluate("T(n) = T(n-1)*T(n-2) + n, T(0) = 2, T(1) = 3", ["10^9"], timeout=0.5)
    assert issubclass(recur.LimitExceeded, recur.RecurError)


def test_importing_recur_imports_nothing_heavy():
    heavy = ["sympy", "lark", "mpmath", "typer", "rich", "pydantic", "numpy", "matplotlib"]
    code = f"import sys, recur; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.strip() == "[]"


def test_programs_and_engines_are_at_hand_and_imported_when_asked_for():
    """And not before: what `import recur` costs stays what it was."""
    code = (
        "import sys, recur; before = [m for m in sys.modules if m.startswith(('recur.forkjoin', 'recur.executors'))]; "
        "from recur import Call, Task, count, counted, empty, open_engine, run, task; "
        "from recur.forkjoin import task as same; print(before, task is same is recur.task)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.strip() == "[] True"
    assert set(recur.__all__) <= set(dir(recur))


@pytest.mark.parametrize("engine", ["serial", "threads", "processes"])
def test_a_call_is_run_on_an_engine_in_one_line(engine):
    from tests.engine_programs import leaves

    result = recur.run(leaves(4), engine, workers=1, cutoff=None)
    assert (result.value, result.engine, result.workers) == (16, engine, 1)


def test_unrolling_and_the_tree_are_at_hand():
    assert "2**k" in str(recur.unroll("T(n) = 2T(n/2) + n").general)
    assert recur.recursion_tree("T(n) = 2T(n/2) + n", at=8).recurrence.function == "T"


@pytest.mark.parametrize("given", [None, 3, b"T(n) = T(n-1) + 1", []])
def test_what_is_no_text_is_refused_by_name(given: Any) -> None:
    for verb in (recur.solve, recur.prove, recur.check, recur.analyze):
        with pytest.raises(TypeError, match=f"reads a text, and this is of the type {type(given).__name__}"):
            verb(given)
    with pytest.raises(TypeError, match="compare reads a text"):
        recur.compare("n", given)
    with pytest.raises(TypeError, match="evaluate reads a text"):
        recur.evaluate(given, 4)
