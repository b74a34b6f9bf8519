"""Signs arranged into the lexemes of the grammar, in one pass from left to right.

Whatever cannot be meant, or can be meant in two ways, is refused here with its place. This is the last
layer, words and names; below it lie functions, then operators and terms.
"""

from collections.abc import Callable

from recur.model.expressions import Constant, Symbol
from recur.parsing.faults import Fault
from recur.parsing.formulas.functions import BIG_SIGNS, COMPARISONS, RELATIONS, Functions, word_factors
from recur.parsing.formulas.operators import SINGLE_ARGUMENTS, exact
from recur.parsing.recurrences.naming import FUNCTION_LETTERS, canonical_subscript, function_name
from recur.parsing.text import vocabulary
from recur.parsing.text.scanning import Lexeme, Sign

#: A function is named by its letter in words, whichever way that is typed: σ(n) and \\sigma(n) are one.
_SPELLED = vocabulary.GREEK | {letter: name for letter, name in vocabulary.CONSTANTS.items() if not letter.isascii()}


class Arranger(Functions):
    """Arranges one list of signs; made anew for every text."""

    def arrange(self) -> list[Lexeme]:
        signs, position = self.signs, 0
        self._check_brackets()
        handlers = _HANDLERS
        while position < len(signs):
            sign = signs[position]
            self.at = position
            handler = handlers.get(sign.kind)
            if handler is None:
                raise Fault(f"unexpected {sign.text!r}", sign.start, sign.end)
            position = handler(self, sign, position)
        self.finish_pending(len(signs))
        if self.stack:
            self.unclosed(self.stack[-1])
        while self.out and self.out[-1].type == "_SEP":
            self.out.pop()
        return self.out

    def word(self, sign: Sign, position: int) -> int:
        text = sign.text
        if len(text) == 1 and (
            text < "\x80"
            or text in vocabulary.GREEK
            or text in vocabulary.CONSTANTS
            or text in vocabulary.ASYMPTOTIC_LETTERS
        ):
            return self.letter(text, sign.start, sign.end, sign.spaced, position)
        names = self.names
        if text in names.functions or text in names.variables or text in names.stems or text in vocabulary.CONSTANTS:
            return self.letter(text, sign.start, sign.end, sign.spaced, position)
        kind, value = vocabulary.ASYMPTOTIC_WORDS.get(text, ""), ""
        known = vocabulary.WORDS.get(text) or (
            vocabulary.WORDS.get(text.lower()) if text[1:].islower() or text.isupper() else None
        )
        if kind:
            return self.keyword("ASYMPTOTIC", kind, sign, position)
        if known is not None:
            kind, value = known
            return self.keyword(kind, value, sign, position)
        if text in vocabulary.GREEK_NAMES:
            return self.letter(text, sign.start, sign.end, sign.spaced, position)
        return self._compound(sign, position)

    def keyword(self, kind: str, value: str, sign: Sign, position: int) -> int:
        follower = self.peek(position + 1)
        if kind == "FUN":
            return self.function(value, sign, position)
        if kind == "ASYMPTOTIC":
            if follower in ("(", "{", "["):
                self.head("ASYMPTOTIC", value, "asymptotic", sign.start, sign.end, sign.spaced)
                return position + 1
            factor = self.operand or follower not in ("word", "number", "command", "√") or not self._begins_side()
            if sign.text in vocabulary.GREEK_NAMES and factor:
                return self.letter(sign.text, sign.start, sign.end, sign.spaced, position)
            raise Fault(f"a bracket is expected after {sign.text}", sign.start, sign.end)
        if kind == "CONSTANT":
            self.term("NAME", Constant(value), sign.start, sign.end, sign.spaced)
            return position + 1
        if kind == "IF":
            return self.condition(sign, position)
        if kind == "OTHERWISE":
            return self.otherwise(sign, position)
        return self.separator(sign, position)

    def letter(self, text: str, start: int, end: int, spaced: bool, position: int) -> int:
        """A name, with the subscript or the brackets after it; `position` is that of its sign."""
        follower = position + 1
        if self.pending in SINGLE_ARGUMENTS:
            return self.single_argument(self.signs[position], position)
        if self.peek(follower) == "'":
            text, end, follower = self._primed(text, end, follower)
        kind = self.peek(follower)
        if kind == "number" and not self.signs[follower].spaced:
            return self._numbered(text, start, end, spaced, follower)
        if kind in ("_", "sub", "∞"):
            return self._subscripted(text, start, end, spaced, follower)
        if kind in ("(", "["):
            if text in vocabulary.ASYMPTOTIC_LETTERS and text not in self.names.functions:
                self.head("ASYMPTOTIC", vocabulary.ASYMPTOTIC_LETTERS[text], "asymptotic", start, end, spaced)
                return follower
            if text in vocabulary.GAMMAS and text not in self.names.functions and self.names.variable(text) is None:
                return self._gamma(text, start, end, spaced, follower)
            if self._is_function(text, follower):
                self._call(text, start, end, spaced, follower)
                return follower
        elif text in self.names.functions or text in self.names.sequences:
            raise Fault(f"{text} is a function: a bracket is expected after it", start, end)
        elif kind == "{" and text in vocabulary.ASYMPTOTIC_LETTERS:
            self.head("ASYMPTOTIC", vocabulary.ASYMPTOTIC_LETTERS[text], "asymptotic", start, end, spaced)
            return follower
        elif text in ("O", "Θ", "Ω") or (text in ("θ", "ω") and kind in ("word", "number") and self._begins_side()):
            raise Fault(f"a bracket is expected after {text}", start, end)
        self._name(text, start, end, spaced and kind in ("^", "super", "!"), spaced)
        return follower

    def _gamma(self, text: str, start: int, end: int, spaced: bool, follower: int) -> int:
        """gamma(n) and Γ(n) are (n − 1)!; the letter γ before a bracket may be that or a factor."""
        if text == "γ" or (text == "gamma" and end - start > len(text)):
            message = f"{text} before a bracket may be the function Γ or a factor"
            raise Fault(message, start, end, advice="write gamma(n) for the function, γ·(…) for the factor")
        self.head("FUN", "gamma", "function", start, end, spaced)
        return follower

    def _begins_side(self) -> bool:
        """Does nothing stand before this on its side of an equation, so that a Θ may have lost its brackets?"""
        return not self.out or self.out[-1].type in ("RELATION", "_SEP")

    def _primed(self, text: str, end: int, follower: int) -> tuple[str, int, int]:
        """The name with the primes behind it, where a function is called so."""
        after = follower
        while self.peek(after) == "'":
            after += 1
        primed = text + "'" * (after - follower)
        if primed not in self.names.stems and primed not in self.names.functions:
            return text, end, follower
        return primed, self.signs[after - 1].end, after

    def _name(self, text: str, start: int, end: int, apart: bool, spaced: bool) -> None:
        """A name as a term; n n^2, `apart`, is a product, but nn and n n may be n^n."""
        value = self.symbol(text)
        out = self.out
        if spaced and self.related and self.operand and not self.stack and self._is_compared(text):
            self.unspoken_condition(start)
        twice = self.operand and out[-1].type == "NAME" and out[-1].value == value and self.names.variable(text)
        if twice and not apart and (len(out) < 2 or out[-2].type != "CARET"):
            raise Fault(f"{text} twice in a row: is a power lost?", out[-1].start, end)
        self.term("NAME", value, start, end, spaced)

    def _is_compared(self, text: str) -> bool:
        """T(n) = 1 n = 1 and T(n) = 2T(n/2) + n n > 1: what follows the formula is its condition, not a factor."""
        position = self.at + 1
        comparison = self.peek(position) in COMPARISONS and self.peek(position + 1) == "number"
        return comparison and self.names.variable(text) is not None

    def _is_function(self, text: str, bracket: int) -> bool:
        """Is a name before a bracket called, or multiplied with it?"""
        names = self.names
        if text in names.functions or text in names.sequences:
            return True
        if (
            names.variable(text) is not None
            or text in vocabulary.CONSTANTS
            or text in vocabulary.GREEK
            or text in vocabulary.GREEK_NAMES
        ):
            return False
        if text.isupper() or len(text) > 1 or text in FUNCTION_LETTERS:
            return True
        argument, closing = self.peek(bracket + 1), self.peek(bracket + 2)
        alone = argument == "word" and closing in (")", "]")
        return alone and names.variable(self.signs[bracket + 1].text) is not None

    def _call(self, name: str, start: int, end: int, spaced: bool, bracket: int) -> None:
        if self.operand and not self.stack and self._is_left_side(bracket):
            self.separate(start, start)
        known = {"H": "harmonic", "F": "fibonacci"}.get(name)
        if known is not None and name not in self.names.functions and name not in self.names.sequences:
            self.head("FUN", known, "function", start, end, spaced)
        else:
            stem = _SPELLED.get(name[0])
            self.head("CALL", name if stem is None else stem + name[1:], "call", start, end, spaced)

    def _is_left_side(self, bracket: int) -> bool:
        """Does T(1) = …, or S(n) = … after another =, follow a term? Then a new equation begins, not a product."""
        after = self.group_end(bracket)
        if self.peek(after) not in RELATIONS or self.peek(after) == "⇒":
            return False
        inner = [sign for sign in self.signs[bracket:after] if sign.kind not in "([{)]}"]
        kinds = [sign.kind for sign in inner]
        if kinds == ["number"]:
            return self.related or self._holds_call()
        letters = [sign.text for sign in inner if sign.kind == "word"]
        sized = len(letters) == 1 and self.names.variable(letters[0]) is not None
        shapes = (["word"], ["word", "+", "number"], ["number", "word"], ["number", "·", "word"])
        return self.related and sized and kinds in shapes

    def _holds_call(self) -> bool:
        """Is a function called in the statement so far?"""
        for lexeme in reversed(self.out):
            if lexeme.type in ("CALL", "_SEP"):
                return lexeme.type == "CALL"
        return False

    def _numbered(self, text: str, start: int, end: int, spaced: bool, follower: int) -> int:
        """T1(n), c1; but n2 is a lost power, and k2n is read only where k1 or k0 show what is meant."""
        digits = self.signs[follower]
        name = function_name(text, digits.text)
        called = name in self.names.functions or (text.isupper() and text not in vocabulary.ASYMPTOTIC_LETTERS)
        if called and self.peek(follower + 1) in ("(", "["):
            self._call(name, start, digits.end, spaced, follower + 1)
            return follower + 1
        if self.names.variable(text) is not None:
            raise Fault(f"{text}{digits.text}: is a power lost?", start, digits.end)
        if text in vocabulary.ASYMPTOTIC_LETTERS:
            raise Fault(f"a bracket is expected after {text}", digits.start, digits.end)
        own = f"{text}{digits.text}" in self.names.own_values
        if not own and (text in self.names.functions or text in self.names.sequences):
            written = f"{text}_{digits.text}" if text in self.names.sequences else f"{text}({digits.text})"
            raise Fault(f"{text}{digits.text} is no name here: is it {written}?", start, digits.end)
        if "." in digits.text or text in vocabulary.CONSTANTS:
            raise Fault(f"{text}{digits.text} can be read in two ways: is an operator lost?", start, digits.end)
        after = self.signs[follower + 1] if follower + 1 < len(self.signs) else None
        if after is not None and after.kind == "word" and not after.spaced and text not in self.names.numbered:
            either = f"{text}_{digits.text}·{after.text}"
            message = f"{text}{digits.text}{after.text} can be {either} or a product with {digits.text}"
            raise Fault(message, start, after.end)
        self.term("NAME", Symbol(name), start, digits.end, spaced)
        return follower + 1

    def _subscripted(self, text: str, start: int, end: int, spaced: bool, follower: int) -> int:
        """a_{n-1} calls a sequence, T_1(n) a function; c_1 and n_0 are constants."""
        kind = self.peek(follower)
        if kind == "sub":
            self.subscript(self.signs[follower], follower)
            kind = "_"
        if kind == "∞" and self.names.variable(text) is not None:
            raise Fault("∞ cannot stand here", self.signs[follower].start, self.signs[follower].end)
        if kind == "∞":
            simple, after = "inf", follower + 1
        else:
            after = self.group_end(follower + 1)
            simple = self._simple_subscript(text, follower + 1, after)
        stem, end, after = self._primed(text, end, after) if simple and self.peek(after) == "'" else (text, end, after)
        name = function_name(stem, simple)
        stop = self.signs[min(after, len(self.signs)) - 1].end
        function = name in self.names.functions or text.isupper() or text in FUNCTION_LETTERS
        if simple and function and self.peek(after) in ("(", "[") and self.names.variable(text) is None:
            self._call(name, start, stop, spaced, after)
            return after
        called = text in self.names.sequences or (text in ("H", "F") and text not in self.names.functions)
        if called:
            self._call(text, start, end, spaced, follower + 1)
            return self._sequence_index(follower + 1)
        if not simple:
            raise Fault(f"this subscript of {text} cannot be read", start, stop)
        self.term("NAME", Symbol(name), start, stop, spaced)
        return after

    def _simple_subscript(self, stem: str, position: int, after: int) -> str:
        """The subscript if it is one number, one word or ∞, else empty; a_nT_1 ends the subscript after n."""
        inner = [sign for sign in self.signs[position:after] if sign.kind not in "(){}"]
        if len(inner) != 1 or inner[0].kind not in ("number", "word", "∞"):
            return ""
        sign = inner[0]
        longer = len(sign.text) > 1 and sign.text not in ("inf", "infty")
        if stem in self.names.sequences and longer and self.peek(position) == "word":
            self.signs[position : position + 1] = [
                Sign("word", sign.text[0], sign.start, sign.start + 1, sign.spaced),
                Sign("word", sign.text[1:], sign.start + 1, sign.end, False),
            ]
            return sign.text[0]
        return canonical_subscript(sign.text)

    def _sequence_index(self, position: int) -> int:
        if self.peek(position) in ("{", "("):
            return position
        sign = self.signs[min(position, len(self.signs) - 1)]
        if sign.kind not in ("number", "word"):
            raise Fault("a subscript is expected here", sign.start, sign.end)
        role = self.pending
        self.push(")", role, sign.start, sign.start)
        if sign.kind == "number":
            self.term("NUMBER", exact(sign.text), sign.start, sign.end, False)
        else:
            self.term("NAME", self.symbol(sign.text), sign.start, sign.end, False)
        self.pop(sign.end, sign.end)
        return position + 1

    def _compound(self, sign: Sign, position: int) -> int:
        """nlogn, cn, aT(…): a word that is a product; any other word is an unknown name."""
        factors = word_factors(sign.text, self.names, self.peek(position + 1))
        if factors is None:
            shown = f"unknown name {sign.text!r}"
            raise Fault(shown, sign.start, sign.end, advice="names are single letters, n or c_1, or known functions")
        start, parts = sign.start, []
        for index, piece in enumerate(factors):
            parts.append(Sign("word", piece, start, start + len(piece), sign.spaced and not index))
            start += len(piece)
        self.signs[position : position + 1] = parts
        return position


Handler = Callable[[Arranger, Sign, int], int]
_SINGLE: dict[str, Handler] = {
    "word": Arranger.word,
    "number": Arranger.number,
    "command": Arranger.command,
    "super": Arranger.superscript,
    "sub": Arranger.subscript,
    "newline": Arranger.newline,
    "^": Arranger.caret,
    "_": Arranger.underscore,
    "+": Arranger.sign_operator,
    "-": Arranger.sign_operator,
    "·": Arranger.product_operator,
    "/": Arranger.product_operator,
    "//": Arranger.product_operator,
    "%": Arranger.product_operator,
    "!": Arranger.bang,
    "|": Arranger.bar,
    ",": Arranger.comma,
    ";": Arranger.separator,
    ".": Arranger.dot,
    "…": Arranger.dots,
    "¿": Arranger.alignment,
    "√": Arranger.root_sign,
}
_HANDLERS: dict[str, Handler] = {
    **_SINGLE,
    **dict.fromkeys(RELATIONS, Arranger.relation),
    **dict.fromkeys(vocabulary.OPENING, Arranger.open),
    **dict.fromkeys(vocabulary.BRACKET_NAMES, Arranger.close),
    **dict.fromkeys(BIG_SIGNS, Arranger.big_sign),
}
