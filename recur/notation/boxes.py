"""A laid-out formula as a tree of boxes, in TeX's words: what stands where, and not yet how a medium shows it.

Order, signs, fraction bars, brackets, and the dots between factors are decided by `layout`; a vocabulary has one case
a box, and only says how the box looks.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

from recur.model import Expr

Written = TypeVar("Written")
GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
    "chi": "χ",
    "psi": "ψ",
}
SPELLED = {letter: name for name, letter in GREEK.items()} | {"φ": "phi", "π": "pi", "ω": "omega"}
LATEX_LETTERS = frozenset(SPELLED.values())
SUBSCRIPTS = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def unicode_name(name: str) -> str:
    """T_1 as T₁, T_inf as T∞; a word or a letter without a Unicode subscript stays as it was typed."""
    stem, underscore, index = name.partition("_")
    stem = GREEK.get(stem, stem)
    if index in ("inf", "infty", "infinity", "∞"):
        return f"{stem}∞"
    if index.isascii() and (index.isdecimal() or (len(index) == 1 and index.isalpha())):
        lowered = index.translate(SUBSCRIPTS)
        if not lowered.isascii() and not any(character.isascii() for character in lowered):
            return stem + lowered
    return f"{stem}{underscore}{index}"


def ascii_name(name: str) -> str:
    """The name in ASCII letters: α as alpha, T∞ as T_inf."""
    stem, underscore, index = name.replace("∞", "_inf").partition("_")
    return f"{SPELLED.get(stem, stem)}{underscore}{index}"


def latex_name(name: str) -> str:
    r"""The name for mathematics mode, in ASCII: T_{\infty}, \alpha, \mathit{work}."""
    stem, underscore, index = name.replace("∞", "_inf").partition("_")
    letters = stem.rstrip("'")
    primes = stem[len(letters) :]
    letters = SPELLED.get(letters, letters)
    if letters in LATEX_LETTERS:
        stem = f"\\{letters}{primes}"
    elif len(letters) != 1 or not letters.isascii():
        stem = f"\\mathit{{{_letters(letters)}}}{primes}"
    if not underscore:
        return stem
    if index in ("inf", "infty", "infinity"):
        return f"{stem}_{{\\infty}}"
    plain = index.isascii() and (index.isdecimal() or (index.isalpha() and len(index) == 1))
    return f"{stem}_{{{index}}}" if plain else f"{stem}_{{\\mathrm{{{_letters(index)}}}}}"


def _letters(name: str) -> str:
    """What TeX may see of a name: letters, digits and primes; anything else by its code point."""
    return "".join(
        character
        if character.isascii() and (character.isalnum() or character == "'")
        else r"\_"
        if character == "_"
        else f"U{ord(character):04X}"
        for character in name
    )


def _constructor(first: str, second: str = "", third: str = "", *more: str) -> Any:
    """What sets the parts of these names; most boxes have few."""

    def one(self: Any, a: object) -> None:
        self.__dict__[first] = a

    def two(self: Any, a: object, b: object) -> None:
        parts = self.__dict__
        parts[first], parts[second] = a, b

    def three(self: Any, a: object, b: object, c: object) -> None:
        parts = self.__dict__
        parts[first], parts[second], parts[third] = a, b, c

    def several(self: Any, a: object, b: object, c: object, *others: object) -> None:
        three(self, a, b, c)
        self.__dict__.update(zip(more, others, strict=True))

    return several if more else three if third else two if second else one


@dataclass_transform(frozen_default=True)
class Box:
    """A part of a laid-out formula. Each kind is a frozen record of its annotated parts, compared by kind and parts."""

    __match_args__: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        # No dataclass: twenty of them would take longer to make than all formulas of a run to write.
        names = tuple(cls.__annotations__)
        constructor = _constructor(*names)
        constructor.__defaults__ = tuple(vars(cls)[name] for name in names if name in vars(cls))
        type.__setattr__(cls, "__match_args__", names)
        type.__setattr__(cls, "__init__", constructor)

    def __init__(self, *parts: object) -> None: ...

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a box is frozen: {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))


class Numeral(Box):
    """A number without sign: 12, 0.51."""

    text: str

    @property
    def whole(self) -> bool:
        return "." not in self.text


class Name(Box):
    """A variable or an unknown function, as it was typed: n, T_1, alpha."""

    text: str


class Letter(Box):
    """A letter with a meaning of its own: the constants e, pi, phi, euler_gamma, and H and F of harmonic and Fibonacci
    numbers."""

    text: str


class Operator(Box):
    """The name of a known function, log, max, Θ; "*" is the star of log*."""

    name: str


class Minus(Box):
    body: Box


class Sum(Box):
    """Terms, the negative ones after a minus; `tight`: without room around the signs, if it can be."""

    terms: tuple[Box, ...]
    negative: tuple[bool, ...]
    tight: bool


class Join(Enum):
    """What stands between two factors; a dot is wide after a logarithm, which must not swallow what follows."""

    NOTHING = ""
    SPACE = " "
    DOT = "·"
    WIDE_DOT = " · "


class Product(Box):
    """Factors, and what joins each to the one before it."""

    factors: tuple[Box, ...]
    joins: tuple[Join, ...]


class Fraction(Box):
    """One above the other; a binomial coefficient without `bar`."""

    above: Box
    below: Box
    bar: bool = True


class Slash(Box):
    """A fraction on the line."""

    above: Box
    below: Box
    tight: bool


class Script(Box):
    base: Box
    lowered: Box | None = None
    raised: Box | None = None


class Radical(Box):
    body: Box


class Fence(Box):
    """Brackets: "()", or those of "floor", "ceiling" and "abs"."""

    body: Box
    kind: str = "()"


class Commas(Box):
    items: tuple[Box, ...]


class Applied(Box):
    """A function before its arguments in a fence, T(n/2), or before a bare one, log n."""

    head: Box
    body: Box


class Factorial(Box):
    body: Box


class Modulo(Box):
    """body mod modulus."""

    body: Box
    modulus: Box


class Reach(Box):
    """index = low … high, the first argument of a sum that is spelled as a function."""

    index: Box
    low: Box
    high: Box


class BigOperator(Box):
    """Σ, Π, ∫, max or min with what it ranges over; op as in Range."""

    op: str
    index: Box
    low: Box
    high: Box
    body: Box


class SumOverRoots(Box):
    """Σ over all that solve the equation, which stands below the sign."""

    equation: Box
    body: Box


class CaseBrace(Box):
    """The branch whose number is the remainder of `size` by the number of branches."""

    size: Box
    branches: tuple[Box, ...]


class RelationLine(Box):
    """left op right; without a left side for ~ n."""

    left: Box | None
    op: str
    right: Box


def within(box: Box) -> Iterator[Box]:
    """The box and all in it."""
    pending = [box]
    while pending:
        box = pending.pop()
        yield box
        for part in vars(box).values():
            pending += (item for item in (part if isinstance(part, tuple) else (part,)) if isinstance(item, Box))


def is_tall(box: Box) -> bool:
    """Is it higher than a line, so that brackets around it grow?"""
    return any(isinstance(inner, Fraction | BigOperator | SumOverRoots | CaseBrace) for inner in within(box))


def first(box: Box) -> Box:
    """What the box begins with."""
    match box:
        case Script(start) | Applied(start, _) | Factorial(start):
            return first(start)
    return box


def is_open(box: Box) -> bool:
    """Would a name at the end, as in n log n, swallow what follows?"""
    match box:
        case Applied(_, body):
            return not isinstance(body, Fence)
        case Product(factors, _):
            return is_open(factors[-1])
        case Minus(last) | Slash(_, last):
            return is_open(last)
    return isinstance(box, BigOperator | SumOverRoots)


class Vocabulary(ABC, Generic[Written]):
    """How each box looks in one medium, as text or as `Written` else, and what the layout asks of the medium."""

    #: Do fractions stand one above the other, and factors side by side without a sign, as on paper?
    stacked: ClassVar[bool] = False
    #: Is it a programming language, in which all but the five operators is a call?
    code: ClassVar[bool] = False
    #: What is spelled as a call, floor(n/2), for want of signs: names of functions, "sqrt", and "range" for Σ and Π.
    spelled: ClassVar[frozenset[str]] = frozenset()
    #: Whole exponents of so many digits have characters of their own.
    superscripts: ClassVar[int] = 0

    def spells(self, name: str) -> bool:
        return self.code or name in self.spelled

    def translated(self, x: Expr) -> Expr:
        """The formula in terms of what the medium can say; only the outermost node has to be."""
        return x

    def is_letter(self, name: str) -> bool:
        """Is the name shown as one letter, before which a number needs no sign?"""
        return len(name) == 1

    @abstractmethod
    def set(self, box: Box) -> Written:
        """The box as the medium shows it."""
