"""The one reader of sizes: 1024, 2^20; in lists 2^6..2^12, each twice the one before, and 10..20:5, in steps of 5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import index

from recur.evaluation.arithmetic import Compiler
from recur.model import InvalidRecurrence, LimitExceeded, expressions as ex, limits
from recur.model.patterns import regex
from recur.numbers.exact import bits_of, narrow

MOST_SIZES = 64
#: 1,000 has a comma in the middle of one number, where a list has them between two.
_ONE_NUMBER = regex(r"(?<![\d^])\d{1,3}(?:,\d{3})*,0\d\d(?!\d)")
#: A blank that parts two sizes: what stands before it is whole, and what follows begins anew.
_BETWEEN = regex(r"(?<=[\d)}])\s+(?=\d|[A-Za-z]\w*\s*=)")
#: 1..5, 1,2,3: but not the thousands of 1,000.
_SEVERAL = regex(r"\s*\d+\s*(\.\.|…|;|,(?!\d{3}(\D|$)))")


def whole_size(size: int | str) -> int:
    """The whole number that a size names: 1000, "10^18", "2^4000"."""
    if isinstance(size, int):
        return size
    if hasattr(size, "__index__"):  # numpy's whole numbers
        return index(size)
    if not isinstance(size, str):
        raise InvalidRecurrence(f"{size!r:.40} is no size", hint="a size is a whole number, such as 1024 or 2^20")
    from recur.parsing import parse_formula

    if not any(map(str.isdecimal, size)):
        raise InvalidRecurrence(f"{size[:40]} is no size", hint="a size is a whole number, such as 1024 or 2^20")
    if _SEVERAL.match(size):
        raise InvalidRecurrence(f"{size[:40]} is not one size", hint="one whole number at a time, such as 1024 or 2^20")
    formula = parse_formula(size)
    if ex.symbols(formula):
        raise InvalidRecurrence(f"{size[:40]} is no size", hint="a size is a whole number, such as 1024 or 2^20")
    try:
        number = narrow(Compiler().compile(formula)())
    except (ZeroDivisionError, ValueError):
        raise InvalidRecurrence(f"the size {size} has no value") from None
    if not isinstance(number, int):
        raise InvalidRecurrence(f"the size {size} is not a whole number", hint="such as 1024 or 2^20")
    if bits_of(number) > limits.MAX_BITS:
        raise LimitExceeded(f"the size {size[:40]} is too long")
    return number


def size_from_zero(size: int | str) -> int:
    """The whole number, from 0 on, that the size of an input names."""
    number = whole_size(size)
    if number < 0:
        raise InvalidRecurrence(f"n = {number}: the size of an input is at least 0", hint="such as 1024 or 2^20")
    return number


def size_list(text: str) -> tuple[str, ...]:
    """The sizes of a list, with commas or blanks between them; what may be the thousands of one number is refused.

    >>> size_list("64 2^10, 2 ^ 20")
    ('64', '2^10', '2 ^ 20')
    """
    commas = _BETWEEN.sub(",", text)
    if split := _ONE_NUMBER.search(commas):
        hint = f"for one size write {split[0].replace(',', '')}"
        raise InvalidRecurrence(f"{split[0]} is a list of sizes here, between commas", hint=hint)
    parts = tuple(part.strip() for part in commas.split(",") if part.strip())
    if not parts:
        raise InvalidRecurrence("no size is given", hint="such as 1024 or 2^20")
    return parts


def read_sizes(texts: Iterable[str]) -> tuple[int, ...]:
    """The sizes in the order in which they are listed; `InvalidRecurrence` says what is none.

    >>> read_sizes(["64, 2^10", "3..20", "3..11:4"])
    (64, 1024, 3, 6, 12, 3, 7, 11)
    """
    found: list[int] = []
    for text in texts:
        for part in size_list(text):
            found += _listed(part, MOST_SIZES + 1 - len(found))
        if len(found) > MOST_SIZES:
            raise InvalidRecurrence(f"{text}: more than {MOST_SIZES} numbers")
    return tuple(found)


def read_joint_sizes(texts: Iterable[int | str | Mapping[str, int | str]]) -> tuple[int | dict[str, int], ...]:
    """Sizes, and values for several sizes at once by their names.

    >>> read_joint_sizes(["64", "m=100, n=2^10"])
    (64, {'m': 100, 'n': 1024})
    """
    found: list[int | dict[str, int]] = []
    for text in texts:
        if isinstance(text, Mapping):
            found.append({name: size_from_zero(value) for name, value in text.items()})
        elif isinstance(text, str) and "=" in text:
            pairs = [part.partition("=") for part in size_list(text)]
            found.append({name.strip(): size_from_zero(value) for name, _, value in pairs})
        else:
            found += [text] if isinstance(text, int) else read_sizes([text])
    if len(found) > MOST_SIZES:
        raise InvalidRecurrence(f"more than {MOST_SIZES} sizes")
    return tuple(size if isinstance(size, dict) else size_from_zero(size) for size in found)


def _listed(part: str, most: int) -> list[int]:
    low, dots, rest = part.partition("..")
    if not dots:
        return [whole_size(part)]
    high, colon, step = rest.partition(":")
    size, last, by = whole_size(low), whole_size(high), whole_size(step) if colon else 0
    if min(size, by if colon else 1) < 1:
        raise InvalidRecurrence(f"{part}: a list of sizes starts at 1 or later, and goes up")
    found: list[int] = []
    while size <= last and len(found) < most:
        found.append(size)
        size = size + by if by else 2 * size
    return found
