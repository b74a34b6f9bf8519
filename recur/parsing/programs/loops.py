"""The heads of loops: for i = a to b, i = 1, 2, 4, …, n, downto, doubling, C's for (…; …; …), counts in comments."""

import re
from fractions import Fraction
from itertools import pairwise

from recur.model import Expr, expressions as ex
from recur.model.patterns import regex
from recur.model.program import Advance, StatedCost
from recur.model.records import frozen, replace
from recur.parsing.faults import Fault
from recur.parsing.programs.formulas import parsed_formula, stated_cost
from recur.parsing.programs.layout import ProgramLine
from recur.parsing.programs.line_kinds import ASSIGNED, split_list

_NAME = r"(?P<index>[A-Za-z_Α-ωα-ω]\w*['′]*)"
_RANGE = regex(
    rf"(?:each\s+|all\s+)?{_NAME}\s*(?:=|←|:=|<-|in|∈|from)\s*(?:\[|\{{)?(?P<first>.+?)"
    r"\s*(?P<to>\bdownto\b|\bdown\s+to\b|\bto\b|\bthrough\b|,?\s*(?:\.\.\.?|…)\s*,?|-->)\s*(?P<last>.+?)(?:\]|\})?"
    r"(?:[\s,(]*(?:by\s+|in\s+|with\s+)?(?:steps?\s*(?:of|=)?\s*|(?:by|increments?\s+of)\s+(?!doubling|halving))(?P<step>[^)]+?)\)?"
    r"|[\s,(]*(?:by\s+|with\s+|step\s+)?(?P<times>doubling|halving|powers\s+of\s+(?:2|two))(?:\s+\w+)?\)?)?\s*",
    re.IGNORECASE,
)
_PYTHON = regex(rf"{_NAME}\s+in\s+range\s*\((?P<bounds>.*)\)", re.IGNORECASE)
_SERIES = regex(rf"{_NAME}\s*(?:=|←|:=|<-|in|∈)\s*[{{\[(]?(?P<values>[^…]+?,[^…]*,\s*(?:…|\.\.\.)\s*,?.+?)[}}\])]?")
_CHAINED = regex(rf"(?P<first>[^<≤>≥]+?)\s*(?P<low><=|≤|<)\s*{_NAME}\s*(?P<high><=|≤|<)\s*(?P<last>[^<≤>≥]+)")
_IN_C = regex(
    rf"\(\s*(?:int\s+|auto\s+|size_t\s+)?{_NAME}\s*=\s*(?P<first>[^;]+);\s*(?P=index)\s*(?P<op><=|<|>=|>|≤|≥|!=)\s*(?P<last>[^;]+);"
    r"\s*(?P<update>[^;]*)\)"
)
_ASSIGNED = regex(rf"(?P<name>[A-Za-z_]\w*'*)\s*{ASSIGNED}\s*(?P<value>.+)")
_AUGMENTED = regex(r"(?P<name>[A-Za-z_]\w*'*)\s*(?P<op>//|>>|<<|[-+*/])=\s*(?P<value>.+)")
_COUNT = regex(
    r"(?:(?:at most|up to|about|runs|executed|repeats?|takes)\s+)?(?P<count>.+?)"
    r"\s*(?:iterations?|times|rounds?|repetitions?|passes|phases|levels|elements?|items?)\b.*"
    r"|(?:iterations?|count|times|rounds?)\s*[:=]\s*(?P<after>.+)",
    re.IGNORECASE,
)


@frozen
class Head:
    """index = first … last, both inclusive, by a step or a factor."""

    index: str
    first: Expr
    last: Expr
    step: Expr = ex.ONE
    progression: Advance = Advance.ADD


def head(line: ProgramLine) -> Head | None:
    """What the words after `for` say; None when they are no range of numbers."""
    text = line.text.rstrip(":").strip()
    text = re.sub(r"\s+do$|\s+in\s+parallel$|\s+do\s+in\s+parallel$|\s+pardo$", "", text)
    for reader in (_in_c, _python, _series, _chained, _plain):
        found = reader(text, line)
        if found is not None:
            return replace(found, index=found.index.replace("′", "'"))
    return None


def _plain(text: str, line: ProgramLine) -> Head | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    first, last = _bound(match["first"], line, match.start("first")), _bound(match["last"], line, match.start("last"))
    down = match["to"].lower().startswith("down")
    step: Expr = ex.ONE
    progression = Advance.ADD
    if match["times"]:
        progression = Advance.DIVIDE if match["times"].lower() == "halving" else Advance.MULTIPLY
        step = ex.TWO
    elif match["step"]:
        step = _bound(match["step"], line, match.start("step"))
        if isinstance(step, ex.Number) and step.value < 0:
            down, step = True, ex.negate(step)
        if isinstance(step, ex.Number) and not step.value:
            raise Fault("a loop with step 0 never ends", line.start, line.end)
    if down and progression is Advance.ADD:
        step = ex.negate(step)
    return Head(match["index"], first, last, step, progression)


def _bound(text: str, line: ProgramLine, at: int) -> Expr:
    found = parsed_formula(text)
    if found is None:
        start = line.start + at
        raise Fault(
            f"the bound {text} is no arithmetic in sizes, so the iterations cannot be counted",
            start,
            start + len(text),
            advice="state the count behind the loop: // Θ(n) iterations",
        )
    return found


def _python(text: str, line: ProgramLine) -> Head | None:
    match = _PYTHON.fullmatch(text)
    if match is None:
        return None
    parts = [_bound(part.strip(), line, match.start("bounds")) for part in split_list(match["bounds"])]
    if len(parts) > 3:
        return None
    first, stop, step = {1: (ex.number(0), *parts, ex.ONE), 2: (*parts, ex.ONE)}.get(len(parts), tuple(parts))
    down = isinstance(step, ex.Number) and step.value < 0
    return Head(match["index"], first, ex.add(stop, ex.ONE if down else ex.MINUS_ONE), step)


def _series(text: str, line: ProgramLine) -> Head | None:
    """i = 1, 2, 4, …, n and i = n, n/2, …, 1 and i = 0, 2, 4, …, n."""
    match = _SERIES.fullmatch(text)
    if match is None:
        return None
    shown = [part.strip() for part in split_list(re.sub(r"\s*(?:…|\.\.\.)\s*,?", "…,", match["values"]))]
    values = [_bound(part, line, match.start("values")) for part in shown if part != "…"]
    if len(values) < 3:
        return None
    *front, last = values
    rising = [v.value for v in front if isinstance(v, ex.Number)]
    if len(rising) == len(front):
        if len(front) > 2 and len({b - a for a, b in pairwise(rising)}) > 1 and rising[0]:
            return Head(match["index"], front[0], last, ex.number(rising[1] / rising[0]), Advance.MULTIPLY)
        if len(front) == 2 and rising[0] == 1 and rising[1] != 2:
            return Head(match["index"], front[0], last, ex.number(rising[1]), Advance.MULTIPLY)
        return Head(match["index"], front[0], last, ex.number(rising[1] - rising[0]))
    quotient = ex.divide(front[0], front[1])
    ratio = _ratio(front[0], front[1])
    if ratio is not None and ratio != 1:
        value = ratio if ratio > 1 else 1 / ratio
        return Head(match["index"], front[0], last, ex.number(value), Advance.DIVIDE if ratio > 1 else Advance.MULTIPLY)
    difference = ex.subtract(front[1], front[0])
    if isinstance(difference, ex.Number) and difference.value:
        return Head(match["index"], front[0], last, difference)
    raise Fault(f"how these values go on is not clear: is it by the factor {quotient}?", line.start, line.end)


def _ratio(a: Expr, b: Expr) -> Fraction | None:
    """a/b where b is a·number."""
    (c, one), (d, other) = _multiple(a), _multiple(b)
    return c / d if one == other and d else None


def _multiple(x: Expr) -> tuple[Fraction, Expr]:
    """(number, rest) with x = number · rest."""
    if isinstance(x, ex.Mul) and isinstance(x.factors[0], ex.Number):
        rest = x.factors[1:]
        return x.factors[0].value, rest[0] if len(rest) == 1 else ex.Mul(rest)
    return Fraction(1), x


def _chained(text: str, line: ProgramLine) -> Head | None:
    match = _CHAINED.fullmatch(text)
    if match is None:
        return None
    first, last = _bound(match["first"], line, 0), _bound(match["last"], line, match.start("last"))
    first = ex.add(first, ex.ONE) if match["low"] == "<" else first
    last = ex.add(last, ex.MINUS_ONE) if match["high"] == "<" else last
    return Head(match["index"], first, last)


def _in_c(text: str, line: ProgramLine) -> Head | None:
    match = _IN_C.fullmatch(text)
    if match is None:
        return None
    index, op = match["index"], match["op"]
    first, last = _bound(match["first"], line, match.start("first")), _bound(match["last"], line, match.start("last"))
    last = ex.add(last, {"<": ex.MINUS_ONE, ">": ex.ONE, "!=": ex.MINUS_ONE}.get(op, ex.number(0)))
    step = update(match["update"].strip())
    if step is None or step[0] != index:
        raise Fault(f"how {index} goes on is not clear", line.start + match.start("update"), line.end)
    return Head(index, first, last, step[1], step[2])


def update(text: str) -> tuple[str, Expr, Advance] | None:
    """The variable that a line changes, and how: i++, i = i + 2, i *= 2, m = ⌊m/2⌋; None when it is no such line."""
    text = text.strip().rstrip(";")
    crement = re.fullmatch(r"(?:([A-Za-z_]\w*)\s*(\+\+|--)|(\+\+|--)\s*([A-Za-z_]\w*))", text)
    if crement is not None:
        name, sign = crement[1] or crement[4], crement[2] or crement[3]
        return name, ex.ONE if sign == "++" else ex.MINUS_ONE, Advance.ADD
    augmented = _AUGMENTED.fullmatch(text)
    if augmented is not None:
        value = parsed_formula(augmented["value"])
        return None if value is None else _augmented(augmented["name"], augmented["op"], value)
    assigned = _ASSIGNED.fullmatch(text)
    value = parsed_formula(assigned["value"]) if assigned is not None else None
    if assigned is None or value is None:
        return None
    return updated(assigned["name"], value)


def _augmented(name: str, op: str, value: Expr) -> tuple[str, Expr, Advance] | None:
    match op:
        case "+":
            return name, value, Advance.ADD
        case "-":
            return name, ex.negate(value), Advance.ADD
        case "*":
            return name, value, Advance.MULTIPLY
        case "/" | "//":
            return name, value, Advance.DIVIDE
    if not isinstance(value, ex.Number) or value.value.denominator != 1 or value.value > 64:
        return None
    return name, ex.number(2 ** int(value.value)), Advance.MULTIPLY if op == "<<" else Advance.DIVIDE


def updated(name: str, value: Expr) -> tuple[str, Expr, Advance] | None:
    """name = value as a step: i + 2, 2i, i/2, ⌊i/2⌋."""
    if isinstance(value, ex.Apply) and value.name in ("floor", "ceiling"):
        value = value.arguments[0]
    if name not in ex.symbols(value):
        return None
    difference = ex.subtract(value, ex.Symbol(name))
    terms = list(difference.children) if difference.children else [difference]
    kept = [t for t in terms if t != ex.Symbol(name) and t != ex.negate(ex.Symbol(name))]
    if len(terms) - len(kept) == 2 or difference == ex.Symbol(name):
        rest = ex.add(*kept)
        return (name, rest, Advance.ADD) if name not in ex.symbols(rest) and difference != ex.Symbol(name) else None
    if isinstance(value, ex.Mul) and len(value.factors) == 2 and ex.Symbol(name) in value.factors:
        factor = next((f for f in value.factors if f != ex.Symbol(name)), value)  # k·k is no step
        if isinstance(factor, ex.Number) and factor.value > 1:
            return name, factor, Advance.MULTIPLY
        if isinstance(factor, ex.Number) and 0 < factor.value < 1:
            return name, ex.number(1 / factor.value), Advance.DIVIDE
        if not isinstance(factor, ex.Number) and name not in ex.symbols(factor):
            inverse = ex.divide(ex.ONE, factor)
            return (
                name,
                inverse if _is_reciprocal(factor) else factor,
                (Advance.DIVIDE if _is_reciprocal(factor) else Advance.MULTIPLY),
            )
    return None


def _is_reciprocal(x: Expr) -> bool:
    return isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value < 0


def stated_count(comment: str, names: frozenset[str]) -> StatedCost | None:
    """`// Θ(n) iterations`, `// n times`, `// iterations: log n`."""
    match = _COUNT.fullmatch(comment.strip().rstrip("."))
    if match is None:
        return None
    return stated_cost(match["count"] or match["after"], names)
