"""Terms, brackets and operators: where a product is meant though nothing is written, what a bracket is for; + - * /,
powers, superscripts and subscripts, decimal commas.

`operand` says that the last lexeme ends a term, so that another term right after it is multiplied;
`pending` is a function, call or operator still waiting for its brackets.
"""

from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.model.limits import MAX_NESTING
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.recurrences.naming import Names
from recur.parsing.text import vocabulary
from recur.parsing.text.scanning import LISTS, Bracket, Lexeme, Sign, scan


class Arrangement:
    """The state of one arrangement, and what every kind of sign needs of it."""

    def __init__(self, signs: list[Sign], names: Names) -> None:
        self.signs = signs
        self.names = names
        self.out: list[Lexeme] = []
        self.stack: list[Bracket] = []
        self.operand = False
        self.pending = ""
        self.at = 0  # the sign that is being arranged
        self.chain = 0  # operators that nest without brackets: towers, signs, log log log …
        self.slash = ""  # "/" while the denominator just read could go on
        self.conditional = False
        self.compared = False
        self.related = False  # does the statement so far hold a relation?

    def peek(self, position: int) -> str:
        return self.signs[position].kind if position < len(self.signs) else ""

    def put(self, type: str, value: object, start: int, end: int) -> None:
        self.out.append(Lexeme(type, value, start, end))

    def deepen(self, start: int) -> None:
        self.chain += 1
        if self.chain + len(self.stack) > MAX_NESTING:
            raise beyond_limit(f"nested deeper than {MAX_NESTING} levels", start, start + 1)

    def begin_operand(self, type: str, start: int, end: int, spaced: bool) -> None:
        """Before a term: the silent product, or the OF of a function whose argument has no brackets."""
        if self.pending == "function":
            self.put("_OF", None, start, start)
            self.pending = ""
            self.deepen(start)
        elif self.pending == "body":
            self.pending = ""
        elif self.pending:
            self.refuse_pending(start, end)
        elif self.operand:
            self._silent_product(type, start, end, spaced)

    def _silent_product(self, type: str, start: int, end: int, spaced: bool) -> None:
        last = self.out[-1]
        if type == "NUMBER" and not self._is_base(last, spaced):
            raise Fault("a number right after a term: is a power or an operator lost?", last.start, end)
        before = self.out[-2].type if len(self.out) > 1 else ""
        glued = last.type == "NUMBER" and type == "NAME" and not spaced
        if glued and before == "CARET" and self.out[-3].type == "NUMBER":
            raise Fault("does the exponent end after the number? Brackets would tell", last.start, end)
        if glued and before == "_OF":
            function = self.out[-3]
            if function.value == "sqrt":
                raise Fault("this root can end after the number or after the product", function.start, end)
            self.put("_TIGHT", None, start, start)
            return
        if self.slash and (not spaced or (self.slash == "function" and type == "FUN")):
            raise Fault("does the product after the / belong to the denominator? Brackets would tell", last.start, end)
        self.chain = self.stack[-1].chain if self.stack else 0
        self.put("_BIGTIMES" if type == "BIG" else "TIMES", "", start, start)

    def _is_base(self, last: Lexeme, spaced: bool) -> bool:
        """n 2^n, n^2 2^n and (n + 1)2^n: a number may follow a term when it is raised to a power."""
        follower = self.peek(self.at + 1)
        exponent = len(self.out) > 1 and self.out[-2].type == "CARET"
        ended = last.type != "NUMBER" or exponent
        return follower in ("^", "super") and ended and (spaced or last.type in ("_RPAR", "BANG"))

    def term(self, type: str, value: object, start: int, end: int, spaced: bool) -> None:
        """A lexeme that is a whole term."""
        if self.operand or self.pending:
            self.begin_operand(type, start, end, spaced)
        if self.slash == "/":
            self.slash = "" if type == "NUMBER" else "name"
        self.out.append(Lexeme(type, value, start, end))
        self.operand = True

    def head(self, type: str, value: object, pending: str, start: int, end: int, spaced: bool) -> None:
        """A lexeme that needs something after it: a function, a call, a big operator."""
        if self.operand or self.pending:
            self.begin_operand(type, start, end, spaced)
        if self.slash == "/":
            self.slash = "function" if type == "FUN" else "name"
        if type == "BIG" and self.out and self.out[-1].type == "TIMES":  # 2·Σ as 2Σ
            self.out[-1].type = "_BIGTIMES"
        self.out.append(Lexeme(type, value, start, end))
        self.operand = False
        self.pending = pending

    def finish_pending(self, position: int) -> None:
        if self.pending:
            last = self.signs[min(position, len(self.signs)) - 1]
            self.refuse_pending(last.start, last.end)

    def refuse_pending(self, start: int, end: int) -> None:
        waiting = self.out[-1]
        if self.pending == "function":
            raise Fault(f"{waiting.value} has no argument", waiting.start, waiting.end)
        if self.pending == "big":
            raise Fault(
                f"the {waiting.value} has no range: write {waiting.value}(i = 0..n-1, T(i))", waiting.start, waiting.end
            )
        raise Fault("an opening bracket is expected here", start, end)

    def symbol(self, text: str) -> Expr:
        variable = self.names.variable(text)
        if variable is not None:
            return ex.Symbol(variable)
        if text in vocabulary.CONSTANTS:
            return ex.Constant(vocabulary.CONSTANTS[text])
        return ex.Symbol(vocabulary.GREEK.get(text, text))

    # -- brackets ------------------------------------------------------------------------------------

    def _check_brackets(self) -> None:
        """A lost bracket is the better news: it comes before whatever goes wrong because of it."""
        opened: list[Sign] = []
        for sign in self.signs:
            kind = sign.kind
            if kind in vocabulary.OPENING:
                opened.append(sign)
            elif kind in vocabulary.BRACKET_NAMES:
                if not opened:
                    raise Fault(f"this {sign.text!r} closes nothing", sign.start, sign.end)
                opener = opened.pop()
                if vocabulary.OPENING[opener.kind] != kind:
                    message = f"a bracket {opener.text!r} is not closed before this {sign.text!r}"
                    raise Fault(message, opener.start, opener.end)
        if opened:
            raise Fault("a bracket is not closed: it is opened here", opened[-1].start, opened[-1].end)

    def open(self, sign: Sign, position: int) -> int:
        role = self.pending
        rounded = sign.kind in "⌊⌈"
        if role in ("", "big", "body") or (rounded and role == "function"):
            self.begin_operand("(", sign.start, sign.end, sign.spaced)
            role = ""
        if rounded:
            if role:
                self.refuse_pending(sign.start, sign.end)
            self.put("FUN", "floor" if sign.kind == "⌊" else "ceiling", sign.start, sign.end)
            role = "function"
        self.push(vocabulary.OPENING[sign.kind], role, sign.start, sign.end)
        return position + 1

    def push(self, closing: str, role: str, start: int, end: int) -> None:
        self.put("_LPAR", None, start, end)
        if len(self.stack) + self.chain >= MAX_NESTING:
            raise beyond_limit(f"nested deeper than {MAX_NESTING} levels", start, end)
        self.stack.append(Bracket(closing, role, start, end, self.chain))
        self.pending, self.operand, self.slash = "", False, ""

    def close(self, sign: Sign, position: int) -> int:
        if not self.stack:
            raise Fault(f"this {sign.text!r} closes nothing", sign.start, sign.end)
        bracket = self.stack[-1]
        if bracket.closing != sign.kind:
            opened = vocabulary.BRACKET_NAMES.get(bracket.closing, bracket.closing)
            raise Fault(f"a bracket {opened!r} is not closed before this {sign.text!r}", bracket.start, bracket.end)
        self.finish_pending(position)
        if self.out[-1].type == "_LPAR":
            raise Fault("there is nothing between these brackets", bracket.start, sign.end)
        self.pop(sign.start, sign.end)
        return position + 1

    def pop(self, start: int, end: int) -> None:
        bracket = self.stack.pop()
        self.put("_RPAR", None, start, end)
        self.chain, self.slash = bracket.chain, ""
        self.operand, self.pending = True, ""
        match bracket.role:
            case "first":
                self.operand, self.pending = False, "second"
            case "decoration":
                self.operand, self.pending = False, "function"
            case "lower":
                self.operand, self.pending = False, "body"
            case "upper":
                self.operand, self.pending = False, ""

    def unclosed(self, bracket: Bracket) -> None:
        raise Fault("a bracket is not closed: it is opened here", bracket.start, bracket.end)

    def bar(self, sign: Sign, position: int) -> int:
        if self.stack and self.stack[-1].closing == "|" and self.operand:
            return self.close(sign, position)
        self.begin_operand("(", sign.start, sign.end, sign.spaced)
        self.put("FUN", "abs", sign.start, sign.end)
        self.push("|", "function", sign.start, sign.end)
        return position + 1

    def group_end(self, position: int) -> int:
        if self.peek(position) not in vocabulary.OPENING:
            return position + 1
        depth = 0
        for offset in range(position, len(self.signs)):
            kind = self.signs[offset].kind
            depth += (kind in vocabulary.OPENING) - (kind in vocabulary.BRACKET_NAMES)
            if not depth:
                return offset + 1
        return len(self.signs)


#: The two arguments of \\frac, each in braces or one digit or letter.
SINGLE_ARGUMENTS = frozenset(("first", "second"))


#: What is left of a division by ⌊/⌋ and by the remainder.
_DIVISIONS = {"//": "floor", "%": "mod"}


class Operators(Arrangement):
    """Signs between and on terms."""

    def number(self, sign: Sign, position: int) -> int:
        text, end = sign.text, sign.end
        follower = self.signs[position + 1] if position + 1 < len(self.signs) else None
        if follower is not None and follower.kind == "," and self._is_decimal_comma(position, follower):
            fraction = self.signs[position + 2]
            text, end, position = f"{text}.{fraction.text}", fraction.end, position + 2
        if self.pending in SINGLE_ARGUMENTS:
            return self.single_argument(sign, position)
        if self.out and self.out[-1].type == "NAME" and self.operand and not sign.spaced:
            raise Fault(f"a digit right after {self._shown()}: is a power lost?", self.out[-1].start, end)
        self.term("NUMBER", exact(text), sign.start, end, sign.spaced)
        return position + 1

    def _shown(self) -> str:
        value = self.out[-1].value
        return value.name if isinstance(value, ex.Symbol | ex.Constant) else "a term"

    def _is_decimal_comma(self, position: int, comma: Sign) -> bool:
        """0,51 is a decimal only where no list can be meant, and 1,234 only if it cannot be 1234."""
        after = self.signs[position + 2] if position + 2 < len(self.signs) else None
        number = self.signs[position]
        if comma.spaced or after is None or after.kind != "number" or after.spaced:
            return False
        if "." in number.text or "." in after.text or (self.stack and self.stack[-1].role in LISTS):
            return False
        first = not self.stack and self._in_first_case()
        begins = first and self.peek(position + 3) in ("word", "(", "command")  # T(1) = 1,100T(n-1) = …
        if len(after.text) == 3 and number.text != "0" and not begins:
            raise Fault("is this comma a decimal point or does it mark thousands?", number.start, after.end)
        if first and self.peek(position + 3) in ("", ",", ";", "newline"):  # T(0) = 0,5
            raise Fault("is this comma a decimal point, or does it end a value?", number.start, after.end)
        return not first

    def _in_first_case(self) -> bool:
        """Is this statement T(0) = …, in which a comma ends the value?"""
        start = len(self.out)
        while start and self.out[start - 1].type != "_SEP":
            start -= 1
        types = [lexeme.type for lexeme in self.out[start : start + 4]]
        return types == ["CALL", "_LPAR", "NUMBER", "_RPAR"]

    def single_argument(self, sign: Sign, position: int) -> int:
        r"""\frac12 and \frac n2: each argument is the next digit or letter."""
        length = 1
        text = sign.text[:length]
        value: Expr = exact(text) if text.isdigit() else self.symbol(text)
        role, stop = self.pending, sign.start + length
        self.push(")", role, sign.start, sign.start)
        self.put("NUMBER" if text.isdigit() else "NAME", value, sign.start, stop)
        self.operand = True
        self.pop(stop, stop)
        if len(sign.text) > length:
            self.signs[position] = Sign(sign.kind, sign.text[length:], stop, sign.end, False)
            return position
        return position + 1

    def sign_operator(self, sign: Sign, position: int) -> int:
        self.end_of_term(position)
        if self.operand:
            self.chain = self.stack[-1].chain if self.stack else 0
        else:
            self.deepen(sign.start)
        return self.operator("PLUS" if sign.kind == "+" else "MINUS", sign, position)

    def product_operator(self, sign: Sign, position: int) -> int:
        if (
            self.pending == "function"
            and sign.kind == "·"
            and self.out[-1].value in vocabulary.LOGARITHMS
            and sign.text == "*"
        ):
            self.out[-1].value, self.out[-1].end = "log_star", sign.end
            return position + 1
        self.end_of_term(position)
        if sign.kind in ("//", "%"):
            self.deepen(sign.start)
        elif self.operand:
            self.chain = self.stack[-1].chain if self.stack else 0
            if sign.kind == "/" and self._is_unit_power():
                raise Fault("does the exponent end before the /? Brackets would tell", self.out[-1].start, sign.end)
        self.operator("TIMES" if sign.kind == "·" else "OVER", sign, position, _DIVISIONS.get(sign.kind, ""))
        self.slash = "/" if sign.kind in ("/", "//") else ""
        return position + 1

    def _is_unit_power(self) -> bool:
        """Nobody writes n^1: n^1/2 is more likely the root."""
        last = self.out[-1]
        return len(self.out) > 1 and self.out[-2].type == "CARET" and last.value == ex.ONE

    def operator(self, type: str, sign: Sign, position: int, value: str = "") -> int:
        self.put(type, value, sign.start, sign.end)
        self.operand, self.slash = False, ""
        return position + 1

    def end_of_term(self, position: int) -> None:
        if self.pending:
            self.finish_pending(position)

    def caret(self, sign: Sign, position: int) -> int:
        if self.pending == "body":
            self.put("_UPPER", None, sign.start, sign.end)
            return self.expect_group(position + 1, "upper")
        if self.pending == "function":
            return self._decorate("SUP", sign, position)
        if not self.operand:
            raise Fault(f"nothing stands before this {sign.text}", sign.start, sign.end)
        self.deepen(sign.start)
        self.put("CARET", "", sign.start, sign.end)
        self.operand = False
        return position + 1

    def superscript(self, sign: Sign, position: int) -> int:
        """n² as n^2 and 2ⁿ⁻¹ as 2^(n-1)."""
        inner = shifted(sign.text.translate(vocabulary.SUPERSCRIPTS), sign.start)
        if len(inner) > 1 or self.pending:
            inner = [Sign("(", "(", sign.start, sign.start, False), *inner, Sign(")", ")", sign.end, sign.end, False)]
        self.signs[position : position + 1] = [Sign("^", sign.text, sign.start, sign.start, False), *inner]
        return position

    def subscript(self, sign: Sign, position: int) -> int:
        inner = shifted(sign.text.translate(vocabulary.SUBSCRIPTS), sign.start)
        inner = [Sign("(", "(", sign.start, sign.start, False), *inner, Sign(")", ")", sign.end, sign.end, False)]
        self.signs[position : position + 1] = [Sign("_", sign.text, sign.start, sign.start, False), *inner]
        return position

    def underscore(self, sign: Sign, position: int) -> int:
        if self.pending == "function":
            return self._decorate("SUB", sign, position)
        if self.pending == "big":
            return self._lower(sign, position)
        raise Fault("unexpected '_': no name stands before this subscript", sign.start, sign.end)

    def _decorate(self, type: str, sign: Sign, position: int) -> int:
        """log_2 and log^2: what stands between a function and its argument; log^* is the iterated logarithm."""
        follower = position + 1
        if type == "SUP" and self.out[-1].value in vocabulary.LOGARITHMS:
            inner = follower + (self.peek(follower) in "({")
            if self.peek(inner) == "·":
                after = inner + 1 + (inner > follower)
                self.out[-1].value, self.out[-1].end = "log_star", self.signs[after - 1].end
                return after
            if self.peek(follower) == "{" and self.peek(follower + 1) == "(":
                raise _iterated_or_power(sign)
            if self.peek(follower) == "(" and self.peek(follower + 2) == ")" and sign.text == "^":
                raise _iterated_or_power(sign)
        self.put(type, None, sign.start, sign.end)
        return self.expect_group(follower, "decoration")

    def _lower(self, sign: Sign, position: int) -> int:
        self.put("_LOWER", None, sign.start, sign.end)
        if self.peek(position + 1) not in ("{", "("):
            self.finish_pending(position)
        self.pending = "lower"
        return position + 1

    def expect_group(self, position: int, role: str) -> int:
        """The group after _ or ^ of an operator: in brackets, or one number or letter."""
        kind = self.peek(position)
        if kind in ("{", "(", "["):
            self.pending = role
            return position
        if kind not in ("number", "word"):
            last = self.signs[position - 1]
            raise Fault("a number, a letter or a bracket is expected here", last.start, last.end)
        sign = self.signs[position]
        if kind == "number":
            self.put("NUMBER", exact(sign.text), sign.start, sign.end)
        else:
            letter = sign.text if sign.text in vocabulary.WORDS else sign.text[0]
            self.put("NAME", self.symbol(letter), sign.start, sign.start + len(letter))
            if len(letter) < len(sign.text):
                rest = Sign("word", sign.text[len(letter) :], sign.start + len(letter), sign.end, False)
                self.signs.insert(position + 1, rest)
        self.pending = "function" if role == "decoration" else ""
        self.operand = False
        return position + 1

    def bang(self, sign: Sign, position: int) -> int:
        if not self.operand:
            raise Fault("nothing stands before this !", sign.start, sign.end)
        if self.out[-1].type == "BANG":
            raise Fault("!! may be the double factorial or twice the factorial: use brackets", sign.start - 1, sign.end)
        self.put("BANG", "", sign.start, sign.end)
        return position + 1


def _iterated_or_power(sign: Sign) -> Fault:
    message = "log^(k) may be the logarithm taken k times, or a power of it"
    return Fault(message, sign.start, sign.end, advice="write log log n for the one, log^2 n for the other")


def exact(text: str) -> ex.Number:
    """The rational number that is written; 1_000 is 1000."""
    if text in vocabulary.FRACTIONS:
        return ex.Number(vocabulary.FRACTIONS[text])
    text = text.replace("_", "")
    return ex.Number(Fraction(text), True) if "." in text else ex.number(int(text))


def shifted(text: str, offset: int) -> list[Sign]:
    """The signs of a piece of text that stands at this offset."""
    return [Sign(sign.kind, sign.text, sign.start + offset, sign.end + offset, sign.spaced) for sign in scan(text)]
