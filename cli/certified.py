"""Certificates of proofs: written a line a side, read from a file and checked line by line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .batch import JsonObject, Reply, answer_each
from .codes import WRONG
from .inputs import Input
from .manner import Manner

if TYPE_CHECKING:
    from recur.proofs.proof import Proof

MOST_BYTES = 16_000_000


def answer_certificates(file: Path, asked: Manner) -> int:
    """Every line of the file checked; 1 where one is refused."""
    return answer_each(_lines(file), asked, partial(_checked, asked=asked), lambda text, problem: verdict_of(False))


def certificate_lines(proof: Proof) -> str:
    """A line for each side."""
    import json

    from recur.proofs.certificates import certificates

    return "\n".join(json.dumps(each) for each in certificates(proof))


def coq_file(proof: Proof) -> str:
    """Both sides for Coq."""
    from recur.proofs.certificates import certificates
    from recur.proofs.coq_text import coq_text

    return coq_text(certificates(proof)).rstrip()


#: the forms that a program reads
MACHINE_READ: dict[str, Callable[[Proof], str]] = {"certificate": certificate_lines, "coq": coq_file}


def _lines(file: Path) -> list[Input]:
    from recur.files import read_text

    return [Input(line) for line in read_text(file, MOST_BYTES).splitlines() if line.strip()]


def _checked(text: str, asked: Manner) -> Reply:
    import json

    from recur.proofs.certificates import checked_statement
    from recur.proofs.checker import NotProved, check_text

    try:
        side, first = check_text(text)
    except NotProved as why:
        told: str | JsonObject = verdict_of(False, reason=str(why)) if asked.format == "json" else f"refused: {why}"
        return Reply(told, WRONG)
    if asked.format == "json":
        return Reply(verdict_of(True, side=side, first=first))
    return Reply(f"verified: {checked_statement(json.loads(text))}")


def verdict_of(
    verified: bool, reason: str | None = None, side: str | None = None, first: int | None = None
) -> JsonObject:
    return {"schema": 1, "verified": verified, "side": side, "from": first, "reason": reason}
