"""The site's own physics on the weather of a history: what a calibration starts from.

A history's wind is taken as of 10 m above ground, which no column says; air without a temperature as of 15 degC
(ISO 2533:1975). Steps without the weather that drives the asset have no physics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forecasts.conditions import Conditions
from forecasts.notes import Array, Times
from forecasts.registry import FORECASTERS
from forecasts.sun import sun_at
from runs.on_steps import held
from sites.site import Site
from sites.time import Steps

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["physics_of"]

WIND_HEIGHT_M = 10.0
STANDARD_DEGC = 15.0
CALM_M_PER_S = 2.0
HOUR_MINUTES = 60


def physics_of(
    site: Site, name: str, longer: xr.Dataset, base: xr.Dataset, filled: list[str]
) -> Array | None:
    """Return the site's physical forecast over a history [MW], shape (time,), NaN where its weather is missing.

    Parameters
    ----------
    longer
        The history, reaching over the day.
    base
        The day's physical forecast: it stands where the day's weather filled the history.
    filled
        Columns of the history that the day's weather filled.

    Returns
    -------
    None where the history has no weather that drives the asset.
    """
    kind = FORECASTERS[site.assets[name].type]
    needed = "ghi" if kind.needs_sun else "wind_speed"
    minutes = int(longer.attrs["step_minutes"])
    if not kind.is_bounded or needed not in longer or HOUR_MINUTES % minutes:
        return None
    there = np.isfinite(longer[needed].to_numpy().astype(float))
    if not there.any():
        return None
    power = kind.power_mw(site, site.assets[name], _conditions(site, longer, minutes))
    result = np.where(there, power, np.nan)
    if needed in filled:
        times, day = longer["time"].to_numpy(), base["time"].to_numpy()
        inside = (times >= day[0]) & (times < day[-1] + (day[1] - day[0]))
        result[inside] = held(base["power_mw"].sel(asset=name).to_numpy()[0], day, times[inside])
    return result


def _conditions(site: Site, longer: xr.Dataset, minutes: int) -> Conditions:
    from pvlib import atmosphere

    place = site.place
    times: Times = longer["time"].to_numpy().astype("datetime64[ns]")
    steps = Steps(times[0], len(times), minutes, place.time_zone)
    middle: Times = times + np.timedelta64(minutes * 30, "s")
    sun = sun_at(middle, place.latitude, place.longitude, place.elevation_m)
    pressure = float(atmosphere.alt2pres(place.elevation_m))
    ghi = np.maximum(_column(longer, "ghi", 0.0), 0.0)
    dni, dhi = _beam(longer, ghi, middle, site)
    return Conditions(
        steps=steps,
        sun=sun,
        ghi=ghi,
        dni=dni,
        dhi=dhi,
        temp_air=_column(longer, "temp_air", STANDARD_DEGC),
        wind_speed=np.maximum(_column(longer, "wind_speed", CALM_M_PER_S), 0.0),
        pressure=np.full(len(times), pressure),  # of the place: a history's own may be of any height
        wind_height_m=WIND_HEIGHT_M,
        elevation_m=place.elevation_m,
    )


def _beam(longer: xr.Dataset, ghi: Array, middle: Times, site: Site) -> tuple[Array, Array]:
    """Return beam and diffuse light: the history's own, else split from the global."""
    from forecasts.weather.complete import split

    sun = sun_at(middle, site.place.latitude, site.place.longitude, site.place.elevation_m)
    dni, _ = split(ghi, sun, middle)
    dni = np.clip(np.nan_to_num(dni), 0.0, sun.dni_extra)
    if "dni" in longer:
        own = longer["dni"].to_numpy().astype(float)
        dni = np.where(np.isfinite(own), np.clip(own, 0.0, sun.dni_extra), dni)
    return dni, np.maximum(ghi - dni * sun.cos_zenith, 0.0)


def _column(longer: xr.Dataset, name: str, otherwise: float) -> Array:
    """Return a column without gaps: what is missing is as usual, and its result is not used where it matters."""
    if name not in longer:
        return np.full(longer.sizes["time"], otherwise)
    values = longer[name].to_numpy().astype(float)
    return np.where(np.isfinite(values), values, otherwise)
