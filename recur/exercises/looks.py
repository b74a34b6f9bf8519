"""What can be told of choices without reading the question: cues, and how often they are right.

A cue chooses by looks: the longest choice, the last. By chance it is right once in as many times as there are choices.
Where it is right, or wrong, so often that chance does so in one exam of a hundred at most, whoever knows the cue needs
no mathematics.

Source: J. Millman, C. H. Bishop and R. Ebel, "An analysis of test-wiseness", Educational and Psychological Measurement
25 (1965).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from recur.exercises.exercise import AnswerChoice

RARELY = Fraction(1, 100)  # of the exams, in which some cue may be as good by chance
MOST_GUESSES = 400  # that are looked at
_PART = re.compile(r"log|√|!|\^|[⁰-⁹²³¹ⁿ]|/|[+−]|n")
Choices = Sequence[AnswerChoice]


def lengths(choices: Choices) -> list[int]:
    return [len(choice.written) for choice in choices]


def likenesses(choices: Choices) -> list[int]:
    """How many parts each choice shares with the others, less those in which it differs: log, √, +, never numbers."""
    made = [frozenset(_PART.findall(choice.written)) for choice in choices]
    return [sum(len(one & other) - len(one ^ other) for other in made) for one in made]


def _alone(measures: list[int], extreme: Callable[[list[int]], int]) -> int | None:
    """The one place of the extreme; none where there are several."""
    wanted = extreme(measures)
    return measures.index(wanted) if measures.count(wanted) == 1 else None


#: What each cue chooses, or nothing where it does not tell.
CUES: Mapping[str, Callable[[Choices], int | None]] = {
    "the first choice": lambda choices: 0,
    "the last choice": lambda choices: len(choices) - 1,
    "the longest choice": lambda choices: _alone(lengths(choices), max),
    "the shortest choice": lambda choices: _alone(lengths(choices), min),
    "the choice most like the others": lambda choices: _alone(likenesses(choices), max),
    "the choice least like the others": lambda choices: _alone(likenesses(choices), min),
}


def telling_cues(asked: Sequence[Choices]) -> Iterator[str]:
    """The cues that are right, or wrong, more often than chance would have it."""
    for name, cue in CUES.items():
        guessed = [(choices, at) for choices in asked if (at := cue(choices)) is not None][:MOST_GUESSES]
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
