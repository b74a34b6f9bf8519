"""The arithmetic of a program: sizes such as ⌊(p+r)/2⌋ and 2n, growths such as n log² n, conditions such as n <= 1.

Names may have several letters, as variables of programs have; what is no arithmetic is `None`, never a guess.
"""

import re
from collections.abc import Iterator
from typing import Any

from recur.model import Expr, RecurError, expressions as ex
from recur.model.limits import MAX_DEPTH, MAX_DIGITS, MAX_NESTING
from recur.model.patterns import regex
from recur.model.program import RelationTest, StatedCost
from recur.parsing.faults import Fault
from recur.parsing.programs.known_functions import WORDS, takes_constant_time
from recur.parsing.tables import Misplaced, Tables, tables
from recur.parsing.text.scanning import Lexeme

_SIGNS = regex(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?![.\w]*[A-Za-z_]\w*\())"
    r"|(?P<length>\|\s*[A-Za-z_]\w*'*\s*\||[A-Za-z_]\w*'*\.(?:length|size|len|rows|cols|columns|n)\b(?!\()"
    r"|(?:len|length|size|rows|cols)\s*\(\s*[A-Za-z_]\w*'*\s*\))"
    r"|(?P<name>[A-Za-z_Α-Ωα-ω][^\W⁰¹²³⁴⁵⁶⁷⁸⁹]*['′]*)"  # to a pattern ² is a letter: n² would be a name
    r"|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<relation><=|>=|==|!=|≤|≥|≠|=|<|>)"
    r"|(?P<sign>\*\*|//|[-+−–·×*/÷^%(),⌊⌋⌈⌉√∧∨&|]))"
)
_FUNCTIONS = frozenset(("log", "lg", "ln", "sqrt", "floor", "ceil", "ceiling", "min", "max", "exp"))
_BASED = regex(r"log_?(\d+)")
_RELATIONS = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!="}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TYPES = {
    "+": ("PLUS", ""), "-": ("MINUS", ""), "−": ("MINUS", ""), "–": ("MINUS", ""), "·": ("TIMES", ""),
    "×": ("TIMES", ""), "*": ("TIMES", ""), "/": ("OVER", ""), "÷": ("OVER", ""), "//": ("OVER", "floor"),
    "%": ("OVER", "mod"), "^": ("CARET", ""), "**": ("CARET", ""), "(": ("_LPAR", ")"), ")": ("_RPAR", ")"),
    ",": ("_COMMA", ""), "⌊": ("_LPAR", "⌋"), "⌋": ("_RPAR", "⌋"), "⌈": ("_LPAR", "⌉"), "⌉": ("_RPAR", "⌉"),
    "√": ("FUN", "sqrt"), "∧": ("_AND", ""), "∨": ("_OR", ""),
}  # fmt: skip
_ROUNDED = {"⌊": "floor", "⌈": "ceiling"}
_WORDS = {"and": ("_AND", ""), "or": ("_OR", ""), "mod": ("OVER", "mod"), "div": ("OVER", "floor")}
_ENDS = frozenset(("NUMBER", "NAME", "_RPAR"))
_STARTS = frozenset(("NUMBER", "NAME", "FUN", "_LPAR"))


def parsed_formula(text: str) -> Expr | None:
    """The formula that the whole text is; None when it is none.

    >>> str(parsed_formula("(p + r) div 2"))
    'floor((p + r)/2)'
    """
    found = _parsed(text, "sum")
    return found if isinstance(found, Expr) else None


def read_condition(text: str) -> tuple[tuple[RelationTest, ...], ...]:
    """The comparisons of the text, alternatives of conjunctions; () when it asks for anything else."""
    text = re.sub(r"\s+is\s+(even|odd)\b", lambda m: f" mod 2 = {int(m[1] == 'odd')}", _bare(text))
    found = _parsed(text.replace("&&", "∧").replace("||", "∨"), "condition")
    return found if isinstance(found, tuple) else ()


def read_conjuncts(text: str) -> tuple[tuple[int, RelationTest], ...]:
    """The comparisons of sizes among those that have to hold together, each with its place; () beside an `or`.

    >>> [(at, str(test.left), test.op) for at, test in read_conjuncts("j > 0 and A[j] > key")]
    [(0, 'j', '>')]
    """
    if _EITHER.search(_bare(text)):
        return ()
    found = ((at, read_condition(part)) for at, part in enumerate(_CONNECTED.split(_bare(text))))
    return tuple((at, groups[0][0]) for at, groups in found if len(groups) == 1 and len(groups[0]) == 1)


_EITHER = regex(r"\bor\b|\|\||∨|\bnot\b|¬", re.IGNORECASE)
_CONNECTED = regex(r"\band\b|\bor\b|&&|\|\||∧|∨", re.IGNORECASE)
_READ = regex(
    r"\|\s*(?P<bars>[^\W\d]\w*['′]*)\s*\||(?P<length>len|length|size|rows|cols)\s*\(\s*(?P<of>[^\W\d]\w*['′]*)\s*\)"
    r"|(?P<name>[^\W\d]\w*['′]*)(?P<rest>(?:\[[^\]]*\]|\.\w+|\([^()]*\))*)"
)
_LENGTHS = frozenset((".length", ".size", ".len", ".rows", ".cols", ".columns", ".n"))


def reads(text: str) -> tuple[frozenset[str], ...]:
    """What each comparison of a condition looks at: names, lengths |A|, and elements such as A[i] and x.left.

    >>> [sorted(part) for part in reads("i > 0 and A[i] > key")]
    [['i'], ['A[i]', 'key']]
    """
    return tuple(frozenset(_looked_at(part)) for part in _CONNECTED.split(_bare(text)))


def _looked_at(text: str) -> Iterator[str]:
    for match in _READ.finditer(text):
        name, rest = match["name"], match["rest"]
        if name is None:
            yield f"|{match['bars'] or match['of']}|"
        elif rest in _LENGTHS:
            yield f"|{name}|"
        elif rest.startswith("(") and takes_constant_time(name, rest.count(",") + 1):
            yield from _looked_at(rest)
        elif rest or not (name.lower() in WORDS or name.lower() in _WORDS or name in ("even", "odd")):
            yield (name + rest).replace("′", "'")


_WORK = r"work|T_?1|T₁"
_SPAN = r"span|depth|critical path|T_?(?:∞|inf|infinity|\\infty|\{\\infty\})"
_BOUND = r"(?:[ΘθOo]|\\?Theta|\\mathcal\{O\})\s*\([^)]*\)"
_SIDED = rf"(?:{_WORK}|{_SPAN})\s*(?:is|of|=|:)?\s*{_BOUND}"
_SIDES = regex(
    rf"(?:(?P<work>{_WORK})|(?P<span>{_SPAN}))\s*(?:is|of|=|:)?\s*(?P<after>.+)"
    rf"|(?P<before>.+?)\s*(?:(?P<worked>{_WORK})|(?P<spanned>{_SPAN}))",
    re.IGNORECASE,
)


def stated_cost(text: str, names: frozenset[str]) -> StatedCost | None:
    """The cost that a comment states: `Θ(n log n)`, `O(1) time`, `n/2 steps`, `n`; None when it states none.

    >>> cost = stated_cost("work Θ(n), span Θ(log n)", frozenset())
    >>> str(cost.body), str(cost.span)
    ('n', 'log(n)/log(2)')
    """
    text = text.strip().rstrip(".;").strip()
    sides = work_and_span(text, names)
    if sides is not None:
        return sides
    return _one_cost(text, names)


def work_and_span(text: str, names: frozenset[str]) -> StatedCost | None:
    """`work Θ(n), span Θ(log n)`, `O(n) work and O(log n) depth`, `T₁ = n, T∞ = log n`: both, or None."""
    found: dict[str, StatedCost] = {}
    for part in filter(str.strip, re.split(rf"[,;]|\band\b|\bwith\b|&|\s+(?={_SIDED})", text)):
        match = _SIDES.fullmatch(part.strip())
        cost = _one_cost((match["after"] or match["before"]).strip(), names) if match is not None else None
        if match is None or cost is None:
            return None
        side = "work" if match["work"] or match["worked"] else "span"
        if side in found:
            return None
        found[side] = cost
    if len(found) < 2:
        return None
    return StatedCost(found["work"].kind, found["work"].body, found["span"].body)


def states_a_span(text: str) -> bool:
    """Is a bound of the span written here, with or without one of the work?"""
    return re.search(rf"(?:{_SPAN})\s*(?:is|of|=|:)?\s*{_BOUND}|{_BOUND}\)*\s*(?:{_SPAN})\b", text, re.I) is not None


def _one_cost(text: str, names: frozenset[str]) -> StatedCost | None:
    text = re.sub(r"^(?:in|takes|costs?|cost is|time|work|serial)\b\s*:?\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\s*\b(?:time|work|steps?|operations?|ops|cost|in total|altogether)$", "", text, flags=re.IGNORECASE)
    bound = re.match(r"(Θ|θ|O|o|Ω|ω|\\Theta|\\O|Theta|theta|big-?O|Omega|\\Omega|\$?\\mathcal\{O\})\s*(?=[({])", text)
    if bound is not None:
        kind = bound[1].strip("$\\").lower()
        body = _inside(text[bound.end() :])
        if body is None:
            return None
        return StatedCost(_KINDS.get(kind, "O"), body)
    body = parsed_formula(text)
    if body is None or not _known(body, names):
        return None
    return StatedCost("=", body)


_KINDS = {"θ": "Θ", "theta": "Θ", "o": "O", "ω": "Ω", "omega": "Ω"}


def _inside(text: str) -> Expr | None:
    """What stands in the brackets that the text begins with."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character in "({") - (character in ")}")
        if not depth:
            body = text[1:position]
            return parsed_formula(body) or _as_typed(body)
    return None


def _as_typed(text: str) -> Expr | None:
    from recur.parsing import parse_formula

    try:
        found = parse_formula(text)
    except RecurError:
        return None
    return None if isinstance(found, ex.Asymptotic) else found


def _known(x: Expr, names: frozenset[str]) -> bool:
    from recur.model.expressions import symbols

    return symbols(x) <= names


def _bare(text: str) -> str:
    """The condition without the brackets around all of it, and without a colon."""
    text = text.strip().rstrip(":").strip()
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for position, character in enumerate(text):
            depth += (character == "(") - (character == ")")
            if not depth and position < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text


def _parsed(text: str, start: str) -> Any:
    lexemes = _scan(text)
    if not lexemes:
        return None
    try:
        found = grammar().parse(lexemes, start)
    except (Misplaced, Fault):
        return None
    sides = [found] if isinstance(found, Expr) else [x for group in found for c in group for x in (c.left, c.right)]
    return found if all(ex.depth(x) <= MAX_DEPTH for x in sides) else None


def grammar() -> Tables:
    """The LALR tables of programs, sizes and conditions."""
    from recur.parsing.programs.blocks import Blocks

    return tables("spawn", ("program", "sum", "condition"), Blocks)


def _scan(text: str) -> list[Lexeme] | None:
    """What stands in the text, as grammar/formula.lark takes it; None where anything else stands there."""
    out: list[Lexeme] = []
    position, end = 0, len(text.rstrip())
    open_brackets: list[str] = []
    while position < end:
        match = _SIGNS.match(text, position)
        if match is None or match.end() == position:
            return None
        position = match.end()
        for kind, value in _lexemes(match, text):
            start = match.start(match.lastgroup or 0)
            if kind == "_LPAR":
                open_brackets.append(str(value))
            if kind is None or (kind == "_RPAR" and not (open_brackets and open_brackets.pop() == value)):
                return None
            if kind in _STARTS and out:
                between = _between(out, kind, start)
                if between is None:
                    return None
                out += between
            if kind == "CARET" and out and (out[-1].type == "FUN" or _decorates(out)):
                kind = "SUP"
            out.append(Lexeme(kind, value, start, position))
            if len(open_brackets) >= MAX_NESTING:
                return None
    return out


def _decorates(out: list[Lexeme]) -> bool:
    """Is the last a number or name at a function, as in log_2 and log^2?"""
    return len(out) > 1 and out[-2].type in ("SUB", "SUP") and out[-1].type in ("NUMBER", "NAME")


def _between(out: list[Lexeme], kind: str, start: int) -> list[Lexeme] | None:
    """What is not written before a term: a product, or that it is a function's argument; None where it is no term."""
    last, before = out[-1], out[-2].type if len(out) > 1 else ""
    if last.type == "FUN" or _decorates(out):
        return [] if kind == "_LPAR" else [Lexeme("_OF", None, start, start)]
    if last.type not in _ENDS:
        return []
    if last.type == "NAME" and kind == "_LPAR":
        return None  # f(x): a call or a strand, no size
    tight = before == "_OF" and (last.type, kind) == ("NUMBER", "NAME") and last.end == start
    return [Lexeme("_TIGHT" if tight else "TIMES", "", start, start)]


def _lexemes(match: re.Match[str], text: str) -> list[tuple[str | None, object]]:
    kind, written = str(match.lastgroup), match[match.lastgroup or 0]
    match kind:
        case "number":
            return [("NUMBER", ex.number(written))] if len(written) <= MAX_DIGITS else [(None, None)]
        case "length":
            name = re.sub(r"\.\w+$|^\w+\s*\(|[|()\s]", "", written)
            return [("NAME", ex.Symbol(f"|{name}|"))]
        case "raised":
            return [("CARET", ""), ("NUMBER", ex.number(written.translate(_RAISED)))]
        case "relation":
            return [("RELATION", _RELATIONS.get(written, written))]
        case "sign" if written in _ROUNDED:
            return [("FUN", _ROUNDED[written]), _TYPES[written]]
        case "sign":
            return [_TYPES.get(written, (None, None))]
    word = written.replace("′", "'")
    based = _BASED.fullmatch(word)
    if word.lower() in _WORDS:
        return [_WORDS[word.lower()]]
    if based:
        return [("FUN", "log"), ("SUB", None), ("NUMBER", ex.number(based[1]))]
    if word in _FUNCTIONS:
        return [("FUN", "ceiling" if word == "ceil" else word)]
    constants: dict[str, Expr] = {"π": ex.Constant("pi"), "φ": ex.Constant("phi")}
    return [("NAME", constants.get(word, ex.Symbol(word)))]
