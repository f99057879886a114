"""Steps at which a plant is known to stand still: the nights of a PV station.

A night is forecast without error, tells nothing of the day, and makes up half of all steps: bands that learn from it
are too narrow by day. Errors are therefore kept apart by what is known at issue (Mondrian conformal prediction: Vovk,
Lindsay, Nouretdinov & Gammerman 2003, "Mondrian confidence machine"). What is quiet is seen from the power alone, so
that no place, tilt or clear sky has to be known; wind that calms down for an hour is not quiet.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array

__all__ = ["quiet_steps"]

QUIET = 0.005  # of capacity
LOOKED_BACK_DAYS = 10
LEAST_DAYS = 3


def quiet_steps(
    measured: Array, day: NDArray[np.int64], known: NDArray[np.int64], hour: Array
) -> NDArray[np.bool_]:
    """Return at which steps no power is to be expected, shape (time,), each by what was known at its issue.

    Quiet is a step at whose clock, and one step to either side, no power was measured in the last ten days, three of
    them at least seen.

    Parameters
    ----------
    measured
        Shares of capacity, shape (time,).
    day, known, hour
        As :func:`forecasts.probability.bands.error_bands`.
    """
    clocks = np.unique(hour)
    if len(clocks) < 2:
        return np.zeros(len(day), dtype=bool)
    step = float(np.diff(clocks).min())
    place = np.round(hour / step).astype(np.int64)
    table = np.full((int(day[-1] - day[0]) + 1, round(24.0 / step)), np.nan)
    table[day - day[0], place] = measured
    days, first = np.unique(day, return_index=True)
    quiet = np.zeros(table.shape, dtype=bool)
    for number, start in zip((days - days[0]).tolist(), first.tolist(), strict=True):
        seen = table[max(0, number - LOOKED_BACK_DAYS) : number].copy()
        last = int(known[start])
        if last < 0 or not len(seen):
            continue
        late = int(day[last] - day[0]) - max(0, number - LOOKED_BACK_DAYS)
        seen[max(0, late + 1) :] = np.nan
        if 0 <= late < len(seen):
            seen[late, place[last] + 1 :] = np.nan
        quiet[number] = _quiet_clocks(seen)
    return np.asarray(quiet[day - day[0], place])


def _quiet_clocks(seen: Array) -> NDArray[np.bool_]:
    """Return which clocks were quiet on all days seen, of shape (day, clock)."""
    there = np.isfinite(seen)
    still = (np.where(there, seen, 0.0).max(axis=0) < QUIET) & (there.sum(axis=0) >= LEAST_DAYS)
    return np.asarray(still & np.roll(still, 1) & np.roll(still, -1))
