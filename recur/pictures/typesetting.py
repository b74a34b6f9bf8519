"""One line of mathematics as runs of letters: exponents raised, indices lowered, single letters in italics."""

from dataclasses import dataclass, replace

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
OPENING = {"(": ")", "{": "}"}
UPRIGHT = frozenset("ΘΩOΣΠφ")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one look; `shift` from the line and the way `back` before it are in units of the line's size."""

    text: str
    italic: bool
    scale: float
    shift: float
    back: float = 0.0


def runs(formula: str, scale: float = 1.0, shift: float = 0.0) -> list[Run]:
    """n^(log₂ 3) as n and a raised log₂ 3; Σ_{i=0}^{k} with both limits as scripts."""
    found: list[Run] = []
    lowered: list[Run] = []  # the index just written, above which an exponent goes
    ahead = 0.0  # how much further than the exponent above it an index reached
    position = 0
    while position < len(formula):
        character = formula[position]
        if character in "^_" and position + 1 < len(formula):
            inner, position = _script(formula, position + 1)
            both = bool(lowered) or (character == "_" and formula[position : position + 1] == "^")
            up, down = (ABOVE, BELOW) if both else (RAISED, LOWERED)
            move = up if character == "^" else down
            script = runs(inner, scale * SMALLER, shift + move * scale)
            if lowered and character == "^":
                below, above = _extent(lowered), _extent(script)
                script[0] = replace(script[0], back=below)
                ahead = max(0.0, below - above)
            lowered = script if character == "_" else []
            found += script
            continue
        lowered = []
        end = position + 1  # a script sign that nothing follows stands for itself
        if character.isalpha():
            while end < len(formula) and formula[end].isalpha():
                end += 1
        else:
            while end < len(formula) and not formula[end].isalpha() and formula[end] not in "^_":
                end += 1
        piece = formula[position:end]
        letter = len(piece) == 1 and piece.isalpha() and piece not in UPRIGHT
        if piece == "s" and formula[:position].endswith(" ") and formula[: position - 1][-1:].isdigit():
            letter = False  # 2 s are seconds
        found.append(Run(piece, letter, scale, shift, -ahead))
        ahead = 0.0
        position = end
    return found


def _script(formula: str, start: int) -> tuple[str, int]:
    """What is raised or lowered: a bracket without its brackets, or one name or number."""
    close = OPENING.get(formula[start])
    if close is not None:
        depth = 0
        for position in range(start, len(formula)):
            depth += (formula[position] == formula[start]) - (formula[position] == close)
            if not depth:
                return formula[start + 1 : position], position + 1
    end = start
    while end < len(formula) and formula[end].isalnum():
        end += 1
    end = max(end, start + 1)
    return formula[start:end], end


def width_of(formula: str, size: float) -> float:
    """About how wide the line is; fonts differ."""
    return sum(_width(run.text) * run.scale - run.back for run in runs(formula)) * size


def _extent(script: list[Run]) -> float:
    return sum(_width(run.text) * run.scale for run in script)


def _width(text: str) -> float:
    return sum(map(_letter_width, text))


def _letter_width(c: str) -> float:
    if c >= BROAD:
        return 1.04
    return WIDTHS.get(c, 500) / 1000
