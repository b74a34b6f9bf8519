"""The words and signs of the recurrence language, and what each of them means to the lexer."""

from fractions import Fraction
from typing import NamedTuple

from recur.parsing.text import languages


class Word(NamedTuple):
    """A lexeme type and its value: ("FUN", "lg"), ("IF", ""), ("ASYMPTOTIC", "Θ")."""

    kind: str
    value: str


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _words(kind: str, **spellings: str) -> dict[str, Word]:
    return {word: Word(kind, value) for value, words in spellings.items() for word in words.split()}


#: The functions that take a base.
LOGARITHMS = frozenset(("log", "lg", "ln"))
#: A sign between two sides, as a pattern.
RELATION = r"(?:==|:=|<=|>=|=<|=(?!>)|<|>|≤|≥|~|∈|\\(?:leq?|geq?|leqslant|geqslant|in|sim|approx|coloneqq)(?![A-Za-z]))"
#: Lower-case words of two letters and more. Log functions: "log" has no base, "lg" base 2, "ln" base e.
WORDS: dict[str, Word] = (
    _words(
        "FUN",
        log="log",
        lg="lg lb",
        ln="ln",
        sqrt="sqrt",
        exp="exp",
        floor="floor",
        ceiling="ceil ceiling",
        factorial="factorial fact",
        log_star="logstar lgstar log_star lg_star",
        abs="abs",
        cos="cos",
        sin="sin",
        harmonic="harmonic",
        fibonacci="fibonacci",
        max="max",
        min="min",
        mod="mod bmod",
        div="div",
        binomial="binom binomial choose comb ncr",
        sum="sum",
        product="prod product",
        iverson="iverson",
    )
    | {
        "theta": Word("ASYMPTOTIC", "Θ"),
        "omega": Word("ASYMPTOTIC", "ω"),
        "bigo": Word("ASYMPTOTIC", "O"),
        "bigtheta": Word("ASYMPTOTIC", "Θ"),
        "bigomega": Word("ASYMPTOTIC", "Ω"),
        "pi": Word("CONSTANT", "pi"),
        "phi": Word("CONSTANT", "phi"),
    }
    | {word: Word("IF", "if") for word in ("if", "when", "for", "whenever", "forall", *languages.IFS)}
    | {word: Word("OTHERWISE", "") for word in ("otherwise", "ow", "else", *languages.OTHERWISES)}
    | {
        word: Word("_SEP", "")
        for word in (
            *("and", "or", "where", "with", "given", "also", "but", "while", "letting", "provided"),
            *languages.SEPARATORS,
        )
    }
    | {word: Word("THEN", "") for word in ("then", *languages.THENS)}
)

#: What stands for a LaTeX command when its backslash was lost or never typed.
COMMANDS: dict[str, str] = {
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠",
    "lt": "<", "gt": ">", "equiv": "=", "in": "∈", "sim": "~", "approx": "~",
    "to": "⇒", "rightarrow": "⇒", "Rightarrow": "⇒", "implies": "⇒", "longrightarrow": "⇒",
    "Longrightarrow": "⇒", "therefore": "⇒",
    "cdot": "·", "times": "·", "ast": "*", "star": "*", "div": "/", "over": "/", "infty": "∞",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lbrace": "{", "rbrace": "}",
    "lbrack": "[", "rbrack": "]", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|",
    "dots": "…", "ldots": "…", "cdots": "…", "dotsc": "…", "dotsb": "…",
    "lparen": "(", "rparen": ")", "coloneqq": "=", "colon": ":", "forall": "for",
    "land": "and", "wedge": "and", "lor": "or", "varphi": "φ", "varepsilon": "ε", "vartheta": "θ",
}  # fmt: skip

#: Commands that are read even where the backslash is missing; none of them is a likely name.
BARE_COMMANDS = _set(
    """
    cdot cdots dfrac frac geq geqslant implies infty lceil ldots leq leqslant lfloor neq rceil
    rfloor rightarrow tfrac
    """
)

#: Commands with a meaning of their own; the others that are known are words with a backslash.
OWN_COMMANDS = _set(
    """
    frac tfrac dfrac cfrac sqrt binom dbinom tbinom choose sum prod
    """
)
WORD_COMMANDS = _set(
    """
    log lg ln exp max min sin cos mod bmod pmod Theta Omega theta omega phi Phi pi Delta Gamma
    Lambda Psi Xi ell if otherwise
    """
)

ASYMPTOTIC_LETTERS = {"O": "O", "o": "o", "Θ": "Θ", "Ω": "Ω", "ω": "ω", "θ": "Θ"}
#: In words the case tells Ω from ω; Theta and theta are one.
ASYMPTOTIC_WORDS = {"Omega": "Ω", "OMEGA": "Ω", "BigOmega": "Ω", "BigO": "O", "bigO": "O", "BigTheta": "Θ"}

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "υ": "upsilon", "χ": "chi", "ψ": "psi", "ω": "omega", "ϵ": "epsilon",
    "Δ": "Delta", "Γ": "Gamma", "Λ": "Lambda", "Ψ": "Psi", "Ξ": "Xi",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values())
#: Spellings of the function Γ, and of the constant γ, which looks like it before a bracket.
GAMMAS = frozenset(("gamma", "Gamma", "Γ", "γ"))
#: Letters that are numbers: e, and the golden ratio whichever way it is drawn.
CONSTANTS = {"e": "e", "π": "pi", "φ": "phi", "Φ": "phi", "ϕ": "phi", "EulerGamma": "euler_gamma",
             "euler_gamma": "euler_gamma"}  # fmt: skip

#: Letters of other scripts that look like a Latin one: refused by name, never silently read as it.
_DECEPTIVE = {
    "ΑАᎪ": "A", "ΒВ": "B", "СϹ": "C", "ΕЕ": "E", "ΗН": "H", "ΙІ": "I", "ΚК": "K", "ΜМ": "M", "ΝⲚ": "N",
    "ΟО": "O", "ΡР": "P", "Ѕ": "S", "ΤТ": "T", "Υ": "Y", "ΧХ": "X", "Ζ": "Z", "Ԝ": "W",
    "а": "a", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "о": "o", "ο": "o", "р": "p",
    "ѕ": "s", "х": "x", "у": "y", "п": "n", "ո": "n", "т": "T",
}  # fmt: skip
DECEPTIVE_LETTERS = {letter: twin for letters, twin in _DECEPTIVE.items() for letter in letters}
#: Other drawings of our own letters and marks: read as these.
_TWINS = {
    "ΘϴӨѲ": "Θ", "θϑ": "θ", "ϕ": "φ",
    "‐‑‒–—−﹣－": "-", "×⋅∙•∗⨯✕‣◦▪▸►●○■□➢": "·", "÷∕⁄": "/", "≦⩽≲": "≤", "≧⩾≳": "≥", "→⟶⟹⇒➔➜⟾↦": "⇒",
    "∼≈≃≅": "~", "∑": "Σ", "∏": "Π", "…⋯": "…", "‖": "|", "∣": "|", "′’‘": "'", "“”„«»": '"',
    "≔": "=", "≡": "=", "‥": "…", "〈⟨": "(", "〉⟩": ")", "，、": ",", "；": ";", "⎧⎨⎩⎪⎡⎢⎣⎰⎱": " ",
    "│┃¦": "|", "∴∵": ";", "。": ";",
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000": " ",
    "\u2028\u2029\u0085": "\n",
}  # fmt: skip
LOOK_ALIKES = {ord(letter): twin for letters, twin in _TWINS.items() for letter in letters}

#: Fractions that are one character.
FRACTIONS = {sign: Fraction(int(numeral), int(bar)) for sign, numeral, bar in zip(
    "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", "112131234151357", "233445555668888", strict=True
)}  # fmt: skip
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᶜᵈᵉᵏᵐᵖᵗˣʸ", "0123456789+-()niabcdekmptxy")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-()aehijklmnoprstuvx")
SUPERSCRIPT_SIGNS = "".join(map(chr, SUPERSCRIPTS))
SUBSCRIPT_SIGNS = "".join(map(chr, SUBSCRIPTS))

OPENING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}
BRACKET_NAMES = {")": "(", "]": "[", "}": "{", "⌋": "⌊", "⌉": "⌈"}
#: If[c, a, b] of Mathematica, piecewise(c, a, b) of Maple
BRANCH_COMMANDS = frozenset(("If", "IF", "if", "piecewise"))

#: English that people leave around a formula; it says nothing and is passed over. Words of arithmetic
#: (plus, times, squared, …) are not among them: dropping those would change the meaning.
PROSE = _set(
    """
    becomes costs does equals evaluate evaluates extra implies memory naive obeys reduces resolve resolves runs space
    to via
    about above after again all always amortized answer any apply approximately are argue as asks
    assume assuming asymptotic asymptotically average base be because been being below best big
    binary bound bounded bounds branch by called calls can case cases closed code combine complexity
    compute conditions consider arbitrary constant constants cost costs defined defines describes determine divide do
    does each equation even every exact exactly expected explain express expression find follow
    following follows form formula from function gave get gets give gives grows had has have hence
    her here his holds how induction initial initially input integer integers into is it its just know
    large let like linear little long master math me merge mergesort method my natural need needs
    not notation note now number of once only order our positive power powers problem procedure
    proof prove question quicksort read recall recurrence recurrences recursion recursive
    recursively relation relations result results roughly running runtime same satisfies say says
    search see set shall should show shows simplifies simplify since size small so solution solve
    solved solves solving some sort span step steps student such sufficiently suppose system takes
    taking tell than that the theorem there therefore these they think this those thus tight time
    total tree two us use using value values very want was we well what whereas which will work
    worst would write yields you your
    """
)
#: What a label begins with: "Exercise 4.4-2", "Q3.".
LABELS = _set(
    """
    problem problems exercise exercises example examples ex exs question questions q qn task tasks case part p pr prob
    no nr fig figure eq eqn equation theorem thm lemma section sec chapter homework hw assignment item recurrence slide
    page lecture quiz exam step algorithm listing table definition def claim proposition corollary remark note
    aufgabe beispiel übung uebung exercice exemple ejercicio ejemplo problema esercizio esempio exercício exemplo
    задача пример упражнение zadanie
    """
)
#: These are also ordinary symbols or operators: prose only between other words of prose.
SHY_PROSE = _set("a an at i in on")

#: Words that do bear meaning in a formula: never prose, whatever stands beside them.
ARITHMETIC = _set(
    """
    plus minus times divided squared cubed square cube half twice thrice over per less more
    multiplied root sqrt logarithm factorial floor ceiling third quarter double triple one three
    four five six seven eight nine ten
    """
)

#: A bound in a word.
NAMED_BOUNDS = {
    "constant": "1", "logarithmic": "log(n)", "log": "log(n)", "linear": "n", "linearithmic": "n*log(n)",
    "loglinear": "n*log(n)", "quasilinear": "n*log(n)", "quadratic": "n^2", "cubic": "n^3", "quartic": "n^4",
    "iterated logarithmic": "log_star(n)", "double logarithmic": "log(log(n))", "square root": "sqrt(n)",
    "factorial": "n!",
}  # fmt: skip
#: Words that say how a bound looks, but name no single one.
VAGUE_BOUNDS = {
    "exponential": "2^n", "polynomial": "n^2", "polylogarithmic": "log(n)^2", "sublinear": "sqrt(n)",
    "superlinear": "n*log(n)", "superpolynomial": "n^log(n)", "subexponential": "2^sqrt(n)",
}  # fmt: skip
