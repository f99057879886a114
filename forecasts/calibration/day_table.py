"""A series as a table of local days by clock steps: how load models look at time.

A day of 92 steps leaves the missing hour empty; a day of 100 steps has the mean of the doubled hour there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array, Times

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["MINUTES_PER_DAY", "DayTable", "by_day", "Places", "lagged", "mean_of", "places_of"]

MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True)
class Places:
    """Where each step of an axis stands in the table.

    Attributes
    ----------
    row, column
        Shape (time,).
    first_day
        Local day of the first row, days since 1970-01-01.
    days, steps
        Shape of the table.
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    first_day: int
    days: int
    steps: int

    def table(self, values: Array) -> Array:
        """Return a series, shape (time,), as a table, shape (day, step)."""
        total = np.zeros((self.days, self.steps))
        count = np.zeros((self.days, self.steps))
        there = np.isfinite(values)
        np.add.at(total, (self.row[there], self.column[there]), values[there])
        np.add.at(count, (self.row[there], self.column[there]), 1.0)
        return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)

    def series(self, table: Array) -> Array:
        """Return a table, shape (day, step, ...), as a series, shape (time, ...)."""
        return np.asarray(table[self.row, self.column], dtype=float)


def places_of(times: Times, step_minutes: int, time_zone: str) -> Places:
    """Return the places of UTC stamps in the table of a zone's days."""
    import pandas as pd

    local = pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(time_zone).tz_localize(None)
    day = np.asarray(local.normalize().to_numpy(), dtype="datetime64[D]").astype(np.int64)
    column = np.asarray((local.hour * 60 + local.minute) // step_minutes, dtype=np.int64)
    first = int(day[0])
    return Places(day - first, column, first, int(day[-1]) - first + 1, MINUTES_PER_DAY // step_minutes)


@dataclass(frozen=True)
class DayTable:
    """Load by local day and clock step, shape (day, step) [MW]; NaN where missing.

    Attributes
    ----------
    known_steps
        Steps of the day before that are known when a day is forecast.
    first_day
        Days since 1970-01-01.
    """

    values: Array
    first_day: int
    known_steps: int

    @property
    def steps(self) -> int:
        """Steps of a day of 24 hours."""
        return int(self.values.shape[1])


def by_day(table: Array, first_day: int) -> xr.DataArray:
    """Return a table, shape (day, step), with its days as stamps: dimensions (day, step)."""
    import xarray as xr

    days = np.datetime64(first_day, "D") + np.arange(len(table))
    return xr.DataArray(table, {"day": days.astype("datetime64[ns]")}, ("day", "step"), attrs={"units": "MW"})


def lagged(table: Array, days: int) -> Array:
    """Return the table as it was ``days`` rows before."""
    moved = np.full(table.shape, np.nan)
    if days < len(table):
        moved[days:] = table[: len(table) - days]
    return moved


def mean_of(values: Array, axis: int) -> Array:
    """Return means of what is there, NaN where nothing is."""
    there = np.isfinite(values)
    count = there.sum(axis=axis)
    return np.where(count > 0, np.where(there, values, 0.0).sum(axis=axis) / np.maximum(count, 1), np.nan)
