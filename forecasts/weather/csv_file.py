"""Dated weather from a CSV file in UTF-8 or GBK: a measured series, or a weather forecast.

::

    # latitude = 29.68
    # longitude = 115.67
    # elevation_m = 35
    # stamp = start
    # wind_speed_height_m = 10
    # issue_time = 2026-07-14T08:00+08:00
    time,ghi_w_per_m2,dni_w_per_m2,dhi_w_per_m2,temp_air_degc,wind_speed_m_per_s
    2026-07-15T00:00+08:00,0,0,0,26.1,2.4
    2026-07-15T01:00+08:00,0,0,0,25.8,2.2

Columns, in any order; the name with its unit or the short one before it:

===================== ============================= ==================================================
``time``                                            ISO 8601 with offset, equal steps of 15, 30 or 60 min
``ghi``               ``ghi_w_per_m2``              mean over the interval; needed
``temp_air``          ``temp_air_degc``             needed
``wind_speed``        ``wind_speed_m_per_s``        needed
``dni``, ``dhi``      ``dni_w_per_m2``, ...         if missing: closure, or split from ``ghi`` (Erbs)
``pressure``          ``pressure_pa``               if missing: from the height of the place
``wind_direction``    ``wind_direction_deg``        may be missing
``relative_humidity`` ``relative_humidity_pct``     may be missing
===================== ============================= ==================================================

Lines ``# key = value`` before the header say what the columns cannot: ``latitude``, ``longitude`` and
``elevation_m`` of the weather's place (else the site's own, which is noted); ``stamp``: whether a time is the
``start`` (if nothing is said) or the ``end`` of its interval; ``time_zone`` (IANA), without which a stamp
needs its offset; ``wind_speed_height_m`` (10); ``issue_time``. An argument given by the caller goes before
the line in the file. Columns of other names are left out with a note; one that looks like a slip of the pen
is refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from forecasts.history.tables import decoded
from forecasts.notes import Array
from forecasts.weather.canonical import FIELDS, Origin
from forecasts.weather.complete import completed
from forecasts.weather.daylight import late_minutes
from forecasts.weather.source import DatedSource
from sites.problems import Problem, Refused, problem

__all__ = ["NEEDED", "Reading", "is_own", "open_csv"]

UNITS = {
    "ghi": "w_per_m2",
    "dni": "w_per_m2",
    "dhi": "w_per_m2",
    "temp_air": "degc",
    "wind_speed": "m_per_s",
    "wind_direction": "deg",
    "pressure": "pa",
    "relative_humidity": "pct",
}
COLUMNS = {**{name: name for name in FIELDS}, **{f"{name}_{unit}": name for name, unit in UNITS.items()}}
NEEDED = ("ghi", "temp_air", "wind_speed")
STEPS_MINUTES = (15, 30, 60)
PROBLEMS_SHOWN = 20
NUMBER_KEYS = ("latitude", "longitude", "elevation_m", "wind_speed_height_m")
TEXT_KEYS = ("stamp", "time_zone", "issue_time")


@dataclass(frozen=True)
class Reading:
    """How a file is to be read where it does not say so itself.

    Attributes
    ----------
    latitude, longitude, elevation_m
        The site's, for a file that names no place.
    stamp
        ``start`` or ``end``; None leaves it to the file.
    time_zone
        Zone of stamps without offset; None leaves it to the file.
    mapping
        TOML file that says what the columns of a table are, see :mod:`forecasts.history.mapping`.
    mapping_changed
        When it was last changed [ns], so that a changed one is read again.
    site_zone
        The site's zone, for a table that names none.
    """

    latitude: float
    longitude: float
    elevation_m: float
    stamp: str | None = None
    time_zone: str | None = None
    mapping: Path | None = None
    mapping_changed: int = 0
    site_zone: str | None = None


@dataclass
class _Text:
    """A file taken apart: settings, header, and rows with their line numbers."""

    where: str
    settings: dict[str, str] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def open_csv(path: Path, reading: Reading) -> DatedSource:
    """Open a CSV file of weather.

    Raises
    ------
    Refused
        Everything that is wrong with the header, the stamps and the figures, with line and column. Missing
        figures (empty cells) and gaps are only refused where a wanted day has them.
    """
    text = _taken_apart(path)
    origin, reading, notes = _settled(text, reading)
    columns_at = _columns_at(text, notes)
    _stop(text)
    stamps = _stamps(text, reading)
    columns = {name: _figures(text, place, name) for name, place in columns_at.items()}
    _stop(text)
    step = _step_minutes(text, stamps)
    times = np.array(stamps, dtype="datetime64[ns]")
    if reading.stamp == "end":
        times = times - np.timedelta64(step, "m")
    columns, filled = completed(times, columns, step, origin)
    late = late_minutes(times, np.nan_to_num(columns["ghi"]), step, origin)
    if late:
        notes.append(problem("weather-note-late" if late > 0 else "weather-note-early", minutes=abs(late)))
    return DatedSource(path.name, origin, step, times, columns, (*notes, *filled))


def is_own(head: str) -> bool:
    """Whether the beginning of a CSV is of the shape above: a column ``time`` and a canonical one."""
    lines = (line for line in head.splitlines() if line.strip(" ,\t") and not line.startswith("#"))
    cells = {cell.strip() for cell in next(lines, "").split(",")}
    return "time" in cells and bool(cells & set(COLUMNS))


def _taken_apart(path: Path) -> _Text:
    text = _Text(path.name)
    try:
        content = decoded(path)
    except Refused as fault:
        raise Refused([problem("weather-csv-encoding", path.name)]) from fault
    for number, line in enumerate(content.splitlines(), start=1):
        if line.startswith("#") and not text.header:
            key, equals, value = line.lstrip("#").partition("=")
            if equals:
                text.settings[key.strip()] = value.strip()
        elif line.strip(" ,\t"):
            cells = [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
            if text.header:
                text.rows.append((number, cells))
            else:
                text.header = cells
    if len(text.rows) < 2:
        raise Refused([problem("weather-csv-empty", path.name, rows=len(text.rows))])
    return text


def _settled(text: _Text, reading: Reading) -> tuple[Origin, Reading, list[Problem]]:
    """Return the place of the weather, how to read it, and what had to be assumed."""
    notes: list[Problem] = []
    known = (*NUMBER_KEYS, *TEXT_KEYS)
    for key in text.settings:
        near = difflib.get_close_matches(key, known, 1)
        if key not in known and near:
            text.problems.append(problem("weather-csv-setting", text.where, found=key, near=near[0]))
    numbers: dict[str, float] = {}
    for key in NUMBER_KEYS:
        if key in text.settings:
            numbers[key] = _number(text.settings[key])
            if not math.isfinite(numbers[key]):
                text.problems.append(
                    problem("weather-csv-number", text.where, field=key, found=text.settings[key])
                )
    if not {"latitude", "longitude"} <= set(numbers):
        notes.append(problem("weather-note-place-assumed"))
    stamp = reading.stamp or text.settings.get("stamp", "start")
    if stamp not in ("start", "end"):
        text.problems.append(problem("weather-csv-stamp", text.where, found=stamp))
    zone = reading.time_zone or text.settings.get("time_zone")
    if zone is not None and zone not in available_timezones():
        text.problems.append(problem("weather-csv-zone", text.where, found=zone))
        zone = None
    origin = Origin(
        latitude=numbers.get("latitude", reading.latitude),
        longitude=numbers.get("longitude", reading.longitude),
        elevation_m=numbers.get("elevation_m", reading.elevation_m),
        source=text.where,
        kind="series",
        issue_time=_issue_time(text),
        wind_height_m=numbers.get("wind_speed_height_m", 10.0),
    )
    return origin, replace(reading, stamp=stamp, time_zone=zone), notes


def _issue_time(text: _Text) -> str:
    found = text.settings.get("issue_time", "")
    if not found:
        return ""
    stamp = _parsed(found)
    if stamp is None or stamp.tzinfo is None:
        text.problems.append(problem("weather-csv-issue-time", text.where, found=found))
        return ""
    return stamp.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _columns_at(text: _Text, notes: list[Problem]) -> dict[str, int]:
    """Return the place of each canonical field in a row; unknown columns are noted, slips refused."""
    found: dict[str, int] = {}
    ignored: list[str] = []
    for place, cell in enumerate(text.header):
        name = COLUMNS.get(cell)
        near = difflib.get_close_matches(cell, [*COLUMNS, "time"], 1, cutoff=0.8)
        if name is not None and name in found:
            text.problems.append(problem("weather-csv-column-twice", text.where, column=cell))
        elif name is not None:
            found[name] = place
        elif near and cell != "time":
            text.problems.append(problem("weather-csv-column", text.where, found=cell, near=near[0]))
        elif cell != "time":
            ignored.append(cell)
    needed = [*(name for name in NEEDED if name not in found), *([] if "time" in text.header else ["time"])]
    text.problems += [
        problem("weather-csv-column-missing", text.where, column=name, found=", ".join(text.header))
        for name in needed
    ]
    if ignored:
        notes.append(problem("weather-note-columns-ignored", columns=", ".join(ignored)))
    return found


def _stamps(text: _Text, reading: Reading) -> list[np.datetime64]:
    """Return the stamps as UTC; none that is doubled or goes back."""
    place = text.header.index("time")
    zone = ZoneInfo(reading.time_zone) if reading.time_zone else None
    stamps: list[dt.datetime] = []
    for number, cells in text.rows:
        where = f"{text.where}:{number}"
        found = cells[place] if place < len(cells) else ""
        stamp = _parsed(found)
        if stamp is None:
            text.problems.append(problem("weather-csv-time", where, found=found))
        elif stamp.tzinfo is None and zone is None:
            text.problems.append(problem("weather-csv-naive", where, found=found))
            break
        else:
            stamp = _in_utc(stamp, zone, stamps[-1] if stamps else None)
            if stamps and stamp <= stamps[-1]:
                key = "weather-csv-duplicate" if stamp == stamps[-1] else "weather-csv-order"
                text.problems.append(problem(key, where, found=found))
            stamps.append(stamp)
    return [np.datetime64(stamp.replace(tzinfo=None), "ns") for stamp in stamps]


def _in_utc(stamp: dt.datetime, zone: ZoneInfo | None, before: dt.datetime | None) -> dt.datetime:
    """Return a stamp in UTC; where the clock is set back, the second time around is the one that goes on."""
    if stamp.tzinfo is not None:
        return stamp.astimezone(dt.UTC)
    first = stamp.replace(tzinfo=zone).astimezone(dt.UTC)
    if before is not None and first <= before:
        return stamp.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    return first


def _step_minutes(text: _Text, stamps: list[np.datetime64]) -> int:
    """Return the usual distance of two stamps, which must be 15, 30 or 60 minutes."""
    apart = np.diff(np.array(stamps, dtype="datetime64[m]")).astype(int)
    minutes, counts = np.unique(apart, return_counts=True)
    step = int(minutes[int(np.argmax(counts))])
    if step not in STEPS_MINUTES:
        raise Refused([problem("weather-csv-step", text.where, found=step)])
    return step


def _figures(text: _Text, place: int, name: str) -> Array:
    """Return the figures of a column, NaN where a cell is empty; a cell that holds no number is a problem."""
    values = np.full(len(text.rows), np.nan)
    for row, (number, cells) in enumerate(text.rows):
        cell = cells[place] if place < len(cells) else ""
        values[row] = _number(cell)
        if not math.isfinite(values[row]) and cell.lower() not in ("", "nan"):
            found = problem("weather-csv-number", f"{text.where}:{number}", field=name, found=cell)
            text.problems.append(found)
    return values


def _stop(text: _Text) -> None:
    more = len(text.problems) - PROBLEMS_SHOWN
    if more > 0:
        raise Refused([*text.problems[:PROBLEMS_SHOWN], problem("weather-more", text.where, count=more)])
    if text.problems:
        raise Refused(text.problems)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _parsed(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
