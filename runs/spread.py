"""From what calibrated models know of their past errors to joint scenarios at the site's steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array, Times

if TYPE_CHECKING:
    import xarray as xr

    from forecasts.calibration import LoadModel, PowerModel
    from forecasts.probability import Bands
    from sites.assets.base import AssetBase
    from sites.site import Site

__all__ = ["Errors", "joint_draws", "load_errors", "power_errors"]

MINUTES_A_DAY = 24 * 60
Errors = dict[int, Array]
"""Measured less forecast by local day (days since 1970-01-01), shape (step of the clock,), NaN where missing."""


def power_errors(model: PowerModel, time_zone: str, step_minutes: int) -> Errors:
    """Return the out-of-sample errors of a plant's model, in shares of capacity."""
    past = model.past
    forecast = past.forecasts.get("blend", past.measured * np.nan)
    return _by_day(past.times, past.measured - forecast, time_zone, step_minutes)


def load_errors(model: LoadModel, history: xr.Dataset, time_zone: str, step_minutes: int) -> Errors:
    """Return the out-of-sample errors of a load's model [MW]; nothing measured after its own end is looked at."""
    known = history["time"].to_numpy() < model.until
    measured = _by_day(
        history["time"].to_numpy()[known], history["measured_mw"].to_numpy()[known], time_zone, step_minutes
    )
    found: Errors = {}
    for row, forecast in enumerate(model.past_mw):
        day = model.past_day + row
        if day in measured:
            found[day] = measured[day] - _stretched(forecast, len(measured[day]))
    return found


def joint_draws(
    bands: Mapping[str, Bands],
    errors: Mapping[str, Errors],
    count: int,
    seed: int,
    assets: Sequence[AssetBase],
    site: Site,
) -> Array:
    """Return equally likely joint scenarios [MW], shape (asset, scenario, time).

    Parameters
    ----------
    bands
        By asset, over the same steps.
    errors
        Of past days, by asset; an asset without any depends on the others as is assumed.
    assets
        The assets of ``bands``, in their order.
    """
    from forecasts.probability.assumed import assumed_dependence
    from forecasts.probability.scenarios import draw_scenarios

    known = {name: each for name, each in errors.items() if each and name in bands}
    days = sorted({day for each in known.values() for day in each})
    steps = max((len(row) for each in known.values() for row in each.values()), default=0)
    nothing = np.full(steps, np.nan)
    tables = {name: np.array([each.get(day, nothing) for day in days]) for name, each in known.items()}
    length = next(iter(bands.values())).mean_mw.sizes["time"]
    assumed = assumed_dependence([each.type for each in assets], length, site.step_minutes)
    return draw_scenarios(bands, tables, count, seed, assumed=assumed)


def _by_day(times: Times, values: Array, time_zone: str, step_minutes: int) -> Errors:
    """Return a series as rows of local days, means over the steps of the clock."""
    import pandas as pd

    local = pd.DatetimeIndex(times, tz="UTC").tz_convert(time_zone).tz_localize(None)
    day = np.asarray(local.normalize().to_numpy(), dtype="datetime64[D]").astype(np.int64)
    column = np.asarray((local.hour * 60 + local.minute) // step_minutes, dtype=np.int64)
    there = np.isfinite(values)
    return {
        int(each): _row(column[own & there], values[own & there], MINUTES_A_DAY // step_minutes)
        for each in np.unique(day)
        if (own := day == each).any()
    }


def _row(column: NDArray[np.int64], values: Array, steps: int) -> Array:
    count = np.bincount(column, minlength=steps).astype(float)
    total = np.bincount(column, weights=values, minlength=steps)
    row: Array = np.divide(total, count, out=np.full(steps, np.nan), where=count > 0)
    return row


def _stretched(values: Array, steps: int) -> Array:
    """Bring a day's figures to another number of steps: each takes the one that it lies in."""
    place = np.arange(steps) * len(values) // steps
    stretched: Array = np.asarray(values, dtype=float)[place]
    return stretched
