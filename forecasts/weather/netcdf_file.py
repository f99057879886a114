"""Dated weather from NetCDF: this program's own ``weather.nc``, CF files, and ERA5 as the Climate Data Store gives it.

A variable is taken by its name (canonical, pvlib's, or ERA5's short one), else by its CF ``standard_name``;
its ``units`` are converted. Times are UTC. Of a grid the cell nearest to the site is taken, of an ensemble the
first member; both are said. Wind from components. ERA5's radiation (``ssrd``, ``fdir``, J/m2) is that of the
hour before the stamp and the rest at the stamp; other files mark the start of their intervals unless
``stamp="end"`` is asked for or their time has bounds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forecasts.notes import Array, Times, notes_of
from forecasts.weather.canonical import FIELDS, Origin
from forecasts.weather.complete import completed
from forecasts.weather.csv_file import NEEDED, Reading
from forecasts.weather.era5_columns import SHORT_NAMES, from_era5
from forecasts.weather.headings import ENERGIES, FACTORS, unit_text
from forecasts.weather.source import DatedSource
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["open_netcdf"]

TIMES = ("time", "valid_time")
LATITUDES, LONGITUDES = ("latitude", "lat"), ("longitude", "lon")
MEMBERS = ("member", "number", "realization", "ensemble", "scenario")
LEVELS = ("height", "expver", "surface", "step")
STEPS_MINUTES = (5, 10, 15, 20, 30, 60)


def open_netcdf(path: Path, reading: Reading) -> DatedSource:
    """Open a NetCDF file of weather.

    Raises
    ------
    Refused
        It cannot be read; it has no time, not what is needed, a unit that is not known, or more dimensions
        than a series of one place.
    """
    data = _loaded(path)
    notes: list[Problem] = [*notes_of(data)]
    data, place = _at_place(data, reading, notes)
    times, begins, data = _timed(data, path.name)
    if {"ssrd", "t2m"} <= set(map(str, data.data_vars)):
        given = {short: data[short].to_numpy().astype(float) for short in SHORT_NAMES if short in data}
        starts, columns = from_era5(times, given)
        height_m, step = 10.0, 60
    else:
        columns, height_m = _columns(data, path.name)
        step = _step_minutes(times, path.name)
        starts = times - np.timedelta64(step if reading.stamp == "end" else 0, "m")
        starts = begins if begins is not None and reading.stamp is None else starts
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        shown = ", ".join(str(name) for name in data.data_vars)
        raise Refused(
            [problem("weather-csv-column-missing", path.name, column=name, found=shown) for name in missing]
        )
    origin = Origin(
        *place,
        source=str(data.attrs.get("source", path.name)),
        kind=str(data.attrs.get("kind", "series")),
        is_synthetic=bool(data.attrs.get("synthetic", 0)),
        issue_time=str(data.attrs.get("issue_time", "")),
        wind_height_m=height_m,
    )
    columns, filled = completed(starts, columns, step, origin)
    return DatedSource(path.name, origin, step, starts, columns, (*notes, *filled))


def _loaded(path: Path) -> xr.Dataset:
    import xarray as xr

    try:
        with xr.open_dataset(path) as data:
            return data.load()
    except (OSError, ValueError, KeyError) as fault:
        raise Refused([problem("weather-nc-unreadable", path.name, reason=str(fault))]) from fault


def _at_place(
    data: xr.Dataset, reading: Reading, notes: list[Problem]
) -> tuple[xr.Dataset, tuple[float, float, float]]:
    """Return the series of one place and one member, with latitude, longitude and height of the place."""
    for dimension in MEMBERS:
        if dimension in data.dims:
            if data.sizes[dimension] > 1:
                notes.append(problem("weather-note-first-member", count=data.sizes[dimension]))
            data = data.isel({dimension: 0})
    for dimension in LEVELS:
        if dimension in data.dims and data.sizes[dimension] == 1:
            data = data.isel({dimension: 0})
    found: list[float] = []
    for names, wanted in ((LATITUDES, reading.latitude), (LONGITUDES, reading.longitude)):
        name = next((name for name in names if name in data.coords), None)
        if name is None:
            said = data.attrs.get(names[0])
            found.append(float(said) if said is not None else wanted)
            continue
        if name in data.dims:
            apart = np.abs((data[name].to_numpy().astype(float) - wanted + 180.0) % 360.0 - 180.0)
            data = data.isel({name: int(np.argmin(apart))})
        found.append(
            (float(data[name]) + 180.0) % 360.0 - 180.0 if names is LONGITUDES else float(data[name])
        )
    if "latitude" not in data.attrs and not any(name in data.coords for name in LATITUDES):
        notes.append(problem("weather-note-place-assumed"))
    height_m = float(data.attrs.get("elevation_m", reading.elevation_m))
    return data, (found[0], found[1], height_m)


def _timed(data: xr.Dataset, where: str) -> tuple[Times, Times | None, xr.Dataset]:
    """Return the stamps, the beginnings of their intervals where the file gives bounds, and the series."""
    name = next((name for name in TIMES if name in data.coords and data[name].ndim == 1), None)
    if name is None or data[name].dtype.kind != "M":
        raise Refused([problem("weather-nc-time", where, found=", ".join(map(str, data.coords)))])
    (dimension,) = data[name].dims
    series = [each for each in data.data_vars if data[each].dims == (dimension,)]
    if not series:
        shown = "; ".join(f"{each} ({', '.join(map(str, data[each].dims))})" for each in data.data_vars)
        raise Refused([problem("weather-nc-dimensions", where, found=shown)])
    data = data.sortby(name)
    bounds = data[name].attrs.get("bounds", data[name].encoding.get("bounds"))
    begins = data[bounds].to_numpy()[:, 0].astype("datetime64[ns]") if bounds in data else None
    return data[name].to_numpy().astype("datetime64[ns]"), begins, data[series]


def _columns(data: xr.Dataset, where: str) -> tuple[dict[str, Array], float]:
    """Return the figures in canonical units, and the height of the wind."""
    columns: dict[str, Array] = {}
    height_m = 10.0
    problems: list[Problem] = []
    by_standard_name = {field.standard_name: name for name, field in FIELDS.items()}
    for each in map(str, data.data_vars):
        attributes = data[each].attrs
        name = each if each in FIELDS else by_standard_name.get(str(attributes.get("standard_name", "")))
        if name is None or name in columns:
            continue
        units = FACTORS["light" if name in ("ghi", "dni", "dhi") else name]
        unit = unit_text(str(attributes.get("units", next(iter(units)))))
        if unit not in units or (unit in ENERGIES):
            known = ", ".join(units)
            problems.append(problem("weather-nc-unit", where, field=each, found=unit, known=known))
            continue
        factor, offset = units[unit]
        columns[name] = data[each].to_numpy().astype(float) * factor + offset
        if name == "wind_speed":
            height_m = float(attributes.get("height_m", height_m))
    if problems:
        raise Refused(problems)
    return columns, height_m


def _step_minutes(times: Times, where: str) -> int:
    if len(times) < 2:
        raise Refused([problem("weather-csv-empty", where, rows=len(times))])
    minutes, counts = np.unique(np.diff(times) // np.timedelta64(1, "m"), return_counts=True)
    step = int(minutes[int(np.argmax(counts))])
    if step not in STEPS_MINUTES:
        raise Refused([problem("weather-csv-step", where, found=step)])
    return step
