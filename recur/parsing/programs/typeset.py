"""Algorithms set by LaTeX as plain pseudo-code: algorithmic, algorithmicx, algorithm2e and clrscode, line for line.

Each statement stands in the line it begins in, so that a place in the plain text is a line of what was typed.
"""

import re
from collections.abc import Callable, Collection

from recur.model.limits import MAX_CHARACTERS, MAX_NESTING
from recur.model.patterns import regex
from recur.parsing.faults import beyond_limit

_SET = regex(
    r"\\(?:begin\{algorithm|State\b|STATE\b|Procedure\{|Function\{|EndFor\b|ENDFOR\b|EndIf\b|ENDIF\b|Kw(?:In|Out|Data|Result)\b"
    r"|Fn\{|Procname\{|li\b\s*\\|(?:If|For|While|eIf|uIf)\{)"
)
_COMMAND = regex(r"\\(?P<name>[A-Za-z]+\*?|.)", re.DOTALL)
_SIGNS = {
    "gets": "←", "leftarrow": "←", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥",
    "ne": "≠", "neq": "≠", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "cdot": "·", "times": "×",
    "parallel": "∥", "dots": "…", "ldots": "…", "cdots": "…", "twodots": "..", "to": " to ", "To": " to ",
    "KwTo": " to ", "Downto": " downto ", "DownTo": " downto ", "By": " by ", "isequal": "==", "land": " and ",
    "wedge": " and ", "lor": " or ", "vee": " or ", "And": " and ", "AND": " and ", "Or": " or ", "OR": " or ",
    "bmod": " mod ", "mod": " mod ", "infty": "∞", "in": "∈", "cup": "∪", "cap": "∩", "emptyset": "∅", "log": "log ",
    "lg": "lg ", "ln": "ln ", "sqrt": "√", "Theta": "Θ", "True": "true", "False": "false", "TRUE": "true",
    "FALSE": "false", "Spawn": "spawn ", "Sync": "sync", "left": "", "right": "", "quad": " ", "qquad": " ", ",": "",
    ":": "", "!": "", " ": " ", "{": "{", "}": "}", "_": "_", "%": "%", "#": "#", "&": "&", "|": "|", "\\": " ",
    "leftrightarrow": "↔", "neg": "not ", "displaystyle": "", "Statex": "", "DontPrintSemicolon": "", "BlankLine": "",
    "LinesNumbered": "", "SetAlgoLined": "", "SetAlgoNoLine": "", "noindent": "", "centering": "", "small": "",
    "Indentmore": "", "Indentless": "", "Startalglines": "", "algrenewcommand": "",
}  # fmt: skip
_CONTENT = frozenset(
    ("textbf", "textsc", "texttt", "textit", "textrm", "textsf", "emph", "mathrm", "mathit", "mathbf", "mathsf",
     "mathtt", "mathcal", "text", "mbox", "operatorname", "proc", "id", "const", "kw", "func", "FuncSty", "ensuremath",
     "underline")
)  # fmt: skip
_DROPPED = frozenset(
    ("caption", "label", "begin", "end", "KwIn", "KwOut", "KwData", "KwResult", "KwInput", "KwOutput", "SetKwInOut",
     "SetKwInput", "SetKwProg", "SetKwFunction", "SetKw", "SetKwData", "SetKwRepeat", "SetKwFor", "SetKwComment",
     "usepackage", "documentclass", "vspace", "hspace", "setcounter")
)  # fmt: skip
_SAID_BEFORE = frozenset(("Require", "Ensure", "REQUIRE", "ENSURE", "Input", "Output", "INPUT", "OUTPUT"))
_HEADS = {
    "If": "if", "IF": "if", "uIf": "if", "lIf": "if", "eIf": "if", "For": "for", "FOR": "for", "lFor": "for",
    "ForEach": "for each", "ForAll": "for each", "FORALL": "for each", "While": "while", "WHILE": "while",
    "lWhile": "while", "Loop": "loop", "LOOP": "loop", "Repeat": "repeat", "REPEAT": "repeat", "ParFor": "parallel for",
    "Parfor": "parallel for", "PARFOR": "parallel for", "ForPar": "parallel for", "ParallelFor": "parallel for",
}  # fmt: skip
_OTHERWISE = {
    "ElsIf": "else if", "ELSIF": "else if", "ElseIf": "else if", "uElseIf": "else if", "lElseIf": "else if",
    "Else": "else", "ELSE": "else", "uElse": "else", "lElse": "else",
}  # fmt: skip
_STATEMENTS = frozenset(("State", "STATE", "li", "zi", ";"))
_COMMENTS = frozenset(("Comment", "COMMENT", "tcp", "tcc", "tcp*", "tcc*", "tcc", "LComment"))
_PROCEDURES = ("Procedure", "Function", "PROCEDURE", "FUNCTION")
_NAMED = ("Fn", "Pn", "Procname")
_THEN = ("Then", "Do")
_RETURNS = ("Return", "RETURN", "KwRet")
_UNTIL = ("Until", "UNTIL")
_CALLS = ("Call", "CALL")
_FRACTIONS = ("frac", "dfrac", "tfrac")
_ATTRIBUTES = ("attrib",)
_CAPTION = regex(r"\\caption\{\s*(?P<header>[\w\-\\{}]+\s*\([\w, $]*\))[^}]*\}")
_MACRO = regex(r"\\SetKwFunction\{(?P<names>[^{}]*)\}\{(?P<shown>[^{}]*)\}")


def plain_program(text: str) -> str:
    """The algorithm without its typesetting; a text that LaTeX does not set as it is.

    >>> print(plain_program("\\\\Function{F}{$n$} \\\\State \\\\Return \\\\Call{F}{$n-1$} \\\\EndFunction"))
    F(n):
        return F(n-1)
    """
    if len(text) > MAX_CHARACTERS or not _SET.search(text):
        return text
    return _Typeset(text).plain()


class _Typeset:
    """The text read once from left to right; `line` is where the statement that is being read begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: list[str] = []
        self.indent = 0
        self.said = ""
        self.line = 0
        self.passed_over = False
        self.macros = {
            name.strip(): shown.strip()
            for found in _MACRO.finditer(text)
            for name, shown in zip(found["names"].split(","), found["shown"].split(","), strict=False)
        }
        self.depth = 0

    def plain(self) -> str:
        if not re.search(r"\\(?:Procedure|Function|Procname|Fn|FUNCTION|PROCEDURE|Pn)\b", self.text):
            caption = _CAPTION.search(self.text)
            if caption is not None:
                self._head(f"{self._inside(caption['header'])}:")
        self._run("")
        self._end()
        return "\n".join(self.lines)

    def _run(self, closing: str) -> None:
        """Up to the brace that closes the block, or the end."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise beyond_limit("blocks are nested too deeply", self.at, self.at + 1)
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == closing:
                self.at += 1
                break
            if sign == "%":
                self.at = self._line_end()
            elif sign == "\\":
                self._command()
            else:
                self._say(" " if sign in "\n$~" else sign)
                self.at += 1
        self.depth -= 1

    def _line_end(self) -> int:
        found = self.text.find("\n", self.at)
        return len(self.text) if found < 0 else found

    def _say(self, text: str) -> None:
        if not self.said.strip() and text.strip():
            self.line = self.text.count("\n", 0, self.at)
        self.said += text

    def _end(self) -> None:
        """The statement ends here."""
        said = re.sub(r"\s+", " ", self.said).strip()
        if said and not self.passed_over:
            self.lines += [""] * (self.line - len(self.lines))
            self.lines.append(" " * (4 * self.indent) + said)
        self.said, self.passed_over = "", False

    def _head(self, text: str) -> None:
        self._end()
        self.line = self.text.count("\n", 0, self.at)
        self.said = text
        self._end()
        self.indent += 1

    def _back(self) -> None:
        self._end()
        self.indent = max(0, self.indent - 1)

    def _group(self) -> str | None:
        """What stands in the braces that follow, with its own commands; None where none follow."""
        follows = re.compile(r"\s*(?:\[[^\]]*\]\s*)?\{").match(self.text, self.at)
        if follows is None:
            return None
        start = self.at = follows.end()
        depth = 1
        while self.at < len(self.text) and depth:
            sign = self.text[self.at]
            depth += (sign == "{") - (sign == "}")
            self.at += 2 if sign == "\\" else 1
        return self.text[start : self.at - 1]

    def _inside(self, text: str) -> str:
        """A piece of a line without its commands."""
        inner = _Typeset(text)
        inner.macros, inner.depth = self.macros, self.depth
        inner._run("")
        return re.sub(r"\s+", " ", inner.said).strip()

    def _given(self) -> str:
        group = self._group()
        return "" if group is None else self._inside(group)

    def _begins_block(self) -> bool:
        return re.compile(r"\s*\{").match(self.text, self.at) is not None

    def _block(self) -> None:
        self.at = self.text.index("{", self.at) + 1
        self._run("}")
        self._back()

    def _command(self) -> None:
        match = _COMMAND.match(self.text, self.at)
        assert match is not None
        name, self.at = match["name"], match.end()
        for names, read in self._readers():
            if name in names:
                read(name)
                return
        if name.lower().startswith("end"):
            self._back()
            return
        behind = " " if self.text[self.at : self.at + 1].isalnum() else ""
        self._say(_SIGNS.get(name, f" {name}{behind}"))

    def _readers(self) -> list[tuple[Collection[str], Callable[[str], None]]]:
        return [
            (_DROPPED, self._drop), (_HEADS, self._open), (_OTHERWISE, self._otherwise), (_STATEMENTS, self._next),
            (_COMMENTS, self._comment), (_CONTENT, self._content), (self.macros, self._called),
            (_SAID_BEFORE, self._pass), (_PROCEDURES, self._procedure), (_NAMED, self._named), (_THEN, self._then),
            (_RETURNS, self._return), (_UNTIL, self._until), (_CALLS, self._call), (_FRACTIONS, self._fraction),
            (_ATTRIBUTES, self._attribute),
        ]  # fmt: skip

    def _drop(self, name: str) -> None:
        while self._group() is not None:
            if name in ("begin", "end"):
                break
        option = re.compile(r"\[[^\]]*\]").match(self.text, self.at)
        self.at = self.at if option is None else option.end()

    def _open(self, name: str) -> None:
        beside = "parallel " if self.said.strip().lower() == "parallel" else ""
        self.said = "" if beside else self.said
        self._end()
        asked = self._group()
        if asked is None and name not in ("Loop", "LOOP", "Repeat", "REPEAT"):
            self._say(f"{beside}{_HEADS[name]} ")  # of clrscode: \Then or \Do opens the block
            return
        if asked is not None and name in ("Repeat", "REPEAT"):  # of algorithm2e: \Repeat{until}{block}
            self._head("repeat")
            self._block()
            return
        self._head(f"{beside}{_HEADS[name]} {self._inside(asked or '')}".strip())
        if self._begins_block():
            self._block()
            if name == "eIf" and self._begins_block():
                self._head("else")
                self._block()

    def _otherwise(self, name: str) -> None:
        word = _OTHERWISE[name]
        self._end()
        asked = self._given() if word == "else if" else ""
        if self._begins_block():
            self._head(f"{word} {asked}".strip())
            self._block()
            return
        self._back()
        self._head(f"{word} {asked}".strip())

    def _next(self, name: str) -> None:
        self._end()

    def _comment(self, name: str) -> None:
        start = self.at
        group = self._group()
        if group is None:
            end = self._line_end()
            group, self.at = self.text[self.at : end], end
        said, line = f" // {self._inside(group)}", self.text.count("\n", 0, start)
        if self.said.strip():
            self.said += said
            self._end()  # a comment ends its line
        elif self.lines and line == self.line:
            self.lines[-1] += said

    def _content(self, name: str) -> None:
        self._say(self._given())

    def _called(self, name: str) -> None:
        self._say(f"{self.macros[name]}({self._given()})")

    def _pass(self, name: str) -> None:
        self._end()
        self.passed_over = True

    def _procedure(self, name: str) -> None:
        self._end()
        called = re.sub(r"\s+", "-", self._given())
        self.indent = 0
        self._head(f"{called}({self._given()}):")

    def _named(self, name: str) -> None:
        self._end()
        self.indent = 0
        self._head(f"{self._given().rstrip(': ')}:")
        if self._begins_block():
            self._block()

    def _then(self, name: str) -> None:
        self._end()
        self.indent += 1

    def _return(self, name: str) -> None:
        self._end()
        self._say("return ")
        if name == "KwRet" and self._begins_block():
            self._say(self._given())

    def _until(self, name: str) -> None:
        self._end()
        self._say(f"until {self._given()}")
        self._end()
        self._back()

    def _call(self, name: str) -> None:
        called = re.sub(r"\s+", "-", self._given())
        self._say(f"{called}({self._given()})")

    def _fraction(self, name: str) -> None:
        above = self._given()
        self._say(f"({above})/({self._given()})")

    def _attribute(self, name: str) -> None:
        owner = self._given()
        self._say(f"{owner}.{self._given()}")
