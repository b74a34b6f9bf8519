"""Sentences, known functions and run-together words: log_2 n, √n, max(…), sums over a range, nlogn in all notations."""

from recur.model.expressions import Number
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.faults import Fault
from recur.parsing.formulas.operators import Operators, exact
from recur.parsing.recurrences.naming import FUNCTION_LETTERS, Names
from recur.parsing.text.scanning import LISTS, RANGES, Sign
from recur.parsing.text.vocabulary import BRACKET_NAMES, LOGARITHMS, OPENING, WORDS

RELATIONS = {"=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "≠": "!=", "~": "~", "⇒": "=>", "∈": "="}
COMPARISONS = frozenset("=<>≤≥")
_BINARY = frozenset("+-·/=<>≤≥≠~⇒∈^") | {"//"}
_OPERATOR_ENDS = frozenset(("PLUS", "MINUS", "TIMES", "OVER", "CARET", "RELATION", "_SEP", "IF", "OTHERWISE", "DOTS"))
_THEN = frozenset(("THEN", ",", ":", "¿"))
_BRANCH_ENDS = frozenset(("OTHERWISE", ";", "newline", "_SEP", ",", "IF"))


class Sentences(Operators):
    """Signs between statements, and between a statement and its condition."""

    def relation(self, sign: Sign, position: int) -> int:
        self.end_of_term(position)
        value = RELATIONS[sign.kind]
        if self.stack:
            if self.stack[-1].role not in RANGES:
                bracket = self.stack[-1]
                if value == "=" and bracket.role == "call":
                    message = "an = inside the brackets of a call: is it a / or is a bracket lost?"
                else:
                    message = f"a {sign.text} cannot stand inside brackets: is a bracket lost?"
                raise Fault(message, sign.start, sign.end)
        elif self.conditional and self.compared and (value in ("=", "=>") or not self.operand):
            self.separate(sign.start, sign.end)
        if self.conditional:
            self.compared = True
        self.related = True
        self.chain = self.stack[-1].chain if self.stack else 0
        return self.operator("RELATION", sign, position, value)

    def separate(self, start: int, end: int) -> None:
        if self.out and self.out[-1].type != "_SEP":
            self.put("_SEP", None, start, end)
        self.operand = self.conditional = self.compared = self.related = False
        self.slash = ""
        self.chain = 0

    def separator(self, sign: Sign, position: int) -> int:
        self.end_of_term(position)
        if self.stack:
            self.unclosed(self.stack[-1])
        self.separate(sign.start, sign.end)
        return position + 1

    def comma(self, sign: Sign, position: int) -> int:
        self.end_of_term(position)
        if self.stack:
            if self.stack[-1].role not in LISTS:
                raise Fault("a comma cannot stand inside these brackets", sign.start, sign.end)
            self.chain = self.stack[-1].chain
            return self.operator("_COMMA", sign, position)
        follower = self.signs[position + 1] if position + 1 < len(self.signs) else None
        joined = self.operand and follower is not None and _is_condition_word(follower) and not self._is_comparison()
        if joined or (follower is not None and follower.kind == "¿"):
            return position + 1
        return self.separator(sign, position)

    def newline(self, sign: Sign, position: int) -> int:
        """A line break ends a statement, unless the formula plainly goes on."""
        follower = self.peek(position + 1)
        if self.stack or not follower or not self.out or self.out[-1].type in _OPERATOR_ENDS or self.pending:
            return position + 1
        if follower in _BINARY and not (follower in RELATIONS and (self.conditional or self._is_comparison())):
            return position + 1
        if follower == "word" and _is_condition_word(self.signs[position + 1]) and not self.conditional:
            return position + 1
        return self.separator(sign, position)

    def _is_comparison(self) -> bool:
        """Is the statement so far n > 1 or the like? Then `= 0` on the next line is another branch."""
        compared, first = False, ""
        for lexeme in reversed(self.out):
            if lexeme.type == "_SEP":
                break
            if lexeme.type in ("CALL", "IF", "OTHERWISE"):
                return False
            compared = compared or lexeme.type == "RELATION"
            first = lexeme.type
        return compared and first in ("NAME", "NUMBER")

    def alignment(self, sign: Sign, position: int) -> int:
        """The & between a branch and its condition in a cases environment."""
        follower = self.signs[position + 1] if position + 1 < len(self.signs) else None
        if follower is not None and (_is_condition_word(follower) or follower.kind == ";"):
            return position + 1
        return self.condition(sign, position)

    def condition(self, sign: Sign, position: int) -> int:
        self.end_of_term(position)
        if self.stack:
            self.unclosed(self.stack[-1])
        if not self.operand:
            return self._leading_condition(sign, position)
        if self.conditional:
            self.separate(sign.start, sign.end)
        self.operator("IF", sign, position)
        self.conditional, self.compared = True, False
        return position + 1

    def unspoken_condition(self, start: int) -> None:
        """A condition without its "if": what stands before it is a branch."""
        if self.conditional:
            self.separate(start, start)
            return
        self.put("IF", "", start, start)
        self.operand, self.slash = False, ""
        self.conditional, self.compared = True, False

    def _leading_condition(self, sign: Sign, position: int) -> int:
        """`if n = 1 then a else b` and `For n > 1, T(n) = …`: the condition goes behind what it is about."""
        stop = self.find(position + 1, _THEN)
        condition = self.signs[position + 1 : stop]
        remainder = [part.kind for part in condition[:5]] == ["word", "word", "number", "=", "number"]
        if remainder and len(condition) > 5 and condition[5].text in self.names.functions:  # if n mod 2 = 0 f(n) = …
            mark = replace(condition[5], kind="THEN", text="then", end=condition[5].start)
            self.signs.insert(position + 6, mark)
            stop, condition = position + 6, condition[:5]
        if any(part.kind == "word" and part.text in self.names.functions for part in condition):
            return position + 1  # "If T(n) = 2T(n/2) + n, then …"
        if stop >= len(self.signs) or not condition:
            raise Fault("a formula is expected before this condition", sign.start, sign.end)
        end = self.find(stop + 1, _BRANCH_ENDS)
        branch = self.signs[stop + 1 : end]
        if not branch:
            raise Fault("a formula is expected after this condition", sign.start, sign.end)
        self.signs[position:end] = [*branch, sign, *condition]
        return position

    def find(self, position: int, kinds: frozenset[str]) -> int:
        """The next sign of one of these kinds outside brackets (a word counts as its kind), or the end."""
        depth = 0
        for offset in range(position, len(self.signs)):
            sign = self.signs[offset]
            depth += (sign.kind in OPENING) - (sign.kind in BRACKET_NAMES)
            word = WORDS.get(sign.text.lower()) if sign.kind == "word" else None
            if not depth and sign.kind == "." and self._ends_sentence(offset):
                return offset
            if not depth and (sign.kind in kinds or (word is not None and word.kind in kinds)):
                return offset
        return len(self.signs)

    def otherwise(self, sign: Sign, position: int) -> int:
        """`b otherwise` closes a branch; in `a if n = 1 else b` it opens one."""
        self.end_of_term(position)
        if self.stack:
            self.unclosed(self.stack[-1])
        if self.conditional:
            self.separate(sign.start, sign.end)
        self.operator("OTHERWISE", sign, position)
        if self.peek(position + 1) == "word" and self.signs[position + 1].text.lower() == "if":
            self.out.pop()
        return position + 1

    def _ends_sentence(self, position: int) -> bool:
        return position + 1 == len(self.signs) or self.signs[position + 1].spaced

    def dot(self, sign: Sign, position: int) -> int:
        """c.n is a product, "n. Then" the end of a statement, .5 a number."""
        follower = self.signs[position + 1] if position + 1 < len(self.signs) else None
        if follower is None or follower.kind == "newline" or (follower.spaced and self.operand):
            return self.separator(sign, position)
        if not self.operand and follower.kind == "number" and not follower.spaced and "." not in follower.text:
            self.term("NUMBER", exact(f"0.{follower.text}"), sign.start, follower.end, sign.spaced)
            return position + 2
        if self.operand and not follower.spaced and follower.kind in ("word", "("):
            return self.operator("TIMES", sign, position)
        raise Fault("unexpected '.'", sign.start, sign.end)

    def dots(self, sign: Sign, position: int) -> int:
        """0..n-1 is a range; 0.694… a number broken off."""
        if self.stack and self.stack[-1].role in RANGES and self.operand:
            return self.operator("DOTS", sign, position)
        last = self.out[-1] if self.out else None
        if last is not None and last.type == "NUMBER" and last.end == sign.start and self.operand:
            value = last.value
            if isinstance(value, Number) and value.decimal:
                return position + 1
        raise Fault("what the dots leave out cannot be read: write sum(k = 1..n-1, T(k))", sign.start, sign.end)


def _is_condition_word(sign: Sign) -> bool:
    word = WORDS.get(sign.text.lower()) if sign.kind == "word" else None
    return word is not None and word.kind in ("IF", "OTHERWISE")


_RANGE_WORDS = {"sum": "sum", "product": "product", "max": "max", "min": "min"}
BIG_SIGNS = {"Σ": "sum", "Π": "product"}


class Functions(Sentences):
    """Words and signs that stand for a function everybody knows."""

    def function(self, name: str, sign: Sign, position: int) -> int:
        """A known function, or a sum, product, maximum or minimum over a range."""
        follower = position + 1
        two = self.peek(follower) == "number" and self.signs[follower].text == "2" and self.peek(follower + 1) == "("
        if two and name in ("max", "min"):
            follower += 1
        big = _RANGE_WORDS.get(name)
        if big is not None:
            return self.big(big, sign, position, follower)
        between = name == "div" or self.peek(follower) != "(" or not self._is_listed(follower)
        if name in ("mod", "div") and self.operand and between:  # n mod 2; but n·mod(n, 2)
            self.deepen(sign.start)
            return self.operator("OVER", sign, position, "mod" if name == "mod" else "floor")
        if name == "div":
            raise Fault("a number or a name is expected before div", sign.start, sign.end)
        self.head("FUN", name, "function", sign.start, sign.end, sign.spaced)
        if name in LOGARITHMS and self._has_digit_base(follower):
            base = self.signs[follower]
            self.put("SUB", None, base.start, base.start)
            self.put("NUMBER", exact(base.text), base.start, base.end)
            follower += 1
        return follower

    def _is_listed(self, bracket: int) -> bool:
        """Does a comma stand between the brackets that are opened here, on their own level?"""
        depth = 0
        for sign in self.signs[bracket:]:
            depth += (sign.kind in OPENING) - (sign.kind in BRACKET_NAMES)
            if not depth or (depth == 1 and sign.kind == ","):
                return depth == 1
        return False

    def _has_digit_base(self, position: int) -> bool:
        """log2(n), log2 n, log10 n and log2 7 have a base; in n^log7 the 7 is the argument."""
        if self.peek(position) != "number" or self.signs[position].spaced or not self.signs[position].text.isdecimal():
            return False
        if self.peek(position + 1) == "number":
            return self.signs[position + 1].spaced and self.peek(position + 2) not in ("^", "super")
        return self.peek(position + 1) in ("word", "(", "{", "command", "√", "⌊", "⌈", "^", "super")

    def big(self, name: str, sign: Sign, position: int, follower: int) -> int:
        if self.peek(follower) in ("(", "{", "["):
            ranged, comma = self._range_inside(follower)
            if not ranged and comma and name not in ("max", "min") and self._is_listed_range(follower):
                self.head("FUN", name, "function", sign.start, sign.end, sign.spaced)
                return follower
            if ranged and comma:
                self.head("BIGCALL", name, "big call", sign.start, sign.end, sign.spaced)
                return follower
            if ranged:
                self.head("BIG", name, "lower", sign.start, sign.end, sign.spaced)
                self.put("_LOWER", None, sign.end, sign.end)
                return follower
            if name in ("max", "min"):
                self.head("FUN", name, "function", sign.start, self.signs[follower - 1].end, sign.spaced)
                return follower
        if name in ("max", "min") and self.peek(follower) not in ("_", "sub"):
            raise Fault(f"a bracket is expected after {name}", sign.start, sign.end)
        self.head("BIG", name, "big", sign.start, sign.end, sign.spaced)
        if self.peek(follower) == "^":  # \sum^{n}_{i=1}
            self._swap_bounds(follower)
        return follower

    def _is_listed_range(self, bracket: int) -> bool:
        """sum(T(k), k, 0, n-1), as Maple and Maxima write it; in sum(T(k), (k, 0, n-1)) the inner brackets go."""
        end = self.group_end(bracket) - 1
        commas = self._commas(bracket)
        inner = commas[0] + 1 if len(commas) == 1 else end
        if self.peek(inner) in ("(", "{") and self.group_end(inner) == end and len(self._commas(inner)) == 2:
            comma, opened, closed, outer = (self.signs[at] for at in (inner - 1, inner, end - 1, end))
            self.signs[end - 1 : end + 1] = [replace(outer, start=closed.start)]
            self.signs[inner - 1 : inner + 1] = [replace(comma, end=opened.end)]
            commas = self._commas(bracket)
        return len(commas) == 3 and self.peek(commas[0] + 1) == "word" and commas[1] == commas[0] + 2

    def _commas(self, bracket: int) -> list[int]:
        """The commas between the brackets that are opened here, on their own level."""
        depth, found = 0, []
        for place in range(bracket, self.group_end(bracket)):
            kind = self.signs[place].kind
            depth += (kind in OPENING) - (kind in BRACKET_NAMES)
            found += [place] if kind == "," and depth == 1 else []
        return found

    def open(self, sign: Sign, position: int) -> int:
        r"""In TeX's own {n \choose k} the braces hold both numbers of the binomial coefficient."""
        chosen = self._chosen(position) if sign.kind == "{" else None
        if chosen is None:
            return super().open(sign, position)
        end, middle = self.group_end(position) - 1, self.signs[chosen]
        head = Sign("command", "binom", sign.start, sign.start, sign.spaced)
        between = [Sign("}", "}", middle.start, middle.end, False), Sign("{", "{", middle.end, middle.end, False)]
        lower = self.signs[chosen + 1 : end + 1]
        self.signs[position : end + 1] = [head, sign, *self.signs[position + 1 : chosen], *between, *lower]
        return position

    def _chosen(self, brace: int) -> int | None:
        depth = 0
        for place in range(brace, self.group_end(brace)):
            kind = self.signs[place].kind
            depth += (kind in OPENING) - (kind in BRACKET_NAMES)
            if depth == 1 and kind == "command" and self.signs[place].text == "choose":
                return place
        return None

    def _range_inside(self, position: int) -> tuple[bool, bool]:
        """Do the brackets opened here hold k = a..b, and a comma, on their own level?"""
        depth, ranged, comma = 0, False, False
        for sign in self.signs[position:]:
            if sign.kind in OPENING:
                depth += 1
            elif sign.kind in BRACKET_NAMES:
                depth -= 1
                if not depth:
                    break
            elif depth == 1:
                ranged = ranged or sign.kind in ("…", "=", "∈")
                comma = comma or sign.kind == ","
        return ranged, comma

    def _swap_bounds(self, position: int) -> None:
        end = self.group_end(position + 1)
        if self.peek(end) == "_":
            stop = self.group_end(end + 1)
            self.signs[position:stop] = self.signs[end:stop] + self.signs[position:end]

    def big_sign(self, sign: Sign, position: int) -> int:
        return self.big(BIG_SIGNS[sign.kind], sign, position, position + 1)

    def root_sign(self, sign: Sign, position: int) -> int:
        self.head("FUN", "sqrt", "function", sign.start, sign.end, sign.spaced)
        return position + 1

    def command(self, sign: Sign, position: int) -> int:
        name, follower = sign.text.lstrip("\\"), position + 1
        if name == "choose":
            raise Fault("braces around both numbers are expected: {n \\choose k}", sign.start, sign.end)
        if name in ("sum", "prod"):
            return self.big("sum" if name == "sum" else "product", sign, position, follower)
        if name == "sqrt":
            if self.peek(follower) != "[":
                return self.root_sign(sign, position)
            self.head("TWO", "root", "first", sign.start, sign.end, sign.spaced)
            return follower
        self.head("TWO", "binomial" if "binom" in name else "fraction", "first", sign.start, sign.end, sign.spaced)
        return follower


#: Functions that may stand inside a word, longest first.
_LOGS = ("sqrt", "log", "lg", "ln")
_WAVES = ("cos", "sin")
_EMBEDDED = (*_LOGS, *_WAVES)
#: Letters for constants; i, e, s, t and the letters of functions are too often parts of words.
_CONSTANTS = frozenset("abcdjkmpqrxyzABCDKM")
_CALLABLE = frozenset(("(", "[", "_", "sub", "∞"))

_PRODUCT = regex(r"cv|vc|vv|(?:cv|vc|c|v)?(?:E+[vc])+E*|(?:cv|vc|c|v)E+|EE+|v?Sv?|(?:cv|vc)S?")
_CALLED = regex(r"(?:c{0,2}v?|vc?|o)F|(?:c?v?)(?:E+[vc])*E*F")
_CALLED_LETTER = regex(r"(?:cc?|c?v|vc)F")
_UNCALLED = regex(r"c{0,2}v?F|Fv")


def word_factors(text: str, names: Names, follower: str) -> list[str] | None:
    """The factors that a word consists of, or None if it is one name; `follower` is the sign after it."""
    functions = sorted((name for name in names.functions if len(name) > 1), key=len, reverse=True)
    known = (*functions, *_EMBEDDED)
    found: list[str] = []
    place = 0
    while place < len(text):
        piece = next((name for name in known if text.startswith(name, place)), text[place])
        if text[place : place + 3] in ("Log", "LOG") and not functions:
            piece = "log"
        found.append(piece)
        place += len(piece)
    if len(found) < 2:
        return None
    kinds = "".join(_kind(piece, names) for piece in found[:-1])
    last = found[-1]
    if follower in _CALLABLE and _is_called(last, names, follower):
        pattern = _CALLED_LETTER if last in FUNCTION_LETTERS else _CALLED
        return found if pattern.fullmatch(kinds + "F") else None
    kinds += _kind(last, names)
    return found if (_UNCALLED if "F" in kinds else _PRODUCT).fullmatch(kinds) else None


def _kind(piece: str, names: Names) -> str:
    if names.variable(piece) is not None:
        return "v"
    if piece in _EMBEDDED:
        return "S" if piece in _WAVES else "E"
    if piece in names.functions or piece in names.sequences:
        return "F"
    return "c" if piece in _CONSTANTS else "o"


def _is_called(piece: str, names: Names, follower: str) -> bool:
    if piece in names.functions or piece in names.sequences:
        return True
    if names.variable(piece) is not None or piece in _EMBEDDED:
        return False
    return piece.isupper() or (piece in FUNCTION_LETTERS and follower in ("(", "["))
