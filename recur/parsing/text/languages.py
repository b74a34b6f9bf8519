"""Words of other languages around a formula: what joins and conditions statements, and what says nothing.

A word is known here by its whole spelling, in small letters. Chinese, Japanese and Korean write no blanks
between words, so a run of their signs is cut at the words that are known.
"""

import re
from functools import cache

from recur.model.patterns import regex


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: "if", "for", "when".
IFS = _set(
    """
    falls wenn sobald für fuer
    si quand lorsque pour
    cuando para
    se quando caso per
    als voor dla gdy jeśli jesli jeżeli
    если при когда для пусть
    当 若 如果 如若 对于 对 ∀
    """
)
#: Those of them that may also tell a purpose, and so the English one: "for merge sort".
PURPOSES = _set("for für fuer pour para per для dla voor 对于")
#: "otherwise".
OTHERWISES = _set(
    """
    sonst ansonsten andernfalls sinon autrement senão altrimenti anders inaczej иначе
    否则 其他 其它 それ以外
    """
)
#: "and", "with", "where", "such that".
SEPARATORS = _set(
    """
    mit wobei und oder sowie sodass
    avec où et ou tel telle
    con donde com onde dove tale
    met waarbij gdzie oraz przy
    где и или причём причем
    其中 且 和 或 以及 并且 满足 其中有
    """
)
#: "then".
THENS = _set("dann alors entonces então allora тогда то 则 那么 就")

#: Phrases of several words that close a branch, or open a condition: each is longer than the English word for it.
PHRASES = {
    "otherwise": (
        "en otro caso", "en caso contrario", "de lo contrario", "en cualquier otro caso", "dans le cas contraire",
        "caso contrário", "caso contrario", "em caso contrário", "nos demais casos", "in caso contrario",
        "в противном случае", "in allen anderen fällen", "in all other cases", "in any other case", "in other cases",
    ),
    "for": (
        "para todo", "para todos", "para cada", "pour tout", "pour tous", "pour chaque", "für alle", "fuer alle",
        "für jedes", "per ogni", "para qualquer", "для всех", "для любого", "для каждого", "dla każdego", "for every",
        "for each", "for any", "provided that", "as long as", "if and only if",
    ),
    "with": (
        "such that", "subject to", "given that", "along with", "together with", "as well as", r"i\.e\.", r"e\.g\.",
    ),
}  # fmt: skip

#: Words that say nothing about a formula. Shorter ones are left out: they are symbols and products.
WORDS_AROUND = _set(
    """
    sei seien gegeben gilt ist eine einer einem die der das den dem als auch alle jede jedes sie wir haben hat
    lösen loesen löse bestimmen bestimme berechnen berechne rekursion rekursionsgleichung rekursionsformel rekurrenz
    rekurrenzgleichung laufzeit lösung loesung anfangswert anfangsbedingung basisfall zweierpotenz potenz von
    folgende folgenden gleichung funktion zahl ganze natürliche
    soit soient est une les des avons résoudre resoudre récurrence recurrence suite relation équation equation
    initiale initiales condition conditions complexité entier entiers puissance tout toute tous
    sea sean una uno los las del dada dado resolver resuelva ecuación ecuacion recurrencia relación inicial iniciales
    condición complejidad entero enteros potencia siguiente función caso casos base todo todos
    seja sejam uma dado dada equação equacao recorrência recorrencia resolva inicial complexidade inteiro
    sia siano dato data ricorrenza risolvere equazione iniziale complessità intero potenza seguente
    решить найти рекуррентное соотношение уравнение сложность целое степень двойки
    niech rekurencja równanie
    laat recursie vergelijking
    """
)

#: Words and signs of arithmetic in other languages: never passed over.
ARITHMETIC = _set(
    """
    mal hoch geteilt durch quadrat wurzel logarithmus fois carré racine logarithme puissance más mas menos
    cuadrado raíz mais quadrado più meno quadrato radice плюс минус умножить разделить квадрат корень логарифм
    степени половина raiz logaritmo halb halbe doppelt doble double dobro doppio moitié mitad metade metà
    """
)
_ARITHMETIC_SIGNS = frozenset("加减減乘除方根倍半幂冪乗对数對数和差积商平立")

_KNOWN = IFS | OTHERWISES | SEPARATORS | THENS
#: Signs that are written without blanks between words: Chinese, Japanese, Korean.
UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_UNSPACED = regex(f"[{UNSPACED}]+")

_TWO_WORDS = regex(r"(?<![^\W\d_])[^\W\d_]{2,}+[ \t]++[^\W\d_]{2}|\.[eg]\.")
#: The "and" of Spanish, Italian, Portuguese and Polish: a letter, so only where other words tell the language.
_AND = regex(r"(?<=[\s\d)])[yei](?=[ \t]+[A-Za-z]{1,2}\s*[(\[_<>≤≥=])")
_ROMANCE = regex(r"\b(?:con|com|para|donde|onde|dove|per|si|se|sea|seja|sia|dla|gdzie|caso)\b", re.I)


@cache
def _phrases() -> re.Pattern[str]:
    groups = (f"(?P<{word}>{'|'.join(phrases)})" for word, phrases in PHRASES.items())
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(groups)})(?![^\W\d_])".replace(" ", r"[ \t]+"), re.I)


@cache
def _cuts() -> re.Pattern[str]:
    return re.compile("|".join(sorted((word for word in _KNOWN if is_unspaced(word)), key=len, reverse=True)))


def in_english(text: str) -> str:
    """Each phrase as the one English word for it, and blanks up to its length; a lone "y" as a comma."""
    if _AND.search(text) is not None and _ROMANCE.search(text) is not None:
        text = _AND.sub(",", text)
    if _TWO_WORDS.search(text) is None:
        return text
    return _phrases().sub(lambda match: (match.lastgroup or "").ljust(len(match[0])), text)


def pieces_unspaced(run: str) -> list[str]:
    """The words of a run without blanks: those that are known, and what stands between them."""
    pieces: list[str] = []
    place = 0
    for match in _cuts().finditer(run):
        if match.start() > place:
            pieces.append(run[place : match.start()])
        pieces.append(match[0])
        place = match.end()
    if place < len(run):
        pieces.append(run[place:])
    return pieces


def is_unspaced(word: str) -> bool:
    return _UNSPACED.fullmatch(word) is not None


def is_foreign(word: str) -> bool:
    """Can this word only be a word of another language: no symbol, no product and no arithmetic?"""
    if word.isascii():
        return word.lower() in WORDS_AROUND
    if is_unspaced(word):
        return word not in _KNOWN and not _ARITHMETIC_SIGNS & set(word)
    return len(word) > 1 and word.lower() not in ARITHMETIC
