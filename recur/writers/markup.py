"""The parts of a page: words and formulas in a sentence, displayed formulas, tables, figures. Everything is escaped."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape

from recur.forkjoin.laws.rounding import short_decimal
from recur.model import Expr, Step, Voice, expressions as ex
from recur.model.patterns import regex
from recur.notation import mathml, text
from recur.notation.layout import pieces, sides
from recur.writers.characters import columns, printable

HELD_TOGETHER = 30  # columns of a formula that never breaks inside a sentence
WIDEST = 64  # columns of a displayed formula on one line
POWER = regex(r"\b(\w+)\^(\w+|\([\w^]+\))")
INDEX = regex(r"\b([A-Za-z])_(\w+)")
SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "*": "·"}
INFINITY = ("inf", "infty", "infinity")
BESIDE = regex(r"([(\[]*)(<math>(?:(?!</math>).)*</math>)([.,;:!?)\]…]*)")


def as_typed(words: str) -> str:
    """What somebody typed, as it stands."""
    return escape(printable(words), quote=True)


def words(sentence: str) -> str:
    """Words of our own: 2^10 with its exponent raised, T_1 with its index lowered, signs as they are printed."""
    for typed, sign in SIGNS.items():
        sentence = sentence.replace(typed, sign)
    raised = POWER.sub(lambda match: f"{match[1]}<sup>{match[2].strip('()')}</sup>", as_typed(sentence))
    return INDEX.sub(lambda match: f"{match[1]}<sub>{'∞' if match[2] in INFINITY else match[2]}</sub>", raised)


def rounded_decimal(value: Fraction, digits: int = 4) -> str:
    """52429, 0.3333, 1.845·10¹⁹: rounded to the digits."""
    return shown_digits(short_decimal(value, digits))


def shown_digits(written: str) -> str:
    """1.845e19 and 2^10 with their exponents raised."""
    front, e, exponent = written.partition("e")
    if e:
        return f"{front}·10<sup>{exponent.replace('-', '−')}</sup>"
    base, caret, exponent = written.partition("^")
    return f"{base}<sup>{exponent}</sup>" if caret else written


def unbroken(content: str) -> str:
    """Sentences in which no line ends between a formula and the full stop or the bracket beside it."""
    return BESIDE.sub(lambda m: f'<span class="held">{m[0]}</span>' if m[1] or m[3] else m[0], content)


def width(x: Expr) -> int:
    return columns(text.write(x))


def inline(x: Expr) -> str:
    """A formula inside a sentence; a long one may break before its outermost signs, and scrolls if it must."""
    if width(x) <= HELD_TOGETHER:
        return mathml.write(x, inline=True)
    parts = (mathml.mathematics(piece, inline=True) for piece in _cut(x, True, HELD_TOGETHER))
    return "<wbr>".join(f'<span class="wide">{part}</span>' for part in parts)


#: how the sentences of a derivation are written
VOICE = Voice(inline, words)
#: words and formulas beside a displayed formula
ASIDE = Voice(mathml.elements, lambda said: said and f"<mtext>{as_typed(said).replace(' ', '&#160;')}</mtext>")


def displayed(*formulas: Expr) -> str:
    """Formulas on lines of their own, below each other at their first relation signs."""
    return aligned([row for formula in formulas for row in rows(formula)])


def aligned(table: Sequence[tuple[str, ...]]) -> str:
    """Rows of left sides, the rest, and perhaps a condition: already written."""
    if len(table) == 1 and len(table[0]) == 2:
        content = "".join(table[0])
    else:
        content = f'<mtable class="aligned" displaystyle="true">{"".join(map(_row, table))}</mtable>'
    return f'<div class="formula"><math displaystyle="true">{content}</math></div>'


def _row(cells: tuple[str, ...]) -> str:
    left, right, *condition = cells
    last = "".join(f'<mtd class="condition">{cell}</mtd>' for cell in condition)
    return f"<mtr><mtd>{left}</mtd><mtd>{right}</mtd>{last}</mtr>"


def rows(formula: Expr) -> list[tuple[str, str]]:
    """(left side, sign and right side); a long chain goes on in further rows, with nothing at their left."""
    if not isinstance(formula, ex.Relation):
        return [("", mathml.elements(formula))]
    if width(formula) <= WIDEST:
        first, *rest = (_signed(*side, False) for side in sides(formula))
        return [(first, "".join(rest))]
    first, *rest = _cut(formula, False, WIDEST - width(formula.left))
    return [(first if not position else "", piece) for position, piece in enumerate(rest)]


def _cut(x: Expr, tight: bool, room: int) -> list[str]:
    """The formula cut before its outermost relation signs, and a long sum before the sign of a term."""
    found: list[str] = []
    for sign, side in sides(x):
        (_, first), *more = pieces(side, width, room)
        found += [_signed(sign, first, tight), *(_signed(*piece, tight) for piece in more)]
    return found


def _signed(sign: str, side: Expr, tight: bool) -> str:
    return (mathml.operator(sign) if sign else "") + mathml.elements(side, tight)


def condition(said: Step) -> str:
    """Where a closed form holds, in mathematics: "for every n ≥ 0", "for n = 2^j"."""
    return ASIDE.sentence(said)


def paragraph(content: str, kind: str = "") -> str:
    return f"<p{_class(kind)}>{content}</p>"


def heading(level: int, content: str, kind: str = "", anchor: str = "") -> str:
    place = f' id="{anchor}"' if anchor else ""
    return f"<h{level}{_class(kind)}{place}>{content}</h{level}>"


def table(heads: Sequence[str], body: Iterable[Sequence[str]], left: frozenset[int] = frozenset()) -> str:
    """Cells that are already written; `left` are the columns of words."""
    lines = [f"<tr>{''.join(_cell(cell, i in left, True) for i, cell in enumerate(row))}</tr>" for row in (heads,)]
    rest = [f"<tr>{''.join(_cell(cell, i in left, False) for i, cell in enumerate(row))}</tr>" for row in body]
    inner = f"<thead>{lines[0]}</thead>\n<tbody>\n" + "\n".join(rest) + "\n</tbody>"
    return f'<div class="table"><table>\n{inner}\n</table></div>'


def _cell(content: str, left: bool, head: bool) -> str:
    kind = _class("left" if left else "")
    return f'<th scope="col"{kind}>{content}</th>' if head else f"<td{kind}>{content}</td>"


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of names and what they are."""
    return "<dl>\n" + "\n".join(f"<dt>{name}</dt><dd>{content}</dd>" for name, content in pairs) + "\n</dl>"


def figure(svg: str, caption: str, kind: str = "") -> str:
    """A picture in a box of its own, which scrolls on a narrow page."""
    drawn = svg[svg.index("<svg") :].strip()
    said = f"\n<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure{_class(kind)}><div class="picture">\n{drawn}\n</div>{said}</figure>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
