"""Sentences: where one statement ends and the next begins, relations, and conditions such as `if n > 1`."""

from __future__ import annotations

from recur.model.expressions import Number
from recur.parsing.faults import Fault
from recur.parsing.formulas.operators import Operators, exact
from recur.parsing.text.lexemes import LISTS, RANGES
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import BRACKET_NAMES, OPENING, WORDS

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
