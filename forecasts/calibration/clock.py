"""Which steps belong to which local day, and what was known when that day's forecast was issued.

A forecast for day D is issued at a clock time of the day before (09:00 unless told otherwise). Then known are:
measurements whose step had ended, and the weather and plant forecasts up to the end of D, no further.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasts.history import known_until
from forecasts.notes import Array, Times

__all__ = ["Clock", "Positions", "day_number", "window_mean"]

Positions = NDArray[np.int64]
"""Positions on a time axis, or local days as days since 1970-01-01."""

EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    """Return a local day as days since 1970-01-01."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Clock:
    """A regular time axis seen from the day-ahead market, each array of shape (time,).

    Attributes
    ----------
    times
        Beginnings of the steps, UTC.
    step_minutes, time_zone
        Length of a step; the zone whose days count.
    day
        Local day of the step, days since 1970-01-01.
    first, last
        Position of the first and the last step of the same local day.
    known
        Position of the last measured step known when this step's day was forecast; -1 when there was none.
    lead_hours
        From the issue of the forecast to the beginning of the step.
    hour
        Local clock time at the beginning of the step [h].
    """

    times: Times
    step_minutes: int
    time_zone: str
    day: Positions
    first: Positions
    last: Positions
    known: Positions
    lead_hours: Array
    hour: Array

    @classmethod
    def of(cls, times: Times, step_minutes: int, time_zone: str, issued: str = "09:00") -> Clock:
        """Return the clock of a regular axis of UTC stamps, for a zone and the clock time of issue."""
        import pandas as pd

        local = pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(time_zone)
        naive = local.tz_localize(None)
        day = np.asarray(naive.normalize().to_numpy(), dtype="datetime64[D]").astype(np.int64)
        days, first, inverse = np.unique(day, return_index=True, return_inverse=True)
        last = np.append(first[1:], len(day)) - 1
        cuts = np.array(
            [known_until(EPOCH + dt.timedelta(days=int(each)), time_zone, clock=issued) for each in days],
            dtype="datetime64[ns]",
        )
        ends = times + np.timedelta64(step_minutes, "m")
        known = np.searchsorted(ends, cuts, side="right") - 1
        return cls(
            times=times,
            step_minutes=step_minutes,
            time_zone=time_zone,
            day=day,
            first=first[inverse].astype(np.int64),
            last=last[inverse].astype(np.int64),
            known=known[inverse].astype(np.int64),
            lead_hours=(times - cuts[inverse]) / np.timedelta64(1, "h"),
            hour=np.asarray(naive.hour + naive.minute / 60.0, dtype=float),
        )

    @property
    def per_hour(self) -> int:
        """Steps of an hour, at least 1."""
        return max(1, 60 // self.step_minutes)

    @property
    def per_day(self) -> int:
        """Steps of a day of 24 hours."""
        return 24 * 60 // self.step_minutes

    def known_for(self, day: int) -> int:
        """Return how many steps, counted from the first, were known when a day on the axis was forecast."""
        position = int(np.searchsorted(self.day, day))
        return int(self.known[min(position, len(self.known) - 1)]) + 1

    def around(self, values: Array, steps: int) -> Array:
        """Return the mean over ``steps`` on either side, never past the end of the step's own day."""
        here = np.arange(len(values))
        return window_mean(values, here - steps, np.minimum(here + steps, self.last))

    def shifted(self, values: Array, steps: int) -> Array:
        """Return the value ``steps`` later (earlier when negative), at most that of the day's last step."""
        place = np.minimum(np.arange(len(values)) + steps, self.last)
        return np.where(place >= 0, values[np.maximum(place, 0)], np.nan)

    def day_mean(self, values: Array, days_back: int = 0) -> Array:
        """Return the mean of the step's own day, or of the day so many days before."""
        back = days_back * self.per_day
        return window_mean(values, self.first - back, self.last - back)

    def known_mean(self, values: Array, hours: float, least_share: float = 1 / 6) -> Array:
        """Return the mean over the last hours that were known at issue; NaN when too little of them is there."""
        steps = max(1, round(hours * self.per_hour))
        least = max(1, int(steps * least_share))
        return window_mean(values, self.known - steps + 1, self.known, least)


def window_mean(values: Array, begin: Positions, end: Positions, least: int = 1) -> Array:
    """Return means over positions ``begin`` to ``end``, both included, of what is there.

    Parameters
    ----------
    values
        Shape (time,); NaN is left out.
    begin, end
        Positions, shape (n,); what lies outside the axis is left out.
    least
        Figures that a mean needs, else it is NaN.
    """
    there = np.isfinite(values)
    total = np.concatenate([[0.0], np.cumsum(np.where(there, values, 0.0))])
    count = np.concatenate([[0], np.cumsum(there)])
    low = np.clip(begin, 0, len(values))
    high = np.clip(end + 1, low, len(values))
    found = count[high] - count[low]
    return np.where(found >= least, (total[high] - total[low]) / np.maximum(found, 1), np.nan)
