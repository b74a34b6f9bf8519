"""What an answer earns: the share of a question's points, from its verdict, its tags and the kind of claim it makes.

A share is an exact fraction from 0 to 1. `PERSON` (None) is no share at all: somebody has to look.
"""

from collections.abc import Mapping
from fractions import Fraction

from recur.answers.judging.verdict import SCORES, TRIVIAL, TRIVIAL_SCORE, Standing
from recur.model.records import field, frozen

Share = Fraction | None
PERSON: Share = None

#: The note of an answer with nothing in it, which is no riddle to anybody.
BLANK = "blank"
#: The line of a rubric for a claim that is true but of a kind the question does not accept.
OTHER_KIND = "other kind"
#: The lines a rubric has, and what they are worth where it does not say.
DEFAULT: Mapping[str, Share] = {
    **{str(standing): share for standing, share in SCORES.items()},
    BLANK: Fraction(0),
    OTHER_KIND: Fraction(1, 2),
}

#: The notes that have a share of their own where the rubric does not say otherwise.
TAGS: Mapping[str, Share] = {TRIVIAL: TRIVIAL_SCORE}

MOST_TOLD = 1_000
#: How the kinds of claim may be spelled.
KINDS: Mapping[str, str] = {
    "Θ": "Θ", "theta": "Θ", "O": "O", "big-O": "O", "Ω": "Ω", "Omega": "Ω", "o": "o", "little-o": "o",
    "ω": "ω", "omega": "ω", "~": "~", "=": "=", "exact": "=", "Theta": "Θ",
}  # fmt: skip

#: What a claim says besides itself: T(n) = 2n says that T ~ 2n, that T = Θ(n), O(n) and Ω(n).
IMPLIED: Mapping[str, str] = {
    "=": "~ΘOΩ", "~": "ΘOΩ", "Θ": "OΩ", "o": "O", "ω": "Ω", "<=": "O", "<": "O", ">=": "Ω", ">": "Ω",
}  # fmt: skip


@frozen
class Rubric:
    """Shares by verdict, and by tag where a tag says more; `accepted` are the kinds of claim asked for (none: any)."""

    shares: Mapping[str, Share] = field(default_factory=lambda: dict(DEFAULT))
    tags: Mapping[str, Share] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    #: shares that have been asked for: a class has few kinds of verdicts
    _told: dict[tuple[Standing, tuple[str, ...], str | None], Share] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def accepts(self, kind: str | None) -> bool:
        """Whether a claim of this kind says what the question asks for; a claim that is not read is not objected to.

        >>> Rubric(accepted=("O",)).accepts("Θ"), Rubric(accepted=("Θ",)).accepts("O")
        (True, False)
        """
        return kind is None or not self.accepted or any(k in (kind, *IMPLIED.get(kind, "")) for k in self.accepted)

    def as_asked(self, answer: str) -> str:
        """The answer as the kind that is asked for reads it: a bare formula, where only exact ones are, is exact."""
        if len(self.accepted) == 1 and self.accepted[0] in "=~" and not any(sign in answer for sign in "=~∼≈≤≥<>"):
            return f"{self.accepted[0]} {answer}"
        return answer

    def share(self, verdict: Standing, notes: tuple[str, ...] = (), kind: str | None = None) -> Share:
        """The share of the points: the least of the tags' where one is named, else the verdict's.

        >>> Rubric(tags={"missing-log": Fraction(1, 4)}).share(Standing.WRONG, ("missing-log",))
        Fraction(1, 4)
        """
        asked = verdict, notes, kind
        known = self._told.get(asked, ())
        if isinstance(known, tuple):  # nothing is told of it yet, and None is a share
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
            known = self._told[asked] = self._share(verdict, notes, kind)
        return known

    def _share(self, verdict: Standing, notes: tuple[str, ...], kind: str | None) -> Share:
        tags = {**TAGS, **self.tags}
        named = [tags[note] for note in notes if note in tags]
        decided = [share for share in named if share is not None]
        if len(decided) < len(named):
            return PERSON
        share = min(decided) if decided else self.shares[BLANK if BLANK in notes else str(verdict)]
        if verdict is Standing.CORRECT and not self.accepts(kind) and share is not None:
            other = self.shares[OTHER_KIND]
            return other if other is None else min(share, other)
        return share
