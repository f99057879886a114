"""Several forecasts made one: weights that are not negative and sum to one, learnt from past errors only."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from forecasts.notes import Array

__all__ = ["blended", "convex_weights"]

SHRINKAGE = 0.01
HALF_LIFE_DAYS = 45.0
LEAST_DAYS = 14


def convex_weights(
    forecasts: Array, measured: Array, age_days: Array, least: int, shrinkage: float = SHRINKAGE
) -> Array:
    """Return the weights of least squared error, drawn towards equal ones.

    Minimises ``sum(a (F w - m)^2) / sum(a) + shrinkage sum((w - 1/k)^2)`` with ``w >= 0`` and
    ``sum(w) = 1`` (non-negative least squares, Lawson & Hanson 1974, with the sum as a heavy row). The weight of a
    step, a, halves every 45 days of age.

    Parameters
    ----------
    forecasts
        Out-of-sample forecasts F in shares of capacity, shape (time, k).
    measured
        What was measured, m, shape (time,).
    age_days
        Of each step, shape (time,).
    least
        Steps without gaps that are needed; with fewer the weights are equal.
    """
    from scipy.optimize import nnls

    count = forecasts.shape[1]
    equal = np.full(count, 1.0 / count)
    there = np.isfinite(measured) & np.isfinite(forecasts).all(axis=1)
    if there.sum() < least:
        return equal
    fresh = 0.5 ** (age_days[there] / HALF_LIFE_DAYS)
    scale = np.sqrt(fresh / fresh.sum())
    rows = np.vstack(
        [forecasts[there] * scale[:, None], np.sqrt(shrinkage) * np.eye(count), np.full((1, count), 1e3)]
    )
    wanted = np.concatenate([measured[there] * scale, np.sqrt(shrinkage) * equal, [1e3]])
    weights = nnls(rows, wanted)[0]
    return np.asarray(weights / weights.sum(), dtype=float)


def blended(forecasts: Mapping[str, Array], weights: Mapping[str, float], steps: int) -> Array:
    """Return the weighted mean of what is there at each of the steps, shape (time,); NaN where nothing is."""
    names = [name for name in weights if name in forecasts]
    if not names:
        return np.full(steps, np.nan)
    values = np.stack([forecasts[name] for name in names])
    # a member without weight still speaks where all others are silent
    share = np.array([max(weights[name], 1e-6) for name in names])[:, None] * np.isfinite(values)
    total = share.sum(axis=0)
    mean = (np.nan_to_num(values) * share).sum(axis=0) / np.maximum(total, 1e-12)
    return np.where(total > 0, mean, np.nan)
