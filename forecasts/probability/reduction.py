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

__all__ = ["reduce_scenarios", "restored"]


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


def restored(drawn: Array, kept: NDArray[np.int64], probability: Array) -> Array:
    """Return the scenarios that stay, moved so that they stand for all that were drawn, shape (count, dimension).

    A chosen few lie nearer to the middle than all did, and a skewed tail is lost. In each dimension they keep their
    ranks; each takes the mean of the share of the drawn values that it stands for. So the mean is kept exactly, and
    the spread but for what lies inside the shares (ranks as in the Schaake shuffle).

    Parameters
    ----------
    drawn
        All scenarios, equally likely, shape (scenario, dimension).
    kept, probability
        As :func:`reduce_scenarios` gives them.
    """
    total = len(drawn)
    ordered = np.sort(drawn, axis=0)
    below = np.concatenate([np.zeros((1, drawn.shape[1])), np.cumsum(ordered, axis=0)]) / total
    order = np.argsort(drawn[kept], axis=0, kind="stable")
    share = probability[order]
    end = np.minimum(np.cumsum(share, axis=0), 1.0) * total
    place = np.minimum(end.astype(np.int64), total - 1)
    upto = np.take_along_axis(below, place, axis=0)
    upto = upto + (end - place) * np.take_along_axis(ordered, place, axis=0) / total
    parts = np.diff(upto, axis=0, prepend=np.zeros((1, drawn.shape[1])))
    result = np.empty_like(parts)
    np.put_along_axis(result, order, parts / np.maximum(share, 1e-12), axis=0)
    return np.asarray(np.clip(result, ordered[0], ordered[-1]), dtype=float)
