"""What an answer claims, and a plain formula: one expression, with or without O, Θ, Ω around it."""

import re
from contextlib import suppress

from recur.model import Claim, Expr, expressions as ex
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.faults import Fault, invalid
from recur.parsing.recurrences.answer_words import (
    refuse_vague,
    refuse_without_words,
    without_case,
    without_reasons,
    without_struck,
)
from recur.parsing.recurrences.courses import without_course
from recur.parsing.recurrences.dotted_sums import with_sums_written
from recur.parsing.recurrences.links import stated_claim
from recur.parsing.recurrences.reading import Reading, read
from recur.parsing.text.blanks import blank
from recur.parsing.text.vocabulary import NAMED_BOUNDS, VAGUE_BOUNDS

_WORDS = regex(
    r"\s*(?:(?:it|t\(n\)|this|running|runs|is|in)\s+)*(?P<name>[a-z][a-z ]*?)(?:\s+time|\s+in\s+[a-z])?\s*[.!]?\s*",
    re.I,
)
#: Signs and the names of formulas, and no word that says something about them. A log alone is no formula yet.
_SIGNS_ALONE = regex(
    r"(?=.*[\d^*+/=]|\s*(?:Theta|Omega|[OΘΩω])\s*\()"
    r"(?:[\s\d+\-*/^(),=_]|(?<=\d)\.(?=\d)|(?:[A-Za-zΘΩω]|Theta|Omega|omega|log|lg|ln|sqrt)(?![^\W\d_]))+"
)
_TIME = regex(r"(?<=[\s)])(?:time|steps|operations|overall|asymptotically|(?:in\s+)?total)\s*\.?\s*$", re.I)
#: What may stand before a bound: "at most", "upper bound" and "at least", "lower bound" alone change it.
_BOUND = regex(
    r"\s*(?:(?:it|t\(n\)|this|is|grows|runs)\s+)*"
    r"(?:(?:about|roughly|approximately|(?:(?:on|in|of)\s+)?(?:the\s+)?order\s+of|tight\s+bound"
    r"|(?P<above>at\s+most|no\s+(?:more|worse)\s+than|bounded\s+(?:(?:from\s+)?above\s+)?by|(?:an?\s+|the\s+)?upper\s+bound)"
    r"|(?P<below>at\s+least|no\s+less\s+than|bounded\s+(?:from\s+)?below\s+by|(?:an?\s+|the\s+)?lower\s+bound))\b"
    r"(?:\s*(?::|\b(?:is|of)\b))?)",
    re.I,
)
_OF = regex(
    r"(?P<before>.*?\b|)(?P<kind>(?:(?P<size>big|little)[\s-]*)?(?:oh|theta|omega|o)\b|[ΘΩω])(?P<of>\s+of\b)"
    r"(?P<body>.*[^\s.!])[\s.!]*",
    re.I | re.S,
)
#: G(x) = …, where x is no size of the question.
_SERIES = regex(r"\s*\$?\s*(?P<name>[A-Z])\s*\(\s*(?P<letter>[a-z])\s*\)\s*=(?!.*=)")
#: T(m) ≤ …: the letter on the left is the one of the bound.
_INEQUALITY = regex(r"\s*\$?\s*(?P<name>[A-Za-z])\s*\(\s*(?P<letter>[a-z])\s*\)\s*(?:[<>≤≥∈]|\\(?:le|ge|in))")
_BOUNDED = regex(r"\s*(?:[OΘΩoω]|\\?(?:Theta|Omega|omega)|\\mathcal)\s*[({]")
#: O(1)^n: read as O(1^n) it would be a bounded function, and 2^n is what is meant.
_HIDDEN_BASE = regex(r"[OΘ]\s*\(\s*1\s*\)\s*(?:\^|\*\*)")
#: 0(n log n) is a slip of the finger: as a product it would be 0.
_ZERO_FOR_O = regex(r"\s*(?:\w+\s*\(\s*\w+\s*\)\s*=\s*)?(?P<zero>0)\s*\(")
#: Q(n log n) is Θ as a font of symbols has it; as a product its Q would be a constant.
_Q_FOR_THETA = regex(r"\s*(?:\w+\s*\(\s*\w+\s*\)\s*=\s*)?(?P<q>[Qq])\s*\((?=.*[a-z]).*\)\s*\.?\s*", re.S)
#: From the first of several blanks on: a row of them is not looked through from each.
_SPOKEN = (
    (regex(r"(?<!\s)\s*\bsquared\b", re.I), "^2"),
    (regex(r"(?<!\s)\s*\bcubed\b", re.I), "^3"),
    (regex(r"(?<=[\w)])\s+factorial\b(?!\s*\()", re.I), "!"),
    (
        regex(r"(?<!\s)\s*\b(?:raised\s+)?to\s+the\s+(?:power\s+(?:of\s+)?)?(?=[\w(])(?!\w+(?:st|nd|rd|th)\b)", re.I),
        "^",
    ),
)
#: log base 2 of n, log (base 2) n, log to the base 2 of n.
_BASE = regex(
    r"\b(?P<log>log)\s*,?\s*(?:to\s+(?:the\s+)?)?\(?\s*base\s+(?P<base>\d+|[a-z])\b(?:\s*\))?(?:\s+of\b)?", re.I
)
_CONCLUDES = regex(
    r"→|⇒|∴|=>|->|\\(?:Rightarrow|implies|therefore)\b"
    r"|\b(?:so|thus|hence|therefore|giving|which\s+gives|we\s+get|somit|daher|donc|luego|quindi|dunque)\b",
    re.I,
)
#: Letters that usually name a size: a claim in one of these, and none in the variable, is on another size.
_SIZES = frozenset("nmNMkxyVEsij")


def read_claim(
    text: str, variable: str, functions: frozenset[str] = frozenset(), constants: frozenset[str] = frozenset()
) -> Claim:
    """`Θ(n log n)`, `n lg n`, `T(n) = O(n^2)`, `~ n^2`, `linear`, `G(x) = 1/(1 - 2x)`; raises Fault."""
    text = with_sums_written(without_struck(text), variable, lambda term: _formula_in(term, variable))
    series = _SERIES.match(text) if functions else None
    if series is not None and series["letter"] != variable:
        if _BOUNDED.match(text, series.end()):
            return _in_own_letter(text, series, variable, functions, constants)
        claim = _series(text, series["name"], series["letter"], series.end())
        if series["name"] not in functions or _is_quotient(claim.body, series["letter"]):
            return claim
    left = _INEQUALITY.match(text)
    if left is not None and left["letter"] != variable and left["name"] in functions:
        return _in_own_letter(text, left, variable, functions, constants)
    if _SIGNS_ALONE.fullmatch(text):
        return _of_signs(text, variable, functions)
    said, text = text, without_reasons(text)
    word = _WORDS.fullmatch(text)
    named = NAMED_BOUNDS.get(" ".join(word["name"].lower().split())) if word else None
    if named is not None:
        spelled = named.replace("n", variable) if variable != "n" and named == "n" else named
        return _claim(read(spelled, "n"), variable, functions)
    vague = VAGUE_BOUNDS.get(word["name"].lower()) if word else None
    if word and vague is not None:
        raise Fault(f"{word['name']} is no one bound: name it", word.start("name"), word.end("name"), vague)
    _refuse_slips(text, functions)
    refuse_vague(said)
    _refuse_hidden_base(text)
    trimmed = _TIME.sub(blank, text)
    bound = _BOUND.match(trimmed)
    if bound is not None:
        trimmed = blank(bound) + trimmed[bound.end() :]
    trimmed, case = without_case(without_course(trimmed, (variable,))[0])
    case = case or without_case(said)[1]  # (case 2, since a = b) is a reason that is blanked whole
    claim = _stated_or_concluded(_in_signs(trimmed), variable, functions)
    one_sided = bound is not None and (bound["above"] or bound["below"])
    if bound is not None and one_sided and claim.kind in ("Θ", "=") and not claim.beside:
        claim = replace(claim, kind="O" if bound["above"] else "Ω", bare=False)
    return claim if case is None else replace(claim, case=case)


def _of_signs(text: str, variable: str, functions: frozenset[str]) -> Claim:
    """The claim of a text without words, which need not be looked for what words say."""
    _refuse_slips(text, functions)
    refuse_without_words(text)
    _refuse_hidden_base(text)
    return _stated_or_concluded(text, variable, functions)


def _refuse_slips(text: str, functions: frozenset[str]) -> None:
    """Raise the Fault of 0(n) for O(n), and of Q(n) for Θ(n)."""
    zero = _ZERO_FOR_O.match(text)
    if zero is not None:
        start, end = zero.span("zero")
        raise Fault("this is the digit 0, not the letter O", start, end, f"{text[:start]}O{text[end:]}".strip())
    theta = _Q_FOR_THETA.fullmatch(text)
    if theta is not None and theta["q"] not in functions:
        start, end = theta.span("q")
        raise Fault("is this the sign Θ or a constant?", start, end, f"{text[:start]}Θ{text[end:]}".strip())


def _refuse_hidden_base(text: str) -> None:
    base = _HIDDEN_BASE.search(text)
    if base is not None:
        raise Fault("this is c^n for some constant c: name it", *base.span())


def _stated_or_concluded(text: str, variable: str, functions: frozenset[str]) -> Claim:
    """What the whole states; where that cannot be read, what stands alone behind its last "so" or arrow."""
    try:
        return _claim(read(text, variable), variable, functions)
    except Fault:
        marks = list(_CONCLUDES.finditer(text))
        if marks:
            with suppress(Fault):
                tail = read(" " * marks[-1].end() + text[marks[-1].end() :], variable)
                if all(span.kind != "words" for span in tail.skipped):
                    return _claim(tail, variable, functions)
        raise


def _in_own_letter(
    text: str, left: re.Match[str], variable: str, functions: frozenset[str], constants: frozenset[str]
) -> Claim:
    """T(m) = Θ(m log m) on T(n): the letter is its own; S(m) is another function, of another size."""
    letter = left["letter"]
    if left["name"] not in functions:
        raise invalid(f"the bound is in {letter}, the recurrence in {variable}", *left.span("letter"))
    if letter in constants:
        told = f"{letter} is a constant of the recurrence, and here it is the size: write the bound in {variable}"
        raise invalid(told, *left.span("letter"))
    claim = read_claim(text, letter, functions)
    if variable in ex.symbols(claim.body):
        raise invalid(f"the bound is in {variable}, its left side in {letter}", *left.span("letter"))
    return replace(claim, body=ex.substitute(claim.body, letter, ex.Symbol(variable)))


def _series(text: str, name: str, letter: str, start: int) -> Claim:
    """G(x) = x/(1 − x − x²): every character keeps its place."""
    body = text[start:].replace("$", " ") if "$" in text[:start] else text[start:]
    return Claim("=", read_formula(" " * start + body, letter), name, series=letter)


def _is_quotient(body: Expr, letter: str) -> bool:
    """F(x) = x/(1 − x − x²) for F(n): the letter stands below a line, as it does in no formula for a size."""
    return letter in ("x", "z") and any(
        isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value < 0
        and letter in ex.symbols(x.base)
        for x in ex.walk(body)
    )  # fmt: skip


def _claim(reading: Reading, variable: str, functions: frozenset[str]) -> Claim:
    claim = stated_claim(reading, variable, functions)
    for part in (claim, *claim.beside):
        _assert_in_variable(reading, part.body, variable)
    return claim


def _in_signs(text: str) -> str:
    """n squared as n^2, Theta of n log n as Θ(n log n): every character but the last bracket keeps its place."""
    text = _BASE.sub(lambda match: f"log_{match['base']}".ljust(len(match[0])), text)
    for word, sign in _SPOKEN:
        text = word.sub(lambda match, sign=sign: sign.ljust(len(match[0])), text)  # type: ignore[misc]
    of = _OF.fullmatch(text)
    if of is None:
        return text
    if of["body"].count("(") != of["body"].count(")"):  # what is wrong is told at its own bracket
        return f"{of['before']}{_sign(of).rjust(len(of['kind']))}{' ' * len(of['of'])}{of['body']}"
    return f"{of['before']}{_sign(of).rjust(len(of['kind']))}{'('.rjust(len(of['of']))}{of['body']})"


def _sign(of: re.Match[str]) -> str:
    """Θ of theta, O of Oh and big o, ω of omega and little omega."""
    kind, size = of["kind"], (of["size"] or "").lower()
    letter = kind[len(size) :].lstrip(" -\t")
    if letter.lower() == "theta":
        return "Θ"
    if letter.lower() == "omega":
        return "Ω" if size == "big" or (letter[0] == "O" and size != "little") else "ω"
    if letter.lower() in ("o", "oh"):
        return "O" if size == "big" or (letter[0] == "O" and size != "little") else "o"
    return letter


def _assert_in_variable(reading: Reading, body: Expr, variable: str) -> None:
    """A bound in another size than the recurrence's is refused."""
    names = ex.symbols(body)
    strange = sorted(name for name in names if name in _SIZES and name != variable)
    if variable not in names and strange:
        start, end = _find(reading, strange[0])
        raise invalid(f"the bound is in {strange[0]}, the recurrence in {variable}", start, end)


def _find(reading: Reading, name: str) -> tuple[int, int]:
    for lexemes in reading.lexemes:
        for lexeme in lexemes:
            if getattr(lexeme.value, "name", None) == name:
                return lexeme.start, lexeme.end
    return 0, 1


def _formula_in(text: str, variable: str) -> Expr | None:
    try:
        return read_formula(text, variable)
    except Fault:
        return None


def read_formula(text: str, variable: str) -> Expr:
    """`n log n`, `2^4000`: one formula, no relation, no calls, no O; raises Fault."""
    reading = read(text, variable)
    statement, lexemes = reading.statements[0], reading.lexemes[0]
    if len(reading.statements) > 1:
        extra = reading.lexemes[1]
        raise Fault("one formula is expected, and this is a second one", extra[0].start, extra[-1].end)
    body = statement.chain.sides[0]
    whole = (lexemes[0].start, lexemes[-1].end)
    if statement.condition is not None or statement.lead or len(statement.chain.sides) > 1:
        raise Fault("a plain formula is expected, not an equation or a condition", *whole)
    if not isinstance(body, Expr):
        raise Fault("a range cannot stand here", *whole)
    for node in ex.walk(body):
        if isinstance(node, ex.Call):
            raise invalid(f"{node.function} is no function that is known here", *_call_place(reading, node.function))
        if isinstance(node, ex.Asymptotic):
            raise Fault(f"a plain formula is expected, without {node.kind}", *whole)
    return body


def _call_place(reading: Reading, name: str) -> tuple[int, int]:
    for lexeme in reading.lexemes[0]:
        if lexeme.type == "CALL" and lexeme.value == name:
            return lexeme.start, lexeme.end
    return 0, 1
