"""What power an asset can have at all: nothing below zero, none in the dark, no more than rated or a cloudless sky."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array
from forecasts.registry import FORECASTERS
from sites.site import Site

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["most_mw", "possible_mw"]


def most_mw(site: Site, base: xr.Dataset, name: str) -> Array | None:
    """Return the most power of a source at each step of a forecast [MW], shape (time,); None where nothing bounds it.

    The rated power; where the sun is needed no more than its physics give under a cloudless sky.
    """
    asset = site.assets[name]
    kind = FORECASTERS[asset.type]
    if not kind.is_bounded:
        return None
    rated = float(getattr(asset, "power_mw_rated", np.inf))
    if not kind.needs_sun:
        return np.full(base.sizes["time"], rated)
    return np.minimum(kind.power_mw(site, asset, _cloudless(site, base)), rated)


def possible_mw(site: Site, base: xr.Dataset, name: str, power: Array, most: Array | None = None) -> Array:
    """Return power [MW], last axis time, inside zero and the rated power, and none in the dark where the sun is needed.

    Parameters
    ----------
    most
        A further bound, shape (time,).
    """
    asset = site.assets[name]
    kind = FORECASTERS[asset.type]
    rated = getattr(asset, "power_mw_rated", np.inf) if kind.is_bounded else np.inf
    possible: Array = np.clip(power, 0.0, rated)
    if most is not None:
        possible = np.minimum(possible, most)
    if kind.needs_sun:
        possible = np.where(base["ghi"].to_numpy() <= 0.0, 0.0, possible)
    return np.asarray(possible, dtype=float)


def _cloudless(site: Site, base: xr.Dataset) -> Conditions:
    """Return a forecast's conditions with the light of a cloudless sky."""
    from forecasts.sun import clear_sky, sun_at

    steps, place = site.steps(dt.date.fromisoformat(str(base.attrs["date"]))), site.place
    middle = steps.times + np.timedelta64(steps.step_minutes * 30, "s")
    sun = sun_at(middle, place.latitude, place.longitude, place.elevation_m)
    sky = clear_sky(middle, sun, place.latitude, place.longitude, place.elevation_m)
    return Conditions(
        steps=steps,
        sun=sun,
        ghi=sky.ghi,
        dni=sky.dni,
        dhi=sky.dhi,
        temp_air=base["temp_air"].to_numpy(),
        wind_speed=base["wind_speed"].to_numpy(),
        pressure=np.full(steps.count, np.nan),  # no light depends on it here
        wind_height_m=float(base["wind_speed"].attrs["height_m"]),
        elevation_m=place.elevation_m,
    )
