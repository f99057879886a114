"""From what a stamp means at a source to means over intervals.

Three conventions meet in weather:

- a mean over the interval *before* the stamp (Open-Meteo's radiation, ERA5's accumulations, EPW, TMY3);
- an instant *at* the stamp (their temperature, wind, pressure, humidity): the mean over an interval is half
  the sum of its two ends, the trapezoid;
- an instant of light at some minute of the hour (PVGIS from satellites): the clear-sky index of that instant
  holds for its hour, ``ghi = ghi_instant x mean clear ghi of the hour / clear ghi of the instant``.

A stamp taken for another one moves solar noon by half an hour or more, which is what the tests look at.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from forecasts.notes import Array, Times
from forecasts.sun import clear_sky, sun_at
from forecasts.weather.canonical import Origin

__all__ = ["LIGHT", "means_before_stamps", "means_of_instants", "on_hours"]

LIGHT = ("ghi", "dni", "dhi", "bhi")
QUARTERS = 4
CLEAR_LEAST = 20.0  # W/m2: below this the index of an instant says nothing about its hour
SCALE_MOST = 3.0
HOUR = np.timedelta64(3600, "s")


def on_hours(stamps: Times, columns: Mapping[str, Array]) -> tuple[Times, dict[str, Array]]:
    """Return the figures on an unbroken grid of hours, NaN where the source has none; doubled stamps once."""
    stamps = stamps.astype("datetime64[ns]")
    kept, first = np.unique(stamps, return_index=True)
    grid = np.arange(kept[0], kept[-1] + HOUR, HOUR).astype("datetime64[ns]")
    places = np.searchsorted(kept, grid)
    is_there = kept[np.minimum(places, len(kept) - 1)] == grid
    return grid, {
        name: np.where(is_there, values[first][np.minimum(places, len(kept) - 1)], np.nan)
        for name, values in columns.items()
    }


def means_before_stamps(stamps: Times, columns: Mapping[str, Array]) -> tuple[Times, dict[str, Array]]:
    """Return interval starts and means, of light before each stamp and of all else at each stamp.

    Parameters
    ----------
    stamps
        Hourly stamps in UTC, shape (n,).
    columns
        Light (``LIGHT``) as the mean over the hour before the stamp; all else at the stamp.

    Returns
    -------
    starts, columns
        Of shape (n - 1,): the hour between two stamps begins at the first of them.
    """
    grid, given = on_hours(stamps, columns)
    means = {name: values[1:] if name in LIGHT else _between(name, values) for name, values in given.items()}
    return grid[:-1], means


def means_of_instants(
    starts: Times, instants: Times, columns: Mapping[str, Array], origin: Origin
) -> dict[str, Array]:
    """Return hourly means of light that is given at one instant of each hour.

    Parameters
    ----------
    starts, instants
        Beginning of each hour, and the instant its light was seen at; UTC, shape (n,).
    columns
        Any of ``ghi bhi dhi`` (scaled by the clear sky's ``ghi``, beam on the horizontal and ``dhi``) and
        ``dni``; what is no light stays as it is.
    """
    place = (origin.latitude, origin.longitude, origin.elevation_m)
    step = HOUR / QUARTERS
    quarters = (starts[:, None] + (np.arange(QUARTERS) + 0.5) * step.astype("timedelta64[ns]")).ravel()
    over_hour = _clear(quarters.astype("datetime64[ns]"), place)
    at_instant = _clear(instants.astype("datetime64[ns]"), place)
    result: dict[str, Array] = {}
    for name, values in columns.items():
        if name not in LIGHT:
            result[name] = values
            continue
        hourly = over_hour[name].reshape(-1, QUARTERS).mean(axis=1)
        seen = at_instant[name]
        scale = np.where(seen > CLEAR_LEAST, hourly / np.maximum(seen, CLEAR_LEAST), 1.0)
        result[name] = values * np.minimum(scale, SCALE_MOST)
    return result


def _clear(times: Times, place: tuple[float, float, float]) -> dict[str, Array]:
    sun = sun_at(times, *place)
    sky = clear_sky(times, sun, *place)
    return {"ghi": sky.ghi, "dni": sky.dni, "dhi": sky.dhi, "bhi": sky.dni * sun.cos_zenith}


def _between(name: str, values: Array) -> Array:
    """Return the mean of neighbours; of directions, along the shorter way round."""
    if name != "wind_direction":
        return 0.5 * (values[:-1] + values[1:])
    turn = (values[1:] - values[:-1] + 180.0) % 360.0 - 180.0
    return (values[:-1] + 0.5 * turn) % 360.0
