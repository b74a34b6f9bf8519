"""Words around an answer: the case of the master theorem that it names, and what no single function can stand for."""

import re

from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.text.blanks import blank

_MASTER = r"(?:(?:by|using|from|via|with|of)\s+)?(?:the\s+)?(?:(?:extended\s+)?master\s+(?:theorem|method)|M\.?T\.?)"
#: "Case 2:", "(case 2 of the master theorem)", "by the master theorem, case 3,"; nothing in it is part of a formula.
_CASE = regex(
    r"(?:(?:(?<=\s)[-–—−]{1,3}\s+)?[(\[]\s*|(?<=\s)[-–—−]{1,3}\s+|(?<!\s)\s*)\b"  # a row of blanks from its first on
    rf"(?:{_MASTER}\s*,?\s*)?(?:(?:by|using|from|in|this\s+is|we\s+are\s+in|it\s+is)\s+)?case\s*[-#]?\s*"
    rf"(?P<case>[123][abc]?|one|two|three|iii|ii|i)\b(?:\s+{_MASTER})?(?:\s+(?:applies|holds|so|gives))*\s*[)\]]?\s*(?:[:,;.]|[-–—−]+>?(?=\s))?",
    re.I,
)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "i": "1", "ii": "2", "iii": "3"}
#: a = 4, b = 2, k = 1: Θ(n^2); what stands before the colon states values, and no bound.
_VALUES = regex(r"(?=[^:]*[^:=<>]=[^:=<>])[^:OΘΩωo\\]*:(?!=)")
_BOTH = regex(r"\bboth\b", re.I)
_REASON = (
    r"(?:since|because|as|by|from|using|via|due|according|see|akra|master|M\.?T\.?|case|recursion|weil|denn|nach|da|laut"
    r"|car|puisque|parce|par|porque|pues|por|perché|poiché|per|omdat|volgens)"
)
#: Behind an answer and in brackets: (case 2, since log_2 4 = 2); brackets in it may hold no others.
_REASON_IN_BRACKETS = regex(rf"(?<=[\s)\w])\(\s*{_REASON}\b(?:[^()]|\([^()]*\))*\)(?=\s*[.!]?\s*$)", re.I)
#: Behind an answer: Θ(n²) weil f(n) dominiert.
_REASON_BEHIND = regex(
    r"(?<=[\w)²³!])\s*,?\s+(?:since|because|weil|denn|da|car|puisque|parce que|porque|pues|perché|poiché|omdat)\b"
    r"(?!.*\b(?:times|plus|minus|mal|fois|por|per)\b).*",
    re.I | re.S,
)
#: "; regularity: 3(n/4) lg(n/4) ≤ ¾ n lg n": what is checked beside an answer, under its name.
_CHECKED_BEHIND = regex(
    r"(?<=[\w)²³!])\s*[;,.]\s*(?:the\s+)?(?:regularity(?:\s+(?:condition|holds|check))*|check|justification|reason|proof)\s*:.*",
    re.I | re.S,
)
#: "n^2, by induction", "O(n) – geometric series", "Θ(n) (tight)": how it was found, and nothing of a formula.
_FOUND_BEHIND = regex(
    r"(?<=[\w)²³!])(?:\s*,|\s*[;(\[]|\s+[-–—]{1,3}(?=\s))?\s*\b(?:(?:by|via|using|from|with|after)\s+)?(?:the\s+|an?\s+)?"
    r"(?:(?:(?:strong|mathematical|structural)\s+)?induction|unrolling|unfolding|iterati(?:on|ng)|(?:back\s+)?substitution"
    r"|telescoping(?:\s+(?:sum|series))?|recursion[\s-]+tree|(?:sum\s+of\s+)?(?:a\s+)?geometric\s+(?:series|sum)"
    r"|(?:and\s+)?(?:this\s+is\s+)?tight)\s*[)\]]?[\s.!]*$",
    re.I,
)
#: What somebody says before an answer: "The answer is", "it's", "I think that the running time would be".
_SUBJECT = (
    r"(?:(?:the|my|our|final|correct|right|total|overall|time|asymptotic|tight|worst[- ]case)\s+)*"
    r"(?:answer|solution|result|complexity|run(?:ning)?[ -]?time|bound|growth|order|cost|work|total|it|this|that)"
)
_LEAD = regex(
    r"\s*(?:(?:so|thus|hence|therefore|then|ok|well|and|overall|finally|asymptotically|in\s+(?:total|all|the\s+end|summary))"
    r"\b[\s,]*)*"
    r"(?:(?:i(?:['’]d|\s+would)?\s+(?:think|guess|believe|say|suppose)|i['’]?m\s+guessing|my\s+guess(?:\s+is)?"
    r"|maybe|perhaps|probably|likely)\b"
    r"[\s,:]*(?:that\b\s*)?)*"
    rf"(?:{_SUBJECT}(?:['’]s|\s+(?:is|are|would\s+be|will\s+be|should\s+be|must\s+be|becomes|comes\s+out\s+(?:as|to\s+be))))?"
    r"(?=[\s:])[\s:]*(?=\S)",
    re.I,
)

#: T(n) in O(n), T(n) is in Θ(n), T(n) belongs to Ω(n).
_IN = regex(
    r"(?<=[\w)])\s+(?:(?:is|lies)\s+)?(?:an?\s+element\s+of|belongs\s+to|in)\s+"
    r"(?=\$?\s*(?:[OΘΩoω]|\\?(?:Theta|Omega|omega|mathcal)\b)\s*[({])"
)
#: What is struck out is no part of the answer: ~~n^2~~, <s>n^2</s>, \sout{n^2}, letters with a stroke through each.
_STRUCK = regex(
    r"~~(?=\S)[^~]*~~|<(?P<tag>s|del|strike)>.*?</(?P=tag)>|\\(?:sout|st|cancel|xcancel|bcancel)\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
    r"|(?:[^\u0335-\u0338][\u0335-\u0338])+",
    re.I | re.S,
)

#: What stands in a cell that nobody has filled: n/a is no quotient.
_NOTHING = regex(
    r"\s*(?:n\s*[./]?\s*a\.?|none|nil|null|nothing|idk|tbd|unknown|skip(?:ped)?|(?:no|not)\s+(?:answer|idea|clue|sure)"
    r"|i\s+do\s*(?:n[o'’]?t|not)\s+know|dunno|[-–—?.…_]+)[\s.!?]*",
    re.I,
)
#: T(n) is one function; the space, or the best case beside the worst, is another.
_QUANTITIES = regex(r"\b(?:space|memory|storage)\b", re.I)
_CASES_OF_INPUT = regex(r"\b(?P<case>worst|best|average|avg|mean|expected)\b", re.I)

#: What follows is no O(…) or Ω(…), which tell by themselves from which side they bound.
_UNSIGNED = r"(?!\s*(?::|is\b|of\b)?\s*[$]?\s*(?:[OΘΩ]\s*[({]|\\|Theta|Omega|big))"

_BOUND_IN_EXPONENT = (
    regex(
        r"(?:\^|(?<=[\w)}\]])\*\*|\*\*(?=\s))\s*[{(]?\s*(?:\\?(?:mathcal\s*\{\s*)?[OΘΩωo]|\\?(?:Theta|Omega))\s*\}?\s*\("
    ),
    "a bound in an exponent leaves the exponent's constant open, and each constant is another class: name it",
    "such as 2^n in place of 2^O(n)",
)
_VAGUE: tuple[tuple[re.Pattern[str], str, str | None], ...] = (
    (
        regex(r"Õ|\\(?:wide)?tilde\s*\{?\s*(?:\\mathcal\s*\{?\s*)?O\b|\bsoft[\s-]*O\b|\bO~|~O(?=\s*\()"),
        "soft O hides powers of log n, which count here: write them",
        "such as O(n log n) or O(n log² n)",
    ),
    (
        regex(r"\bpoly\s*(?=\()", re.I),
        "poly(n) is n^c for some c that is not named: name it",
        "such as O(n^2)",
    ),
    (
        regex(r"\bpolylog\s*(?=\()", re.I),
        "polylog(n) is (log n)^c for some c that is not named: name it",
        "such as O(log² n)",
    ),
    _BOUND_IN_EXPONENT,
    (
        regex(r"\bbetween\b(?=.*\band\b)", re.I),
        "a range is two bounds, and how tight they are is not said: name the bound",
        "such as Θ(n log n), or Ω(n) and O(n^2)",
    ),
    (
        regex(r"\b(?:wrong|incorrect|false|falsch|faux|fausse|falso|falsa|incorrecto|sbagliato|fout)\b", re.I),
        "an answer says what T(n) is, not what is wrong",
        "such as Θ(n log n)",
    ),
    (
        regex(r"\b(?:log|lg|ln)\s*\(?\s*\w\s*\)?\s+(?:squared|cubed|(?:raised\s+)?to\s+the\b)", re.I),
        "is the logarithm raised to the power, or what stands in it?",
        "such as log² n",
    ),
    (
        regex(
            r"(?<=\S)\s*[\s(\[,;.:]\s*\b(?:(?:crossed|struck|scratched)\s+out|scratch\s+(?:that|this|it)|correction|edit(?:ed)?\s*:"
            r"|(?:no|oh)[\s,]+wait|oops|sorry|i\s+mean(?:t)?)\b",
            re.I,
        ),
        "an answer and its correction stand side by side: leave the one that counts",
        "such as Θ(n log n)",
    ),
    (
        regex(r"\b(?:instead\s+of|rather\s+than|as\s+opposed\s+to|unlike)\b", re.I),
        "an answer says what T(n) is, not what it is not",
        "such as Θ(n log n)",
    ),
    (
        regex(
            rf"\b(?:upper\s+bound|at\s+most)\b{_UNSIGNED}.*\b(?:lower\s+bound|at\s+least)\b"
            rf"|\b(?:lower\s+bound|at\s+least)\b{_UNSIGNED}.*\b(?:upper\s+bound|at\s+most)\b",
            re.I | re.S,
        ),
        "a bound from above and one from below: write each as one",
        "such as Ω(n) and O(n^2)",
    ),
    (
        regex(r"\A\s*\(?\s*[A-H]\s*[.):]*\s*\Z"),
        "a letter alone is the mark of a choice, or a constant: write the bound itself",
        "such as Θ(n log n)",
    ),
    (
        regex(
            r"(?<=\S)[\s,;]+(?:but|and|or)\s+(?:the\s+)?(?:tight(?:er|est)?|better|sharp(?:er)?|really|actually)\s+"
            r"(?!(?:bound|because|since|as|by|for|in|too)\b)(?=[\w(\\$])",
            re.I,
        ),
        "two bounds stand here: join them by “and”, each as O(…), Ω(…) or Θ(…)",
        "such as O(n^2) and Θ(n log n)",
    ),
    (
        regex(r"\A\s*>(?![>=])"),
        "is this T(n) > …, or the mark of a quotation?",
        "such as Ω(n)",
    ),
    (
        regex(r"\b(?:not|neither|nor|never)\b(?!\s+tight)", re.I),
        "an answer says what T(n) is, not what it is not",
        "such as Θ(n log n)",
    ),
)
_MEANS = ("average", "avg", "mean", "expected")
#: T(n) & = n is a column of a formula that is typeset.
_EITHER = regex(r"(?<=[)\w])\s+(?:(?P<word>or)\s+(?=\S)|(?P<sign>&)\s+(?=[\w(]))", re.I)


def without_case(text: str) -> tuple[str, str | None]:
    """The text with "Case 2:" blanked out, every other character in its place; and the "2"."""
    text = _BOTH.sub("    ", text)
    found = _CASE.search(text)
    case = None
    if found is not None:
        named = found["case"].lower()
        case = _NUMBERS.get(named, named)
        text = f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"
    values = _VALUES.match(text)
    if values is not None:
        end = values.end() - 1
        text = f"{text[:end]},{text[end + 1 :]}"
    return text, case


def without_reasons(text: str) -> str:
    """The text without "The answer is" before the answer and without the reason behind it, each sign in its place."""
    for words in (_REASON_IN_BRACKETS, _REASON_BEHIND, _CHECKED_BEHIND, _FOUND_BEHIND):
        text = words.sub(blank, text)
    text = _IN.sub(lambda match: "∈".center(len(match[0])), text)
    lead = _LEAD.match(text)
    return text if lead is None else blank(lead) + text[lead.end() :]


def without_struck(text: str) -> str:
    """The text without what is struck out in it, each sign in its place; raises Fault where nothing else stands."""
    left = _STRUCK.sub(blank, text)
    if text.strip() and not left.strip():
        raise Fault("all of this is struck out", *_extent(text), advice="write a bound, such as Θ(n log n)")
    return left


#: {"answer": "1"}: what a form or a program has written around an answer, the names of its fields among it.
_RECORD = regex(r"""\s*\{\s*(?:(?P<quote>["'])[^"']*(?P=quote)|[^\W\d]\w*)\s*:(?!=)""")


def refuse_vague(text: str) -> None:
    """Raise the Fault of what names no one function: Õ(n), 2^O(n), n/a, "O(n) or O(n^2)", "worst O(n^2), best O(n)"."""
    _refuse_nothing(text)
    record = _RECORD.match(text)
    if record is not None:
        raise Fault("this is a record of named fields, not one answer", *record.span(), advice="give the bound alone")
    other = _QUANTITIES.search(text)
    if other is not None:
        raise Fault(
            f"the {other[0].lower()} is another quantity than T(n)", *other.span(), advice="give the bound of T(n)"
        )
    cases = list(_CASES_OF_INPUT.finditer(text))
    if len({"average" if x["case"].lower() in _MEANS else x["case"].lower() for x in cases}) > 1:
        raise Fault("T(n) is one function: which of the two cases is it?", *cases[1].span())
    _refuse(_VAGUE, text)
    either = _EITHER.search(text)
    if either is not None:
        raise Fault(
            "one answer is expected: which of the two is it?", *either.span("word" if either["word"] else "sign")
        )


def refuse_without_words(text: str) -> None:
    """The same where there are no words: n/a and 2^O(n) are left."""
    _refuse_nothing(text)
    _refuse((_BOUND_IN_EXPONENT,), text)


def _refuse_nothing(text: str) -> None:
    if _NOTHING.fullmatch(text):
        raise Fault("this is no answer", *_extent(text), advice="write a bound, such as Θ(n log n)")


def _refuse(vague: tuple[tuple[re.Pattern[str], str, str | None], ...], text: str) -> None:
    for pattern, message, advice in vague:
        found = pattern.search(text)
        if found is not None:
            raise Fault(message, *found.span(), advice=advice)


def _extent(text: str) -> tuple[int, int]:
    """Where the first and the last sign stand that are no space."""
    start = len(text) - len(text.lstrip())
    return start, max(start + 1, len(text.rstrip()))
