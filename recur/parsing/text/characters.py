"""The characters of a text: letters in another face and marks in another drawing become ours, impostors are named.

A word of another language stays as it is; 𝑇 and Ｔ are our T; a Greek Τ or a Cyrillic Т that stands for a name
is refused, for it cannot be told from ours by looking.
"""

import re
import unicodedata

from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.text import vocabulary
from recur.parsing.text.languages import UNSPACED

#: Signs beyond ASCII that the scanner knows as they are.
KNOWN_SIGNS = frozenset("ΘΩωθφΦϕπΣΠ√∛∞⌊⌋⌈⌉≤≥≠~⇒∈·…∀" + "".join(vocabulary.GREEK) + "".join(vocabulary.FRACTIONS)) | set(
    vocabulary.SUPERSCRIPT_SIGNS + vocabulary.SUBSCRIPT_SIGNS
)

#: How the database of characters marks a letter in another face, 𝑇 or Ｔ; one without a mark is the letter itself.
_FACES = ("<font>", "<wide>", "<narrow>", "0")
_DASH = regex(r"(?<=\s)—(?=\s+([^\W\d_]{3,}))")
#: A word with Latin letters that carry accents, a Cyrillic word, or a run of Chinese, Japanese or Korean.
_WORD = regex(rf"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]{{2,}}|[\u0400-\u04ff]+|[{UNSPACED}]+")


def in_our_letters(text: str) -> str:
    """Every letter in another face, and every mark in another drawing, becomes ours; the rest is named."""
    swapped = (_DASH.sub(_aside, text) if "—" in text else text).translate(vocabulary.LOOK_ALIKES)
    if swapped.startswith("\ufeff"):
        swapped = " " + swapped[1:]
    if all(character < "\x80" or character in KNOWN_SIGNS for character in swapped):
        return swapped
    letters = list(_undecorated(swapped))
    words = _foreign_positions(swapped)
    for position, character in enumerate(letters):
        if character < "\x80" or character in KNOWN_SIGNS or position in words:
            continue
        if latin_twin(character) is not None:
            raise _deceptive(text, position)
        plain = unicodedata.normalize("NFKC", character).translate(vocabulary.LOOK_ALIKES)
        if len(plain) != 1 or not (plain < "\x80" or plain in KNOWN_SIGNS):
            raise strange(text, position)
        letters[position] = plain
    return "".join(letters)


def _aside(match: re.Match[str]) -> str:
    """`T(n) = O(2^n) — exponential`: the dash before a word that is no function sets a remark apart."""
    if match[1].lower() in vocabulary.WORDS:
        return match[0]
    return (";" if match[1].isascii() else " ") + match[0][1:]


def _undecorated(text: str) -> str:
    """Stars, ticks and pictures before the first word of a line and behind a whole formula say nothing."""
    if not any(_is_decoration(character) for character in text):
        return text
    lines = []
    for line in text.split("\n"):
        letters = list(line)
        for order, operators in ((range(len(line)), ""), (range(len(line) - 1, -1, -1), "+-=*/^·<>≤≥(,")):
            blanked = []
            for place in order:
                if _is_decoration(letters[place]):
                    blanked.append(place)
                elif letters[place].isalnum() or letters[place] in "()[]|\\" or letters[place] in operators:
                    break
            else:
                continue
            if not operators or letters[place] not in operators:
                for position in blanked:
                    letters[position] = " "
        lines.append("".join(letters))
    return "\n".join(lines)


def _is_decoration(character: str) -> bool:
    return character >= "\u2200" and (character in "∎\ufe0f\u20e3" or unicodedata.category(character) == "So")


def _foreign_positions(text: str) -> set[int]:
    """Where words of other languages stand: of ТОН and Τ nothing tells them from ours, so these are none."""
    found: set[int] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        if "\u0400" <= word[0] <= "\u04ff" and word.lower() not in vocabulary.WORDS:
            telling = sum(letter not in vocabulary.DECEPTIVE_LETTERS for letter in word)
            if len(word) < 3 or not telling:
                continue
        found.update(range(*match.span()))
    return found


def strange(text: str, position: int) -> Fault:
    """A sign the language does not have, by its code point: some of them cannot be seen."""
    character = text[position]
    name = unicodedata.name(character, "control character")
    seen = f"{character!r}, " if character.isprintable() else ""
    without = None if seen else text.replace(character, "")
    return Fault(f"unexpected character {seen}U+{ord(character):04X} ({name})", position, position + 1, without)


def _deceptive(text: str, position: int) -> Fault:
    """A letter that only looks like one of ours, by its name, and the text with those that are meant."""
    character = text[position]
    twin = latin_twin(character)
    assert twin is not None
    name = unicodedata.name(character, "a letter of another script")
    kind = "Latin letter" if twin.isalpha() else "digit"
    message = f"{character!r} is U+{ord(character):04X} ({name}), not the {kind} {twin} that it looks like"
    plain = "".join(latin_twin(letter) or letter for letter in text)
    return Fault(message, position, position + 1, plain, advice=f"write {twin} for it")


def latin_twin(character: str) -> str | None:
    """The Latin letter or digit that a sign only looks like; 𝑇 and Ｔ are Latin letters, ⅽ and Τ are none."""
    if character < "\x80":
        return None
    if character in vocabulary.DECEPTIVE_LETTERS:
        return vocabulary.DECEPTIVE_LETTERS[character]
    plain = unicodedata.normalize("NFKC", character)
    plain = vocabulary.DECEPTIVE_LETTERS.get(plain, plain)
    if len(plain) != 1 or not plain.isascii() or not plain.isalnum():
        return None
    kept = unicodedata.decomposition(character).startswith(_FACES) and plain == unicodedata.normalize("NFKC", character)
    return None if kept or character in KNOWN_SIGNS else plain
