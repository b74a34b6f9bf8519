"""What operators, functions and methods of the languages do to plain values; whatever is not listed aborts the trial.

Numbers and containers are kept small: a trial shows how often loops go round, and needs no large values for that.
"""

from __future__ import annotations

import bisect
import heapq
import math
import operator
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, ItemsView, KeysView, Mapping, ValuesView
from typing import Any

#: items of one container, and bits of one number
MOST_ITEMS = 4_000
MOST_BITS = 600


#: numbers up to here are tried as they are, as tables and the codes of signs are
MOST_WRITTEN_OUT = 256


class Gathered(list[Any]):
    """A list of what is different in a container, or of what passes a test: the data say how long it is."""


class TrialAborted(Exception):
    """The trial says nothing: it met what has no meaning here, or what would take too long."""


class TrialTooLarge(TrialAborted):
    """A number or a container grew beyond what is looked at."""


class TrialRaised(Exception):
    """The program raises an exception: one of its own, or one that the input makes, as an index that lies outside."""

    def __init__(self, own: bool) -> None:
        super().__init__()
        self.own = own


def checked(value: Any) -> Any:
    """The value, if it is small."""
    if type(value) is int and value.bit_length() > MOST_BITS:
        raise TrialTooLarge
    if isinstance(value, str | list | tuple | dict | set | deque) and len(value) > MOST_ITEMS:
        raise TrialTooLarge
    return value


def _times(a: Any, b: Any) -> Any:
    for one, other in ((a, b), (b, a)):
        if isinstance(one, str | list | tuple):
            if not isinstance(other, int) or len(one) * other > MOST_ITEMS:
                raise TrialTooLarge
            return one * other
    return a * b


def _power(a: Any, b: Any) -> Any:
    if not (isinstance(b, int | float) and abs(b) <= MOST_BITS) or (isinstance(a, int) and a.bit_length() > 64):
        raise TrialTooLarge
    return a**b


def _left(a: Any, b: Any) -> Any:
    if not isinstance(b, int) or b > MOST_BITS:
        raise TrialTooLarge
    return a << b


def _remainder(a: Any, b: Any) -> Any:
    if isinstance(a, str):
        raise TrialAborted
    return a % b


def _toward_zero(a: Any, b: Any) -> Any:
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": _times, "/": operator.truediv, "//": operator.floordiv,
    "%": _remainder, "**": _power, "<<": _left, ">>": operator.rshift, "&": operator.and_, "|": operator.or_,
    "^": operator.xor, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt,
    ">=": operator.ge, "is": lambda a, b: a is b or (isinstance(a, int) and a == b),
    "is not": lambda a, b: not (a is b or (isinstance(a, int) and a == b)),
}  # fmt: skip
#: of C, C++ and Java. Source: ISO/IEC 9899:2018, 6.5.5
TOWARD_ZERO: Mapping[str, Callable[[Any, Any], Any]] = {
    "//": _toward_zero, "%": lambda a, b: a - b * _toward_zero(a, b)
}  # fmt: skip
UNARY: Mapping[str, Callable[[Any], Any]] = {
    "-": operator.neg, "+": operator.pos, "~": operator.invert, "not": operator.not_,
}  # fmt: skip


def within_reach(written: Any) -> Any:
    """A number that stands in the function, as no trial is so large that 10**6 of anything are met.

    What happens beyond it happens beyond the number given here, which the largest trial passes.
    """
    if type(written) in (int, float) and MOST_WRITTEN_OUT < abs(written) < math.inf:
        return int(
            math.copysign(MOST_WRITTEN_OUT // 2 + min(int(abs(written)).bit_length(), MOST_WRITTEN_OUT // 2), written)
        )
    return written


def nearer(written: Any) -> Any:
    """A number that stands in the function as one below 16, so that what happens beyond it is met at small sizes."""
    if type(written) is int and abs(written) > 2:
        return int(math.copysign(min(2 + (written.bit_length() + 1) // 2, 15), written))
    return written


_VIEWS = (KeysView, ValuesView, ItemsView)
_NESTED = (list, tuple, set, frozenset, dict, deque, *_VIEWS)


def items_within(value: Any, most: int) -> int:
    """How many items are met where it is compared, hashed or spelled: shared ones as often as they stand in it.

    Counted as far as `most`: [a, a] of [b, b] of ... is small to hold and endless to compare.
    """
    if isinstance(value, str):
        return len(value)
    found, pending = 0, [value] if isinstance(value, _NESTED) else []
    while pending and found <= most:
        held = pending.pop()
        found += len(held)
        inside = [*held.keys(), *held.values()] if isinstance(held, dict) else held
        pending.extend(x for x in inside if isinstance(x, _NESTED))
    return found


def _summed(items: Any, start: Any = 0) -> Any:
    for item in items:
        start = checked(start + item)
    return start


def _rounded(x: Any, digits: Any = None) -> Any:
    if isinstance(digits, int) and abs(digits) > MOST_BITS:
        raise TrialTooLarge
    return round(x, digits)


def _ordered(items: Any, key: Any = None, reverse: Any = False) -> list[Any]:
    return _listed(items)(sorted(items, key=key, reverse=bool(reverse)))


def _list(items: Any = ()) -> list[Any]:
    return _listed(items)(items)


#: kinds whose items the data make few or many
GATHERED = (set, frozenset, dict, *_VIEWS, Gathered)


def _listed(items: Any) -> type[list[Any]]:
    return Gathered if isinstance(items, GATHERED) else list


def _allocated(count: Any, each: Any = 1) -> list[Any]:
    if count * each > MOST_ITEMS:
        raise TrialTooLarge
    return [0] * (count * each)


def _found_at(x: Any, item: Any) -> int:
    at = bisect.bisect_left(x, item)
    return at if at < len(x) and x[at] == item else -1 - at


def _put_in_order(x: Any, *beside: Any) -> None:
    x.sort()


def _allocated_vector(count: Any = 0, value: Any = 0) -> list[Any]:
    if not isinstance(count, int) or count > MOST_ITEMS:
        raise TrialTooLarge
    return [list(value) if isinstance(value, list) else value for _ in range(count)]


def _mapped(*given: Any) -> Any:
    """map(f, xs), or an empty map of C++."""
    return [given[0](*y) for y in zip(*given[1:], strict=False)] if given else {}


#: by their names, and by those that imports give them
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": len, "abs": abs, "min": min, "max": max, "sum": _summed, "sorted": _ordered, "list": _list, "tuple": tuple,
    "set": set, "frozenset": frozenset, "dict": dict, "enumerate": lambda *x: list(enumerate(*x)),
    "zip": lambda *x: list(zip(*x, strict=False)), "reversed": lambda x: list(x)[::-1], "ord": ord, "chr": chr,
    "int": int, "float": float, "bool": bool, "str": str, "round": _rounded, "divmod": divmod, "print": lambda *x: None,
    "map": _mapped, "filter": lambda f, x: [y for y in x if f(y)],
    "isinstance": isinstance, "pow": _power, "repr": repr, "iter": lambda x: iter(x), "type": lambda x: type(x),
    "sqrt": math.sqrt,
    "math.sqrt": math.sqrt, "math.isqrt": math.isqrt, "math.floor": math.floor, "math.ceil": math.ceil,
    "math.log": math.log, "math.log2": math.log2, "math.gcd": math.gcd, "collections.deque": deque, "deque": deque,
    "collections.Counter": Counter, "Counter": Counter, "collections.defaultdict": defaultdict,
    "defaultdict": defaultdict, "collections.OrderedDict": OrderedDict, "heapq.heappush": heapq.heappush,
    "heapq.heappop": heapq.heappop, "heapq.heapify": heapq.heapify, "heappush": heapq.heappush,
    "heappop": heapq.heappop, "heapify": heapq.heapify, "bisect.bisect_left": bisect.bisect_left,
    "bisect.bisect_right": bisect.bisect_right, "bisect.bisect": bisect.bisect, "bisect_left": bisect.bisect_left,
    "bisect.insort": bisect.insort, "insort": bisect.insort, "Math.abs": abs, "Math.min": min, "Math.max": max,
    "Math.sqrt": math.sqrt, "Math.floor": math.floor, "Character.isDigit": str.isdigit, "fabs": abs,
    "Character.isLetter": str.isalpha, "Character.toLowerCase": str.lower, "Character.isLetterOrDigit": str.isalnum,
    "Character.toUpperCase": str.upper, "isdigit": str.isdigit, "isalpha": str.isalpha, "tolower": str.lower,
    "toupper": str.upper, "isalnum": str.isalnum, "isspace": str.isspace, "strlen": len, "malloc": _allocated,
    "calloc": _allocated, "printf": lambda *x: None, "std::min": min, "std::max": max, "std::abs": abs, "free": id,
    "ArrayList": list, "LinkedList": deque, "ArrayDeque": deque, "HashSet": set, "HashMap": dict, "TreeSet": set,
    "TreeMap": dict, "unordered_map": dict, "unordered_set": set, "vector": _allocated_vector, "stack": list,
    "string": str, "queue": deque, "std::vector": _allocated_vector, "Arrays.binarySearch": _found_at,
    "Arrays.sort": _put_in_order,
    "Collections.sort": _put_in_order, "sort": _put_in_order, "std::sort": _put_in_order,
}  # fmt: skip
TYPES: Mapping[str, Any] = {
    "int": int, "str": str, "list": list, "float": float, "set": set, "dict": dict, "tuple": tuple, "bool": bool,
}  # fmt: skip
CONSTANTS: Mapping[str, Any] = {
    "Integer.MAX_VALUE": 2**31 - 1, "Integer.MIN_VALUE": -(2**31), "INT_MAX": 2**31 - 1, "INT_MIN": -(2**31),
    "math.inf": math.inf, "inf": math.inf, "NULL": None, "nullptr": None, "math.pi": math.pi,
    "Long.MAX_VALUE": 2**63 - 1,
}  # fmt: skip
#: what they do is as dear as they are for containers of containers as well
SHALLOW = frozenset(
    ("len", "enumerate", "zip", "list", "tuple", "reversed", "isinstance", "type", "iter", "print", "bool", "deque",
     "ArrayList", "LinkedList", "ArrayDeque", "append", "appendleft", "extend", "push", "push_back", "offer",
     "collections.deque", "vector", "std::vector", "free", "printf")
)  # fmt: skip
#: methods that go through the whole container, or the whole text
THROUGH = frozenset(
    ("index", "count", "remove", "sort", "contains", "indexOf", "equals", "find", "rfind", "replace", "reverse", "copy",
     "lower", "upper", "split", "rotate", "most_common", "union", "intersection", "difference", "issubset",
     "issuperset", "isdisjoint", "toCharArray")
)  # fmt: skip
#: methods of lists that move all items behind the place they are given
MOVING = frozenset(("pop", "insert", "remove", "erase"))
_OF_LISTS = frozenset(
    ("append", "pop", "insert", "extend", "remove", "index", "count", "sort", "reverse", "clear", "copy")
)
_OF_TEXTS = frozenset(
    ("lower", "upper", "strip", "lstrip", "rstrip", "split", "join", "startswith", "endswith", "isalpha", "isdigit",
     "isalnum", "isspace", "isupper", "islower", "replace", "find", "index", "count", "rfind", "title", "isnumeric")
)  # fmt: skip
_OF_DICTS = frozenset(
    ("get", "items", "keys", "values", "pop", "setdefault", "update", "copy", "popitem", "clear", "most_common")
)
_OF_SETS = frozenset(
    ("add", "discard", "remove", "union", "intersection", "difference", "issubset", "issuperset", "update", "pop",
     "clear", "copy", "isdisjoint")
)  # fmt: skip
_OF_DEQUES = frozenset(("append", "appendleft", "pop", "popleft", "extend", "clear", "count", "index", "rotate"))
_OWN: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (list, _OF_LISTS), (str, _OF_TEXTS), (dict, _OF_DICTS), ((set, frozenset), _OF_SETS), (deque, _OF_DEQUES),
)  # fmt: skip


def _added(x: Any, *given: Any) -> Any:
    if isinstance(x, set):
        before = len(x)
        x.add(*given)
        return len(x) > before
    x.append(given[-1]) if len(given) == 1 else x.insert(*given)
    return True


def _put(x: Any, key: Any, value: Any) -> Any:
    before = x.get(key)
    x[key] = value
    return before


def _taken(x: Any) -> Any:
    return (x.popleft() if isinstance(x, deque) else x.pop(0)) if x else None


def _got(x: Any, key: Any) -> Any:
    return x.get(key) if isinstance(x, dict) else x[key]


#: methods of the containers of Java and C++
_OF_BRACES: Mapping[str, Callable[..., Any]] = {
    "size": len, "length": len, "isEmpty": lambda x: not x, "empty": lambda x: not x, "charAt": lambda x, i: x[i],
    "at": lambda x, i: x[i], "get": _got, "put": _put, "containsKey": lambda x, k: k in x, "add": _added,
    "contains": lambda x, k: k in x, "push_back": lambda x, v: x.append(v), "push": lambda x, v: x.append(v),
    "offer": lambda x, v: x.append(v), "top": lambda x: x[-1], "peek": lambda x: x[-1], "back": lambda x: x[-1],
    "front": lambda x: x[0], "poll": _taken, "getOrDefault": lambda x, k, v: x.get(k, v), "insert": _added,
    "equals": lambda x, y: x == y, "toCharArray": list, "substring": lambda x, i, j=None: x[i:j],
    "indexOf": lambda x, y: x.find(y) if isinstance(x, str) else x.index(y) if y in x else -1,
    "count": lambda x, y: int(y in x) if isinstance(x, set | dict) else x.count(y),
    "begin": lambda x: x, "end": lambda x: x, "keySet": list,
    "values": lambda x: list(x.values()), "set": lambda x, i, v: x.__setitem__(i, v),
}  # fmt: skip


def method_of(value: Any, name: str, language: str) -> Callable[..., Any]:
    """What the method does, of the value itself or as the other languages have it."""
    if language != "python" and name in _OF_BRACES:
        listed = _OF_BRACES[name]
        return lambda *given: listed(value, *given)
    for kind, names in _OWN:
        if isinstance(value, kind) and name in names:
            found: Callable[..., Any] = getattr(value, name)
            return found
    raise TrialAborted
