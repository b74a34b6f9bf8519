"""Programs measured one after another: each a reply, and at the end a table of all, where there are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recur.model import RecurError
from recur.model.records import field, mutable

from .batch import JsonObject, Reply, answer_each
from .codes import code_of_measured
from .inputs import Input
from .manner import Manner
from .pictures import write_picture
from .progress import watched_measurement

if TYPE_CHECKING:
    from recur.runs.measured import Measured
    from recur.runs.measuring import Plan


@mutable
class Measurements:
    """What is asked of every program, and what was found so far."""

    plan: Plan
    asked: Manner
    kept: Path | None = None
    resume: bool = False
    plot: Path | None = None
    found: list[Measured] = field(default_factory=list)

    def answer_all(self, programs: Sequence[str]) -> int:
        return answer_each(self._until_ctrl_c(programs), self.asked, self._answer, _refused, self._compared)

    def _until_ctrl_c(self, programs: Sequence[str]) -> Iterator[Input]:
        for program in programs:
            ended = self.found[-1].ended if self.found else None
            if ended is None or ended.kind != "interrupted":
                yield Input(program)

    def _answer(self, text: str) -> Reply:
        found = watched_measurement(text, plan=self.plan, kept=self.kept, resume=self.resume)
        self.found.append(found)
        if self.plot is not None:
            from recur.pictures.measured import drawn

            write_picture(self.plot, drawn(found))
        code = code_of_measured(found)
        if self.asked.format == "json":
            return Reply(_object(text, found), code)
        from recur.documents.measured import document

        return Reply(self.asked.written(document(found)), code)

    def _compared(self) -> str:
        from recur.documents.measured import law_comparison

        several = len(self.found) > 1 and self.asked.format != "json"
        return f"\n{self.asked.written(law_comparison(self.found)).rstrip()}\n" if several else ""


def _refused(text: str, fault: RecurError) -> JsonObject:
    return _object(text, None, fault)


def _object(text: str, found: Measured | None = None, problem: RecurError | None = None) -> JsonObject:
    from recur.writers.json.measured import document

    return document(text, found, problem)
