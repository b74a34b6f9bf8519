"""Presentation MathML read back as a line of TeX: what an eye sees of it, whatever it was written from."""

from __future__ import annotations

from xml.etree.ElementTree import Element

#: element -> how many children it must have (None: any number); nothing else may stand in a formula
ARITY = {
    "math": None, "mrow": None, "mtable": None, "mtr": None, "mtd": None, "msqrt": None,
    "mi": 0, "mn": 0, "mo": 0, "mtext": 0, "mspace": 0,
    "mfrac": 2, "msup": 2, "msub": 2, "munder": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
OPERATORS = {
    "\u2061": "", "\u2062": " ", "−": "-", "·": r" \cdot ", "∑": r"\sum", "∏": r"\prod", "∼": "~",
    "⌊": r"\lfloor ", "⌋": r" \rfloor ", "⌈": r"\lceil ", "⌉": r" \rceil ", "*": "*", "mod": r" \bmod ",
}  # fmt: skip
NAMES = {"log": r"\log ", "ln": r"\ln ", "max": r"\max ", "min": r"\min ", "sin": r"\sin ", "cos": r"\cos "}


def seen(x: Element) -> str:
    """The formula as a line of TeX."""
    parts = [seen(child) for child in x]
    match x.tag:
        case "mi" | "mn" | "mtext":
            return NAMES.get(x.text or "", x.text or "")
        case "mo":
            return OPERATORS.get(x.text or "", x.text or "")
        case "mspace":
            return " "
        case "mfrac" if x.get("linethickness") == "0":
            return rf"\binom{{{parts[0]}}}{{{parts[1]}}}"
        case "mfrac":
            return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
        case "msqrt":
            return rf"\sqrt{{{''.join(parts)}}}"
        case "msup":
            return f"{parts[0].strip()}^{{{parts[1]}}} "
        case "msub" | "munder":
            return f"{parts[0].strip()}_{{{parts[1]}}} "
        case "msubsup" | "munderover":
            return f"{parts[0].strip()}_{{{parts[1]}}}^{{{parts[2]}}} "
    return "".join(parts)


def assert_presentation(x: Element) -> None:
    """Only elements of MathML Core, each with as many children as it takes; leaves alone hold text."""
    for element in x.iter():
        assert element.tag in ARITY, element.tag
        wanted = ARITY[element.tag]
        assert wanted is None or len(element) == wanted, element.tag
        leaf = element.tag in ("mi", "mn", "mo", "mtext")
        assert bool((element.text or "").strip()) == leaf, element.tag
        assert all(not (child.tail or "").strip() for child in element)
