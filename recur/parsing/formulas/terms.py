"""Terms and brackets: where a product is meant though nothing is written, and what a bracket is for.

`operand` says that the last lexeme ends a term, so that another term right after it is multiplied;
`pending` is a function, call or operator still waiting for its brackets.
"""

from __future__ import annotations

from recur.model.expressions import Constant, Expr, Symbol
from recur.model.limits import MAX_NESTING
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.lexemes import Bracket, Lexeme
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import BRACKET_NAMES, CONSTANTS, GREEK, OPENING


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
        """n 2^n and (n + 1)2^n: a number may follow a term when it is raised to a power."""
        follower = self.peek(self.at + 1)
        return follower in ("^", "super") and last.type != "NUMBER" and (spaced or last.type in ("_RPAR", "BANG"))

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
            return Symbol(variable)
        if text in CONSTANTS:
            return Constant(CONSTANTS[text])
        return Symbol(GREEK.get(text, text))

    # -- brackets ------------------------------------------------------------------------------------

    def _check_brackets(self) -> None:
        """A lost bracket is the better news: it comes before whatever goes wrong because of it."""
        opened: list[Sign] = []
        for sign in self.signs:
            kind = sign.kind
            if kind in OPENING:
                opened.append(sign)
            elif kind in BRACKET_NAMES:
                if not opened:
                    raise Fault(f"this {sign.text!r} closes nothing", sign.start, sign.end)
                opener = opened.pop()
                if OPENING[opener.kind] != kind:
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
        self.push(OPENING[sign.kind], role, sign.start, sign.end)
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
            opened = BRACKET_NAMES.get(bracket.closing, bracket.closing)
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
        if self.peek(position) not in OPENING:
            return position + 1
        depth = 0
        for offset in range(position, len(self.signs)):
            kind = self.signs[offset].kind
            depth += (kind in OPENING) - (kind in BRACKET_NAMES)
            if not depth:
                return offset + 1
        return len(self.signs)
