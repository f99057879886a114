"""Typical months from an EPW file (EnergyPlus weather), through ``pvlib.iotools.read_epw``.

Conventions of the format (EnergyPlus documentation, Auxiliary Programs, "EnergyPlus Weather File (EPW) Data
Dictionary"): local *standard* time without daylight saving; hours 1..24; irradiance is that of the hour
*before* the stamp; temperature, humidity, pressure and wind are those *at* the stamp. So irradiance of row
``h`` belongs to [h - 1, h), and the mean of the others over that hour is taken as half the sum of the rows
``h - 1`` and ``h`` (the wind's direction stays that of the stamp).

The months come from different years, so rows are found by month, day and hour, for any year; 29 February is
the 28th, which is said once. Missing figures carry the format's own codes (99.9, 999, 9999, 999999) and are
treated as missing: up to three hours of temperature, wind, humidity or pressure are bridged by a straight
line and counted; irradiance is never made up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from forecasts.notes import Array
from forecasts.weather.canonical import Origin
from forecasts.weather.complete import completed
from forecasts.weather.daylight import late_minutes
from forecasts.weather.typical_months import HOURS_PER_YEAR, TypicalMonths, year_starts
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["open_epw"]

NAMES = {
    "ghi": "ghi",
    "dni": "dni",
    "dhi": "dhi",
    "temp_air": "temp_air",
    "wind_speed": "wind_speed",
    "wind_direction": "wind_direction",
    "atmospheric_pressure": "pressure",
    "relative_humidity": "relative_humidity",
}
MISSING_FROM = {
    "ghi": 9999.0,
    "dni": 9999.0,
    "dhi": 9999.0,
    "temp_air": 99.9,
    "wind_speed": 999.0,
    "wind_direction": 999.0,
    "pressure": 999_999.0,
    "relative_humidity": 999.0,
}
INSTANTANEOUS = ("temp_air", "wind_speed", "pressure", "relative_humidity")
LEFT_OUT_IF_MISSING = ("wind_direction", "relative_humidity", "pressure")
GAP_HOURS_MOST = 3


def open_epw(path: Path) -> TypicalMonths:
    """Open an EPW file.

    Raises
    ------
    Refused
        The file is not EPW, has not the hours of one year, or lacks figures that are not to be made up.
    """
    data, head = _read(path)
    if len(data) not in (HOURS_PER_YEAR, HOURS_PER_YEAR + 24):
        raise Refused([problem("weather-epw-rows", path.name, found=len(data))])
    data = data[~((data["month"] == 2) & (data["day"] == 29))]
    _check_calendar(data, path)
    origin = Origin(
        latitude=float(head["latitude"]),
        longitude=float(head["longitude"]),
        elevation_m=float(head["altitude"]),
        source=f"{path.name}: {head['city']}, {head['country']} ({head['data_type']} {head['WMO_code']})",
        kind="typical_months",
    )
    columns, notes = _columns(data, path)
    offset = np.timedelta64(round(float(head["TZ"]) * 60), "m")
    starts = year_starts() - offset
    columns, filled = completed(starts, columns, 60, origin)
    late = late_minutes(starts, columns["ghi"], 60, origin)
    if late:
        notes.append(problem("weather-note-late" if late > 0 else "weather-note-early", minutes=abs(late)))
    years = ", ".join(str(year) for year in sorted(set(data["year"])))
    return TypicalMonths(path.name, origin, offset, columns, years, (*notes, *filled))


def _read(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    from pvlib import iotools

    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            data, head = iotools.read_epw(file)
    except (ValueError, KeyError, IndexError) as fault:
        raise Refused([problem("weather-epw-unreadable", path.name, reason=str(fault))]) from fault
    return data, head


def _check_calendar(data: pd.DataFrame, path: Path) -> None:
    """Refuse rows that are not the hours of a year one after the other."""
    rows = np.stack([data["month"], data["day"], data["hour"]], axis=1).astype(int)
    starts = year_starts()
    days = starts.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    expected = np.stack(
        [
            months.astype(int) % 12 + 1,
            (days - months.astype("datetime64[D]")).astype(int) + 1,
            np.arange(HOURS_PER_YEAR) % 24 + 1,
        ],
        axis=1,
    )
    wrong = np.flatnonzero((rows != expected).any(axis=1)) if len(rows) == HOURS_PER_YEAR else np.array([0])
    if wrong.size:
        place = int(wrong[0])
        found, wanted = ("-".join(f"{part:02d}" for part in each[place]) for each in (rows, expected))
        raise Refused(
            [problem("weather-epw-calendar", f"{path.name}:{place + 9}", found=found, expected=wanted)]
        )


def _columns(data: pd.DataFrame, path: Path) -> tuple[dict[str, Array], list[Problem]]:
    columns: dict[str, Array] = {}
    notes: list[Problem] = []
    problems: list[Problem] = []
    for theirs, name in NAMES.items():
        values = data[theirs].to_numpy(dtype=float)
        values = np.where(values >= MISSING_FROM[name], np.nan, values)
        if np.isnan(values).all() and name in LEFT_OUT_IF_MISSING:
            continue
        if name in INSTANTANEOUS:
            values, bridged = _bridged(values)
            if bridged:
                notes.append(problem("weather-note-bridged", field=name, count=bridged))
        if name == "wind_direction":
            values = np.where(np.isnan(values), 0.0, values)  # the format's own 0: calm or unknown
        missing = np.flatnonzero(np.isnan(values))
        if missing.size:
            where = f"{path.name}:{int(missing[0]) + 9}"
            problems.append(problem("weather-epw-missing", where, field=name, count=int(missing.size)))
        columns[name] = _hour_means(name, values)
    if problems:
        raise Refused(problems)
    return columns, notes


def _hour_means(name: str, values: Array) -> Array:
    """Return means over the hour before the stamp of figures that are given at the stamp."""
    if name in INSTANTANEOUS:
        return 0.5 * (values + np.roll(values, 1))
    return values


def _bridged(values: Array) -> tuple[Array, int]:
    """Return the figures with gaps of up to three hours bridged, and how many hours that were."""
    is_missing = np.isnan(values)
    if not is_missing.any() or is_missing.all():
        return values, 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_missing, [False]]).astype(int)))
    short = np.zeros(len(values), dtype=bool)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        short[begin:end] = end - begin <= GAP_HOURS_MOST
    places = np.arange(len(values))
    line = np.interp(places, places[~is_missing], values[~is_missing])
    return np.where(short, line, values), int(short.sum())
