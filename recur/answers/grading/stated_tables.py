"""TOML that a teacher writes: its fields read with care, each complaint at the line of the field."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from recur.answers.grading.rubric import Share
from recur.answers.grading.submissions import InvalidAssignment, unreadable_file
from recur.model import Place
from recur.model.patterns import regex

MOST_BYTES = 4_000_000
MOST_ZEROS = 1_000
#: a.b.c…: each further part costs its reader a table, and all the parts before it once more.
_DOTTED = regex(r"(?<![\w-])(?:[\"']?[\w-]++[\"']?[ \t]*+\.[ \t]*+){64}")


def text_of(path: Path, what: str) -> str:
    """The text of the file; `what` it is meant to be. Raises `InvalidAssignment`."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        raise unreadable_file(path, fault) from None
    if len(raw) > MOST_BYTES:
        raise InvalidAssignment(f"{path.name} has more than {MOST_BYTES:,} bytes, too many for {what}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise InvalidAssignment(f"{path.name} is not UTF-8: byte 0x{raw[fault.start]:02x} in line {line}") from None


class StatedTables:
    """One file being read: what is asked of it, and where in it a complaint belongs; `heads` names its [[tables]]."""

    def __init__(self, text: str, where: str, heads: str) -> None:
        self.text, self.where, self.heads = text, where, heads
        self.entry = 0  # which table is being read, from 1

    @cached_property
    def document(self) -> Mapping[str, Any]:
        if _DOTTED.search(self.text):
            raise InvalidAssignment(f"{self.where} has a name of more than 64 parts between dots")
        try:
            return tomllib.loads(self.text, parse_float=_decimal)
        except ValueError as fault:  # TOMLDecodeError, or a number of too many digits
            raise self._broken(str(fault)) from None
        except RecursionError:
            raise InvalidAssignment(f"{self.where} is nested too deeply") from None

    def _broken(self, reason: str) -> InvalidAssignment:
        said = re.search(r"\(at line (\d+), column (\d+)\)", reason)
        place = Place(int(said[1]), int(said[2])) if said else None
        message = re.sub(r"\s*\(at .*\)$", "", reason)
        told = f"{self.where} is not TOML: {message[:1].lower()}{message[1:]}"
        return InvalidAssignment(told, text=self.text, place=place)

    def share(self, field: str, value: Any) -> Share:
        if value == "person":
            return None
        try:
            share = self.exact(value)
            if isinstance(value, str) and "e" not in value.casefold():  # 1e999999999 is a share of nothing
                share = Fraction(value.rstrip("% ")) / (100 if value.endswith("%") else 1)
        except (ValueError, ZeroDivisionError, OverflowError):
            share = None
        if share is None or not 0 <= share <= 1:
            hint = 'such as 0.5, "1/2", "50%", or "person" where somebody has to look'
            raise self.wrong(field, f"the share for {field} is a number from 0 to 1, not {self.shown(value)}", hint)
        return share

    def word(self, table: Mapping[str, Any], field: str) -> str:
        value = table.get(field, "")
        if not isinstance(value, str):
            raise self.wrong(field, f"{field} is a text in quotation marks, not {self.shown(value)}")
        return value.strip()

    @staticmethod
    def exact(value: Any) -> Fraction | None:
        return Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None

    @staticmethod
    def shown(value: Any) -> str:
        return repr(value)[:60] if not isinstance(value, Decimal) else str(value)

    def known(self, table: Iterable[str], fields: tuple[str, ...], what: str) -> None:
        for field in table:
            if field not in fields:
                near = get_close_matches(field, fields, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]}?" if near else f"{what} has: {', '.join(fields)}"
                raise self.wrong(field, f"{what} has no field {field!r}", hint)

    def wrong(self, field: str, message: str, hint: str | None = None) -> InvalidAssignment:
        """The complaint at the line of the field, in the table that is being read."""
        if self.entry:
            message = f"{self.heads} {self.entry}: {message}"
        return InvalidAssignment(message, text=self.text, place=self.place(field), hint=hint)

    def place(self, field: str) -> Place | None:
        """The line where the field is set; else that of its table; None where neither is found."""
        heads = re.compile(rf"^\s*\[\[\s*{self.heads}\s*\]\]")
        setting = re.compile(rf"^(\s*|.*[{{,.\[]\s*)[\"']?{re.escape(field)}[\"']?\s*[\].=]")
        seen, head = 0, None
        for number, line in enumerate(self.text.split("\n"), 1):
            if heads.match(line):
                seen += 1
                head = Place(number, 1, len(line.rstrip())) if seen == self.entry else head
            if seen == self.entry and setting.match(line) and not line.lstrip().startswith("#"):
                start = line.index(field)
                return Place(number, start + 1, len(field))
        return head


def _decimal(digits: str) -> Decimal:
    """A number as it is written; one of a thousand zeros is no share and no points."""
    value = Decimal(digits)
    if value.is_finite() and abs(value.adjusted()) > MOST_ZEROS:
        raise ValueError(f"the number {digits[:20]} is out of reach")
    return value


def spelled(line: str) -> str:
    """not-tight and not_tight are "not tight" as well."""
    return re.sub(r"[\s_-]+", " ", line.strip())


def quoted(text: str) -> str:
    """A basic string of TOML, which are those of JSON but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
