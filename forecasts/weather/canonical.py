"""The one shape of weather: names, units, time rules, and a check that refuses what breaks them.

A canonical weather Dataset has the dimension ``time``: UTC, ``datetime64[ns]``, the *start* of equal
intervals, and each value is the mean over its interval. Variables keep the names of pvlib:

==================== ======== ================================================================
``ghi``              W m-2    global irradiance on a horizontal surface
``dni``              W m-2    beam irradiance on a surface that faces the sun
``dhi``              W m-2    diffuse irradiance on a horizontal surface
``temp_air``         degC     air temperature at 2 m
``wind_speed``       m s-1    at ``height_m`` (an attribute of the variable) above ground
``wind_direction``   degree   where it comes from, clockwise from north (may be missing)
``pressure``         Pa       at the height of the weather's own place
``relative_humidity`` %       (may be missing)
==================== ======== ================================================================

Attributes: ``latitude longitude elevation_m`` (of the weather's own place), ``time_zone source kind synthetic
(0 or 1) issue_time step_minutes notes``; ``elsewhere_km`` only where the weather is of another place than the
site; ``known_at`` and ``fetched_at`` (ISO 8601, UTC) where it came from a service.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from forecasts.notes import Array, Times
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["FIELDS", "Field", "Origin", "build", "check", "stamp_text", "value_problems"]


@dataclass(frozen=True)
class Field:
    """A variable of canonical weather and what is plausible of it."""

    units: str
    standard_name: str
    least: float
    most: float
    is_required: bool


FIELDS: Mapping[str, Field] = {
    "ghi": Field("W m-2", "surface_downwelling_shortwave_flux_in_air", 0, 1600, True),
    "dni": Field("W m-2", "surface_direct_along_beam_shortwave_flux_in_air", 0, 1450, True),
    "dhi": Field("W m-2", "surface_diffuse_downwelling_shortwave_flux_in_air", 0, 1100, True),
    "temp_air": Field("degC", "air_temperature", -75, 60, True),
    "wind_speed": Field("m s-1", "wind_speed", 0, 75, True),
    "wind_direction": Field("degree", "wind_from_direction", 0, 360, False),
    "pressure": Field("Pa", "air_pressure", 40_000, 110_000, True),
    "relative_humidity": Field("%", "relative_humidity", 0, 110, False),
}


@dataclass(frozen=True)
class Origin:
    """Where weather comes from.

    Attributes
    ----------
    latitude, longitude, elevation_m
        The weather's own place.
    source
        File or method, in words.
    kind
        ``typical_year`` (generated), ``typical_months`` (a file of measured months) or ``series`` (dated).
    is_synthetic
        Whether the figures were generated and never measured or forecast.
    issue_time
        When a weather forecast was made, ISO 8601 in UTC; empty where it is none.
    wind_height_m
        Height of the wind speed above ground [m].
    """

    latitude: float
    longitude: float
    elevation_m: float
    source: str
    kind: str
    is_synthetic: bool = False
    issue_time: str = ""
    wind_height_m: float = 10.0


def build(
    times: Times, columns: Mapping[str, Array], origin: Origin, *, step_minutes: int, time_zone: str
) -> xr.Dataset:
    """Put figures into canonical form; nothing is checked here.

    Parameters
    ----------
    times
        Starts of the intervals, UTC.
    columns
        Figures by canonical name, each of shape (time,).
    origin
        Where they come from.
    step_minutes
        Length of an interval.
    time_zone
        IANA name of the zone that people read the stamps in: the site's.
    """
    import xarray as xr

    weather = xr.Dataset(
        {
            name: ("time", np.asarray(columns[name], dtype=np.float64), _attributes(name, origin))
            for name in FIELDS
            if name in columns
        },
        coords={
            "time": (
                "time",
                times.astype("datetime64[ns]"),
                {"standard_name": "time", "long_name": "start, UTC"},
            )
        },
        attrs={
            "latitude": origin.latitude,
            "longitude": origin.longitude,
            "elevation_m": origin.elevation_m,
            "time_zone": time_zone,
            "source": origin.source,
            "kind": origin.kind,
            "synthetic": int(origin.is_synthetic),
            "issue_time": origin.issue_time,
            "step_minutes": step_minutes,
            "notes": "[]",
        },
    )
    weather["time"].encoding = {"units": "seconds since 1970-01-01", "dtype": "int64"}
    return weather


def check(weather: xr.Dataset, where: str = "") -> None:
    """Refuse weather that breaks the rules above, all findings at once.

    Parameters
    ----------
    weather
        Canonical weather.
    where
        File name for people.

    Raises
    ------
    Refused
        A variable is missing; the stamps are doubled, out of order or leave a gap; a figure is missing,
        negative where it cannot be, or of an implausible magnitude. Each names the field and the first time.
    """
    place = where or str(weather.attrs.get("source", ""))
    zone = str(weather.attrs["time_zone"])
    problems = [
        problem("weather-field-missing", place, field=name)
        for name, field in FIELDS.items()
        if field.is_required and name not in weather
    ]
    times = weather["time"].to_numpy()
    problems += _time_problems(times, int(weather.attrs["step_minutes"]), zone, place)
    for name in FIELDS:
        if name in weather:
            problems += value_problems(name, weather[name].to_numpy(), times, zone, place)
    if problems:
        raise Refused(problems)


def value_problems(name: str, values: Array, times: Times, zone: str, where: str) -> list[Problem]:
    """Return what is wrong with the figures of one field: missing, negative, implausible."""
    field = FIELDS[name]
    found: list[Problem] = []

    def tell(key: str, is_wrong: np.ndarray, **args: object) -> None:
        if is_wrong.any():
            first = int(np.flatnonzero(is_wrong)[0])
            at = stamp_text(times[first], zone)
            found.append(
                problem(
                    key,
                    where,
                    field=name,
                    count=int(is_wrong.sum()),
                    time=at,
                    found=float(values[first]),
                    **args,
                )
            )

    is_figure = np.isfinite(values)
    is_negative = is_figure & (values < 0) & (field.least == 0)
    tell("weather-value-missing", ~is_figure)
    tell("weather-value-negative", is_negative)
    is_outside = is_figure & ~is_negative & ((values < field.least) | (values > field.most))
    tell("weather-value-implausible", is_outside, least=field.least, most=field.most, unit=field.units)
    return found


def stamp_text(stamp: np.datetime64, zone: str) -> str:
    """Return a UTC stamp as people read it: local time with its offset, ``2026-07-15 06:00+08:00``."""
    seconds = int(stamp.astype("datetime64[s]").astype(np.int64))
    local = dt.datetime.fromtimestamp(seconds, tz=ZoneInfo(zone))
    return local.isoformat(sep=" ", timespec="minutes")


def _attributes(name: str, origin: Origin) -> dict[str, object]:
    field = FIELDS[name]
    shared: dict[str, object] = {
        "units": field.units,
        "standard_name": field.standard_name,
        "cell_methods": "time: mean",
    }
    return shared | {"height_m": origin.wind_height_m} if name == "wind_speed" else shared


def _time_problems(times: Times, step_minutes: int, zone: str, where: str) -> list[Problem]:
    """Return doubled stamps, a wrong order and gaps, the first of each with how many there are."""
    step = np.timedelta64(step_minutes, "m")
    apart = np.diff(times)
    kinds = {
        "weather-time-duplicate": apart == np.timedelta64(0),
        "weather-time-order": apart < np.timedelta64(0),
        "weather-time-gap": (apart > np.timedelta64(0)) & (apart != step),
    }
    found: list[Problem] = []
    for key, is_wrong in kinds.items():
        if is_wrong.any():
            first = int(np.flatnonzero(is_wrong)[0])
            found.append(
                problem(
                    key,
                    where,
                    field="time",
                    count=int(is_wrong.sum()),
                    time=stamp_text(times[first + 1], zone),
                    before=stamp_text(times[first], zone),
                    step=step_minutes,
                )
            )
    return found
