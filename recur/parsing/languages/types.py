"""Types of C, C++ and Java in one form: whose quotients are whole numbers, what is copied when it is passed."""

from __future__ import annotations

import re

from recur.model import source_tree as tree
from recur.model.patterns import regex

_QUALIFIERS = regex(
    r"\b(?:const|volatile|static|final|register|restrict|inline|constexpr|mutable|extern|struct|class|enum|typename)\b"
)
_WHOLE = regex(
    r"(?:(?:unsigned|signed|long|short|int|char|bool|boolean|byte|Integer|Long|Short|Byte|Character|Boolean|BigInteger"
    r"|(?:std::)?(?:s?size_t|ptrdiff_t|u?int(?:_fast|_least)?\d+_t|u?intptr_t)|ll|ull)\s*)+"
)
_REAL = regex(r"(?:(?:float|double|long double|Float|Double|BigDecimal)\s*)")
_COPIED = regex(
    r"(?:std::)?(?:basic_string|string|vector|list|deque|(?:unordered_)?(?:multi)?(?:map|set)|array|stack|queue"
    r"|priority_queue)\b(?:<.*>)?"
)
_HOLDS = regex(
    r"(?:std::)?(?:vector|list|deque|array|valarray|List|ArrayList|LinkedList|Set|Collection|Iterable)<(.+)>"
)
#: Functions of the library whose values are real numbers.
_REAL_FUNCTIONS = frozenset(
    ("sqrt", "pow", "log", "log2", "log10", "exp", "ceil", "floor", "fabs", "double", "float", "random", "doubleValue")
)


def plain_type(text: str) -> str:
    """const std::vector<int> is std::vector<int>; one blank between words, none beside signs."""
    text = _QUALIFIERS.sub(" ", text)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"\s*([<>\[\]*&,():])\s*", r"\1", text)


def is_whole_type(declared: str) -> bool:
    return _WHOLE.fullmatch(declared.rstrip("&")) is not None


def is_real_type(declared: str) -> bool:
    return _REAL.fullmatch(declared.rstrip("&")) is not None


def is_copied(declared: str) -> bool:
    """A container of C++ that is passed by its value."""
    return _COPIED.fullmatch(declared) is not None


def element_type(declared: str) -> str:
    """What an array, a pointer or a list of this type holds."""
    bare = declared.rstrip("&")
    array = re.fullmatch(r"([^\[]*)\[[^\]]*\]((?:\[.*)?)", bare)
    if array is not None:
        return array[1] + array[2]
    if bare.endswith("*"):
        return bare[:-1]
    listed = _HOLDS.fullmatch(bare)
    return _first_argument(listed[1]) if listed else ""


class DeclaredTypes:
    """The types of names in a function, and whether an expression is a whole number, a real one, or neither is told."""

    def __init__(self, outer: DeclaredTypes | None = None) -> None:
        self._own: dict[str, str] = {}
        self._outer = outer

    def declare(self, name: str, declared: str) -> None:
        self._own[name] = declared

    def of(self, name: str) -> str:
        found = self._own.get(name)
        return found if found is not None else self._outer.of(name) if self._outer is not None else ""

    def typed(self, value: tree.Expression) -> str:
        match value:
            case tree.NamedValue():
                return self.of(value.name)
            case tree.Element():
                return element_type(self.typed(value.container))
            case tree.CallOf(function=tree.NamedValue() as called):
                return self.of(f"{called.name}()")
        return ""

    def is_real(self, value: tree.Expression) -> bool:
        match value:
            case tree.Literal():
                return isinstance(value.value, float)
            case tree.Operation(op="+" | "-" | "*" | "/"):
                return any(self.is_real(operand) for operand in value.operands)
            case tree.Conditional():
                return self.is_real(value.then) or self.is_real(value.otherwise)
            case tree.CallOf():
                if is_real_type(self.typed(value)):
                    return True
                name = _last_name(value.function)
                by_argument = name in ("abs", "max", "min") and any(self.is_real(given) for given in value.arguments)
                return by_argument or (name in _REAL_FUNCTIONS and not self.typed(value))
        return is_real_type(self.typed(value))


def _last_name(function: tree.Expression) -> str:
    if isinstance(function, tree.Member):
        return function.name
    return function.name.rpartition("::")[2] if isinstance(function, tree.NamedValue) else ""


def _first_argument(arguments: str) -> str:
    depth = 0
    for at, sign in enumerate(arguments):
        depth += (sign in "<(") - (sign in ">)")
        if sign == "," and not depth:
            return arguments[:at]
    return arguments
