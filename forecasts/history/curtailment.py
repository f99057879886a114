"""Steps in which a plant gave far less than the measured wind or sun allowed: curtailed, iced, or not running.

No weather can foresee them, so training and scores leave them out; how many is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["flagged", "usual_power"]

DRIVERS = ("measured_wind_speed", "poa_global", "measured_ghi")
"""What the usual power is judged by: measured weather only, since a wrong forecast is no curtailment."""

BINS, LEAST_STEPS, QUANTILE = 30, 500, 0.6
WIND_SHARE, WIND_LEVEL, WIND_HOURS, WIND_PART = 0.35, 0.15, 4.0, 0.7
SUN_SHARE, SUN_LEVEL, SUN_GAP, SUN_HOURS = 0.7, 0.12, 0.08, 1.0
DEAD_LEVEL, DEAD_HOURS = 0.01, 48.0


def flagged(history: xr.Dataset, capacity_mw: float) -> NDArray[np.bool_]:
    """Return which measured steps are curtailed or idle, shape (time,).

    - Wind: over four hours, most steps below 0.35 of what the measured wind speed usually gives.
    - Sun: for an hour, below 0.7 of what the measured irradiance usually gives, by 8 % of the capacity.
    - Either: at a standstill for two days (without a measured driver the only thing that can be seen).
    """
    power = history["measured_mw"].to_numpy() / capacity_mw
    per_hour = 60 // int(history.attrs["step_minutes"])
    result = _lasting(np.nan_to_num(power, nan=1.0) < DEAD_LEVEL, round(DEAD_HOURS * per_hour))
    driver = next((name for name in DRIVERS if name in history), None)
    if driver is not None:
        usual = usual_power(history[driver].to_numpy(), power)
        if driver == "measured_wind_speed":
            low = (usual > WIND_LEVEL) & (power < WIND_SHARE * usual)
            result |= _mostly(low, round(WIND_HOURS * per_hour), WIND_PART)
        else:
            low = (usual > SUN_LEVEL) & (power < SUN_SHARE * usual) & (usual - power > SUN_GAP)
            result |= _lasting(low, round(SUN_HOURS * per_hour))
    return np.asarray(result & np.isfinite(power))


def usual_power(driver: Array, power: Array) -> Array:
    """Return what a driver usually gives: the 60 % quantile of power in bins of it, never falling.

    Parameters
    ----------
    driver
        Measured wind speed or irradiance, shape (time,).
    power
        Measured power in shares of the capacity, shape (time,).

    Returns
    -------
    numpy.ndarray
        Shape (time,), NaN where the driver is missing, or everywhere with too short a history.
    """
    both = np.isfinite(driver) & np.isfinite(power)
    if both.sum() < LEAST_STEPS:
        return np.full(len(driver), np.nan)
    edges = np.unique(np.quantile(driver[both], np.linspace(0.0, 1.0, BINS + 1)))
    if len(edges) < 3:
        return np.full(len(driver), np.nan)
    place = np.clip(np.searchsorted(edges, driver, side="right") - 1, 0, len(edges) - 2)
    levels = np.zeros(len(edges) - 1)
    for index in range(len(levels)):
        inside = power[both & (place == index)]
        levels[index] = np.quantile(inside, QUANTILE) if len(inside) else 0.0
    usual = np.maximum.accumulate(levels)[place]
    return np.where(np.isfinite(driver), usual, np.nan)


def _lasting(where: NDArray[np.bool_], steps: int) -> NDArray[np.bool_]:
    """Which true values stand in a run of at least some steps."""
    from forecasts.history.runs_of import run_lengths

    return np.asarray(where & (run_lengths(where.astype(float)) >= steps))


def _mostly(where: NDArray[np.bool_], steps: int, part: float) -> NDArray[np.bool_]:
    """Which values have more than a part of true ones in the window around them."""
    half = steps // 2
    sums = np.concatenate(([0.0], np.cumsum(where)))
    place = np.arange(len(where))
    begin, end = np.maximum(place - half, 0), np.minimum(place + half + 1, len(where))
    return np.asarray((sums[end] - sums[begin]) / (end - begin) > part)
