"""What a forecast may know, and how large a plant is when nobody says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array
from sites.base import clock_minutes

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["CAPACITY_QUANTILE", "estimated_capacity_mw", "known_until"]

CAPACITY_QUANTILE = 0.999
"""High enough to be rated power, low enough that a few spikes don't matter."""

SPIKES_SHARE_MOST, SPIKES_HOURS_MOST, SPIKES_APART = 0.005, 1.0, 1.5


def known_until(date: dt.date, time_zone: str, clock: str = "09:00") -> np.datetime64:
    """Return the moment by which all had to be known for a forecast of a day.

    A step counts as known if its *stamp* (its start) lies before this moment.

    Parameters
    ----------
    date
        Local day that is forecast.
    time_zone
        IANA name of the site's zone.
    clock
        Local time on the day before, ``HH:MM``.

    Returns
    -------
    numpy.datetime64
        UTC, ``datetime64[ns]``.
    """
    minutes = clock_minutes(clock)
    days, minutes = divmod(minutes, 24 * 60)
    local = dt.datetime.combine(
        date - dt.timedelta(days=1 - days), dt.time(minutes // 60, minutes % 60), tzinfo=ZoneInfo(time_zone)
    )
    return np.datetime64(local.astimezone(dt.UTC).replace(tzinfo=None), "ns")


def estimated_capacity_mw(
    history: xr.Dataset, *, until: np.datetime64 | None = None, quantile: float = CAPACITY_QUANTILE
) -> float:
    """Return a robust estimate of the capacity: a high quantile of the measured power, MW.

    Where less than a day was measured the plant's own forecast stands in; NaN where there is neither. Spikes of
    a plant are left out: at most 0.5 % of the figures, each for at most an hour, at least 1.5 times all others.

    Parameters
    ----------
    history
        Canonical history.
    until
        Only steps that begin before are looked at, so that a backtest does not learn from its future.
    quantile
        Share of the measured steps at or below the estimate, 0-1.
    """
    past = history if until is None else history.sel(time=history["time"] < until)
    for name in ("measured_mw", "plant_forecast_mw"):
        if name in past:
            power_mw = past[name].to_numpy()
            is_there = np.isfinite(power_mw)
            if name == "measured_mw" and history.attrs.get("quantity") != "load":
                is_there &= ~_spikes(power_mw, int(history.attrs["step_minutes"]))
            power_mw = power_mw[is_there]
            if len(power_mw) >= 96:
                return float(np.quantile(power_mw, quantile))
    return float("nan")


def _spikes(power_mw: Array, step_minutes: int) -> NDArray[np.bool_]:
    """Which figures stand apart above all others, are few, and never last."""
    from forecasts.history.runs_of import place_in_run

    there = np.sort(power_mw[np.isfinite(power_mw)])
    few = int(SPIKES_SHARE_MOST * len(there))
    top = there[len(there) - few - 1 :]
    is_gap = (top[:-1] > 0) & (top[1:] > SPIKES_APART * top[:-1])
    if not is_gap.any():
        return np.zeros(len(power_mw), dtype=bool)
    is_above = np.nan_to_num(power_mw) > top[int(np.argmax(is_gap))]
    if place_in_run(is_above).max() > SPIKES_HOURS_MOST * 60 / step_minutes:
        return np.zeros(len(power_mw), dtype=bool)
    return np.asarray(is_above)
