"""Monthly normals made continuous, and what they say about the sky.

Normals are means over months. Straight lines between the middles of months would not have these means. The nodes ``x``
used here solve ``W x = mean``, where ``W[m, k]`` is the mean weight of node ``k`` over the days of month ``m`` of a
year of 365 days, so they have.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array, Times
from forecasts.sun import DAYS, MONTH_MIDDLES, clear_sky, day_of_year, sun_at
from sites.problems import Refused, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = [
    "CLEARNESS_LEAST",
    "CLEARNESS_MOST",
    "Normals",
    "clearness_means",
    "clipped_months",
    "normals_of",
    "over_year",
]

CLEARNESS_LEAST = 0.08  # of the clear sky, under the thickest cloud
CLEARNESS_MOST = 1.0
MEAN_LEAST, MEAN_MOST = 0.12, 0.97
CLEAR_LEAST = 0.05  # kWh/m2 a day: in polar night there is no light to be clear or cloudy
MEAN_OF_DARKNESS = 0.5

Twelve = tuple[float, ...]


@dataclass(frozen=True)
class Normals:
    """What a typical year is made from; hashable, so that it is a key of what was made.

    Attributes are those of ``sites.climate.Climate`` and the site's place; ``latitude`` to ``elevation_m`` in
    degrees and metres, each of the rest twelve monthly means.
    """

    name: str
    latitude: float
    longitude: float
    elevation_m: float
    ghi_kwh_per_m2_day: Twelve
    temp_air_mean_c: Twelve
    temp_air_range_c: Twelve
    wind_speed_mean_m_per_s: Twelve
    relative_humidity_pct: Twelve
    wind_speed_height_m: float
    wind_direction_deg: float | None


def normals_of(site: Site) -> Normals:
    """Return a site's normals.

    Raises
    ------
    Refused
        The site file has no table ``climate``.
    """
    climate, place = site.climate, site.place
    if climate is None:
        raise Refused([problem("weather-no-climate", site.name)])
    return Normals(
        name=site.name,
        latitude=place.latitude,
        longitude=place.longitude,
        elevation_m=place.elevation_m,
        ghi_kwh_per_m2_day=tuple(climate.ghi_kwh_per_m2_day),
        temp_air_mean_c=tuple(climate.temp_air_mean_c),
        temp_air_range_c=tuple(climate.temp_air_range_c),
        wind_speed_mean_m_per_s=tuple(climate.wind_speed_mean_m_per_s),
        relative_humidity_pct=tuple(climate.relative_humidity_pct),
        wind_speed_height_m=climate.wind_speed_height_m,
        wind_direction_deg=climate.wind_direction_deg,
    )


def over_year(monthly: Twelve | Array, times: Times) -> Array:
    """Return a continuous course with the given monthly means, at instants; shape (time,)."""
    return np.interp(
        day_of_year(times), MONTH_MIDDLES, _nodes(tuple(float(value) for value in monthly)), period=DAYS
    )


@lru_cache(maxsize=256)
def _nodes(monthly: Twelve) -> Array:
    """Return the values at the middles of months from which straight lines have the given means, shape (12,)."""
    year = np.datetime64("2001-01-01") + np.arange(int(DAYS))
    month_of = year.astype("datetime64[M]").astype(int) % 12
    weights = np.zeros((12, 12))
    for node, unit in enumerate(np.eye(12)):
        line = np.interp(np.arange(1, len(year) + 1), MONTH_MIDDLES, unit, period=DAYS)
        weights[:, node] = [line[month_of == month].mean() for month in range(12)]
    return np.linalg.solve(weights, np.array(monthly))


@lru_cache(maxsize=32)
def clearness_means(normals: Normals) -> Array:
    """Return the mean share of the clear sky that reaches the ground, for each month, shape (12,).

    The month's normal over the mean clear-sky day of pvlib's turbidity, from every third day by the hour.
    """
    ratio = _ratios(normals)
    return np.clip(ratio, MEAN_LEAST, MEAN_MOST)


def clipped_months(normals: Normals) -> tuple[int, ...]:
    """Return the months (1..12) whose normal asks for more light than a clear sky has, or hardly any."""
    ratio = _ratios(normals)
    return tuple(int(month) + 1 for month in np.flatnonzero((ratio > MEAN_MOST) | (ratio < MEAN_LEAST)))


@lru_cache(maxsize=32)
def _ratios(normals: Normals) -> Array:
    ratios = np.zeros(12)
    place = (normals.latitude, normals.longitude, normals.elevation_m)
    for month in range(12):
        days = calendar.monthrange(2001, month + 1)[1]
        first = np.datetime64(f"2001-{month + 1:02d}-01T00:30", "ns")
        starts = first + np.arange(0, days, 3) * np.timedelta64(1, "D")
        times = (starts[:, None] + np.arange(48)[None, :] * np.timedelta64(30, "m")).ravel()
        clear = float(clear_sky(times, sun_at(times, *place), *place).ghi.mean()) * 24 / 1000.0
        normal = normals.ghi_kwh_per_m2_day[month]
        ratios[month] = normal / clear if clear > CLEAR_LEAST else MEAN_OF_DARKNESS
    return ratios
