"""The rules and the programs on the ranks of an MPI job; prints which rule failed, and how, as JSON.

mpiexec -n 3 python -m mpi4py.futures tests/engine_job.py
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

if __name__ == "__main__":
    from recur.executors import open_engine
    from tests.engine_rules import RULES, runs_the_example
    from tests.python_programs import PROGRAMS

    said = {}
    with open_engine("mpi", cutoff=None) as engine:
        for name, rule in RULES.items():
            try:
                rule(engine)
                said[name] = ""
            except Exception:
                said[name] = traceback.format_exc()
        for name in PROGRAMS:
            try:
                runs_the_example(engine, name)
                said[name] = ""
            except Exception:
                said[name] = traceback.format_exc()
    print(json.dumps(said))
