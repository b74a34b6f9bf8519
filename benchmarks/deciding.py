"""The error rates of the decision table of `recur fit`: a row for each class of noise, and for files of real machines.

    python benchmarks/deciding.py [--seeds 4] [--pair-seeds 2] [--noise 0.05] [--jobs 2] [--keep FILE]

Nothing is timed: the same seeds give the same table. A row is printed as soon as it is counted; with --keep it is
written to a file as well, from which the same call goes on where it was broken off.

Prints the table that stands in docs/theory/measured-times.md. Synthetic times are those of tests/synthetic_times.py:
eleven classes, from n = 16 and from n = 1024. Real ones are tests/cases/real_times.jsonl: what eight tools wrote of
programs whose growth is known, on busy machines; those that the machine bent visibly are a row of their own. Of big_O
and Extra-P (`pip install big-o extrap`), where they are installed, it counts how often their one answer is the truth.
Exit code 1 where over all synthetic rows more than 1 % of true predictions are refuted, or of wrong ones confirmed, or
where that happens to a real file, or a wrong class is named there.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from benchmarks.fitting import DECISIVE, FITTERS, SMALLEST, installed  # noqa: E402
from recur.measurement.evidence import FitVerdict  # noqa: E402
from recur.measurement.judging import assess  # noqa: E402
from recur.measurement.samples import Sample  # noqa: E402
from tests.real_times import real_series  # noqa: E402
from tests.synthetic_times import MACHINES, SCENARIOS, TRUTHS, Scenario, samples  # noqa: E402

ROWS = {
    "noise of 5 %: plain, offset, recurrence, correlated, outliers, uneven": (
        "plain", "offset", "recurrence", "correlated", "outliers", "uneven"
    ),
    "size by size, with drift": ("by blocks",),
    "first runs up to 3 × as slow": ("cold",),
    "loaded by turns, up to 3 ×": ("load",),
    "a step of 1.6 × at some size": ("step",),
    "caches, 1.5 × over two levels": ("caches",),
    "4096-fold sizes, a step of 3 ×": ("wide, step",),
    "4096-fold sizes, caches, 3 × over two levels": ("wide, caches",),
    "single runs": ("single runs",),
    "single runs and caches": ("single, caches",),
}  # fmt: skip
BAR = 0.01
Task = tuple[str, str, list[Sample], bool]  # the row, the truth, the times, with predictions?


def tally(task: Task, others: Iterable[str]) -> tuple[str, Counter[str]]:
    """What is said of one series, without a prediction and with each."""
    warnings.simplefilter("ignore")
    row, truth, times, paired = task
    found: Counter[str] = Counter(series=1)
    evidence = assess(times)
    names = [c.formula for c in evidence.classes]
    if evidence.verdict is FitVerdict.NAMED:
        found["named" if truth in names else "misnamed"] += 1
        found["alone"] += names == [truth]
    else:
        found["open"] += 1
    for label in others:
        with suppress(Exception):  # a fitter that fails on some times has named nothing
            found[label] += truth in FITTERS[label](times)
    for predicted in {truth, *TRUTHS} if paired else ():
        side = "true" if predicted == truth else "wrong"
        found[side] += 1
        found[f"{side} {assess(times, predicted).verdict}"] += 1
    return row, found


def tasks(seeds: int, pair_seeds: int, noise: float) -> Iterable[Task]:
    known: dict[str, Scenario] = {scenario.name: scenario for scenario in (*SCENARIOS, *MACHINES)}
    for row, names in ROWS.items():
        for scenario in (known[name] for name in names):
            for place, truth in enumerate(TRUTHS):
                for which, smallest in enumerate(SMALLEST):
                    for seed in range(seeds):
                        times = samples(truth, scenario, noise, seed, smallest)
                        # Predictions take turns with the smallest size: they cost twelve times as much.
                        yield row, truth, times, seed < pair_seeds and (place + seed) % len(SMALLEST) == which
    for series in sorted(real_series(), key=lambda series: series.bent):
        row = "real files, bent by their machine" if series.bent else "real files"
        yield row, series.truth, list(series.samples), True


def line(row: str, c: Counter[str], others: Sequence[str]) -> str:
    def part(key: str, whole: str, digits: int = 0) -> str:
        return f"{100 * c[key] / c[whole]:.{digits}f} %" if c[whole] else "—"

    cells = [part(key, "series") for key in ("named", "alone", "open")] + [part("misnamed", "series", 1)]
    cells += [part("true confirmed", "true"), part("true refuted", "true", 1)]
    cells += [part("wrong refuted", "wrong"), part("wrong confirmed", "wrong", 2)]
    cells += [part(label, "series") for label in others]
    return f"| {row} | {' | '.join(cells)} |"


def counted(kept: Path | None, asked: str) -> dict[str, Counter[str]]:
    """The rows that an earlier call of the same kind has written."""
    if kept is None or not kept.exists():
        return {}
    rows = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    return {row["row"]: Counter(row["counts"]) for row in rows if row["asked"] == asked}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=4)
    options.add_argument("--pair-seeds", type=int, default=2)
    options.add_argument("--noise", type=float, default=DECISIVE)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--keep", type=Path)
    asked = options.parse_args()
    others = [label for label in installed() if label != "recur"]
    kind = f"{asked.seeds} {asked.pair_seeds} {asked.noise} {' '.join(others)}"
    found = counted(asked.keep, kind)
    heads = ["what the machine does", "truth named", "alone", "no conclusion", "wrong class named"]
    heads += ["truth confirmed", "truth refuted", "wrong one refuted", "wrong one confirmed", *others]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    with ProcessPoolExecutor(asked.jobs) as pool:
        for row, given in groupby(tasks(asked.seeds, asked.pair_seeds, asked.noise), key=lambda task: task[0]):
            if row not in found:
                counts = pool.map(partial(tally, others=others), given, chunksize=4)
                found[row] = sum((part for _, part in counts), Counter[str]())
                if asked.keep is not None:
                    with asked.keep.open("a", encoding="utf-8") as kept:
                        kept.write(json.dumps({"asked": kind, "row": row, "counts": found[row]}) + "\n")
            print(line(row, found[row], others), flush=True)
    total = sum((counts for row, counts in found.items() if row in ROWS), Counter[str]())
    good = all(
        total[f"{side} {word}"] <= BAR * total[side] for side, word in (("true", "refuted"), ("wrong", "confirmed"))
    )
    for row in found.keys() - ROWS.keys():
        good = good and not any(found[row][key] for key in ("misnamed", "true refuted", "wrong confirmed"))
    print(f"\n{'every bar is met' if good else 'a bar is missed'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
