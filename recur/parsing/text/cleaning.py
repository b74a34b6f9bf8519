"""The text around a formula turned into blanks, sign for sign, so that every column stays where it was.

Letters drawn in another face become the plain ones; tags, commands that set type, labels and comments are
blanked; entities and line breaks become the one sign they mean.
"""

from collections.abc import Callable, Sequence
from functools import cache

from recur.model.limits import MAX_CHARACTERS, MAX_DIGITS
from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.formulas.functions import word_factors
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.scanning import Lexeme, Sign, bracket_end
from recur.parsing.text.vocabulary import OPENING, SHY_PROSE, WORDS

#: Marks that set statements, branches and indices apart: the arrangement of the lexemes says what they say.
_APART = {
    ",": "separator", ";": "separator", ".": "separator", "¿": "separator", ":": "separator",
    "_": "subscript", "…": "digits left out",
}  # fmt: skip
#: Words between an equation and a term that is still taken to belong to it; more than any sentence has.
_NEAR, _FAR = 2, 10**6
_CONNECTIVES = frozenset(("_SEP", "THEN", "IF", "OTHERWISE"))
_SIGNS_OF_FORMULAS = frozenset("+-·/^=<>≤≥≠~∈⇒√⌊⌋⌈⌉Σ") | {"number", "super", "sub", "//"}


@frozen
class Skipped:
    """text[start:end], read as something that states nothing: its kind is a name, such as "words" or "layout"."""

    start: int
    end: int
    kind: str


def blanked(before: str, after: str, kind: str) -> list[Skipped]:
    """What a stage of cleaning has turned into blanks and line breaks, sign for sign."""
    if before == after:
        return []
    pairs = enumerate(zip(before, after, strict=True))
    gone = [position for position, (was, now) in pairs if was != now and now.isspace() and not was.isspace()]
    found: list[Skipped] = []
    start = end = -1
    for position in gone:
        if position != end:
            if end > start:
                found.append(Skipped(start, end, kind))
            start = position
        end = position + 1
    if gone:
        found.append(Skipped(start, end, kind))
    return found


def passed_over(signs: list[Sign], kept: list[Sign], lexemes: Sequence[Lexeme], names: Names) -> list[Skipped]:
    """The signs in no lexeme, under the names of why; raises Fault for one that nothing accounts for.

    `kept` are the signs that prose left for the arranger.
    """
    read = {lexeme.start for lexeme in lexemes if lexeme.type != "_SEP" and lexeme.end > lexeme.start}
    missed = [sign for sign in signs if sign.start not in read and sign.kind != "newline"]
    if not missed:
        return []
    wide = [(x.start, x.end) for x in lexemes if x.end - x.start > 1 and x.type != "_SEP"]
    missed = [sign for sign in missed if not any([start < sign.start < end for start, end in wide])]
    arranged = {sign.start: sign for sign in kept if sign.end > sign.start}
    found = [Skipped(sign.start, sign.end, _kind(sign, arranged.get(sign.start))) for sign in missed]
    if any(sign.kind == "word" and _holds_variable(sign.text, names) for sign in missed):
        _refuse_lost_terms(signs, {span.start: span.kind for span in found}, names)
    return found


def _refuse_lost_terms(signs: list[Sign], skipped: dict[int, str], names: Names) -> None:
    """T(n) = 2T(n/2) cost 5n: a term right behind the words behind an equation was meant to be a part of it."""
    words = _FAR
    position = 0
    while position < len(signs):
        sign = signs[position]
        kind = skipped.get(sign.start)
        if kind is not None and sign.kind in OPENING:
            end = _closing(signs, position)
            if not all(_is_of_term(part, skipped, names) for part in signs[position + 1 : end]):
                position = end  # (merge sort): an aside in brackets is said to be one
        elif kind is None:
            words = _FAR if sign.kind == "newline" else 0
        elif kind in ("separator", "connective"):
            words = words if sign.kind == "," else _FAR
        elif sign.kind == "word" and not _is_of_term(sign, skipped, names):
            words += 1
        elif words <= _NEAR:
            end = position
            while end < len(signs) and _is_of_term(signs[end], skipped, names):
                end += 1
            term = signs[position:end]
            sized = any(part.kind == "word" and _holds_variable(part.text, names) for part in term)
            alone = len(term) == 1 and names.variable(term[0].text) is not None
            if words and sized and not alone and term[-1].kind != "-":
                message = "how this term belongs to the equation before it is not said: is a sign lost?"
                raise Fault(message, term[0].start, term[-1].end)
            position = max(end - 1, position)
        position += 1


def _closing(signs: list[Sign], position: int) -> int:
    """Where the bracket that is opened at a position is closed, or the last sign."""
    end = bracket_end(signs, position)
    return len(signs) - 1 if end is None else end


def _is_of_term(sign: Sign, skipped: dict[int, str], names: Names) -> bool:
    kind = skipped.get(sign.start)
    if sign.kind != "word":
        return kind == "remark"
    return kind == "words" and (_holds_variable(sign.text, names) or sign.text in ("log", "lg", "ln", "sqrt"))


def _holds_variable(text: str, names: Names) -> bool:
    """n, and the n of a product such as nlogn."""
    if names.variable(text) is not None or text.lower() in SHY_PROSE:
        return text.lower() not in SHY_PROSE
    factors = word_factors(text, names, "") if len(text) > 1 else None
    return factors is not None and any(names.variable(factor) is not None for factor in factors)


def _kind(sign: Sign, arranged: Sign | None) -> str:
    """Why a sign is in no lexeme; `arranged` is what prose made of it, if it left it for the arranger at all."""
    kept = arranged or sign
    if kept.kind in _APART:
        return _APART[kept.kind]
    word = WORDS.get(kept.text.lower()) if kept.kind == "word" else None
    if word is not None and word.kind in _CONNECTIVES:
        return "connective"
    if arranged is not None:
        raise Fault(f"nothing tells what this {sign.text!r} is to mean here", sign.start, sign.end)
    return "remark" if sign.kind in _SIGNS_OF_FORMULAS else "words"


_CONTROL = regex("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DIGITS = regex(rf"[0-9]{{{MAX_DIGITS + 1},}}")
_LONGEST_WORD = 60
_LONG_WORD = regex(rf"[A-Za-z]{{{_LONGEST_WORD + 1},}}")
#: Three words that are typed as often as signs have nothing cleaned off them.
_NEEDS_CLEANING = regex(
    r"[\\$`\"'&\n\t_#%:|{]|~|(?<![\w)])\*\*|\*\*(?![\w(])|\*/|//|--|[ ,;.] \(|\.\.\.|…|<[A-Za-z/!]"
    r"|^\s*(?:[-#*;%/>+·(\[]|\w{1,4}[.)]|[A-Z]?\d[\d.]*-\d|[A-Za-z]{1,3} ?\d[\d.]*-)"
    r"|Eq\(|(?<![A-Za-z])(?!(?:floor|ceil|sqrt)(?![A-Za-z])|(?:Theta|Omega)\()[A-Za-z]{4,}|\w [A-Za-z]{2,} "
    r"|[?.]\s*$"
)
_IN_OTHER_LETTERS = regex(r"[\u00c0-\u1fff\u3040-\uffff]")

#: Between terms ** and Theta( leave a text plain, but for what may be set apart by blanks or by a label before it.
_SPELLED_OUT = regex(r"\*\*|(?:Theta|Omega)\(")
_LABELLED = regex(r"\s*[A-Za-z]{1,3} ?\d")


@cache
def _stages() -> tuple[tuple[str, Callable[[str], str]], ...]:
    """What is cleaned away, in this order; most of what is typed is plain, and loads none of them."""
    from recur.parsing.text.commands import without_commands
    from recur.parsing.text.languages import in_english
    from recur.parsing.text.layout import laid_out_plainly
    from recur.parsing.text.markup import without_markup
    from recur.parsing.text.typesetting import without_typesetting

    return (
        ("command", without_commands),
        ("markup", without_markup),
        ("typesetting", without_typesetting),
        ("layout", laid_out_plainly),
        ("language", in_english),
    )


def _needs_cleaning(text: str) -> bool:
    if _NEEDS_CLEANING.search(text) or (not text.isascii() and _IN_OTHER_LETTERS.search(text)):
        return True
    return ("  " in text or _LABELLED.match(text) is not None) and _SPELLED_OUT.search(text) is not None


def clean(text: str) -> tuple[str, list[Skipped]]:
    """The text, equally long, with nothing left but what the scanner reads; and what was blanked, as what."""
    if len(text) > MAX_CHARACTERS:
        message = f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        raise beyond_limit(message, 0, 1)
    digits = _DIGITS.search(text) if len(text) > MAX_DIGITS else None
    if digits:
        message = f"a number of {len(digits[0]):,} digits; at most {MAX_DIGITS:,} are read"
        raise beyond_limit(message, digits.start(), digits.start() + 1)
    word = _LONG_WORD.search(text) if len(text) > _LONGEST_WORD else None
    if word:
        raise Fault(f"unknown name {word[0][:20]}…", word.start(), word.end())
    control = None if text.isprintable() else _CONTROL.search(text)
    if control:
        from recur.parsing.text.characters import strange

        raise strange(text, control.start())
    skipped: list[Skipped] = []
    if not text.isascii():
        from recur.parsing.text.characters import in_our_letters

        before, text = text, in_our_letters(text)
        skipped += blanked(before, text, "characters")
    if _needs_cleaning(text):
        for kind, stage in _stages():
            before, text = text, stage(text)
            skipped += blanked(before, text, kind)
    return text, skipped
