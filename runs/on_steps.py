"""Histories and forecasts of other steps brought to a site's steps, and a history made to reach over a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array, Times
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

    from forecasts.probability.bands import Bands

__all__ = ["at", "at_steps", "held", "reaching", "unknown_weather", "whole"]

FILLED = ("wind_speed", "temp_air", "ghi", "dni", "dhi")
"""Weather that is taken from the day's own where a history does not reach over the day."""

ONLY_OWN = ("wind_direction", "relative_humidity", "pressure", "poa_global")
"""Weather of a history that the day's own does not hold."""


def at_steps(bands: Bands, steps: Times, where: str) -> Bands:
    """Bring bands to the site's steps."""
    from forecasts.probability import Bands

    levels = np.asarray(bands.quantile_mw["level"].to_numpy(), dtype=float)
    table = np.stack([at(bands.quantile_mw.sel(level=level), steps) for level in levels], axis=1)
    return Bands.of(steps, whole(bands.mean_mw, steps, where), table, levels)


def reaching(history: xr.Dataset, base: xr.Dataset, plant: Array | None) -> tuple[xr.Dataset, list[str]]:
    """Return a history that reaches over the day, and the weather columns that the day's own weather filled."""
    step = np.timedelta64(int(history.attrs["step_minutes"]), "m")
    own, day = history["time"].to_numpy(), base["time"].to_numpy()
    end = day[-1] + (day[1] - day[0])
    times = np.arange(own[0], end, step).astype("datetime64[ns]")
    longer = history.reindex(time=times)
    inside = (times >= day[0]) & (times < end)
    filled: list[str] = []
    for name in FILLED:
        if name not in longer:
            continue
        values = longer[name].to_numpy().astype(float)
        missing = inside & ~np.isfinite(values)
        if missing.any():
            values[missing] = held(base[name].to_numpy(), day, times[missing])
            longer[name] = longer[name].copy(data=values)
            filled.append(name)
    if plant is not None:
        values = np.full(len(times), np.nan)
        if "plant_forecast_mw" in longer:
            values = longer["plant_forecast_mw"].to_numpy().astype(float)
        values[inside] = held(plant, day, times[inside])
        longer["plant_forecast_mw"] = ("time", values)
    return longer, filled


def unknown_weather(longer: xr.Dataset, base: xr.Dataset) -> list[str]:
    """Return the weather columns of a history that have no figure on the day: no model of the day can go by them."""
    times, day = longer["time"].to_numpy(), base["time"].to_numpy()
    inside = (times >= day[0]) & (times < day[-1] + (day[1] - day[0]))
    return [
        name
        for name in (*FILLED, *ONLY_OWN)
        if name in longer and not np.isfinite(longer[name].to_numpy().astype(float)[inside]).any()
    ]


def held(values: Array, starts: Times, times: Times) -> Array:
    """Return the value of the step that each moment lies in."""
    place = np.clip(np.searchsorted(starts, times, side="right") - 1, 0, len(starts) - 1)
    held: Array = np.asarray(values, dtype=float)[place]
    return held


def at(series: xr.DataArray, steps: Times) -> Array:
    """Bring a series to the site's steps: means of shorter steps, longer ones held; NaN where there is nothing."""
    own = series["time"].to_numpy().astype("datetime64[ns]")
    values = np.asarray(series.to_numpy(), dtype=float)
    length = steps[1] - steps[0]
    if own.size > 1 and own[1] - own[0] > length:
        is_there = (steps >= own[0]) & (steps < own[-1] + (own[1] - own[0]))
        return np.where(is_there, held(values, own, steps), np.nan)
    inside = (own >= steps[0]) & (own < steps[-1] + length) & np.isfinite(values)
    place = np.searchsorted(steps, own[inside], side="right") - 1
    count = np.bincount(place, minlength=len(steps)).astype(float)
    total = np.bincount(place, weights=values[inside], minlength=len(steps))
    result: Array = np.divide(total, count, out=np.full(len(steps), np.nan), where=count > 0)
    return result


def whole(series: xr.DataArray, steps: Times, where: str) -> Array:
    """Bring a series to the site's steps; what is missing is refused."""
    values = at(series, steps)
    missing = int((~np.isfinite(values)).sum())
    if missing:
        raise Refused(problem("forecast-steps-missing", where, count=missing, steps=len(steps)))
    return values
