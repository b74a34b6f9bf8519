"""Which wrong answers stand beside the key, and in which order, so that no look of theirs tells it."""

from collections.abc import Callable, Collection, Sequence
from random import Random

from recur.exercises.exercise import AnswerChoice
from recur.exercises.looks import GROWTHS, LOOKS

FEWEST_CHOICES, MOST_CHOICES = 2, 4  # wrong answers beside the right one
MOST_TRIED = 120  # sets of wrong answers
WEIGHTS = [3 if look in GROWTHS else 1 for look in LOOKS]  # of looks that are not as they shall be


def offered(key: AnswerChoice, wrong: Sequence[AnswerChoice], chance: Random) -> tuple[AnswerChoice, ...]:
    """The key among wrong answers, in an order that says nothing; none where there are too few.

    Of each look it is drawn whether the key shall have it, once in as many times as there are choices. What only wrong
    answers can have here, or only the key, shall none of them have alone. Of many sets of wrong answers one is taken
    that comes nearest to that, and among those one with the fewest mistakes made at once.
    """
    if len(wrong) < FEWEST_CHOICES:
        return ()
    count = min(MOST_CHOICES, len(wrong))
    sizes = (count - (count > FEWEST_CHOICES and chance.randrange(4) == 0) for _ in range(MOST_TRIED))
    sets = [chance.sample(wrong, size) for size in sizes]
    told = [[look([key, *tried]) for look in LOOKS.values()] for tried in sets]
    wanted = [_wanted(set(found), chance.randrange(count + 1) == 0) for found in zip(*told, strict=True)]

    def rank(at: int) -> tuple[int, int, float]:
        every = zip(WEIGHTS, wanted, told[at], strict=True)
        missed = sum(weight for weight, wish, found in every if not wish(found))
        return missed, sum(each.is_compound for each in sets[at]), chance.random()

    kept = sets[min(range(len(sets)), key=rank)]
    return tuple(chance.sample([key, *kept], len(kept) + 1))


def _wanted(found: Collection[int | None], key: bool) -> Callable[[int | None], bool]:
    """What a look shall choose, the key being the first, where in the sets that were tried it chooses one of these."""
    if {0, None} >= set(found) or 0 not in found:
        return lambda at: at is None
    return (lambda at: at == 0) if key else (lambda at: at != 0)
