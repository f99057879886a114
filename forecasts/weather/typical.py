"""The typical year: synthetic hourly weather for any place on earth, from monthly normals and the clear sky.

It is no forecast: a plausible day of the place's climate, the same for the same site, date and seed. With
``Phi`` the normal distribution function and ``F^-1`` inverse distribution functions, all at hours ``t``:

- sky ``g = a slow + b fast`` (:mod:`forecasts.weather.chance`), clearness ``k = k0 + (k1 - k0)
  F_beta^-1(Phi(g))``, whose mean is the month's normal over the clear sky; ``ghi = k x clear ghi``. The beta
  distribution is U-shaped, as clearness by the hour is: mostly clear or mostly overcast. ``dni, dhi`` by
  Erbs.
- temperature = month's mean + range x (diurnal course) x (0.5 + 0.5 k24 / mean k24) + 2.6 K x process;
  ``k24`` is the clearness of the 24 hours around: clear days swing more.
- wind speed: Weibull of shape 2 (Justus et al. 1978, doi:10.1175/1520-0450(1978)017<0350:MFEWSF>2.0.CO;2)
  with the month's mean, a diurnal course that turns round with height near 80 m, and a slow part that is
  stronger under cloud.
- direction: about the prevailing one, or drifting where none is known. Humidity: the month's, less when warm
  and clear.

Irradiance is the mean over the hour, from the clear sky at its four quarters.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array, Times, notes_to_json
from forecasts.sun import clear_sky, sun_at
from forecasts.weather.canonical import Origin, build
from forecasts.weather.chance import processes
from forecasts.weather.complete import split
from forecasts.weather.normals import (
    CLEARNESS_LEAST,
    CLEARNESS_MOST,
    Normals,
    clearness_means,
    clipped_months,
    normals_of,
    over_year,
)
from forecasts.weather.reading import day_span
from sites.problems import problem

if TYPE_CHECKING:
    import xarray as xr

    from sites.site import Site

__all__ = ["typical_weather"]

HOUR = np.timedelta64(60, "m")
HOURS_AROUND = 12

SKY_SLOW_SHARE = 0.65  # of the variance: how much whole days differ, against hours
BETA_CONCENTRATION = 1.6  # below 2: clear and overcast hours are more frequent than those between
WIND_SLOW_SHARE = 0.65
WIND_WITH_CLOUD = 0.35  # correlation of the slow parts of wind and cloud
WEIBULL_SHAPE = 2.0
WIND_SPEED_MOST = 60.0
TEMPERATURE_SPREAD_K = 2.6  # day to day
SWING_SHARE = 0.91  # of the daily range; the drift from day to day makes up the rest
PRESSURE_SPREAD_FRAC = 0.006
DIRECTION_SLOW_DEG, DIRECTION_FAST_DEG, DIRECTION_FREE_DEG = 45.0, 15.0, 180.0
HUMIDITY_PER_K, HUMIDITY_BY_CLEARNESS = -2.5, -15.0
WARMEST_HOUR, COLDEST_SECOND_HARMONIC = 15.0, 0.18


def typical_weather(site: Site, date: dt.date, seed: int = 0, days: int = 1) -> xr.Dataset:
    """Generate the typical year's weather of a local day, or of some days from it on.

    Parameters
    ----------
    site
        With its place and monthly normals.
    date
        First local date.
    seed
        Another seed is another year of the same climate.
    days
        How many days.

    Returns
    -------
    xarray.Dataset
        Canonical weather by the hour, with two hours' margin, labelled ``kind="typical_year"``,
        ``synthetic=1``.

    Raises
    ------
    Refused
        The site has no monthly normals.
    """
    normals = normals_of(site)
    span = day_span(site, date, days)
    begin = (span.start - span.margin).astype("datetime64[h]").astype("datetime64[ns]")
    times = np.arange(begin, span.end + span.margin, HOUR).astype("datetime64[ns]")
    origin = Origin(
        latitude=normals.latitude,
        longitude=normals.longitude,
        elevation_m=normals.elevation_m,
        source=_source(site, seed),
        kind="typical_year",
        is_synthetic=True,
        wind_height_m=normals.wind_speed_height_m,
    )
    weather = build(times, _figures(normals, seed, times), origin, step_minutes=60, time_zone=span.time_zone)
    notes = [problem("weather-note-typical-year", site=site.name, seed=seed)]
    clipped = clipped_months(normals)
    if clipped:
        notes.append(
            problem("weather-note-normals-clipped", months=", ".join(str(month) for month in clipped))
        )
    return weather.assign_attrs(notes=notes_to_json(notes))


def _source(site: Site, seed: int) -> str:
    assert site.climate is not None  # normals_of looked
    said = site.climate.provenance_of("ghi_kwh_per_m2_day")
    where = f"; {said[0]}: {said[1]}" if said else ""
    return f"typical year, synthetic, seed {seed}, from the monthly normals of {site.name}{where}"


def _figures(normals: Normals, seed: int, times: Times) -> dict[str, Array]:
    """Return all columns at hours, UTC; some hours around are generated too, for the means over a day."""
    around = np.arange(-HOURS_AROUND, len(times) + HOURS_AROUND) * HOUR + times[0]
    chance = processes(normals.name, seed, around)
    inside = slice(HOURS_AROUND, len(around) - HOURS_AROUND)
    mean_clearness = np.clip(over_year(clearness_means(normals), around), CLEARNESS_LEAST + 0.02, 0.98)
    clearness = _clearness(chance, mean_clearness)
    day_clearness = np.convolve(
        clearness, np.full(2 * HOURS_AROUND + 1, 1.0 / (2 * HOURS_AROUND + 1)), mode="valid"
    )
    chance = {name: values[inside] for name, values in chance.items()}
    ghi, dni, dhi = _irradiance(normals, times, clearness[inside])
    swing = _diurnal(times, normals.longitude) * (0.5 + 0.5 * day_clearness / mean_clearness[inside])
    swing = SWING_SHARE * swing * over_year(normals.temp_air_range_c, times)
    warmth = swing + TEMPERATURE_SPREAD_K * chance["temperature"]
    return {
        "ghi": ghi,
        "dni": dni,
        "dhi": dhi,
        "temp_air": np.clip(over_year(normals.temp_air_mean_c, times) + warmth, -74.0, 59.0),
        "wind_speed": _wind_speed(normals, chance, times),
        "wind_direction": _wind_direction(normals, chance),
        "pressure": _pressure(normals, chance),
        "relative_humidity": np.clip(
            over_year(normals.relative_humidity_pct, times)
            + HUMIDITY_PER_K * swing
            + HUMIDITY_BY_CLEARNESS * (day_clearness - mean_clearness[inside]),
            8.0,
            100.0,
        ),
    }


def _clearness(chance: dict[str, Array], mean: Array) -> Array:
    """Return the clearness of hours; its expectation is ``mean`` whatever the parameters."""
    from scipy import special

    sky = math.sqrt(SKY_SLOW_SHARE) * chance["sky_slow"] + math.sqrt(1 - SKY_SLOW_SHARE) * chance["sky_fast"]
    share = (mean - CLEARNESS_LEAST) / (CLEARNESS_MOST - CLEARNESS_LEAST)
    alpha, beta = share * BETA_CONCENTRATION, (1 - share) * BETA_CONCENTRATION
    drawn = special.betaincinv(alpha, beta, special.ndtr(sky))
    return np.asarray(CLEARNESS_LEAST + (CLEARNESS_MOST - CLEARNESS_LEAST) * drawn, dtype=float)


def _irradiance(normals: Normals, times: Times, clearness: Array) -> tuple[Array, Array, Array]:
    place = (normals.latitude, normals.longitude, normals.elevation_m)
    quarters = (
        times[:, None] + (np.arange(4) * 15 + 7.5) * np.timedelta64(60, "s").astype("timedelta64[ns]")
    ).ravel()
    quarters = quarters.astype("datetime64[ns]")
    clear = clear_sky(quarters, sun_at(quarters, *place), *place).ghi.reshape(-1, 4).mean(axis=1)
    ghi = clear * clearness
    middle = times + np.timedelta64(30, "m")
    dni, dhi = split(ghi, sun_at(middle, *place), middle)
    return ghi, dni, dhi


def _solar_hour(times: Times, longitude: float) -> Array:
    """Return the mean solar hour of the middles of hours, 0..24."""
    hour = (times - times.astype("datetime64[D]")) / HOUR + 0.5
    return np.asarray((hour + longitude / 15.0) % 24.0, dtype=float)


def _diurnal(times: Times, longitude: float) -> Array:
    """Return the daily course of temperature: mean 0, range 1, warmest about 15 h solar time."""
    angle = 2 * np.pi * (_solar_hour(times, longitude) - WARMEST_HOUR) / 24.0
    course = np.cos(angle) + COLDEST_SECOND_HARMONIC * np.cos(2 * angle + 0.7)
    return np.asarray(course / 2.05, dtype=float)


def _wind_speed(normals: Normals, chance: dict[str, Array], times: Times) -> Array:
    from scipy import special

    slow = math.sqrt(1 - WIND_WITH_CLOUD**2) * chance["wind_slow"] - WIND_WITH_CLOUD * chance["sky_slow"]
    wind = math.sqrt(WIND_SLOW_SHARE) * slow + math.sqrt(1 - WIND_SLOW_SHARE) * chance["wind_fast"]
    # near the ground the afternoon mixes momentum down; above some 80 m it takes it away
    swing = 0.25 * (1 - math.log(normals.wind_speed_height_m / 10.0) / math.log(8.0))
    swing = min(max(swing, -0.12), 0.25)
    day = 1 + swing * np.cos(2 * np.pi * (_solar_hour(times, normals.longitude) - 14.0) / 24.0)
    mean = np.maximum(over_year(normals.wind_speed_mean_m_per_s, times), 0.0)
    scale = mean * day / math.gamma(1 + 1 / WEIBULL_SHAPE)
    speed = scale * (-np.log(special.ndtr(-wind))) ** (1 / WEIBULL_SHAPE)
    return np.asarray(np.minimum(speed, WIND_SPEED_MOST), dtype=float)


def _wind_direction(normals: Normals, chance: dict[str, Array]) -> Array:
    prevailing = normals.wind_direction_deg
    spread = DIRECTION_FREE_DEG if prevailing is None else DIRECTION_SLOW_DEG
    turn = spread * chance["direction_slow"] + DIRECTION_FAST_DEG * chance["direction_fast"]
    return ((prevailing or 0.0) + turn) % 360.0


def _pressure(normals: Normals, chance: dict[str, Array]) -> Array:
    from pvlib import atmosphere

    fair = 0.9 * chance["pressure"] + math.sqrt(1 - 0.81) * chance["sky_slow"]
    return np.asarray(
        atmosphere.alt2pres(normals.elevation_m) * (1 + PRESSURE_SPREAD_FRAC * fair), dtype=float
    )
