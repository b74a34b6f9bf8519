"""A pasted working as lines, and a line as statements: chains of formulas, and what words say of a recursion tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain

from recur.answers.workings.exact_functions import SERIES
from recur.answers.workings.level_tables import LevelTable, is_rule
from recur.answers.workings.plain_lines import BY_HYPOTHESIS, lines_that_say_something, plain
from recur.answers.workings.tree_sentences import TREE_SENTENCES, TreeQuantity
from recur.answers.workings.written_dots import dots_released, with_dots_held
from recur.model import Expr, RecurError, expressions as ex
from recur.model.patterns import regex
from recur.model.records import frozen, replace
from recur.parsing.faults import Fault
from recur.parsing.formulas.building import RelationChain
from recur.parsing.recurrences.reading import Reading, read

MOST_LINES = 400
MOST_LETTERS = 2000  # of one line


class Role(StrEnum):
    """What a statement is for."""

    STEP = "step"
    ASSUMED = "assumed"  # a claim, a guess or a hypothesis: what is to be proved, or may be used
    BASE = "base"
    CONCLUDED = "concluded"


@frozen
class Stated:
    """One chain: its sides and relations, `lead` where its left side stands before, the conditions beside it.

    `quantity` is what the first side is said to be, at the level `level` of the tree.
    """

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]
    lead: str = ""
    conditions: tuple[tuple[Expr, str, Expr], ...] = ()
    large: bool = False
    role: Role = Role.STEP
    quantity: TreeQuantity | None = None
    level: Expr | None = None
    by_hypothesis: bool = False
    denied: bool = False  # it is said not to hold


@frozen
class WorkingLine:
    """A line, as it was typed; `unread` parts are formulas that could not be read."""

    number: int
    text: str
    stated: tuple[Stated, ...] = ()
    unread: bool = False
    words: str = ""

    @property
    def claims(self) -> bool:
        """Whether it says more than words."""
        return self.unread or bool(self.stated)


_PLUS_MINUS = regex(r"±|\\pm\b|\+/-|\+-")
#: c(n/2), B(-1)^n, c_1 (1 + n)
_CONSTANT_TIMES = regex(
    r"(?<![A-Za-z_\\])([A-Za-zαβ](?:_?\{?\d\}?)?)\s*\((?!\w\)\s*=|\s*(?:by|using|since|for|from|as|if|because|IH|with|ind)\b)"
)
#: (c + 1) n ≤ 2cn and 3 n = 6k, which are no c + 1 and no 3 under a condition on n
_TIMES_LAST = regex(r"((?<![A-Za-z\\])[A-Za-z]|[\d)}])[ ](?=[A-Za-z](?:\s*\^\s*\w+)?\s*(?:[=<>≤≥]|\\[lg]e))")
_ENDS_OF_SUM = regex(
    r"(?:sum|prod|[∑Σ∏])\s*(?:\\limits)?\s*_\s*(?:\{[^{}]*\}|\([^()]*\)|\w)"
    r"(?:\s*\^\s*(?:\{[^{}]*\}|\([^()]*\)|[\w∞]+))?$"
)
_LETTER_TOLD = regex(r"(?<![A-Za-z])[A-Za-z](?:_\{?\w+\}?)?\s*(?:[=<>≤≥]|\\[lg]eq?)\s*[-−]?[\d./]+$")
_SUBSCRIPT = regex(r"_\{?[^{}\s]*$")
_PRIMED = regex(r"(?<![A-Za-z\\])([a-dA-D])['’′](?![A-Za-z'’′]{2})")  # c', another constant than c
_SUM_UP_TO = regex(r"(?:sum|prod|[∑Σ∏])\s*(?:\\limits)?\s*_\s*(?:\{[^{}]*\}|\([^()]*\))\s*\^\s*$")
_CONSTANTS = frozenset("ABCDEabcdkαβ")


def read_working(text: str, variable: str, functions: frozenset[str]) -> tuple[WorkingLine, ...]:
    """Every line of the text, read as far as it can be."""
    numbered = lines_that_say_something(text)
    shown = dict(numbered)
    if len(numbered) > MOST_LINES:
        from recur.model import LimitExceeded

        raise LimitExceeded(f"a working of {len(numbered)} lines; at most {MOST_LINES} are read")
    if _E_AS_LETTER.search(text) and not re.search(r"\be\s*\^|\be\s*≈", text):
        numbered = tuple((number, _E_AS_LETTER.sub("e_1", line)) for number, line in numbered)
    sequences = _sequences_of(text) - functions
    if sequences:
        text, *called = (_called(each, sequences) for each in (text, *(line for _, line in numbered)))
        numbered = tuple(zip((number for number, _ in numbered), called, strict=True))
    reader = _LineReader(variable, functions, _letters_of(text), _defined_in(text))
    return tuple(replace(line, text=shown[line.number]) for line in _lines_and_rows(reader, numbered))


def _lines_and_rows(reader: _LineReader, numbered: Iterable[tuple[int, str]]) -> Iterator[WorkingLine]:
    table: LevelTable | None = None
    for number, line in numbered:
        if (head := LevelTable.of_head(line)) is not None:
            table = head
            yield WorkingLine(number, line)
        elif is_rule(line):
            yield WorkingLine(number, line)
        elif table is not None and (row := table.row(line)) is not None:
            yield reader.read_row(number, line, row)
        else:
            table = None
            yield reader.read(number, line)


#: A third constant after c and d, and not Euler's number.
_E_AS_LETTER = regex(r"(?<![A-Za-z\\.])e(?!\w|\s*\^|\.\w|['’])")


def _times_last(match: re.Match[str]) -> str:
    """A product, but for the n of log_2 n and the k of Σ_{k=1}^n k; a = 2 b = 2 are two equations."""
    if _LETTER_TOLD.search(match.string, 0, match.end(1)):
        return f"{match[1]}, "
    subscript = _SUBSCRIPT.search(match.string, 0, match.start())
    return match[0] if subscript or _ENDS_OF_SUM.search(match.string, 0, match.end(1)) else f"{match[1]}*"


def _defined_in(text: str) -> frozenset[str]:
    """D, where D(n) = … says what it is."""
    return frozenset(re.findall(r"(?<![\w\\])([A-Za-z])\s*\(\s*\w\s*\)\s*:?=", text))


def _sequences_of(text: str) -> frozenset[str]:
    """t, where t_{k−1} stands somewhere."""
    return frozenset(re.findall(r"(?<![\w\\])([A-Za-z])_\{?[a-z]\s*[-−]\s*\d", text))


def _called(line: str, sequences: frozenset[str]) -> str:
    """t(k − 1) for t_{k−1}"""
    names = "|".join(sorted(sequences))
    return re.sub(rf"(?<![\w\\])({names})_(?:\{{([^{{}}]*)\}}|(\w))", lambda m: f"{m[1]}({m[2] or m[3]})", line)


def _letters_of(text: str) -> frozenset[str]:
    """The letters that stand alone somewhere: L(L + 1) is a product; and no S where S(m) = … says what it is."""
    alone = set(re.findall(r"(?<![\w\\])([A-Za-z])(?![\w(]|\s*\()", text)) - set("OoTaI")
    return frozenset(alone) - _defined_in(text)


_ASSUMED = regex(
    r"\b(?:claim|guess|hyp|hypothesis|assum\w*|suppos\w*|conjecture|IH|prove|show|showing|proving|inductively|want|goal"
    r"|try|trying|ansatz)\b|^\W*(?:theorem|lemma|proposition)\b",
    re.I,
)
_ONLY_LABEL = regex(r"\W*(?:(?:our|the|induction|inductive)\s+)*\w+(?:\s+\d+)?\W*")  # Claim.
_BASE = regex(r"\b(?:base|basis|initial)\b", re.I)
#: Where one statement of a line ends and another begins.
_BREAK = regex(
    r"(?<=[\w)}\]!])[.;](?:\s+|$)|,?\s*\b(?:so that|so|hence|thus|therefore|then|which gives|which is|that gives|gives"
    r"|has (?:the |a )?(?:double |repeated |distinct )?roots?"
    r"|means|yields|implies|leads to|which yields|satisfies|we get|we obtain|this is|but|because|since|with)\b,?\s*"
    r"|(?<=[\w)}\]]),\s+(?=(?:level|depth)\s+\w+\s+\w)|(?<=[\w)}\]]),\s+(?=we\b|it\b|i\b)",
    re.I,
)
_DENIED = regex(r"\b(?:not|no|cannot|never|fails?|false|wrong|impossible|contradict\w*)\b|n't\b|≠|\\neq?\b")
#: Where T(n) = … is not said of T: the homogeneous part, a particular solution.
_IN_PART = regex(r"\b(?:homogen\w*|particular|complementary|associated)\b", re.I)
#: Of another recurrence: if the cost were 1, T(n) would be n.
_AS_IF = regex(r"\b(?:would|were|ignor\w+|neglect\w*|pretend\w*|instead of)\b", re.I)
_LARGE = regex(r"\b(?:large|big|sufficiently|eventually)\b", re.I)
_WORD = regex(r"\\?[A-Za-z][A-Za-z'’-]+")
_MATH_WORDS = frozenset(
    (
        *("log", "lg", "ln", "sqrt", "sum", "prod", "exp", "floor", "ceil", "ceiling", "max", "min", "mod", "frac"),
        *("cdot", "times", "left", "right", "le", "leq", "ge", "geq", "in", "sim", "approx", "binom"),
        *("theta", "omega", "Theta", "Omega", "alpha", "beta", "gamma", "lambda", "phi"),
        *("lfloor", "rfloor", "lceil", "rceil"),
    )
)


_FACTOR = (
    r"(?:\\?(?:sqrt|log|lg|ln)\s*(?:_\w+\s*)?(?:\([^()]*\)|\{[^{}]*\})"
    r"|\{[^{}]*\}|\([^()]*\)|\d+[A-Za-z]?(?![A-Za-z])|[A-Za-z](?![A-Za-z]))"
)


#: What single letters are read as where they are not the function that is asked about.
_WITHOUT_END = ex.Symbol("z_999")  # what ∞ is read as
_NAMED = {"harmonic": "H", "fibonacci": "F", "catalan": "C"}


class _LineReader:
    def __init__(
        self, variable: str, functions: frozenset[str], letters: frozenset[str], defined: frozenset[str]
    ) -> None:
        self.variable, self.functions, self.letters, self.defined = variable, functions, letters, defined
        #: s(0) and u(1), once s(k) = … stands anywhere, are no products
        self.called = functions | (defined - {variable, "O", "o"})
        names = "|".join(map(re.escape, sorted(functions))) or "T"
        #: icn, which is i·c·n
        self.run_together = re.compile(rf"(?<![A-Za-z_\\])(?:[a-dijk]{{1,2}}{re.escape(variable)}|[a-d]{{2}})(?![\w(])")
        #: 2^n T(0), not two formulas beside each other
        self.before_call = re.compile(rf"(?<!\}})([-=+*/^·≤≥]\s*(?:{_FACTOR}\s*)*{_FACTOR})\s+(?=(?:{names})\s*\()")

    def read(self, number: int, text: str) -> WorkingLine:
        products = _PRIMED.sub(r"\1_p ", _CONSTANT_TIMES.sub(self._times, plain(text)))
        text_read = _TIMES_LAST.sub(_times_last, self.before_call.sub(r"\1*", products))
        if len(text_read) > MOST_LETTERS:
            return WorkingLine(number, text, unread=True)
        stated: list[Stated] = []
        unread = False
        assumed = False
        base = only_label = False
        for piece in _pieces(text_read):
            words = BY_HYPOTHESIS.sub(" ", piece)
            goes_on = only_label or re.match(r"\W*(?:and|for|namely)\b", words, re.I)
            assumed = bool(_ASSUMED.search(words)) or (assumed and bool(goes_on))
            only_label = bool(_ONLY_LABEL.fullmatch(words))
            base = base or bool(_BASE.search(words))
            role = Role.ASSUMED if assumed else Role.BASE if base else Role.STEP
            found = self._quantities(words) or self._statements(words, role)
            if found and _DENIED.search(words):
                found = [replace(each, denied=True) for each in found]
            if found and (_IN_PART.search(words) or _AS_IF.search(text_read)):
                found = [replace(each, denied=self._is_of_function(each)) for each in found]
            if found is None:
                unread = True
            elif re.search(r"\b(?:hypothesis|assumption|IH)\b", piece) and words != piece:
                stated += [replace(each, by_hypothesis=True) for each in found]
            else:
                stated += found
        return WorkingLine(number, text, tuple(map(self._with_values, stated)), unread, text.lower())

    def _is_of_function(self, stated: Stated) -> bool:
        """T(n) = …, T_n = …"""
        first = stated.sides[0]
        return isinstance(first, ex.Call) and first.function in self.functions and bool(ex.symbols(first))

    def _with_values(self, stated: Stated) -> Stated:
        """a_0 is a(0), where a is a sequence."""

        def called(x: Expr) -> Expr:
            if isinstance(x, ex.Range) and x.high == _WITHOUT_END and x.op == "sum":
                terms = (ex.substitute(x.body, x.index, ex.add(x.low, ex.number(i))) for i in range(6))
                return ex.Call(SERIES, tuple(map(called, terms)))
            if isinstance(x, ex.Apply) and (name := _NAMED.get(x.name, "")) in self.functions:
                return ex.Call(name, tuple(map(called, x.arguments)))
            if isinstance(x, ex.Symbol):
                name, _, index = x.name.partition("_")
                if name in self.functions and index.isdigit():
                    return ex.Call(name, (ex.number(int(index)),))
            return ex.rebuild(x, called) if x.children else x

        return replace(stated, sides=tuple(map(called, stated.sides)))

    def _times(self, match: re.Match[str]) -> str:
        """c(n/2) is a product, unless c is the function that is asked about; Σ^n (2k − 1) is none."""
        name = match[1]
        if _SUM_UP_TO.search(match.string, 0, match.start()):
            return match[0]
        known = name in self.letters or (name[0] in _CONSTANTS and (len(name) == 1 or name[1:].strip("_{}").isdigit()))
        return f"{name}*(" if known and name not in self.functions | self.defined else match[0]

    def _statements(self, piece: str, role: Role) -> list[Stated] | None:
        """The chains of a piece; [] where it is words alone; None where it cannot be read."""
        if not _says_formula(piece):
            return []
        split = self.run_together.sub(lambda match: "*".join(match[0]), piece)
        for attempt in chain(_attempts(piece), () if split == piece else _attempts(split)):
            large = bool(_LARGE.search(piece))
            found = [each for reading in self._readings(attempt) for each in _stated(reading, role, large)]
            if found:
                return found
        return None

    def _readings(self, text: str) -> list[Reading]:
        """The text read; x = a ± b is two equations."""
        signs = ("+", "-") if _PLUS_MINUS.search(text) else ("",)
        found = [self._reading(_PLUS_MINUS.sub(sign, text)) for sign in signs]
        return [reading for reading in found if reading is not None] if None not in found else []

    def _reading(self, text: str) -> Reading | None:
        held = with_dots_held(text, self.called)
        if held is None:
            return None
        try:
            return dots_released(read(held.text, self.variable, self.called), held)
        except (Fault, RecurError):
            return None

    def _quantities(self, piece: str) -> list[Stated] | None:
        for pattern in TREE_SENTENCES:
            bare = piece.strip().rstrip(".,;").strip()
            match = pattern.fullmatch(bare) or pattern.fullmatch(bare.partition(":")[2].strip())
            if match is None:
                continue
            said = match.groupdict()
            level_said = said.pop("level", None)
            level = self._formula(level_said) if level_said else None
            found = [self._quantity(TreeQuantity(name), text, level) for name, text in said.items() if text]
            return [each for each in found if each is not None] if None not in found else None
        return None

    def _quantity(self, what: TreeQuantity, text: str, level: Expr | None) -> Stated | None:
        reading = self._reading(plain(text))
        chains = [] if reading is None else list(_stated(reading, Role.STEP, False))
        if len(chains) != 1 or chains[0].lead:
            return None
        return Stated(chains[0].sides, chains[0].relations, quantity=what, level=level)

    def read_row(self, number: int, line: str, row: Iterable[tuple[TreeQuantity, str, str]]) -> WorkingLine:
        """A row of a table of levels."""
        found = [self._quantity(what, text, self._formula(level)) for what, text, level in row]
        known = tuple(each for each in found if each is not None and each.level is not None)
        return WorkingLine(number, line, known, len(known) < len(found))

    def _formula(self, text: str) -> Expr | None:
        reading = self._reading(text)
        if reading is None or len(reading.statements) != 1:
            return None
        side = reading.statements[0].chain.sides[0]
        return side if isinstance(side, Expr) else None


#: S(m) = T(2^m): S(m) = …, a = 2, b = 2: log_b a = 1, T(0) = 0: A + B = 0; in k = n: T(n) = … stands a condition
_STATEMENT_THEN = regex(
    r"^((?:[^:=]*:|.*(?:\band\b|[,;]))?[^:=]*(?:[\w)}]\s*[)}]|\w_\{?\w+\}?)\s*=[^:=]*"
    r"|[^:=]*=[^:=,]*,[^:=]*=[^:]*):(?=[^:]*[=≤≥~≈])"
)


def _pieces(plain: str) -> Iterator[str]:
    stated = _STATEMENT_THEN.match(plain)
    if stated is not None:
        yield stated[1]
        plain = plain[stated.end() :]
    start = 0
    for match in _BREAK.finditer(plain):
        if plain[start : match.start()].count("(") > plain[start : match.start()].count(")"):
            continue
        yield plain[start : match.start()]
        start = match.end()
    yield plain[start:]


def _says_formula(piece: str) -> bool:
    bare = _WORD.sub(" ", piece)
    if re.fullmatch(r"[\s.,:;]*\d+(?:/\d+)?[\s.,:;]*", bare):
        return False  # a number alone, beside words
    return bool(
        re.search(
            r"[=<>≤≥~≈∈]|\\(?:le|ge|leq|geq|gt|lt|in|sim|Theta|Omega|mathcal)\b|(?:[OΘΩoω]|\bTheta|\bOmega)\s*\(", piece
        )
    ) or bool(re.search(r"[A-Za-z]\s*\(|\d\s*[+*/^]", bare))


def _attempts(piece: str) -> Iterator[str]:
    """The piece, and what is left of it without its label, the words before it and those behind it."""
    if (quantity := _QUANTITY_WORD.search(piece)) is not None and not _RELATION.search(piece[: quantity.start()]):
        piece = piece[quantity.end() :]
    before, colon, after = piece.partition(":")
    label = _without_leading_words(before)
    if label != before and colon and _says_formula(after) and not after.startswith("="):
        # "With k = n: T(n) = …" has a condition, "Divide by n: T(n)/n = …" has none
        yield f"{label}:{after}" if _RELATION.search(label) else after
    yield piece
    if colon and _says_formula(after) and not after.startswith("="):
        yield after
        piece = after
    bare = _without_leading_words(piece)
    yield bare
    if (called := _CALL_AFTER_WORDS.search(piece)) is not None:
        yield piece[called.start(1) :]
    while (word := re.search(r"[\s,]+([A-Za-z][A-Za-z'’-]+)[\s.,;:!]*$", bare)) and word[1] not in _MATH_WORDS:
        bare = bare[: word.start()]
    yield bare


#: Continuing k times, T(n) = …
_CALL_AFTER_WORDS = regex(r"^[^=<>≤≥()]*,\s*(\w+\s*\([^()]*\)\s*[=<>≤≥])")
#: Total = …: what is said of a quantity, and no line that goes on.
_QUANTITY_WORD = regex(
    r"\b(?:totals?|costs?|sums?|work|time|depth|height|leaves|levels?|number|size|nodes|runtime|complexity|answer|result"
    r"|solution|value|tree)\s*=", re.I
)  # fmt: skip


#: No = is passed over, and no kcn + …, which is a product.
_LEADING_WORD = regex(r"[^\w=<>≤≥]*?([A-Za-z][A-Za-z'’-]+)(?![\w(_^{]|\s*[+*/^·])[\s,:]*")


def _without_leading_words(text: str) -> str:
    while (word := _LEADING_WORD.match(text)) and word[1] not in _MATH_WORDS:
        text = text[word.end() :]
    return text


_RELATION = regex(r"[=<>≤≥]|\\(?:le|ge|leq|geq)\b")


def _stated(reading: Reading, role: Role, large: bool) -> Iterator[Stated]:
    for statement in reading.statements:
        sides = tuple(x for x in statement.chain.sides if isinstance(x, Expr))
        if len(sides) != len(statement.chain.sides) or statement.lead == "otherwise":
            continue
        conditions = () if statement.condition is None else tuple(_conditions(statement.condition))
        yield Stated(sides, statement.chain.relations, statement.lead, conditions, large, role)


def _conditions(chain: RelationChain) -> Iterator[tuple[Expr, str, Expr]]:
    for left, relation, right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
        if isinstance(left, Expr) and isinstance(right, Expr):
            yield left, relation, right
