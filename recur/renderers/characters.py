"""What a medium can bear of a text: a terminal no controls, ASCII and TeX no Unicode, Markdown no markup."""

from __future__ import annotations

import unicodedata

ASCII = str.maketrans(
    {
        "Θ": "Theta", "Ω": "Omega", "ω": "omega", "ε": "epsilon", "δ": "delta", "φ": "phi", "π": "pi",
        "γ": "gamma", "α": "alpha", "β": "beta", "λ": "lambda", "μ": "mu", "σ": "sigma", "ρ": "rho",
        "Σ": "sum", "Π": "product", "∫": "integral", "∞": "inf", "√": "sqrt ", "·": "*", "×": "x",
        "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∼": "~", "→": "->", "⇒": "=>", "∈": " in ",
        "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "′": "'", "⌊": "floor(",
        "⌋": ")", "⌈": "ceil(", "⌉": ")", "½": "1/2", "✓": "ok", "✗": "x", "\u00a0": " ",
    }
)  # fmt: skip
#: In TeX's text mode; the braces and backslashes of the right-hand sides are meant.
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': "''", "\u00a0": "~", "Θ": r"$\Theta$",
    "Ω": r"$\Omega$", "ω": r"$\omega$", "ε": r"$\varepsilon$", "δ": r"$\delta$", "φ": r"$\varphi$",
    "π": r"$\pi$", "γ": r"$\gamma$", "α": r"$\alpha$", "β": r"$\beta$", "λ": r"$\lambda$", "μ": r"$\mu$",
    "σ": r"$\sigma$", "ρ": r"$\rho$", "Σ": r"$\sum$", "Π": r"$\prod$", "∫": r"$\int$", "∞": r"$\infty$",
    "√": r"$\surd$", "·": r"$\cdot$", "×": r"$\times$", "−": "$-$", "≤": r"$\le$", "≥": r"$\ge$",
    "≠": r"$\ne$", "≈": r"$\approx$", "∼": r"$\sim$", "→": r"$\to$", "⇒": r"$\Rightarrow$",
    "∈": r"$\in$", "…": r"\dots{}", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
    "′": "$'$", "⌊": r"$\lfloor$", "⌋": r"$\rfloor$", "⌈": r"$\lceil$", "⌉": r"$\rceil$",
    "½": r"$\frac12$",
}  # fmt: skip
MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#$|~"})
DIGITS = "0123456789"
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", DIGITS, strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", DIGITS, strict=True))


def printable(text: str) -> str:
    """The text with control, direction and unassigned characters as escapes: it cannot act on a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u00a0" else escape(c) for c in text)


def escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def to_ascii(text: str) -> str:
    """The same words in ASCII: Θ(n²) as Theta(n^2), é as e; what has no likeness as an escape."""
    return text if text.isascii() else "".join(_in_ascii(c) for c in text.translate(ASCII))


def _in_ascii(character: str) -> str:
    if character.isascii():
        return character
    if character in RAISED:
        return "^" + RAISED[character]
    if character in LOWERED:
        return "_" + LOWERED[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or escape(character)


def to_latex(text: str) -> str:
    """The text for TeX's text mode: nothing of it acts as a command, and no Unicode is left over."""
    return "".join(_in_latex(c) for c in printable(text))


def _in_latex(character: str) -> str:
    if character in TEX:
        return TEX[character]
    if character in RAISED:
        return f"$^{RAISED[character]}$"
    if character in LOWERED:
        return f"$_{LOWERED[character]}$"
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return "".join(TEX.get(c, c) for c in plain or escape(character))


def to_markdown(text: str) -> str:
    """The text with every character that Markdown or HTML would act on escaped."""
    return printable(text).translate(MARKDOWN)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    total = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total
