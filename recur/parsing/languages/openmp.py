"""OpenMP's directives: what a pragma says of the statement behind it (OpenMP 5.2, chapters 10 to 15)."""

from __future__ import annotations

import re

from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.languages.syntax import without_silent

_PRAGMA = regex(r"^[ \t]*#[ \t]*pragma[ \t]+omp\b((?:[^\n\\]|\\\r?\n|\\.)*)", re.MULTILINE)
_WORD = regex(r"\s*([a-z_]+)")
_SIGN = regex(r"\S")
#: Words of a directive before its clauses.
_DIRECTIVE = regex(
    r"parallel|for|do|loop|simd|sections?|single|master|masked|critical|atomic|ordered|task|taskloop|taskgroup|taskwait"
    r"|taskyield|barrier|flush|teams|distribute|target|data|scope|declare|threadprivate|cancel|cancellation|point"
    r"|update|enter|exit|end|requires"
)
_LOOPS = frozenset({"for", "loop", "taskloop", "distribute"})
_ALONE = frozenset({"taskwait", "barrier", "taskyield", "flush", "cancel", "cancellation"})
_WAITING = frozenset({"taskwait", "barrier"})
_OUTSIDE = frozenset({"declare", "threadprivate", "requires", "end"})


@frozen
class OmpDirective:
    """The words of a directive, such as parallel for, its clauses as written, and its place."""

    words: frozenset[str]
    clauses: str
    start: int
    end: int

    @property
    def is_loop(self) -> bool:
        return bool(self.words & _LOOPS)

    @property
    def loops(self) -> int:
        """How many nested loops are one parallel loop."""
        found = re.search(r"\bcollapse\s*\(\s*(\d+)\s*\)", self.clauses)
        return int(found[1]) if found else 1

    @property
    def lock(self) -> str:
        """What its block holds: critical of one name, all atomic updates of one place."""
        for word in ("critical", "atomic", "ordered"):
            if word in self.words:
                name = re.match(r"\s*\(\s*(\w+)\s*\)", self.clauses)
                return f"omp {word} {name[1]}" if name else f"omp {word}"
        return ""

    @property
    def is_task(self) -> bool:
        """A task that may run later; one with if(0) is run where it stands, and waited for."""
        at_once = re.search(r"\bif\s*\(\s*(?:task\s*:\s*)?(?:0|false)\s*\)", self.clauses)
        return "task" in self.words and not self.is_loop and not at_once

    @property
    def depends(self) -> dict[str, bool]:
        """What it stands in order by with other tasks, and whether it writes it: depend(in: x) depend(out: y)."""
        found: dict[str, bool] = {}
        for kind, names in re.findall(r"\bdepend\s*\(\s*(\w+)\s*:([^()]*)\)", self.clauses):
            for name in names.split(","):
                found[name.strip()] = found.get(name.strip(), False) or kind != "in"
        return found

    @property
    def waits(self) -> bool:
        """Whether all tasks made inside have ended behind it: the barrier at its end."""
        joins = self.words & {"parallel", "single", "taskgroup", "sections"}
        return bool(joins) and "nowait" not in self.clauses


def without_pragmas(text: str) -> tuple[str, dict[int, list[OmpDirective]]]:
    """The text without its pragmas, of the same length, and the directives by the offset of the statement they are for.

    A directive that stands alone, such as taskwait, becomes a statement: `omp_wait;`.
    """
    if "pragma" not in text:
        return text, {}
    standing: list[OmpDirective] = []
    for found in list(_PRAGMA.finditer(text)):
        directive = _read(found)
        gone = re.sub(r"[^\n]", " ", found[0])
        if directive.words & _ALONE and not directive.words & _OUTSIDE:
            word = "omp_wait;" if directive.words & _WAITING else ";"
            gone = word + gone[len(word) :]
        elif not directive.words & _OUTSIDE:
            standing.append(directive)
        text = text[: found.start()] + gone + text[found.end() :]
    plain = re.sub(r"(?m)^[ \t]*#[^\n]*", lambda line: " " * len(line[0]), without_silent(text))
    targets: dict[int, list[OmpDirective]] = {}
    for directive in standing:
        follows = _SIGN.search(plain, directive.end)
        if follows is not None:
            targets.setdefault(follows.start(), []).append(directive)
    return text, targets


def _read(found: re.Match[str]) -> OmpDirective:
    said = found[1].replace("\\\n", "  ")
    words: list[str] = []
    at = 0
    while (word := _WORD.match(said, at)) and _DIRECTIVE.fullmatch(word[1]):
        words.append(word[1])
        at = word.end()
    return OmpDirective(frozenset(words), said[at:], found.start(1), found.end())
