"""A chosen few of many scenarios, with probabilities: fast forward selection.

Heitsch & Roemisch 2003, Scenario reduction algorithms in stochastic programming, Computational Optimization and
Applications 24, 187-206, doi:10.1023/A:1021805924152. The next scenario chosen is always the one that brings the
rest nearest to a chosen one; each scenario left out gives its probability to the nearest that stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array
from sites.problems import Refused, problem

__all__ = ["reduce_scenarios"]


def reduce_scenarios(
    scenarios: Array, count: int, probability: Array | None = None
) -> tuple[NDArray[np.int64], Array]:
    """Return the positions of the scenarios that stay, rising, and their probabilities.

    Parameters
    ----------
    scenarios
        Shape (scenario, dimension); dimensions of one unit, or scaled to one.
    count
        How many stay.
    probability
        Shape (scenario,), sums to 1; equal by default.

    Raises
    ------
    Refused
        ``scenarios-count``: fewer than one, or more than there are.
    """
    total = len(scenarios)
    if not 1 <= count <= total:
        raise Refused(problem("scenarios-count", wanted=str(count), found=str(total)))
    share = np.full(total, 1.0 / total) if probability is None else np.asarray(probability, dtype=float)
    square = (scenarios**2).sum(axis=1)
    apart = np.sqrt(np.maximum(square[:, None] + square[None, :] - 2.0 * scenarios @ scenarios.T, 0.0))
    np.fill_diagonal(apart, 0.0)
    reach = apart.copy()
    chosen: list[int] = []
    for _ in range(count):
        cost = share @ reach
        cost[chosen] = np.inf
        best = int(np.argmin(cost))
        chosen.append(best)
        reach = np.minimum(reach, reach[:, [best]])
    kept = np.array(sorted(chosen), dtype=np.int64)
    nearest = apart[:, kept].argmin(axis=1)
    nearest[kept] = np.arange(count)
    return kept, np.asarray(np.bincount(nearest, weights=share, minlength=count), dtype=float)
