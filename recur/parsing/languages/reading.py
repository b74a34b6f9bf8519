"""Which language a text is written in, and its source tree."""

from __future__ import annotations

import ast
import re
from pathlib import PurePath

from recur.model import LimitExceeded, RecurError, source_tree as tree
from recur.model.patterns import regex
from recur.parsing.languages.excerpts import excerpt_of
from recur.parsing.languages.fragments import with_header
from recur.parsing.languages.inputs_read import with_inputs_read
from recur.parsing.languages.tasks import with_blocks_beside
from recur.parsing.languages.waits import with_waits_in_order

LONGEST = 20_000  # lines of one file
_SUFFIXES = {
    ".py": "python", ".pyw": "python", ".c": "c", ".h": "c", ".cpp": "c++", ".cc": "c++", ".cxx": "c++", ".c++": "c++",
    ".hpp": "c++", ".hh": "c++", ".java": "java", ".spawn": "spawn",
}  # fmt: skip
_JAVA = regex(
    r"\b(?:import java|public (?:static|class|int|void|boolean|String|final)|System\.|String\b|boolean\b"
    r"|final (?:int|long)|new \w+(?:<[^>]*>)?\[|Math\.|ArrayList|HashMap|Integer\b)|\.length\b(?!\s*\()"
)
_CPLUSPLUS = regex(r"\bstd::|\bvector<|\busing namespace|\bauto\b|\bcout\b|#include\s*<\w+>|&\w+\s*[,)]|::")
_C_LOOP = regex(r"\bfor\s*\([^;)]*;[^;]*;|\bwhile\s*\(|\bdo\s*\{")
_C_FUNCTION = regex(r"[A-Za-z_][\w<>\[\]*&:, ]*[\s*&]+\w+\s*\([^;{}]*\)\s*(?:const\s*)?(?:throws \w+\s*)?\{")
#: function f(A, n) { … } of pseudo-code: its parameters have no types
_UNTYPED = regex(r"^\s*(?:function|procedure|algorithm)\s+[\w-]+\s*\(\s*(?:\w+\s*,\s*)*\w*\s*\)\s*\{", re.M | re.I)
_OF_SCRIPTS = regex(r"\b(?:let|const|var)\s+\w+|===|=>")
_PYTHON_DEF = regex(r"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(", re.MULTILINE)
_OF_PROGRAMS = regex(r"\b(?:spawn|sync|parallel\s+for|in\s+parallel)\b", re.IGNORECASE)


def read_source(text: str, name: str = "") -> tree.SourceFile | None:
    """The source tree of a file or a paste; None where it is a program in recur's own language.

    `name` tells the language by its ending; else the text does. Raises `SyntaxProblem` with the place.
    """
    if text.count("\n") > LONGEST:
        raise LimitExceeded(
            f"this file has {text.count(chr(10)):,} lines, and {LONGEST:,} are read", hint="analyse a part of it"
        )
    language = _SUFFIXES.get(PurePath(name).suffix.lower(), "")
    if not language:
        excerpt = excerpt_of(text)
        text, language = excerpt.text, excerpt.language or told_language(excerpt.text)
    file = _parsed(text, language)
    return None if file is None else with_blocks_beside(with_waits_in_order(with_inputs_read(with_header(file))))


def _parsed(text: str, language: str) -> tree.SourceFile | None:
    match language:
        case "python":
            from recur.parsing.languages.python import parse_python

            return parse_python(text)
        case "java":
            from recur.parsing.languages.java import parse_java

            return parse_java(text)
        case "c" | "c++":
            from recur.parsing.languages.c import parse_c

            return parse_c(text, language)
    return None


def told_language(text: str) -> str:
    """python, c, c++, java or spawn: pseudo-code where no other language's grammar reads it.

    >>> told_language("for (int i = 0; i < n; i++)\\n    s += i;")
    'c++'
    >>> told_language("function f(A, n) {\\n  return f(A, n/2) + 1;\\n}")
    'spawn'
    """
    if _is_python(text):
        return "python"
    if _UNTYPED.search(text) and not _OF_SCRIPTS.search(text):
        return "spawn"
    if ";" in text and (_C_LOOP.search(text) or _C_FUNCTION.search(text)):
        return _with_braces(text)
    return "spawn"


def _is_python(text: str) -> bool:
    """def and what the interpreter reads, or loops that it reads; a program with spawn in it is none."""
    if _PYTHON_DEF.search(text) and not _OF_PROGRAMS.search(text):
        return True
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        isinstance(node, ast.For | ast.While | ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(module)
    )


def _with_braces(text: str) -> str:
    """Java where its words say so, else C++, of which C is nearly a part; spawn where neither grammar reads it."""
    from recur.parsing.languages.cilk import without_cilk
    from recur.parsing.languages.openmp import without_pragmas
    from recur.parsing.languages.syntax import reads_as

    java = _JAVA.search(text) is not None and _CPLUSPLUS.search(text) is None
    plain = without_pragmas(without_cilk(text)[0])[0]
    try:
        for language in ("java", "c++") if java else ("c++", "java"):
            if reads_as(plain, language):
                return language
    except RecurError:
        return "spawn" if _OF_PROGRAMS.search(text) else "java" if java else "c++"
    # a mistake in code is told in its language; what only looks like code is pseudo-code
    return ("java" if java else "c++") if _C_FUNCTION.search(text) else "spawn"
