"""A proof as a JSON document: T(n) ≤ upper.formula for every n ≥ upper.from, lower alike; null: none is proved."""

from __future__ import annotations

from recur.documents.proof import document, first_digits
from recur.model import RecurError, expressions as ex
from recur.model.solution import Unsolved
from recur.notation import python, text
from recur.proofs.proof import ClaimedSide, Proof
from recur.writers.json.answers import PLAIN, JsonObject, answered, as_read, definition_object


def proof_document(input: str, claim: str | None, proof: Proof | None, error: RecurError | None = None) -> JsonObject:
    """What `prove` answers."""
    if proof is None:
        return answered(input, error, claim=claim, proved=False, upper=None, lower=None, steps=[])
    return answered(input, _problem(proof), **{**proof_object(proof), "claim": claim})


def proof_object(proof: Proof) -> JsonObject:
    """The proof without what was typed."""
    where = () if proof.solution is None else proof.solution.where
    shown = [side.goal for side in (proof.upper, proof.lower) if side is not None]
    names = frozenset().union(*map(ex.symbols, shown))
    claim = proof.claim
    return {
        "interpreted": as_read(proof.system),
        "claim": None if claim is None else f"{claim.kind} {python.write(claim.body)}",
        "proved": proof.proved,
        "refuted": proof.refuted,
        "upper": _side(proof.upper, proof, "max"),
        "lower": _side(proof.lower, proof, "min"),
        "where": {d.symbol: definition_object(d) for d in where if d.symbol in names},
        "steps": [*steps(proof)],
        "assumptions": list(proof.assumed),
    }


def _side(side: ClaimedSide | None, proof: Proof, factor: str) -> JsonObject | None:
    if side is None:
        return None
    goal = side.goal
    if proof.letters and (proof.scaled or side.proved.form is not None):
        letters = tuple(ex.Symbol(name) for name in proof.letters)
        goal = ex.mul(*letters, goal) if proof.scaled else ex.mul(ex.Apply(factor, (ex.ONE, *letters)), goal)
    return {"formula": python.write(goal), "from": side.first, "induction": python.write(side.proved.bound),
            "step_from": side.proved.step_from,
            "base": [{"n": v.size, "value": first_digits(v.value), "bound": first_digits(v.bound)}
                     for v in side.values],
            }  # fmt: skip


def steps(proof: Proof) -> list[str]:
    """The proof in sentences."""
    from recur.documents.blocks import Chain, Heading, Paragraph, Table

    found = []
    for block in document(proof):
        match block:
            case Heading(title):
                found.append(str(title))
            case Paragraph(told, label):
                found.append(f"{label}: {PLAIN.sentence(told)}" if isinstance(label, str) and label
                             else PLAIN.sentence(told))  # fmt: skip
            case Table(columns, rows):
                heads = [x.heading if isinstance(x.heading, str) else text.write(x.heading) for x in columns]
                found += [", ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True)) if row else "…"
                          for row in rows]  # fmt: skip
            case Chain(left, links):
                parts = [f"{link.sign} {text.write(link.right)}" for link in links if link.right is not None]
                found.append(f"{text.write(left)} {' '.join(parts)}")
    return found


def _problem(proof: Proof) -> RecurError | None:
    if proof.proved or proof.refuted:
        return None
    return Unsolved(proof.refused[0] if proof.refused else "no proof was found")
