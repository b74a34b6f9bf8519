"""Formulas for pictures: a line as runs of letters, exponents raised, indices lowered, variables in italics."""

from collections.abc import Iterable

from recur.model import Expr
from recur.model.records import frozen, replace
from recur.notation import boxes
from recur.notation.boxes import GREEK, Box, Operator
from recur.notation.layout import typeset
from recur.notation.text import SignVocabulary

SMALLER = 0.72
RAISED, LOWERED = -0.42, 0.22  # of the size of the line
ABOVE, BELOW = -0.62, 0.38  # where an exponent stands above an index, as on a sum
#: Times and the faces of its metrics; the widths below are theirs, so that what is measured is what is shown.
FONTS = "'Times New Roman', 'Liberation Serif', Tinos, Times, serif"
#: Advance widths in thousandths of the size; digits and letters that are not listed take 500.
WIDTHS = {
    **dict.fromkeys(" .,;:'|·", 250), **dict.fromkeys("/ijlt", 278), **dict.fromkeys("()[]!I⌊⌋⌈⌉", 333),
    **dict.fromkeys("frs-", 360), **dict.fromkeys("²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", 300), **dict.fromkeys("acez", 444),
    **dict.fromkeys("+=−<>~≤≥×≈≠√", 560), **dict.fromkeys("TLEPFSZB", 600), **dict.fromkeys("ACDGHNOQRUVXYΘΩΣK", 722),
    **dict.fromkeys("mMWw%", 830), "…": 1000,
}  # fmt: skip
BROAD = "\u2e80"  # from the Chinese radicals on, letters are as wide as high
INFINITY = ("inf", "infty", "infinity")


@frozen
class Run:
    """A piece of one look; `shift` from the line and the way `back` before it are in units of the line's size."""

    text: str
    italic: bool = False
    scale: float = 1.0
    shift: float = 0.0
    back: float = 0.0


TypeLine = tuple[Run, ...]


def write(x: Expr) -> TypeLine:
    """The formula as one line of type."""
    return typeset(x, PICTURE)


def width_of(line: Iterable[Run], size: float = 1.0) -> float:
    """About how wide the line is; fonts differ."""
    return sum(sum(map(_letter_width, run.text)) * run.scale - run.back for run in line) * size


def _letter_width(c: str) -> float:
    return 1.04 if c >= BROAD else WIDTHS.get(c, 500) / 1000


def concatenated(parts: Iterable[str | TypeLine]) -> TypeLine:
    """Upright words and lines, one after the other; neighbours of one look are one run."""
    found: list[Run] = []
    owed = 0.0  # the way to go before the next letter, after one that was set over another
    for run in (run for part in parts for run in ((Run(part),) if isinstance(part, str) else part)):
        if not run.text:
            owed += run.back
            continue
        moved = replace(run, back=run.back + owed) if owed else run
        owed = 0.0
        if found and not moved.back and replace(moved, text="") == replace(found[-1], text="", back=0.0):
            found[-1] = replace(found[-1], text=found[-1].text + run.text)
        else:
            found.append(moved)
    return (*found, Run("", back=owed)) if owed else tuple(found)


def script(line: TypeLine, shift: float) -> TypeLine:
    """The line smaller, above or below its place."""
    return tuple(
        Run(run.text, run.italic, run.scale * SMALLER, run.shift * SMALLER + shift, run.back * SMALLER) for run in line
    )


def stacked(low: TypeLine, high: TypeLine) -> TypeLine:
    """An index, and above it an exponent; what follows begins behind the longer one."""
    index, exponent = script(low, BELOW), script(high, ABOVE)
    first, *rest = exponent
    ahead = width_of(index) - width_of(exponent)
    over = replace(first, back=first.back + width_of(index))
    return (*index, over, *rest, *((Run("", back=-ahead),) if ahead > 0 else ()))


class PictureVocabulary(SignVocabulary[TypeLine]):
    def beside(self, *parts: str | TypeLine) -> TypeLine:
        return concatenated(parts)

    def plain(self, written: TypeLine) -> str:
        return "".join(run.text for run in written if not run.shift)

    def set(self, box: Box) -> TypeLine:
        match box:
            case boxes.Letter(name):
                return (letters(self.signs.get(name, name)),)
            case boxes.Script(base, lowered, raised) if lowered and raised:
                return concatenated((self.set(base), stacked(self.set(lowered), self.set(raised))))
        return super().set(box)

    def name(self, name: str) -> TypeLine:
        """T_1 with its index lowered, T_inf with ∞, alpha as α."""
        stem, underscore, index = name.replace("∞", "_inf").partition("_")
        written = (letters(GREEK.get(stem, stem)),)
        lowered = (letters("∞" if index in INFINITY else index),)
        return (*written, *script(lowered, LOWERED)) if underscore else written

    def lowered(self, base: Box, index: Box) -> TypeLine:
        return script(self.set(index), LOWERED)

    def raised(self, x: Box) -> TypeLine:
        return (Run("*"),) if x == Operator("*") else script(self.set(x), RAISED)

    def big_operator(self, x: boxes.BigOperator) -> TypeLine:
        index, low, high, body = map(self.set, (x.index, x.low, x.high, x.body))
        sign = self.signs.get(x.op, x.op)
        if x.op == "integral":
            return concatenated((sign, stacked(low, high), " ", body, " d", index))
        if x.op in ("sum", "product"):
            return concatenated((sign, stacked(concatenated((index, "=", low)), high), " ", body))
        return concatenated((sign, script(concatenated((low, "≤", index, "≤", high)), LOWERED), " ", body))

    def below(self, equation: TypeLine) -> Iterable[TypeLine]:
        return (script(equation, LOWERED),)


def letters(name: str) -> Run:
    """A single letter in italics, a word upright."""
    shown = "".join(c if c.isprintable() else f"U{ord(c):04X}" for c in name.replace("'", "′"))
    bare = shown.rstrip("′")
    return Run(shown, len(bare) == 1 and bare.isalpha())


PICTURE = PictureVocabulary()
