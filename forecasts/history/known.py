"""What a forecast may know, and how large a plant is when nobody says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from sites.base import clock_minutes

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["CAPACITY_QUANTILE", "estimated_capacity_mw", "known_until"]

CAPACITY_QUANTILE = 0.999
"""High enough to be rated power, low enough that a few spikes don't matter."""


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

    Where less than a day was measured the plant's own forecast stands in; NaN where there is neither.

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
            power_mw = power_mw[np.isfinite(power_mw)]
            if len(power_mw) >= 96:
                return float(np.quantile(power_mw, quantile))
    return float("nan")
