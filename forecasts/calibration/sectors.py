"""Day-ahead parts of a load by sector, from the largest and smallest power of each sector's days.

What is known of a sector is little: two figures a day, those of day D - 2 when day D is forecast. So

1. **level**: the sector's daily extremes as shares of the total's, ``y = P_sector,extreme / P_total,extreme``. Their
   difference from the mean of the last seven known days is learnt by a ridge from the latest days and the calendar,
   late days counting more; times the extremes of the total's forecast it gives the day's;
2. **shape**: between its extremes a sector follows a profile ``u(clock)`` from 0 to 1. For each clock step the profiles
   of all sectors are found by least squares within bounds, ``total - sum(min) = sum((max - min) u) + rest``, over the
   days of the history, drawn towards the total's own profile;
3. **parts**: ``min + (max - min) u``. What the total has beyond them is ``other``; where they are more than the total
   they are scaled down to it, so that parts and ``other`` always sum to the total.

Levels can be judged (:func:`backtest_sectors`); of the shapes nothing is measured, they are an estimate.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.calibration.clock import day_number
from forecasts.calibration.day_table import places_of
from forecasts.calibration.load_calendar import country_of
from forecasts.calibration.sector_levels import (
    EXTREMES,
    KNOWN_BEFORE,
    SectorDays,
    extremes_of,
    forecast_share,
    latest_share,
    reaching,
    sector_days,
)
from forecasts.calibration.sector_shapes import profiles
from forecasts.notes import Array
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["OTHER", "SectorModel", "backtest_sectors", "fit_sectors"]

OTHER = "other"
LEAST_DAYS = 28
BLOCK_DAYS = 28


@dataclass(frozen=True)
class SectorModel:
    """A load's sectors.

    Attributes
    ----------
    sectors
        Names, in the file's order of names.
    profile
        Shape (sector, clock step), 0 to 1.
    """

    sectors: tuple[str, ...]
    profile: Array
    step_minutes: int
    time_zone: str
    country: str | None
    days: SectorDays

    def predict(self, total: xr.DataArray, date: dt.date) -> xr.DataArray:
        """Return the parts of a day's total.

        Parameters
        ----------
        total
            Forecast of the total [MW] over ``time`` (UTC, starts of the local day's steps, of any length).
        date
            The local day.

        Returns
        -------
        xarray.DataArray
            ``sector_mw(sector, time)``; its last sector is ``other``, and all sum to the total.

        Raises
        ------
        Refused
            ``calibration-sectors-lately``: no sector was measured in the weeks before.
        """
        import xarray as xr

        power = np.asarray(total.to_numpy(), dtype=float)
        extremes = np.array([power.max(), power.min()])
        levels = self._levels(day_number(date), extremes)
        if not np.isfinite(levels).any():
            raise Refused(problem("calibration-sectors-lately", day=date.isoformat()))
        times = total["time"].to_numpy().astype("datetime64[ns]")
        places = places_of(times, self.step_minutes, self.time_zone)
        profile = self.profile[:, places.column]
        levels = np.nan_to_num(levels)
        parts = levels[:, 1:] + (levels[:, :1] - levels[:, 1:]) * profile
        parts = parts * np.minimum(1.0, np.maximum(power, 0.0) / np.maximum(parts.sum(axis=0), 1e-9))
        table = np.vstack([parts, power - parts.sum(axis=0)])
        return xr.DataArray(
            table,
            {"sector": np.array([*self.sectors, OTHER], dtype=object), "time": total["time"]},
            ("sector", "time"),
            attrs={"units": "MW", "long_name": "parts of the load by sector"},
        )

    def _levels(self, number: int, extremes: Array) -> Array:
        """Return the day's extremes of each sector, shape (sector, extreme) [MW]."""
        days = reaching(self.days, number, self.country)
        row = number - days.first_day
        total = days.total_mw.copy()
        total[:, row] = extremes
        days = SectorDays(days.share, total, days.first_day, days.kinds)
        return forecast_share(days, row - KNOWN_BEFORE + 1, np.array([row]))[:, :, 0] * extremes


def fit_sectors(
    sectors: xr.Dataset,
    history: xr.Dataset,
    *,
    until: np.datetime64 | None = None,
    country: str | None = "by zone",
) -> SectorModel:
    """Return a model of a load's sectors.

    Parameters
    ----------
    sectors
        As :func:`forecasts.history.read_sectors` gives it.
    history
        Of the total, as :func:`forecasts.history.read_history` gives it with ``quantity="load"``.
    until
        UTC; days that end later are not looked at. By default all.
    country
        Whose holidays count; by default China's in China's zones.

    Raises
    ------
    Refused
        ``calibration-sectors-few``: fewer than four weeks of days that both know.
    """
    zone, step = str(history.attrs["time_zone"]), int(history.attrs["step_minutes"])
    whose = country_of(zone) if country == "by zone" else country
    if until is not None:
        history = history.sel(time=history["time"].to_numpy() + np.timedelta64(step, "m") <= until)
    places = places_of(history["time"].to_numpy().astype("datetime64[ns]"), step, zone)
    table = places.table(history["measured_mw"].to_numpy().astype(float))
    days = sector_days(sectors, places, table, whose)
    known = np.isfinite(days.share).all(axis=1).any(axis=0)
    if known.sum() < LEAST_DAYS:
        found = str(int(known.sum()))
        raise Refused(problem("calibration-sectors-few", found=found, least=str(LEAST_DAYS)))
    levels = days.share * days.total_mw
    return SectorModel(
        sectors=tuple(str(each) for each in sectors["sector"].values),
        profile=profiles(table, levels[:, 0], levels[:, 1]),
        step_minutes=step,
        time_zone=zone,
        country=whose,
        days=days,
    )


def backtest_sectors(
    sectors: xr.Dataset, history: xr.Dataset, forecast: xr.DataArray, *, country: str | None = "by zone"
) -> xr.Dataset:
    """Return forecasts of the sectors' daily extremes beside what was measured and a reference.

    Parameters
    ----------
    forecast
        Day-ahead forecasts of the total [MW] over ``time``, as :func:`forecasts.calibration.backtest_load` gives them:
        ours and the reference both take the total's extremes from it.

    Returns
    -------
    xarray.Dataset
        Over (extreme, sector, date) [MW]: ``measured_mw``; ``forecast_mw``; ``reference_mw``, the share of the latest
        known day times the forecast total.
    """
    import xarray as xr

    zone, step = str(history.attrs["time_zone"]), int(history.attrs["step_minutes"])
    whose = country_of(zone) if country == "by zone" else country
    places = places_of(history["time"].to_numpy().astype("datetime64[ns]"), step, zone)
    days = sector_days(sectors, places, places.table(history["measured_mw"].to_numpy().astype(float)), whose)
    moments = forecast["time"].to_numpy().astype("datetime64[ns]")
    told = places_of(moments, step, zone)
    extremes = extremes_of(told.table(np.asarray(forecast.to_numpy(), dtype=float)))
    rows = told.first_day - days.first_day + np.arange(told.days)
    inside = (rows >= LEAST_DAYS) & (rows < days.share.shape[2]) & np.isfinite(extremes).all(axis=0)
    rows, extremes = rows[inside], extremes[:, inside]
    share = np.full((len(days.share), len(EXTREMES), len(rows)), np.nan)
    for begin in range(0, len(rows), BLOCK_DAYS):
        block = slice(begin, begin + BLOCK_DAYS)
        total = days.total_mw.copy()
        total[:, rows[block]] = extremes[:, block]
        # the models learn from days before the block's issue; only the block's own totals are forecasts
        own = SectorDays(days.share, total, days.first_day, days.kinds)
        share[:, :, block] = forecast_share(own, int(rows[begin]) - KNOWN_BEFORE + 1, rows[block], days)
    latest = latest_share(days.share)[:, :, rows]
    measured = (days.share * days.total_mw)[:, :, rows]
    dates = (np.datetime64(days.first_day, "D") + rows).astype("datetime64[ns]")
    named = {"measured_mw": measured, "forecast_mw": share * extremes, "reference_mw": latest * extremes}
    return xr.Dataset(
        {name: (("sector", "extreme", "date"), values, {"units": "MW"}) for name, values in named.items()},
        {"sector": sectors["sector"].values, "extreme": list(EXTREMES), "date": dates},
    ).transpose("extreme", "sector", "date")
