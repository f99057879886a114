"""Quantile bands of a load forecast: relative errors of the last weeks at the like clock.

Errors of the last days, pooled over neighbouring clocks, give the quantiles; a stretch per clock, driven by what
the 80 % band missed lately, pushes them apart or together (adaptive conformal inference, Gibbs & Candes 2021,
arXiv:2106.00170). Its promise for a run of n days is ``|coverage - 0.8| <= range of the stretch / (rate n)``, so a
summer of 100 days needs a lively rate.
"""

from __future__ import annotations

import warnings

import numpy as np

from forecasts.notes import Array
from forecasts.probability.bands import BAND, LEVELS

__all__ = ["ratio_bands"]

WINDOW_DAYS = 90
POOLED_MINUTES = 45
RATE = 0.5
STRETCH_LIMITS = (-0.9, 1.2)
LEAST_DAYS = 10


def ratio_bands(forecast: Array, measured: Array, known_steps: int, levels: Array = LEVELS) -> Array:
    """Return quantiles, shape (day, step, level), in the forecast's unit; NaN where too few errors are known.

    Parameters
    ----------
    forecast, measured
        Shape (day, step) by local clock; the forecast out of sample.
    known_steps
        Steps of the day before that are known when a day is forecast; of earlier days all are.
    levels
        Rising, with 0.1, 0.5 and 0.9 among them.
    """
    days, steps = forecast.shape
    low, middle, high = (int(np.argmin(np.abs(levels - each))) for each in (BAND[0], 0.5, BAND[1]))
    pool = max(1, POOLED_MINUTES * steps // (24 * 60))
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(forecast > 0, measured / forecast - 1.0, np.nan)
    result = np.full((days, steps, len(levels)), np.nan)
    stretch = np.zeros(steps)
    for day in range(1, days):
        seen = error[max(0, day - WINDOW_DAYS) : day].copy()
        seen[-1, known_steps:] = np.nan
        if np.isfinite(seen).any(axis=1).sum() < LEAST_DAYS or not np.isfinite(forecast[day]).any():
            continue
        wide = np.concatenate([np.roll(seen, shift, axis=1) for shift in range(-pool, pool + 1)], axis=0)
        table = _quantiles(wide, levels)
        centre = table[:, [middle]]
        spread = centre + (table - centre) * np.exp(stretch)[:, None]
        result[day] = np.maximum(forecast[day][:, None] * (1.0 + spread), 0.0)
        stretch = _stretched(stretch, measured[day - 1], result[day - 1][:, [low, high]])
    return result


def _quantiles(errors: Array, levels: Array) -> Array:
    """Return quantiles over the first axis, shape (step, level); NaN where a clock has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanquantile(errors, levels, axis=0).T, dtype=float)


def _stretched(stretch: Array, measured: Array, band: Array) -> Array:
    """Return the stretch after a whole day was seen."""
    there = np.isfinite(measured) & np.isfinite(band).all(axis=1)
    if not there.any():
        return stretch
    nominal = BAND[1] - BAND[0]
    inside = np.where(there, (measured >= band[:, 0]) & (measured <= band[:, 1]), nominal)
    missed = nominal - 0.5 * (inside + inside[there].mean())
    return np.asarray(np.clip(stretch + RATE * missed, *STRETCH_LIMITS), dtype=float)
