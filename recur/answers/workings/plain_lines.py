"""The text of a working as plain lines: its typesetting, arrows, labels and reasons taken away or put in words."""

from __future__ import annotations

import re

from recur.model.patterns import regex

BY_HYPOTHESIS = regex(
    r"\(?\s*\b(?:by|using|from|with|applying|use)\s+(?:the\s+|our\s+)?(?:inductive\s+|induction\s+)?"
    r"(?:hypothesis|assumption|IH|I\.H\.|guess|claim)\s*\)?[,:]?|\b(?:by|using)\s+induction\b[,:]?",
    re.I,
)
_ENVIRONMENT = regex(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\[[^\]]*\])?|\\(?:label|tag)\s*\{[^{}]*\}|\\(?:nonumber|notag)\b")
_TEXT = regex(r"\\(?:text|mathrm|textrm|textbf|textit|mbox|intertext|emph)\s*\{([^{}]*)\}")
_SPACES = regex(r"\\(?:quad|qquad|;|,|!|:|\s)|\\hfill\b|\\noindent\b|\\displaystyle\b|\\therefore\b|∴|\\item\b")
_ARROWS = regex(
    r"<[=-]+>|[=-]+=>|-+->|\\(?:implies|Rightarrow|Longrightarrow|iff|Leftrightarrow|to|rightarrow)\b|⇒|⟹|⇔|⟺|=>|→|->"
)
_LABELS = regex(r"^\s*(?:(?:\(\d+\)|\d+[.)])\s+|[*•]\s+|(?:(?:step|line|case)\s*\d+)\s*[:.]\s*)", re.I)
_DOTS = regex(r"\\(?:dots|cdots|ldots)\b|…|⋯|·\s*·\s*·")
_NEW_LINE = regex(r"\\\\(?:\[[^\]]*\])?|\\newline\b")
_NEW_LINE_AT_END = regex(r"(?:\\\\(?:\[[^\]]*\])?|\\newline\b|\s)+$")
_END_OF_PROOF = regex(r"\\(?:qed|square|blacksquare|Box)\b|[∎□■]|\bQ\.?E\.?D\.?(?!\w)")
_OVERSET = regex(
    r"\\(?:overset|stackrel|xlongequal)\s*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"\s*(?:\{\s*([=<>]|\\(?:leq?|geq?))\s*\})?"
)
#: T(n) = 2T(n/2) + n ........ (1)
_NUMBER_OF_EQUATION = regex(r"(?:\s*(?:\.{4,}|-{2,}|—+|…{2,}|\s\.{3})\s*|\s{2,})[(\[](?:\d+|[ivx]+|\*+|[a-z])[)\]]\s*$")
_FROM_ON = regex(r"(\\?sum|\\?prod|[∑Σ∏])\s*_\s*\{\s*(\w)\s*(?:≥|>=|\\geq?\b)\s*(\w+)\s*\}(?!\s*\^)")
_DOTS_ALONE = regex(r"[\s&$=*•-]*(?:\.{3}|⋮|\\(?:vdots|ddots))[\s&$.,;]*")
_IN_GROWTH = regex(r"(?<!\\)\b(?:is\s+)?in\s+(?=(?:\\?(?:Theta|Omega|mathcal)\b|[OΘΩoω]\s*\())")
#: (by IH), [inductive hypothesis], and what is said of letters in brackets behind a formula: [c = 1]
_REASON_IN_BRACKETS = regex(
    r"\[\s*(?!\d)(?:[A-Za-z.'’-]{2,}\s*)+\]|\(\s*(?:by|using|since|from|as|because|see|recall|definition)\b[^()=<>≤≥]*\)"
)
_SAID_BEHIND = regex(
    r"(?:\s\[|\s{2,}\()\s*(?:since|as|if|when|for|because)?\s*"
    r"([^\[\]()]*[=<>≤≥][^\[\]()]*)[\])]\s*$"
)
_NUMBER = r"[-−]?\s*(?:\d+(?:[./]\d+)?|√\d+)"
_LISTED = rf"{_NUMBER}(?:(?:\s*,\s*(?:and|or)?|\s+and|\s+or)\s*{_NUMBER})+"
#: r = 2, 3 and the roots are 2 and 3
_LISTED_ROOTS = regex(
    rf"(?:(?<![\w^\\])(?P<unknown>[xrqtzysλρ]|\\lambda\b)(?:_\{{?\d(?:,\d)+\}}?)?\s*=\s*"
    rf"|\b(?:roots?|zeros|eigenvalues)\b[^=\d\n(]*?[\s:]\s*)(?P<roots>{_LISTED})(?=\s*(?:[.;)]|$))"
)
_PARITY = regex(
    r"\(?\s*(?:\b(?:for|if|when|case|assume|suppose|let)\s+)?(?:(?:(?:all|every|each|an?)\s+)?(?P<before>even|odd)\s+(?P<size>\w)"
    r"|(?P<name>\w)\s+(?:is\s+|be\s+)?(?:an?\s+)?(?P<behind>even|odd)(?:\s+(?:number|integer))?)\b\s*\)?\s*[:,]?",
    re.I,
)
_TIMES_SUM = regex(r"(?:\*|·|×|\\cdot|\\times)\s*(?=\\?(?:sum|prod)(?![A-Za-z])|[∑Σ])")
_IF = regex(r"\b(?:as (?:long|soon) as|provided(?: that)?|whenever|iff)\b")
_THAT_IT_HOLDS = regex(
    r"\b(?:which |where (?:the |this )?(?:last )?(?:step |line |inequality |bound )?)?"
    r"(?:holds|is true|works|is satisfied)(?: true)?(?=\s+(?:for|if|when)\b)",
    re.I,
)
_BASE_OF_LOG = regex(r"\blog(\d+)(?=\s*[\d({a-zA-Z⌊⌈])")


def lines_that_say_something(text: str) -> tuple[tuple[int, str], ...]:
    """The lines that say something, with their numbers in the text; a text of one line is parted at its \\\\.

    >>> lines_that_say_something("T(n) = n\\n\\n= O(n)")
    ((1, 'T(n) = n'), (3, '= O(n)'))
    """
    whole = _ENVIRONMENT.sub(
        lambda match: "\n" * match[0].count("\n") or " ", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    plain = _TEXT.sub(r" \1 ", whole)
    lines = [(number, line.strip()) for number, line in enumerate(plain.split("\n"), 1)]
    kept = [(number, line) for number, line in lines if _says_something(line)]
    if all(line.startswith(">") for _, line in kept):
        kept = [(number, line[1:].strip()) for number, line in kept]  # a mail that is quoted
    if len(kept) == 1:
        parts = [part.strip() for part in _NEW_LINE.split(kept[0][1])]
        kept = list(enumerate(filter(_says_something, parts), 1))
    return tuple((number, _NEW_LINE.sub(" ; ", _NEW_LINE_AT_END.sub("", line))) for number, line in kept)


def _says_something(line: str) -> bool:
    bare = _NEW_LINE.sub(" ", line)
    return bool(re.search(r"[^\s&$.,;]", bare)) and not re.fullmatch(r"\s*(?:\\?[\[\]]|\$\$|```\w*)\s*", bare)


def plain(line: str) -> str:
    """The line as words and formulas that the reader of formulas knows."""
    if _DOTS_ALONE.fullmatch(line):
        return ""
    line = line.replace("&", " ").replace("$", " ").replace(":=", "=").replace("=:", "=")
    found = _OVERSET.sub(lambda match: match[1] or "=", line)
    found = _FROM_ON.sub(r"\1_{\2=\3}^{∞}", _NUMBER_OF_EQUATION.sub("", found))
    found = _SAID_BEHIND.sub(r" for \1", found)
    found = _REASON_IN_BRACKETS.sub(_kept_reason, _IN_GROWTH.sub("∈ ", found))
    found = _LISTED_ROOTS.sub(_each_root, _PARITY.sub(_remainder_first, found))
    found = _ARROWS.sub(", so ", _END_OF_PROOF.sub(" ", found))
    found = _TIMES_SUM.sub(" ", _SPACES.sub(" ", _DOTS.sub("...", found)))
    found = re.sub(r"\\infty\b|∞|\binfinity\b|\binf\b", " z_999 ", found)
    found = re.sub(r"=\s*\.\.\.\s*(?==)", "", found)  # a = b = … = z
    found = re.sub(r"^\s*>(?!\s*=)", r"\\gt ", found)  # goes on, and quotes nothing
    found = re.sub(r"(\d[.,]\d+)\s*\.\.\.", r"\1", re.sub(r"(?<![\w\\])eps\b", "epsilon", found))  # log_4 5 = 1.16...
    found = _THAT_IT_HOLDS.sub(" ", _IF.sub(" for ", found))
    found = re.sub(r"\bi\.\s?e\.,?|\bthat is,", ", so namely ", re.sub(r"\be\.\s?g\.,?|\bw\.?l\.?o\.?g\.?", " ", found))
    return _BASE_OF_LOG.sub(r"log_\1", _LABELS.sub("", found)).rstrip(": ")


def _kept_reason(match: re.Match[str]) -> str:
    """By the hypothesis is kept, whatever brackets it stands in."""
    return f" ({match[0][1:-1]}) " if BY_HYPOTHESIS.search(match[0]) else " "


def _each_root(match: re.Match[str]) -> str:
    name = match["unknown"] or "x"
    return ", ".join(f"{name} = {root}" for root in re.split(r"\s*,\s*(?:and|or)?\s*|\s+(?:and|or)\s+", match["roots"]))


def _remainder_first(match: re.Match[str]) -> str:
    """For even n: … is said of n first, as a statement of its own."""
    if match.start() and not match[0].startswith("("):
        return match[0]
    remainder = int((match["before"] or match["behind"]).lower() == "odd")
    return f"{match['size'] or match['name']} mod 2 = {remainder} ; "
