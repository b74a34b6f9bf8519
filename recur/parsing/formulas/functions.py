"""Known functions: log_2 n, √n, max(…), and sums and maxima over a range in all their notations."""

from __future__ import annotations

from recur.parsing.faults import Fault
from recur.parsing.formulas.operators import exact
from recur.parsing.formulas.sentences import Sentences
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import BRACKET_NAMES, LOGARITHMS, OPENING

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
        """log2(n), log2 n and log10 n have a base; in n^log7 the 7 is the argument."""
        if self.peek(position) != "number" or self.signs[position].spaced or "." in self.signs[position].text:
            return False
        return self.peek(position + 1) in ("word", "(", "{", "command", "√", "⌊", "⌈", "^", "super")

    def big(self, name: str, sign: Sign, position: int, follower: int) -> int:
        if self.peek(follower) in ("(", "{", "["):
            ranged, comma = self._range_inside(follower)
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
        if name in ("sum", "prod"):
            return self.big("sum" if name == "sum" else "product", sign, position, follower)
        if name == "sqrt":
            if self.peek(follower) != "[":
                return self.root_sign(sign, position)
            self.head("TWO", "root", "first", sign.start, sign.end, sign.spaced)
            return follower
        self.head("TWO", "binomial" if "binom" in name else "fraction", "first", sign.start, sign.end, sign.spaced)
        return follower
