"""Which wrong answers stand beside the key, and in which order, so that no look of theirs tells it."""

from collections.abc import Sequence
from random import Random

from recur.exercises.exercise import AnswerChoice
from recur.exercises.looks import LOOKS

FEWEST_CHOICES, MOST_CHOICES = 2, 4  # wrong answers beside the right one
MOST_TRIED = 120  # sets of wrong answers


def offered(key: AnswerChoice, wrong: Sequence[AnswerChoice], chance: Random) -> tuple[AnswerChoice, ...]:
    """The key among wrong answers, in an order that says nothing; none where there are too few.

    Of each look it is drawn whether the key shall have it, once in as many times as there are choices; of many sets of
    wrong answers one is taken that comes nearest to that, and among those one with the fewest mistakes made at once.
    """
    if len(wrong) < FEWEST_CHOICES:
        return ()
    count = min(MOST_CHOICES, len(wrong))
    wanted = [chance.randrange(count + 1) == 0 for _ in LOOKS]
    best: tuple[int, int, float] | None = None
    kept: list[AnswerChoice] = []
    for _ in range(MOST_TRIED):
        size = count - (count > FEWEST_CHOICES and chance.randrange(4) == 0)
        tried = chance.sample(wrong, size)
        rank = _told(key, tried, wanted), sum(each.is_compound for each in tried), chance.random()
        if best is None or rank < best:
            best, kept = rank, tried
    return tuple(chance.sample([key, *kept], len(kept) + 1))


def _told(key: AnswerChoice, wrong: Sequence[AnswerChoice], wanted: Sequence[bool]) -> int:
    """Of how many looks the key has what it shall not have, or has not what it shall have."""
    written = [key.written, *(each.written for each in wrong)]
    found = [look(written) for look in LOOKS.values()]
    return sum(at is not None and (at == 0) != wish for at, wish in zip(found, wanted, strict=True))
