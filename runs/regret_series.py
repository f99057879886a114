"""What really came, beside what was forecast: measured series of a site's assets brought to a day's steps.

A day needs every asset's power in every step. What no history says was as forecast, which is said; gaps of up to an
hour are bridged and counted, a day with more missing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array, Times
from forecasts.scores import with_references
from runs.asset_files import AssetFile
from runs.calibrated import history_of
from runs.on_steps import at
from sites.problems import Problem, Refused, problem
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["AssetSeries", "Day", "day_powers", "powers_of", "read_series", "with_powers"]

BRIDGED_HOURS_MOST = 1.0
HALF = 0.5


@dataclass(frozen=True)
class AssetSeries:
    """What an asset measured, what persistence made of it, and where it was curtailed.

    Attributes
    ----------
    measured_mw, persistence_mw : xarray.DataArray
        Over ``time`` (UTC), MW, NaN where missing.
    is_curtailed : xarray.DataArray or None
        Steps in which less was fed in than could have been.
    """

    asset: str
    measured_mw: xr.DataArray
    persistence_mw: xr.DataArray
    is_curtailed: xr.DataArray | None


@dataclass(frozen=True)
class Day:
    """Powers of the measured assets over one day, MW, shape (count,) each.

    Attributes
    ----------
    persistence
        None where persistence knows nothing of some step.
    bridged, curtailed
        How many points were bridged, and how many the files mark as curtailed.
    """

    measured: Mapping[str, Array]
    persistence: Mapping[str, Array] | None
    bridged: int
    curtailed: int


def read_series(site: Site, files: Iterable[AssetFile]) -> list[AssetSeries]:
    """Read and clean the histories; persistence obeys the cut-off that forecasts are scored under.

    Raises
    ------
    Refused
        With the problems of every file that cannot be read.
    """
    found: list[AssetSeries] = []
    problems: list[Problem] = []
    for each in files:
        try:
            history = history_of(site, each)
        except Refused as refused:
            problems += refused.problems
            continue
        references = with_references(history["measured_mw"], time_zone=site.place.time_zone)
        curtailed = history["is_curtailed"].fillna(0).astype(float) if "is_curtailed" in history else None
        found.append(AssetSeries(each.asset, history["measured_mw"], references["persistence_mw"], curtailed))
    if problems:
        raise Refused(problems)
    return found


def day_powers(series: Iterable[AssetSeries], steps: Times, date: str) -> Day:
    """Bring measured series to a day's steps.

    Parameters
    ----------
    steps
        Beginnings of the day's steps, UTC.
    date
        As shown where the day is refused.

    Raises
    ------
    Refused
        More than an hour of a series is missing.
    """
    length = float((steps[1] - steps[0]) / np.timedelta64(1, "h"))
    measured: dict[str, Array] = {}
    persistence: dict[str, Array] = {}
    problems: list[Problem] = []
    bridged = curtailed = 0
    for each in series:
        values = at(each.measured_mw, steps)
        missing = ~np.isfinite(values)
        if missing.sum() * length > BRIDGED_HOURS_MOST:
            gap = int(missing.sum())
            problems.append(
                problem("regret-missing", asset=each.asset, date=date, count=gap, steps=len(steps))
            )
            continue
        places = np.arange(len(steps))
        whole = np.interp(places, places[~missing], values[~missing])
        measured[each.asset] = np.maximum(whole, 0.0)
        persistence[each.asset] = np.maximum(at(each.persistence_mw, steps), 0.0)
        bridged += int(missing.sum())
        if each.is_curtailed is not None:
            curtailed += int((np.nan_to_num(at(each.is_curtailed, steps)) > HALF).sum())
    if problems:
        raise Refused(problems)
    is_known = all(np.isfinite(values).all() for values in persistence.values())
    return Day(measured, persistence if is_known else None, bridged, curtailed)


def powers_of(forecast: xr.Dataset) -> Array:
    """The one forecast to plan with, MW, shape (time, asset)."""
    mean = forecast["mean_mw"] if "mean_mw" in forecast else forecast["power_mw"].isel(scenario=0)
    return np.asarray(mean.transpose("time", "asset").to_numpy(), dtype=float)


def with_powers(forecast: xr.Dataset, powers: Mapping[str, Array]) -> xr.Dataset:
    """Return a forecast of one scenario in which some assets have other powers; the rest is as it was."""
    import xarray as xr

    table, names = powers_of(forecast).copy(), [str(name) for name in forecast["asset"].values]
    for name, values in powers.items():
        table[:, names.index(name)] = values
    coords = {"time": forecast["time"], "asset": forecast["asset"], "scenario": [0]}
    return xr.Dataset(
        {"power_mw": (("scenario", "time", "asset"), table[None], {"units": "MW"})}, coords, forecast.attrs
    )
