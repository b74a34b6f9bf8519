"""How a name is shown: "T_1" is T₁, "T_inf" is T∞, "alpha" is α; in ASCII the other way round."""

from __future__ import annotations

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
