"""Make exercises by topic: solved, verified, with hints and choices.

examples:
  recur exercise --topic master --count 5 --seed 7
  recur exercise --topic logarithms --topic programs --count 20 -o exam.tex
  recur exercise --count 20 --seed 7 -o quiz.xml
  recur exercise --count 10 --per-student students.csv --format markdown -o exams

The topics are master, logarithms, akra-bazzi, unrolling, trees, general, programs, code and proofs; without --topic all
of them in turn. The wrong choices are what known mistakes would answer. The same seed gives the same exercises.
Difficulty is a number from 1 to 5: 1 and one more for each thing that has to be seen. With --per-student everybody has
an exam of their own, in a folder; what two of them share is told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from .exams import ENDINGS, FORMATS, Exam, written_exams
from .manner import STANDARD, Manner, format_of
from .options import answers, option, output_option

ASKED_FOR = "teaching"


def _named(name: str) -> str:
    if name not in FORMATS:
        raise ValueError(f"{name} is none of {', '.join(FORMATS)}")
    return name


@answers(None)
def run(
    topics: Annotated[
        list[str] | None, option("--topic TOPIC", "what the exercises are about; may be given again")
    ] = None,
    count: Annotated[int, option("--count N", "how many (default 10)", min=1, max=5_000)] = 10,
    seed: Annotated[str, option("--seed TEXT", "the same seed gives the same exercises (default 1)")] = "1",
    difficulty: Annotated[int, option("--difficulty N", "1 to 5 (default: as it comes)", min=1, max=5)] = 0,
    per_student: Annotated[
        Path | None,
        option("--per-student FILE", "an exam for each student of a table (the column student, or the first)"),
    ] = None,
    choices: Annotated[bool, option("--choices/--open", "answers to choose from, or to be found")] = True,
    key: Annotated[bool, option("--key/--no-key", "the key behind the exercises")] = True,
    title: Annotated[str, option("--title TEXT", "the heading")] = "",
    form: Annotated[
        str | None,
        option("--format FORMAT", f"{', '.join(FORMATS)} (default: text, or what -o ends in)", parser=_named),
    ] = None,
    output: Annotated[Path | None, output_option("write to a file, or to a folder", folder=True)] = None,
    *,
    asked: Manner,
) -> int:
    output = None if output == STANDARD else output
    exam = Exam(tuple(topics or ()), count, seed, difficulty, choices, key, title)
    return written_exams(exam, form or format_of(output, ENDINGS), output, per_student, asked)
