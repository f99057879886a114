"""Quantile bands of a forecast from its own past errors.

For each day, with what was known when it was forecast:

1. the errors of past out-of-sample forecasts, weighted by nearness of the forecast (a normal kernel) and by age
   (a half-life), give the quantiles of the error at that level of the forecast;
2. the spread about the median is scaled so that the 80 % band *would have* covered 80 % of the last weeks (split
   conformal calibration in time: Gibbs & Candes 2021, arXiv:2106.00170, and Barber et al. 2023,
   doi:10.1214/23-AOS2276, treat such drift).

Both learn from the steps that are judged only: not from the nights of a PV station, which would be half of all errors
and none at all (:mod:`forecasts.probability.quiet`), and not from curtailed steps, which scores leave out. At a quiet
step the band is the forecast itself, without spread, so that scores leave it out too.

Nothing later than the issue of a day's forecast changes its band.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array, Times
from forecasts.probability.quiet import quiet_steps

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["BAND", "LEVELS", "Bands", "coverage", "error_bands"]

LEVELS: Array = np.round(np.arange(0.05, 0.951, 0.05), 2)
"""The levels of every band, rising."""

BAND = (0.1, 0.9)
"""Levels of the 80 % band, by which the spread is calibrated."""

KERNEL = 0.08  # of capacity
HALF_LIFE_DAYS = 30.0
WINDOW_DAYS = 30
LEAST_WINDOW_DAYS = 14
LEAST_DAYS = 10
LEAST_PART = 1 / 8  # of these days' steps, in which the plant was not quiet
GRID = np.linspace(0.0, 1.02, 35)
SCALE_LIMITS = (0.5, 2.0)
THINNED = 3


@dataclass(frozen=True)
class Bands:
    """A forecast with its quantiles.

    Attributes
    ----------
    mean_mw
        The forecast to plan with [MW], dimension (time,), UTC.
    quantile_mw
        Dimensions (level, time) [MW], rising with the level; NaN where too few past errors are known.
    """

    mean_mw: xr.DataArray
    quantile_mw: xr.DataArray

    @classmethod
    def of(cls, times: Times, mean_mw: Array, quantile_mw: Array, levels: Array = LEVELS) -> Bands:
        """Return bands of plain arrays: shapes (time,) and (time, level)."""
        import xarray as xr

        mean = xr.DataArray(mean_mw, {"time": times}, ("time",), attrs={"units": "MW"})
        table = xr.DataArray(
            quantile_mw.T, {"level": levels, "time": times}, ("level", "time"), attrs={"units": "MW"}
        )
        return cls(mean, table)


@dataclass(frozen=True)
class _Past:
    """Errors known at one issue, thinned, sorted by error."""

    forecast: Array
    error: Array
    age_days: Array


def error_bands(
    forecast: Array,
    measured: Array,
    day: NDArray[np.int64],
    known: NDArray[np.int64],
    hour: Array,
    wanted: tuple[int, int] | None = None,
    left_out: Callable[[int], NDArray[np.bool_]] | None = None,
    levels: Array = LEVELS,
) -> Array:
    """Return quantiles of power in shares of capacity, shape (time, level).

    Parameters
    ----------
    forecast, measured
        Shares of capacity, shape (time,); the forecast out of sample wherever it is there.
    day
        Local day of each step, rising.
    known
        Position of the last measured step known when the step's day was forecast.
    hour
        Local clock time of each step [h].
    wanted
        First and last day that are wanted; by default all.
    left_out
        Gives which of the first so many steps are curtailed, judged by those steps alone; by default none is.
    levels
        Rising, between 0 and 1, with 0.1, 0.5 and 0.9 among them.
    """
    low, middle, high = (int(np.argmin(np.abs(levels - each))) for each in (BAND[0], 0.5, BAND[1]))
    days, first = np.unique(day, return_index=True)
    end = np.append(first[1:], len(day))
    begin = int(days[0]) if wanted is None else wanted[0] - WINDOW_DAYS - 2
    until = int(days[-1]) if wanted is None else wanted[1]
    result = np.full((len(day), len(levels)), np.nan)
    far = np.full(len(day), np.nan)  # how far out the truth lay, in halves of the band before scaling
    quiet = quiet_steps(measured, day, known, hour)
    per_day = int(np.median(end - first))
    for number, start, stop in zip(days, first, end, strict=True):
        if not begin <= number <= until:
            continue
        count = int(known[start]) + 1
        now = slice(int(start), int(stop))
        if count < LEAST_DAYS * per_day or not np.isfinite(forecast[now]).any():
            continue
        counts = ~quiet[:count] if left_out is None else ~(quiet[:count] | left_out(count))
        past = _past(forecast[:count], measured[:count], day[:count], counts, int(number), per_day)
        if past is None:
            continue
        raw = _raw(past, forecast[now], levels)
        centre = raw[:, [middle]]
        scale = _scale(far[:count], day[:count], counts, int(number), per_day)
        spread = np.where(quiet[now, None], 0.0, centre + scale * (raw - centre))
        result[now] = np.clip(forecast[now, None] + spread, 0.0, 1.0)
        error = measured[now] - forecast[now] - centre[:, 0]
        half = np.where(error > 0, raw[:, high] - centre[:, 0], centre[:, 0] - raw[:, low])
        far[now] = np.abs(error) / np.maximum(half, 1e-3)
    return result


def coverage(
    measured: Array, quantiles: Array, levels: Array = LEVELS, band: tuple[float, float] = BAND
) -> float:
    """Return the share of measured values inside a band; quantiles of shape (time, level), its edges included."""
    low, high = (int(np.argmin(np.abs(levels - each))) for each in band)
    there = np.isfinite(measured) & np.isfinite(quantiles).all(axis=1)
    inside = (measured >= quantiles[:, low] - 1e-9) & (measured <= quantiles[:, high] + 1e-9)
    return float(inside[there].mean()) if there.any() else float("nan")


def _past(
    forecast: Array,
    measured: Array,
    day: NDArray[np.int64],
    counts: NDArray[np.bool_],
    today: int,
    per_day: int,
) -> _Past | None:
    both = np.isfinite(forecast) & np.isfinite(measured)
    there = np.flatnonzero(both & counts)
    least = LEAST_DAYS * per_day
    if both.sum() < least or len(there) < least * LEAST_PART:
        return None
    there = there[::THINNED]
    error = measured[there] - forecast[there]
    order = np.argsort(error, kind="stable")
    age = (today - day[there]).astype(float)
    return _Past(forecast[there][order], error[order], age[order])


def _raw(past: _Past, forecast: Array, levels: Array) -> Array:
    """Return quantiles of the error for forecasts, shape (n, level)."""
    kernel = np.exp(-0.5 * ((GRID[:, None] - past.forecast) / KERNEL) ** 2) + 1e-4
    kernel *= 0.5 ** (past.age_days / HALF_LIFE_DAYS)
    share = np.cumsum(kernel, axis=1)
    share = (share - 0.5 * kernel) / share[:, -1:]
    table = np.array([np.interp(levels, each, past.error) for each in share])
    return np.column_stack([np.interp(forecast, GRID, table[:, each]) for each in range(len(levels))])


def _scale(far: Array, day: NDArray[np.int64], counts: NDArray[np.bool_], today: int, per_day: int) -> float:
    """Return the factor with which the 80 % band would have covered 80 % of the last weeks."""
    near = (day >= today - WINDOW_DAYS) & np.isfinite(far)
    least = LEAST_WINDOW_DAYS * per_day
    if near.sum() < least or (near & counts).sum() < least * LEAST_PART:
        return 1.0
    return float(np.clip(np.quantile(far[near & counts], BAND[1] - BAND[0]), *SCALE_LIMITS))
