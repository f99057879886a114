"""Dated weather from any table: CSV in UTF-8 or GBK, or a workbook, with a column mapping or Chinese headings.

The mapping is the one of histories (:mod:`forecasts.history.mapping`): column -> canonical name and unit,
where the stamps stand and what they mark, their zone, and figures that mean "missing". Without it the columns
are told from their headings (:mod:`forecasts.weather.headings`), and a note says what was taken for what.

Needed are ``ghi``, ``temp_air`` and ``wind_speed``. Stamps without offset are local clock times of the
mapping's zone, else of the site's, which a note says; a clock of 24:00 makes them ends of their intervals.
Where the clock is set back, the second time around is the one that goes on.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import numpy as np

from forecasts.history.mapping import Mapping, load_mapping
from forecasts.history.stamps import local_stamps
from forecasts.history.tables import numbers, read_table
from forecasts.notes import Array, Times
from forecasts.weather.canonical import FIELDS, Origin
from forecasts.weather.complete import completed
from forecasts.weather.csv_file import NEEDED, Reading
from forecasts.weather.daylight import late_minutes
from forecasts.weather.headings import ENERGIES, FACTORS, Heading, read_headings, unit_text
from forecasts.weather.source import DatedSource
from sites.problems import Problem, Refused, problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["is_recognised", "open_table"]

MISSING = (-99.0, -99.9, -999.0, -9999.0, -999.9, 999.9, 9999.0, 99999.0, 6553.5, 65535.0)
STEPS_MINUTES = (5, 10, 15, 20, 30, 60)
OPTIONAL = ("wind_direction", "relative_humidity", "pressure")
KELVIN_FROM = 150.0
HPA_FROM, PA_FROM = 300.0, 3000.0


def is_recognised(path: Path) -> bool:
    """Whether the headings of a file name a time and all the weather that is needed."""
    try:
        table = read_table(path)
    except Refused:
        return False
    times, headings, _ = read_headings(table.columns)
    return bool(times) and set(NEEDED) <= {each.name for each in headings}


def open_table(path: Path, reading: Reading) -> DatedSource:
    """Open a table of weather.

    Raises
    ------
    Refused
        The file or its mapping cannot be read, columns that are needed are missing, stamps cannot be read or
        do not follow in equal steps.
    """
    mapping = load_mapping(reading.mapping) if reading.mapping is not None else Mapping()
    table = read_table(path, mapping.sheet)
    times_at, headings, notes = _headings(table, mapping, path.name)
    naive, is_utc, is_end = _stamps(table, times_at, mapping, reading, path.name)
    zone = mapping.time_zone or reading.time_zone
    if zone is None and not is_utc:
        zone = reading.site_zone
        notes.append(problem("weather-note-zone-assumed", zone=zone))
    times = _utc(naive, None if is_utc else zone)
    step = _step_minutes(times, path.name)
    if is_end:
        times = times - np.timedelta64(step, "m")
    columns = {each.name: _figures(table[each.column], each, mapping, step, notes) for each in headings}
    times, columns = _in_order(times, columns, notes)
    origin = Origin(
        reading.latitude,
        reading.longitude,
        reading.elevation_m,
        path.name,
        "series",
        wind_height_m=next((each.height_m for each in headings if each.height_m), 10.0),
    )
    columns = _without_gappy(columns, notes)
    columns, filled = completed(times, columns, step, origin)
    late = late_minutes(times, np.nan_to_num(columns["ghi"]), step, origin)
    if late:
        notes.append(problem("weather-note-late" if late > 0 else "weather-note-early", minutes=abs(late)))
    notes.append(problem("weather-note-place-assumed"))
    return DatedSource(path.name, origin, step, times, columns, (*notes, *filled))


def _headings(
    table: pd.DataFrame, mapping: Mapping, where: str
) -> tuple[list[str], list[Heading], list[Problem]]:
    """Return where the stamps and the weather stand, by the mapping where it says so, else by the headings."""
    times, found, others = read_headings([str(column) for column in table.columns])
    if mapping.time is not None:
        times = list(mapping.time.columns)
    if mapping.columns:
        heights = {each.column: each.height_m for each in found}
        found = [
            Heading(column, held.name.removeprefix("measured_"), unit_text(held.unit), heights.get(column))
            for column, held in mapping.columns.items()
            if held.name.removeprefix("measured_") in FIELDS
        ]
        others = []
    there = set(table.columns)
    missing = [column for column in (*times, *(each.column for each in found)) if column not in there]
    names = {each.name for each in found}
    missing += [name for name in NEEDED if name not in names] + ([] if times else ["time"])
    if missing:
        shown = ", ".join(str(column) for column in table.columns)
        raise Refused(
            [problem("weather-csv-column-missing", where, column=name, found=shown) for name in missing]
        )
    notes = []
    if not mapping.columns:
        taken = ", ".join(f"{each.column} = {each.name}" for each in found)
        notes.append(problem("weather-note-headings", taken=taken))
    if others:
        notes.append(problem("weather-note-columns-ignored", columns=", ".join(others)))
    return times, found, notes


def _stamps(
    table: pd.DataFrame, times_at: list[str], mapping: Mapping, reading: Reading, where: str
) -> tuple[Times, bool, bool]:
    """Return the stamps as written, whether they are in UTC, and whether they mark the end of their interval."""
    given = mapping.time
    cells, clocks = table[times_at[0]], table[times_at[1]] if len(times_at) > 1 else None
    read = local_stamps(
        cells, clocks, given.format if given else "", given.dayfirst if given else None, where
    )
    shown = (clocks if clocks is not None else cells).astype("string").str.contains(r"\b24:00", regex=True)
    stamp = mapping.stamp or reading.stamp or ("end" if bool(shown.any()) else "start")
    return read.stamps.to_numpy().astype("datetime64[ns]"), read.is_utc, stamp == "end"


def _utc(naive: Times, zone: str | None) -> Times:
    """Return stamps in UTC; a clock time that is skipped counts on from the one before."""
    if zone is None:
        return naive
    there = ZoneInfo(zone)
    result = np.full(len(naive), np.datetime64("NaT", "ns"))
    before: dt.datetime | None = None
    for place in np.flatnonzero(~np.isnat(naive)):
        clock = cast("dt.datetime", naive[place].astype("datetime64[s]").item())
        moment = clock.replace(tzinfo=there).astimezone(dt.UTC)
        if before is not None and moment <= before:
            again = clock.replace(tzinfo=there, fold=1).astimezone(dt.UTC)
            moment = max(moment, again)
        before = moment
        result[place] = np.datetime64(moment.replace(tzinfo=None), "ns")
    return result


def _step_minutes(times: Times, where: str) -> int:
    stamps = np.unique(times[~np.isnat(times)])
    if len(stamps) < 2:
        raise Refused([problem("weather-csv-empty", where, rows=len(stamps))])
    minutes, counts = np.unique(np.diff(stamps) // np.timedelta64(1, "m"), return_counts=True)
    step = int(minutes[int(np.argmax(counts))])
    if step not in STEPS_MINUTES:
        raise Refused([problem("weather-csv-step", where, found=step)])
    return step


def _figures(
    cells: pd.Series, heading: Heading, mapping: Mapping, step_minutes: int, notes: list[Problem]
) -> Array:
    """Return a column in its canonical unit, NaN where it is missing."""
    values = numbers(cells)[0].to_numpy(dtype=float)
    raw = values
    sentinels = MISSING if mapping.sentinels is None else mapping.sentinels
    is_code = np.isin(values, sentinels)
    unit = heading.unit or _unit_guessed(heading, np.where(is_code, np.nan, values), notes)
    quantity = "light" if heading.name in ("ghi", "dni", "dhi") else heading.name
    if unit in ENERGIES:
        values = values * ENERGIES[unit] / (step_minutes * 60.0)
    else:
        factor, offset = FACTORS[quantity][unit]
        values = values * factor + offset
    field = FIELDS[heading.name]
    # without a mapping a code for "missing" may be a figure too: 999.9 hPa is weather
    is_missing = is_code & ((mapping.sentinels is not None) | (values < field.least) | (values > field.most))
    if is_missing.any():
        shown = ", ".join(f"{each:g}" for each in np.unique(raw[is_missing]))
        notes.append(
            problem("weather-note-codes", field=heading.name, count=int(is_missing.sum()), codes=shown)
        )
    return np.where(is_missing, np.nan, values)


def _unit_guessed(heading: Heading, values: Array, notes: list[Problem]) -> str:
    """Return the unit of a column whose heading names none; said in a note unless it is the canonical one."""
    middle = float(np.nanmedian(values)) if np.isfinite(values).any() else 0.0
    guessed = ""
    if heading.name == "pressure" and middle < PA_FROM:
        guessed = "hpa" if middle > HPA_FROM else "kpa"
    elif heading.name == "temp_air" and middle > KELVIN_FROM:
        guessed = "k"
    if guessed:
        notes.append(problem("weather-note-unit-guessed", column=heading.column, unit=guessed))
        return guessed
    quantity = "light" if heading.name in ("ghi", "dni", "dhi") else heading.name
    return next(iter(FACTORS[quantity]))


def _in_order(
    times: Times, columns: dict[str, Array], notes: list[Problem]
) -> tuple[Times, dict[str, Array]]:
    """Return the rows in order of time, each stamp once: rows of one stamp are averaged."""
    kept = ~np.isnat(times)
    stamps, rows = np.unique(times[kept], return_inverse=True)
    doubled = int(kept.sum()) - len(stamps)
    if doubled:
        notes.append(problem("weather-note-doubled", count=doubled))
    result: dict[str, Array] = {}
    for name, values in columns.items():
        given = values[kept]
        is_there = np.isfinite(given)
        sums = np.bincount(rows[is_there], given[is_there], len(stamps))
        counts = np.bincount(rows[is_there], minlength=len(stamps))
        result[name] = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return stamps, result


def _without_gappy(columns: dict[str, Array], notes: list[Problem]) -> dict[str, Array]:
    """Leave out what may be missing and has gaps."""
    gappy = [name for name in OPTIONAL if name in columns and np.isnan(columns[name]).any()]
    if gappy:
        notes.append(problem("weather-note-gappy", fields=", ".join(gappy)))
    return {name: values for name, values in columns.items() if name not in gappy}
