"""What judging one claim brings: how it stands, and the values or the proof that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recur.answers.judging.exact_claims import Tested
from recur.answers.judging.growth_claims import Judged
from recur.answers.judging.inequalities import Compared
from recur.model.records import frozen

if TYPE_CHECKING:
    from recur.answers.judging.general_claims import General
    from recur.answers.judging.series_claims import JudgedSeries


@frozen
class Outcome:
    """`tested`: the claim is a formula for T; `compared`: it is an inequality; `general`: it has free constants.

    `series`: it is a generating function.
    """

    judged: Judged
    tested: Tested | None = None
    compared: Compared | None = None
    general: General | None = None
    series: JudgedSeries | None = None

    @property
    def harmless(self) -> bool:
        """A formula that satisfies the recurrence, and is T for some base case, where none is stated."""
        return self.tested is not None and self.tested.satisfies
