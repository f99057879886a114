"""Which steps are day, for PV: at night no forecast errs, so a score over all hours flatters.

Where the place is known, a step is day while the sun comes above the horizon in it. Without a place the history
speaks: a step is day where the same step of the clock brought power on at least one day in ten of the two weeks
before and after.
"""

from __future__ import annotations

import numpy as np

from forecasts.notes import Array, Times

__all__ = ["daylight_by_profile", "daylight_by_sun"]

HORIZON_DEG = 0.0
NEAR_DAYS = 14
LEAST_FRAC = 0.005
"""Share of the largest power that counts as light."""


def daylight_by_sun(
    times: Times, step_minutes: int, latitude: float, longitude: float, elevation_m: float = 0.0
) -> np.ndarray:
    """Return in which steps the sun comes above the horizon, shape (time,).

    Parameters
    ----------
    times
        Starts of the steps, UTC.
    latitude, longitude
        Degrees, north and east positive.
    """
    from forecasts.sun import brightest_elevation_deg

    highest = brightest_elevation_deg(times, step_minutes, latitude, longitude, elevation_m)
    return np.asarray(highest > HORIZON_DEG, dtype=bool)


def daylight_by_profile(times: Times, measured_mw: Array, step_minutes: int) -> np.ndarray:
    """Return which steps are day by the history itself, shape (time,).

    Parameters
    ----------
    times
        Starts of regular steps, UTC; the clock of UTC serves, since it never jumps.
    measured_mw
        Shape (time,), NaN where missing.
    """
    per_day = 24 * 60 // step_minutes
    step = (times - times[0]) // np.timedelta64(step_minutes, "m")
    row, column = step // per_day, step % per_day
    power = np.zeros((int(row[-1]) + 1, per_day))
    power[row, column] = np.nan_to_num(measured_mw)
    # of a logger's offset at night nothing is made: one day in ten must be light
    lit = power > LEAST_FRAC * power.max()
    counted = np.cumsum(np.vstack([np.zeros((1, per_day)), lit]), axis=0)
    place = np.arange(len(power))
    low, high = np.maximum(place - NEAR_DAYS, 0), np.minimum(place + NEAR_DAYS + 1, len(power))
    share = (counted[high] - counted[low]) / (high - low)[:, None]
    return np.asarray(share[row, column] > 0.1, dtype=bool)
