"""How sectors move within a day, found from the total and the sectors' daily extremes alone."""

from __future__ import annotations

import numpy as np

from forecasts.calibration.day_table import mean_of
from forecasts.notes import Array

__all__ = ["profiles"]

DRAWN = 0.002
"""How strongly a sector's profile is drawn to the total's: share of the weight that all days have."""


def profiles(total_mw: Array, sector_mw_max: Array, sector_mw_min: Array) -> Array:
    """Return each sector's profile between its extremes, shape (sector, step), from 0 to 1.

    For each step of the clock it minimises, over the days, ``(total - sum(min) - sum((max - min) u) - r)^2`` with
    ``u`` in [0, 1] and a constant rest ``r >= 0``; ``u`` is drawn towards the total's own profile. Then it is stretched
    so that the day's extremes are reached.

    Parameters
    ----------
    total_mw
        Shape (day, step), NaN where missing.
    sector_mw_max, sector_mw_min
        Shape (sector, day), NaN where missing: such a sector counts as zero on that day.
    """
    from scipy.optimize import lsq_linear

    there = np.isfinite(sector_mw_max).any(axis=0) & np.isfinite(total_mw).all(axis=1)
    low, high = (np.nan_to_num(each[:, there]) for each in (sector_mw_min, sector_mw_max))
    total = total_mw[there]
    own = _stretched(mean_of(total, 0))
    count, sectors = len(total), len(low)
    table = np.column_stack([(high - low).T, np.ones(count)])
    size = np.sqrt(np.mean(table**2, axis=0))
    drawn = np.sqrt(DRAWN * count) * np.diag(size)[:sectors]
    bounds = (np.zeros(sectors + 1), np.append(np.ones(sectors), np.inf))
    found = np.zeros((sectors, total.shape[1]))
    for step in range(total.shape[1]):
        wanted = np.concatenate(
            [total[:, step] - low.sum(axis=0), drawn[:, :sectors] @ np.full(sectors, own[step])]
        )
        result = lsq_linear(np.vstack([table, drawn]), wanted, bounds)
        found[:, step] = result.x[:sectors]
    return np.stack([_stretched(each) if np.ptp(each) > 0.05 else own for each in found])


def _stretched(values: Array) -> Array:
    """Return figures moved and scaled to reach from 0 to 1."""
    return np.asarray((values - values.min()) / max(float(np.ptp(values)), 1e-9), dtype=float)
