"""List the solving methods, in the order in which they are tried.

examples:
  recur methods
  recur methods --json
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .batch import Reply, answer_each
from .inputs import Input
from .manner import Manner, PageFormat
from .options import answers

if TYPE_CHECKING:
    pass

ASKED_FOR = "learning"


@answers(PageFormat)
def run(*, asked: Manner) -> int:
    from recur.documents.blocks import Definitions
    from recur.model.derivation import Step
    from recur.solving.order import registered

    methods = registered()

    def answer(_: str) -> Reply:
        if asked.format == "json":
            return Reply(
                {
                    "schema": 1,
                    "methods": [
                        {"name": method.name, "place": place, "source": method.source, "summary": method.summary}
                        for place, method in enumerate(methods, 1)
                    ],
                }
            )
        pairs = tuple((method.name, Step(f"{method.summary} [{method.source}]")) for method in methods)
        return Reply(asked.written((Definitions(pairs),)))

    return answer_each(
        [Input("")], asked, answer, lambda _, problem: {"schema": 1, "methods": [], "error": problem.message}
    )
