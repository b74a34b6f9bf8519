"""What a medium can bear of a text: a terminal no controls, ASCII and TeX no Unicode, Markdown no markup."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from recur.model.patterns import regex

ASCII = str.maketrans(
    {
        "Θ": "Theta", "Ω": "Omega", "ω": "omega", "ε": "epsilon", "δ": "delta", "φ": "phi", "π": "pi",
        "γ": "gamma", "α": "alpha", "β": "beta", "λ": "lambda", "μ": "mu", "σ": "sigma", "ρ": "rho",
        "Δ": "Delta", "µ": "u", "θ": "theta", "ψ": "psi",
        "Σ": "sum", "Π": "product", "∫": "integral", "∞": "inf", "√": "sqrt ", "·": "*", "×": "x",
        "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∼": "~", "→": "->", "⇒": "=>", "∈": " in ",
        "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "′": "'", "⌊": "floor(",
        "⌋": ")", "⌈": "ceil(", "⌉": ")", "½": "1/2", "✓": "ok", "✗": "x", "∎": "QED", "\u00a0": " ",
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
    "✓": r"$\surd$", "✗": r"$\times$",
    "√": r"$\surd$", "·": r"$\cdot$", "×": r"$\times$", "−": "$-$", "≤": r"$\le$", "≥": r"$\ge$",
    "≠": r"$\ne$", "≈": r"$\approx$", "∼": r"$\sim$", "→": r"$\to$", "⇒": r"$\Rightarrow$",
    "∈": r"$\in$", "…": r"\dots{}", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''",
    "′": "$'$", "⌊": r"$\lfloor$", "⌋": r"$\rfloor$", "⌈": r"$\lceil$", "⌉": r"$\rceil$",
    "½": r"$\frac12$", "∎": r"\rule{1ex}{1ex}", "Δ": r"$\Delta$", "µ": r"$\mu$", "θ": r"$\theta$", "ψ": r"$\psi$",
}  # fmt: skip
#: The marks over and under letters, as TeX sets them.
ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k",
}  # fmt: skip
#: Letters of our script that are no letter with a mark.
LETTERS = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ȷ": "j",
    "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH",
}  # fmt: skip
#: Only fonts in T1 have these.
_IN_T1 = frozenset(("k", "dj", "DJ", "dh", "DH", "th", "TH"))
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
    return text if text.isalnum() and text.isascii() else "".join(map(_in_latex, printable(composed(text))))


def composed(text: str) -> str:
    """Letters with their marks as one character each."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _in_latex(character: str) -> str:
    if character in TEX:
        return TEX[character]
    if character in RAISED:
        return f"$^{RAISED[character]}$"
    if character in LOWERED:
        return f"$_{LOWERED[character]}$"
    if character.isascii():
        return character
    letter = _letter_in_latex(character)
    if letter:
        return letter
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return "".join(TEX.get(c, c) for c in plain or escape(character))


def _letter_in_latex(character: str) -> str:
    """ü, ł and ę as TeX sets them, whatever the encoding of the document's fonts; nothing for other scripts."""
    parts = unicodedata.normalize("NFD", character)
    base, marks = parts[0], parts[1:]
    if character in LETTERS:
        commands, letter = [LETTERS[character]], rf"\{LETTERS[character]}{{}}"
    elif base.isascii() and base.isalpha() and marks and all(mark in ACCENTS for mark in marks):
        commands, letter = [ACCENTS[mark] for mark in marks], rf"\{base}" if base in "ij" else base
        for command in commands:
            letter = rf"\{command}{{{letter}}}"
    else:
        return ""
    return letter if _IN_T1.isdisjoint(commands) else rf"{{\fontencoding{{T1}}\selectfont {letter}}}"


#: 2^10, n^k, 2^(2^40) and [0.9, 1.1] in a sentence, and nothing that could hold more than letters and digits.
POWER = regex(
    r"(?<![\w^.])(\d+|[A-Za-z])\^(\w+|\((\d+|[A-Za-z])\^(\w+)\))(?![\w^])"
    "|\\[([0-9.e+-]+),\u00a0([0-9.e+-]+)\\]",
    re.ASCII,
)


def with_powers(text: str, words: Callable[[str], str]) -> str:
    """The text as `words` writes it, but for its powers and ranges, which are set as formulas: $2^{10}$, $[0, 1]$."""
    done, shown = 0, ""
    for match in POWER.finditer(text):
        exponent = match[2] if match[3] is None else f"{match[3]}^{{{match[4]}}}"
        formula = f"[{match[5]}, {match[6]}]" if match[5] else f"{match[1]}^{{{exponent}}}"
        shown += f"{words(text[done : match.start()])}${formula}$"
        done = match.end()
    return shown + words(text[done:])


def to_markdown(text: str) -> str:
    """The text with every character that Markdown or HTML would act on escaped."""
    written = printable(text).translate(MARKDOWN)
    # A character of an address is broken, so that nothing becomes a link of itself.
    return written.replace("://", ":\u200b//").replace("@", "\u200b@").replace("www.", "www\u200b.")


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(1_000)
def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
