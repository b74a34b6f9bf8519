"""What can be told of choices without reading the question: cues, and how often they are right.

A cue chooses by looks: the longest choice, the last. By chance it is right once in as many times as there are choices.
Where it is right, or wrong, so often that chance does so in one exam of a hundred at most, whoever knows the cue needs
no mathematics.

Source: J. Millman, C. H. Bishop and R. Ebel, "An analysis of test-wiseness", Educational and Psychological Measurement
25 (1965).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import prod

from recur.exercises.exercise import AnswerChoice
from recur.model.patterns import regex

RARELY = Fraction(1, 100)  # of the exams, in which some cue may be as good by chance
MOST_GUESSES = 400  # that are looked at
_PART = regex(r"log|√|!|\^|[⁰-⁹²³¹ⁿ]|/|[+−]|n")
_NUMBER = regex(r"\d+")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
Choices = Sequence[AnswerChoice]
Written = Sequence[str]


def lengths(choices: Written) -> list[int]:
    return [len(choice) for choice in choices]


def largest_numbers(choices: Written) -> list[int]:
    """The largest number in each choice, exponents among them."""
    return [max(map(int, _NUMBER.findall(choice.translate(_RAISED))), default=1) for choice in choices]


def likenesses(choices: Written) -> list[int]:
    """How many parts each choice shares with the others, less those in which it differs: log, √, +, never numbers."""
    made = [frozenset(_PART.findall(choice)) for choice in choices]
    return [sum(len(one & other) - len(one ^ other) for other in made) for one in made]


def _alone(measures: list[int], extreme: Callable[[list[int]], int]) -> int | None:
    """The one place of the extreme; none where there are several."""
    wanted = extreme(measures)
    return measures.index(wanted) if measures.count(wanted) == 1 else None


def _only(choices: Written, part: str, has: bool = True) -> int | None:
    """The one choice with the part, or without it; none where there are several."""
    found = [at for at, choice in enumerate(choices) if (part in choice) == has]
    return found[0] if len(found) == 1 else None


def _extreme_growth(choices: Choices, fastest: bool) -> int | None:
    """The one choice of the fastest growth, or of the slowest; none where some have no growth, or several this one."""
    growths = [each.growth for each in choices]
    known = [growth for growth in growths if growth is not None]
    if len(known) < len(growths):
        return None
    found = reduce(lambda one, other: other if (one < other) == fastest else one, known)
    return known.index(found) if known.count(found) == 1 else None


Look = Callable[[Choices], int | None]


def _of_writing(look: Callable[[Written], int | None]) -> Look:
    return lambda choices: look([each.written for each in choices])


#: What each look chooses, or nothing where it does not tell; the order of the choices does not matter.
LOOKS: Mapping[str, Look] = {
    "the longest choice": _of_writing(lambda written: _alone(lengths(written), max)),
    "the shortest choice": _of_writing(lambda written: _alone(lengths(written), min)),
    "the choice most like the others": _of_writing(lambda written: _alone(likenesses(written), max)),
    "the choice least like the others": _of_writing(lambda written: _alone(likenesses(written), min)),
    "the choice with the largest number": _of_writing(lambda written: _alone(largest_numbers(written), max)),
    "the only choice with a logarithm": _of_writing(lambda written: _only(written, "log")),
    "the only choice without a logarithm": _of_writing(lambda written: _only(written, "log", False)),
    "the choice of the fastest growth": lambda choices: _extreme_growth(choices, True),
    "the choice of the slowest growth": lambda choices: _extreme_growth(choices, False),
}
#: Looks that tell always, while the others tell only of some choices.
GROWTHS = frozenset(("the choice of the fastest growth", "the choice of the slowest growth"))
CUES: Mapping[str, Look] = {
    "the first choice": lambda choices: 0,
    "the last choice": lambda choices: len(choices) - 1,
    **LOOKS,
}


def telling_cues(asked: Sequence[Choices]) -> Iterator[str]:
    """The cues that are right, or wrong, more often than chance would have it."""
    for name, cue in CUES.items():
        told = ((choices, cue(choices)) for choices in asked)
        guessed = [(choices, at) for choices, at in told if at is not None][:MOST_GUESSES]
        right = sum(choices[at].right for choices, at in guessed)
        fewer, more = tails([len(choices) for choices, _ in guessed], right)
        if min(fewer, more) * 2 * len(CUES) < RARELY:
            looks = "ruled out" if fewer < more else "chosen"
            yield f"{name} is right in {right:,} of {len(guessed):,}: it can be {looks} by its looks"


def tails(choices: Sequence[int], right: int) -> tuple[Fraction, Fraction]:
    """The probabilities that guesses among so many choices each are right at most, and at least, so often.

    >>> tails([2, 2], 2)
    (Fraction(1, 1), Fraction(1, 4))
    """
    ways = [1]  # in which the first guesses are right 0, 1, 2, … times
    for count in choices:
        ways = [wrong + hit for wrong, hit in zip([*(way * (count - 1) for way in ways), 0], [0, *ways], strict=True)]
    every = prod(choices)
    return Fraction(sum(ways[: right + 1]), every), Fraction(sum(ways[right:]), every)
