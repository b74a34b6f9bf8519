"""What is known of one statement of a working."""

from __future__ import annotations

from recur.answers.workings.working import LineVerdict, Slip
from recur.model import Expr, Step
from recur.model.records import frozen


@frozen
class Finding:
    """What is known of one statement; verdict None: nothing is claimed, as a definition or a hypothesis does not."""

    verdict: LineVerdict | None
    slip: Slip | None = None
    said: Step | None = None
    right: Expr | None = None
    witness: Step | None = None


RIGHT, UNJUDGED, NEUTRAL = Finding(LineVerdict.RIGHT), Finding(LineVerdict.NOT_JUDGED), Finding(None)


def slipped(slip: Slip, said: Step | None = None, right: Expr | None = None) -> Finding:
    """The slip, what was done, and what would be right."""
    return Finding(LineVerdict.FALSE, slip, said, right)
