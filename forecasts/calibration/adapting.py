"""A forecast corrected day by day from its own latest errors.

Each day the error is regressed on the forecast with weights that halve every 20 days, over what was known at
issue, and the line is drawn towards zero as if 20 days without error stood before it.
"""

from __future__ import annotations

import numpy as np

from forecasts.calibration.clock import Clock
from forecasts.notes import Array

__all__ = ["adapted"]

HALF_LIFE_DAYS = 20.0
PRIOR_DAYS = 20.0
PRIOR_VARIANCE = 0.08  # of a forecast in shares of capacity: a typical wind farm's


def adapted(forecast: Array, measured: Array, clock: Clock, most: float = 1.02) -> Array:
    """Return the corrected forecast in shares of capacity, shape (time,), each day with what was known then."""
    error = measured - forecast
    there = np.isfinite(error)
    days, start = np.unique(clock.day, return_index=True)
    known = clock.known[start] + 1
    kinds = np.stack([np.ones(len(error)), forecast, forecast**2, error, error * forecast])
    running = np.cumsum(np.where(there, kinds, 0.0), axis=1)
    running = np.concatenate([np.zeros((5, 1)), running], axis=1)
    fresh = np.diff(running[:, known], axis=1, prepend=0.0) / clock.per_day
    total = np.zeros_like(fresh)
    level = np.zeros(5)
    before = int(days[0])
    for place, day in enumerate(days):
        level = level * 0.5 ** ((int(day) - before) / HALF_LIFE_DAYS) + fresh[:, place]
        total[:, place] = level
        before = int(day)
    shift, slope, centre = _lines(total)
    each = np.searchsorted(days, clock.day)
    corrected = forecast + shift[each] + slope[each] * (forecast - centre[each])
    return np.clip(corrected, 0.0, most)


def _lines(total: Array) -> tuple[Array, Array, Array]:
    """Return the shift, slope and centre of each day's line, each of shape (day,)."""
    count = np.maximum(total[0], 1e-9)
    centre, mean_error = total[1] / count, total[3] / count
    variance = np.maximum(total[2] / count - centre**2, 0.0)
    together = total[4] / count - centre * mean_error
    shift = mean_error * count / (count + PRIOR_DAYS)
    slope = together * count / (count * variance + PRIOR_DAYS * PRIOR_VARIANCE)
    return shift, slope, centre
