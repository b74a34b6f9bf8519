"""Cleaned, scanned, arranged and parsed: a text as statements; what the grammar objects to, and what may be meant."""

from typing import Any

from recur.model import Place, expressions as ex
from recur.model.limits import MAX_DEPTH
from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.faults import Fault, beyond_limit, place
from recur.parsing.formulas.building import Builder, Span, Statement
from recur.parsing.formulas.lexical_analysis import Arranger
from recur.parsing.recurrences.doubts import refuse_doubts
from recur.parsing.recurrences.naming import Names, find_names, is_applied, tables_as_calls
from recur.parsing.recurrences.stated_sizes import residues
from recur.parsing.tables import Misplaced, tables
from recur.parsing.text.cleaning import Skipped, clean, passed_over
from recur.parsing.text.prose import drop_prose
from recur.parsing.text.scanning import Lexeme, scan
from recur.parsing.text.vocabulary import BRANCH_COMMANDS

#: What is applied to arguments; the names of binomial coefficients among them.
_HEADS = frozenset(("FUN", "TWO", "CALL"))
_OF_BINOMIALS = frozenset(("C", "binomial"))
#: What begins a branch, or stands between two values.
_OF_BRANCHES = BRANCH_COMMANDS | {"…", "...", ".."}


@frozen
class Reading:
    """The statements of a text, the lexemes each was read from, the names found in it, and what was passed over."""

    statements: tuple[Statement, ...]
    lexemes: tuple[tuple[Lexeme, ...], ...]
    names: Names
    skipped: tuple[Skipped, ...] = ()


def read(text: str, variable: str | None = None, functions: frozenset[str] = frozenset()) -> Reading:
    """The statements of the text, where the letters that are `functions` may be called; raises Fault."""
    cleaned, skipped = clean(text)
    if "][" in cleaned:
        cleaned = tables_as_calls(cleaned)
    names = find_names(cleaned, variable)
    names.functions |= {name for name in functions if is_applied(name, cleaned)}
    refuse_doubts(text, names)
    signs = branched = scan(cleaned)
    if not _OF_BRANCHES.isdisjoint([sign.text for sign in signs]):
        from recur.parsing.recurrences.commanded_branches import with_branches

        branched = with_branches(signs, names)
    kept = drop_prose(residues(branched, names), names)
    lexemes = Arranger(list(kept), names).arrange()
    if not lexemes:
        if any(sign.kind not in ("word", "newline") for sign in signs):
            Arranger(signs, names).arrange()  # says what is wrong with what was taken for prose
        message = "there is nothing to read" if not text.strip() else "there is no formula here, only words"
        raise Fault(message, 0, max(1, len(text)), advice="such as T(n) = 2T(n/2) + n, or a formula such as n log n")
    try:
        statements: Any = tables("recurrence", ("system",), Builder).parse(lexemes, "system")
    except Misplaced as error:
        raise _explain(error.position, lexemes) from None
    heads = {lexeme.value for lexeme in lexemes if lexeme.type in _HEADS}
    if not heads.isdisjoint(_OF_BINOMIALS):
        from recur.parsing.recurrences.binomials import with_binomials, with_own_binomials

        statements = with_binomials(with_own_binomials(statements))
    skipped += passed_over(signs, kept, lexemes, names)
    found = Reading(tuple(statements), _split(lexemes), names, tuple(sorted(skipped, key=lambda span: span.start)))
    _refuse_deep(found)
    return found


def several_sizes(reading: Reading) -> ex.Call | None:
    """A call of a function of more than one size, if the statements hold one."""
    for statement in reading.statements:
        for side in statement.chain.sides:
            if isinstance(side, ex.Expr) and ex.Call in ex.kinds(side):
                for node in ex.walk(side):
                    if isinstance(node, ex.Call) and len(node.arguments) > 1:
                        return node
    return None


#: A quotient is a product with a power, and no other lexeme with what belongs to it makes as much of a formula.
_LEVELS_OF_A_LEXEME = 2


def _refuse_deep(found: Reading) -> None:
    """What is read, solved and written by going down the formula needs Python's stack for each level."""
    for statement, lexemes in zip(found.statements, found.lexemes, strict=False):
        if _LEVELS_OF_A_LEXEME * len(lexemes) <= MAX_DEPTH:
            continue
        for chain in filter(None, (statement.chain, statement.condition)):
            for side in chain.sides:
                levels = max(map(ex.depth, (side.low, side.high) if isinstance(side, Span) else (side,)))
                if levels > MAX_DEPTH:
                    message = f"a formula of {levels} levels, one in the other; at most {MAX_DEPTH} are read"
                    raise beyond_limit(message, lexemes[0].start, lexemes[-1].end)


def _split(lexemes: list[Lexeme]) -> tuple[tuple[Lexeme, ...], ...]:
    parts: list[tuple[Lexeme, ...]] = []
    start = 0
    for position in [i for i, lexeme in enumerate(lexemes) if lexeme.type == "_SEP"]:
        parts.append(tuple(lexemes[start:position]))
        start = position + 1
    parts.append(tuple(lexemes[start:]))
    return tuple(parts)


_SHOWN = {
    "PLUS": "+", "MINUS": "-", "TIMES": "*", "OVER": "/", "CARET": "^", "BANG": "!", "_LPAR": "(", "_RPAR": ")",
    "_COMMA": ",", "IF": "if", "OTHERWISE": "otherwise", "DOTS": "..",
}  # fmt: skip
_EXPECTS_TERM = frozenset(
    ("PLUS", "MINUS", "TIMES", "OVER", "CARET", "RELATION", "_LPAR", "_COMMA", "IF", "DOTS", "_OF")
)


def _explain(position: int, lexemes: list[Lexeme]) -> Fault:
    """The first lexeme that fits nowhere, in the user's terms."""
    previous = lexemes[position - 1] if position else None
    if previous is not None and previous.type in _EXPECTS_TERM:
        message = f"after {_show(previous)} a number, a name or a bracket is expected"
        return Fault(message, previous.start, previous.end)
    if previous is not None and (position == len(lexemes) or lexemes[position].type == "_SEP"):
        return Fault(f"the formula breaks off after {_show(previous)}", previous.start, previous.end)
    token = lexemes[position]
    return Fault(f"{_show(token)} cannot stand here", token.start, token.end)


def _show(lexeme: Lexeme) -> str:
    if lexeme.type == "RELATION":
        return f"'{lexeme.value}'"
    if lexeme.type in _SHOWN:
        return f"'{_SHOWN[lexeme.type]}'"
    value = lexeme.value
    name = getattr(value, "name", None)
    if isinstance(value, str) and value:
        return f"'{value}'"
    return f"'{name}'" if name else "this" if lexeme.type != "NUMBER" else "a number"


#: A number with a name right behind it that is not called: without one no exponent was lost.
_NAMED_NUMBER = regex(r"\d(?![\d\s+\-*/^)\],.;:=<>!]|[^\W\d_]\s*\(|$)")
_BEFORE = frozenset(("_LPAR", "PLUS", "RELATION"))
_AFTER = frozenset(("_RPAR", "PLUS", "RELATION", "IF", "OTHERWISE"))


@frozen
class Remark:
    """What may have been meant at a place, and the whole text with that in it."""

    message: str
    place: Place
    suggestion: str


def remarks(text: str, variable: str | None = None) -> tuple[Remark, ...]:
    """Remarks on a text that can be read; none on one that cannot.

    >>> remarks("O(2n)", "n")[0].suggestion
    'O(2^n)'
    """
    if _NAMED_NUMBER.search(text) is None:
        return ()
    try:
        reading = read(text, variable)
    except Fault:
        return ()
    found = []
    for lexemes in reading.lexemes:
        for position in range(1, len(lexemes) - 1):
            if not _lost_exponent(lexemes, position):
                continue
            number, name = lexemes[position - 1], lexemes[position + 1]
            plain = text[number.start : name.end]
            raised = f"{text[number.start : number.end]}^{text[name.start : name.end]}"
            suggestion = text[: number.end] + "^" + text[name.start :]
            message = f"{plain} is read as a product: if a superscript was lost on the way, write {raised}"
            found.append(Remark(message, place(text, number.start, name.end), suggestion))
    return tuple(found)


def _lost_exponent(lexemes: tuple[Lexeme, ...], position: int) -> bool:
    """Is this the middle of a term such as 2n, written without a sign, alone in a bound or added to calls?"""
    number, sign, name = lexemes[position - 1 : position + 2]
    if sign.type != "TIMES" or sign.start != sign.end or name.start != number.end:
        return False
    if number.type != "NUMBER" or name.type != "NAME" or not isinstance(name.value, ex.Symbol):
        return False
    value = number.value
    if not isinstance(value, ex.Number) or value.value.denominator != 1 or value.value < 2 or value.decimal:
        return False
    before = lexemes[position - 2] if position > 1 else None
    after = lexemes[position + 2] if position + 2 < len(lexemes) else None
    if (before is not None and before.type not in _BEFORE) or (after is not None and after.type not in _AFTER):
        return False
    if before is None:
        return False
    if before.type != "_LPAR":
        return value.value == 2
    return position > 2 and lexemes[position - 3].type == "ASYMPTOTIC"
