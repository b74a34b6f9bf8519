"""A·cos(nθ + B) with free constants A and B is every A·cos(nθ) + B·sin(nθ): an amplitude and a phase are two constants.

cos(nθ + B) = cos B·cos nθ − sin B·sin nθ, and (A cos B, −A sin B) takes every pair of numbers.
"""

from collections.abc import Sequence

from recur.model import Expr, expressions as ex


def without_phases(x: Expr, constants: Sequence[str]) -> Expr:
    """The formula with amplitudes and phases, each of which stands once in it, as multiples of cosine and sine."""
    met = [node.name for node in ex.walk(x) if isinstance(node, ex.Symbol)]
    alone = frozenset(name for name in constants if met.count(name) == 1)
    return _rewritten(x, alone) if alone else x


def _rewritten(x: Expr, constants: frozenset[str]) -> Expr:
    if isinstance(x, ex.Mul):
        amplitudes = [y for y in x.factors if isinstance(y, ex.Symbol) and y.name in constants]
        for wave in x.factors:
            found = _at_rest(wave, constants) if amplitudes else None
            if found is not None:
                phase, angle = found
                waves = (
                    ex.mul(letter, ex.Apply(name, (angle,)))
                    for letter, name in ((amplitudes[0], "cos"), (phase, "sin"))
                )
                rest = [y for y in x.factors if y is not wave and y is not amplitudes[0]]
                return ex.mul(ex.add(*waves), *rest)
    return ex.rebuild(x, lambda y: _rewritten(y, constants)) if x.children else x


def _at_rest(wave: Expr, constants: frozenset[str]) -> tuple[ex.Symbol, Expr] | None:
    """The phase, and the angle without it: ±B beside nθ."""
    if not isinstance(wave, ex.Apply) or wave.name not in ("cos", "sin") or not isinstance(wave.arguments[0], ex.Add):
        return None
    terms = wave.arguments[0].terms
    for term in terms:
        match term:
            case ex.Symbol(name) | ex.Mul((ex.Number(), ex.Symbol(name))) if name in constants:
                return ex.Symbol(name), ex.add(*(y for y in terms if y is not term))
    return None
