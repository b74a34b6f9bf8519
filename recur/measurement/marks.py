"""What the marks inside numbers mean: 1,000 is a thousand or one, as the other numbers of the table tell, or nobody.

A mark followed by anything but three digits is a decimal one; a mark that comes twice, or before the other mark, sets
thousands apart. What is left open is decided by sizes being whole, or asked.
"""

from collections.abc import Iterable

from recur.model.patterns import regex
from recur.model.records import frozen

_NUMBER = regex(r"(?P<sign>[+-]?)(?P<core>\d[\d.,]*|[.,]\d+)(?P<rest>(?:[eE][+-]?\d{1,4})?)\s*(?P<unit>[A-Za-zµμ]*)")
#: Marks that only set thousands apart: 1 000, 1'000, 1_000.
_PLAIN_GROUPS = regex(r"(?<=\d)[ _'’\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_OPEN = regex(r"[1-9]\d{0,2}[.,]\d{3}")
_OTHER = {",": ".", ".": ","}


class TwoReadings(Exception):
    """A number that can be read in two ways, and both of them."""

    def __init__(self, cell: str, mark: str) -> None:
        number = _NUMBER.fullmatch(cell)
        core = cell if number is None else number["core"]
        super().__init__(f"{core} can be {core.replace(mark, '')} or {core.replace(mark, '.')}")
        self.cell, self.thousands = cell, core.replace(mark, "")
        self.decimal = core.replace(mark, ".")


@frozen
class DecimalMarks:
    """The mark that sets thousands apart in a column ("" where none does); the other one is decimal."""

    thousands: str
    example: str = ""  # a number that could have been read otherwise

    def plain(self, cell: str) -> str:
        """The cell with a point for its decimal mark and nothing between thousands; as it is where it is no number."""
        bare = _PLAIN_GROUPS.sub("", cell)
        number = _NUMBER.fullmatch(bare)
        if number is None:
            return cell
        core = number["core"].replace(self.thousands, "") if self.thousands else number["core"]
        return f"{number['sign']}{core.replace(',', '.')}{number['rest']}{number['unit']}"


def marks_of(sizes: Iterable[str], times: Iterable[str]) -> tuple[DecimalMarks, DecimalMarks]:
    """The marks of the column of sizes and of that of times; raises `TwoReadings` where neither tells."""
    columns = [_cores(sizes), _cores(times)]
    decimal: set[str] = set()
    grouping: list[set[str]] = [set(), set()]
    for number, column in enumerate(columns):
        for core in column.values():
            sure = _sure(core)
            if sure is not None:
                decimal.update(mark for mark in sure[0])
                grouping[number].update(mark for mark in sure[1])
    grouping[0] |= _whole(columns[0], decimal)
    return (
        _settled(columns[0], decimal, grouping[0], set(), is_size=True),
        _settled(columns[1], decimal, grouping[1], grouping[0], is_size=False),
    )


def _cores(cells: Iterable[str]) -> dict[str, str]:
    """The digits and marks of each cell that is a number."""
    found = {}
    for cell in cells:
        number = _NUMBER.fullmatch(_PLAIN_GROUPS.sub("", cell))
        if number is not None:
            found[cell] = number["core"]
    return found


def _sure(core: str) -> tuple[str, str] | None:
    """The decimal mark and the mark of thousands that a number shows beyond doubt ("" where none); None: it is open."""
    if _OPEN.fullmatch(core):
        return None
    marks = [character for character in core if character in ",."]
    if not marks:
        return "", ""
    if len(set(marks)) == 2:
        return marks[-1], marks[0]
    return ("", marks[0]) if len(marks) > 1 else (marks[0], "")


def _whole(column: dict[str, str], decimal: set[str]) -> set[str]:
    """16,384 as a size: with a decimal mark it were no whole number. Several sizes in round thousands are such too."""
    found: set[str] = set()
    for mark in (",", "."):
        opened = {core for core in column.values() if _OPEN.fullmatch(core) and mark in core}
        fractions = [core for core in opened if not core.endswith("000")]
        if mark not in decimal and (fractions or (mark == "," and len(opened) > 1)):
            found.add(mark)
    return found


def _settled(
    column: dict[str, str], decimal: set[str], grouping: set[str], elsewhere: set[str], is_size: bool
) -> DecimalMarks:
    chosen, example = "", ""
    for cell, core in column.items():
        mark = next((character for character in core if character in ",."), "")
        sure = _sure(core)
        if sure is not None:
            thousands = sure[1]
        elif mark in decimal:
            if mark in grouping:
                raise TwoReadings(cell, mark)
            thousands = ""
        elif mark in grouping or _OTHER[mark] in decimal or (mark == "," and mark in elsewhere):
            thousands = mark
        elif is_size or mark == "," or mark in elsewhere:
            raise TwoReadings(cell, mark)
        else:
            thousands = ""
        if thousands and chosen not in ("", thousands):
            raise TwoReadings(cell, thousands)
        if thousands and not example:
            chosen, example = thousands, core
    return DecimalMarks(chosen, example)
