"""What every forecast is held against: persistence, climatology, and their best mix, under the same cut-off.

A day-ahead forecast knows what was measured by a cut-off, 09:00 local of the day before. For a step ``s`` of the
local day ``D`` with the measured power ``M``:

- **persistence** ``P[D, s]``: ``M`` of the same step of the clock on the latest day on which it was over at the
  cut-off, ``D - 1`` or ``D - 2``; where it is missing, the day before that, a week back at most;
- **climatology** ``C[D, s]``: mean of ``M`` at the same step of the clock over all days known at the cut-off;
- **mix** ``a P + (1 - a) C``, ``a`` in [0, 1] the least-squares weight over all days known at the cut-off (Murphy
  1992, doi:10.1175/1520-0434(1992)007<0692:CPATLC>2.0.CO;2; Yang et al. 2020, doi:10.1016/j.solener.2020.04.019).

Nothing looks ahead: a value measured after a day's cut-off changes no reference of that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["CUT_OFF", "REFERENCES", "lead_hours", "with_references"]

CUT_OFF = "09:00"
REFERENCES = ("persistence_mw", "climatology_mw", "mix_mw")
DAYS_BACK_MOST = 7
MINUTES_A_DAY = 24 * 60


def with_references(measured: xr.DataArray, *, time_zone: str, clock: str = CUT_OFF) -> xr.Dataset:
    """Return the references of a measured series, over its own steps.

    Parameters
    ----------
    measured
        Power [MW] over ``time`` (UTC, starts of regular steps), NaN where missing; what is before the time to be
        scored belongs in too, the references learn from it.
    time_zone
        IANA name of the zone whose days and clock count.
    clock
        Until when of the day before measurements are known, local.

    Returns
    -------
    xarray.Dataset
        ``persistence_mw``, ``climatology_mw`` and ``mix_mw`` [MW] over ``time``; NaN where nothing is known yet.
    """
    import xarray as xr

    table = _Table(measured, time_zone)
    early = (np.arange(table.values.shape[1]) + 1) * table.step_minutes <= _minutes(clock)
    persistence = _persistence(table.values, early)
    climatology = _climatology(table.values, early)
    mix = _mix(table.values, persistence, climatology, early)
    shown = dict(zip(REFERENCES, (persistence, climatology, mix), strict=True))
    return xr.Dataset(
        {name: ("time", table.back(values), {"units": "MW"}) for name, values in shown.items()},
        coords={"time": measured["time"]},
    )


def lead_hours(times: NDArray[np.datetime64], time_zone: str, clock: str = CUT_OFF) -> Array:
    """Return the hours from the cut-off of each step's local day to the middle of the step's hour, shape (time,)."""
    import pandas as pd

    local = pd.DatetimeIndex(times, tz="UTC").tz_convert(time_zone)
    days = pd.Series(local.tz_localize(None).normalize())
    cut = days - pd.Timedelta(minutes=MINUTES_A_DAY - _minutes(clock))
    cut_utc = cut.dt.tz_localize(time_zone, ambiguous=True, nonexistent="shift_forward").dt.tz_convert("UTC")
    hours = (pd.Series(local.tz_convert("UTC")) - cut_utc) / pd.Timedelta(hours=1)
    return np.asarray(hours, dtype=float)


class _Table:
    """A series as a table of local days and steps of the clock; an hour that occurs twice is averaged."""

    def __init__(self, measured: xr.DataArray, time_zone: str) -> None:
        import pandas as pd

        times = measured["time"].to_numpy()
        steps = np.diff(times) / np.timedelta64(1, "m")
        self.step_minutes = int(np.median(steps)) if steps.size else 15
        local = pd.DatetimeIndex(times, tz="UTC").tz_convert(time_zone).tz_localize(None)
        days = np.asarray(local.normalize().to_numpy(), dtype="datetime64[D]")
        self._row = (days - days[0]).astype(np.int64) if days.size else np.zeros(0, dtype=np.int64)
        self._column = np.asarray((local.hour * 60 + local.minute) // self.step_minutes, dtype=np.int64)
        shape = (int(self._row.max(initial=-1)) + 1, MINUTES_A_DAY // self.step_minutes)
        power = np.asarray(measured.to_numpy(), dtype=float)
        known = np.isfinite(power)
        total, count = np.zeros(shape), np.zeros(shape)
        np.add.at(total, (self._row[known], self._column[known]), power[known])
        np.add.at(count, (self._row[known], self._column[known]), 1)
        self.values = _ratio(total, count)

    def back(self, values: Array) -> Array:
        """Return figures of the table as a series."""
        series: Array = values[self._row, self._column]
        return series


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _ratio(total: Array, count: Array) -> Array:
    """Divide, NaN where there is nothing to divide by."""
    result: Array = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return result


def _later(values: Array, days: int, fill: float = np.nan) -> Array:
    """Move a table down by days."""
    moved = np.full(values.shape, fill)
    if days < len(values):
        moved[days:] = values[: len(values) - days]
    return moved


def _known(values: Array, early: NDArray[np.bool_], days: int = 0, fill: float = np.nan) -> Array:
    """Return the table as known at each cut-off: a day earlier where the step was over by then, else two."""
    return np.where(early, _later(values, 1 + days, fill), _later(values, 2 + days, fill))


def _persistence(values: Array, early: NDArray[np.bool_]) -> Array:
    found = np.full(values.shape, np.nan)
    for back in range(DAYS_BACK_MOST):
        found = np.where(np.isfinite(found), found, _known(values, early, back))
    return found


def _climatology(values: Array, early: NDArray[np.bool_]) -> Array:
    is_there = np.isfinite(values)
    total = np.cumsum(np.where(is_there, values, 0.0), axis=0)
    count = np.cumsum(is_there, axis=0).astype(float)
    return _ratio(_known(total, early, fill=0.0), _known(count, early, fill=0.0))


def _mix(values: Array, persistence: Array, climatology: Array, early: NDArray[np.bool_]) -> Array:
    """Mix with one weight a day, learnt from what was known at its cut-off; climatology alone before any."""
    lean = persistence - climatology
    is_pair = np.isfinite(values) & np.isfinite(lean)
    product = np.where(is_pair, (values - climatology) * lean, 0.0)
    square = np.where(is_pair, lean**2, 0.0)
    above = _known(np.cumsum(product, axis=0), early, fill=0.0).sum(axis=1)
    below = _known(np.cumsum(square, axis=0), early, fill=0.0).sum(axis=1)
    weight = np.clip(np.nan_to_num(_ratio(above, below), nan=0.0), 0.0, 1.0)[:, None]
    mixed = weight * persistence + (1.0 - weight) * climatology
    return np.where(np.isfinite(persistence), mixed, climatology)
