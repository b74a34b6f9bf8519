"""The whole table: every benchmark in a process of its own, its time beside its memory, its targets beside both.

    python benchmarks/all.py [--markdown] [--only NAME,...]

With --markdown it is written to docs/benchmarks.md, with the date and the machine in words. A figure that is over its
target is told as such. Other programs on the machine disturb it: the load before and after stands below the table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from benchmarks.figures import ENVIRONMENT, Figure  # noqa: E402

PAGE = CHECKOUT / "docs" / "benchmarks.md"
#: The modules in the order of the table, each with a heading and a `figures()`.
MODULES = {
    "cold": "Cold starts",
    "solving": "Solving",
    "checking": "Checking",
    "sympy_limits": "Comparing growths",
    "linear": "Linear recurrences",
    "growing": "Growth with the size",
    "scheduling": "Speed-up of programs",
    "grading": "Grading",
    "batches": "Batches",
    "long_runs": "Long runs",
}
HEAD = "| what | measured | target | |\n|---|---:|---:|---|\n"


def measured(module: str) -> tuple[list[Figure], float, float]:
    """The figures of a module, the seconds that they took, and the most memory that one process held, in MB."""
    code = (
        "import json, resource, sys; from dataclasses import asdict; from importlib import import_module\n"
        f"found = import_module('benchmarks.{module}').figures()\n"
        "whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "most = max(resource.getrusage(each).ru_maxrss for each in whose)\n"
        "print(json.dumps([[asdict(f) for f in found], most]))"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, env=ENVIRONMENT, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"benchmarks/{module}.py ended with {done.returncode}:\n{done.stderr.decode()[-2000:]}")
    rows, most = json.loads(done.stdout.splitlines()[-1])
    return [Figure(**row) for row in rows], time.perf_counter() - start, most / 1024


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def row(figure: Figure) -> str:
    target = f"≤ {number(figure.at_most)}" if figure.at_most is not None else ""
    target = f"≥ {number(figure.at_least)}" if figure.at_least is not None else target
    what = figure.what.replace("|", "\\|").replace("*", "\\*")
    verdict = "" if not target else "yes" if figure.met else "**no**" + (f": {figure.reason}" if figure.reason else "")
    return f"| {what} | {number(figure.value)} {figure.unit} | {target} | {verdict} |\n"


def machine() -> str:
    """The machine in words."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{cores} cores of a {platform.machine()} processor, {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def table(names: list[str]) -> str:
    before, parts = load(), []
    for name in names:
        found, seconds, memory = measured(name)
        told = "".join(map(row, found))
        measure = f"{number(seconds)} s in all, {number(memory)} MB at most in one process"
        parts.append(f"## {MODULES[name]}\n\n`python benchmarks/{name}.py`: {measure}.\n\n{HEAD}{told}")
        print(parts[-1], flush=True)
    today = date.today()
    return (
        "# Benchmarks\n\n"
        f"Measured on {today.day} {today:%B %Y} on {machine()}. The load was {before} when it began and "
        f"{load()} when it ended. Times are processor time, which others disturb little; grading and batches are "
        "told by the clock.\n\n"
        "`python benchmarks/all.py --markdown` writes this page. Every text is new to the process that is timed, and "
        "asked once; what is loaded once is loaded before, but in cold starts.\n\n" + "\n".join(parts)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--markdown", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--only", help="some of the modules, such as cold,solving")
    asked = parser.parse_args()
    if asked.markdown and asked.only:
        parser.error("--markdown writes the whole table: without --only")
    names = asked.only.split(",") if asked.only else list(MODULES)
    told = table(names)
    if asked.markdown:
        PAGE.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
