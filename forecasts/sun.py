"""Where the sun stands and how bright a cloudless sky is: arrays in, arrays out.

Position: the NREL solar position algorithm, Reda & Andreas 2004, doi:10.1016/j.solener.2003.12.003. Clear
sky: Ineichen & Perez 2002, doi:10.1016/S0038-092X(02)00045-2, with the monthly Linke turbidity table that
pvlib ships, so that no network is needed. Both through pvlib; its pandas front doors are avoided where they
warn.

Nomenclature: ``zenith_deg`` geometric, ``apparent_zenith_deg`` with refraction, ``azimuth_deg`` clockwise
from north.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from forecasts.notes import Array, Times

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ClearSky", "Sun", "brightest_elevation_deg", "clear_sky", "day_of_year", "sun_at"]

# Month middles as days of a year of 365, 1 January = 1; turbidity is that of the middle, joined by straight lines.
MONTH_MIDDLES = np.array([16.0, 45.5, 75.0, 105.5, 136.0, 166.5, 197.0, 228.0, 258.5, 289.0, 319.5, 350.0])
DAYS = 365.0


@dataclass(frozen=True)
class Sun:
    """The sun at given instants, each array of shape (time,).

    Attributes
    ----------
    zenith_deg, apparent_zenith_deg, azimuth_deg
        Angles in degrees; the azimuth is clockwise from north.
    dni_extra
        Normal irradiance outside the atmosphere [W/m2].
    airmass_relative
        Relative air mass; NaN below the horizon.
    """

    zenith_deg: Array
    apparent_zenith_deg: Array
    azimuth_deg: Array
    dni_extra: Array
    airmass_relative: Array

    @property
    def cos_zenith(self) -> Array:
        """Cosine of the geometric zenith, 0 below the horizon."""
        return np.maximum(np.cos(np.radians(self.zenith_deg)), 0.0)

    @property
    def elevation_deg(self) -> Array:
        """Geometric elevation, negative below the horizon [degrees]."""
        return 90.0 - self.zenith_deg


@dataclass(frozen=True)
class ClearSky:
    """Irradiance under a cloudless sky [W/m2], each array of shape (time,), 0 below the horizon."""

    ghi: Array
    dni: Array
    dhi: Array


def day_of_year(times: Times) -> NDArray[np.int64]:
    """Day of the year, 1 January = 1, by UTC."""
    days = times.astype("datetime64[D]")
    first = times.astype("datetime64[Y]").astype("datetime64[D]")
    return np.asarray((days - first).astype(np.int64) + 1, dtype=np.int64)


def sun_at(times: Times, latitude: float, longitude: float, elevation_m: float) -> Sun:
    """Return the sun at instants.

    Parameters
    ----------
    times
        Instants in UTC, shape (time,): the *middles* of steps wherever a step's sun is meant.
    latitude, longitude
        Degrees, north and east positive.
    elevation_m
        Height above sea level [m].
    """
    from pvlib import atmosphere, irradiance, solarposition

    position = solarposition.get_solarposition(
        _index(times), latitude, longitude, altitude=elevation_m, pressure=atmosphere.alt2pres(elevation_m)
    )
    apparent = position["apparent_zenith"].to_numpy()
    return Sun(
        zenith_deg=position["zenith"].to_numpy(),
        apparent_zenith_deg=apparent,
        azimuth_deg=position["azimuth"].to_numpy(),
        dni_extra=np.asarray(irradiance.get_extra_radiation(day_of_year(times)), dtype=float),
        airmass_relative=np.asarray(atmosphere.get_relative_airmass(apparent), dtype=float),
    )


def clear_sky(times: Times, sun: Sun, latitude: float, longitude: float, elevation_m: float) -> ClearSky:
    """Return the cloudless irradiance at the same instants as ``sun``."""
    from pvlib import atmosphere, clearsky

    up = sun.apparent_zenith_deg < 90.0
    parts = {name: np.zeros(len(times)) for name in ("ghi", "dni", "dhi")}
    if up.any():
        airmass = atmosphere.get_absolute_airmass(sun.airmass_relative[up], atmosphere.alt2pres(elevation_m))
        turbidity = _turbidity(times[up], latitude, longitude)
        sky = clearsky.ineichen(
            sun.apparent_zenith_deg[up], airmass, turbidity, altitude=elevation_m, dni_extra=sun.dni_extra[up]
        )
        for name, values in parts.items():
            values[up] = sky[name]
    return ClearSky(**parts)


def brightest_elevation_deg(
    starts: Times, step_minutes: int, latitude: float, longitude: float, elevation_m: float
) -> Array:
    """Return the sun's highest elevation in each interval, of its start, middle and end, shape (time,)."""
    half = np.timedelta64(step_minutes * 30, "s")
    edges = np.concatenate([starts, starts + half, starts + 2 * half])
    elevation = sun_at(edges, latitude, longitude, elevation_m).elevation_deg
    return np.asarray(elevation.reshape(3, -1).max(axis=0), dtype=float)


def _turbidity(times: Times, latitude: float, longitude: float) -> Array:
    monthly = _monthly_turbidity(round(latitude, 3), round(longitude, 3))
    return np.asarray(np.interp(day_of_year(times), MONTH_MIDDLES, monthly, period=DAYS), dtype=float)


@lru_cache(maxsize=64)
def _monthly_turbidity(latitude: float, longitude: float) -> Array:
    """Linke turbidity of the twelve months from pvlib's table, shape (12,)."""
    from pvlib import clearsky

    months = np.array([f"2001-{month:02d}-15" for month in range(1, 13)], dtype="datetime64[ns]")
    table = clearsky.lookup_linke_turbidity(_index(months), latitude, longitude, interp_turbidity=False)
    # The table's own value for "no data" over ice and some islets is 0; a clean cold sky is about 2.
    return np.asarray(np.maximum(np.asarray(table, dtype=float), 2.0), dtype=float)


def _index(times: Times) -> pd.DatetimeIndex:
    import pandas as pd

    return pd.DatetimeIndex(times).tz_localize("UTC")
