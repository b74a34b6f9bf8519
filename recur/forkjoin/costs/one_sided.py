"""Why a cost has a bound from one side only: a procedure that nobody defines, a branch that no input can choose."""

from recur.forkjoin.dag.run_state import Reason, UncertainBranch
from recur.model import Bounds, Unsolved
from recur.model.program import Invocation, Program


def undefined(call: Invocation, program: Program, bounds: Bounds | None = None) -> Unsolved:
    """There is no upper bound: nothing says what the call costs."""
    reason = call.reason or f"{call.procedure} is not defined: give its procedure, or // Θ(n) behind the call"
    return Unsolved(reason, (), bounds, text=program.text, place=call.place)


_WHY = {
    Reason.SIZES: "sizes or counters decide at line {}, not the data alone, so its costliest branch need not be taken "
    "each time",
    Reason.ANSWERED: "an earlier test of the same data, or an item that meets itself, may settle line {}, so "
    "its costliest branch need not be taken",
    Reason.UNSEEN: "no input has been found on which the loop goes on past line {}, so that it may be left early on "
    "all",
    Reason.RARE: "no input has been found on which the costliest branch of line {} is taken in most rounds",
    Reason.DEAR: "no input has been found that costs as much as the costliest branches of line {} and of all other "
    "lines together",
    Reason.LEAVES: "line {} leaves its loop, and what it costs is counted in every round",
    Reason.INSIDE: "the procedure of line {} costs more or less with where a parameter stands inside its range",
    Reason.SOME_SIZES: "what line {} calls takes so long for some sizes alone, as a test for primes does, and it "
    "is called with one size after the other",
    Reason.SOME_ROUNDS: "the loop of line {} ends early in some rounds of the one around it, as its counter says",
    Reason.ENDS: "the loop of line {} may end before its counter does",
    Reason.STATED: "line {} is stated from above only",
    Reason.CHOICE: "the branches of line {} lead to different recurrences, and none alone costs as much "
    "as their maximum",
}


def one_sided(doubt: UncertainBranch, program: Program, bounds: Bounds | None = None) -> Unsolved:
    """The costliest branch at every step is a bound from above, and no input may take it at every step."""
    place = doubt.source.place
    reason = _WHY[doubt.reason].format(place.line)
    return Unsolved(f"only bounds are proved: {reason}", (), bounds, text=program.text, place=place)
