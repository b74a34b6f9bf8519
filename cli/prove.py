"""Prove a bound by induction, with explicit constants and an explicit first size.

examples:
  recur prove "T(n) = 2T(floor(n/2)) + n, T(1) = 1" "T(n) <= 2n lg n"
  recur prove "T(n) = 2T(floor(n/2)) + 1, T(1) = 1" "O(n)"
  recur prove "T(n) = 3T(n/2) + n^2"
  recur prove "T(n) = 3T(n/2) + n^2" --format certificate > proof.jsonl
  recur prove --verify proof.jsonl
  recur prove "T(n) = 3T(floor(n/2)) + n^2, T(1) = 1" --format coq > proof.v
exit codes:
  0 proved    1 the claim is false    3 neither proved nor refuted
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from recur.model import RecurError
from recur.model.records import replace

from .batch import JsonObject, Reply, answer_each
from .certified import MACHINE_READ, answer_certificates
from .codes import SOLVED, UNDECIDED, WRONG
from .inputs import read_inputs
from .manner import Manner, ProofFormat
from .options import answers, argument, option
from .words import Misused

ASKED_FOR = "learning"


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
        return answer_certificates(verify, asked)
    if recurrence is None:
        raise Misused("give a recurrence, or --verify FILE")

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
    if asked.format in MACHINE_READ and proof.proved:
        return Reply(MACHINE_READ[asked.format](proof), code)
    from recur.documents.proof import document

    shown = replace(asked, format="text") if asked.format in MACHINE_READ else asked
    return Reply(shown.written(document(proof)), code)


def _refuse(text: str, claim: str | None, problem: RecurError) -> JsonObject:
    from recur.writers.json.proof import proof_document

    return proof_document(text, claim, None, problem)
