"""Typical meteorological years as files: TMY3 and TMY2 of NREL, TMY of PVGIS (CSV or JSON), through pvlib.

Their stamps differ, so each is brought to means over hours that begin at 00:00 of 1 January:

- TMY3 (Wilcox & Marion 2008, doi:10.2172/928611) and TMY2: local standard time; light is that of the hour
  before the stamp, the rest is at the stamp, as in EPW;
- PVGIS: UTC; light is that of the instant ``irradiance time offset`` after the stamp, the rest is at it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from forecasts.notes import Array
from forecasts.weather.canonical import Origin
from forecasts.weather.complete import completed
from forecasts.weather.daylight import late_minutes
from forecasts.weather.stamps import LIGHT, means_of_instants
from forecasts.weather.typical_months import HOURS_PER_YEAR, TypicalMonths, year_starts
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["is_pvgis_tmy", "is_tmy3", "open_pvgis_tmy", "open_tmy2", "open_tmy3", "pvgis_months"]

NEEDED = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
MORE = ("wind_direction", "pressure", "relative_humidity")
MBAR_PA = 100.0
TMY2_TENTHS = ("temp_air", "wind_speed")
MISSING_BELOW = -90.0  # -9900 and the like


def is_tmy3(head: str) -> bool:
    """Whether the first lines of a CSV are those of TMY3."""
    return "Date (MM/DD/YYYY)" in head and "Time (HH:MM)" in head


def is_pvgis_tmy(head: str) -> bool:
    """Whether the beginning of a CSV is that of PVGIS."""
    return head.startswith("Latitude (decimal degrees)")


def open_tmy3(path: Path) -> TypicalMonths:
    """Open a TMY3 file.

    Raises
    ------
    Refused
        It cannot be read, or has not the hours of one year.
    """
    from pvlib import iotools

    data, head = _read(path, lambda: iotools.read_tmy3(str(path), map_variables=True, encoding="utf-8-sig"))
    if "pressure" in data:
        data["pressure"] = data["pressure"] * MBAR_PA
    origin = _origin(path, head["latitude"], head["longitude"], head["altitude"], str(head.get("Name", "")))
    return _before_stamps(path, data, origin, float(head["TZ"]))


def open_tmy2(path: Path) -> TypicalMonths:
    """Open a TMY2 file; see :func:`open_tmy3`."""
    from pvlib import iotools

    data, head = _read(path, lambda: iotools.read_tmy2(str(path)))
    named = {
        "GHI": "ghi",
        "DNI": "dni",
        "DHI": "dhi",
        "DryBulb": "temp_air",
        "Wspd": "wind_speed",
        "Wdir": "wind_direction",
        "Pressure": "pressure",
        "RHum": "relative_humidity",
    }
    data = data[list(named)].rename(columns=named).astype(float)
    for name in TMY2_TENTHS:
        data[name] = data[name] / 10.0
    data["pressure"] = data["pressure"] * MBAR_PA
    origin = _origin(path, head["latitude"], head["longitude"], head["altitude"], str(head.get("City", "")))
    return _before_stamps(path, data, origin, float(head["TZ"]))


def open_pvgis_tmy(path: Path) -> TypicalMonths:
    """Open a typical year of PVGIS, CSV or JSON; see :func:`open_tmy3`."""
    from pvlib import iotools

    data, meta = _read(path, lambda: iotools.read_pvgis_tmy(str(path), map_variables=True))
    return pvgis_months(data, meta, path.name)


def pvgis_months(data: pd.DataFrame, meta: dict[str, Any], where: str) -> TypicalMonths:
    """Return the typical months of what pvlib read from PVGIS.

    Raises
    ------
    Refused
        The answer has not the hours of one year, or lacks what is needed.
    """
    inputs = meta["inputs"]
    place = inputs.get("location", inputs)
    offset_h = float(place.get("irradiance_time_offset", inputs.get("irradiance time offset", 0.0)))
    origin = Origin(
        float(place["latitude"]),
        float(place["longitude"]),
        float(place["elevation"]),
        f"{where}: PVGIS, typical year",
        "typical_months",
    )
    columns = _year_of(data, where)
    starts = year_starts()
    instants = starts + np.timedelta64(round(offset_h * 3600), "s")
    is_mean = math.isclose(offset_h, 0.5, abs_tol=0.01)  # of ERA5: a mean over the hour, said by its middle
    light = {name: values for name, values in columns.items() if name in LIGHT}
    if not is_mean:
        light = means_of_instants(starts, instants, light, origin)
    rest = {name: _onward(name, values) for name, values in columns.items() if name not in LIGHT}
    years = sorted({int(each["year"]) for each in meta["months_selected"]})
    shown = ", ".join(str(year) for year in years)
    return _months(where, origin, 0.0, light | rest, shown)


def _before_stamps(path: Path, data: pd.DataFrame, origin: Origin, zone_hours: float) -> TypicalMonths:
    """Return months whose light is that before the stamp; row 1 is 01:00, the hour from 00:00."""
    columns = _year_of(data, path.name)
    means = {name: values if name in LIGHT else _backward(name, values) for name, values in columns.items()}
    years = ", ".join(str(year) for year in sorted({int(stamp.year) for stamp in data.index[:-1]}))
    return _months(path.name, origin, zone_hours, means, years)


def _months(
    where: str, origin: Origin, zone_hours: float, columns: dict[str, Array], years: str
) -> TypicalMonths:
    offset = np.timedelta64(round(zone_hours * 60), "m")
    starts = year_starts() - offset
    columns, filled = completed(starts, columns, 60, origin)
    notes: list[Problem] = [*filled]
    late = late_minutes(starts, columns["ghi"], 60, origin)
    if late:
        notes.append(problem("weather-note-late" if late > 0 else "weather-note-early", minutes=abs(late)))
    return TypicalMonths(where, origin, offset, columns, years, tuple(notes))


def _year_of(data: pd.DataFrame, where: str) -> dict[str, Array]:
    """Return the figures of 8760 hours; what may be missing and is, is left out."""
    if len(data) != HOURS_PER_YEAR:
        raise Refused([problem("weather-tmy-rows", where, found=len(data))])
    columns: dict[str, Array] = {}
    problems: list[Problem] = []
    for name in (*NEEDED, *MORE):
        values = data[name].to_numpy(dtype=float) if name in data else np.full(HOURS_PER_YEAR, np.nan)
        values = np.where(values <= MISSING_BELOW, np.nan, values)
        is_missing = bool(np.isnan(values).any())
        if not is_missing:
            columns[name] = values
        elif name in NEEDED:
            problems.append(
                problem("weather-epw-missing", where, field=name, count=int(np.isnan(values).sum()))
            )
    if problems:
        raise Refused(problems)
    return columns


def _backward(name: str, values: Array) -> Array:
    return values if name == "wind_direction" else 0.5 * (values + np.roll(values, 1))


def _onward(name: str, values: Array) -> Array:
    return values if name == "wind_direction" else 0.5 * (values + np.roll(values, -1))


def _origin(path: Path, latitude: float, longitude: float, elevation_m: float, name: str) -> Origin:
    title = name.strip(' "')
    source = f"{path.name}: {title}"
    return Origin(float(latitude), float(longitude), float(elevation_m), source, "typical_months")


def _read(
    path: Path, read: Callable[[], tuple[pd.DataFrame, dict[str, Any]]]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    try:
        return read()
    except (ValueError, KeyError, IndexError, TypeError, json.JSONDecodeError) as fault:
        reason = f"{type(fault).__name__}: {fault}"
        raise Refused([problem("weather-tmy-unreadable", path.name, reason=reason)]) from fault
