"""The text around a formula turned into blanks, sign for sign, so that every column stays where it was.

Letters drawn in another face become the plain ones; tags, commands that set type, labels and comments are
blanked; entities and line breaks become the one sign they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from recur.model.limits import MAX_CHARACTERS, MAX_DIGITS
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.text.coverage import Skipped, blanked

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DIGITS = re.compile(rf"[0-9]{{{MAX_DIGITS + 1},}}")
_LONG_WORD = re.compile(r"[A-Za-z]{61,}")
_NEEDS_CLEANING = re.compile(
    r"[\\$`\"'&\n\t_#%:|{]|~|\*\*|//|--|  \(|\.\.\.|…|<[A-Za-z/!]|^\s*(?:[-#*;%/>+·(\[]|\w{1,4}[.)])"
    r"|[A-Za-z]{4,}|\w [A-Za-z]{2,} |[\u00c0-\u1fff\u3040-\uffff]|[?.]\s*$"
)


@cache
def _stages() -> tuple[tuple[str, Callable[[str], str]], ...]:
    """What is cleaned away, in this order; most of what is typed is plain, and loads none of them."""
    from recur.parsing.text.languages import in_english
    from recur.parsing.text.layout import laid_out_plainly
    from recur.parsing.text.markup import without_markup
    from recur.parsing.text.typesetting import without_typesetting

    return (
        ("markup", without_markup),
        ("typesetting", without_typesetting),
        ("layout", laid_out_plainly),
        ("language", in_english),
    )


def clean(text: str) -> tuple[str, list[Skipped]]:
    """The text, equally long, with nothing left but what the scanner reads; and what was blanked, as what."""
    if len(text) > MAX_CHARACTERS:
        message = f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        raise beyond_limit(message, 0, 1)
    digits = _DIGITS.search(text)
    if digits:
        message = f"a number of {len(digits[0]):,} digits; at most {MAX_DIGITS:,} are read"
        raise beyond_limit(message, digits.start(), digits.start() + 1)
    word = _LONG_WORD.search(text)
    if word:
        raise Fault(f"unknown name {word[0][:20]}…", word.start(), word.end())
    control = _CONTROL.search(text)
    if control:
        from recur.parsing.text.characters import strange

        raise strange(text, control.start())
    skipped: list[Skipped] = []
    if not text.isascii():
        from recur.parsing.text.characters import in_our_letters

        before, text = text, in_our_letters(text)
        skipped += blanked(before, text, "characters")
    if _NEEDS_CLEANING.search(text):
        for kind, stage in _stages():
            before, text = text, stage(text)
            skipped += blanked(before, text, kind)
    return text, skipped
