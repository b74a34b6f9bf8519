"""Prove a bound by induction, with explicit constants and an explicit first size.

examples:
  recur prove "T(n) = 2T(floor(n/2)) + n, T(1) = 1" "T(n) <= 2n lg n"
  recur prove "T(n) = 2T(floor(n/2)) + 1, T(1) = 1" "O(n)"
  recur prove "T(n) = 3T(n/2) + n^2"
  recur prove "T(n) = 3T(n/2) + n^2" --format certificate > proof.jsonl
  recur prove --verify proof.jsonl
exit codes:
  0 proved    1 the claim is false    3 neither proved nor refuted
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model import RecurError

from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED, WRONG
from .inputs import Input, read_inputs
from .manner import Manner, ProofFormat
from .options import answers, argument, option

if TYPE_CHECKING:
    from recur.proofs.proof import Proof

ASKED_FOR = "learning"

MOST_BYTES = 16_000_000


@answers(ProofFormat, "log", "timeout")
def run(
    recurrence: Annotated[
        str | None, argument("[RECURRENCE]", "a recurrence, or - for one a line from standard input")
    ] = None,
    claim: Annotated[
        str | None, argument("[CLAIM]", '"O(n log n)", "T(n) <= 2n lg n - 1"; none: the tight bound')
    ] = None,
    close: Annotated[bool, option("--close", "constants near the best ones; they may begin to hold late")] = False,
    verify: Annotated[
        Path | None, option("--verify FILE", "check the certificates in a file, one a line, with a checker of its own")
    ] = None,
    *,
    asked: Manner,
) -> int:
    if verify is not None:
        return answer_each(_lines(verify), asked, partial(_checked, asked=asked), lambda text, problem: _verdict(False))
    if recurrence is None:
        raise typer.BadParameter("give a recurrence, or --verify FILE")

    def proved(text: str) -> Reply:
        return _answer(text, claim, close, asked)

    return answer_each(read_inputs([recurrence]), asked, proved, lambda text, problem: _refuse(text, claim, problem))


def _answer(text: str, claim: str | None, close: bool, asked: Manner) -> Reply:
    from recur.answers.judging.refutation import why_false
    from recur.proofs.proving import prove

    proof = prove(text, claim, asked.timeout, log=asked.log, close=close, refute=why_false)
    code = SOLVED if proof.proved else WRONG if proof.refuted else UNDECIDED
    if asked.format == "json":
        from recur.writers.json.proof import proof_document

        return Reply(proof_document(text, claim, proof), code)
    if asked.format == "certificate" and proof.proved:
        return Reply(_certificate(proof), code)
    from recur.documents.proof import document

    shown = replace(asked, format="text") if asked.format == "certificate" else asked
    return Reply(shown.written(document(proof)), code)


def _certificate(proof: Proof) -> str:
    """A line for each side."""
    import json

    from recur.proofs.certificates import certificates

    return "\n".join(json.dumps(each) for each in certificates(proof))


def _lines(file: Path) -> list[Input]:
    from recur.files import read_text

    return [Input(line) for line in read_text(file, MOST_BYTES).splitlines() if line.strip()]


def _checked(text: str, asked: Manner) -> Reply:
    from recur.proofs.checker import NotProved, check_text

    try:
        side, first = check_text(text)
    except NotProved as why:
        told: str | JsonObject = _verdict(False, reason=str(why)) if asked.format == "json" else f"refused: {why}"
        return Reply(told, WRONG)
    if asked.format == "json":
        return Reply(_verdict(True, side=side, first=first))
    return Reply(f"verified: the {side} bound holds for every n from {first} on")


def _verdict(
    verified: bool, reason: str | None = None, side: str | None = None, first: int | None = None
) -> JsonObject:
    return {"schema": 1, "verified": verified, "side": side, "from": first, "reason": reason}


def _refuse(text: str, claim: str | None, problem: RecurError) -> JsonObject:
    from recur.writers.json.proof import proof_document

    return proof_document(text, claim, None, problem)
