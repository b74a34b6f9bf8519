"""The growth of the work of every function, as the case files have it: Theta(n), O(n**2), refused."""

from recur.forkjoin.costs.analysis import Analysis


def told_growths(analysis: Analysis) -> dict[str, str]:
    told = {r.name: "refused" for r in analysis.refused}
    for p in analysis.procedures:
        theta, upper = p.work.bounds.theta, p.work.bounds.upper
        if theta is not None:
            told[p.name] = f"Theta({theta.expression()})"
        else:
            told[p.name] = "refused" if upper is None else f"O({upper.expression()})"
    return told
