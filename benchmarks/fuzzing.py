"""Throw damaged input at every verb, and count what must never happen: faults, lost lines, hangs, memory.

    python benchmarks/fuzzing.py [LINES] [--seed N] [--timeout SECONDS] [--keep FILE]

The lines are made from the corpora of tests/cases and from examples/: signs put in, taken out and exchanged, halves of
two lines spliced, formulas nested, numbers made long, look-alikes from Unicode. All of them go through the guard of the
command line, in this process; every twentieth goes through the real command too, in batches on standard input. The same
seed makes the same lines. Exit 1 if any answer was a fault, any line of a batch was lost, or any took longer than 1.5
times the time allowed. --keep writes the lines that failed, one JSON object each.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIGNS = [
    *"nTabkx()[]{}^_+-*/=<>.,;:!|&$\\~ 0123456789\n",
    "√",
    "≤",
    "²",
    "ₙ",
    "∞",
    "⌊",
    "⌋",
    "⌈",
    "·",
    "Θ",
    "Ω",
    "log ",
]
SIGNS += [
    "sqrt(",
    "T(n/2)",
    "T(n-1)",
    "sum(k=1..n, ",
    "max(",
    "floor(",
    "^2",
    "^n",
    "1e308",
    "0.1",
    "\u200b",
    "ｎ",
    "𝑛",
    "−",
]
NUMBERS = ["0", "1", "-1", "2.0000000001", "1/3", "10^400", "9" * 60, "1" + "0" * 300, "9^9^9", "1e-308", "0.999"]
NESTINGS = [
    ("log(", ")"),
    ("sqrt(", ")"),
    ("1/(1+", ")"),
    ("T(", ")"),
    ("⌊", "⌋"),
    ("-", ""),
    ("2^", ""),
    ("n(1+", ")"),
]
DEPTHS = (2, 8, 40, 47, 60, 200, 3_000)
VERBS = ("solve", "solve", "solve", "check", "compare", "eval", "analyze", "fit", "grade")
BATCH_EVERY = 20
FAULT = 70


@dataclass(frozen=True, slots=True)
class Line:
    """One command: a verb, its words and its standard input; `batch` is the line that a batch of the verb holds."""

    verb: str
    words: tuple[str, ...]
    stdin: str = ""
    batch: str = ""


@dataclass(slots=True)
class Corpus:
    """What the lines are made from."""

    recurrences: list[str]
    formulas: list[str]
    programs: list[str]
    tables: list[str]


def corpus() -> Corpus:
    recurrences: list[str] = []
    formulas: list[str] = ["n log n", "n^2", "Θ(n log n)", "T(n) = n(n+1)/2", "2^n - 1", "O(n^(log_2 7))"]
    for file in sorted((ROOT / "tests" / "cases").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not isinstance(row, dict):
                continue
            recurrences += [row[k] for k in ("recurrence", "text", "input") if isinstance(row.get(k), str)]
            formulas += [row[k] for k in ("answer", "theta", "claim") if isinstance(row.get(k), str)]
    for file in sorted((ROOT / "examples").rglob("*.txt")):
        recurrences += file.read_text(encoding="utf-8").splitlines()
    programs = [f.read_text(encoding="utf-8") for f in sorted((ROOT / "examples").rglob("*.spawn"))]
    tables = [
        "n,seconds\n" + "".join(f"{2**i},{1e-6 * 2**i}\n" for i in range(5, 13)),
        "size;time (ms)\n8;1,5\n16;3,0\n",
    ]
    tables += ['{"n": 1024, "seconds": 0.0021}\n{"n": 2048, "seconds": 0.0044}\n']
    return Corpus([r for r in recurrences if r.strip()], formulas, programs, tables)


def damaged(text: str, pool: list[str], chance: random.Random) -> str:
    """The text after an accident or several."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randint(0, len(text))
        match chance.randrange(7):
            case 0:
                text = text[:at] + chance.choice(SIGNS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 3) :]
            case 2:
                text = text[:at] + chance.choice(SIGNS) + text[at + 1 :]
            case 3:
                other = chance.choice(pool)
                text = text[:at] + other[chance.randint(0, len(other)) :]
            case 4:
                digits = [i for i, c in enumerate(text) if c.isdigit()]
                if digits:
                    at = chance.choice(digits)
                    text = text[:at] + chance.choice(NUMBERS) + text[at + 1 :]
            case 5:
                opening, closing = chance.choice(NESTINGS)
                depth = chance.choice(DEPTHS)
                places = [i for i, c in enumerate(text) if c == "n"]
                if places:
                    at = chance.choice(places)
                    text = text[:at] + opening * depth + "n" + closing * depth + text[at + 1 :]
            case 6:
                stop = min(len(text), at + chance.randint(1, 12))
                text = text[:stop] + text[at:stop] * chance.choice((1, 2, 30)) + text[stop:]
    return text[:30_000]


def lines(count: int, seed: int) -> Iterator[Line]:
    chance, found = random.Random(seed), corpus()
    for _ in range(count):
        recurrence = damaged(chance.choice(found.recurrences), found.recurrences, chance)
        formula = damaged(chance.choice(found.formulas), found.formulas, chance)
        verb = chance.choice(VERBS)
        match verb:
            case "solve":
                yield Line(verb, ("--", recurrence), batch=json.dumps(recurrence))
            case "check":
                pair = json.dumps({"recurrence": recurrence, "answer": formula})
                yield Line(verb, ("-",), pair + "\n", pair)
            case "compare":
                yield Line(verb, ("--", formula or "n", chance.choice(found.formulas)))
            case "eval":
                sizes = chance.choice((["8"], ["10^18"], ["2^4000", "7"], [damaged("10^6", NUMBERS, chance) or "1"]))
                yield Line(verb, ("--", recurrence, *sizes))
            case "analyze":
                yield Line(verb, ("-",), damaged(chance.choice(found.programs), found.programs, chance))
            case "fit":
                yield Line(verb, ("-",), damaged(chance.choice(found.tables), found.tables, chance))
            case _:
                rows = [{"student": "a", "recurrence": recurrence, "answer": formula}, {"answer": formula}]
                yield Line(verb, ("-", "--jobs", "1"), "".join(json.dumps(row) + "\n" for row in rows))


def answered(line: Line, seconds: float) -> tuple[int, float, str]:
    """The exit code, the time taken, and what was printed."""
    from recur.cli import main

    streams = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(line.stdin.encode("utf-8", "replace")), encoding="utf-8")
    form = () if line.verb == "grade" else ("--json",)
    start = time.monotonic()
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = main([line.verb, *form, "--timeout", str(seconds), *line.words])
    except Exception as fault:  # past every guard
        return FAULT, time.monotonic() - start, repr(fault)
    finally:
        sys.stdin = before
    return code, time.monotonic() - start, "".join(stream.getvalue() for stream in streams)


def lost(verb: str, batch: list[str], seconds: float) -> int:
    """How many of a batch got no line of their own from the real command."""
    given = "".join(line + "\n" for line in batch)
    command = [sys.executable, "-m", "recur", verb, "--json", "--timeout", str(seconds), "-"]
    with tempfile.TemporaryFile() as errors:
        done = subprocess.run(
            command, input=given.encode(), stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, check=False
        )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    faults = sum((row.get("error") or {}).get("kind") == "internal" for row in found)
    return len(batch) - len(found) + faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lines", nargs="?", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--timeout", type=float, default=1.0)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    codes: Counter[tuple[str, int]] = Counter()
    failed: list[dict[str, object]] = []
    batches: dict[str, list[str]] = {"solve": [], "check": []}
    slow = ended = 0
    started = time.monotonic()
    for position, line in enumerate(lines(asked.lines, asked.seed)):
        code, seconds, said = answered(line, asked.timeout)
        codes[line.verb, code] += 1
        late = seconds > 1.5 * asked.timeout * (8 if line.verb == "grade" else 1) + 1.0
        slow += late
        if code == FAULT or late or "Traceback" in said or "fault in recur" in said.lower():
            fault = next((part for part in said.splitlines() if "fault" in part.lower()), said[-200:])
            failed.append({"verb": line.verb, "words": line.words, "stdin": line.stdin, "code": code,
                           "seconds": round(seconds, 2), "said": fault[-300:]})  # fmt: skip
        if line.batch and "\n" not in line.batch and position % BATCH_EVERY == 0:
            batches[line.verb].append(line.batch)
    for verb, batch in batches.items():
        for first in range(0, len(batch), 100):
            ended += lost(verb, batch[first : first + 100], asked.timeout)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for (verb, code), times in sorted(codes.items()):
        print(f"{verb:8} exit {code:3} {times:8,}")
    for row in failed[:20]:
        print("FAILED", json.dumps(row, ensure_ascii=False)[:400])
    if asked.keep is not None:
        asked.keep.write_text("".join(json.dumps(row) + "\n" for row in failed), encoding="utf-8")
    faults = sum(times for (_, code), times in codes.items() if code == FAULT)
    print(
        f"{asked.lines:,} lines in {time.monotonic() - started:.0f} s: {faults} faults, {len(failed)} failed, "
        f"{slow} late, {ended} lost in batches, {peak:,} MB at most"
    )
    return 1 if failed or ended else 0


if __name__ == "__main__":
    sys.exit(main())
