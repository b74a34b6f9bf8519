r"""LaTeX that only sets type turned into blanks; what stays are formulas, and the words inside \text{…}.

Every function keeps the length of the text. A cases environment becomes rows of `a ¿ n = 1 ; b ¿ n > 1`,
where ¿ stands between a branch and its condition.
"""

import re

from recur.model.patterns import regex
from recur.parsing.text.blanks import blank, instead
from recur.parsing.text.stacked_numbers import without_stacked_numbers

Match = re.Match[str]

_PIECEWISE = regex(
    r"(?:\\left\s*)?(?:\\\{|\\lbrace)?\s*\\?begin\s*\{\s*(?:[dr]?cases\*?|array)\s*\}(?:\s*\{[lcr|@{}\s]*\})?"
    r"(?P<rows>.*?)(?:\\?end\s*\{\s*(?:[dr]?cases\*?|array)\s*\}|\Z)(?:\s*\\right\s*\.)?",
    re.S,
)
_BRANCH = regex(r"&+\s*:?")
_ROW_END = regex(r"\\\\(?:\s*\[[^\]]*\])?|\\(?=\s*\n)")
_GROUP = r"\s*\{(?:[^{}]|\{[^{}]*\})*\}"
_SPACING = regex(
    r"\\(?:[,;:!> ]|(?:quad|qquad|displaystyle|textstyle|scriptstyle|limits|nolimits|left|right|[bB]igg?[lrm]?|middle"
    r"|nonumber|notag|hfill|hline|toprule|midrule|bottomrule|noindent|par|indent|centering|newpage|smallskip|medskip"
    r"|bigskip|math(?:open|close|rel|bin|ord|strut)|strut|qed|square|Box|tiny|scriptsize|footnotesize|small|normalsize"
    r"|large|Large|LARGE|huge|Huge|item|part|question|subpart|subquestion)(?![A-Za-z])"
    r"|[hv]skip\s*[\d.]+\s*(?:cm|mm|em|ex|pt|in)"
    rf"|(?:[hv]space\*?|(?:text)?color|label|tag\*?|eqref|ref|cite|footnote|[vh]?phantom|marks|points|pageref){_GROUP}"
    r"|begin\s*\{tabular\*?\}\s*\{[^{}]*\}|begin\s*\{[a-zA-Z*]+\}|end\s*\{[a-zA-Z*]+\})"
)
_LISTED = regex(r"\\(?:item|part|question|subpart|subquestion)\s*\[[^\[\]]*\]")
_HEADING = regex(rf"\\(?:(?:sub)*section|(?:sub)?paragraph|chapter|title|caption)\*?{_GROUP}")
#: \underbrace{2T(n/2)}_{recursive calls}: the words below say nothing.
_BRACED = regex(r"\\(?:under|over)(?:brace|bracket)(?![A-Za-z])")
_MOST_BRACED = 64
_SCRIPT = regex(r"\s*[_^]\s*\{")
_BARE_SIZING = regex(r"(?<![A-Za-z\\])(?:left|right)(?=\s*[\[({|)}\]])")
_WRAPPER = regex(
    r"\\(?:text(?:rm|it|bf|tt|sf|sc|sl|up|normal|md)?|math(?:rm|it|bf|cal|sf|tt|bb|scr|normal|frak)?|operatorname\*?|mbox|hbox|boxed"
    r"|boldsymbol|bm|fbox|ensuremath|emph|underline|smash|rm|it|bf|cal)(?![A-Za-z])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\})?"
)
_DISPLAY_END = regex(r"\\\]")
_MATH_MARK = regex(r"\\[()\[]|\$\$?")
_BETWEEN_FORMULAS = regex(r"(?<=[^\s$])[ \t]*\$\$?[ \t]+\$\$?|\\\)[ \t]+\\\(")
#: 132{,}464 and 12\,500: the thousands of a number that is typeset.
_THOUSANDS = regex(r"(?<![\d.,])\d{1,3}(?:(?:\{,\}|\\[,;:! ]|\{\\[,;:]\})\d{3})+(?![\d.,]|\{,\})")
_TYPESET_DIGITS = regex(r"\d(?:\{\\?[,;:]\}|\\[,;:! ])\d")
#: The ~ of T(n)~=~n and of "n,~T(1) = 0" is a blank that is not broken; T(n) ~ n^2 is a growth.
_TIE = regex(r"~~+|(?<=[=<>≤≥+\-,;:(\[{])~|~(?=\s*[=<>≤≥+,;:)\]}\\&])|(?<=\\)~")
_TYPESET = regex(r"[\\{$~]|begin|left|right")


def without_typesetting(text: str) -> str:
    """The text without the commands that only set type."""
    if _TYPESET.search(text) is None:
        return text
    if "\\" in text:
        text = without_stacked_numbers(_unescaped(text))
    if text.lstrip().startswith("{"):
        text = _without_outer_braces(text)
    if "begin" in text:
        text = _PIECEWISE.sub(_piecewise, text)
    if _TYPESET_DIGITS.search(text):
        text = _THOUSANDS.sub(_digits, text)
    if "{}" in text:
        text = text.replace("{}", "  ")
    if "$" in text:
        text = _BETWEEN_FORMULAS.sub(lambda match: instead(";", match), text)
        text = _MATH_MARK.sub(blank, text)
    if "~" in text:
        text = _TIE.sub(blank, text)
    if "\\" in text:
        text = _commands(text)
    if "left" in text or "right" in text:
        text = _BARE_SIZING.sub(blank, text)
    return text


#: Commands by which a doubled backslash is known for one that was escaped, not for the end of a row.
_ESCAPED = regex(
    r"\\\\(?:log|lg|ln|[dt]?frac|Theta|Omega|theta|omega|mathcal|[lg]eq?|left|right|[lr]floor|[lr]ceil|cdot|times|sqrt|text"
    r"|begin|sum|quad|q?quad|infty|dots|ldots|cdots|implies|Rightarrow|alpha|beta|varphi|phi)(?![A-Za-z])"
)
_LONE_BACKSLASH = regex(r"(?<!\\)\\(?:\\\\)*(?!\\)(?!n(?![a-z]))")
_NEWLINE = regex(r"(?<!\\)\\n(?![A-Za-z])|(?<!\\)\\n(?=[A-Z]\w{0,3}\s*[(_])")


def _unescaped(text: str) -> str:
    r"""The backslashes that a program's string doubles, \\log, and its line breaks, \n."""
    if _ESCAPED.search(text) and not _LONE_BACKSLASH.search(text):
        text = text.replace("\\\\", " \\")
        text = re.sub(r" \\ \\", r"  \\\\", text)
    return _NEWLINE.sub(lambda match: instead("\n", match), text)


def _without_outer_braces(text: str) -> str:
    """{\\displaystyle T(n) = …}: the group around the whole says nothing."""
    start = len(text) - len(text.lstrip())
    end = _group_end(text, start)
    if end > start and not text[end:].strip(" .,;\n"):
        return text[:start] + " " + text[start + 1 : end - 1] + " " + text[end:]
    return text


def _commands(text: str) -> str:
    if "brac" in text:
        text = _without_braces_below(text)
    for _ in range(3):  # wrappers stand inside wrappers
        text, changed = _WRAPPER.subn(_unwrap, text)
        if not changed:
            break
    text = _BETWEEN_FORMULAS.sub(lambda match: instead(";", match), text)
    text = _ROW_END.sub(lambda match: instead("\n", match), text)
    text = _HEADING.sub(lambda match: instead("", match)[:-1] + "\n", text)
    text = _SPACING.sub(blank, _LISTED.sub(blank, text))
    text = _DISPLAY_END.sub(lambda match: instead("\n", match), text)
    return _MATH_MARK.sub(blank, text)


def _digits(match: Match) -> str:
    return instead("".join(filter(str.isdigit, match[0])), match)


def _piecewise(match: Match) -> str:
    r"""`\begin{cases} a & n = 1 \\ b & n > 1 \end{cases}` as `a ¿ n = 1 ; b ¿ n > 1`, where ¿ means "if"."""
    start, end = match.start("rows") - match.start(), match.end("rows") - match.start()
    rows = _ROW_END.sub(lambda row: instead(";", row), match["rows"]).replace("\n", " ")
    rows = _BRANCH.sub(lambda mark: instead("¿", mark), rows)
    return " " * start + rows + " " * (len(match[0]) - end)


def _unwrap(match: Match) -> str:
    """What is set in another face stays, its command and braces go; \\text{if } keeps a blank around it."""
    if match[1] is None:
        return blank(match)
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return " " * start + match[1] + " " * (len(match[0]) - end)


def _without_braces_below(text: str) -> str:
    r"""\underbrace{2T(n/2)}_{calls} as {2T(n/2)}: the group stays, the note under it goes."""
    for command in reversed(list(_BRACED.finditer(text))[:_MOST_BRACED]):
        text = text[: command.start()] + " " * len(command[0]) + text[command.end() :]
        end = _group_end(text, command.end())
        script = _SCRIPT.match(text, end)
        if end > command.end() and script is not None:
            stop = _group_end(text, script.end() - 1)
            text = text[:end] + " " * (stop - end) + text[stop:]
    return text


def _group_end(text: str, start: int) -> int:
    """The offset behind the group in braces that begins here, after blanks; `start` where there is none."""
    depth = 0
    for offset in range(start, len(text)):
        character = text[offset]
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                return offset + 1
        elif not depth and not character.isspace():
            break
    return start
